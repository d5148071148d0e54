"""An answer's document as tables: figures with what they are a share of, the ranked list, the rest.

A table has one subject and says of every row which way of measuring it speaks of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from layers._layer import Text
from layers.planning.words import CERTAINTY, LIMITS, PROCESSES, WAYS

Cell = str | int | float | None
Document = Mapping[str, Any]

WAY = Text("距离", "distance")
NAME, ID, ZONE = Text("名称", "name"), Text("编号", "id"), Text("分区", "zone")
RANK = Text("排名", "rank")
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


def reaches(answer: Document) -> Iterator[Document]:
    """Yield the parts of a coverage answer, one a way of measuring, that are there."""
    for way in ("network", "straight"):
        if answer[way] is not None:
            yield answer[way]


def both(words: Any) -> str:
    """Return words in both languages, Chinese first, once where they are the same."""
    zh, en = words["zh"], words["en"]
    return zh if zh == en else f"{zh} {en}"


def way_words(method: str) -> str:
    """Return a way of measuring in both languages."""
    return " ".join(WAYS[method])


def _coverage(answer: Document) -> Iterator[Sheet]:
    unit = _unit(answer)
    of_unit = (
        _counted("总数", "in all", unit),
        _counted("覆盖", "within reach", unit),
        _counted("未覆盖", "not within reach", unit),
        Text("覆盖率", "share"),
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
                way_words(reach["method"]),
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
                way_words(reach["method"]),
                one["name"] if one["name"] is not None else " ".join(NO_ZONE),
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
            (way_words(reach["method"]), gap["rank"], gap["unserved"], gap["area_m2"])
            for reach in reaches(answer)
            for gap in reach["gaps"]
        ),
    )
    yield Sheet(
        "curve",
        Text("覆盖曲线", "Curve"),
        (WAY, Text("半径(米)", "distance (m)"), of_unit[1], of_unit[0], Text("覆盖率", "share")),
        tuple(
            (
                way_words(reach["method"]),
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
            Text("经度", "longitude"),
            Text("纬度", "latitude"),
            _counted("增加", "adds", _gain_unit(answer)),
        ),
        tuple(
            tuple(site[key] for key in ("rank", "name", "lon", "lat", "gain"))
            for site in answer["sites"]
        ),
    )


def _access(answer: Document) -> Iterator[Sheet]:
    unit = _unit(answer)
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
        tuple((one["id"], one["name"], both(one["reason"])) for one in made["demand"]["left_out"]),
    )


def _about(document: Document) -> Sheet:
    return Sheet(
        "about",
        Text("说明", "About"),
        (Text("项目", "what"), Text("内容", "value")),
        tuple((" ".join(label), value) for label, value in (*headline(document), *about(document))),
    )


def headline(document: Document) -> list[tuple[Text, Cell]]:
    """Return the figures of an answer, each with what it is a share of."""
    answer = document
    match document["process"]:
        case "coverage":
            return [
                (Text(f"覆盖（{WAYS[one['method']].zh}）", f"covered ({WAYS[one['method']].en})"),
                 _share_words(one["whole"], _unit(answer)))
                for one in reaches(answer)
            ]  # fmt: skip
        case "siting":
            return _siting_headline(answer)
    figures = {
        Text("平均", "mean"): answer["mean"],
        Text("基尼系数", "Gini"): answer["gini"],
        Text("帕尔马比", "Palma"): answer["palma"],
        Text("供给总量", "supply in all"): answer["supply_total"],
    }
    return list(figures.items())


def _siting_headline(answer: Document) -> list[tuple[Text, Cell]]:
    said: list[tuple[Text, Cell]] = [(Text("结论", "outcome"), both(answer["status_words"]))]
    if answer["reason"] is not None:
        return [*said, (Text("原因", "reason"), both(answer["reason"]))]
    if answer["before"] is not None:
        said.append((Text("现状", "before"), answer["before"]))
    return [
        *said,
        (Text("选址后", "after"), answer["after"]),
        (Text("总数", "in all"), answer["total"]),
        (Text("上下界", "bound"), answer["bound"]),
        (Text("与最优的差距", "gap to the best, at most"), answer["gap"]),
    ]


def about(document: Document) -> list[tuple[Text, Cell]]:
    """Return what stands beside every figure: data, method, standard, what is not said."""
    answer = document
    made, threshold = answer["made"], answer["threshold"]
    supply, demand, network = made["supply"], made["demand"], made["network"]
    said: list[tuple[Text, Cell]] = [
        (Text("分析", "process"), " ".join(PROCESSES[document["process"]])),
        (Text("地区", "place"), both(made["place"])),
        (Text("数据日期", "data of"), made["data_date"] or "未说明 not stated"),
        (Text("设施", "facilities"), f"{both(supply['layer'])}: {supply['count']}"),
        (Text("设施数据版本", "version of the facilities"), supply["version"]),
        (Text("需求", "demand"), f"{both(demand['source'])}: {demand['rows']}"),
        (Text("需求数据版本", "version of the demand"), demand["version"]),
        (Text("单位", "unit"), both(demand["unit"])),
        (Text("服务半径", "threshold"), _threshold_words(threshold)),
        (Text("标准", "standard"), standard_words(threshold)),
    ]
    if demand["estimate"]:
        said.append((Text("估算", "estimate"), both(demand["estimate"])))
    if demand["outside"]:
        said.append((Text("地域外未计入", "outside, not counted"), demand["outside"]))
    if demand["mended"]:
        said.append((Text("已修复的边界", "mended outlines"), ", ".join(demand["mended"][:20])))
    said.append((Text("方法", "method"), _method_words(document["process"], answer)))
    said.append(
        (
            Text("步行路网", "walking network"),
            "没有，只有直线距离 none: straight line only"
            if network is None
            else f"{network['source']} {network['data_date'] or ''} ({network['version']})",
        )
    )
    if supply["illustrative"]:
        said.append((Text("提示", "caution"), "含示意位置 some positions are illustrative"))
    said += [(Text("局限", "it does not say"), " ".join(words)) for words in LIMITS]
    return said


def standard_words(threshold: Document) -> str:
    """Return the standard of a threshold, with its source and how sure it is."""
    if threshold["label"] is None:
        return "自定 chosen by the asker"
    sure = " ".join(CERTAINTY[threshold["certainty"]])
    return f"{both(threshold['label'])}, {threshold['source']} ({sure})"


def _threshold_words(threshold: Document) -> str:
    return (
        f"{threshold['metres']:g} m = {threshold['minutes']:g} min ({threshold['speed_m_s']:g} m/s)"
    )


def _method_words(process: str, answer: Document) -> str:
    match process:
        case "coverage":
            return "; ".join(way_words(one["method"]) for one in reaches(answer))
        case "siting":
            words = answer["goal_words"]
        case _:
            words = answer["catchment_words"]
    return f"{both(words)}; {way_words(answer['method'])}"


def _share_words(share: Document, unit: Text) -> str:
    part = "—" if share["share"] is None else f"{share['share']:.1%}"
    return f"{share['served']:,.0f} / {share['total']:,.0f} {unit.zh} {unit.en} ({part})"


def _unit(answer: Document) -> Text:
    return Text(**answer["made"]["demand"]["unit"])


def _gain_unit(answer: Document) -> Text:
    unit = _unit(answer)
    if answer["goal"] == "least_distance":
        return Text(f"{unit.zh}·米", f"{unit.en} × m")
    return unit


def _counted(zh: str, en: str, unit: Text) -> Text:
    return Text(f"{zh}({unit.zh})", f"{en} ({unit.en})")


def headings_of(sheet: Sheet) -> Sequence[str]:
    """Return a table's headings in both languages."""
    return [" ".join(dict.fromkeys(words)) for words in sheet.headings]
