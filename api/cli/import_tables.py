"""The report of `facilities import`, as tables for people."""

from __future__ import annotations

from collections import Counter, defaultdict

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api.cli.comparison_table import print_comparison
from layers._layer import Text
from layers.intake import Finding, Import
from layers.store.publication import Publication

# Of each sort of finding so many rows are shown; the reports have them all.
MOST_OF_A_SORT = 10
VALUE_LENGTH = 40
MOST_HOURS = 20
MATCHED_BY = {"name": "同名 by name", "nearest": "最近 nearest"}
OUTCOMES = {
    "field": Text("字段", "field"),
    "position": Text("坐标", "position"),
    "kept": Text("原样保留", "kept as it is"),
    "ignored": Text("不采用", "left out"),
}


def print_import(
    imported: Import, publication: Publication | None, out: Console, *, dry_run: bool
) -> None:
    """Print what came of a file: columns, datum, findings, differences, the sum of the rows."""
    _print_source(imported, out)
    _print_columns(imported, out)
    _print_datum(imported, out)
    _print_hours(imported, out)
    _print_findings(imported.findings, out)
    if imported.comparison is not None:
        print_comparison(imported.comparison, out)
    counts = imported.counts
    out.print(
        f"行数 rows {counts.rows} = 发布 published {counts.published} + "
        f"退回 refused {counts.refused} + 待定位 queued {counts.queued}",
        highlight=False,
    )
    if imported.kept:
        out.print(
            f"另有 {len(imported.kept)} 处已发布的设施保留原样。 "
            f"{len(imported.kept)} published facilities stay as they are.",
            highlight=False,
        )
    for reason in imported.refusals:
        _say("[red]未发布 Not published:[/red]", reason, out)
    if publication is not None and publication.version == imported.base:
        out.print(
            f"与已发布的第 {publication.number} 次内容相同，没有产生新版本。 "
            f"The same as number {publication.number}, which is published: no new version.",
            highlight=False,
        )
    elif publication is not None:
        out.print(
            f"已发布 Published: 第 {publication.number} 次 number {publication.number}, "
            f"版本 version {publication.version}",
            highlight=False,
        )
    elif dry_run and not imported.refusals:
        out.print("试运行，未发布。 A dry run: nothing was published.")


def _print_source(imported: Import, out: Console) -> None:
    table = imported.table
    more = [table.format, table.encoding, table.sheet]
    out.print(
        f"{table.file} ({', '.join(part for part in more if part)}): {len(table)} 行 rows → "
        f"{imported.layer.title.zh} {imported.layer.name}",
        markup=False,
        highlight=False,
    )


def _print_columns(imported: Import, out: Console) -> None:
    table = Table(title="各列 Columns")
    for heading in ("列 Column", "作为 Taken as", "理由 Reason"):
        table.add_column(heading, overflow="fold")
    for one in imported.proposal.columns:
        taken_as = one.field or " ".join(OUTCOMES[one.outcome])
        table.add_row(escape(one.column), escape(taken_as), escape(" ".join(one.reason)))
    out.print(table)


def _print_datum(imported: Import, out: Console) -> None:
    judgement = imported.judgement
    if judgement is None:
        return
    table = Table(title="坐标系 Datum")
    for heading in ("假设 If it is", "在辖区内 Inside", "与已知设施相距 To known ones", "依据 By"):
        table.add_column(heading, overflow="fold")
    for row in judgement.evidence:
        table.add_row(
            escape(f"{row.datum.name}{' (x/y 对调 swapped)' if row.swapped else ''}"),
            "" if row.share_inside is None else f"{row.share_inside:.0%}",
            "" if row.median_distance_m is None else f"{row.median_distance_m:,.1f} m",
            "" if row.matched_by is None else f"{MATCHED_BY[row.matched_by]} {row.matched}",
        )
    out.print(table)
    _say("", judgement.reason, out)


def _print_hours(imported: Import, out: Console) -> None:
    if not imported.hours:
        return
    table = Table(title="时间怎样理解 Hours as understood")
    for heading in ("写法 Written", "发布为 Published as", "意思 Meaning", "行数 Rows"):
        table.add_column(heading, overflow="fold")
    for one in imported.hours[:MOST_HOURS]:
        words = " ".join(one.words)
        table.add_row(escape(one.text), escape(one.expression), escape(words), str(one.rows))
    out.print(table)
    more = len(imported.hours) - MOST_HOURS
    if more > 0:
        out.print(f"另有 {more} 种写法，见 --report。 {more} more texts: see --report.")


def _print_findings(findings: tuple[Finding, ...], out: Console) -> None:
    if not findings:
        return
    table = Table(title="发现的问题 Findings")
    for heading in ("", "行 Line", "字段 Field", "值 Value", "原因 Reason", "建议 Suggestion"):
        table.add_column(heading, overflow="fold")
    by_sort: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        by_sort[finding.severity, finding.code].append(finding)
    shown = [one for sort in by_sort.values() for one in sort[:MOST_OF_A_SORT]]
    for finding in sorted(shown, key=lambda one: (one.line or 0, one.severity)):
        what = " ".join(part for part in (finding.field, _quoted(finding.column)) if part)
        table.add_row(
            "[red]错误[/red]" if finding.severity == "error" else "[yellow]提醒[/yellow]",
            "" if finding.line is None else str(finding.line),
            escape(what),
            escape(finding.value[:VALUE_LENGTH]),
            escape(" ".join(finding.reason)),
            escape(" ".join(finding.suggestion or ())),
        )
    out.print(table)
    more = Counter({sort: len(each) - MOST_OF_A_SORT for sort, each in by_sort.items()})
    for (_, code), number in (+more).items():
        out.print(
            f"另有 {number} 处 {code}，见 --report。 {number} more of {code}: see --report.",
            markup=False,
            highlight=False,
        )


def _quoted(column: str | None) -> str | None:
    return column and f"“{column}”"


def _say(mark: str, text: Text, out: Console) -> None:
    out.print(f"{mark} {escape(text.zh)} {escape(text.en)}".strip(), highlight=False)
