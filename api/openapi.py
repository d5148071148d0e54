"""The OpenAPI 3.0 document, from the routes' own declarations (OGC 17-069r4 wants 3.0, not 3.1)."""

from __future__ import annotations

from typing import Any, get_args

from fastapi.openapi.utils import get_openapi

from api.bodies import FORM_TYPE, is_long
from api.pictures.presets import Form
from api.routing import FacilitiesApp, Route
from api.schemas import component_schemas
from api.service import Service

PROBLEM_REF = {"$ref": "#/components/schemas/Problem"}
GEOJSON_TYPE, HTML_TYPE, JSON_TYPE = "application/geo+json", "text/html", "application/json"

TAGS = [
    {"name": "OGC API - Features", "description": "Features by the open standard. 开放标准接口."},
    {"name": "facilities", "description": "Nearest and search. 最近的设施与搜索."},
    {
        "name": "OGC API - Processes",
        "description": "The planner's questions by the open standard. 规划分析.",
    },
    {"name": "planning", "description": "The planner's questions, simply. 规划分析."},
    {"name": "data", "description": "Whole files. 整个文件."},
    {"name": "pages", "description": "For people, in a browser. 网页."},
    {"name": "pictures", "description": "Maps as pictures. 地图图片."},
    {"name": "search engines", "description": "Lists of pages. 网站地图."},
    {"name": "operation", "description": "For whoever runs it. 运行状态."},
]


def openapi_document(app: FacilitiesApp, service: Service, base: str) -> dict[str, Any]:
    """Return the OpenAPI document of what is served here now.

    Parameters
    ----------
    base
        The address of the service, its only server.
    """
    present = service.store.snapshots()
    routes = [route for route in app.routes if isinstance(route, Route) and route.include_in_schema]
    served = [route for route in routes if _layer_of(route) in {None, *present}]
    place = service.place
    document = get_openapi(
        title=f"{place.name.zh}公共设施地图 Public facilities of {place.name.en}",
        version=app.version,
        openapi_version="3.0.3",
        description=(
            f"{place.attribution.zh} {place.attribution.en}\n\n"
            "Positions are WGS 84 longitude, latitude. Unknown is null. Errors are RFC 9457 "
            "problem details that name the bad value and the way out."
        ),
        routes=served,
        tags=TAGS,
    )
    document["servers"] = [{"url": base}]
    for route in served:
        method = _method_of(route)
        operation = document["paths"][route.path_format][method]
        _describe_parameters(operation, list(present))
        if method == "post":
            content = operation["requestBody"]["content"]
            if not is_long(route.body_model):
                content[FORM_TYPE] = content[JSON_TYPE]
            operation["responses"] = _responses_to_writing(route)
        elif method == "delete":
            operation["responses"] = _responses_to_removing(route)
        else:
            operation["responses"] = _responses(route, operation)
    schemas = component_schemas([snapshot.layer for snapshot in present.values()])
    schemas |= {
        route.body_model.__name__: route.body_model.model_json_schema()
        for route in served
        if route.body_model is not None
    }
    document["components"] = {"schemas": schemas}
    converted: dict[str, Any] = as_openapi_30(document)
    return converted


def _method_of(route: Route) -> str:
    """Return what a route answers to, as the document names it."""
    return next(
        method for method in ("post", "delete", "get") if method.upper() in (route.methods or ())
    )


def _layer_of(route: Route) -> str | None:
    """Return the layer that a route was made for, if it was made for one."""
    parts = route.path.split("/")
    is_items = len(parts) > 3 and parts[1] == "collections" and parts[3] == "items"
    is_coverage = len(parts) == 3 and parts[1] == "coverage"
    return parts[2] if is_items or is_coverage else None


def _describe_parameters(operation: dict[str, Any], present: list[str]) -> None:
    for parameter in operation.get("parameters", []):
        schema = parameter["schema"]
        schema.pop("title", None)
        if parameter["in"] == "query":
            # bbox=1,2,3,4 and not bbox=1&bbox=2 (OGC 17-069r4, section 7.15.3); it wants the same
            # said of limit and datetime.
            parameter["style"], parameter["explode"] = "form", False
        if parameter["in"] == "path" and parameter["name"] in ("layer", "layers"):
            parameter["schema"] = {"type": "string", "enum": present}
        if parameter["in"] == "path" and parameter["name"] == "form":
            parameter["schema"] = {"type": "string", "enum": list(get_args(Form))}
        if parameter["in"] == "path" and parameter["name"] == "name":
            parameter["description"] = "A file's name, such as built/pages.css."


def _responses(route: Route, operation: dict[str, Any]) -> dict[str, Any]:
    ok: dict[str, Any] = {
        "description": "The answer.",
        "headers": {
            "ETag": {"description": "Strong validator.", "schema": {"type": "string"}},
        },
        "content": _content(route),
    }
    responses = {"200": ok, "304": {"description": "Not modified: If-None-Match holds its ETag."}}
    problems = {"400": "A parameter is unknown or wrong.", "406": "No such form of the answer."}
    asks_what_may_be_gone = {"layer", "layers", "version"} & {
        one["name"] for one in operation.get("parameters", [])
    }
    if "{" in route.path or asks_what_may_be_gone or route.path == "/data/boundary.geojson":
        problems["404"] = "No such layer, version, feature or file."
    if "text/html" not in ok["content"] or len(ok["content"]) == 1:
        # One form only is sent whatever is accepted.
        del problems["406"]
    if route.path in MAY_BE_TOO_MUCH:
        problems["429"] = "Too much is being worked out; Retry-After says when to ask again."
    problems["503"] = "A layer cannot be read; its file must be mended."
    if route.path == "/oembed":
        problems["404"] = "The address is not of this service, or nothing is there."
        problems["501"] = "No such format is written."
    if route.path == "/picture.{form}":
        problems["429"] = (
            "So many are not drawn for one client; Retry-After says when to ask again."
        )
    if route.path == "/planner":
        responses["303"] = {
            "description": "What a form sent as it is written in a link.",
            "headers": {"Location": {"schema": {"type": "string"}}},
        }
    responses |= _problems(problems)
    if route.path == "/readyz":
        responses["503"] = {**ok, "description": "Not ready; the body says why."}
    return responses


def _responses_to_removing(route: Route) -> dict[str, Any]:
    return {
        "200": {"description": "It is so now.", "content": _content(route)},
        **_problems({"403": WRITING_PROBLEMS["403"], "404": "No such job, or not any more."}),
    }


def _responses_to_writing(route: Route) -> dict[str, Any]:
    if is_long(route.body_model):
        return {
            "200": {"description": "The answer.", "content": _content(route)},
            "201": {
                "description": "Taken in as a job (Prefer: respond-async).",
                "headers": {"Location": {"schema": {"type": "string"}}},
                "content": {JSON_TYPE: _schema("StatusInfo")},
            },
            **_problems({**WRITING_PROBLEMS, "404": "No such process or layer."}),
        }
    return {
        "202": {"description": "Kept. Sent as JSON.", "content": _content(route)},
        "303": {
            "description": "Kept. Sent as a form: on to the facility's page.",
            "headers": {"Location": {"schema": {"type": "string"}}},
        },
        **_problems(WRITING_PROBLEMS),
    }


def _problems(described: dict[str, str]) -> dict[str, Any]:
    return {
        status: {
            "description": description,
            "content": {
                "application/problem+json": {"schema": PROBLEM_REF},
                HTML_TYPE: {"schema": {"type": "string"}},
            },
        }
        for status, description in described.items()
    }


def _content(route: Route) -> dict[str, Any]:
    """Return media types and schemas of a route's answer."""
    layer = _layer_of(route)
    if route.path == f"/coverage/{layer}":
        return {JSON_TYPE: OBJECT}
    if layer is not None:
        name = f"{layer}Feature" if "{feature_id" in route.path else f"{layer}FeatureCollection"
        return {GEOJSON_TYPE: _schema(name), **PAGE}
    return CONTENT[route.path]


def _schema(name: str) -> dict[str, Any]:
    return {"schema": {"$ref": f"#/components/schemas/{name}"}}


OBJECT: dict[str, Any] = {"schema": {"type": "object"}}
PAGE: dict[str, Any] = {HTML_TYPE: {"schema": {"type": "string"}}}
FEATURES = {GEOJSON_TYPE: _schema("FeatureCollection")}
XML: dict[str, Any] = {"application/xml": {"schema": {"type": "string"}}}
FILE: dict[str, Any] = {"*/*": {"schema": {"type": "string", "format": "binary"}}}

# What each route answers; a test holds it against the routes that there are.
CONTENT: dict[str, dict[str, Any]] = {
    "/": {JSON_TYPE: _schema("LandingPage"), **PAGE},
    "/conformance": {JSON_TYPE: _schema("Conformance"), **PAGE},
    "/collections": {JSON_TYPE: _schema("Collections"), **PAGE},
    "/collections/{layer}": {JSON_TYPE: _schema("Collection"), **PAGE},
    "/collections/{layer}/queryables": {"application/schema+json": OBJECT},
    "/collections/{layer}/schema": {"application/schema+json": OBJECT},
    "/nearest": {GEOJSON_TYPE: _schema("Neighbours")},
    "/search": FEATURES,
    "/resident.json": {JSON_TYPE: _schema("ResidentDocument")},
    "/facts": {JSON_TYPE: OBJECT, **PAGE},
    "/newsroom": PAGE,
    "/newsroom.zip": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
    "/qr.{form}": {
        "image/svg+xml": {"schema": {"type": "string"}},
        "image/png": {"schema": {"type": "string", "format": "binary"}},
    },
    "/facts.csv": {"text/csv": {"schema": {"type": "string"}}},
    "/reports": {JSON_TYPE: _schema("ReportReceipt")},
    "/processes": {JSON_TYPE: _schema("ProcessList")},
    "/processes/{process}": {JSON_TYPE: _schema("Process")},
    "/processes/{process}/execution": {JSON_TYPE: OBJECT},
    "/jobs": {JSON_TYPE: _schema("JobList")},
    "/jobs/{job}": {JSON_TYPE: _schema("StatusInfo")},
    "/jobs/{job}/results": {JSON_TYPE: OBJECT},
    "/jobs/{job}/results/{file}": FILE,
    "/data/{layer}.geojson": FEATURES,
    "/data/boundary.geojson": {GEOJSON_TYPE: _schema("Feature")},
    "/openapi.json": {"application/vnd.oai.openapi+json;version=3.0": OBJECT},
    "/docs": PAGE,
    "/maps/{layers}": PAGE,
    "/embed": PAGE,
    "/embed.html": PAGE,
    "/embed.js": {"text/javascript": {"schema": {"type": "string"}}},
    "/oembed": {JSON_TYPE: OBJECT, "text/xml": {"schema": {"type": "string"}}},
    "/planner": PAGE,
    "/facility/{layer}/{feature_id:path}": PAGE,
    "/picture.{form}": {
        media_type: {"schema": {"type": "string", "format": "binary"}}
        for media_type in ("image/png", "image/svg+xml", "application/pdf", "image/jpeg")
    },
    "/map.js": {"text/javascript": {"schema": {"type": "string"}}},
    "/manifest.webmanifest": {"application/manifest+json": OBJECT},
    "/sitemap.xml": XML,
    "/sitemap/pages.xml": XML,
    "/sitemap/{layer}/{part}.xml": XML,
    "/robots.txt": {"text/plain": {"schema": {"type": "string"}}},
    "/layers.css": {"text/css": {"schema": {"type": "string"}}},
    "/static/{name:path}": FILE,
    "/favicon.ico": FILE,
    "/sw.js": {"text/javascript": {"schema": {"type": "string"}}},
    "/healthz": {JSON_TYPE: OBJECT},
    "/readyz": {JSON_TYPE: OBJECT},
}


# What takes so long that only so much of it is done at a time.
MAY_BE_TOO_MUCH = frozenset(
    {"/embed.html", "/facts", "/facts.csv", "/newsroom", "/newsroom.zip", "/qr.{form}"}
)

WRITING_PROBLEMS = {
    "400": "A field is missing, unknown or wrong.",
    "403": "A page of another site sent it.",
    "404": "No such layer or facility.",
    "408": "The body was not through in time.",
    "411": "There is no body.",
    "413": "The body is too long.",
    "415": "The body is neither JSON nor a form.",
    "429": "So many are not taken in; Retry-After says when the next is.",
    "503": "None can be taken in now.",
}


def as_openapi_30(node: Any) -> Any:
    """Return a document with JSON Schema of 2020-12 said as OpenAPI 3.0 says it.

    `null` among types becomes `nullable`, `prefixItems` an array of one kind of item, `const` an
    `enum`, exclusive bounds booleans, `examples` one `example`.
    """
    if isinstance(node, list):
        return [as_openapi_30(one) for one in node]
    if not isinstance(node, dict):
        return node
    made = {
        key: as_openapi_30(value)
        for key, value in node.items()
        if (key, value) != ("default", None)
    }
    if "anyOf" in made and isinstance(made["anyOf"], list):
        made = _without_null(made)
    if "prefixItems" in made:
        items = made.pop("prefixItems")
        made["items"] = items[0] if items else {}
    if "const" in made:
        made["enum"] = [made.pop("const")]
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if exclusive in made and not isinstance(made[exclusive], bool):
            made[bound], made[exclusive] = made[exclusive], True
    if isinstance(made.get("examples"), list):
        made["example"] = made.pop("examples")[0]
    if made.get("nullable") and isinstance(made.get("enum"), list) and None not in made["enum"]:
        made["enum"] = [*made["enum"], None]
    return made


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema without the null among its types: a parameter is left out, never null."""
    kinds = [one for one in schema["anyOf"] if one.get("type") != "null"]
    if len(kinds) == 1:
        return {**{key: value for key, value in schema.items() if key != "anyOf"}, **kinds[0]}
    return {**schema, "anyOf": kinds}
