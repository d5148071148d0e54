"""Links into map apps: each in its own datum and order of axes, and harmless whatever the name.

The browser makes the same links (tests/js/navigation.test.js) from the same table, whose positions
in GCJ-02 were made with PRCoords 1.0.2 and whose names were encoded by Node's encodeURIComponent.
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.navigation import NAME_LENGTH, NavigationLink, navigation_links, plain_name
from geo.geodesic import geodesic_distance_m

TABLE = json.loads((Path(__file__).parents[1] / "navigation_cases.json").read_text("utf-8"))
CASES = TABLE["cases"]
WHERE = {
    "uri.amap.com",
    "api.map.baidu.com",
    "apis.map.qq.com",
    "maps.apple.com",
    "www.openstreetmap.org",
    "",
}

names = st.text(st.characters(codec=None), max_size=80)
positions = st.tuples(
    st.floats(min_value=-179, max_value=179), st.floats(min_value=-85, max_value=85)
)


def links_of(case: dict) -> tuple[NavigationLink, ...]:
    given_fields = ("lon", "lat", "name", "by", "country", "source")
    return navigation_links(**{field: case[field] for field in given_fields})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_the_links_are_those_of_the_table(case: dict) -> None:
    made = links_of(case)

    assert [link.href for link in made] == case["links"]
    assert plain_name(case["name"]) == case["plain_name"]
    apps = TABLE["apps"]["CN" if case["country"] == "CN" else "elsewhere"]
    assert [[link.app, link.shows_way, list(link.label)] for link in made] == apps


def test_a_park_in_weifang_is_half_a_kilometre_off_for_the_apps_that_shift() -> None:
    amap, baidu, tencent, apple, geo, _ = links_of(CASES[0])

    lon, lat, name = parse_qs(urlsplit(amap.href).query)["to"][0].split(",")
    assert name == "自怡园"
    distance_m = geodesic_distance_m(119.0917342, 36.7061872, [float(lon)], [float(lat)])
    assert 495 < distance_m[0] < 537
    assert f"location={lat},{lon}&" in baidu.href
    assert f"tocoord={lat},{lon}&" in tencent.href
    assert f"daddr={lat},{lon}&" in apple.href
    assert geo.href.startswith("geo:36.706187,119.091734?")


@given(names, positions, st.sampled_from(["CN", "FI", "KR"]), st.sampled_from(["foot", "car"]))
def test_no_name_leads_elsewhere_or_adds_a_parameter(
    name: str, position: tuple[float, float], country: str, by: str
) -> None:
    lon, lat = position
    there = {"lon": lon, "lat": lat, "by": by, "country": country, "source": "小城"}

    plain = navigation_links(name="x", **there)  # type: ignore[arg-type]
    named = navigation_links(name=name, **there)  # type: ignore[arg-type]

    for expected, link in zip(plain, named, strict=True):
        parts = urlsplit(link.href)
        assert link.href.isascii()
        assert parts.hostname or parts.scheme == "geo"
        assert (parts.hostname or "") in WHERE
        assert parts.fragment == ""
        assert parts.path == urlsplit(expected.href).path
        assert parse_qs(parts.query).keys() == parse_qs(urlsplit(expected.href).query).keys()


@given(names)
def test_a_plain_name_is_short_stays_plain_and_has_nothing_unseen(name: str) -> None:
    plain = plain_name(name)

    assert len(plain) <= NAME_LENGTH
    assert plain_name(plain) == plain
    assert not set(plain) & set(",;:|()&=#%\n\r\t\u202e\u2066\ufeff")


def test_a_name_that_is_a_name_is_shown_as_it_is() -> None:
    assert plain_name("五道庙小区 3 号楼·东门") == "五道庙小区 3 号楼·东门"
    assert unquote("%E8%87%AA%E6%80%A1%E5%9B%AD") == plain_name("自怡园")
