"""Which place an extract shows: its name, boundary, time zone, country and metric CRS."""

from pathlib import Path

import pytest

from layers.errors import LayerError
from layers.hours import WorkingCalendar
from layers.osm import import_osm
from layers.osm.whereabouts import zone_countries
from layers.place import read_place
from tests.layers.osm_hand import HEAD, TAIL, imported, toilets


def test_the_given_name_zone_and_country_count(tmp_path: Path) -> None:
    report, out = imported(
        tmp_path, toilets(1, 119.1, 36.7), name="我的区", timezone="Asia/Urumqi", country="cn"
    )
    place = read_place(out)
    assert (place.name.zh, place.timezone, place.country) == ("我的区", "Asia/Urumqi", "CN")
    assert report.warnings == ()


def test_without_a_boundary_the_place_is_named_after_the_file(tmp_path: Path) -> None:
    source = tmp_path / "weifang-latest.osm"
    source.write_text(HEAD + toilets(1, 119.1, 36.7) + TAIL, encoding="utf-8")
    import_osm(source, tmp_path / "place")
    place = read_place(tmp_path / "place")
    assert (place.name.zh, place.boundary, place.draw_boundary) == ("weifang", None, False)
    assert place.data_date is None


def test_a_boundary_around_some_of_the_facilities_is_not_the_places(tmp_path: Path) -> None:
    corners = ((1, 119.0, 36.0), (2, 120.0, 36.0), (3, 120.0, 37.0))
    nodes = "".join(
        f'<node id="{ref}" version="1" lon="{lon}" lat="{lat}"/>' for ref, lon, lat in corners
    )
    district = (
        '<way id="5" version="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="1"/></way>'
        '<relation id="6" version="1"><member type="way" ref="5" role="outer"/>'
        '<tag k="type" v="boundary"/><tag k="boundary" v="administrative"/>'
        '<tag k="admin_level" v="6"/><tag k="name" v="半个区"/></relation>'
    )
    inside, outside = toilets(7, 119.9, 36.5), toilets(8, 119.1, 36.9)
    _, out = imported(tmp_path, nodes + district + inside + outside)
    assert read_place(out).name.zh == "hand"
    imported(tmp_path, nodes + district + inside, overwrite=True)
    assert read_place(out).name.zh == "半个区"


@pytest.mark.parametrize(
    ("lon", "lat", "zone", "country", "crs"),
    [
        (24.94, 60.17, "Europe/Helsinki", "FI", "EPSG:32635"),
        (151.2, -33.9, "Australia/Sydney", "AU", "EPSG:32756"),
        (-74.0, 40.7, "America/New_York", "US", "EPSG:32618"),
        (87.6, 43.8, "Asia/Shanghai", "CN", "EPSG:32645"),
    ],
)
def test_zone_country_and_crs_follow_from_the_centre(
    tmp_path: Path, lon: float, lat: float, zone: str, country: str, crs: str
) -> None:
    report, out = imported(tmp_path, toilets(1, lon, lat))
    place = read_place(out)
    assert (place.timezone, place.country, place.metric_crs) == (zone, country, crs)
    assert report.warnings == ()


def test_every_country_that_can_follow_has_a_working_calendar() -> None:
    for country in sorted(set(zone_countries().values())):
        WorkingCalendar.of_country(country)


def test_at_sea_the_country_is_assumed_and_that_is_said(tmp_path: Path) -> None:
    report, out = imported(tmp_path, toilets(1, -40, -30))
    assert read_place(out).country == "CN"
    assert any("give the country" in warning for warning in report.warnings)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"timezone": "Asia/Weifang"}, "no time zone 'Asia/Weifang'"),
        ({"country": "XX"}, "'XX'"),
    ],
)
def test_a_zone_or_country_that_does_not_exist_is_refused(
    tmp_path: Path, options: dict[str, str], reason: str
) -> None:
    with pytest.raises(LayerError, match=reason):
        imported(tmp_path, toilets(1, 119.1, 36.7), **options)
    assert not (tmp_path / "place").exists()
