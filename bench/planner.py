"""`python -m bench.planner`: the planner's work beside what others do, in one run, as ratios.

pandana and networkit are measured where they are installed.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from rich.console import Console
from scipy.sparse.csgraph import dijkstra

from geo.coverage import straight_distances, within
from geo.gaps import served_and_gaps, straight_served_area
from geo.network.building import build_network
from geo.network.distances import node_distances, place_distances
from geo.network.gates import Gates, point_gates
from geo.network.joining import Joiner
from geo.network.network import Network
from geo.network.reach import grid_over, served_area
from geo.plane import Plane
from layers.network.report import NetworkReport
from layers.network.storing import (
    StoredNetwork,
    read_network,
    rounded,
    version_of,
    write_network,
)

# 447 × 447 crossings 60 m apart with 88 % of the streets: 200,000 nodes, 700,000 directed edges.
SIDE, STEP_M, KEPT = 447, 60.0, 0.88
FACILITIES, PEOPLE, THRESHOLD_M = 500, 100_000, 500.0


@dataclass(frozen=True)
class Figure:
    """How long one thing took, at best, and in relation to which other."""

    name: str
    seconds: float
    beside: str | None = None
    ratio: float | None = None


def city(side: int = SIDE, *, seed: int = 1) -> Network:
    """Return a city of crooked streets, each with three bends."""
    random = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(side) * STEP_M, np.arange(side) * STEP_M)
    spots = np.column_stack((x.ravel(), y.ravel())) + random.uniform(-15, 15, (side * side, 2))
    number = np.arange(side * side).reshape(side, side)
    ends = np.vstack(
        [
            np.column_stack((number[:, :-1].ravel(), number[:, 1:].ravel())),
            np.column_stack((number[:-1].ravel(), number[1:].ravel())),
        ]
    )
    ends = ends[random.random(len(ends)) < KEPT]
    share = np.array([0.25, 0.5, 0.75])[:, np.newaxis]
    inner = spots[ends[:, 0], np.newaxis] * (1 - share) + spots[ends[:, 1], np.newaxis] * share
    inner += random.uniform(-3, 3, inner.shape)
    extra = len(spots) + np.arange(3 * len(ends)).reshape(-1, 3)
    ways = np.column_stack((ends[:, 0], extra, ends[:, 1]))
    places = np.concatenate((spots, inner.reshape(-1, 2)))
    starts = np.arange(len(ends) + 1) * 5
    network, _ = build_network(Plane(119.1, 36.7), places, ways.ravel(), starts)
    return rounded(network)


def measured(side: int = SIDE, people: int = PEOPLE, rounds: int = 5) -> list[Figure]:
    """Return all figures; each is the best of several rounds, taken in turns."""
    network, random = city(side), np.random.default_rng(2)
    size = side * STEP_M
    facilities, places = (random.uniform(0, size, (count, 2)) for count in (FACILITIES, people))
    joiner = Joiner(network)
    gates = point_gates(joiner.join(facilities))
    near = network.ends[gates.edges, 0].astype(np.intp)
    bare, ours = _in_turns(
        [
            lambda: dijkstra(network.matrix, indices=near, min_only=True),
            lambda: node_distances(network, gates),
        ],
        rounds,
    )
    figures = [
        Figure("scipy dijkstra(min_only=True), bare", bare),
        Figure("every node to its nearest facility", ours, "bare scipy", ours / bare),
        *_peers(network, near, bare, rounds),
        _loading(network, rounds),
    ]
    whole, gis = _in_turns(
        [
            lambda: _answer(network, gates, places, size),
            lambda: _by_geopandas(facilities, places, size),
        ],
        max(1, rounds // 2),
    )
    drawn, buffered = _in_turns(
        [
            lambda: _straight_area(network.plane, facilities, places, size),
            lambda: _by_geopandas(facilities, places, size),
        ],
        max(1, rounds // 2),
    )
    return [
        *figures,
        Figure(f"coverage on foot, {people:,} places, areas drawn", whole),
        Figure("  geopandas: buffer, union, difference, in straight lines", gis),
        Figure("straight served area and gaps", drawn, "geopandas", drawn / buffered),
    ]


def _in_turns(jobs: list[Callable[[], Any]], rounds: int) -> list[float]:
    """Return the best time of each job; one after the other, so that all share what disturbs."""
    best = [float("inf")] * len(jobs)
    for _ in range(rounds):
        for number, job in enumerate(jobs):
            start = time.perf_counter()
            job()
            best[number] = min(best[number], time.perf_counter() - start)
    return best


def _answer(network: Network, gates: Gates, places: Any, size: float) -> Any:
    """Answer as the planner does, with nothing remembered but the network."""
    joiner = Joiner(network)
    nodes = node_distances(network, gates)
    found = place_distances(network, gates, nodes, joiner.join(places))
    grid = grid_over(joiner, (0, 0, size, size))
    reached = place_distances(network, gates, nodes, grid.joins)
    area = served_area(grid, reached.distance_m, THRESHOLD_M)
    unserved = np.where(within(found.distance_m, THRESHOLD_M), 0.0, 1.0)
    return served_and_gaps(network.plane, shapely.box(0, 0, size, size), area, places, unserved)


def _straight_area(plane: Plane, facilities: Any, places: Any, size: float) -> Any:
    points = np.asarray(shapely.points(facilities), object)
    area = straight_served_area(points, THRESHOLD_M)
    found = straight_distances(plane, points, places)
    unserved = np.where(within(found.distance_m, THRESHOLD_M), 0.0, 1.0)
    return served_and_gaps(plane, shapely.box(0, 0, size, size), area, places, unserved)


def _by_geopandas(facilities: Any, places: Any, size: float) -> Any:
    people = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*places.T))
    served = gpd.GeoSeries(shapely.points(facilities)).buffer(THRESHOLD_M, 32).union_all()
    gaps = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, size, size).difference(served)])
    return people.sjoin(gaps.explode(), predicate="intersects")


def _loading(network: Network, rounds: int) -> Figure:
    figures: dict[str, Any] = {
        "source": "bench",
        "data_date": None,
        "version": version_of(network),
        "nodes": len(network.nodes),
        "edges": len(network),
        "length_km": 0.0,
        "ways": 0,
        "steps": 0,
        "bridges": 0,
        "tunnels": 0,
        "locked_gates": 0,
        "left_out": {},
        "islands": 1,
        "dropped_islands": 0,
        "dropped_km": 0.0,
        "smallest_island": 0.01,
        "margin_m": 0.0,
        "private_ways": False,
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "network.npz")
        write_network(path, StoredNetwork(network, NetworkReport(**figures)))
        megabytes = path.stat().st_size / 1e6

        def load() -> Any:
            stored = read_network(path)
            assert stored is not None
            return stored.network.matrix

        (took,) = _in_turns([load], rounds)
    return Figure(f"loading the network, {megabytes:.1f} MB", took)


def _peers(network: Network, near: Any, bare: float, rounds: int) -> list[Figure]:
    """Return what other libraries take for the same nodes, those that are installed."""
    figures = []
    with suppress(ImportError):
        import networkit as nk  # type: ignore[import-not-found]  # noqa: PLC0415

        graph = nk.Graph(len(network.nodes), weighted=True)
        for (one, other), length in zip(network.ends, network.length_m, strict=True):
            graph.addEdge(int(one), int(other), float(length))
        (took,) = _in_turns(
            [lambda: nk.distance.MultiTargetDijkstra(graph, int(near[0]), near.tolist()).run()],
            rounds,
        )
        figures.append(Figure("networkit, from one node", took, "bare scipy", took / bare))
    with suppress(ImportError):
        import pandana  # type: ignore[import-not-found]  # noqa: PLC0415
        import pandas as pd  # noqa: PLC0415

        nodes, ends = pd.DataFrame(network.nodes, columns=["x", "y"]), network.ends
        lengths = pd.DataFrame({"length": network.length_m})
        street = pandana.Network(
            nodes.x, nodes.y, pd.Series(ends[:, 0]), pd.Series(ends[:, 1]), lengths
        )
        spots = network.nodes[near]
        street.set_pois("p", 1e5, 1, pd.Series(spots[:, 0]), pd.Series(spots[:, 1]))
        (took,) = _in_turns([lambda: street.nearest_pois(1e5, "p", 1)], 1)
        figures.append(Figure("pandana nearest_pois", took, "bare scipy", took / bare))
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="of each measurement")
    out = Console(soft_wrap=True)
    for figure in measured(rounds=parser.parse_args().rounds):
        beside = "" if figure.ratio is None else f"  {figure.ratio:.2f} × {figure.beside}"
        out.print(f"{figure.seconds:8.3f} s  {figure.name}{beside}", markup=False, highlight=False)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    out.print(f"{peak:8.0f} MB at most", markup=False, highlight=False)


if __name__ == "__main__":
    main()
