"""What an answer's document says in words: its figures, and what stands beside every figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from layers._layer import Text
from layers.planning.words import (
    CERTAINTY,
    GOALS_OF_VALUES,
    LIMITS,
    PROCESSES,
    WAYS,
    ZONE_FAULTS,
)

Document = Mapping[str, Any]
Said = tuple[Text, Text]

MOST_MENDED = 20
# A tenth of a household among hundreds is no news.
WHOLE_FROM = 100
NOT_STATED = Text("未说明", "not stated")


def headline(document: Document) -> list[Said]:
    """Return the figures of an answer, each with what it is a share of."""
    match document["process"]:
        case "coverage":
            unit = unit_of(document)
            return [
                (_reach_words(one["method"]), _share_words(one["whole"], unit))
                for one in reaches(document)
            ]
        case "siting":
            return _siting_headline(document)
    unit = unit_of(document)
    each = Text(f"供给量/{unit.zh}", f"supply per {unit.en}")
    return [
        (Text("平均", "Mean"), _amount_words(document["mean"], each)),
        (Text("基尼系数（0 为完全均等）", "Gini (0: all alike)"), plain(document["gini"])),
        (Text("帕尔马比（最好 10% 比最差 40%）", "Palma (best 10 % to worst 40 %)"),
         plain(document["palma"])),
        (Text("供给总量", "Supply in all"), plain(document["supply_total"])),
    ]  # fmt: skip


def about(document: Document) -> list[Said]:
    """Return how an answer was made: data, versions, method, parameters, standard."""
    made, threshold = document["made"], document["threshold"]
    supply, demand = made["supply"], made["demand"]
    said: list[Said] = [
        (Text("分析", "Process"), PROCESSES[document["process"]]),
        (Text("地区", "Place"), _text(made["place"])),
        (Text("数据日期", "Data of"), same(made["data_date"]) if made["data_date"] else NOT_STATED),
        (Text("设施", "Facilities"), _counted(supply["layer"], supply["count"], supply["version"])),
        (Text("需求", "Demand"), _counted(demand["source"], demand["rows"], demand["version"])),
        (Text("计数单位", "Counted in"), _text(demand["unit"])),
        (Text("服务半径", "Threshold"), threshold_words(threshold)),
        (Text("标准", "Standard"), standard_words(threshold)),
        (Text("方法", "Method"), _method_words(document)),
        (Text("步行路网", "Walking network"), _network_words(made)),
    ]
    if document["process"] == "siting":
        candidates = document["candidates"]
        said.append((Text("候选地点", "Candidates"), _candidate_words(candidates)))
    if demand["estimate"]:
        said.append((Text("估算方法", "Estimate"), _text(demand["estimate"])))
    if demand["outside"]:
        said.append((Text("地域外，未计入", "Outside, not counted"), plain(demand["outside"])))
    if demand["mended"]:
        said.append((Text("边界自相交，已修复", "Mended outlines"), same(_few(demand["mended"]))))
    if demand["left_out"]:
        said.append((Text("未计入的行", "Rows left out"), plain(len(demand["left_out"]))))
    said += list(_parameters(document["question"]))
    return said


def details(document: Document) -> list[Said]:
    """Return what else an answer found: usual distances, and who or what could not be joined."""
    said: list[Said] = []
    match document["process"]:
        case "coverage":
            for reach in reaches(document):
                said += list(_distances(reach, unit_of(document)))
            said += list(_zone_faults(document["zone_faults"]))
        case "accessibility" if document["supply_unknown"]:
            ids = _few(document["supply_unknown"])
            said.append((Text("规模不详，未计入", "Amount unknown, left out"), same(ids)))
        case "siting" if document["missing"]:
            missing = _amount_words(document["missing"], unit_of(document))
            said.append((Text("尚缺", "Still missing"), missing))
    return said


def _distances(reach: Document, unit: Text) -> Iterator[Said]:
    way = WAYS[reach["method"]]
    for name, zh, en in (("mean_m", "平均", "Mean"), ("median_m", "中位数", "Median")):
        if (metres := reach[name]) is not None:
            label = Text(f"到最近设施的{zh}距离（{way.zh}）", f"{en} to the nearest ({way.en})")
            yield label, Text(f"{metres:,.0f} 米", f"{metres:,.0f} m")
    if reach["unconnected"]:
        words = _amount_words(reach["unconnected"], unit)
        yield Text("离道路太远，不连通", "Too far from any way"), words
    if reach["facilities_unconnected"]:
        ids = same(_few(reach["facilities_unconnected"]))
        yield Text("不连通的设施", "Facilities too far from any way"), ids


def _zone_faults(faults: Sequence[Document]) -> Iterator[Said]:
    for one in faults[:MOST_MENDED]:
        label = Text(f"分区第 {one['row'] + 1} 行", f"Zone in row {one['row'] + 1}")
        yield label, ZONE_FAULTS[one["reason"]]


def _few(ids: Sequence[str]) -> str:
    rest = len(ids) - MOST_MENDED
    return ", ".join(ids[:MOST_MENDED]) + (f" … (+{rest})" if rest > 0 else "")


def cautions(document: Document) -> list[Text]:
    """Return what a reader must know before any figure."""
    made = document["made"]
    found = []
    if made["supply"]["illustrative"]:
        found.append(
            Text(
                "部分设施的位置仅为示意，结果只可用于演示。",
                "Some positions are illustrative: these figures are for demonstration only.",
            )
        )
    if made["network"] is None:
        found.append(
            Text(
                "没有步行路网，只有直线距离；实际步行更远。",
                "There is no walking network: straight lines only, and the way on foot is longer.",
            )
        )
    return found


def limits() -> tuple[Text, ...]:
    """Return what no figure says."""
    return LIMITS


def title(document: Document) -> Text:
    """Return what a report of an answer is called."""
    made, words = document["made"], PROCESSES[document["process"]]
    place, layer = _text(made["place"]), _text(made["supply"]["layer"])
    return Text(f"{place.zh}{layer.zh}：{words.zh}", f"{layer.en} in {place.en}: {words.en}")


def reaches(answer: Document) -> Iterator[Document]:
    """Yield the parts of a coverage answer, one a way of measuring, that are there."""
    for way in ("network", "straight"):
        if answer[way] is not None:
            yield answer[way]


def unit_of(document: Document) -> Text:
    """Return what is counted."""
    return _text(document["made"]["demand"]["unit"])


def gain_unit(document: Document) -> Text:
    """Return in what a site's gain is measured."""
    unit = unit_of(document)
    if document["goal"] == "least_distance":
        return Text(f"{unit.zh}·米", f"{unit.en} × m")
    return unit


def standard_words(threshold: Document) -> Text:
    """Return the standard of a threshold, with its source and how sure it is."""
    if threshold["label"] is None:
        return Text("自定，非标准规定", "chosen by the asker, no standard's")
    label, sure = _text(threshold["label"]), CERTAINTY[threshold["certainty"]]
    return Text(
        f"{label.zh}；{threshold['source']}（{sure.zh}）",
        f"{label.en}; {threshold['source']} ({sure.en})",
    )


def threshold_words(threshold: Document) -> Text:
    """Return how far is within reach."""
    metres, minutes, speed = (threshold[name] for name in ("metres", "minutes", "speed_m_s"))
    return Text(
        f"{metres:g} 米（步行 {minutes:g} 分钟，{speed:g} 米/秒）",
        f"{metres:g} m ({minutes:g} min on foot at {speed:g} m/s)",
    )


def plain(value: float | None) -> Text:
    """Return a number in words that both languages share."""
    return same("—" if value is None else number_words(value))


def number_words(value: float) -> str:
    """Return a number as a reader wants it: no more digits than it can be sure of."""
    if value and abs(value) < 1:
        return f"{value:.4g}"
    if abs(value) >= WHOLE_FROM:
        return f"{value:,.0f}"
    return f"{value:,.1f}".removesuffix(".0")


def same(text: str) -> Text:
    """Return a text that is the same in both languages."""
    return Text(text, text)


def _reach_words(method: str) -> Text:
    way = WAYS[method]
    return Text(f"覆盖率（{way.zh}）", f"Within reach ({way.en})")


def _siting_headline(document: Document) -> list[Said]:
    said: list[Said] = [(Text("结论", "Outcome"), _text(document["status_words"]))]
    if document["reason"] is not None:
        return [*said, (Text("原因", "Reason"), _text(document["reason"]))]
    unit, total = gain_unit(document), document["total"]
    counts = GOALS_OF_VALUES[document["goal"]]
    for label, name in ((Text("现状", "Before"), "before"), (Text("选址后", "After"), "after")):
        if (value := document[name]) is not None:
            said.append((label, _of_total(value, total, unit, counts)))
    bound = Text(
        f"{number_words(document['bound'])}（与最优至多差 {document['gap']:.2%}）",
        f"{number_words(document['bound'])} (at most {document['gap']:.2%} from the best)",
    )
    return [*said, (Text("上下界", "Bound"), bound)]


def _of_total(value: float, total: float, unit: Text, counts: str) -> Text:
    if counts == "sites":
        return _amount_words(value, Text("处", "sites"))
    if counts == "metres":
        mean = number_words(value / total) if total else "—"
        return Text(
            f"平均 {mean} 米（合计 {number_words(value)} {unit.zh}）",
            f"{mean} m on average ({number_words(value)} {unit.en} in all)",
        )
    share = {"served": value, "total": total, "share": value / total if total else None}
    return _share_words(share, unit)


def _amount_words(value: float | None, unit: Text) -> Text:
    if value is None:
        return plain(None)
    return Text(f"{number_words(value)} {unit.zh}", f"{number_words(value)} {unit.en}")


def _share_words(share: Document, unit: Text) -> Text:
    part = "—" if share["share"] is None else f"{share['share']:.1%}"
    served, total = number_words(share["served"]), number_words(share["total"])
    return Text(
        f"{part}（{served} / {total} {unit.zh}）", f"{part} ({served} of {total} {unit.en})"
    )


def _method_words(document: Document) -> Text:
    match document["process"]:
        case "coverage":
            ways = [WAYS[one["method"]] for one in reaches(document)]
            return Text("；".join(one.zh for one in ways), "; ".join(one.en for one in ways))
        case "siting":
            words = _text(document["goal_words"])
        case _:
            words = _text(document["catchment_words"])
    way = WAYS[document["method"]]
    return Text(f"{words.zh}；{way.zh}", f"{words.en}; {way.en}")


def _network_words(made: Document) -> Text:
    network = made["network"]
    if network is None:
        return Text("没有，只有直线距离", "none: straight lines only")
    date, limit = network["data_date"], made["join_limit_m"]
    return Text(
        f"{network['source']}，{date or NOT_STATED.zh}，版本 {network['version']}；"
        f"离道路 {limit:g} 米以上视为不连通",
        f"{network['source']}, {date or NOT_STATED.en}, version {network['version']}; "
        f"unconnected beyond {limit:g} m from any way",
    )


def _candidate_words(candidates: Document) -> Text:
    source, count, allowed = _text(candidates["source"]), candidates["count"], candidates["allowed"]
    return Text(
        f"{source.zh}：{count:,} 处，其中可建 {allowed:,} 处",
        f"{source.en}: {count:,}, of which {allowed:,} may be built on",
    )


def _counted(words: Any, count: int, version: str) -> Text:
    named = _text(words)
    return Text(
        f"{named.zh}：{count:,}（版本 {version}）", f"{named.en}: {count:,} (version {version})"
    )


def _parameters(question: Document) -> Iterator[Said]:
    """Yield what was asked beyond the layer, by the names that a link has."""
    for name, value in question.items():
        if name not in ("process", "layer"):
            text = str(value).lower() if isinstance(value, bool) else str(value)
            text = f"{value:g}" if isinstance(value, float) else text
            yield Text(f"参数 {name}", f"Parameter {name}"), same(text)


def _text(words: Any) -> Text:
    return Text(words["zh"], words["en"])
