"""Places with as many facilities as wanted, always the same ones for the same number."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree

from geo.geodesic import FloatArray
from geo.geojson import COLLECTION_HEAD, COLLECTION_TAIL, DECIMALS

SEED = 20210819
LAYER = "parking"

# Weicheng District: 5,000 facilities on a square of its size; more of them on a larger square, so
# that what is near, and how much a box holds, is the same at every number.
CENTRE = (119.09, 36.71)
SIDE_DEGREES, SIDE_COUNT = 0.17, 5_000
TOWN_SHARE, TOWN_COUNT, TOWN_SPREAD_DEGREES = 0.8, 1_000, 0.02

PLACE_TOML = """\
name = {{ zh = "测速", en = "Bench {count}" }}
country = "CN"
timezone = "Asia/Shanghai"
metric_crs = "EPSG:4549"
attribution = {{ zh = "生成的数据", en = "Generated data" }}
licence = {{ name = "CC0-1.0", url = "https://creativecommons.org/publicdomain/zero/1.0/" }}
"""
HOURS = (
    ('"24/7"', '"24/7"'),
    ('"24/7"', '"00:00-08:00,18:00-24:00"'),
    ('"24/7"', '"Mo-Fr 00:00-07:30,18:00-24:00; Sa-Su,PH 00:00-24:00"'),
    ('"Mo-Fr 18:00-21:30; Sa-Su,PH 07:00-21:30"', '"Mo-Fr 18:00-21:30; Sa-Su,PH 07:00-21:30"'),
    ('"06:00-22:00"', '"06:00-08:00"'),
    ("null", "null"),
)
SUBDISTRICTS = ("西关街道", "北关街道", "城关街道", "南关街道", "于河街道", "军埠口镇")
KINDS = ("kerbside", "lot", "underground", "shared")
# Every field is written, the unknown ones as null: what a careful publisher's file looks like.
FEATURE = (
    '{{"type":"Feature","id":"parking-{row:07d}","geometry":{{"type":"Point","coordinates":'
    '[{lon!r},{lat!r}]}},"properties":{{"name":"第{row}停车场","name_en":"Car park {row}",'
    '"address":"{subdistrict}{row}号","subdistrict":"{subdistrict}","status":"open",'
    '"position":"illustrative","source":"generated","source_url":null,"verified_on":null,'
    '"updated_at":"2021-08-19T00:00:00+08:00","operator":null,"phone":null,"access_point":null,'
    '"note":null,"spaces":{spaces},"accessible_spaces":null,"kind":"{kind}",'
    '"open_hours":{hours[0]},"free_hours":{hours[1]},"max_stay_minutes":null,'
    '"height_limit_m":null}}}}'
)


@dataclass(frozen=True)
class Place:
    """A generated place.

    Parameters
    ----------
    folder
        Where it was written.
    lon, lat
        Its facilities in file order, WGS 84 degrees, shape (n,).
    """

    folder: Path
    lon: FloatArray
    lat: FloatArray

    @property
    def layer_path(self) -> Path:
        """The file of its one layer."""
        return self.folder / f"{LAYER}.geojson"


def feature_id(row: int) -> str:
    """Return the id of the facility in a row."""
    return f"parking-{row:07d}"


def generated_place(folder: Path, count: int) -> Place:
    """Return a place of `count` car parks, four in five of them in towns, written if not there.

    Parameters
    ----------
    folder
        Written anew unless an earlier run ended writing it.
    """
    lon, lat = positions(count)
    place = Place(folder, lon, lat)
    toml = PLACE_TOML.format(count=count)
    described = folder / "place.toml"
    if not (described.exists() and described.read_text("utf-8") == toml):
        folder.mkdir(parents=True, exist_ok=True)
        described.unlink(missing_ok=True)
        _write_layer(place)
        # Last, so that it says that all the rest is there.
        described.write_text(toml, "utf-8")
    return place


def positions(count: int) -> tuple[FloatArray, FloatArray]:
    """Return `count` positions in WGS 84 degrees, rounded as files are, two arrays of (count,)."""
    chance = np.random.default_rng(SEED)
    side = SIDE_DEGREES * math.sqrt(count / SIDE_COUNT)
    low = np.array(CENTRE) - side / 2
    spread = low + side * chance.random((count, 2))
    towns = low + side * chance.random((max(1, count // TOWN_COUNT), 2))
    in_town = towns[chance.integers(len(towns), size=count)]
    in_town += chance.normal(0, TOWN_SPREAD_DEGREES, (count, 2))
    # What falls over an edge comes in again at the opposite one.
    in_town = low + (in_town - low) % side
    found = np.where(chance.random((count, 1)) < TOWN_SHARE, in_town, spread).round(DECIMALS)
    return np.ascontiguousarray(found[:, 0]), np.ascontiguousarray(found[:, 1])


def _write_layer(place: Place) -> None:
    count = len(place.lon)
    chance = np.random.default_rng(SEED + 1)
    columns = [chance.integers(most, size=count).tolist() for most in (6, 4, 6, 200)]
    features = (
        FEATURE.format(
            row=row,
            lon=lon,
            lat=lat,
            subdistrict=SUBDISTRICTS[subdistrict],
            kind=KINDS[kind],
            hours=HOURS[hours],
            spaces=spaces,
        )
        for row, (lon, lat, subdistrict, kind, hours, spaces) in enumerate(
            zip(place.lon.tolist(), place.lat.tolist(), *columns, strict=True)
        )
    )
    with place.layer_path.open("wb") as file:
        file.write(COLLECTION_HEAD + b"\n")
        separator = ""
        while block := list(islice(features, 20_000)):
            file.write((separator + ",\n".join(block)).encode())
            separator = ",\n"
        file.write(b"\n" + COLLECTION_TAIL + b"\n")


def asked_positions(place: Place, count: int) -> FloatArray:
    """Return where people ask from: some way from a facility, degrees, shape (count, 2)."""
    chance = np.random.default_rng(SEED + 2)
    rows = chance.integers(len(place.lon), size=count)
    near = np.column_stack((place.lon[rows], place.lat[rows])) + chance.normal(0, 0.005, (count, 2))
    return near.round(6)


def asked_boxes(place: Place, count: int, holding: int) -> FloatArray:
    """Return boxes that hold about so many facilities: w, s, e, n in degrees, shape (count, 4)."""
    centres = asked_positions(place, count)
    tree = cKDTree(np.column_stack((place.lon, place.lat)))
    # In the largest-coordinate metric a ball is a square.
    reach = tree.query(centres, [holding], p=math.inf)[0]
    return np.hstack((centres - reach, centres + reach)).round(6)
