"""A town on graph paper: streets 100 m apart, drawn as ways through numbered crossings."""

from __future__ import annotations

import numpy as np

from geo.network.building import build_network
from geo.network.joining import Joiner
from geo.plane import Plane

WEIFANG = Plane(119.1, 36.7)


def network_of(ways, positions, **options):
    """Return the network of ways, each a list of names of positions."""
    names = list(positions)
    places = np.array([positions[name] for name in names], float).reshape(-1, 2)
    vertices = np.array([names.index(name) for way in ways for name in way], np.int64)
    starts = np.cumsum([0, *(len(way) for way in ways)])
    network, _ = build_network(WEIFANG, places, vertices, starts, **options)
    return network


def grid_town(columns, rows, step=100.0):
    """Return a town of streets from west to east and from south to north."""
    positions = {(x, y): (x * step, y * step) for y in range(rows) for x in range(columns)}
    ways = [[(x, y) for x in range(columns)] for y in range(rows)]
    ways += [[(x, y) for y in range(rows)] for x in range(columns)]
    return network_of(ways, positions)


def joined(network, *places, **options):
    """Return where places reach a network."""
    return Joiner(network).join(np.array(places, float).reshape(-1, 2), **options)
