"""What pages share: their frame, layers in words, and that a page is pinned to some versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import urlsplit

import numpy as np

from api.asking import Ask
from api.pages import Frame, PinnedView
from api.service import Service
from api.views import LayerView, layer_view
from layers._layer import Text
from layers.place import Place
from layers.store.columns import Numbers
from layers.store.snapshot import Snapshot

# What a page says that is pinned; the day of publication goes in.
STILL_NEWEST = Text(
    "本页固定为 {} 发布的数据，目前仍是最新。", "Pinned to the data of {}, still the newest."
)
CHANGED_SINCE = Text(
    "本页显示的是 {} 发布的数据，此后已有更新。",
    "Pinned to the data of {}; it has changed since.",
)


def frame(
    ask: Ask,
    shown: Sequence[Snapshot] = (),
    *,
    json_path: str | None = None,
    pinned: PinnedView | None = None,
) -> Frame:
    """Return the frame of a page that shows facilities of some layers."""
    place, base = ask.service.place, prefix(ask)
    return Frame(
        place=place,
        base=base,
        reader=ask.reader,
        here=ask.here,
        origin=ask.base,
        data_date=data_date(place, shown, newest=pinned is None or pinned.newest),
        illustrative=any(one.illustrative for one in shown),
        json_href=None if json_path is None else f"{base}{json_path}",
        pinned=pinned,
    )


def data_date(place: Place, shown: Iterable[Snapshot], *, newest: bool = True) -> date | None:
    """Return the day that some layers speak of; `newest` says that they are as they are now."""
    # The place's own date speaks of its data as it is now.
    if newest and place.data_date is not None:
        return place.data_date
    updated = [one.updated_at for one in shown if one.updated_at is not None]
    return max(updated).date() if updated else None


def are_newest(service: Service, shown: Iterable[Snapshot]) -> bool:
    """Return whether these are the versions that the store serves now."""
    present = service.store.snapshots()
    return all(
        one.layer.name in present and present[one.layer.name].version == one.version
        for one in shown
    )


def version_query(snapshots: Iterable[Snapshot]) -> str:
    """Return the query that pins an address to these versions, `?version=` and on."""
    return "?version=" + ",".join(dict.fromkeys(one.version for one in snapshots))


def pinned_view(ask: Ask, shown: Sequence[Snapshot], live_path: str) -> PinnedView:
    """Return what a page says that is pinned to the versions it shows.

    Parameters
    ----------
    live_path
        The same page of today.
    """
    service, base = ask.service, prefix(ask)
    days = sorted({service.clock.localise(one.read_at).date() for one in shown})
    first, last = days[0].isoformat(), days[-1].isoformat()
    dates = (
        Text(first, first) if first == last else Text(f"{first} 至 {last}", f"{first} to {last}")
    )
    newest = are_newest(service, shown)
    words = STILL_NEWEST if newest else CHANGED_SINCE
    return PinnedView(
        words=Text(words.zh.format(dates.zh), words.en.format(dates.en)),
        newest=newest,
        live_href=f"{base}{live_path}",
        list_href=f"{base}/{version_query(shown)}",
    )


def prefix(ask: Ask) -> str:
    """Return the path that addresses on our own host begin with, "" at the root."""
    return urlsplit(ask.base).path.rstrip("/")


def layer_views(
    snapshots: Iterable[Snapshot], *, base: str = "", pinned: bool = False
) -> list[LayerView]:
    """Return layers in words, with count and headline figure; `pinned` keeps their versions."""
    return [
        layer_view(
            one.layer,
            len(one),
            total=total(one),
            base=base,
            query=version_query([one]) if pinned else "",
        )
        for one in snapshots
    ]


def total(snapshot: Snapshot) -> float | None:
    """Return what the layer's headline field adds up to, over all facilities where it is known.

    None where the layer has no such field, or nobody knows a single value.
    """
    name = snapshot.layer.total
    column = snapshot.columns.get(name) if name else None
    if not isinstance(column, Numbers) or np.isnan(column.values).all():
        return None
    return float(np.nansum(column.values))
