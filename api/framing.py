"""What pages share: their frame, and layers in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

import numpy as np

from api.asking import Ask
from api.pages import Frame
from api.views import LayerView, layer_view
from layers.store.columns import Numbers
from layers.store.snapshot import Snapshot


def frame(ask: Ask, shown: Sequence[Snapshot] = (), *, json_path: str | None = None) -> Frame:
    """Return the frame of a page that shows facilities of some layers."""
    place, base = ask.service.place, prefix(ask)
    updated = [one.updated_at for one in shown if one.updated_at is not None]
    data_date = place.data_date or (max(updated).date() if updated else None)
    return Frame(
        place=place,
        base=base,
        data_date=data_date,
        illustrative=any(one.illustrative for one in shown),
        json_href=None if json_path is None else f"{base}{json_path}",
    )


def prefix(ask: Ask) -> str:
    """Return the path that addresses on our own host begin with, "" at the root."""
    return urlsplit(ask.base).path.rstrip("/")


def layer_views(snapshots: Iterable[Snapshot], *, base: str = "") -> list[LayerView]:
    """Return layers in words, with count and headline figure."""
    return [layer_view(one.layer, len(one), total=total(one), base=base) for one in snapshots]


def total(snapshot: Snapshot) -> float | None:
    """Return what the layer's headline field adds up to, over all facilities where it is known.

    None where the layer has no such field, or nobody knows a single value.
    """
    name = snapshot.layer.total
    column = snapshot.columns.get(name) if name else None
    if not isinstance(column, Numbers) or np.isnan(column.values).all():
        return None
    return float(np.nansum(column.values))
