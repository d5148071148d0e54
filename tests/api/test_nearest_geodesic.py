"""The nearest of the demonstration place against measuring the geodesic to each facility."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from pyproj import Geod

from tests.api.conftest import DEMONSTRATION

GEOD = Geod(ellps="WGS84")


def nearest(client, **params):
    """Return the features that come, nearest first."""
    answer = client.get("/nearest", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["features"]


def representative_points():
    """Return layer, id, longitude and latitude of each facility, worked out from the files."""
    rows = []
    for path in sorted(DEMONSTRATION.glob("*.geojson")):
        if path.name == "boundary.geojson":
            continue
        for feature in json.loads(path.read_bytes())["features"]:
            shape = shapely.from_geojson(json.dumps(feature["geometry"]))
            where = feature["properties"]["access_point"]
            if where is None:
                point = shape if shape.geom_type == "Point" else shape.point_on_surface()
                where = (point.x, point.y)
            rows.append((path.stem, feature["id"], *where))
    return rows


POINTS = representative_points()
LON, LAT = (np.array([row[place] for row in POINTS]) for place in (2, 3))

RANDOM = np.random.default_rng(20210819)
NEAR_BY = RANDOM.uniform((118.9, 36.5), (119.3, 36.9), (40, 2))
FAR_AWAY = RANDOM.uniform((-180, -90), (180, 90), (40, 2))
# The other side of the world, the poles, the antimeridian, and the town itself.
EXTREMES = np.array(
    [(-60.91, -36.71), (0, 90), (119.09, -90), (180, 36.7), (-180, 36.7), (119.09, 36.71)]
)


@pytest.mark.parametrize(("lon", "lat"), [*NEAR_BY, *FAR_AWAY, *EXTREMES])
def test_the_k_nearest_are_those_of_measuring_every_geodesic(demonstration, lon, lat):
    count = len(POINTS)
    _, _, distances = GEOD.inv(np.full(count, lon), np.full(count, lat), LON, LAT)
    expected = np.sort(distances)[:25]

    features = nearest(demonstration, lon=lon, lat=lat, k=25)

    by_name = {row[:2]: distance for row, distance in zip(POINTS, distances, strict=True)}
    found = [by_name[feature["layer"], feature["id"]] for feature in features]
    assert found == pytest.approx(expected, abs=0.001)
    assert [feature["distance_m"] for feature in features] == pytest.approx(expected, abs=0.051)
    assert [feature["walk_minutes"] for feature in features] == pytest.approx(
        expected / 66, abs=0.051
    )


@pytest.mark.parametrize(("lon", "lat"), [*NEAR_BY[:10], *FAR_AWAY[:10], *EXTREMES])
def test_a_greatest_distance_keeps_exactly_what_lies_within(demonstration, lon, lat):
    count = len(POINTS)
    _, _, distances = GEOD.inv(np.full(count, lon), np.full(count, lat), LON, LAT)
    ordered = np.sort(distances)
    # Half-way between the twelfth and the thirteenth, unless they are the same place.
    bound = (ordered[11] + ordered[12]) / 2

    found = nearest(demonstration, lon=lon, lat=lat, k=100, max_distance_m=bound)

    assert len(found) == int((distances <= bound).sum())
