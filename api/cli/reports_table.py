"""Residents' reports as rows for programs and as tables for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any

from rich.markup import escape
from rich.table import Table

from layers.reports.kinds import KINDS, kind_label
from layers.reports.reading import Report, by_facility
from layers.store.publication import plain_words


def report_rows(reports: Sequence[Report]) -> list[dict[str, Any]]:
    """Return reports as JSON values; times are UTC."""
    return [
        {
            "number": one.number,
            "state": one.state,
            "count": one.count,
            "first_at": one.first_at.isoformat(),
            "last_at": one.last_at.isoformat(),
            "layer": one.layer,
            "facility": one.facility,
            "name": one.name,
            "kind": one.kind,
            "words": kind_label(one.kind)._asdict(),
            "text": one.text,
            "version": one.version,
            "handled_at": one.handled_at and one.handled_at.isoformat(),
            "handled_by": one.handled_by,
            "note": one.note,
        }
        for one in reports
    ]


def reports_table(reports: Sequence[Report], timezone: tzinfo) -> Table:
    """Return a row a report, times as the place's clocks show them."""
    table = Table()
    table.add_column("编号 No.", justify="right", no_wrap=True)
    table.add_column("时间 When", no_wrap=True)
    table.add_column("次 ×", justify="right")
    for heading in ("设施 Facility", "报告 Report", "说明 Text"):
        table.add_column(heading, overflow="fold")
    has_handled = any(one.state == "handled" for one in reports)
    if has_handled:
        table.add_column("处理 Handled", overflow="fold")
    for one in reports:
        cells = [
            str(one.number),
            _time(one.last_at, timezone),
            str(one.count),
            _facility(one),
            _kind(one.kind),
            escape(one.text),
        ]
        table.add_row(*cells, *([_handled(one, timezone)] if has_handled else ()))
    return table


def facilities_table(reports: Sequence[Report], timezone: tzinfo) -> Table:
    """Return a row a facility: all that was said of it, the one spoken of last at the top."""
    table = Table()
    for heading in ("设施 Facility", "报告 Reports", "说明 Texts", "编号 No."):
        table.add_column(heading, overflow="fold")
    table.add_column("最近 Last", no_wrap=True)
    for said in by_facility(reports).values():
        counts: Counter[str] = Counter()
        for one in said:
            counts[one.kind] += one.count
        table.add_row(
            _facility(said[0]),
            "\n".join(f"{_kind(kind)} ×{count}" for kind, count in counts.most_common()),
            "\n".join(escape(one.text) for one in said if one.text),
            # With spaces, as they are typed behind --done.
            " ".join(str(one.number) for one in said),
            _time(said[0].last_at, timezone),
        )
    return table


def counts_in_words(reports: Sequence[Report]) -> str:
    """Return how many reports of which kind there are."""
    if not reports:
        return "没有报告。 No reports."
    of_kind = Counter(one.kind for one in reports)
    order = [*KINDS, *sorted(of_kind.keys() - KINDS.keys())]
    named = [(kind_label(kind), of_kind[kind]) for kind in order if of_kind[kind]]
    zh = "，".join(f"{words.zh} {count}" for words, count in named)
    en = ", ".join(f"{words.en} {count}" for words, count in named)
    count, times = len(reports), sum(one.count for one in reports)
    return (
        f"{count} 条报告，共 {times} 次：{zh}。 "
        f"{count} report{'s' * (count != 1)}, said {times} time{'s' * (times != 1)}: {en}."
    )


def _facility(one: Report) -> str:
    name = one.name or "未命名 unnamed"
    return f"{escape(name)}\n{escape(plain_words(f'{one.layer} {one.facility}'))}"


def _kind(name: str) -> str:
    words = kind_label(name)
    return escape(words.zh if words.zh == words.en else f"{words.zh} {words.en}")


def _handled(one: Report, timezone: tzinfo) -> str:
    if one.handled_at is None:
        return ""
    who, note = escape(one.handled_by or ""), escape(one.note or "")
    return f"{_time(one.handled_at, timezone)} {who}\n{note}"


def _time(at: datetime, timezone: tzinfo) -> str:
    return f"{at.astimezone(timezone):%Y-%m-%d %H:%M}"
