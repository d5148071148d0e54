"""What can be reported of which layer: hours where there are some, a charge where it varies."""

from __future__ import annotations

import pytest

from layers._layer import Text
from layers._registry import all_layers, layer_named
from layers.reports.kinds import KINDS, kind_label, kinds_of

ALWAYS = ["right", "place", "gone", "broken", "other"]


@pytest.mark.parametrize(
    ("layer", "more"),
    [
        ("parking", ["hours", "fee"]),
        ("parks", ["hours"]),
        ("toilets", ["hours"]),
        ("sunshades", []),
        ("communities", []),
    ],
)
def test_a_layer_has_the_kinds_that_make_sense_for_it(layer, more):
    assert {kind.name for kind in kinds_of(layer_named(layer))} == {*ALWAYS, *more}


@pytest.mark.parametrize("layer", all_layers().values(), ids=list(all_layers()))
def test_every_layer_can_be_confirmed_first_and_have_something_else_last(layer):
    kinds = kinds_of(layer)

    assert (kinds[0].name, kinds[-1].name) == ("right", "other")


def test_every_kind_has_words_of_its_own_in_both_languages():
    for language in ("zh", "en"):
        words = [getattr(kind.label, language) for kind in KINDS.values()]
        assert len(set(words)) == len(KINDS)
    assert kind_label("hours") == Text("时间不对", "Wrong hours")
    assert kind_label("of another time") == Text("of another time", "of another time")
