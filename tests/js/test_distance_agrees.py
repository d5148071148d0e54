"""Distances, directions and minutes in the browser, held against PROJ and the server."""

from __future__ import annotations

import math
import random

from pyproj import Geod

from tests.node import call_browser

GEOD = Geod(ellps="WGS84")
# Whoever asks stands in a place that has people; the last two are for the corners of the globe.
ORIGINS = (
    (119.09, 36.71),
    (24.94, 60.17),
    (106.8, -6.2),
    (0.0, 0.0),
    (179.99, -36.8),
    (15.6, 78.2),
)


def journeys(longest_m: float, count: int = 200) -> list[tuple[list[float], list[float], float]]:
    """Return origins, where one comes to, and the bearing that one set out with, 0 to 360."""
    chance = random.Random(4)
    made = []
    for lon, lat in ORIGINS:
        for _ in range(count):
            bearing, distance_m = chance.uniform(0, 360), chance.uniform(0, longest_m)
            to_lon, to_lat, _ = GEOD.fwd(lon, lat, bearing, distance_m)
            made.append(([lon, lat], [to_lon, to_lat], bearing))
    return made


def test_distances_up_to_fifty_kilometres_are_within_a_centimetre_of_the_geodesic() -> None:
    asked = [(start, end) for start, end, _ in journeys(50_000)]

    found = call_browser("finder/distance.js", "distanceBetween", asked)

    for (start, end), distance_m in zip(asked, found, strict=True):
        assert abs(distance_m - GEOD.inv(*start, *end)[2]) < 0.01, (start, end)


def test_the_farther_ones_are_within_a_percent() -> None:
    asked = [(start, end) for start, end, _ in journeys(15_000_000)]

    found = call_browser("finder/distance.js", "distanceBetween", asked)

    for (start, end), distance_m in zip(asked, found, strict=True):
        assert math.isclose(distance_m, GEOD.inv(*start, *end)[2], rel_tol=0.01), (start, end)


def test_one_sets_out_in_the_direction_of_the_geodesic() -> None:
    # Nearer than a centimetre a bearing means nothing.
    walked = [one for one in journeys(50_000) if GEOD.inv(*one[0], *one[1])[2] > 0.01]

    found = call_browser("finder/distance.js", "bearingBetween", [one[:2] for one in walked])

    for (start, end, bearing), degrees in zip(walked, found, strict=True):
        apart = (degrees - bearing + 180) % 360 - 180
        assert abs(apart) < 0.001, (start, end)


def test_minutes_on_foot_are_rounded_as_in_the_answers_of_the_server() -> None:
    """To a tenth as `%.1f` does, with every distance that ends halfway between two."""
    distances = [tenth / 10 for tenth in range(20_000)] + [165.0 * step / 10 for step in range(400)]

    found = call_browser("finder/distance.js", "walkMinutes", [[each] for each in distances])

    assert found == [float(f"{each / (1.1 * 60):.1f}") for each in distances]
