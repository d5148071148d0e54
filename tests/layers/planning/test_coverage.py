"""Who is within reach: a town with a river and one bridge, every figure worked by hand."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime

import numpy as np
import pytest
import shapely

from geo.geojson import canonical_geometry
from layers._layer import Text
from layers.find.select import FreeAt, Selection
from layers.planning import (
    Added,
    CoverageQuestion,
    PlanningError,
    Supply,
    Zones,
    answer_coverage,
    answer_shares,
    table_rows,
)
from layers.planning.demand import Buildings
from layers.planning.result import Threshold, threshold_in_minutes, threshold_of
from layers.store.columns import Filter
from tests.layers.conftest import feature_line
from tests.layers.planning.scene import (
    PLANE,
    area,
    at,
    community,
    degrees,
    scene_of,
    toilet,
    town,
)

NORTH = Text("北", "north")
# 10 households beside the toilets, 20 straight across the river, 30 at the far end of the north
# bank, 40 too far from any way.
COMMUNITIES = [
    community(1, 100, 410, 10, subdistrict="北街道"),
    community(2, 100, 170, 20, subdistrict="南街道"),
    community(3, 1400, 410, 30, subdistrict="北街道"),
    community(4, 800, -180, 40),
]
TOILETS = [toilet(1, 100, 400)]


def ask(store, layer="toilets", metres=500.0, supply=None, **options):
    question = CoverageQuestion(supply or Supply(), Threshold(metres), **options)
    return answer_coverage(question, scene_of(store, layer))


def test_a_river_makes_the_difference_between_the_two_distances(tmp_path):
    answer = ask(town(tmp_path, toilets=TOILETS, communities=COMMUNITIES))

    assert answer.straight.whole.served == 30
    assert answer.network is not None
    assert answer.network.whole.served == 10
    assert answer.network.whole.total == 100


def test_the_shares_alone_are_those_of_the_whole_answer(tmp_path):
    store = town(tmp_path, toilets=TOILETS, communities=COMMUNITIES)
    whole = ask(store)

    shares = answer_shares(CoverageQuestion(Supply(), Threshold(500.0)), scene_of(store, "toilets"))

    assert (shares.straight, shares.network) == (whole.straight.whole, whole.network.whole)
    # North: 10 of 40. South: 20 straight across the river, none on foot. Nowhere: 40, not reached.
    assert [
        (name, by_air.served, by_air.total, on_foot.served)
        for name, by_air, on_foot in shares.zones
    ] == [("北街道", 10, 40, 10), ("南街道", 20, 20, 0), (None, 0, 40, 0)]
    assert shares.made == whole.made


def test_the_uncovered_are_listed_with_the_distance_to_their_nearest_facility(tmp_path):
    answer = ask(town(tmp_path, toilets=TOILETS, communities=COMMUNITIES))

    # c3: 10 + 1,300. c2: 10 + 1,400 to the bridge, 220 over it, 1,400 back. c4 reaches nothing.
    assert [(one.id, one.facility) for one in answer.network.uncovered] == [
        ("c4", None),
        ("c3", "t1"),
        ("c2", "t1"),
    ]
    assert answer.network.uncovered[1].distance_m == pytest.approx(1310, abs=0.1)
    assert answer.network.uncovered[2].distance_m == pytest.approx(3030, abs=0.1)
    assert answer.network.uncovered[0].distance_m is None
    assert answer.network.unconnected == 40


def test_zones_are_the_subdistricts_and_what_has_none_comes_last(tmp_path):
    answer = ask(town(tmp_path, toilets=TOILETS, communities=COMMUNITIES))

    zones = {name: (one.total, one.served) for name, one in answer.network.zones}
    assert zones == {"北街道": (40, 10), "南街道": (20, 0), None: (40, 0)}


def test_zones_of_ones_own_replace_them_and_a_broken_one_is_told_of(tmp_path):
    west = degrees(shapely.box(-200, -300, 700, 900))
    tie = degrees(shapely.Polygon([(900, 0), (1500, 600), (1500, 0), (900, 600)]))
    zones = Zones(("west", "tie"), np.array([west, tie], object))
    answer = ask(town(tmp_path, toilets=TOILETS, communities=COMMUNITIES), zones=zones)

    named = {name: one.total for name, one in answer.straight.zones}
    assert named == {"west": 30, "tie": 0, None: 70}
    assert [(fault.row, fault.reason) for fault in answer.zone_faults] == [(1, "crosses_itself")]


def test_the_curve_grows_to_all_who_reach_something(tmp_path):
    answer = ask(town(tmp_path, toilets=TOILETS, communities=COMMUNITIES))

    curve = dict(answer.network.curve)
    assert (curve[0], curve[50], curve[1300], curve[1350]) == (0, 10, 10, 40)
    assert [served for _, served in answer.network.curve] == sorted(curve.values())


def test_served_area_and_gaps_tile_the_place(tmp_path):
    answer = ask(town(tmp_path, toilets=TOILETS, communities=COMMUNITIES))

    for reach in (answer.straight, answer.network):
        whole = reach.served_m2 + math.fsum(gap.area_m2 for gap in reach.gaps)
        assert whole == pytest.approx(1900 * 900, rel=1e-5)
        assert math.fsum(gap.unserved for gap in reach.gaps) == pytest.approx(reach.whole.unserved)
        assert [gap.rank for gap in reach.gaps] == list(range(1, len(reach.gaps) + 1))
    assert answer.network.served_m2 < answer.straight.served_m2


def test_without_a_network_there_are_straight_lines_only(tmp_path):
    answer = ask(town(tmp_path, network=False, toilets=TOILETS, communities=COMMUNITIES))

    assert answer.network is None
    assert answer.made.network is None
    assert answer.straight.whole.served == 30


def test_no_facility_at_all_serves_nobody(tmp_path):
    store = town(tmp_path, toilets=TOILETS, communities=COMMUNITIES)
    answer = ask(store, supply=Supply(removed=frozenset({"t1"})))

    for reach in (answer.straight, answer.network):
        assert reach.whole.served == 0
        assert reach.served_m2 == 0
        assert reach.mean_m is None
        assert reach.median_m is None
    assert answer.made.supply_count == 0


def test_a_facility_just_outside_of_the_place_serves_inside(tmp_path):
    outside = toilet(2, -290, 400)
    answer = ask(town(tmp_path, toilets=[outside], communities=COMMUNITIES))

    # 290 m to the end of the street, 100 m along it, 10 m up.
    assert answer.network.whole.served == 10
    assert answer.network.mean_m is not None


def test_two_facilities_in_one_spot_serve_as_one(tmp_path):
    one = ask(town(tmp_path / "a", toilets=TOILETS, communities=COMMUNITIES))
    two = ask(
        town(tmp_path / "b", toilets=[*TOILETS, toilet(2, 100, 400)], communities=COMMUNITIES)
    )

    assert two.network.whole == one.network.whole
    assert two.network.served_m2 == pytest.approx(one.network.served_m2)


def test_a_facility_without_a_way_is_named(tmp_path):
    far = toilet(2, 800, -190)
    answer = ask(town(tmp_path, toilets=[*TOILETS, far], communities=COMMUNITIES))

    assert answer.network.facilities_unconnected == ("t2",)
    assert answer.straight.facilities_unconnected == ()
    # In a straight line it serves its neighbours.
    assert answer.straight.whole.served == 30 + 40


def test_what_is_planned_or_closed_serves_nobody_unless_asked_for(tmp_path):
    planned = toilet(1, 100, 400, status="planned")
    store = town(tmp_path, toilets=[planned], communities=COMMUNITIES)

    assert ask(store).network.whole.served == 0
    assert ask(store, supply=Supply(also_not_in_use=True)).network.whole.served == 10
    only = Selection(filters=(Filter("status", ("planned",)),))
    assert ask(store, supply=Supply(only)).network.whole.served == 10


def test_toilets_that_are_locked_at_night_do_not_count_then(tmp_path):
    toilets = [toilet(1, 100, 400, open_hours="08:00-20:00")]
    store = town(tmp_path, toilets=toilets, communities=COMMUNITIES)
    night = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # 23:00 in Weifang
    noon = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)

    by_night = ask(store, supply=Supply(Selection(free=FreeAt(night))))
    at_noon = ask(store, supply=Supply(Selection(free=FreeAt(noon))))

    assert (by_night.network.whole.served, at_noon.network.whole.served) == (0, 10)


def test_a_facility_added_or_moved_changes_the_answer(tmp_path):
    store = town(tmp_path, toilets=TOILETS, communities=COMMUNITIES)
    [(lon, lat)] = shapely.get_coordinates(degrees(shapely.Point(1400, 400))).tolist()

    added = ask(store, supply=Supply(added=(Added(lon, lat),)))
    moved = ask(store, supply=Supply(moved=(("t1", lon, lat),)))

    assert added.network.whole.served == 10 + 30
    assert moved.network.whole.served == 30
    assert {one.facility for one in moved.network.uncovered} == {"t1", None}


def test_an_id_that_is_not_there_is_refused_with_its_name(tmp_path):
    store = town(tmp_path, toilets=TOILETS, communities=COMMUNITIES)

    with pytest.raises(PlanningError, match="toilets has no t9"):
        ask(store, supply=Supply(removed=frozenset({"t9"})))
    with pytest.raises(PlanningError, match="is no position"):
        ask(store, supply=Supply(added=(Added(36.7, 119.1),)))


def park(number, shape, **properties):
    return feature_line("parks", f"p{number}", area(shape), properties)


def test_a_park_is_reached_where_a_street_touches_it_and_its_inside_is_no_detour(tmp_path):
    # Beside the north bank from x 300 to 700.
    parks = [park(1, shapely.box(300, 400, 700, 500))]
    answer = ask(town(tmp_path, parks=parks, communities=COMMUNITIES), layer="parks", metres=250)

    # c1: 10 m to the street, then 200 m less the metre that counts as touching.
    assert answer.network.whole.served == 10
    assert answer.network.mean_m is not None
    assert dict(answer.network.curve)[200] == 0
    assert dict(answer.network.curve)[250] == 10


def test_a_park_with_one_gate_on_the_far_side_is_reached_only_there(tmp_path):
    gate = shapely.get_coordinates(degrees(shapely.Point(700, 400))).tolist()
    parks = [park(1, shapely.box(300, 400, 700, 500), entrances=gate)]
    answer = ask(town(tmp_path, parks=parks, communities=COMMUNITIES), layer="parks", metres=250)

    # c1 walks 10 m and 600 m; straight it is 200 m to the park's edge.
    assert answer.network.whole.served == 0
    assert answer.straight.whole.served == 10


def test_who_lives_in_a_park_is_there(tmp_path):
    parks = [park(1, shapely.box(700, -200, 900, -100))]
    answer = ask(town(tmp_path, parks=parks, communities=COMMUNITIES), layer="parks", metres=50)

    assert answer.network.whole.served == 40
    assert answer.network.unconnected == 0


def test_each_row_that_cannot_be_counted_is_left_out_with_its_reason(tmp_path):
    odd = [community(8, 100, 410, None), community(9, 100, 410, 5)]
    answer = ask(town(tmp_path, toilets=TOILETS, communities=[*COMMUNITIES, *odd]))

    assert [(one.id, one.reason.zh) for one in answer.made.left_out] == [("c8", "没有户数")]
    assert answer.network.whole.total == 105
    assert answer.made.demand_rows == 6


def test_a_table_with_every_fault_is_answered_for_the_rows_that_are_good(tmp_path):
    store = town(tmp_path, toilets=TOILETS, communities=COMMUNITIES)
    good, tie = degrees(shapely.Point(100, 410)), [(0, 0), (1, 1), (1, 0), (0, 1)]
    shapes = [good, None, shapely.Point(500, 0), shapely.Polygon(tie), good, good, good]
    rows = table_rows(
        Text("人口表", "a table"),
        np.array([None, *shapes], object)[1:],
        ["7", 1, 1, 1, -3, math.nan, "many"],
    )
    answer = answer_coverage(
        CoverageQuestion(Supply(), Threshold(500)), scene_of(store, demand=rows)
    )

    assert answer.network.whole.total == 7
    assert [(one.id, one.reason.en) for one in answer.made.left_out] == [
        ("2", "it has no position"),
        ("3", "its position is not on the earth"),
        ("4", "its outline crosses itself"),
        ("5", "its number of households is negative"),
        ("6", "its number of households is not known"),
        ("7", "its number of households is not known"),
    ]


def test_a_table_without_one_good_row_is_refused(tmp_path):
    store = town(tmp_path, toilets=TOILETS, communities=COMMUNITIES)
    rows = table_rows(Text("表", "a table"), np.array([None], object), [1])

    with pytest.raises(PlanningError, match="none of 1 rows"):
        answer_coverage(CoverageQuestion(Supply(), Threshold(500)), scene_of(store, demand=rows))


def test_who_lives_outside_of_the_place_is_not_counted_and_told_of(tmp_path):
    beyond = community(9, 5000, 400, 77)
    answer = ask(town(tmp_path, toilets=TOILETS, communities=[*COMMUNITIES, beyond]))

    assert answer.made.outside == 77
    assert answer.straight.whole.total == 100


def test_a_community_that_is_an_area_is_spread_over_its_buildings(tmp_path):
    block = feature_line(
        "communities", "c1", area(shapely.box(0, 400, 1000, 500)), {"households": 90}
    )
    store = town(tmp_path, toilets=TOILETS, communities=[block])
    lon, lat = PLANE.to_wgs84(np.array([(110.0, 410), (900, 410)]))
    buildings = Buildings(lon, lat, np.array([60.0, 30]))

    question = CoverageQuestion(Supply(), Threshold(500))
    spread = answer_coverage(question, scene_of(store, buildings=buildings))
    evenly = answer_coverage(question, scene_of(store))

    assert spread.network.whole.served == pytest.approx(60)
    assert 30 < evenly.network.whole.served < 70
    assert spread.network.uncovered[0].unserved == pytest.approx(30)


def test_a_threshold_says_where_it_comes_from_and_how_long_one_walks(tmp_path):
    store = town(tmp_path, toilets=TOILETS, communities=COMMUNITIES)
    standard = store.snapshot("toilets").layer.standards[0]

    assert threshold_of(standard).as_dict()["certainty"] == "secondary"
    assert threshold_of(standard, speed_m_s=0.8).minutes == pytest.approx(300 / 0.8 / 60)
    assert threshold_in_minutes(5).metres == pytest.approx(330)


def test_the_same_question_gives_the_same_bytes_and_they_are_json(tmp_path):
    store = town(tmp_path, toilets=TOILETS, communities=COMMUNITIES)

    def written():
        answer = ask(store)
        shapes = [answer.network.served, *(gap.shape for gap in answer.network.gaps)]
        drawn = [canonical_geometry(json.loads(shapely.to_geojson(shape))) for shape in shapes]
        return json.dumps([answer.as_dict(), drawn], allow_nan=False)

    assert written() == written()


def test_progress_never_falls_and_ends_at_one(tmp_path):
    told = []
    store = town(tmp_path, toilets=TOILETS, communities=COMMUNITIES)
    answer_coverage(
        CoverageQuestion(Supply(), Threshold(500)),
        scene_of(store),
        progress=lambda _, share: told.append(share),
    )

    assert told == sorted(told)
    assert told[-1] == 1


def test_a_place_without_a_boundary_is_what_lies_around_what_is_known(tmp_path):
    store = town(tmp_path, toilets=TOILETS, communities=COMMUNITIES)
    text = (tmp_path / "place.toml").read_text(encoding="utf-8")
    (tmp_path / "place.toml").write_text(
        text.replace('boundary = "boundary.geojson"\n', "").replace(
            "draw_boundary = true", "draw_boundary = false"
        ),
        encoding="utf-8",
    )
    answer = ask(type(store)(tmp_path))

    assert answer.straight.whole.total == 100
    assert answer.straight.whole.served == 30
    assert at(0, 0)["type"] == "Point"
