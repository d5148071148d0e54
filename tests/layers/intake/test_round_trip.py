"""Export, then import: the same layer, byte for byte, in every format that can hold it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from layers._registry import all_layers, layer_named
from layers.export import export_layer
from layers.intake import Options, prepare_import, published_layer
from layers.place import read_place
from tests.layers.conftest import feature_line, point, square, write_place
from tests.layers.intake.conftest import NOON

DEMONSTRATION = Path(__file__).parents[3] / "data"
FORMATS = (
    "csv",
    "tsv",
    "xlsx",
    "geojson",
    "geojsonl",
    "gpkg",
    "zip",
    "kml",
    "fgb",
    "parquet",
)
DATUMS = ("wgs84", "gcj02", "bd09", "EPSG:4549")
HARD = [
    feature_line(
        "toilets",
        "t,1",
        point(119.1234567, 36.7654321),
        {
            "name": '引号"、逗号,分号;和|竖线',
            "note": "第一行\n第二行",
            "address": "=1+1",
            "phone": "0536-8223344",
            "grade": 1,
            "accessible": False,
            "family_room": True,
            "open_hours": "Mo-Fr 06:00-22:00; Sa-Su,PH 00:00-24:00",
            "cubicles_men": 0,
            "access_point": [119.1234, 36.7654],
            "verified_on": "2026-01-02",
            "updated_at": "2026-01-02T03:04:05+08:00",
            "source_url": "https://example.org/a?b=c&d=e",
        },
    ),
    feature_line("toilets", "007", point(119.0, 36.6), {"name": "007", "note": "- 无"}),
    feature_line("toilets", "名", point(119.2, 36.8), {}),
]


def back(snapshot, file, place, *, datum, published=None):
    return prepare_import(file, snapshot.layer, place, published, Options(datum=datum, now=NOON))


def words(imported):
    return [(one.line, one.code, one.field, one.value, one.reason.en) for one in imported.findings]


@pytest.fixture
def empty_place(tmp_path):
    """The demonstration place without its layers."""
    folder = tmp_path / "empty"
    folder.mkdir()
    for name in ("place.toml", "boundary.geojson"):
        shutil.copy(DEMONSTRATION / name, folder)
    return read_place(folder)


@pytest.mark.parametrize("layer", list(all_layers()))
@pytest.mark.parametrize("suffix", FORMATS)
def test_the_demonstration_comes_back_byte_for_byte(layer, suffix, empty_place, tmp_path):
    snapshot = published_layer(read_place(DEMONSTRATION), layer_named(layer))
    file = tmp_path / f"{layer}.{suffix}"
    export_layer(snapshot, file, place=empty_place)

    imported = back(snapshot, file, empty_place, datum="wgs84")

    assert imported.after is not None, words(imported)
    assert imported.counts.refused == 0, words(imported)
    assert imported.after.data == snapshot.data


@pytest.mark.parametrize("datum", DATUMS)
@pytest.mark.parametrize("suffix", ["csv", "xlsx", "gpkg", "zip", "geojson", "parquet"])
@pytest.mark.parametrize("headings", ["zh", "en", "field"])
def test_the_datum_and_the_headings_make_no_difference(
    datum, suffix, headings, empty_place, tmp_path
):
    snapshot = published_layer(read_place(DEMONSTRATION), layer_named("communities"))
    file = tmp_path / f"communities.{suffix}"
    export_layer(snapshot, file, place=empty_place, datum=datum, headings=headings)

    imported = back(snapshot, file, empty_place, datum=datum)

    assert imported.after is not None, (imported.refusals, words(imported))
    assert imported.after.data == snapshot.data


@pytest.mark.parametrize("suffix", FORMATS)
def test_hard_texts_zeros_and_unknowns_come_back(suffix, tmp_path):
    place = read_place(write_place(tmp_path / "tiny", {"toilets": HARD}))
    snapshot = published_layer(place, layer_named("toilets"))
    file = tmp_path / f"toilets.{suffix}"
    export_layer(snapshot, file, place=place)

    imported = back(snapshot, file, place, datum="wgs84")

    assert imported.counts.refused == 0, words(imported)
    assert imported.after.data == snapshot.data


def test_parks_of_points_and_outlines_come_back(tmp_path):
    features = [
        feature_line("parks", "a", square(119.1, 36.7, 0.001), {"features": ["fitness"]}),
        feature_line("parks", "b", point(119.15, 36.75), {"name": "口袋公园", "area_m2": 400.5}),
    ]
    place = read_place(write_place(tmp_path / "tiny", {"parks": features}))
    snapshot = published_layer(place, layer_named("parks"))
    for suffix in FORMATS:
        file = tmp_path / f"parks.{suffix}"
        export_layer(snapshot, file, place=place)

        imported = back(snapshot, file, place, datum="wgs84")

        assert imported.after is not None, (suffix, imported.refusals, words(imported))
        assert imported.after.data == snapshot.data, suffix


def test_what_is_published_already_stays_as_it_is(tmp_path):
    place = read_place(DEMONSTRATION)
    for layer in all_layers().values():
        snapshot = published_layer(place, layer)
        file = tmp_path / f"{layer.name}.xlsx"
        export_layer(snapshot, file, place=place, datum="gcj02")

        imported = back(snapshot, file, place, datum="gcj02", published=snapshot)

        assert imported.comparison.unchanged == len(snapshot), layer.name
        assert imported.after.data == snapshot.data
