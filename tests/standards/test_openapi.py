"""The OpenAPI document is right by itself, and describes what is really served."""

from __future__ import annotations

from itertools import chain
from urllib.parse import quote

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import OpenAPIV30SpecValidator
from schemathesis import GenerationMode

from tests.api.conftest import IDS
from tests.api.examples import EXAMPLES, PLANNED, WRITTEN
from tests.api.reports_town import office

PATHS = sorted({path.replace(":path}", "}") for path in EXAMPLES})
# Of these there is nothing to ask wrongly.
WITHOUT_PARAMETERS = {
    "/data/boundary.geojson",
    "/docs",
    "/favicon.ico",
    "/healthz",
    "/layers.css",
    "/openapi.json",
    "/processes",
    "/processes/{process}",
    "/readyz",
    "/robots.txt",
    "/sw.js",
    "/sitemap.xml",
    "/sitemap/pages.xml",
}

# The same questions in each run, enough of them to meet every parameter and its opposite.
BOUNDED = settings(
    max_examples=30,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@pytest.fixture(scope="module")
def api(town_url):
    """Return the document as schemathesis reads it, and asks by it."""
    return schemathesis.openapi.from_url(f"{town_url}/openapi.json")


def test_the_document_is_valid_openapi_3_0(town_url):
    document = httpx2.get(f"{town_url}/openapi.json", trust_env=False).json()

    assert document["openapi"].startswith("3.0.")
    assert list(OpenAPIV30SpecValidator(document).iter_errors()) == []


def test_the_document_has_exactly_the_paths_that_are_served(api):
    assert sorted(api) == sorted([*PATHS, *WRITTEN, *PLANNED])


# What the standard's own schema of a parameter cannot say: that a box has four or six numbers
# within the world, and that a time is one.
longitudes, latitudes = st.floats(-180, 180), st.floats(-90, 90)
boxes = st.builds(
    lambda west, east, south_north: f"{west},{min(south_north)},{east},{max(south_north)}",
    longitudes,
    longitudes,
    st.tuples(latitudes, latitudes),
)
times = st.sampled_from(["2026-01-01", "2020-01-01T00:00:00Z", "2020-01-01/..", "../2026-01-01"])
# That a view is one, that a filter is a layer's; and pictures that are drawn at once.
REALLY = {
    "bbox": boxes,
    "datetime": times,
    "view": st.sampled_from(["119.01,0.01,14", "118.9,-0.1,119.1,0.1"]),
    "at": st.sampled_from(["toilets/t/1", "parking/p-always", "parks/none"]),
    "filters": st.sampled_from(["", "toilets.accessible", "parks.~always,toilets.grade:1"]),
    "width": st.integers(200, 320),
    "height": st.integers(200, 320),
    "scale": st.sampled_from([1, 1.5]),
}
# A picture has one size.
INSTEAD = {"preset": ("width", "height", "scale")}
# And ids and names that are there, so that not every answer is a 404; encoded, as a path is.
THERE = {
    "feature_id": st.sampled_from(
        [quote(one, safe="") for one in chain.from_iterable(IDS.values())]
    ),
    "process": st.sampled_from(["coverage", "siting", "accessibility"]),
    "name": st.sampled_from(["built/pages.css", "favicon.svg", "built/app.js"]),
}


@pytest.mark.parametrize("path", PATHS)
def test_what_the_document_allows_is_answered_as_it_says(api, path):
    @BOUNDED
    @given(api[path]["GET"].as_strategy(), st.data())
    def is_answered(case, data):
        for values, true_values in ((case.query, REALLY), (case.path_parameters, THERE)):
            for name in set(values or {}) & set(true_values):
                values[name] = data.draw(true_values[name])
        for name in set(case.query or {}) & set(INSTEAD):
            for other in INSTEAD[name]:
                case.query.pop(other, None)
        case.call_and_validate()

    is_answered()


# A form sends what is empty, too, and that counts as left out.
FORMS = {"/newsroom", "/newsroom.zip"}
# Its consumers add parameters, and to it another format is a 501.
LENIENT = {"/oembed"}


@pytest.mark.parametrize("path", sorted(set(PATHS) - WITHOUT_PARAMETERS - FORMS - LENIENT))
def test_what_the_document_forbids_is_refused_as_it_says(api, path):
    @BOUNDED
    @given(api[path]["GET"].as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def is_refused(case):
        case.call_and_validate()

    is_refused()


@pytest.fixture(scope="module")
def writing_api(town, tmp_path_factory):
    """Return the document of a town that may be written to."""
    with office(town, tmp_path_factory.mktemp("office") / "reports") as opened:
        yield schemathesis.openapi.from_url(f"{opened.url}/openapi.json")


@pytest.mark.parametrize("path", WRITTEN)
def test_what_may_be_written_is_answered_as_the_document_says(writing_api, path):
    # A schema cannot say which facilities there are, nor which kinds are for which layer.
    there = st.sampled_from(
        [{"layer": name, "id": one, "kind": "right"} for name, ids in IDS.items() for one in ids]
    )

    @BOUNDED
    @given(writing_api[path]["POST"].as_strategy(), st.just({}) | there)
    def is_answered(case, changes):
        case.body |= changes
        case.call_and_validate()

    is_answered()


@pytest.mark.parametrize("path", WRITTEN)
def test_what_may_not_be_written_is_refused_as_the_document_says(writing_api, path):
    @BOUNDED
    @given(writing_api[path]["POST"].as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def is_refused(case):
        case.call_and_validate()

    is_refused()


def closed(schema):
    """Return a schema of which every object has only the members that it names."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: closed(one) for name, one in schema.items()}
    if "properties" in made and made.get("type") == "object":
        made.setdefault("additionalProperties", False)
    return made


@pytest.mark.parametrize("path", PATHS)
def test_no_member_is_sent_that_the_document_does_not_name(town_url, path):
    document = httpx2.get(f"{town_url}/openapi.json", trust_env=False).json()
    address = next(value for key, value in EXAMPLES.items() if key.replace(":path}", "}") == path)
    content = document["paths"][path]["get"]["responses"]["200"]["content"]
    media_type = next(iter(content))
    if "json" not in media_type:
        return
    schema = closed({**content[media_type]["schema"], "components": document["components"]})

    answer = httpx2.get(town_url + address, headers={"accept": media_type}, trust_env=False)

    assert answer.status_code == 200
    OAS30Validator(schema).validate(answer.json())
