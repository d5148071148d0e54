"""Points counted in a grid: every point once, each cell at the middle of its own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.cells import counted_cells

degrees = st.floats(-180, 180), st.floats(-90, 90)


def test_points_are_counted_by_rows_from_the_south_west() -> None:
    # Two cells a side over 0..4: the middle lines are at 2.
    lon, lat = np.array([1.0, 1.0, 3.0, 1.5]), np.array([1.0, 3.0, 3.0, 1.5])

    assert counted_cells(lon, lat, (0, 0, 4, 4), 2) == [(1.25, 1.25, 2), (1, 3, 1), (3, 3, 1)]


def test_the_east_and_north_edges_belong_to_the_last_cells() -> None:
    lon, lat = np.array([4.0, 0.0]), np.array([4.0, 0.0])

    assert counted_cells(lon, lat, (0, 0, 4, 4), 2) == [(0, 0, 1), (4, 4, 1)]


def test_a_point_beside_the_box_counts_on_its_edge() -> None:
    assert counted_cells(np.array([9.0]), np.array([-9.0]), (0, 0, 4, 4), 2) == [(4, 0, 1)]


def test_a_box_may_cross_the_antimeridian() -> None:
    # From 178 to 182: 179 lies in its west half, -179 is 181 in its east half.
    lon, lat = np.array([179.0, -179.0]), np.array([1.0, 1.0])

    assert counted_cells(lon, lat, (178, 0, -178, 4), 2) == [(179, 1, 1), (-179, 1, 1)]


@pytest.mark.parametrize("box", [(1, 1, 1, 1), (1, 0, 1, 4)])
def test_a_box_without_width_has_one_column(box: tuple[float, float, float, float]) -> None:
    assert counted_cells(np.array([1.0, 1.0]), np.array([1.0, 1.0]), box, 16) == [(1, 1, 2)]


def test_no_points_no_cells() -> None:
    assert counted_cells(np.empty(0), np.empty(0), (0, 0, 1, 1), 16) == []


@given(
    st.lists(st.tuples(*degrees), max_size=50),
    st.tuples(st.floats(-180, 180), st.floats(-90, 0), st.floats(-180, 180), st.floats(0, 90)),
)
def test_the_counts_add_up_and_lie_in_the_box(
    points: list[tuple[float, float]], box: tuple[float, float, float, float]
) -> None:
    lon, lat = np.array(points).reshape(-1, 2).T

    cells = counted_cells(lon, lat, box, 16)

    west, south, east, north = box
    assert sum(count for *_, count in cells) == len(points)
    for x, y, count in cells:
        assert count > 0
        assert south - 1e-9 <= y <= north + 1e-9
        if west <= east:
            assert west - 1e-9 <= x <= east + 1e-9
        else:
            assert x >= west - 1e-9 or x <= east + 1e-9
