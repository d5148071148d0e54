"""Positions that are asked about at the same time are answered as if each had come alone."""

from __future__ import annotations

import asyncio

import pytest

from api.together import NearestTogether
from layers.find.nearest import nearest
from layers.store.files import FileStore

ASKED = [(119.1, 36.7, 3), (119.2, 36.8, 3), (118.0, 35.0, 1), (119.1, 36.7, 100)]


@pytest.fixture(scope="module")
def snapshots(town):
    return tuple(FileStore(town).snapshots().values())


def places(found):
    return [(round(distance_m, 6), snapshot.layer.name, row) for distance_m, snapshot, row in found]


def test_questions_of_one_moment_are_answered_as_if_each_had_come_alone(snapshots):
    async def ask_all():
        together = NearestTogether()
        few = snapshots[:1]
        questions = [together.nearest(snapshots, lon, lat, k) for lon, lat, k in ASKED]
        questions += [together.nearest(few, lon, lat, k) for lon, lat, k in ASKED]
        return await asyncio.gather(*questions)

    found = asyncio.run(ask_all())

    alone = [nearest(some, *asked) for some in (snapshots, snapshots[:1]) for asked in ASKED]
    assert [places(one) for one in found] == [places(one) for one in alone]


def test_whoever_has_gone_does_not_hold_up_the_others(snapshots):
    async def ask_two():
        together = NearestTogether()
        gone, waiting = (together.nearest(snapshots, 119.1, 36.7, 2) for _ in range(2))
        gone.cancel()
        return await waiting

    assert len(asyncio.run(ask_two())) == 2


def test_an_error_reaches_everybody_who_asked_and_the_next_question_is_answered(snapshots):
    async def ask():
        together = NearestTogether()
        wrong = [together.nearest(snapshots, "east", 36.7, 2) for _ in range(2)]
        errors = await asyncio.gather(*wrong, return_exceptions=True)
        return errors, await together.nearest(snapshots, 119.1, 36.7, 2)

    errors, found = asyncio.run(ask())

    assert all(isinstance(error, Exception) for error in errors)
    assert len(found) == 2


def test_a_place_without_layers_has_no_neighbours():
    async def ask():
        return await NearestTogether().nearest((), 119.1, 36.7, 5)

    assert asyncio.run(ask()) == []
