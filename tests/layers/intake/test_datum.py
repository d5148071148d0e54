"""Which datum a file has: what the boundary tells, what known facilities tell, what stays open."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import CRS

from geo.crs import datum_named, from_wgs84
from geo.geojson import canonical_collection, canonical_feature
from layers._layer import Text
from layers._registry import layer_named
from layers.intake.positions import (
    DatumJudgement,
    KnownPositions,
    RawPositions,
    known_positions,
    weigh_datums,
)
from layers.place import Place, read_place
from layers.store.reading import read_snapshot

# Twelve facilities in the middle of Tiny Town, which lies between 119.0 and 119.2 east, 36.6 and
# 36.8 north.
LON = 119.08 + np.arange(12) * 0.004
LAT = 36.68 + (np.arange(12) * 7 % 12) * 0.004
NAMES = [f"{number}号公厕" for number in range(12)]
KNOWN = KnownPositions(LON, LAT, tuple(NAMES))
NAMELESS = KnownPositions(LON, LAT, (None,) * 12)


@pytest.fixture
def town(tiny_place: Path) -> Place:
    return read_place(tiny_place)


def city(town: Place, country: str, west: float, south: float, east: float, north: float) -> Place:
    box = shapely.box(west, south, east, north)
    return replace(town, country=country, boundary=box, name=Text("某市", "Some City"))


def written(code: str, lon: Any = LON, lat: Any = LAT) -> RawPositions:
    return RawPositions(*from_wgs84(datum_named(code), np.array(lon), np.array(lat)))


def drawn(raw: RawPositions) -> RawPositions:
    return replace(raw, shapes=shapely.points(raw.x, raw.y))


def swapped(raw: RawPositions) -> RawPositions:
    return replace(raw, x=raw.y, y=raw.x)


def judged(
    raw: RawPositions,
    place: Place,
    known: KnownPositions | None = None,
    declared: str | None = None,
    file_crs: str | None = None,
) -> DatumJudgement:
    return weigh_datums(
        raw,
        place,
        known,
        names=(NAMES * len(raw))[: len(raw)],
        file_crs=file_crs,
        declared=None if declared is None else datum_named(declared),
    )


def code(judgement: DatumJudgement) -> str | None:
    return judgement.datum.code if judgement.datum else None


def test_the_boundary_cannot_tell_gcj02_from_wgs84_and_the_user_is_asked(town: Place) -> None:
    judgement = judged(written("gcj02"), town)

    assert (judgement.certainty, judgement.datum, judgement.refused) == ("undecided", None, True)
    assert "WGS 84 (wgs84)、GCJ-02 (gcj02)、BD-09 (bd09)" in judgement.reason.zh
    assert "Amap and Tencent have gcj02" in judgement.reason.en


@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
def test_known_facilities_of_the_same_names_tell_the_datum(town: Place, datum: str) -> None:
    judgement = judged(written(datum), town, KNOWN)

    assert (judgement.certainty, code(judgement)) == ("evident", datum)
    best = judgement.evidence[0]
    assert (best.matched, best.matched_by) == (12, "name")
    assert best.median_distance_m == pytest.approx(0, abs=1e-3)
    assert "12 facilities of the same name" in judgement.reason.en


def test_where_names_are_missing_the_nearest_known_facilities_tell_it_too(town: Place) -> None:
    judgement = judged(written("gcj02"), town, NAMELESS)

    assert (judgement.certainty, code(judgement)) == ("evident", "gcj02")
    assert judgement.evidence[0].matched_by == "nearest"


def test_a_file_of_many_more_than_are_known_is_told_by_those_that_are(town: Place) -> None:
    lon, lat = np.meshgrid(119.05 + np.arange(10) * 0.01, 36.65 + np.arange(10) * 0.01)
    many = written("gcj02", np.append(LON, lon), np.append(LAT, lat))

    found = weigh_datums(many, town, NAMELESS, names=[None] * len(many))

    assert (found.certainty, code(found)) == ("evident", "gcj02")
    assert (found.evidence[0].matched, found.evidence[0].matched_by) == (12, "nearest")


def test_two_known_facilities_are_too_few_to_measure_distances_to(town: Place) -> None:
    few = KnownPositions(LON[:2], LAT[:2], (None, None))

    found = judged(written("gcj02"), town, few, declared="gcj02")

    assert found.evidence[0].median_distance_m is None


def test_names_that_occur_twice_match_nothing(town: Place) -> None:
    known = KnownPositions(LON, LAT, ("公共厕所",) * 12)
    raw = written("gcj02")

    judgement = weigh_datums(raw, town, known, names=["公共厕所"] * 12)

    assert judgement.evidence[0].matched_by == "nearest"


def test_names_match_without_case_width_and_punctuation(town: Place) -> None:
    known = KnownPositions(LON, LAT, tuple(f"Ｔoilet no. {number}" for number in range(12)))

    judgement = weigh_datums(
        written("gcj02"), town, known, names=[f"toilet No{number}" for number in range(12)]
    )

    assert (code(judgement), judgement.evidence[0].matched) == ("gcj02", 12)


def test_two_matches_are_too_few_to_decide(town: Place) -> None:
    known = KnownPositions(LON[:2], LAT[:2], tuple(NAMES[:2]))

    assert judged(written("gcj02"), town, known).certainty == "undecided"


def test_a_declared_datum_that_known_facilities_contradict_is_refused(town: Place) -> None:
    judgement = judged(written("gcj02"), town, KNOWN, declared="wgs84")

    assert judgement.contradicted
    assert judgement.refused
    assert judgement.certainty == "declared"
    assert judgement.better == datum_named("gcj02")
    # 498 m to 537 m in Weifang (domain.md).
    assert "WGS 84 (wgs84), as declared, does not fit" in judgement.reason.en
    assert judgement.evidence[0].median_distance_m == pytest.approx(515, abs=22)
    assert "is 0.0 m" in judgement.reason.en


def test_a_declared_datum_that_nothing_contradicts_holds_and_says_what_stays_open(
    town: Place,
) -> None:
    judgement = judged(written("gcj02"), town, declared="wgs84")

    assert (judgement.certainty, code(judgement), judgement.refused) == ("declared", "wgs84", False)
    assert "不能排除 GCJ-02 (gcj02)、BD-09 (bd09)" in judgement.reason.zh


def test_geojson_says_wgs84_until_known_facilities_say_amap(town: Place) -> None:
    raw = drawn(written("gcj02"))

    alone = judged(raw, town, file_crs="EPSG:4326")
    held_against = judged(raw, town, KNOWN, file_crs="EPSG:4326")

    assert (alone.certainty, code(alone), alone.refused) == ("told by the file", "wgs84", False)
    assert held_against.contradicted
    assert held_against.better == datum_named("gcj02")
    assert "文件注明的" in held_against.reason.zh


def test_what_the_user_declares_comes_before_what_the_file_says(town: Place) -> None:
    raw = drawn(written("gcj02"))

    judgement = judged(raw, town, KNOWN, declared="gcj02", file_crs="EPSG:4326")

    assert (judgement.certainty, code(judgement), judgement.refused) == ("declared", "gcj02", False)


@pytest.mark.parametrize(
    ("country", "box"),
    [("TW", (121.45, 24.96, 121.67, 25.21)), ("CH", (8.4, 47.3, 8.7, 47.5))],
)
def test_where_nobody_shifts_maps_degrees_are_wgs84(
    town: Place, country: str, box: tuple[float, float, float, float]
) -> None:
    place = city(town, country, *box)
    lon, lat = np.linspace(box[0], box[2], 9)[1:-1], np.linspace(box[1], box[3], 9)[1:-1]

    judgement = judged(written("wgs84", lon, lat), place)

    assert (judgement.certainty, code(judgement), judgement.swapped) == ("evident", "wgs84", False)
    assert {each.datum.code for each in judgement.evidence} == {"wgs84"}


@pytest.mark.parametrize("with_boundary", [True, False])
def test_the_only_usual_datum_is_not_taken_where_it_puts_known_facilities_elsewhere(
    town: Place, *, with_boundary: bool
) -> None:
    taipei = city(town, "TW", 121.4, 24.9, 121.7, 25.2)
    taipei = taipei if with_boundary else replace(taipei, boundary=None)
    lon, lat = LON + 2.44, LAT - 11.64
    known = KnownPositions(lon, lat, tuple(NAMES))

    judgement = judged(written("gcj02", lon, lat), taipei, known)

    assert (judgement.certainty, judgement.datum) == ("undecided", None)
    assert "12 处同名设施的距离中位数为" in judgement.reason.zh
    declared = judged(written("gcj02", lon, lat), taipei, known, declared="wgs84")
    assert not declared.refused
    assert "与同名设施相距太远，请再核对坐标系" in declared.reason.zh


def test_in_hong_kong_amap_shifts_too(town: Place) -> None:
    place = city(town, "HK", 113.83, 22.15, 114.41, 22.57)

    judgement = judged(written("wgs84", [114.17, 114.2], [22.3, 22.35]), place)

    assert judgement.certainty == "undecided"


def test_columns_of_metres_beside_geometries_in_degrees_have_a_datum_of_their_own(
    town: Place,
) -> None:
    place = city(town, "HK", 113.83, 22.15, 114.41, 22.57)

    judgement = judged(written("2326", [114.17, 114.2], [22.3, 22.35]), place, file_crs="EPSG:4326")

    assert (judgement.certainty, code(judgement)) == ("evident", "EPSG:2326")


def test_a_local_system_that_the_file_names_says_nothing(town: Place) -> None:
    local = 'LOCAL_CS["City grid",UNIT["metre",1]]'

    judgement = judged(drawn(written("4549")), town, KNOWN, file_crs=local)

    assert (judgement.certainty, code(judgement)) == ("evident", "EPSG:4549")


def test_swapped_columns_under_a_declared_datum_are_put_right_and_said(town: Place) -> None:
    judgement = judged(swapped(written("gcj02")), town, declared="gcj02")

    assert (judgement.certainty, code(judgement), judgement.swapped, judgement.refused) == (
        *("evident", "gcj02"),
        *(True, False),
    )
    assert "x、y 两列对调了" in judgement.reason.zh


def test_swapped_columns_do_not_hide_a_wrong_datum(town: Place) -> None:
    judgement = judged(swapped(written("gcj02")), town, KNOWN, declared="wgs84")

    assert judgement.contradicted
    assert judgement.better == datum_named("gcj02")


def test_a_pair_in_open_order_is_told_by_the_boundary(town: Place) -> None:
    place = city(town, "CH", 8.4, 47.3, 8.7, 47.5)
    raw = replace(swapped(written("wgs84", [8.5, 8.55], [47.4, 47.35])), order_known=False)

    judgement = judged(raw, place)

    assert (code(judgement), judgement.swapped) == ("wgs84", True)


def test_a_pair_in_open_order_without_a_boundary_is_not_guessed(town: Place) -> None:
    place = replace(city(town, "CH", 8.4, 47.3, 8.7, 47.5), boundary=None)
    raw = written("wgs84", [8.5, 8.55], [47.4, 47.35])

    assert judged(replace(raw, order_known=False), place).certainty == "undecided"
    assert code(judged(raw, place)) == "wgs84"


@pytest.mark.parametrize(
    ("country", "box", "system"),
    [
        ("HK", (113.83, 22.15, 114.41, 22.57), "EPSG:2326"),
        ("CH", (8.4, 47.3, 8.7, 47.5), "EPSG:2056"),
        ("CH", (8.4, 47.3, 8.7, 47.5), "EPSG:21781"),
        ("NL", (4.7, 52.2, 5.1, 52.5), "EPSG:28992"),
        ("CH", (8.4, 47.3, 8.7, 47.5), "EPSG:3857"),
    ],
)
def test_a_national_grid_is_told_by_the_boundary(
    town: Place, country: str, box: tuple[float, float, float, float], system: str
) -> None:
    place = city(town, country, *box)
    lon, lat = np.linspace(box[0], box[2], 9)[1:-1], np.linspace(box[1], box[3], 9)[1:-1]

    judgement = judged(written(system, lon, lat), place)

    assert (judgement.certainty, code(judgement), judgement.swapped) == ("evident", system, False)
    assert judgement.evidence[0].share_inside == 1


def test_old_and_new_chinese_zones_cannot_be_told_apart_by_the_boundary(town: Place) -> None:
    judgement = judged(written("4549"), town)

    assert judgement.certainty == "undecided"
    for system in ("EPSG:4549", "EPSG:2385", "EPSG:2437"):
        assert system in judgement.reason.zh
    assert judgement.reason.zh.index("4549") < judgement.reason.zh.index("2385")
    assert "EPSG 代码" in judgement.reason.zh


def test_known_facilities_tell_cgcs2000_from_what_it_replaced(town: Place) -> None:
    judgement = judged(swapped(written("4528")), town, KNOWN)

    assert (judgement.certainty, code(judgement), judgement.swapped) == (
        *("evident", "EPSG:4528"),
        True,
    )


@pytest.mark.parametrize(
    ("numbers", "declared", "better"),
    [("4528", "4549", "EPSG:4528"), ("4549", "4528", "EPSG:4549"), ("4549", "4548", "EPSG:4549")],
)
def test_the_wrong_zone_and_a_wrong_prefix_are_refused_with_the_right_one(
    town: Place, numbers: str, declared: str, better: str
) -> None:
    judgement = judged(written(numbers), town, declared=declared)

    assert judgement.contradicted
    assert judgement.better is not None
    assert judgement.better.code == better
    assert better in judgement.reason.zh
    assert "100%" in judgement.reason.zh


def test_surveyors_columns_with_x_to_the_north_are_swapped(town: Place) -> None:
    judgement = judged(swapped(written("4549")), town, declared="4549")

    assert (code(judgement), judgement.swapped, judgement.refused) == ("EPSG:4549", True, False)


def test_six_degree_and_three_degree_zones_of_one_meridian_are_one(town: Place) -> None:
    place = city(town, "CN", 116.9, 36.5, 117.2, 36.8)

    judgement = judged(written("4548", [117.0, 117.1], [36.6, 36.7]), place, declared="4548")

    assert "EPSG:4509" in {datum.code for datum in judgement.evidence[0].same}


def test_a_projection_file_is_believed_and_its_accuracy_told(town: Place) -> None:
    esri = CRS(2385).to_wkt("WKT1_ESRI")

    judgement = judged(drawn(written("2385")), town, file_crs=esri)

    assert (judgement.certainty, code(judgement)) == ("told by the file", "EPSG:2385")
    assert judgement.accuracy_m is None
    assert judgement.note is not None
    assert "没有公开的转换参数" in judgement.note.zh


def test_cgcs2000_and_wgs84_need_no_note(town: Place) -> None:
    assert judged(written("4549"), town, declared="4549").note is None
    assert judged(written("wgs84"), town, declared="wgs84").note is None


@pytest.mark.parametrize(("numbers", "said"), [("wgs84", "4549"), ("4549", "wgs84")])
def test_degrees_that_are_called_metres_are_refused_with_and_without_a_boundary(
    town: Place, numbers: str, said: str
) -> None:
    for place in (town, replace(town, boundary=None)):
        assert judged(drawn(written(numbers)), place, file_crs=said).contradicted


def test_without_a_boundary_known_facilities_say_where_the_place_is(town: Place) -> None:
    place = replace(town, boundary=None)

    assert code(judged(written("4549"), place, KNOWN)) == "EPSG:4549"
    assert "没有边界" in judged(written("4549"), place).reason.zh


def test_a_declared_grid_without_anything_to_hold_it_against_is_taken(town: Place) -> None:
    judgement = judged(written("4549"), replace(town, boundary=None), declared="4549")

    assert (judgement.certainty, judgement.refused) == ("declared", False)
    assert "没有边界" in judgement.reason.zh


def test_a_file_of_another_city_keeps_its_declared_datum(town: Place) -> None:
    # Each row is then refused as outside of the place, which says more.
    judgement = judged(written("wgs84", LON + 3, LAT), town, declared="wgs84")

    assert (code(judgement), judgement.refused) == ("wgs84", False)
    assert judgement.evidence[0].share_inside == 0


def test_a_file_of_another_city_without_a_datum_is_not_guessed(town: Place) -> None:
    judgement = judged(written("wgs84", LON + 3, LAT), town)

    assert judgement.certainty == "undecided"
    assert "多数点都不在范围内" in judgement.reason.zh


def test_packed_degrees_minutes_and_seconds_are_recognised_not_read(town: Place) -> None:
    x = np.array([1_190_612.0, 1_190_501, 1_190_755, 1_190_330, 1_190_848])
    y = np.array([364_215.0, 364_101, 364_355, 364_420, 364_008])

    judgement = judged(RawPositions(x, y), town)

    assert judgement.certainty == "undecided"
    assert "度分秒连写" in judgement.reason.zh


def test_some_rows_elsewhere_do_not_change_the_judgement(town: Place) -> None:
    lon, lat = LON.copy(), LAT.copy()
    lon[:2] += 5

    assert judged(written("4549", lon, lat), town, KNOWN).datum == datum_named("4549")


def test_of_many_rows_an_even_sample_is_weighed(town: Place) -> None:
    rng = np.random.default_rng(7)
    lon, lat = rng.uniform(119.02, 119.18, 30_000), rng.uniform(36.62, 36.78, 30_000)
    raw = written("gcj02", lon, lat)
    raw.x[::10], raw.y[::10] = np.nan, np.nan

    judgement = judged(raw, town, NAMELESS, declared="gcj02")

    assert judgement.evidence[0].share_inside == 1
    assert judgement.evidence[0].matched <= 2000


def test_the_judgement_can_be_written_as_json(town: Place) -> None:
    judgement = judged(written("gcj02"), town, KNOWN, declared="wgs84")

    report = json.loads(json.dumps(judgement.as_dict()))

    assert (report["datum"], report["better"], report["contradicted"]) == ("wgs84", "gcj02", True)
    assert report["evidence"][0]["matched_by"] == "name"
    assert set(report["reason"]) == {"zh", "en"}


def test_a_point_on_the_boundary_lies_in_the_place(town: Place) -> None:
    zurich = city(town, "CH", 8.4, 47.3, 8.6, 47.5)

    judgement = judged(written("wgs84", [8.4, 8.6], [47.3, 47.4]), zurich)

    assert (judgement.certainty, code(judgement)) == ("evident", "wgs84")
    assert judgement.evidence[0].share_inside == 1.0


def test_illustrative_positions_are_not_known_ones() -> None:
    layer = layer_named("toilets")
    rows = [(119.1, "实测的", "surveyed"), (119.2, "示意的", "illustrative"), (119.3, None, None)]
    features = [
        canonical_feature(
            f"t-{lon}",
            {"type": "Point", "coordinates": [lon, 36.7]},
            dict.fromkeys(layer.fields) | {"name": name, "position": position},
        )
        for lon, name, position in rows
    ]
    snapshot = read_snapshot(layer, canonical_collection(features), file="toilets.geojson")

    known = known_positions(snapshot)

    assert known.names == ("实测的", None)
    assert known.lon.tolist() == [119.1, 119.3]
    assert known_positions(snapshot) is known


def test_a_known_position_is_that_of_the_facility_not_of_its_entrance() -> None:
    layer = layer_named("toilets")
    feature = canonical_feature(
        "t1",
        {"type": "Point", "coordinates": [119.1, 36.7]},
        dict.fromkeys(layer.fields) | {"name": "公厕", "access_point": [119.102, 36.7]},
    )
    snapshot = read_snapshot(layer, canonical_collection([feature]), file="toilets.geojson")

    assert known_positions(snapshot).lon.tolist() == [119.1]
