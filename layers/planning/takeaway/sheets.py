"""An answer's document as tables: figures with what they are a share of, the ranked list, the rest.

A table has one subject and says of every row which way of measuring it speaks of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from layers._layer import Text
from layers.planning.takeaway.about import (
    Document,
    about,
    cautions,
    details,
    gain_unit,
    headline,
    limits,
    reaches,
    unit_of,
)
from layers.planning.words import WAYS

# Words of ours are there in both languages, texts of the data as they are.
Cell = Text | str | int | float | None

WAY = Text("距离", "distance")
NAME, ID, ZONE = Text("名称", "name"), Text("编号", "id"), Text("分区", "zone")
RANK = Text("排名", "rank")
LON, LAT = Text("经度", "longitude"), Text("纬度", "latitude")
SHARE = Text("覆盖率", "share")
NO_ZONE = Text("未分区", "in no zone")


@dataclass(frozen=True)
class Sheet:
    """One table.

    Parameters
    ----------
    key
        Its name for programs.
    """

    key: str
    title: Text
    headings: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]


def sheets_of(document: Document) -> list[Sheet]:
    """Return all tables of an answer: what it is first, the ranked list second."""
    makers = {"coverage": _coverage, "siting": _siting, "accessibility": _access}
    tables = list(makers[document["process"]](document))
    return [_about(document), *tables, _left_out(document["made"])]


def ranked_sheet(document: Document) -> Sheet:
    """Return the list that most people want: who is not served, the sites, the worst off."""
    return sheets_of(document)[1]


def plain_cell(cell: Cell) -> str | int | float | None:
    """Return a cell as a table in both languages holds it."""
    return both(cell) if isinstance(cell, Text) else cell


def both(words: Text) -> str:
    """Return words in both languages, Chinese first, once where they are the same."""
    return " ".join(dict.fromkeys(words))


def _coverage(answer: Document) -> Iterator[Sheet]:
    unit = unit_of(answer)
    of_unit = (
        _counted("总数", "in all", unit),
        _counted("覆盖", "within reach", unit),
        _counted("未覆盖", "not within reach", unit),
        SHARE,
    )
    yield Sheet(
        "uncovered",
        Text("未覆盖名单", "Not covered"),
        (
            WAY,
            RANK,
            ID,
            NAME,
            ZONE,
            of_unit[0],
            of_unit[2],
            Text("到最近设施(米)", "to the nearest facility (m)"),
            Text("最近设施编号", "nearest facility"),
        ),
        tuple(
            (
                WAYS[reach["method"]],
                rank,
                *(one[key] for key in ("id", "name", "zone", "total", "unserved", "distance_m")),
                one["facility"],
            )
            for reach in reaches(answer)
            for rank, one in enumerate(reach["uncovered"], 1)
        ),
    )
    yield Sheet(
        "zones",
        Text("分区覆盖", "By zone"),
        (WAY, ZONE, *of_unit),
        tuple(
            (
                WAYS[reach["method"]],
                one["name"] if one["name"] is not None else NO_ZONE,
                *(one[key] for key in ("total", "served", "unserved", "share")),
            )
            for reach in reaches(answer)
            for one in reach["zones"]
        ),
    )
    yield Sheet(
        "gaps",
        Text("盲区", "Gaps"),
        (WAY, RANK, of_unit[2], Text("面积(平方米)", "area (m²)")),
        tuple(
            (WAYS[reach["method"]], gap["rank"], gap["unserved"], gap["area_m2"])
            for reach in reaches(answer)
            for gap in reach["gaps"]
        ),
    )
    yield Sheet(
        "curve",
        Text("覆盖曲线", "Curve"),
        (WAY, Text("半径(米)", "distance (m)"), of_unit[1], of_unit[0], SHARE),
        tuple(
            (
                WAYS[reach["method"]],
                metres,
                served,
                reach["whole"]["total"],
                served / reach["whole"]["total"] if reach["whole"]["total"] else None,
            )
            for reach in reaches(answer)
            for metres, served in reach["curve"]
        ),
    )


def _siting(answer: Document) -> Iterator[Sheet]:
    yield Sheet(
        "sites",
        Text("建议选址", "Sites"),
        (
            RANK,
            NAME,
            LON,
            LAT,
            _counted("增加", "adds", gain_unit(answer)),
        ),
        tuple(
            tuple(site[key] for key in ("rank", "name", "lon", "lat", "gain"))
            for site in answer["sites"]
        ),
    )


def _access(answer: Document) -> Iterator[Sheet]:
    unit = unit_of(answer)
    yield Sheet(
        "access",
        Text("可达性", "Accessibility"),
        (
            RANK,
            ID,
            NAME,
            ZONE,
            _counted("数量", "number", unit),
            Text("每单位供给", "supply for each"),
        ),
        tuple(
            (rank, *(row[key] for key in ("id", "name", "zone", "weight", "access")))
            for rank, row in enumerate(answer["rows"], 1)
        ),
    )


def _left_out(made: Document) -> Sheet:
    return Sheet(
        "left_out",
        Text("未计入", "Left out"),
        (ID, NAME, Text("原因", "reason")),
        tuple(
            (one["id"], one["name"], Text(**one["reason"])) for one in made["demand"]["left_out"]
        ),
    )


def _about(document: Document) -> Sheet:
    beside = [(Text("提示", "Caution"), words) for words in cautions(document)]
    beside += [(Text("局限", "It does not say"), words) for words in limits()]
    return Sheet(
        "about",
        Text("说明", "About"),
        (Text("项目", "what"), Text("内容", "value")),
        (*headline(document), *details(document), *about(document), *beside),
    )


def _counted(zh: str, en: str, unit: Text) -> Text:
    return Text(f"{zh}({unit.zh})", f"{en} ({unit.en})")


def headings_of(sheet: Sheet) -> Sequence[str]:
    """Return a table's headings in both languages."""
    return [both(words) for words in sheet.headings]
