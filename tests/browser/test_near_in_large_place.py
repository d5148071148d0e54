"""Near me in a place too large to be loaded: the list is right, and a cell is all that is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pyproj import Geod, Transformer

from api.main import create_app
from api.settings import Settings
from geo.geojson import canonical_collection, canonical_feature
from tests.browser.conftest import PLACE_TOML
from tests.browser.towns import SOUTH, STEP, WEST, grid
from tests.browser.wire import Wire, wired
from tests.serving import serving

# 6,084 toilets in 14 by 17 km.
SIDE = 78
EARTH = Geod(ellps="WGS84")
TO_MERCATOR = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
# Half of the square of EPSG:3857, in its metres.
HALF_WORLD_M = 20_037_508.342789244
# The level whose cells are 1,957 m wide at 36.7°; those of the next would be 979 m.
LEVEL = 14
POSITIONS = 20
# Who walks two kilometres between two taps is not asked for a new position within seconds.
ALWAYS_FRESH = """
  const { geolocation } = navigator;
  const own = geolocation.getCurrentPosition.bind(geolocation);
  geolocation.getCurrentPosition = (found, failed, how) =>
    own(found, failed, { ...how, maximumAge: 0 });
"""


@pytest.fixture(scope="module")
def large_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("large")
    (folder / "place.toml").write_text(PLACE_TOML, encoding="utf-8")
    lines = [canonical_feature(one["id"], one["geometry"], one["properties"]) for one in grid(SIDE)]
    (folder / "toilets.geojson").write_bytes(canonical_collection(lines))
    with serving(create_app(Settings(data=folder))) as address:
        yield address


@pytest.fixture
def wire(large_place: str) -> Iterator[Wire]:
    with wired(large_place) as laid:
        yield laid


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        locale="zh-CN",
        permissions=["geolocation"],
        reduced_motion="reduce",
    )
    context.add_init_script(ALWAYS_FRESH)
    yield context
    context.close()


def somewhere(random: Random) -> tuple[float, float]:
    """Return a position in the middle of the place."""
    return round(119.02 + random.random() * 0.11, 7), round(36.62 + random.random() * 0.11, 7)


def stand_at(page: Page, lon: float, lat: float) -> None:
    """Be somewhere, tap, and wait for the list of what is there."""
    page.context.set_geolocation({"longitude": lon, "latitude": lat, "accuracy": 5})
    page.get_by_role("button", name="离我最近").click()
    nearest = nearest_of(lon, lat)[0]
    expect(page.locator(f'.results li:first-child[data-key="toilets/{nearest}"]')).to_be_visible()


def nearest_of(lon: float, lat: float) -> list[str]:
    """Return the ids of all toilets, nearest first by an independent library."""
    sides = [(row, column) for row in range(SIDE) for column in range(SIDE)]
    lons = [round(WEST + column * STEP, 6) for _, column in sides]
    lats = [round(SOUTH + row * STEP, 6) for row, _ in sides]
    _, _, distances_m = EARTH.inv([lon] * len(sides), [lat] * len(sides), lons, lats)
    in_order = sorted(zip(distances_m, sides, strict=True))
    return [f"t-{row:02}-{column:02}" for _, (row, column) in in_order]


def boxes(wire: Wire) -> list[list[float]]:
    queries = [parse_qs(urlsplit(target).query) for target in wire.asked]
    asked = [query["bbox"][0] for query in queries if "bbox" in query]
    return [[float(edge) for edge in box.split(",")] for box in asked]


def test_the_nearest_are_listed_and_numbered_as_an_independent_library_has_them(
    wire: Wire, phone: BrowserContext
) -> None:
    page = phone.new_page()
    page.goto(wire.address)
    lon, lat = 119.0712345, 36.6798765
    stand_at(page, lon, lat)

    page.wait_for_function("() => document.querySelectorAll('.map-mark.numbered').length === 20")
    listed = page.locator(".results li").evaluate_all("all => all.map((one) => one.dataset.key)")
    assert listed == [f"toilets/{one}" for one in nearest_of(lon, lat)[:20]]
    names = page.locator(".result-name > bdi").all_text_contents()
    labels = page.locator(".map-mark.numbered").evaluate_all(
        "marks => marks.map((mark) => mark.getAttribute('aria-label'))"
    )
    assert set(labels) == {f"{number}. {name} · 公厕" for number, name in enumerate(names, 1)}

    # All that lie in the box that was asked for, and no others.
    west, south, east, north = boxes(wire)[-1]
    columns = sum(west <= round(WEST + each * STEP, 6) <= east for each in range(SIDE))
    rows = sum(south <= round(SOUTH + each * STEP, 6) <= north for each in range(SIDE))
    expect(page.locator(".summary")).to_have_text(f"{rows * columns:,} 处，由近到远")


def test_what_is_asked_for_tells_a_cell_of_two_kilometres_and_not_where_in_it(
    wire: Wire, phone: BrowserContext
) -> None:
    random = Random(4)
    page = phone.new_page()
    page.goto(wire.address)
    expect(page.locator(".map-cluster").first).to_be_visible()
    from_afar = len(boxes(wire))

    stood = [somewhere(random) for _ in range(POSITIONS)]
    for position in stood:
        stand_at(page, *position)

    asked = boxes(wire)[from_afar:]
    assert len(asked) >= POSITIONS / 2
    for box in asked:
        middle, quarters = on_the_grid(box)
        # The middle is a cell's, the edges are its own or whole quarters beyond.
        assert [one % 1 for one in middle] == pytest.approx([0.5, 0.5], abs=1e-3), box
        assert [abs(one - round(one)) for one in quarters] == pytest.approx([0] * 4, abs=5e-3), box
    # A disc of 200 m is 3 % of a cell: of 20 who stand anywhere, hardly two are so near its middle.
    near = [
        any(EARTH.inv(*position, *middle_of(box))[2] < 200 for box in asked) for position in stood
    ]
    assert sum(near) <= 2


def on_the_grid(box: list[float]) -> tuple[list[float], list[float]]:
    """Return the middle of a box in cells, and its edges in quarters of one."""
    corners = [TO_MERCATOR.transform(box[0], box[1]), TO_MERCATOR.transform(box[2], box[3])]
    west, south, east, north = [
        (metres / HALF_WORLD_M + 1) / 2 * 2**LEVEL for corner in corners for metres in corner
    ]
    return [(west + east) / 2, (south + north) / 2], [4 * one for one in (west, south, east, north)]


def middle_of(box: list[float]) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def test_nothing_else_tells_the_position(wire: Wire, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(wire.address)
    stand_at(page, 119.0712345, 36.6798765)
    page.get_by_role("searchbox").fill("公厕 7-7")
    expect(page.locator(".result-name").first).to_have_text("公厕 7-7")
    page.locator(".results a").first.click()
    expect(page.locator(".card h2")).to_have_text("公厕 7-7")

    sent = b"\n".join(wire.sent).decode("latin-1")
    assert "/search?q=" in sent
    told = re.sub(r"(?<=bbox=)[-\d.,]+", "", sent)
    assert not re.search(r"119[.]?07[12]|36[.]?6(?:79|80)", told)
