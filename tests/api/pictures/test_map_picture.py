"""What is drawn of a real place: names that do not collide, every facility, its ground."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator

import pytest

from api.pictures import fonts
from api.pictures.drawing import Box, Clipped, Item, Path, Words
from api.pictures.look import LIGHT
from api.pictures.map_picture import MapPicture, map_drawing
from api.published.map import bounds_of, map_of
from api.published.parameters import Bounds, PublishedParameters
from layers.hours import Clock
from layers.store.files import FileStore
from tests.api.conftest import DEMONSTRATION
from tests.layers.conftest import feature_line, point, square, write_place


def picture_of(store: FileStore, layers: str | None = None, **looks) -> MapPicture:
    asked = PublishedParameters(layers=layers) if layers else PublishedParameters()
    snapshots = [store.snapshot(name) for name in asked.layers or store.snapshots()]
    clock = Clock(store.place.timezone, store.place.calendar())
    shown = map_of(
        store.place,
        snapshots,
        (),
        clock,
        present={name: one.version for name, one in store.snapshots().items()},
    )
    view = bounds_of(shown, asked)
    assert view is not None
    return MapPicture(**{"shown": shown, "view": view, "width": 1200, "height": 900} | looks)


def every(items: Iterator[Item] | list[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        if isinstance(item, Clipped):
            yield from every(list(item.items))


def box_of(words: Words) -> Box:
    width = fonts.width(words.text, words.size, words.font)
    return Box(words.x, words.y - 0.88 * words.size, width, words.size)


def overlap(one: Box, other: Box) -> bool:
    across = one.x < other.right - 0.01 and other.x < one.right - 0.01
    return across and one.y < other.bottom - 0.01 and other.y < one.bottom - 0.01


@pytest.fixture(scope="module")
def store() -> FileStore:
    return FileStore(DEMONSTRATION)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("width", "height"), [(1200, 900), (600, 315), (432, 576), (794, 1123)])
@pytest.mark.parametrize("layers", ["toilets", "parking,parks", None])
@pytest.mark.parametrize("labels", ["names", "numbers"])
def test_no_words_of_a_picture_lie_over_others_or_leave_it(
    store, lang, width, height, layers, labels
):
    looks = {"lang": lang, "width": width, "height": height, "labels": labels}
    drawing = map_drawing(picture_of(store, layers, **looks))

    boxes = [box_of(one) for one in every(list(drawing.items)) if isinstance(one, Words)]

    assert len(boxes) > 5
    for one in boxes:
        assert one.x >= 0
        assert one.right <= width
        assert one.y >= 0
        assert one.bottom <= height
    assert not [pair for pair in itertools.combinations(boxes, 2) if overlap(*pair)]


def test_the_circles_and_marks_of_a_picture_stand_for_every_facility(store):
    drawing = map_drawing(picture_of(store, "toilets"))

    words = [one for one in every(list(drawing.items)) if isinstance(one, Words)]
    circles = sum(int(one.text) for one in words if one.text.isdigit())
    halos = [
        one
        for one in every(list(drawing.items))
        if isinstance(one, Path) and one.style.stroke == LIGHT.halo
    ]
    assert circles + len(halos) == 28


def test_numbers_in_the_marks_are_those_of_the_key_below_the_map(store):
    drawing = map_drawing(picture_of(store, "toilets", width=794, height=1123, labels="numbers"))

    on_map, below = (
        [one for one in items if isinstance(one, Words) and one.font == fonts.SEMIBOLD]
        for items in (
            every([one for one in drawing.items if isinstance(one, Clipped)]),
            list(drawing.items),
        )
    )
    circle = LIGHT.ink
    in_marks = sorted(int(one.text) for one in on_map if one.colour != circle)
    assert in_marks == list(range(1, len(in_marks) + 1))
    assert [one.text for one in below if one.text.isdigit()] == [str(one) for one in in_marks]
    texts = [one.text for one in drawing.items if isinstance(one, Words)]
    # The first of the file stands alone, and beside its number in the key.
    assert texts[texts.index("1") + 1] == "自怡园公厕"
    assert not [one for one in on_map if one.text == "自怡园公厕"]


def test_the_key_gives_the_address_of_what_has_no_name_or_says_what_it_is(tmp_path):
    features = [
        feature_line("toilets", "a", point(119.05, 36.7), {"address": "东街 3 号"}),
        feature_line("toilets", "b", point(119.15, 36.7), {}),
    ]
    store = FileStore(write_place(tmp_path / "town", {"toilets": features}))
    drawing = map_drawing(picture_of(store, labels="numbers"))

    texts = [one.text for one in drawing.items if isinstance(one, Words)]
    assert texts[texts.index("1") : texts.index("1") + 4] == ["1", "东街 3 号", "2", "公厕"]


def test_names_stand_on_the_map_where_a_key_would_take_more_than_half_of_it(store):
    low = {"width": 500, "height": 300, "view": Bounds(119.05, 36.68, 119.12, 36.73)}
    numbered, named = (
        map_drawing(picture_of(store, "parking", labels=labels, **low))
        for labels in ("numbers", "names")
    )

    assert numbered == named


def test_an_approval_line_stands_even_where_there_is_little_room(tmp_path):
    features = [feature_line("toilets", "t", point(119.1, 36.7), {"name": "东街公厕"})]
    folder = write_place(tmp_path / "town", {"toilets": features})
    toml = folder / "place.toml"
    text = toml.read_text("utf-8").replace('approval_line = ""', 'approval_line = "鲁S(2026)001号"')
    toml.write_text(f'notice = {{ zh = "{"长" * 150}", en = "long" }}\n{text}', encoding="utf-8")
    drawing = map_drawing(picture_of(FileStore(folder), width=400, height=300))

    texts = [one.text for one in drawing.items if isinstance(one, Words)]
    assert "鲁S(2026)001号" in texts
    # The general notice is what is left out.
    assert not any("长" in one for one in texts)


def test_what_is_not_in_use_is_hollow_and_the_legend_says_so(tmp_path):
    features = [
        feature_line("toilets", name, point(lon, 36.7), {"name": name, "status": status})
        for name, lon, status in (("a", 119.05, "open"), ("b", 119.15, "closed"))
    ]
    store = FileStore(write_place(tmp_path / "town", {"toilets": features}))
    items = list(every(list(map_drawing(picture_of(store)).items)))

    assert "空心：未开放" in [one.text for one in items if isinstance(one, Words)]
    colour = LIGHT.mark(store.snapshot("toilets").layer.mark)
    hollow = [
        one
        for one in items
        if isinstance(one, Path) and one.style.stroke == colour and one.style.fill == LIGHT.surface
    ]
    assert len(hollow) == 1


def test_the_places_own_context_lies_below_the_facilities(tmp_path):
    features = [feature_line("toilets", "t", point(119.1, 36.7), {"name": "东街公厕"})]
    folder = write_place(tmp_path / "town", {"toilets": features})
    road = {"type": "LineString", "coordinates": [[119.0, 36.65], [119.2, 36.75]]}
    drawn = [("road", road), ("green", square(119.05, 36.62, 0.03))]
    context = [
        {"type": "Feature", "properties": {"kind": kind}, "geometry": geometry}
        for kind, geometry in drawn
    ]
    collection = {"type": "FeatureCollection", "features": context}
    (folder / "lines.geojson").write_text(json.dumps(collection), encoding="utf-8")
    toml = folder / "place.toml"
    toml.write_text(f'context = "lines.geojson"\n{toml.read_text("utf-8")}', encoding="utf-8")

    ground = next(
        one for one in map_drawing(picture_of(FileStore(folder))).items if isinstance(one, Clipped)
    )

    colours = [
        one.style.fill or one.style.stroke
        for one in ground.items
        if isinstance(one, Path) and one.outline
    ]
    assert colours[:3] == [LIGHT.paper, LIGHT.green, LIGHT.road]
