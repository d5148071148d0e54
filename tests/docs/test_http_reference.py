"""docs/reference/http.md is complete: routes, parameters, headers, limits of the service itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api import bodies, bounds, params, queries
from api.answers import COMPRESS_FROM_BYTES
from api.main import create_app
from api.pictures import desk, presets
from api.planning.brought import MOST_ROWS
from api.planning.fields import MOST_CHANGES
from api.settings import Settings
from api.sitemap import PART_SIZE
from layers._layer import Layer
from layers._registry import all_layers
from layers.hours import HORIZON_DAYS
from layers.reports import entries, queue
from layers.store.columns import is_numeric

DATA = Path(__file__).parents[2] / "data"
REFERENCE = "docs/reference/http.md"
ITEMS = "/collections/{layer}/items"
PARAMETERS = ["parameter", "in", "type", "default", "meaning"]
JSON = "application/json"
REPORT = {"layer": "parks", "id": "park-ziyiyuan", "kind": "right"}
EXECUTION, QUESTION = "/processes/coverage/execution", {"inputs": {"layer": "toilets"}}

# By method and address: the parameters, by where they are and their name.
Routes = dict[str, dict[tuple[str, str], Any]]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    reports = tmp_path_factory.mktemp("office") / "reports"
    jobs = reports.with_name("jobs")
    app = create_app(Settings(data=DATA, reports=reports, reports_per_day=1, jobs=jobs))
    with TestClient(app) as opened:
        yield opened


@pytest.fixture
def reference(document: Callable[[str], Any]) -> Any:
    return document(REFERENCE)


@pytest.fixture(scope="module")
def routes(client: TestClient) -> Routes:
    """Return the parameters of every route, the layers' own items as one route."""
    found: Routes = {}
    document = client.get("/openapi.json").json()
    for path, operations in document["paths"].items():
        layer = all_layers().get(path.split("/")[2]) if path.count("/") > 1 else None
        own = filters_of(layer) if layer else set()
        address = re.sub(rf"/{layer.name}(?=/|$)", "/{layer}", path) if layer else path
        for method, operation in operations.items():
            parameters = [*operation.get("parameters", []), *fields_of(document, operation)]
            found[f"{method.upper()} {address}"] = {
                (one["in"], one["name"]): one for one in parameters if one["name"] not in own
            }
    return found


def fields_of(document: dict[str, Any], operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the fields of a request's body as if they were parameters."""
    content = operation.get("requestBody", {}).get("content", {})
    for reference in {one["schema"]["$ref"] for one in content.values()}:
        schema = document["components"]["schemas"][reference.rpartition("/")[2]]
        for name, field in schema["properties"].items():
            yield {
                "name": name,
                "in": "body",
                "schema": field,
                "required": name in schema["required"],
            }


def filters_of(layer: Layer) -> set[str]:
    """Return a layer's filters as layers.md says that they are named."""
    numbers = {name for name in layer.filters if is_numeric(layer, name)}
    return {
        *layer.filters,
        *(f"{name}_{bound}" for name in numbers for bound in ("min", "max")),
    }


def documented(reference: Any, route: str) -> dict[tuple[str, str], list[str]]:
    tables = reference.tables_under(route)
    return {
        (row[1], row[0].strip("`")): row[2:]
        for table in tables
        if table.columns == PARAMETERS
        for row in table.rows
    }


def test_every_route_is_described_and_no_other(reference: Any, routes: Routes) -> None:
    headings = {
        each for each in reference.headings if each.startswith(("GET ", "POST ", "DELETE "))
    }

    assert headings == set(routes)


def test_the_overview_lists_every_route(
    reference: Any, routes: Routes, code_in: Callable[[str], list[str]]
) -> None:
    (overview,) = (table for table in reference.tables if table.columns == ["address", "answers"])

    listed = {code for row in overview.rows for code in code_in(row[0])}
    assert listed == {route.partition(" ")[2] for route in routes}


def test_every_parameter_is_described_and_no_other(reference: Any, routes: Routes) -> None:
    for route, parameters in routes.items():
        assert set(documented(reference, route)) == set(parameters), route


def test_bounds_and_defaults_are_those_of_the_service(reference: Any, routes: Routes) -> None:
    for route, parameters in routes.items():
        for one, (type_, default, _) in documented(reference, route).items():
            schema = parameters[one]["schema"]
            stated_bounds = [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", type_)]
            wanted = [schema.get(key) for key in ("minimum", "maximum") if key in schema]
            lengths = [schema.get(key) for key in ("minLength", "maxLength") if key in schema]
            if "hexadecimal" not in type_:
                assert stated_bounds == (wanted or lengths), (route, one)
            stated = "required" if parameters[one].get("required") else schema.get("default")
            if one == ("query", "layers") and stated is None:
                stated = "all"
            if isinstance(stated, bool):
                stated = str(stated).lower()
            assert default == str(stated or (0 if stated == 0 else "")), (route, one)


def test_filters_of_every_layer_are_named_as_the_reference_says(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    general = set(params.ItemsParameters.model_fields)

    for name, layer in all_layers().items():
        if f"/collections/{name}/items" not in paths:
            continue
        operation = paths[f"/collections/{name}/items"]["get"]
        assert {one["name"] for one in operation["parameters"]} - general == filters_of(layer)


def test_every_header_that_is_sent_is_described(reference: Any, client: TestClient) -> None:
    (table,) = reference.tables_under("Headers")
    described = {row[0].strip("`") for row in table.rows}
    gzip = {"accept-encoding": "gzip"}
    answers = [
        client.get("/", headers={"accept": "text/html"} | gzip),
        client.get("/embed", headers={"accept": "text/html"}),
        client.get("/data/parking.geojson", headers=gzip),
        client.get("/nearest", params={"lon": 119, "lat": 36}),
        client.get("/picture.svg?preset=thumbnail&layers=parks"),
        client.get("/zoo"),
        client.post("/nearest"),
        client.post("/reports", json=REPORT),
        client.post("/reports", json=REPORT),
        client.post("/reports", content=b"{" * 300_000, headers={"content-type": JSON}),
        client.post(EXECUTION, json=QUESTION, headers={"prefer": "respond-async"}),
        _file_of_an_answer(client),
        client.options("/nearest"),
        client.get("/collections", headers={"if-none-match": "*"}),
    ]

    assert [one.status_code for one in answers] == [
        200,
        200,
        200,
        200,
        200,
        404,
        405,
        202,
        429,
        413,
        201,
        200,
        204,
        304,
    ]
    assert {name for one in answers for name in one.headers} == described


def _file_of_an_answer(client: TestClient) -> Any:
    job = client.post(EXECUTION, json=QUESTION, headers={"prefer": "respond-async"}).json()["jobID"]
    while client.get(f"/jobs/{job}").json()["status"] != "successful":
        pass
    return client.get(f"/jobs/{job}/results/answer.csv")


def test_the_status_has_the_members_that_are_described(reference: Any, client: TestClient) -> None:
    (table,) = reference.tables_under("Status")
    # So far ahead that nobody has published which days are worked.
    asked = {"lon": 119.09, "lat": 36.71, "k": 100, "free_at": "2099-03-04T20:00"}
    statuses = [one["status"] for one in client.get("/nearest", params=asked).json()["features"]]

    sent = dict.fromkeys(member for one in statuses if one for member in one)
    assert [row[0].strip("`") for row in table.rows] == list(sent)
    assert f"within {HORIZON_DAYS} days" in table.rows[1][1]


def test_the_limits_are_those_of_the_code(reference: Any) -> None:
    (table,) = reference.tables_under("Limits")
    stated = {
        row[0]: int(re.sub(r"\D", "", re.findall(r"[\d,]+", row[1])[0])) for row in table.rows
    }
    search = params.SearchParameters.model_json_schema()["properties"]

    assert stated == {
        "features a page of items": params.MOST_FEATURES,
        "features to skip": params.MOST_OFFSET,
        "facilities that are loaded without a view": bounds.LOADED_WHOLE,
        "facilities of a view": bounds.MOST_IN_VIEW,
        "neighbours in one question": params.MOST_NEIGHBOURS,
        "distance of a neighbour": params.FARTHEST_M,
        "length of a stay": params.LONGEST_STAY_MINUTES,
        "characters of a search": search["q"]["maxLength"],
        "found facilities of a search": search["limit"]["maximum"],
        "bytes of a report": bodies.MOST_BODY_BYTES,
        "characters of a report's text": entries.MOST_TEXT,
        "bytes of a question with what it brings": bodies.MOST_LONG_BODY_BYTES,
        "rows of a demand": MOST_ROWS["demand"],
        "zones, and forbidden areas, each": MOST_ROWS["zones"],
        "candidates": MOST_ROWS["candidates"],
        "facilities added, moved or removed, each": MOST_CHANGES,
        "reports that wait for the office": queue.MOST_OPEN,
        "bytes of a queue of reports": queue.MOST_BYTES,
        "facilities in a part of the sitemap": PART_SIZE,
        "pixels of a picture": presets.MOST_PIXELS,
        "pictures that wait to be drawn": desk.MOST_WAITING,
        "bytes of a query": queries.MOST_QUERY_BYTES,
        "parameters of a query": queries.MOST_PARAMETERS,
    }
    assert f"texts of {COMPRESS_FROM_BYTES:,} bytes" in reference.text
