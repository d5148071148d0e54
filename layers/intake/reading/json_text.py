"""JSON: the list of records in it, each with the line where it begins."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from json import decoder as json_decoder
from typing import Any, NamedTuple

import numpy as np

from layers._layer import Text
from layers.intake.finding import Finding
from layers.intake.reading.faults import unreadable
from layers.intake.reading.limits import check_rows
from layers.intake.table import IntakeError, LongArray

SPACE = re.compile(r"[ \t\r\n]*")
# An escape of half a character, and any escape at all, so that `\\ud83d` is none.
HALF = re.compile(r"\\u[dD][89a-fA-F]")
HALVES = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.",
    re.DOTALL,
)
LOST_ESCAPE = "\\ufffd"
# Lists lie a few levels down in what services answer; deeper ones belong to a record.
SEARCHED_DEPTH = 6
NAMED = 10


class Found(NamedTuple):
    """Values in a list, the offset where each begins, and the keys that came twice in one."""

    values: list[Any]
    offsets: list[int]
    repeated: dict[int, list[str]]


class Located(NamedTuple):
    """A list of records in a document: the keys that lead to it, and how many it holds."""

    path: tuple[str, ...]
    rows: int


def parse(text: str) -> Any:
    """Parse JSON; NaN and infinity, which are no JSON, become None.

    Raises
    ------
    IntakeError
        It is no JSON, with the line, or it is nested too deeply.
    """
    try:
        return json.loads(text, parse_constant=_nothing, strict=False)
    except json.JSONDecodeError as fault:
        raise broken(fault.lineno, fault.colno, fault.msg) from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError as fault:
        raise unreadable(
            f"JSON 中有无法读取的数字（{fault}）。", f"The JSON has an unreadable number ({fault})."
        ) from None


def without_lone_surrogates(text: str) -> str:
    r"""Return JSON whose escapes of half a character are U+FFFD, in the same places.

    Half a character (`\ud83d` alone) is left where a service cut a text; it can be neither stored
    nor shown, and the character that stands for lost ones tells of the row.
    """
    return HALVES.sub(_whole_character, text) if HALF.search(text) else text


def _whole_character(match: re.Match[str]) -> str:
    return LOST_ESCAPE if match["half"] else match[0]


def broken(line: int, column: int, why: str) -> Exception:
    """Return the error for JSON that breaks off or errs at a place."""
    return unreadable(
        f"JSON 在第 {line} 行第 {column} 列有误（{why}），文件可能不完整，请重新下载或导出。",
        f"The JSON errs in line {line}, column {column} ({why}); it may be cut off: download or "
        "export it again.",
    )


def _too_deep() -> IntakeError:
    return unreadable(
        "JSON 嵌套过深，无法读取；请确认它是设施数据。",
        "The JSON is nested too deeply to be read; check that it holds facilities.",
    )


def _nothing(_: str) -> None:
    """Stand for NaN and infinity."""


def record_lists(value: Any, path: tuple[str, ...] = ()) -> Iterator[Located]:
    """Return every list of objects in a document, in its order; lists in records are not sought."""
    if isinstance(value, list):
        objects = sum(isinstance(item, dict) for item in value)
        # A few odd entries among records are told of later, not taken as no list.
        if objects and 2 * objects >= len(value):
            yield Located(path, len(value))
    elif isinstance(value, dict) and len(path) < SEARCHED_DEPTH:
        for key, part in value.items():
            yield from record_lists(part, (*path, key))


def pick_list(lists: Sequence[Located], asked: str | None) -> Located | None:
    """Return the list asked for by its keys (`result.results`), else the longest.

    Raises
    ------
    IntakeError
        No list lies where `asked` says.
    """
    if asked is not None:
        for found in lists:
            if ".".join(found.path) == asked:
                return found
        known = [".".join(found.path) or "（最外层 top level）" for found in lists[:NAMED]]
        raise unreadable(
            f"“{asked}”处没有记录列表；有：{'、'.join(known) or '无'}。",
            f"There is no list of records at {asked!r}; known: {', '.join(known) or 'none'}.",
        )
    return max(lists, key=lambda found: found.rows, default=None)


def other_lists(lists: Sequence[Located], chosen: Located) -> list[Finding]:
    """Return the finding that names the lists that were not read."""
    others = [f"{'.'.join(one.path)} ({one.rows:,})" for one in lists if one is not chosen]
    if not others:
        return []
    here = ".".join(chosen.path)
    named = ", ".join(others[:NAMED])
    return [
        Finding(
            "other_tables",
            "warning",
            Text(
                f"只读取了列表“{here}”；文件里另有 {len(others)} 个列表未读：{named}",
                f"only the list {here!r} was read; {len(others)} more were not: {named}",
            ),
            Text("要读取其他列表，请指明其路径", "to read another one, give its path"),
        )
    ]


def items_at(text: str, path: Sequence[str], start: int = 0) -> Found:
    """Parse the members of the list that a path of keys leads to, with their offsets.

    Parameters
    ----------
    text
        JSON that has been parsed whole before.
    path
        Keys from the outermost object on; of a key that comes twice, the last one counts.
    start
        Where the outermost value begins.
    """
    place = _after_space(text, start)
    for key in path:
        place = _value_of(text, place, key)
    repeated: dict[int, list[str]] = {}
    pending: list[str] = []

    def pairs(members: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(members)
        if len(value) < len(members):
            times = Counter(key for key, _ in members)
            pending.extend(key for key, count in times.items() if count > 1)
        return value

    decoder = json.JSONDecoder(
        object_pairs_hook=pairs, parse_constant=_nothing, strict=False
    ).raw_decode
    found = Found([], [], repeated)
    place = _after_space(text, place + 1)
    while text[place] != "]":
        found.offsets.append(place)
        value, place = decoder(text, place)
        if pending:
            repeated[len(found.values)] = list(dict.fromkeys(pending))
            pending.clear()
        found.values.append(value)
        place = _after_space(text, place)
        if text[place] == ",":
            place = _after_space(text, place + 1)
    check_rows(len(found.values))
    return found


def _after_space(text: str, place: int) -> int:
    match = SPACE.match(text, place)
    return match.end() if match else place


def _value_of(text: str, place: int, key: str) -> int:
    """Return where the value of an object's key begins."""
    skip = json.JSONDecoder(strict=False).raw_decode
    found = -1
    place = _after_space(text, place + 1)
    while text[place] != "}":
        name, place = json_decoder.scanstring(text, place + 1, False)  # type: ignore[attr-defined]
        place = _after_space(text, _after_space(text, place) + 1)
        if name == key:
            found = place
        _, place = skip(text, place)
        place = _after_space(text, place)
        if text[place] == ",":
            place = _after_space(text, place + 1)
    return found


def lines_of(text: str, offsets: Sequence[int]) -> LongArray:
    """Return the line of each offset in a text, counted from 1, shape (n,).

    Where several begin on one line, as in a file without line ends, they are numbered instead: a
    line has to tell rows apart.
    """
    ends = np.array([match.start() for match in re.finditer(r"\n|\r(?!\n)", text)], dtype=np.int64)
    lines = np.searchsorted(ends, np.asarray(offsets, dtype=np.int64)).astype(np.int64) + 1
    if len(np.unique(lines)) < len(lines):
        return np.arange(1, len(lines) + 1, dtype=np.int64)
    return lines


def repeated_keys(repeated: dict[int, list[str]], lines: LongArray) -> list[Finding]:
    """Return a finding for each record in which a key comes twice."""
    return [
        Finding(
            "duplicate_key",
            "warning",
            Text(
                f"同一条记录里“{'、'.join(keys)}”出现多次，取最后一个",
                f"{', '.join(keys)} comes more than once in this record; the last was taken",
            ),
            Text("请只保留一个", "keep one only"),
            line=int(lines[row]),
            column=keys[0],
        )
        for row, keys in repeated.items()
    ]
