"""docs/reference/http.md is complete: routes, parameters, headers, limits of the service itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api import bounds, params, routing
from api.answers import COMPRESS_FROM_BYTES
from api.main import create_app
from api.settings import Settings
from layers._layer import Layer
from layers._registry import all_layers
from layers.hours import HORIZON_DAYS
from layers.store.columns import is_numeric

DATA = Path(__file__).parents[2] / "data"
REFERENCE = "docs/reference/http.md"
ITEMS = "/collections/{layer}/items"
PARAMETERS = ["parameter", "in", "type", "default", "meaning"]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=DATA))) as opened:
        yield opened


@pytest.fixture
def reference(document: Callable[[str], Any]) -> Any:
    return document(REFERENCE)


@pytest.fixture(scope="module")
def routes(client: TestClient) -> dict[str, dict[str, Any]]:
    """Return the parameters of every route, the layers' own items as one route."""
    found: dict[str, dict[str, Any]] = {}
    for path, operations in client.get("/openapi.json").json()["paths"].items():
        layer = all_layers().get(path.split("/")[2]) if path.count("/") > 2 else None
        own = filters_of(layer) if layer else set()
        found[path.replace(f"/{layer.name}/", "/{layer}/") if layer else path] = {
            one["name"]: one
            for one in operations["get"].get("parameters", [])
            if one["name"] not in own
        }
    return found


def filters_of(layer: Layer) -> set[str]:
    """Return a layer's filters as layers.md says that they are named."""
    numbers = {name for name in layer.filters if is_numeric(layer, name)}
    return {
        *layer.filters,
        *(f"{name}_{bound}" for name in numbers for bound in ("min", "max")),
    }


def documented(reference: Any, path: str) -> dict[str, list[str]]:
    tables = reference.tables_under(f"GET {path}")
    return {
        row[0].strip("`"): row[1:]
        for table in tables
        if table.columns == PARAMETERS
        for row in table.rows
    }


def test_every_route_is_described_and_no_other(
    reference: Any, routes: dict[str, dict[str, Any]]
) -> None:
    headings = {each.removeprefix("GET ") for each in reference.headings if each[:4] == "GET "}

    assert headings == set(routes)


def test_the_overview_lists_every_route(
    reference: Any, routes: dict[str, Any], code_in: Callable[[str], list[str]]
) -> None:
    (overview,) = (table for table in reference.tables if table.columns == ["address", "answers"])

    assert {code for row in overview.rows for code in code_in(row[0])} == set(routes)


def test_every_parameter_is_described_and_no_other(
    reference: Any, routes: dict[str, dict[str, Any]]
) -> None:
    for path, parameters in routes.items():
        described = documented(reference, path)
        assert set(described) == set(parameters), path
        for name, (where, *_) in described.items():
            assert where == parameters[name]["in"], (path, name)


def test_bounds_and_defaults_are_those_of_the_service(
    reference: Any, routes: dict[str, dict[str, Any]]
) -> None:
    for path, parameters in routes.items():
        for name, (_, type_, default, _) in documented(reference, path).items():
            schema = parameters[name]["schema"]
            stated_bounds = [float(one) for one in re.findall(r"-?\d+", type_)]
            wanted = [schema.get(key) for key in ("minimum", "maximum") if key in schema]
            lengths = [schema.get(key) for key in ("minLength", "maxLength") if key in schema]
            if "hexadecimal" not in type_:
                assert stated_bounds == (wanted or lengths), (path, name)
            stated = "required" if parameters[name].get("required") else schema.get("default")
            if name == "layers" and stated is None:
                stated = "all"
            assert default == str(stated or (0 if stated == 0 else "")), (path, name)


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
        client.get("/data/parking.geojson", headers=gzip),
        client.get("/nearest", params={"lon": 119, "lat": 36}),
        client.get("/zoo"),
        client.post("/nearest"),
        client.options("/nearest"),
        client.get("/collections", headers={"if-none-match": "*"}),
    ]

    assert [one.status_code for one in answers] == [200, 200, 200, 404, 405, 204, 304]
    assert {name for one in answers for name in one.headers} == described


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
        "bytes of a query": routing.MOST_QUERY_BYTES,
        "parameters of a query": routing.MOST_PARAMETERS,
    }
    assert f"texts of {COMPRESS_FROM_BYTES:,} bytes" in reference.text
