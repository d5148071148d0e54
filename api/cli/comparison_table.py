"""How two versions of a layer differ, as tables for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from layers.compare import Comparison

# More rows than this are read by nobody; --json and the report have them all.
MOST_ROWS = 50
CELL_LENGTH = 60


def print_comparison(comparison: Comparison, out: Console) -> None:
    """Print what was added, removed, moved (by how far) and changed (field by field)."""
    summary = comparison.summary()
    out.print(f"{summary.zh} {summary.en}", markup=False, highlight=False)
    rows = list(_rows(comparison))
    if not rows:
        return
    table = Table()
    for heading in ("", "id", "名称 Name", "字段 Field", "原 Before", "新 After"):
        table.add_column(heading, overflow="fold")
    for row in rows[:MOST_ROWS]:
        table.add_row(*map(escape, row))
    out.print(table)
    if len(rows) > MOST_ROWS:
        out.print(
            f"另有 {len(rows) - MOST_ROWS} 行，用 --json 查看全部。 "
            f"{len(rows) - MOST_ROWS} more rows; --json has them all.",
            markup=False,
            highlight=False,
        )


def _rows(comparison: Comparison) -> Iterator[tuple[str, ...]]:
    def named(feature_id: str) -> tuple[str, str]:
        return feature_id, comparison.names[feature_id] or ""

    for each in comparison.removed:
        yield ("移除 removed", *named(each), "", "", "")
    for each in comparison.added:
        yield ("新增 added", *named(each), "", "", "")
    for move in comparison.moved:
        yield ("移动 moved", *named(move.feature_id), "", "", f"{move.distance_m:,.1f} m")
    for each in comparison.reshaped:
        yield ("轮廓 reshaped", *named(each), "", "", "")
    for change in comparison.changed:
        for name, (before, after) in change.fields.items():
            label = comparison.layer.label(name)
            field = name if label.zh == name else f"{label.zh} {name}"
            yield (
                "改动 changed",
                *named(change.feature_id),
                field,
                _shown(before),
                _shown(after),
            )


def _shown(value: Any) -> str:
    if value is None:
        return "—"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= CELL_LENGTH else text[:CELL_LENGTH] + "…"
