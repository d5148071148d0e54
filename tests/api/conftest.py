"""A town on the equator, where a thousandth of a degree is 111.3195 m, behind a real server.

Along the equator the geodesic is the arc itself: 6,378,137 m × π / 180,000 = 111.31949 m.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from api.main import create_app
from api.settings import Settings
from geo.geojson import canonical_collection, canonical_feature
from layers._registry import all_layers
from tests.layers.conftest import feature_line, point, square
from tests.serving import serving

DEMONSTRATION = Path(__file__).parents[2] / "data"

PLACE = """\
name = { zh = "小城", en = "Tiny Town" }
country = "CN"
timezone = "Asia/Shanghai"
metric_crs = "EPSG:4549"
boundary = "boundary.geojson"
attribution = { zh = "测试数据", en = "Test data" }
licence = { name = "CC0-1.0", url = "https://creativecommons.org/publicdomain/zero/1.0/" }
"""

NIGHTS = "Mo-Fr 00:00-08:00,18:00-24:00; Sa-Su,PH 00:00-24:00"

# Its long side runs from (119.010, 0.010) to (119.020, 0.020); north-west of it is nothing.
TRIANGLE = {
    "type": "Polygon",
    "coordinates": [[[119.01, 0.01], [119.02, 0.01], [119.02, 0.02], [119.01, 0.01]]],
}
TWO_SQUARES = {
    "type": "MultiPolygon",
    "coordinates": [
        square(118.98, 0.0, 0.001)["coordinates"],
        square(118.99, 0.0, 0.001)["coordinates"],
    ],
}

# Whatever a file may call its features.
ODD_IDS = ("t/1", "t 2%", "厕所3", "t\"4'", "t?5#x&y=1", "<t>6", "t+7", "a/b/../c\n", "t%2F9/")

TOWN: dict[str, list[bytes]] = {
    "parking": [
        feature_line(
            "parking",
            "p-night",
            point(119.001, 0),
            {
                "name": "东街停车场",
                "name_en": "East Street car park",
                "subdistrict": "城东街道",
                "spaces": 20,
                "kind": "lot",
                "free_hours": NIGHTS,
                "updated_at": "2026-01-01T08:00:00+08:00",
            },
        ),
        feature_line(
            "parking",
            "p-always",
            point(119.002, 0),
            {
                "name": "西街泊位",
                "subdistrict": "城西街道",
                "spaces": 8,
                "kind": "kerbside",
                "free_hours": "24/7",
                "updated_at": "2020-01-01T00:00:00Z",
            },
        ),
        feature_line(
            "parking",
            "p-short",
            point(119.003, 0),
            {
                "name": "南街泊位",
                "kind": "kerbside",
                "free_hours": "24/7",
                "max_stay_minutes": 30,
                "height_limit_m": 2.1,
            },
        ),
        feature_line("parking", "p-unknown", point(119.004, 0), {"address": "解放路 5 号"}),
    ],
    "parks": [
        feature_line(
            "parks",
            "park-1",
            TRIANGLE,
            {
                "name": "自怡园",
                "name_en": "Ziyi Garden",
                "features": ["fitness", "lighting"],
                "open_hours": "06:00-22:00",
            },
        ),
        feature_line(
            "parks",
            "park-gate",
            square(119.03, 0.01, 0.001),
            {"name": "有门的园", "access_point": [119.005, 0], "features": ["fitness"]},
        ),
    ],
    "toilets": [
        feature_line(
            "toilets",
            feature_id,
            point(119.01 + number / 1000, -0.01),
            {"grade": number % 3 + 1, "accessible": number % 2 == 0, "open_hours": "24/7"},
        )
        for number, feature_id in enumerate(ODD_IDS)
    ],
    "sunshades": [
        feature_line("sunshades", "s-west", point(179.999, 0), {"corner": "NW", "length_m": 11.5}),
        feature_line("sunshades", "s-east", point(-179.999, 0), {"corner": "SE", "length_m": 9}),
    ],
    "communities": [
        feature_line(
            "communities",
            "c-1",
            TWO_SQUARES,
            {
                "name": "五道庙小区",
                "households": 300,
                "renovation": "done",
                "works": ["pipes", "walls"],
            },
        ),
    ],
}
IDS = {
    "parking": ["p-night", "p-always", "p-short", "p-unknown"],
    "parks": ["park-1", "park-gate"],
    "toilets": list(ODD_IDS),
    "sunshades": ["s-west", "s-east"],
    "communities": ["c-1"],
}


def write_town(folder: Path, layers: dict[str, list[bytes]] = TOWN) -> Path:
    """Write the town, or other features in its place."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "place.toml").write_text(PLACE, encoding="utf-8")
    boundary = canonical_feature("boundary", square(118.9, -0.1, 0.2), {})
    (folder / "boundary.geojson").write_bytes(canonical_collection([boundary]))
    for name, features in layers.items():
        (folder / f"{name}.geojson").write_bytes(canonical_collection(features))
    return folder


def client_of(url: str, **options: Any) -> httpx2.Client:
    """Return a client that waits for a busy machine and minds no proxy."""
    return httpx2.Client(base_url=url, timeout=60, trust_env=False, **options)


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the town; nobody changes it."""
    return write_town(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="session")
def town_url(town: Path) -> Iterator[str]:
    """Serve the town and return its address."""
    with serving(create_app(Settings(data=town))) as url:
        yield url


@pytest.fixture(scope="session")
def client(town_url: str) -> Iterator[httpx2.Client]:
    """Return a client of the town."""
    with client_of(town_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def demonstration_url() -> Iterator[str]:
    """Serve the demonstration place and return its address."""
    with serving(create_app(Settings(data=DEMONSTRATION))) as url:
        yield url


@pytest.fixture(scope="session")
def demonstration(demonstration_url: str) -> Iterator[httpx2.Client]:
    """Return a client of the demonstration place."""
    with client_of(demonstration_url) as opened:
        yield opened


@pytest.fixture(params=[one for one in all_layers() if (DEMONSTRATION / f"{one}.geojson").exists()])
def layer_name(request: pytest.FixtureRequest) -> str:
    """Return each layer of the demonstration place: what is tested so holds for a new one too."""
    return str(request.param)
