"""The report of `facilities osm`, as tables for people."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from layers.osm import OsmReport, Tally


def print_report(report: OsmReport, out: Console) -> None:
    """Print what an import took, left out, skipped and repaired."""
    counts = Table(title=f"{escape(str(report.source.name))} → {escape(str(report.out))}")
    counts.add_column("图层 Layer")
    counts.add_column("数量 Features", justify="right")
    for name, count in report.counts.items():
        counts.add_row(escape(name), str(count))
    out.print(counts)
    _print_tallies("未收录 Left out", report.left_out, out)
    _print_tallies("已跳过 Skipped", report.skipped, out)
    if report.repaired:
        out.print(f"已修复 Repaired: {escape(', '.join(report.repaired))}")
    if report.repeated:
        out.print(f"重复 Given more than once: {report.repeated}")
    if report.hours_not_understood:
        number = report.hours_not_understood
        out.print(f"时段无法判读 Hours not understood, kept as unknown: {number}")
        for example in report.hours_examples:
            line = f"  {example.id} {example.field}: {example.text!r}: {example.reason}"
            out.print(line, markup=False, highlight=False)
    for warning in report.warnings:
        out.print(f"提醒 Warning: {warning}", style="yellow", markup=False)
    out.print(f"查看 See it: facilities serve --data {report.out}", markup=False, highlight=False)


def _print_tallies(title: str, tallies: Sequence[Tally], out: Console) -> None:
    if not tallies:
        return
    table = Table(title=title)
    for heading in ("图层 Layer", "数量 Count", "原因 Reason", "例 Examples"):
        table.add_column(heading, overflow="fold")
    for tally in tallies:
        words = f"{tally.words.zh} {tally.words.en}"
        table.add_row(tally.layer, str(tally.count), words, escape(", ".join(tally.examples)))
    out.print(table)
