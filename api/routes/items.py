"""The features of each layer: pages of them by box, time and fields, and each one by its id.

Every layer gets routes of its own, so that its filters are declared, checked and documented like
any other parameter.
"""

# No postponed annotations here: each layer's parameters are a type made at run time.

from collections.abc import Iterable
from typing import Annotated, Any
from urllib.parse import quote, unquote_plus
from zoneinfo import ZoneInfo

from fastapi import Query
from fastapi.routing import APIRouter

from api.answers import GEOJSON, HTML, Answer
from api.asking import Ask
from api.errors import NotFoundError
from api.features import collection_body, link, with_members
from api.filtering import items_parameters, selection_of
from api.framing import frame, layer_views, pinned_view, prefix, version_query
from api.pages import ItemPage, ItemsPage, render_page
from api.params import (
    MOST_FEATURES,
    AnyParameters,
    ItemParameters,
    ItemsParameters,
    VersionParameters,
)
from api.routing import Route
from api.service import StatusMembers
from api.views import entry, item_fields
from geo.geojson import compact_json
from layers._layer import Layer
from layers.errors import UnknownLayerError, shown
from layers.find.select import Selection, matching_rows
from layers.store.snapshot import Snapshot

HTML_TYPE, GEOJSON_TYPE = "text/html", GEOJSON.decode()
# The link from a pinned answer to today's (RFC 5829, section 3.2).
NEWEST = "latest-version"


def items_router(layers: Iterable[Layer]) -> APIRouter:
    """Return the routes of each layer's features."""
    router = APIRouter(route_class=Route)
    for layer in layers:
        _add_items(router, layer)
        _add_item(router, layer)
    # Any other name is a 404 that lists the layers there are.
    for path in ("/collections/{layer}/items", "/collections/{layer}/items/{feature_id:path}"):
        router.add_api_route(path, read_unknown, include_in_schema=False)
    return router


def read_unknown(
    ask: Ask,
    layer: str,
    _asked: Annotated[AnyParameters, Query()],
    feature_id: str = "",  # noqa: ARG001
) -> Answer:
    """Answer for a layer that is not declared, whatever is asked of it.

    Raises
    ------
    UnknownLayerError
    """
    raise UnknownLayerError(layer, tuple(ask.service.store.snapshots()))


def _add_items(router: APIRouter, layer: Layer) -> None:
    model = items_parameters(layer)

    async def read_items(ask: Ask, asked: Annotated[model, Query()]) -> Answer:  # type: ignore[valid-type]
        question: ItemsParameters = asked
        # In each of the two, not in a function of its own: that would be a coroutine a question.
        if question.version is None:
            snapshot = ask.service.store.snapshot(layer.name)
        else:
            snapshot = await ask.service.versions.snapshot(layer.name, question.version)
        return _items(ask, snapshot, question)

    router.add_api_route(
        f"/collections/{layer.name}/items",
        read_items,
        name=f"read_{layer.name}_items",
        summary=f"{layer.title.zh} {layer.title.en}",
        description=(
            "Features of this layer in file order, a page at a time. All filters must hold; "
            "a feature whose value is unknown passes no filter of that field."
        ),
        tags=["OGC API - Features"],
    )


def _add_item(router: APIRouter, layer: Layer) -> None:
    async def read_item(
        ask: Ask, feature_id: str, asked: Annotated[ItemParameters, Query()]
    ) -> Answer:
        if asked.version is None:
            snapshot = ask.service.store.snapshot(layer.name)
        else:
            snapshot = await ask.service.versions.snapshot(layer.name, asked.version)
        return _item(ask, snapshot, feature_id, asked)

    router.add_api_route(
        f"/collections/{layer.name}/items/{{feature_id:path}}",
        read_item,
        name=f"read_{layer.name}_item",
        summary=f"{layer.title.zh}: 一个 One of {layer.title.en.lower()}",
        description="One feature by its id.",
        tags=["OGC API - Features"],
    )


def _items(ask: Ask, snapshot: Snapshot, asked: ItemsParameters) -> Answer:
    service, layer = ask.service, snapshot.layer
    limit = min(asked.limit, MOST_FEATURES)
    selection = selection_of(layer, asked, ZoneInfo(service.place.timezone))
    if selection.everything:
        matched = len(snapshot)
        rows = list(range(asked.offset, min(asked.offset + limit, matched)))
    else:
        passing = _matching(ask, snapshot, selection)
        matched, rows = len(passing), passing[asked.offset : asked.offset + limit].tolist()
    page = _Page(ask, layer, asked, limit, matched, len(rows))
    if ask.format(asked.f) == "html":
        return _items_page(ask, snapshot, page, rows)
    if selection.free is None:
        features = snapshot.features(rows)
    else:
        statuses = StatusMembers(service.clock, selection.free.at, selection.free.stay_minutes)
        features = [with_members(snapshot, row, statuses.of(snapshot, row)) for row in rows]
    members = {
        "numberMatched": matched,
        "numberReturned": len(rows),
        "links": page.links(),
    }
    return Answer(collection_body(features, members), GEOJSON)


def _matching(ask: Ask, snapshot: Snapshot, selection: Selection) -> Any:
    clock = ask.service.clock
    if selection.box:
        return matching_rows(snapshot, selection, clock)
    # Boxes are as many as map views; a filter is asked again for each page and each reader.
    return snapshot.remember(selection, lambda: matching_rows(snapshot, selection, clock))


class _Page:
    """Where one page of items lies among its neighbours."""

    def __init__(
        self,
        ask: Ask,
        layer: Layer,
        asked: ItemsParameters,
        limit: int,
        matched: int,
        returned: int,
    ) -> None:
        self.ask, self.layer, self.asked = ask, layer, asked
        self.limit, self.matched, self.returned = limit, matched, returned
        query = ask.scope["query_string"].decode("latin-1")
        self.given = [
            (unquote_plus(pair.partition("=")[0]), pair) for pair in query.split("&") if pair
        ]
        self.path = f"/collections/{layer.name}/items"

    def href(self, **changes: str | int | None) -> str:
        """Return this page's path and query with some parameters changed, None for left out."""
        pairs = [pair for name, pair in self.given if name not in changes]
        pairs += [f"{name}={value}" for name, value in changes.items() if value is not None]
        return f"{self.path}?{'&'.join(pairs)}"

    def live_href(self, form: str) -> str:
        """Return the same question to today's data, from its first page."""
        return self.href(f=form, version=None, offset=None)

    def next_href(self, form: str) -> str | None:
        """Return the next page, if there is one."""
        offset = self.asked.offset + self.returned
        if self.returned == 0 or offset >= self.matched:
            return None
        return self.href(f=form, offset=offset, limit=self.limit)

    def previous_href(self, form: str) -> str | None:
        """Return the page before, if there is one."""
        if self.asked.offset == 0:
            return None
        offset = max(0, self.asked.offset - self.limit)
        return self.href(f=form, offset=offset, limit=self.limit)

    def links(self) -> list[dict[str, str]]:
        """Return the links of this page as data."""
        base = self.ask.base
        here = base + self.href(f="")
        links = [
            link(f"{here}json", "self", GEOJSON_TYPE),
            link(f"{here}html", "alternate", HTML_TYPE),
            link(f"{base}/collections/{self.layer.name}", "collection", "application/json"),
        ]
        for rel, href in (("next", self.next_href("json")), ("prev", self.previous_href("json"))):
            if href is not None:
                links.append(link(f"{base}{href}", rel, GEOJSON_TYPE))
        if self.asked.version is not None:
            links.append(link(f"{base}{self.live_href('json')}", NEWEST, GEOJSON_TYPE))
        return links


def _items_page(ask: Ask, snapshot: Snapshot, page: _Page, rows: Any) -> Answer:
    layer, base, is_pinned = snapshot.layer, prefix(ask), page.asked.version is not None
    query = _query(snapshot, page.asked)
    view = layer_views([snapshot], base=base, pinned=is_pinned)[0]
    previous, following = page.previous_href("html"), page.next_href("html")
    features = snapshot.decoded(rows)
    shown = ItemsPage(
        view=view,
        entries=[entry(layer, feature, base=base, query=query) for feature in features],
        first=page.asked.offset + 1,
        matched=page.matched,
        previous_href=previous and base + previous,
        next_href=following and base + following,
    )
    around = frame(
        ask,
        [snapshot],
        json_path=page.href(f="json"),
        pinned=pinned_view(ask, [snapshot], page.live_href("html")) if is_pinned else None,
    )
    return Answer(render_page(around, shown), HTML)


def _item(ask: Ask, snapshot: Snapshot, feature_id: str, asked: ItemParameters) -> Answer:
    service, layer = ask.service, snapshot.layer
    query = _query(snapshot, asked)
    items = f"/collections/{layer.name}/items"
    row = snapshot.row_of(feature_id)
    if row is None:
        version = "" if asked.version is None else f" in version {asked.version}"
        raise NotFoundError(
            f"layer {layer.name!r} has no feature {shown(feature_id)!r}{version}; "
            f"{items}{query} lists them, /search finds them by name"
        )
    path = f"{items}/{quote(feature_id, safe='')}"
    live = f"{path}?f="
    here = f"{path}{query}&f=" if query else live
    if ask.format(asked.f) == "html":
        return _item_page(ask, snapshot, row, here, f"{live}html" if query else None)
    base = ask.base
    links = [
        link(f"{base}{here}json", "self", GEOJSON_TYPE),
        link(f"{base}{here}html", "alternate", HTML_TYPE),
        link(f"{base}/collections/{layer.name}", "collection", "application/json"),
    ]
    if query:
        links.append(link(f"{base}{live}json", NEWEST, GEOJSON_TYPE))
    status = StatusMembers(service.clock, service.now(), None).of(snapshot, row)
    members = b'%b,"links":%b' % (status, compact_json(links))
    return Answer(with_members(snapshot, row, members), GEOJSON)


def _item_page(ask: Ask, snapshot: Snapshot, row: int, here: str, live: str | None) -> Answer:
    """Return a feature's page; `live` is where today's is when this one is pinned."""
    layer, base = snapshot.layer, prefix(ask)
    feature, query = snapshot.decoded([row])[0], "" if live is None else version_query([snapshot])
    page = ItemPage(
        view=layer_views([snapshot], base=base, pinned=live is not None)[0],
        entry=entry(layer, feature, base=base, query=query),
        fields=item_fields(layer, feature),
    )
    pinned = None if live is None else pinned_view(ask, [snapshot], live)
    around = frame(ask, [snapshot], json_path=f"{here}json", pinned=pinned)
    return Answer(render_page(around, page), HTML)


def _query(snapshot: Snapshot, asked: VersionParameters) -> str:
    return "" if asked.version is None else version_query([snapshot])
