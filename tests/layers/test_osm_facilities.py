"""OSM tags -> a layer's fields, layer by layer."""

from dataclasses import replace
from typing import Any

import pytest
from shapely.geometry import Point

from layers._registry import all_layers
from layers.osm.errors import BrokenShapeError, LeftOutError
from layers.osm.extract import EPOCH, Thing
from layers.osm.facilities import taken
from layers.osm.features import Feature
from layers.osm.wanted import facility_layers, feature_inside


def fields(layer: str, **tags: str) -> dict[str, Any]:
    return taken(layer, with_colons(tags)).fields


def with_colons(tags: dict[str, str]) -> dict[str, str]:
    return {key.replace("__", ":"): value for key, value in tags.items()}


def reason(layer: str, **tags: str) -> str:
    with pytest.raises(LeftOutError) as left_out:
        taken(layer, with_colons(tags))
    return left_out.value.reason


def test_parking_has_its_numbers_as_numbers() -> None:
    found = fields(
        "parking",
        fee="no",
        capacity="25",
        capacity__disabled="2",
        parking="underground",
        maxheight="2.1 m",
        opening_hours="06:00-22:00",
    )
    assert found == {
        "open_hours": "06:00-22:00",
        "spaces": 25,
        "accessible_spaces": 2,
        "kind": "underground",
        "free_hours": "24/7",
        "max_stay_minutes": None,
        "height_limit_m": 2.1,
    }
    assert fields("parking", fee="no", capacity="yes")["spaces"] is None


@pytest.mark.parametrize(
    ("parking", "kind"),
    [
        ("street_side", "kerbside"),
        ("lane", "kerbside"),
        ("on_kerb", "kerbside"),
        ("surface", "lot"),
        ("multi-storey", "lot"),
        ("rooftop", "lot"),
        ("underground", "underground"),
        ("carports", None),
    ],
)
def test_the_kind_of_parking_is_said_by_its_tag(parking: str, kind: str | None) -> None:
    assert fields("parking", fee="no", parking=parking)["kind"] == kind


@pytest.mark.parametrize(
    "access", ["private", "customers", "no", "permit", "delivery", "employees", "yes;customers"]
)
def test_parking_that_is_not_for_everybody_is_left_out(access: str) -> None:
    assert reason("parking", fee="no", access=access) == "private"
    assert reason("parking", fee="no", access="yes", motor_vehicle=access) == "private"


def test_a_private_yard_that_is_open_to_all_at_night_is_shared() -> None:
    found = fields(
        "parking", fee="no", access="private", access__conditional="yes @ (Mo-Fr 18:00-24:00)"
    )
    assert found["kind"] == "shared"
    assert found["open_hours"] == "Mo-Fr 18:00-24:00"
    assert found["free_hours"] == "24/7"


def test_parking_that_is_reserved_at_times_is_open_at_the_others() -> None:
    found = fields(
        "parking",
        fee="no",
        access__conditional="customers @ (Mo-Fr 08:00-18:00)",
        parking="surface",
    )
    assert found["kind"] == "lot"
    assert found["open_hours"] == "Mo-Fr 00:00-08:00,18:00-24:00; Sa-Su 00:00-24:00"


def test_a_private_yard_stays_private_where_its_open_hours_do_not_follow() -> None:
    for text in ("no @ (Mo 08:00-18:00)", "yes @ guests", "no @ (May 08:00-18:00); yes @ (Mo-Fr)"):
        assert reason("parking", fee="no", access="private", access__conditional=text) == "private"


def test_parking_whose_open_hours_are_not_understood_is_never_free() -> None:
    found = taken("parking", {"fee": "no", "opening_hours": "dawn till dusk"})
    assert found.fields["open_hours"] is None
    assert found.fields["free_hours"] is None
    assert [(name, text) for name, text, _ in found.not_understood] == [
        ("open_hours", "dawn till dusk")
    ]
    reserved = taken("parking", {"fee": "no", "access:conditional": "no @ (snow)"})
    assert reserved.fields["free_hours"] is None


def test_a_private_garden_is_no_park() -> None:
    assert reason("parks", leisure="garden", access="private") == "private"
    assert reason("parks", leisure="garden", garden__type="residential") == "private"
    assert fields("parks", leisure="garden", garden__type="community") == {"features": []}


def test_a_park_has_the_features_that_its_tags_say() -> None:
    found = fields("parks", leisure="park", lit="yes", dog="leashed", wheelchair="yes", bench="no")
    assert found["features"] == ["lighting", "accessible_paths", "dogs_allowed"]


def test_a_toilet_says_yes_no_or_nothing() -> None:
    found = taken(
        "toilets",
        {
            "wheelchair": "limited",
            "changing_table": "yes",
            "unisex": "yes",
            "opening_hours": "Mo-Su 06:00-22:00",
        },
    )
    assert found.fields == {
        "accessible": None,
        "family_room": None,  # unisex does not say that there is a family room
        "baby_change": True,
        "open_hours": "Mo-Su 06:00-22:00",
    }
    assert found.notes == ["轮椅部分可达 Wheelchair access is limited"]
    assert taken("toilets", {"changing_table": "limited"}).notes == [
        "婴儿台有限 Baby changing is limited"
    ]
    assert fields("toilets", wheelchair="no", family="yes", diaper="no") == {
        "accessible": False,
        "family_room": True,
        "baby_change": False,
    }


def test_a_toilet_with_a_fee_has_no_hours_since_open_would_be_read_as_free() -> None:
    found = taken("toilets", {"fee": "yes", "charge": "0.50 EUR", "opening_hours": "24/7"})
    assert "open_hours" not in found.fields
    assert found.notes == ["收费 Fee charged: fee=yes; charge=0.50 EUR; opening_hours=24/7"]
    assert found.not_understood == []


def test_hours_that_are_not_understood_are_kept_in_the_note() -> None:
    found = taken("toilets", {"opening_hours": "8-18"})
    assert found.fields["open_hours"] is None
    assert found.notes == ["时间未能读懂 Hours not understood: 8-18"]
    ((name, text, why),) = found.not_understood
    assert (name, text) == ("open_hours", "8-18")
    assert "write 08:00-18:00" in why


def test_only_shelters_from_sun_and_weather_are_sunshades() -> None:
    assert fields("sunshades", shelter_type="sun_shelter", start_date="2021")["built_on"] is None
    for other in ("public_transport", "basic_hut", "lean_to", ""):
        assert reason("sunshades", shelter_type=other) == "other_shelter"
    assert reason("sunshades", shelter_type="gazebo", access="private") == "private"


def test_a_residential_area_needs_a_name() -> None:
    assert fields("communities", name="幸福小区", start_date="1992-05") == {"built_year": 1992}
    assert reason("communities", name="  ") == "no_name"


@pytest.mark.parametrize(
    ("tags", "status"),
    [
        ({"amenity": "toilets"}, "open"),
        ({"disused:amenity": "toilets"}, "closed"),
        ({"abandoned:amenity": "toilets"}, "closed"),
        ({"construction:amenity": "toilets"}, "under_construction"),
        ({"proposed:amenity": "toilets"}, "planned"),
        ({"amenity": "toilets", "disused": "yes"}, "closed"),
        ({"amenity": "toilets", "disused": "no"}, "open"),
    ],
)
def test_the_lifecycle_says_the_status(tags: dict[str, str], status: str) -> None:
    assert facility_layers(tags) == {"toilets": status}


def test_what_is_gone_is_no_facility() -> None:
    assert facility_layers({"demolished:amenity": "toilets"}) == {}
    assert facility_layers({"amenity": "cafe"}) == {}


def test_what_is_there_counts_and_not_what_was_there_before() -> None:
    assert facility_layers({"leisure": "park", "disused:leisure": "garden"}) == {"parks": "open"}


def test_an_object_can_be_in_two_layers() -> None:
    both = {"amenity": "toilets", "leisure": "park"}
    assert facility_layers(both) == {"parks": "open", "toilets": "open"}


def test_values_that_the_model_refuses_are_not_written() -> None:
    layer = all_layers()["toilets"]
    thing = Thing("node", 1, (1, EPOCH), visible=True, tags={})
    with pytest.raises(BrokenShapeError, match="does_not_fit"):
        Feature(thing, Point(119.1, 36.7), {"status": "somehow"}).written(layer)
    only_areas = replace(layer, geometries=frozenset({"Polygon"}))
    with pytest.raises(BrokenShapeError, match="not_an_area"):
        Feature(thing, Point(119.1, 36.7), {}).written(only_areas)


def test_what_lies_in_a_park_adds_a_feature() -> None:
    assert feature_inside({"amenity": "bench"}) == "seating"
    assert feature_inside({"leisure": "playground", "access": "private"}) is None
    assert feature_inside({"leisure": "track", "sport": "athletics;running"}) == "running_track"
    assert feature_inside({"leisure": "track", "sport": "cycling"}) is None
    assert feature_inside({"amenity": "shelter", "shelter_type": "gazebo"}) == "pavilion"
    assert feature_inside({"amenity": "shelter"}) is None
