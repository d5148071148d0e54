"""The page of one facility: for residents, whole without scripts, and for search engines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import Query
from fastapi.routing import APIRouter

from api.answers import HTML, Answer
from api.asking import Ask
from api.data_blocks import data_block
from api.errors import NotFoundError, ParameterError
from api.facility_page import FacilityPage, ReportForm
from api.framing import frame, layer_views, pinned_view, version_query
from api.hours_table import clock_words, status_view, week_view
from api.navigation import navigation_links
from api.nearby import nearby_groups
from api.pages import Frame, render_page, said
from api.params import MapParameters
from api.reader import with_query
from api.routing import Route
from api.schema_org import Addresses, facility_json_ld
from api.sharing import ShareCard, facility_card, service_name
from api.views import FieldView, chosen_fields, entry, facility_href, web_link
from layers._layer import Layer, Text
from layers.errors import shown
from layers.store.snapshot import Snapshot

router = APIRouter(route_class=Route)

HOURS_FIELDS = ("open_hours", "free_hours")
ABOUT_FIELDS = ("operator", "phone", "note", "verified_on", "updated_at", "source")


@router.get(
    "/facility/{layer}/{feature_id:path}", summary="一处设施 A facility's page", tags=["pages"]
)
async def read_facility(
    ask: Ask, layer: str, feature_id: str, asked: Annotated[MapParameters, Query()]
) -> Answer:
    """Return the page of one facility (HTML): its status now and in the coming days, what it has.

    With `version` it is that of past data; what is near comes from the layers that the versions
    name.
    """
    service = ask.service
    if asked.version is None:
        own, shown_layers = service.store.snapshot(layer), service.snapshots()
    else:
        shown_layers = await service.versions.snapshots(None, asked.version)
        own = _own(ask, layer, shown_layers, asked.version)
    row = own.row_of(feature_id)
    if row is None:
        raise NotFoundError(
            f"layer {layer!r} has no facility {shown(feature_id)!r}; "
            f"/collections/{layer}/items lists them, /search finds them by name"
        )
    # Made anew for each reader: what holds now is another thing in a minute.
    around = _frame(ask, own, row, shown_layers, pinned=asked.version is not None)
    page = _page(ask, around, own, row, shown_layers)
    return Answer(render_page(around, page), HTML)


def _own(
    ask: Ask, layer: str, shown_layers: Sequence[Snapshot], versions: Sequence[str]
) -> Snapshot:
    """Return the snapshot of a pinned page's own layer.

    Raises
    ------
    UnknownLayerError
        When there is no such layer.
    ParameterError
        When none of the versions is its own.
    """
    for snapshot in shown_layers:
        if snapshot.layer.name == layer:
            return snapshot
    present = ask.service.store.snapshot(layer).version
    reason = f"none of the versions is one of layer {layer!r}; the present one is {present}"
    raise ParameterError([{"parameter": "version", "value": ",".join(versions), "reason": reason}])


def _frame(
    ask: Ask, own: Snapshot, row: int, shown_layers: Sequence[Snapshot], *, pinned: bool
) -> Frame:
    feature_id = own.feature_id(row)
    path = facility_href(own.layer, feature_id)
    around = frame(
        ask,
        [own],
        json_path=f"{_data_path(own, feature_id, pinned=pinned)}f=json",
        pinned=pinned_view(ask, shown_layers, path) if pinned else None,
    )
    here = f"{path}{version_query(shown_layers)}" if pinned else path
    return replace(around, here=here)


def _data_path(own: Snapshot, feature_id: str, *, pinned: bool) -> str:
    made = entry(own.layer, {"id": feature_id, "properties": {}})
    return f"{made.href}{version_query([own])}&" if pinned else f"{made.href}?"


def _page(
    ask: Ask,
    around: Frame,
    own: Snapshot,
    row: int,
    shown_layers: Sequence[Snapshot],
) -> FacilityPage:
    service, layer, lang = ask.service, own.layer, around.reader.lang
    clock, place, now = service.clock, service.place, service.now()
    [feature] = own.decoded([row])
    properties, terms = feature["properties"], own.terms_of(row)
    status = clock.status(terms, now)
    is_pinned = around.pinned is not None
    query = version_query(shown_layers) if is_pinned else ""
    made = entry(layer, feature, base=around.base, query=query)
    at = float(own.lon[row]), float(own.lat[row])
    card = _card(around, own, feature)
    return FacilityPage(
        view=layer_views([own], base=around.base, pinned=is_pinned)[0],
        entry=made,
        other_name=_other_name(properties, lang),
        place_name=_place_name(said(made.name, lang), properties, made.where),
        status=None if status is None else status_view(status, now),
        as_of=clock_words(now),
        week=week_view(clock, terms, now),
        hours=_known(chosen_fields(layer, feature, _declared(layer, HOURS_FIELDS))),
        has=chosen_fields(layer, feature, layer.amenities),
        about=_about(layer, feature),
        links=navigation_links(
            *at,
            name=said(made.name, lang),
            by=layer.reached_by,
            country=place.country,
            source=service_name(place).zh,
        ),
        nearby=tuple(
            nearby_groups(
                own, row, shown_layers, clock=clock, at=now, base=around.base, query=query
            )
        ),
        card=card,
        json_ld=data_block(
            facility_json_ld(
                layer,
                feature,
                at=at,
                place=place,
                lang=lang,
                days_move=clock.calendar.moves_days,
                addresses=_addresses(around, layer, card),
            )
        ),
        report=None if is_pinned else ReportForm.of(own, str(feature["id"])),
    )


def _card(around: Frame, own: Snapshot, feature: Mapping[str, Any]) -> ShareCard:
    # The type's size is the reader's own; the language is the text's, and goes along.
    language = around.reader.chosen.partition("&")[0] if "lang=" in around.reader.chosen else ""
    return facility_card(
        own.layer,
        feature,
        place=around.place,
        reader=around.reader,
        address=with_query(f"{around.origin}{around.here}", language),
        origin=around.origin,
        version=own.version if around.pinned else None,
    )


def _addresses(around: Frame, layer: Layer, card: ShareCard) -> Addresses:
    return Addresses(
        page=card.address,
        home=f"{around.origin}/",
        layer=f"{around.origin}/collections/{layer.name}/items",
        image=card.picture,
    )


def _other_name(properties: Mapping[str, Any], lang: str) -> str | None:
    names = properties.get("name"), properties.get("name_en")
    return (names[0] if lang == "en" else names[1]) if all(names) else None


def _place_name(name: str, properties: Mapping[str, Any], where: str) -> str:
    """Return what finds the facility when it is pasted into a map app."""
    return " ".join(filter(None, (name, properties.get("address") or where)))


def _declared(layer: Layer, names: Sequence[str]) -> list[str]:
    return [name for name in names if name in layer.fields]


def _known(fields: Sequence[FieldView]) -> tuple[FieldView, ...]:
    return tuple(field for field in fields if field.known)


def _about(layer: Layer, feature: Mapping[str, Any]) -> tuple[FieldView, ...]:
    """Return whose the facility is and who says so; of an update the day is enough."""
    source_url = feature["properties"].get("source_url")
    made = []
    for field in _known(chosen_fields(layer, feature, ABOUT_FIELDS)):
        if field.name == "updated_at":
            day = field.value.zh[:10]
            made.append(replace(field, value=Text(day, day)))
        elif field.name == "source" and source_url:
            made.append(replace(field, link=web_link(source_url)))
        else:
            made.append(field)
    return tuple(made)
