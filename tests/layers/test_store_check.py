"""`check_place` finds every fault and names where it is."""

from __future__ import annotations

from geo.geojson import canonical_collection
from layers.store.check import check_place
from tests.layers.conftest import feature_line, point, tiny_layers, write_place


def faults_by_field(folder):
    faults, _ = check_place(folder)
    return {(f.file, f.line, f.feature_id, f.field, f.severity): f.reason for f in faults}


def test_a_good_place_has_no_faults(tiny_place):
    faults, counts = check_place(tiny_place)

    assert faults == []
    assert counts == {"parking": 4, "parks": 2}


def test_every_sort_of_fault_is_found_in_one_go(tmp_path):
    folder = write_place(
        tmp_path / "place",
        {
            "parking": [
                feature_line("parking", "a", point(119.1, 36.7), {"free_hours": "8-18"}),
                feature_line("parking", "b", point(120.1, 36.7), {}),
                feature_line("parking", "c", point(119.1, 36.7), {"spacs": 3}),
                feature_line(
                    "parking",
                    "d",
                    point(119.15, 36.7),
                    {"free_hours": "Mo-Fr 18:00-08:00; Sa-Su,PH 00:00-24:00"},
                ),
            ],
            "toilets": [feature_line("toilets", "t", point(119.1, 36.7), {"grade": 5})],
            "benches": [],
        },
    )

    found = faults_by_field(folder)

    parking, toilets = "parking.geojson", "toilets.geojson"
    assert "08:00-18:00" in found[parking, 2, "a", "free_hours", "error"]
    assert "outside" in found[parking, 3, "b", "geometry", "warning"]
    assert "did you mean 'spaces'" in found[parking, 4, "c", "spacs", "warning"]
    assert "lies here too" in found[parking, 4, "c", "geometry", "warning"]
    assert found[parking, 5, "d", "free_hours", "warning"]
    assert "5: input should be 1, 2 or 3" in found[toilets, 2, "t", "grade", "error"]
    assert "no layer of this name" in found["benches.geojson", None, None, None, "warning"]


def test_a_broken_place_file_is_the_only_fault(tmp_path):
    folder = write_place(tmp_path / "place", tiny_layers())
    (folder / "place.toml").write_text("name = ", encoding="utf-8")

    faults, counts = check_place(folder)

    assert [fault.file for fault in faults] == ["place.toml"]
    assert counts == {}


def test_a_place_without_any_layer_file_says_which_there_could_be(tmp_path):
    folder = write_place(tmp_path / "place", {})

    faults, _ = check_place(folder)

    assert "parking.geojson" in faults[0].reason


def test_faults_of_a_file_with_other_line_breaks_name_its_own_lines(tmp_path):
    folder = write_place(tmp_path / "place", {})
    lines = [feature_line("parking", name, point(119.1, 36.7), {"x": 1}) for name in "ab"]
    text = canonical_collection(lines).replace(b",\n{", b",\n\n\n{")
    (folder / "parking.geojson").write_bytes(text)

    found = faults_by_field(folder)

    assert ("parking.geojson", 2, "a", "x", "warning") in found
    assert ("parking.geojson", 5, "b", "x", "warning") in found


def test_an_outline_that_crosses_itself_is_warned_of_and_still_served(tmp_path):
    bow_tie = {
        "type": "Polygon",
        "coordinates": [
            [[119.1, 36.7], [119.11, 36.71], [119.11, 36.7], [119.1, 36.71], [119.1, 36.7]]
        ],
    }
    folder = write_place(tmp_path / "place", {"parks": [feature_line("parks", "bow", bow_tie, {})]})

    faults, counts = check_place(folder)

    assert counts == {"parks": 1}
    assert [(f.feature_id, f.field, f.severity) for f in faults] == [("bow", "geometry", "warning")]


def test_a_file_that_is_refused_still_shows_all_its_other_faults(tmp_path):
    folder = write_place(
        tmp_path / "place",
        {
            "parking": [
                feature_line("parking", "a", point(119.1, 36.7), {"spaces": -1}),
                feature_line("parking", "b", point(119.12, 36.7), {"free_hours": "25:00"}),
                feature_line("parking", "a", point(36.7, 119.1), {"zone": 1}),
            ]
        },
    )

    faults, counts = check_place(folder)

    assert counts == {}
    assert [(fault.line, fault.feature_id, fault.field) for fault in faults] == [
        (2, "a", "spaces"),
        (3, "b", "free_hours"),
        (4, "a", "id"),
        (4, "a", "zone"),
        (4, "a", "geometry"),
    ]
