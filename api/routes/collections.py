"""The layers as OGC API - Features collections: landing page, conformance, descriptions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Query
from fastapi.routing import APIRouter

from api.answers import GEOJSON, HTML, JSON, OPENAPI, SCHEMA, Answer, prepared
from api.asking import Ask
from api.features import link
from api.framing import frame, layer_views, prefix
from api.pages import CollectionPage, CollectionsPage, ConformancePage, render_page
from api.params import FormatOnly
from api.planning.conformance import CONFORMANCE as PROCESSES_CONFORMANCE
from api.planning.conformance import JOB_LIST, PROCESS_LIST
from api.routing import Route
from api.schemas import known_types
from geo.geojson import compact_json
from layers._layer import Layer, extra
from layers.store.snapshot import Snapshot

router = APIRouter(route_class=Route)

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
CONFORMANCE = (
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    *PROCESSES_CONFORMANCE,
)
JSON_TYPE, HTML_TYPE, GEOJSON_TYPE = "application/json", "text/html", GEOJSON.decode()


def landing_page(ask: Ask, versions: Sequence[str] = ()) -> Answer:
    """Return the landing page of the API as JSON (OGC 17-069r4, section 7.2).

    It is of today; `versions` are those that the map at the same address is pinned to.
    """
    base, place = ask.base, ask.service.place
    here = f"{base}/?version={','.join(versions)}&f=" if versions else f"{base}/?f="
    links = [
        link(f"{here}json", "self", JSON_TYPE, "This document"),
        link(f"{here}html", "alternate", HTML_TYPE, "地图 The map"),
        link(f"{base}/openapi.json", "service-desc", OPENAPI.decode(), "OpenAPI 3.0"),
        link(f"{base}/docs", "service-doc", HTML_TYPE, "接口文档 API documentation"),
        link(f"{base}/conformance", "conformance", JSON_TYPE, "Conformance classes"),
        link(f"{base}/collections", "data", JSON_TYPE, "图层 Layers"),
        link(f"{base}/processes", PROCESS_LIST, JSON_TYPE, "规划分析 The planner's questions"),
        link(f"{base}/jobs", JOB_LIST, JSON_TYPE, "分析任务 Jobs"),
    ]
    body = {
        "title": f"{place.name.zh}公共设施地图 Public facilities of {place.name.en}",
        "description": f"{place.attribution.zh} {place.attribution.en}",
        "attribution": f"{place.attribution.zh} {place.attribution.en}",
        "links": links,
    }
    return Answer(compact_json(body), JSON)


@router.get("/conformance", summary="符合性 Conformance", tags=["OGC API - Features"])
def read_conformance(ask: Ask, asked: Annotated[FormatOnly, Query()]) -> Answer:
    """Return the conformance classes of the OGC's interfaces that the service meets."""
    if ask.format(asked.f) == "html":
        page = ConformancePage(classes=CONFORMANCE)
        return Answer(render_page(frame(ask, json_path="/conformance?f=json"), page), HTML)
    return Answer(compact_json({"conformsTo": CONFORMANCE}), JSON)


@router.get("/collections", summary="图层列表 Layers", tags=["OGC API - Features"])
def read_collections(ask: Ask, asked: Annotated[FormatOnly, Query()]) -> Answer:
    """Return the layers of the place."""
    service, form = ask.service, ask.format(asked.f)
    reader = ask.reader if form == "html" else None
    key = ("collections", form, reader, ask.base, service.version_key())
    return service.prepared(key, lambda: prepared(_collections(ask, form)))


def _collections(ask: Ask, form: str) -> Answer:
    if form == "html":
        page = CollectionsPage(layers=layer_views(ask.service.snapshots(), base=prefix(ask)))
        return Answer(render_page(frame(ask, json_path="/collections?f=json"), page), HTML)
    here = f"{ask.base}/collections"
    body = {
        "links": [
            link(f"{here}?f=json", "self", JSON_TYPE),
            link(f"{here}?f=html", "alternate", HTML_TYPE),
        ],
        "collections": [_description(ask, one) for one in ask.service.snapshots()],
    }
    return Answer(compact_json(body), JSON)


@router.get("/collections/{layer}", summary="图层 A layer", tags=["OGC API - Features"])
def read_collection(ask: Ask, layer: str, asked: Annotated[FormatOnly, Query()]) -> Answer:
    """Return what one layer is and where its features are."""
    snapshot, form = ask.service.store.snapshot(layer), ask.format(asked.f)
    reader = ask.reader if form == "html" else None
    key = ("collection", layer, form, reader, ask.base, snapshot.version)
    return ask.service.prepared(key, lambda: prepared(_collection(ask, snapshot, form)))


def _collection(ask: Ask, snapshot: Snapshot, form: str) -> Answer:
    if form == "html":
        view = layer_views([snapshot], base=prefix(ask))[0]
        page = CollectionPage(layer=snapshot.layer, view=view)
        here = f"/collections/{snapshot.layer.name}?f=json"
        return Answer(render_page(frame(ask, [snapshot], json_path=here), page), HTML)
    return Answer(compact_json(_description(ask, snapshot)), JSON)


@router.get(
    "/collections/{layer}/queryables", summary="可筛选字段 Queryables", tags=["OGC API - Features"]
)
def read_queryables(ask: Ask, layer: str) -> Answer:
    """Return the fields that filter a layer's items, as JSON Schema."""
    snapshot = ask.service.store.snapshot(layer)
    fields = snapshot.layer.filters
    return Answer(compact_json(_schema(ask, snapshot.layer, fields, "queryables")), SCHEMA)


@router.get("/collections/{layer}/schema", summary="字段 Fields", tags=["OGC API - Features"])
def read_schema(ask: Ask, layer: str) -> Answer:
    """Return all declared fields of a layer, as JSON Schema with labels and units."""
    snapshot = ask.service.store.snapshot(layer)
    fields = tuple(snapshot.layer.fields)
    return Answer(compact_json(_schema(ask, snapshot.layer, fields, "schema")), SCHEMA)


def _description(ask: Ask, snapshot: Snapshot) -> dict[str, Any]:
    layer = snapshot.layer
    here = f"{ask.base}/collections/{layer.name}"
    title = f"{layer.title.zh} {layer.title.en}"
    whole = f"{ask.base}/data/{layer.name}.geojson"
    licence = ask.service.place.licence
    links = [
        link(f"{here}?f=json", "self", JSON_TYPE),
        link(f"{here}?f=html", "alternate", HTML_TYPE),
        link(f"{here}/items?f=json", "items", GEOJSON_TYPE, title),
        link(f"{here}/items?f=html", "items", HTML_TYPE, title),
        link(
            f"{here}/queryables",
            "http://www.opengis.net/def/rel/ogc/1.0/queryables",
            SCHEMA.decode(),
            "Queryables",
        ),
        link(f"{here}/schema", "describedby", SCHEMA.decode(), "Schema"),
        link(whole, "enclosure", GEOJSON_TYPE, "Whole layer"),
    ]
    if licence.url:
        links.append(link(licence.url, "license", HTML_TYPE, licence.name))
    return {
        "id": layer.name,
        "title": title,
        "description": f"{len(snapshot)} {layer.counter}{layer.title.zh}, {layer.title.en}",
        "attribution": f"{ask.service.place.attribution.zh} {ask.service.place.attribution.en}",
        "links": links,
        "extent": _extent(snapshot),
        "itemType": "feature",
        "crs": [CRS84],
        "version": snapshot.version,
    }


def _extent(snapshot: Snapshot) -> dict[str, Any]:
    extent: dict[str, Any] = {}
    if snapshot.bounds is not None:
        extent["spatial"] = {"bbox": [snapshot.bounds], "crs": CRS84}
    if snapshot.updated_between is not None:
        interval = [time.isoformat() for time in snapshot.updated_between]
        extent["temporal"] = {"interval": [interval], "trs": GREGORIAN}
    return extent


def _schema(ask: Ask, layer: Layer, names: tuple[str, ...], rel: str) -> dict[str, Any]:
    types = known_types(layer)
    properties = {name: _queryable(layer, name, types[name]) for name in names}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{ask.base}/collections/{layer.name}/{rel}",
        "type": "object",
        "title": f"{layer.title.zh} {layer.title.en}",
        "properties": properties,
        "additionalProperties": rel == "schema",
    }


def _queryable(layer: Layer, name: str, schema: dict[str, Any]) -> dict[str, Any]:
    made = {"title": f"{layer.label(name).zh} {layer.label(name).en}", **schema}
    if "x-unit" in extra(layer.fields[name]):
        made["x-ogc-unit"] = extra(layer.fields[name])["x-unit"]
    return made
