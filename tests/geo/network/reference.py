"""The same distances by networkx: every place is a node of its own, cut into the edge it is on."""

from __future__ import annotations

import math
from itertools import pairwise

import networkx as nx


def nearest_by_networkx(network, facilities, places):
    """Return the distance of each joined place to the nearest joined facility."""
    graph = nx.MultiGraph()
    graph.add_nodes_from(range(len(network.nodes)))
    cuts = {edge: [] for edge in range(len(network))}
    for sort, joins in (("facility", facilities), ("place", places)):
        for row, edge in enumerate(joins.edges.tolist()):
            if edge >= 0:
                cuts[edge].append((float(joins.offsets_m[row]), (sort, "gate", row)))
                graph.add_edge((sort, "gate", row), (sort, row), weight=float(joins.access_m[row]))
    for edge, inner in cuts.items():
        one, other = network.ends[edge].tolist()
        ends = [(0.0, one), *sorted(inner, key=str), (float(network.length_m[edge]), other)]
        ends.sort(key=lambda cut: cut[0])
        for (at, here), (further, there) in pairwise(ends):
            graph.add_edge(here, there, weight=further - at)
    # Facilities are no way through: each is a dead end behind its gate.
    found = []
    for row in range(len(places)):
        start = ("place", row)
        reached = nx.single_source_dijkstra_path_length(graph, start) if start in graph else {}
        found.append(
            min(
                (reached.get(("facility", f), math.inf) for f in range(len(facilities))),
                default=math.inf,
            )
        )
    return found
