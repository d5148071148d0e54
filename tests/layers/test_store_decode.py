"""The fast decoder and the Pydantic model say yes and no to the same features, for every layer."""

from __future__ import annotations

import typing
from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AwareDatetime

from geo.geojson import compact_json
from layers._layer import extra, plain_type
from layers._registry import all_layers
from layers.store.decode import feature_type
from layers.store.faults import feature_faults

LAYERS = list(all_layers().values())

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=300)
numbers = st.one_of(
    st.integers(-10, 200_000),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.sampled_from([0, 1, 2, 3, 1800, 2100, 0.5, 20, 1e300, 2**70]),
)
wild = st.one_of(
    st.none(),
    st.booleans(),
    numbers,
    texts,
    st.lists(st.one_of(texts, numbers, st.lists(numbers, max_size=3)), max_size=3),
    st.dictionaries(texts, numbers, max_size=1),
    st.sampled_from(["", "2026-01-01", "2026-13-01", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00",
                     "https://example.cn/a", "http://", "javascript:alert(1)", "24/7"]),
)  # fmt: skip


def fitting(info):
    plain = plain_type(info)
    if typing.get_origin(plain) is typing.Literal:
        return st.sampled_from(typing.get_args(plain))
    if typing.get_origin(plain) is list and typing.get_args(plain):
        inner = typing.get_args(plain)[0]
        if typing.get_origin(inner) is typing.Literal:
            return st.lists(st.sampled_from(typing.get_args(inner)), max_size=3)
    if plain is date:
        return st.dates(min_value=date(1990, 1, 1)).map(date.isoformat)
    if plain is AwareDatetime:
        return st.datetimes(min_value=datetime(1990, 1, 1), timezones=st.just(UTC)).map(
            datetime.isoformat
        )
    return st.one_of(numbers, texts)


@st.composite
def features(draw, layer):
    """A feature with a few of its fields set, some rightly, some wildly."""
    names = draw(st.lists(st.sampled_from(list(layer.fields)), max_size=4, unique=True))
    properties = {
        name: draw(st.one_of(st.none(), fitting(layer.fields[name]), wild)) for name in names
    }
    return {
        "type": "Feature",
        "id": draw(st.sampled_from(["a", "", "中" * 201, 7])),
        "geometry": {"type": "Point", "coordinates": [119.1, 36.7]},
        "properties": properties,
    }


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
@given(data=st.data())
def test_decoder_and_model_agree(layer, data):
    line = compact_json(data.draw(features(layer)))
    try:
        msgspec.json.decode(line, type=feature_type(layer))
        accepted = True
    except msgspec.DecodeError:
        accepted = False

    faults = feature_faults(layer, line, "x", 1)

    assert accepted == (not faults), [str(fault) for fault in faults]


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_every_allowed_value_has_words_in_both_languages(layer):
    for name, info in layer.fields.items():
        label = layer.label(name)
        assert label.zh, name
        assert label.en, name
        plain = plain_type(info)
        inner = typing.get_args(plain)[0] if typing.get_origin(plain) is list else plain
        if typing.get_origin(inner) is typing.Literal:
            words = extra(info)["x-values"]
            assert set(words) == {str(value) for value in typing.get_args(inner)}, name
            assert all(zh and en for zh, en in words.values()), name


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_every_layer_says_what_it_is(layer):
    assert layer.title.zh
    assert layer.title.en
    assert layer.filters
    assert layer.total is None or layer.total in layer.fields
    for standard in layer.standards:
        assert standard.source
        assert standard.radius_m > 0


def test_marks_differ_in_outline_and_in_colour():
    for part in ("outline", "glyph", "light", "dark"):
        values = [getattr(layer.mark, part) for layer in LAYERS]
        assert len(set(values)) == len(values), part
