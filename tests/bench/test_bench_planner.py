"""The planner's bench measures a small city without a fault."""

from __future__ import annotations

from bench.planner import city, measured


def test_the_city_has_as_many_streets_as_it_says():
    network = city(40)

    assert 0.8 * 40 * 40 < len(network.nodes) <= 40 * 40
    # But for the few that begin and end at the same crossings as another.
    assert 0.99 * 2 * len(network) < network.matrix.nnz <= 2 * len(network)


def test_every_figure_is_a_time_and_those_beside_another_have_a_ratio():
    figures = measured(30, 500, 1)

    assert all(figure.seconds > 0 for figure in figures)
    assert {figure.beside for figure in figures if figure.ratio} >= {"bare scipy", "geopandas"}
