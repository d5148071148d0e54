"""Where a sheet's headings stand: above them titles, below them rows, sometimes nothing at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, time
from typing import Any, NamedTuple

# Headings lie near the top; rows after them show what their columns hold.
SEARCHED_ROWS, COMPARED_ROWS = 30, 60
# Sheets of several bands of headings exist; more than three are forms, not tables.
MOST_BANDS = 3
LONG_HEADING = 30
# The least score of a row of headings; a row of data scores below it.
ENOUGH, SURE = 2.1, 2.75

YEAR = re.compile(r"(19|20)\d\d")
NUMBER = re.compile(r"[+-]?(\d[\d,]*\.?\d*|\.\d+)([eE][+-]?\d+)?%?")
DATE = re.compile(
    r"\d{4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?([ T]\d{1,2}:\d{2}(:\d{2})?\S*)?|\d{1,2}:\d{2}"
)
DEGREES = re.compile(r"\d{1,3}\s*[°度].*|-?\d{1,3}\.\d+\s*[,，\s]\s*-?\d{1,3}\.\d+")
ADDRESS = re.compile(r"\w+://.*|.+@.+\..+|(POINT|POLYGON|MULTI\w+)\s*Z?\s*\(.*|[{\[].*", re.DOTALL)
# Words that tables of places have in their headings, in the languages whose encodings are read.
HEADING_WORD = re.compile(
    r"序号|编号|编码|代码|名称|名字|地址|位置|地点|坐标|经度|纬度|类型|类别|类型|备注|说明|电话|时间|日期|面积|"
    r"数量|泊位|状态|单位|区域|街道|社区|等级|标准|投资|图片|来源|"
    r"編號|名稱|位址|座標|經度|緯度|類型|類別|備註|電話|時間|面積|數量|單位|區域|等級|"
    r"施設|住所|所在地|備考|番号|이름|명칭|주소|위도|경도|전화|비고|"
    r"\b(id|fid|oid|no|nr|name|nom|nombre|title|address|addr|adresse|location|lat|latitude|lon|lng|long"
    r"|longitude|x|y|type|kind|category|class|capacity|spaces|hours|phone|tel|note|remarks?|date|area"
    r"|status|code|district|street|city|description|url|easting|northing|geometry|geom|wkt)\b",
    re.IGNORECASE,
)


class Heading(NamedTuple):
    """The headings of a grid: one a column, and which rows of the grid they took.

    `first` is the grid row where they begin, `end` the first row of data; both are equal where
    the table has no headings. Not `sure` where neither words nor numbers below tell.
    """

    names: list[str | None]
    first: int
    end: int
    sure: bool = True


def kind_of(cell: Any) -> str:
    """Return which kind of thing a cell holds: empty, number, date, degrees, address, text."""
    if cell is None:
        return "empty"
    if isinstance(cell, bool | int | float):
        return "number"
    if isinstance(cell, date | time):
        return "date"
    text = str(cell).strip()
    for kind, pattern in (
        ("number", NUMBER), ("date", DATE), ("degrees", DEGREES), ("address", ADDRESS),
    ):  # fmt: skip
        if pattern.fullmatch(text):
            return kind
    return "text"


def find_heading(
    rows: Sequence[Sequence[Any]],
    spans: Sequence[tuple[int, int, int]] = (),
) -> Heading:
    """Find the headings of a grid.

    Each of the first rows is scored: how full it is beside the rows below, how much of it is text,
    how distinct, whether its words are such as head columns, and whether columns hold something
    else below it than in it.

    Parameters
    ----------
    rows
        Cells, None where empty; rows without any cell are left out already.
    spans
        Cells merged sideways: row, first and last column.
    """
    width = max((len(row) for row in rows), default=0)
    kinds = [[kind_of(cell) for cell in row] for row in rows[: SEARCHED_ROWS + COMPARED_ROWS]]
    searched = min(len(rows), SEARCHED_ROWS)
    scored = [(score(rows, kinds, place) - 0.05 * place, place) for place in range(searched)]
    if not scored or max(scored)[0] < ENOUGH:
        return Heading([None] * width, 0, 0)
    reached, best = max(scored, key=lambda pair: (pair[0], -pair[1]))
    first, end = _bands(rows, kinds, best, width, spans)
    return Heading(_joined(rows, first, end, width, spans), first, end, reached >= SURE)


def score(rows: Sequence[Sequence[Any]], kinds: Sequence[Sequence[str]], place: int) -> float:
    """Return how much a row looks like headings; see `find_heading`."""
    own = _years_as_text(rows, kinds, place)
    filled = [column for column, kind in enumerate(own) if kind != "empty"]
    below = kinds[place + 1 : place + 1 + COMPARED_ROWS]
    body = _usual_kinds(below, max((len(row) for row in kinds), default=0))
    full = sorted(sum(kind != "empty" for kind in row) for row in below)
    usual = full[len(full) // 2] if full else len(filled)
    if not filled or (len(filled) < 2 and usual > 1) or 2 * len(filled) < usual:
        return 0.0
    texts = [str(rows[place][column]).strip() for column in filled]
    share = 1 / len(filled)
    text = share * sum(own[column] == "text" for column in filled)
    distinct = share * len(set(texts))
    words = share * sum(HEADING_WORD.search(name) is not None for name in texts)
    contrast = share * sum(
        own[column] == "text" and body[column] not in {"text", "empty"} for column in filled
    )
    same = share * sum(own[column] == body[column] != "text" for column in filled)
    long = share * sum(len(name) > LONG_HEADING for name in texts)
    again = share * sum(_comes_again(rows, place, column) for column in filled)
    # A whole row that comes again is a header printed on every page.
    again = again if again < 1 else 0.0
    fill = min(1.0, len(filled) / max(usual, 1))
    likeness = fill + text + 0.5 * distinct + 2 * words + 2 * contrast
    return likeness - 3 * same - 2 * long - 2 * again


def _comes_again(rows: Sequence[Sequence[Any]], place: int, column: int) -> bool:
    cell = rows[place][column]
    return any(
        column < len(row) and row[column] == cell
        for row in rows[place + 1 : place + 1 + COMPARED_ROWS]
    )


def _years_as_text(
    rows: Sequence[Sequence[Any]], kinds: Sequence[Sequence[str]], place: int
) -> list[str]:
    """Return a row's kinds, years that head columns of other numbers counting as text."""
    own = list(kinds[place])
    below = rows[place + 1] if place + 1 < len(rows) else ()
    years = [
        column
        for column, cell in enumerate(rows[place])
        if YEAR.fullmatch(str(cell))
        and not (column < len(below) and YEAR.fullmatch(str(below[column])))
    ]
    if len({str(rows[place][column]) for column in years}) > 1:
        for column in years:
            own[column] = "text"
    return own


def _usual_kinds(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    usual = []
    for column in range(width):
        counts = Counter(row[column] for row in rows if column < len(row))
        del counts["empty"]
        usual.append(counts.most_common(1)[0][0] if counts else "empty")
    return usual


def _bands(
    rows: Sequence[Sequence[Any]],
    kinds: Sequence[Sequence[str]],
    best: int,
    width: int,
    spans: Sequence[tuple[int, int, int]],
) -> tuple[int, int]:
    """Return the rows of headings around the best one: group headings above it, parts below it."""
    first, end = best, best + 1
    while end < len(kinds) - 1 and end - first < MOST_BANDS and _is_part(kinds, end, width, spans):
        end += 1
    while first > 0 and end - first < MOST_BANDS and _is_group(rows, kinds, first, end, spans):
        first -= 1
    return first, end


def _is_part(
    kinds: Sequence[Sequence[str]],
    place: int,
    width: int,
    spans: Sequence[tuple[int, int, int]],
) -> bool:
    """Tell whether a row goes on with the headings above it: text under groups, little else."""
    own, above = kinds[place], kinds[place - 1]
    filled = [column for column, kind in enumerate(own) if kind != "empty"]
    if not filled or any(own[column] != "text" for column in filled):
        return False
    grouped = {
        column
        for row, left, right in spans
        if row == place - 1
        for column in range(left, right + 1)
    }
    under_group = [
        column
        for column in filled
        if column in grouped or column >= len(above) or above[column] == "empty"
    ]
    body = _usual_kinds(kinds[place + 1 : place + 1 + COMPARED_ROWS], width)
    differs = any(body[column] not in {"text", "empty"} for column in filled)
    if grouped and len(under_group) == len(filled):
        return True
    return bool(under_group) and 2 * len(filled) <= width + 1 and differs


def _is_group(
    rows: Sequence[Sequence[Any]],
    kinds: Sequence[Sequence[str]],
    place: int,
    end: int,
    spans: Sequence[tuple[int, int, int]],
) -> bool:
    """Tell whether the row above holds group headings and not a title."""
    above = kinds[place - 1]
    filled = [column for column, kind in enumerate(above) if kind != "empty"]
    if any(above[column] != "text" for column in filled):
        return False
    if any(len(str(rows[place - 1][column])) > LONG_HEADING for column in filled):
        return False
    wide = [right - left + 1 for row, left, right in spans if row == place - 1]
    if wide:
        return max(wide) < 0.8 * len(above) and len(filled) > 1
    if any(mark in str(rows[place - 1][column]) for column in filled for mark in ":："):
        return False
    gaps = [
        column
        for column in filled
        if all(column >= len(row) or row[column] == "empty" for row in kinds[place:end])
    ]
    return len(filled) > 1 and bool(gaps)


def _joined(
    rows: Sequence[Sequence[Any]],
    first: int,
    end: int,
    width: int,
    spans: Sequence[tuple[int, int, int]],
) -> list[str | None]:
    """Join the bands of headings, a group standing over each of its columns."""
    bands = []
    for place in range(first, end):
        band = [_words(rows[place][column]) if column < len(rows[place]) else None
                for column in range(width)]  # fmt: skip
        merged = [span for span in spans if span[0] == place]
        for _, left, right in merged:
            band[left : right + 1] = [band[left]] * (min(right, width - 1) + 1 - left)
        if not merged and place < end - 1:
            band = _carried(band, rows[place + 1])
        bands.append(band)
    names: list[str | None] = []
    for column in range(width):
        parts = dict.fromkeys(band[column] for band in bands if band[column])
        names.append("|".join(part for part in parts if part) or None)
    return names


def _carried(band: list[str | None], below: Sequence[Any]) -> list[str | None]:
    """Carry a group's words on over the columns after it that have words only below."""
    carried, group = list(band), None
    for column, words in enumerate(band):
        has_part = column < len(below) and below[column] is not None
        if words is not None:
            group = words if has_part else None
        elif has_part:
            carried[column] = group
        else:
            group = None
    return carried


def _words(cell: Any) -> str | None:
    if cell is None:
        return None
    return " ".join(str(cell).split()) or None


def unique_names(names: Sequence[str | None]) -> list[str]:
    """Return headings of which no two are equal; an empty one is called after its place.

    >>> unique_names(["名称", None, "名称"])
    ['名称', '列2 column 2', '名称 (2)']
    """
    unique: dict[str, None] = {}
    for place, name in enumerate(names, 1):
        wanted = name or f"列{place} column {place}"
        chosen, count = wanted, 1
        while chosen in unique:
            count += 1
            chosen = f"{wanted} ({count})"
        unique[chosen] = None
    return list(unique)
