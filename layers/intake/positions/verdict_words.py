"""A judgement on a datum in words, with its figures."""

from __future__ import annotations

from collections.abc import Sequence

from geo.crs import Datum
from layers._layer import Text
from layers.intake.positions.evidence import DatumEvidence, Sample
from layers.intake.positions.packed import looks_packed
from layers.intake.positions.verdict import SHARE_FAILS, Verdict, far_from_known
from layers.place import Place

# More possibilities than these help nobody to choose.
SHOWN = 4
ASK_SOURCE = Text(
    "请问清来源后声明坐标系：高德、腾讯地图是 gcj02，百度地图是 bd09，GPS 和天地图是 wgs84。",
    "Ask where the coordinates come from and declare it: Amap and Tencent have gcj02, Baidu bd09, "
    "GPS and Tianditu wgs84.",
)
ASK_SURVEYOR = Text(
    "请向测绘单位问清坐标系，声明它的 EPSG 代码。",
    "Ask the surveyors which it is and declare its EPSG code.",
)


def reason_of(
    verdict: Verdict,
    place: Place,
    sample: Sample,
    *,
    declared: Datum | None,
    stated: Datum | None,
) -> Text:
    """Return why a datum is used, or why the file is refused and what to do."""
    chosen = verdict.chosen
    if chosen is None:
        return _undecided(verdict, place, sample)
    said = declared or stated
    if said is None:
        return _evident(verdict, chosen, place)
    who = Text("声明的", "declared") if declared else Text("文件注明的", "stated in the file")
    if verdict.better is not None:
        return _contradicted(verdict, chosen, verdict.better, who, place)
    if verdict.impossible:
        return _impossible(said, who)
    if verdict.unturned is not None:
        return Text(
            f"坐标系按{who.zh} {named(said)}，但 x、y 两列对调了：{figures(chosen, place).zh}，"
            f"不对调时，{figures(verdict.unturned, place).zh}。已按对调处理。",
            f"{named(said)}, as {who.en}, but with x and y swapped: "
            f"{figures(chosen, place).en}; unswapped, {figures(verdict.unturned, place).en}. "
            "They are read the other way round.",
        )
    caution = _caution(verdict, chosen)
    return Text(
        f"坐标系按{who.zh} {named(said)}：{figures(chosen, place).zh}。{caution.zh}",
        f"{named(said)}, as {who.en}: {figures(chosen, place).en}.{caution.en}",
    )


def figures(evidence: DatumEvidence, place: Place) -> Text:
    """Return the evidence of one hypothesis as a clause."""
    if evidence.share_possible < SHARE_FAILS:
        return Text("多数数字不是可能的位置", "most of the numbers are no possible position")
    zh, en = [], []
    if evidence.share_inside is not None:
        share = _percent(evidence.share_inside)
        zh.append(f"{share} 的点在{place.name.zh}范围内")
        en.append(f"{share} of the points lie within {place.name.en}")
    if evidence.matched_by is not None:
        same = evidence.matched_by == "name"
        distance = _metres(evidence.median_distance_m)
        whom = f" {evidence.matched} 处同名设施" if same else "最近的已知设施"
        zh.append(f"与{whom}的距离中位数为 {distance.zh}")
        whom = f"{evidence.matched} facilities of the same name" if same else "the nearest known"
        en.append(f"the median distance to {whom} is {distance.en}")
    if not zh:
        return Text("没有边界或已知设施可供核对", "there is no boundary to hold it against")
    return Text("，".join(zh), " and ".join(en))


def named(datum: Datum, *, swapped: bool = False) -> str:
    """Return a datum's name with its code, as it is to be declared."""
    code = "" if "[" in datum.code or "{" in datum.code else f" ({datum.code})"
    return datum.name + code + (" (x↔y)" if swapped else "")


def inexact(evidence: DatumEvidence) -> Text:
    """Return what to keep in mind of a datum that can be had in WGS 84 only roughly."""
    name, accuracy = named(evidence.datum), evidence.accuracy_m
    if accuracy is not None:
        return Text(
            f"{name} 到 WGS 84 的转换只精确到约 {accuracy:.0f} 米。",
            f"{name} can be turned into WGS 84 only to about {accuracy:.0f} m.",
        )
    return Text(
        f"{name} 到 WGS 84 没有公开的转换参数，位置可能偏差几十米到近千米；"
        "请尽量使用新坐标系的成果（中国为 CGCS2000），"
        "或向测绘单位索取七参数，用带 +towgs84 的 PROJ 定义声明坐标系。",
        f"No transformation from {name} to WGS 84 is published: positions may be off by tens of "
        "metres, even by most of a kilometre. Use coordinates in the present system if you can "
        "(in China CGCS2000), or ask the surveyors for the seven parameters and declare the datum "
        "as a PROJ definition with +towgs84.",
    )


def _contradicted(
    verdict: Verdict, chosen: DatumEvidence, better: DatumEvidence, who: Text, place: Place
) -> Text:
    mine, other = named(chosen.datum), named(better.datum, swapped=better.swapped)
    also = _listed(verdict.open)
    return Text(
        f"{who.zh}坐标系 {mine} 与数据不符：按它计算，{figures(chosen, place).zh}；"
        f"按 {other} 计算，{figures(better, place).zh}"
        + (f"（同样符合的还有 {also.zh}）" if also.zh else "")
        + "。请核对后重新声明坐标系。",
        f"{mine}, as {who.en}, does not fit: with it {figures(chosen, place).en}; with {other} "
        f"{figures(better, place).en}"
        + (f" ({also.en} would fit as well)" if also.en else "")
        + ". Check the file and declare its datum anew.",
    )


def _impossible(said: Datum, who: Text) -> Text:
    zh, en = (
        ("数字像经纬度，不是平面坐标", "the numbers look like degrees")
        if said.projected
        else ("数字不是经纬度", "the numbers are no degrees")
    )
    return Text(
        f"{who.zh}坐标系 {named(said)} 与数据不符：{zh}。请核对后重新声明坐标系。",
        f"{named(said)}, as {who.en}, does not fit: {en}. Check the file and declare its datum "
        "anew.",
    )


def _evident(verdict: Verdict, chosen: DatumEvidence, place: Place) -> Text:
    turned = Text("，x、y 两列对调", ", x and y swapped") if chosen.swapped else Text("", "")
    if verdict.by == "alone":
        return Text(
            f"坐标是经纬度，这个地方只用 {named(chosen.datum)}{turned.zh}。",
            f"The coordinates are degrees; here that means {named(chosen.datum)}{turned.en}.",
        )
    clause = figures(chosen, place)
    return Text(
        f"判断为 {named(chosen.datum)}{turned.zh}：{clause.zh}；其他坐标系都不符合。",
        f"Taken for {named(chosen.datum)}{turned.en}: {clause.en}; no other datum fits.",
    )


def _undecided(verdict: Verdict, place: Place, sample: Sample) -> Text:
    if looks_packed(sample.x, sample.y):
        return Text(
            "坐标像是度分秒连写（如 1190612）。请写成十进制度数或 119°06′12″。",
            "The coordinates look like degrees, minutes and seconds run together (1190612). "
            "Write decimal degrees or 119°06′12″.",
        )
    if not verdict.open:
        why = Text(
            "按常用的坐标系，多数点都不在范围内", "none of the usual ones puts the points here"
        )
        if place.boundary is None:
            why = Text("没有边界可供核对", "there is no boundary to hold it against")
        return Text(
            f"看不出坐标系：{why.zh}。请核对坐标并声明坐标系（wgs84、gcj02、bd09 或 EPSG 代码）。",
            f"The datum cannot be told: {why.en}. Check the coordinates and declare it: wgs84, "
            "gcj02, bd09 or an EPSG code.",
        )
    listed = _listed(verdict.open)
    way_out = ASK_SURVEYOR if verdict.open[0].datum.projected else ASK_SOURCE
    if len(verdict.open) == 1 and far_from_known(verdict.open[0]):
        clause = figures(verdict.open[0], place)
        return Text(
            f"看不出坐标系：本地只可能是 {listed.zh}，但{clause.zh}。{way_out.zh}",
            f"The datum cannot be told: here it can only be {listed.en}, but {clause.en}. "
            f"{way_out.en}",
        )
    return Text(
        f"看不出坐标系，可能是 {listed.zh}，现有证据无法区分。{way_out.zh}",
        f"The datum cannot be told: it may be {listed.en}. {way_out.en}",
    )


def _caution(verdict: Verdict, chosen: DatumEvidence) -> Text:
    if far_from_known(chosen):
        return Text(
            "与同名设施相距太远，请再核对坐标系。",
            " That is far from those of the same names: look at the datum again.",
        )
    if not verdict.open:
        return Text("", "")
    listed = _listed(verdict.open)
    return Text(f"仅凭这些不能排除 {listed.zh}。", f" That does not exclude {listed.en}.")


def _listed(evidence: Sequence[DatumEvidence]) -> Text:
    names = [named(each.datum, swapped=each.swapped) for each in evidence[:SHOWN]]
    if len(evidence) > SHOWN:
        return Text("、".join(names) + " 等", ", ".join(names) + " or others")
    return Text("、".join(names), " or ".join(names))


def _percent(share: float) -> str:
    """Return a share in percent; 100 and 0 only where it is all or none."""
    percent = round(share * 100)
    if percent in (0, 100) and share not in (0, 1):
        return f"{min(max(share * 100, 0.1), 99.9):.1f}%"
    return f"{percent}%"


def _metres(distance_m: float | None) -> Text:
    if distance_m is None:
        return Text("无法计算", "beyond reckoning")
    if distance_m >= 10_000:
        return Text(f"{distance_m / 1000:,.0f} 公里", f"{distance_m / 1000:,.0f} km")
    digits = 1 if distance_m < 10 else 0
    return Text(f"{distance_m:,.{digits}f} 米", f"{distance_m:,.{digits}f} m")
