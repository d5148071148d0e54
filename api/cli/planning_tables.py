"""The planner's answers as tables for people."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from geo.coverage import Share
from layers.network.report import LEFT_OUT, NetworkReport
from layers.planning import AccessResult, CoverageResult, SitingResult
from layers.planning.access import METHODS as CATCHMENTS
from layers.planning.coverage_result import Reach
from layers.planning.result import Made, Threshold
from layers.planning.siting_result import METHODS, STATUSES
from layers.planning.words import CERTAINTY, WAYS

MOST_ROWS = 10


def print_network(report: NetworkReport, out: Console) -> None:
    """Print what a network is made of."""
    table = Table(title=f"{escape(report.source)} → network.npz")
    table.add_column("步行路网 Walking network")
    table.add_column("", justify="right")
    for zh, en, value in (
        ("节点", "nodes", f"{report.nodes:,}"),
        ("路段", "edges", f"{report.edges:,}"),
        ("总长", "length", f"{report.length_km:,.1f} km"),
        ("其中台阶", "steps among them", f"{report.steps:,}"),
        ("桥", "bridges", f"{report.bridges:,}"),
        ("隧道", "tunnels", f"{report.tunnels:,}"),
        ("锁闭的门", "locked gates", f"{report.locked_gates:,}"),
        ("孤岛", "islands", f"{report.islands:,}"),
        ("删去的小孤岛", "small islands dropped", f"{report.dropped_islands:,}"),
    ):
        table.add_row(f"{zh} {en}", value)
    out.print(table)
    for reason, count in report.left_out.items():
        words = LEFT_OUT[reason]
        out.print(f"未收录 Left out: {count:,} {words.zh} {words.en}", markup=False)
    out.print(f"数据日期 Date of the data: {report.data_date or '未说明 not stated'}", markup=False)


def print_coverage(answer: CoverageResult, out: Console) -> None:
    """Print who is within reach and who is not."""
    _print_made(answer.made, answer.threshold, out)
    for reach in (answer.straight, answer.network):
        if reach is None:
            out.print(
                "没有步行路网，只有直线距离。 No walking network: straight line only.",
                style="yellow",
                markup=False,
            )
        else:
            _print_reach(reach, answer.made, out)


def _print_reach(reach: Reach, made: Made, out: Console) -> None:
    way, unit = WAYS[reach.method], made.demand_unit
    table = Table(title=f"{way.zh} {way.en}: {_share(reach.whole)} {unit.zh} {unit.en}")
    table.add_column("分区 Zone")
    for heading in ("总数 Total", "覆盖 Served", "比例 Share"):
        table.add_column(heading, justify="right")
    for name, share in reach.zones:
        part = "" if share.share is None else f"{share.share:.1%}"
        table.add_row(
            escape(name or "未分区 none"), f"{share.total:,.0f}", f"{share.served:,.0f}", part
        )
    out.print(table)
    gaps = Table(title="盲区 Gaps")
    for heading in ("#", f"未覆盖 Unserved ({unit.en})", "面积 Area, km²"):
        gaps.add_column(heading, justify="right")
    for gap in [one for one in reach.gaps if one.unserved > 0][:MOST_ROWS]:
        gaps.add_row(str(gap.rank), f"{gap.unserved:,.0f}", f"{gap.area_m2 / 1e6:.3f}")
    out.print(gaps)
    listed = Table(title=f"未覆盖 Not covered: {len(reach.uncovered)}")
    for heading in ("名称 Name", "分区 Zone", "未覆盖 Unserved", "最近设施 Nearest, m"):
        listed.add_column(heading)
    for one in reach.uncovered[:MOST_ROWS]:
        far = "不可达 none" if one.distance_m is None else f"{one.distance_m:,.0f}"
        listed.add_row(
            escape(one.name or one.id), escape(one.zone or ""), f"{one.unserved:,.0f}", far
        )
    out.print(listed)
    if reach.unconnected:
        out.print(f"附近没有道路 No way near: {reach.unconnected:,.0f}", markup=False)
    if reach.facilities_unconnected:
        shown = ", ".join(reach.facilities_unconnected[:MOST_ROWS])
        out.print(f"设施附近没有道路 Facilities without a way: {shown}", markup=False)


def print_siting(answer: SitingResult, out: Console) -> None:
    """Print where to build next."""
    _print_made(answer.made, answer.threshold, out)
    goal, status, way = METHODS[answer.goal], STATUSES[answer.status], WAYS[answer.method]
    out.print(f"{goal.zh} {goal.en}; {way.zh} {way.en}", markup=False)
    source = answer.candidate_source
    out.print(
        f"候选 Candidates: {answer.candidates_allowed:,} / {answer.candidates:,} "
        f"({source.zh} {source.en})",
        markup=False,
    )
    if answer.reason is not None:
        more = f" ({answer.missing:,.0f})" if answer.missing else ""
        line = f"{status.zh} {status.en}: {answer.reason.zh} {answer.reason.en}{more}"
        out.print(line, style="yellow", markup=False)
        return
    table = Table(title=f"{status.zh} {status.en}")
    for heading in ("#", "名称 Name", "经度 lon", "纬度 lat", "增加 Adds"):
        table.add_column(heading, justify="right")
    for site in answer.sites:
        place = f"{site.lon:.6f}", f"{site.lat:.6f}"
        table.add_row(str(site.rank), escape(site.name), *place, f"{site.gain:,.0f}")
    out.print(table)
    before = "" if answer.before is None else f"{answer.before:,.0f} → "
    out.print(
        f"{before}{answer.after:,.0f}; 界 bound {answer.bound:,.0f}; 差距 gap {answer.gap:.2%}",
        markup=False,
    )


def print_access(answer: AccessResult, out: Console) -> None:
    """Print how much each community can reach, the worst first."""
    _print_made(answer.made, answer.threshold, out)
    words, way = CATCHMENTS[answer.catchment], WAYS[answer.method]
    table = Table(title=f"{words.zh} {words.en}; {way.zh} {way.en}")
    for heading in ("名称 Name", "分区 Zone", "户数 Households", "每户 Per household"):
        table.add_column(heading)
    for row in answer.rows[:MOST_ROWS]:
        cells = escape(row.name or row.id), escape(row.zone or "")
        table.add_row(*cells, f"{row.weight:,.0f}", f"{row.access:.4f}")
    out.print(table)
    figures = [f"平均 mean {answer.mean:.4f}"]
    figures += [] if answer.gini is None else [f"基尼 Gini {answer.gini:.3f}"]
    figures += [] if answer.palma is None else [f"帕尔马 Palma {answer.palma:.3f}"]
    out.print("; ".join(figures), markup=False)
    if answer.supply_unknown:
        out.print(f"未说明数量 Amount unknown: {len(answer.supply_unknown)}", markup=False)


def _print_made(made: Made, threshold: Threshold, out: Console) -> None:
    """Print with which data and which threshold: no figure stands without them."""
    layer, source = made.supply_layer, made.demand_source
    out.print(
        f"{made.place.zh} {made.place.en}: {layer.zh} {layer.en} {made.supply_count} "
        f"({made.supply_version}); {source.zh} {source.en} ({made.demand_version})",
        markup=False,
    )
    line = f"{threshold.metres:g} m, {threshold.minutes:.1f} min ({threshold.speed_m_s:g} m/s)"
    if threshold.label is not None and threshold.certainty is not None:
        sure = CERTAINTY[threshold.certainty]
        line += f"; {threshold.label.zh} {threshold.label.en}, {threshold.source}"
        line += f" ({sure.zh} {sure.en})"
    out.print(f"服务半径 Within: {line}", markup=False)
    if made.illustrative:
        out.print("位置为示意 Positions are illustrative.", style="yellow", markup=False)
    for one in made.left_out[:MOST_ROWS]:
        text = f"未计入 Left out: {one.name or one.id}: {one.reason.zh} {one.reason.en}"
        out.print(text, style="yellow", markup=False)
    if len(made.left_out) > MOST_ROWS:
        out.print(f"… {len(made.left_out)} 行 rows", style="yellow", markup=False)


def _share(share: Share) -> str:
    if share.share is None:
        return "—"
    return f"{share.served:,.0f} / {share.total:,.0f} ({share.share:.1%})"
