"""The answer of `facilities nearest`, as rows for programs and as a table for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from api.service import status_member
from layers.find.nearest import nearest
from layers.find.select import FreeAt
from layers.hours import Clock
from layers.store.files import FileStore


@dataclass(frozen=True, kw_only=True)
class NearestQuestion:
    """What is asked: where, of which layers (none: all), how many, how far, free when."""

    lon: float
    lat: float
    k: int
    layers: tuple[str, ...] = ()
    max_distance_m: float
    free_at: datetime | None = None
    stay_minutes: int | None = None


def nearest_rows(data: Path, asked: NearestQuestion) -> list[dict[str, Any]]:
    """Return the nearest facilities of the place in a folder as rows, nearest first.

    Raises
    ------
    LayerError
        When the folder is no place, or it has no such layer.
    """
    store = FileStore(data)
    clock = Clock(store.place.timezone, store.place.calendar())
    when = clock.localise(asked.free_at or datetime.now(UTC))
    found = nearest(
        [store.snapshot(name) for name in asked.layers or store.snapshots()],
        asked.lon,
        asked.lat,
        asked.k,
        max_distance_m=asked.max_distance_m,
        free=FreeAt(when, asked.stay_minutes) if asked.free_at else None,
        clock=clock,
    )
    rows = []
    for distance_m, snapshot, row in found:
        feature = snapshot.decoded([row])[0]
        status = clock.status(snapshot.terms_of(row), when, asked.stay_minutes)
        rows.append(
            {
                "layer": snapshot.layer.name,
                "id": feature["id"],
                "name": feature["properties"].get("name"),
                "distance_m": round(distance_m, 1),
                "status": status_member(status, when),
                "illustrative": feature["properties"].get("position") == "illustrative",
            }
        )
    return rows


def nearest_table(rows: list[dict[str, Any]]) -> Table:
    """Return rows as a table; distances are along the straight line, and it says so."""
    table = Table(caption="直线距离 straight-line distance")
    for heading in ("距离 m", "图层 Layer", "名称 Name", "状态 Status", "id", "位置 Position"):
        table.add_column(heading, overflow="fold")
    table.columns[0].justify = "right"
    for row in rows:
        table.add_row(
            f"{row['distance_m']:,.0f}",
            row["layer"],
            escape(row["name"] or "未命名 unnamed"),
            escape(row["status"]["words"]["zh"] if row["status"] else ""),
            escape(row["id"]),
            "示意 illustrative" if row["illustrative"] else "",
        )
    return table
