"""The page of a map: list, map and what its script needs, made from snapshots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from api.asking import Ask
from api.catalogue import browser_messages
from api.data_blocks import data_block
from api.framing import frame, layer_views, pinned_view, prefix, version_query
from api.navigation import navigation_links
from api.pages import Frame, render_page
from api.resident import is_by_view
from api.routes.nearest import WALKING_SPEED_M_S
from api.service import Service
from api.sharing import ShareCard, facility_card, place_card
from api.views import LIST_LENGTH, Entry, Group, LayerView, entry, group
from layers._layer import Text
from layers.place import Place
from layers.store.snapshot import Snapshot

if TYPE_CHECKING:
    from api.maps.folium_map import MapLayer, RenderedMap

# For those who walk slowly: the map in large type counts with it.
SLOW_WALKING_SPEED_M_S = 0.8


@dataclass(frozen=True, kw_only=True)
class MapPage:
    """The map of some layers, alone or with their facilities listed beside it.

    Parameters
    ----------
    map_html, script_href
        The Folium map's place in the page, and its script.
    data_href, loads_whole
        Where the script gets the facilities, and whether all at once.
    settings
        What the page's own script needs to know, as a data block.
    tiles_host
        The other host that map tiles come from, if one does.
    alone
        Whether it is a map without a list.
    card
        How the page looks where it is shared.
    shared
        The facility that a shared link is about, if it is.
    """

    template: ClassVar[str] = "map.html"
    title: Text
    groups: Sequence[Group]
    map_html: Markup
    script_href: str
    data_href: str
    loads_whole: bool
    settings: Markup
    tiles_host: str | None
    alone: bool
    card: ShareCard
    shared: Entry | None = None


def map_page(
    ask: Ask,
    snapshots: Sequence[Snapshot],
    title: Text,
    *,
    data_href: str,
    live_path: str | None = None,
    alone: bool,
    at: tuple[Snapshot, int] | None = None,
) -> bytes:
    """Return the page of a map as HTML.

    Parameters
    ----------
    live_path
        Where today's is when this one is pinned.
    at
        The facility that a shared link is about: its layer and row.
    """
    base, is_pinned = prefix(ask), live_path is not None
    around = frame(
        ask,
        snapshots,
        json_path=None if alone else "/?f=json",
        pinned=None if live_path is None else pinned_view(ask, snapshots, live_path),
    )
    rendered = rendered_map(ask.service, snapshots, base=base, pinned=is_pinned)
    names = quote(",".join(snapshot.layer.name for snapshot in snapshots))
    query = f"{version_query(snapshots)}&" if is_pinned else "?"
    feature = at and at[0].decoded([at[1]])[0]
    page = MapPage(
        title=title,
        groups=_groups(ask, snapshots, pinned=is_pinned, listed=0 if alone else LIST_LENGTH),
        map_html=rendered.html,
        script_href=f"{base}/map.js{query}layers={names}&v={rendered.version}",
        data_href=data_href,
        loads_whole=not is_by_view(snapshots),
        settings=data_block(
            _settings(ask, around, snapshots, data_href, alone=alone) | {"map": rendered.config}
        ),
        tiles_host=tiles_host(ask),
        alone=alone,
        card=_card(ask, around, snapshots, at),
        shared=entry(at[0].layer, feature, base=base) if at and feature else None,
    )
    return render_page(around, page)


def rendered_map(
    service: Service,
    snapshots: Sequence[Snapshot],
    *,
    base: str,
    pinned: bool,
    tiles: bool = True,
) -> RenderedMap:
    """Return the Folium map of some snapshots, rendered once a version.

    Parameters
    ----------
    base
        What addresses begin with.
    tiles
        Whether the place's basemap is drawn, if it has one.
    """
    # Folium brings pandas: a third of a second and 40 MB that a service without pages never needs.
    from api.maps.folium_map import render_map  # noqa: PLC0415

    versions = tuple((one.layer.name, one.version) for one in snapshots)
    place = service.place if tiles else replace(service.place, basemap=None)

    def render() -> RenderedMap:
        layers = [_map_layer(one, base, pinned=pinned) for one in snapshots]
        return render_map(place, layers, base=base)

    key = ("folium", base, versions, pinned, tiles)
    return snapshots[0].remember(key, render) if snapshots else render()


def _groups(ask: Ask, snapshots: Sequence[Snapshot], *, pinned: bool, listed: int) -> list[Group]:
    """Return the layers, each with so many of its facilities at most."""
    base, place = prefix(ask), ask.service.place
    views = layer_views(snapshots, base=base, pinned=pinned)
    return [
        listed_group(place, view, one, range(min(len(one), listed)), base=base, pinned=pinned)
        for view, one in zip(views, snapshots, strict=True)
    ]


def listed_group(
    place: Place,
    view: LayerView,
    snapshot: Snapshot,
    rows: Sequence[int],
    *,
    base: str,
    pinned: bool,
) -> Group:
    """Return a layer's part of a page's list, each facility of some rows with a way there."""
    ways = [
        navigation_links(
            float(snapshot.lon[row]),
            float(snapshot.lat[row]),
            name="",
            by=snapshot.layer.reached_by,
            country=place.country,
            source=place.name.zh,
        )[0].href
        for row in rows
    ]
    return group(
        view,
        snapshot.layer,
        snapshot.decoded(rows),
        base=base,
        query=version_query([snapshot]) if pinned else "",
        ways=ways,
    )


def _settings(
    ask: Ask, around: Frame, snapshots: Sequence[Snapshot], data_href: str, *, alone: bool
) -> dict[str, Any]:
    return page_settings(around) | {
        "dataUrl": data_href,
        "byView": is_by_view(snapshots),
        "alone": alone,
        "pinned": around.pinned is not None,
        "version": version_query(snapshots).removeprefix("?version=") if around.pinned else "",
        "reports": around.pinned is None and ask.service.reports.is_open,
        # What is pinned never changes, and is not what somebody wants offline.
        "worker": "" if around.pinned else f"{around.base}/sw.js",
    }


def page_settings(around: Frame) -> dict[str, Any]:
    """Return what the scripts of any page with a map need to know, besides the map."""
    place, reader = around.place, around.reader
    return {
        "lang": reader.lang,
        "large": reader.large,
        "keep": reader.chosen,
        "base": around.base,
        "messages": browser_messages(reader.lang),
        "place": place.name,
        "country": place.country,
        "timezone": place.timezone,
        "walkingSpeed": WALKING_SPEED_M_S,
        "slowWalkingSpeed": SLOW_WALKING_SPEED_M_S,
    }


def _card(
    ask: Ask, around: Frame, snapshots: Sequence[Snapshot], at: tuple[Snapshot, int] | None
) -> ShareCard:
    place, is_pinned = ask.service.place, around.pinned is not None
    if at is None:
        return place_card(
            place,
            [one.layer.name for one in snapshots],
            reader=around.reader,
            address=around.address,
            origin=ask.base,
            versions=[one.version for one in snapshots] if is_pinned else (),
        )
    snapshot, row = at
    return facility_card(
        snapshot.layer,
        snapshot.decoded([row])[0],
        place=place,
        reader=around.reader,
        address=around.address,
        origin=ask.base,
        version=snapshot.version if is_pinned else None,
    )


def tiles_host(ask: Ask) -> str | None:
    """Return the other host that map tiles come from, None where none does."""
    basemap = ask.service.place.basemap
    return (urlsplit(basemap.url).netloc or None) if basemap else None


def _map_layer(snapshot: Snapshot, base: str, *, pinned: bool) -> MapLayer:
    from api.maps.folium_map import MapLayer  # noqa: PLC0415

    layer = snapshot.layer
    return MapLayer(
        layer=layer,
        count=len(snapshot),
        items_url=f"{base}/collections/{layer.name}/items",
        version=snapshot.version if pinned else None,
        illustrative=snapshot.illustrative,
        bounds=snapshot.bounds,
    )
