"""What search engines ask for: every page is listed once, in parts, at addresses that answer."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from urllib.robotparser import RobotFileParser

import httpx2
import pytest

from api import sitemap
from api.main import create_app
from api.settings import Settings
from geo.geojson import canonical_collection
from tests.api.conftest import IDS, client_of, write_town
from tests.api.test_links import quoted
from tests.layers.conftest import feature_line, point
from tests.serving import serving

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
}


def parsed(answer: httpx2.Response) -> ET.Element:
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/xml"
    return ET.fromstring(answer.text)


def locations(root: ET.Element) -> list[str]:
    return [one.text or "" for one in root.iterfind("*/s:loc", NAMES)]


def test_the_sitemap_lists_every_facility_once(client, town_url):
    parts = locations(parsed(client.get("/sitemap.xml")))
    listed = [address for part in parts for address in locations(parsed(client.get(part)))]

    assert parts[:2] == [f"{town_url}/sitemap/pages.xml", f"{town_url}/sitemap/parking/1.xml"]
    facilities = [address for address in listed if "/facility/" in address]
    assert facilities == [
        f"{town_url}/facility/{layer}/{quoted(feature_id)}"
        for layer, ids in IDS.items()
        for feature_id in ids
    ]
    assert len(set(listed)) == len(listed)
    for address in listed:
        answer = client.get(address, headers={"accept": "text/html"})
        assert answer.status_code == 200, address


def test_each_address_comes_with_its_languages_and_the_time_of_its_last_change(client, town_url):
    root = parsed(client.get("/sitemap/parking/1.xml"))
    first, _, third, _ = root.iterfind("s:url", NAMES)
    here = f"{town_url}/facility/parking/p-night"

    assert first.findtext("s:lastmod", None, NAMES) == "2026-01-01T08:00:00+08:00"
    assert third.find("s:lastmod", NAMES) is None
    alternates = {
        one.attrib["hreflang"]: one.attrib["href"] for one in first.iterfind("xhtml:link", NAMES)
    }
    assert alternates == {
        "zh-CN": f"{here}?lang=zh",
        "en": f"{here}?lang=en",
        "x-default": here,
    }


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    """Serve a layer of two whole parts and one facility."""
    folder: Path = tmp_path_factory.mktemp("large") / "town"
    write_town(folder, {})
    lines = [
        feature_line("toilets", f"t-{number:05}", point(119 + number / 1e6, 0), {})
        for number in range(2 * sitemap.PART_SIZE + 1)
    ]
    (folder / "toilets.geojson").write_bytes(canonical_collection(lines))
    with serving(create_app(Settings(data=folder))) as url, client_of(url) as client:
        yield client


def test_a_large_layer_is_listed_in_parts_without_a_gap(large):
    parts = locations(parsed(large.get("/sitemap.xml")))[1:]
    sizes = [len(locations(parsed(large.get(part)))) for part in parts]
    last = locations(parsed(large.get(parts[-1])))

    assert sizes == [sitemap.PART_SIZE, sitemap.PART_SIZE, 1]
    assert last[0].endswith(f"/facility/toilets/t-{2 * sitemap.PART_SIZE:05}")


@pytest.mark.parametrize("part", ["0", "2", "01", "-1", "1.0", "x", "一", "1%00"])
def test_a_part_that_is_not_there_is_told(client, part):
    answer = client.get(f"/sitemap/parking/{part}.xml")

    assert answer.status_code == 404
    assert "/sitemap.xml names all 1" in answer.json()["detail"]


def test_a_place_without_facilities_has_a_sitemap_too(tmp_path):
    folder = write_town(tmp_path / "town", {"parks": []})
    with serving(create_app(Settings(data=folder))) as url, client_of(url) as client:
        assert locations(parsed(client.get("/sitemap.xml"))) == [f"{url}/sitemap/pages.xml"]
        assert client.get("/sitemap/parks/1.xml").status_code == 404


def test_robots_may_read_pages_and_no_data(client, town_url):
    answer = client.get("/robots.txt")
    rules = RobotFileParser()
    rules.parse(answer.text.splitlines())

    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert rules.site_maps() == [f"{town_url}/sitemap.xml"]
    for path in ("/", "/facility/parks/park-1", "/facility/parks/park-1?lang=en", "/collections"):
        assert rules.can_fetch("*", path), path
    for path in ("/resident.json", "/nearest?lon=1&lat=1", "/search?q=a", "/data/parks.geojson"):
        assert not rules.can_fetch("*", path), path
    # The standard library's reader knows no wildcards (RFC 9309, section 2.2.3).
    assert "Disallow: /collections/*/items?" in answer.text.splitlines()


def test_behind_a_prefix_all_addresses_have_it(town):
    settings = Settings(data=town, base_url="https://example.cn/map")
    with serving(create_app(settings)) as url, client_of(url) as client:
        index = locations(parsed(client.get("/sitemap.xml")))
        parks = locations(parsed(client.get("/sitemap/parks/1.xml")))
        robots = client.get("/robots.txt").text

    assert all(one.startswith("https://example.cn/map/sitemap/") for one in index)
    assert parks[0] == "https://example.cn/map/facility/parks/park-1"
    assert "Disallow: /map/nearest" in robots
    assert "Sitemap: https://example.cn/map/sitemap.xml" in robots
