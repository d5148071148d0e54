"""The planner's question as a form that reads as a sentence: what may be chosen, and what is.

The names of the fields are those of a link to the question, so that what a browser without scripts
sends, a link, and what the page's script reads are one and the same.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.planning.fields import WALKING_M_S, Process
from api.views import CERTAINTY_WORDS
from api.words import declared_values, field_kind, unit_words
from layers._layer import Layer, Standard, Text
from layers.store.columns import is_numeric

PROCESSES: Mapping[Process, Text] = {
    "coverage": Text("谁够不着", "Who is missed"),
    "accessibility": Text("是否公平", "How fair"),
    "siting": Text("建在哪里", "Where to build"),
}
GOALS: Mapping[str, Text] = {
    "most_covered": Text("多覆盖最多的户数", "the most households added"),
    "fewest_sites": Text("以最少的新点达到目标比例", "the fewest sites"),
    "least_distance": Text("平均距离最短", "the least mean distance"),
}
CANDIDATES: Mapping[str, Text] = {
    "grid": Text("网格点", "points of a grid"),
    "network": Text("路口", "street junctions"),
}
# As layers.planning has them, which takes seconds to load: a test compares them.
ELDERLY_M_S = 0.8
CATCHMENTS: Mapping[str, Text] = {
    "e2sfca": Text("增强两步移动搜索法（Luo & Qi 2009）", "E2SFCA (Luo & Qi 2009)"),
    "2sfca": Text("两步移动搜索法（Luo & Wang 2003）", "2SFCA (Luo & Wang 2003)"),
    "3sfca": Text("三步移动搜索法（Wan 等 2012）", "3SFCA (Wan et al. 2012)"),
}
SPEEDS: Mapping[float, Text] = {
    WALKING_M_S: Text("一般步行 1.1 米/秒", "walking, 1.1 m/s"),
    ELDERLY_M_S: Text("老年人 0.8 米/秒（待核实）", "older people, 0.8 m/s (to be confirmed)"),
}
WAYS: Mapping[str, Text] = {
    "network": Text("沿步行路网", "along the walking network"),
    "straight": Text("直线", "in a straight line"),
}
ANY = Text("不限", "any")
YES_NO: Mapping[str, Text] = {"true": Text("是", "yes"), "false": Text("否", "no")}
EACH_ONE = Text("每处算 1", "each counts as 1")


@dataclass(frozen=True)
class Option:
    """One choice of a list; `meta` says more about it."""

    value: str
    words: Text
    chosen: bool
    meta: Text | None = None


@dataclass(frozen=True)
class FilterField:
    """A field of the layer that the question may be narrowed by: a list, or a least and a most."""

    name: str
    label: Text
    unit: Text | None
    options: tuple[Option, ...]
    least: str = ""
    most: str = ""

    @property
    def given(self) -> bool:
        """Whether the question asks for something of it."""
        return bool(self.least or self.most) or any(
            one.chosen and one.value for one in self.options
        )


@dataclass(frozen=True, kw_only=True)
class PlannerForm:
    """What may be asked of a layer, and what is.

    Parameters
    ----------
    given
        The fields of the link.
    standards
        The layer's, with how sure we are of each; the last is a distance of one's own.
    has_network
        Whether ways on foot are known.
    """

    process: Process
    layer: Layer
    layers: tuple[Option, ...]
    given: Mapping[str, str]
    standards: tuple[Option, ...]
    filters: tuple[FilterField, ...]
    capacities: tuple[Option, ...]
    has_network: bool

    def value(self, name: str, default: str = "") -> str:
        """Return what the link says of a field."""
        return self.given.get(name, default)

    def options(self, name: str) -> tuple[Option, ...]:
        """Return the choices of one of the lists that every layer has."""
        words = LISTS[name]
        wanted = self.given.get(name, next(iter(words)))
        return tuple(Option(value, each, value == wanted) for value, each in words.items())

    @property
    def candidates(self) -> tuple[Option, ...]:
        """Where new ones may be built: made points, or where facilities of another layer stand."""
        made = [
            one for one in self.options("candidates") if self.has_network or one.value == "grid"
        ]
        wanted = self.given.get("candidates", "")
        others = (one for one in self.layers if not one.chosen)
        at = (
            (
                f"layer:{one.value}",
                Text(f"{one.words.zh}所在处", f"where there are: {one.words.en}"),
            )
            for one in others
        )
        return (*made, *(Option(value, words, value == wanted) for value, words in at))

    @property
    def process_words(self) -> Text:
        """What is asked, in words."""
        return PROCESSES[self.process]

    @property
    def standard(self) -> Option:
        """The chosen threshold."""
        return next(one for one in self.standards if one.chosen)

    @property
    def amount(self) -> str:
        """A distance of one's own: how many metres or minutes."""
        return self.given.get("metres") or self.given.get("minutes") or ""

    @property
    def in_minutes(self) -> bool:
        """Whether it is a walk of minutes."""
        return "minutes" in self.given

    @property
    def is_narrowed(self) -> bool:
        """Whether the question asks for some facilities only."""
        return any(one.given for one in self.filters) or "stay_minutes" in self.given

    @property
    def has_hours(self) -> bool:
        """Whether facilities of the layer open and close."""
        return self.layer.hours in ("open_hours", "free_hours")


LISTS: Mapping[str, Mapping[str, Text]] = {
    "goal": GOALS,
    "catchment": CATCHMENTS,
    "speed": {f"{speed:g}": words for speed, words in SPEEDS.items()},
    "candidates": CANDIDATES,
    "method": WAYS,
}


def planner_form(
    layer: Layer,
    given: Mapping[str, str],
    *,
    process: Process,
    layers: Iterable[Layer],
    has_network: bool,
) -> PlannerForm:
    """Return the form of a question about a layer.

    Parameters
    ----------
    given
        The fields of a link.
    layers
        Those that the place has.
    """
    return PlannerForm(
        process=process,
        layer=layer,
        layers=tuple(Option(one.name, one.title, one is layer) for one in layers),
        given=given,
        standards=tuple(_standards(layer.standards, given)),
        filters=tuple(
            _filter(layer, name, given) for name in layer.filters if _offered(layer, name)
        ),
        capacities=tuple(_capacities(layer, given)),
        has_network=has_network,
    )


def _standards(standards: Sequence[Standard], given: Mapping[str, str]) -> typing.Iterator[Option]:
    own = "metres" in given or "minutes" in given or not standards
    wanted = given.get("standard", "1")
    for number, one in enumerate(standards, 1):
        sure = CERTAINTY_WORDS[one.certainty]
        words = Text(
            f"{one.radius_m:g} 米（{one.label.zh}）", f"{one.radius_m:g} m ({one.label.en})"
        )
        meta = Text(f"{one.source}，{sure.zh}", f"{one.source}; {sure.en}")
        yield Option(str(number), words, not own and str(number) == wanted, meta)
    yield Option("", Text("自定距离", "a distance of my own"), own)


def _offered(layer: Layer, name: str) -> bool:
    """Tell whether a form can ask for a field: a text is searched for elsewhere."""
    return is_numeric(layer, name) or _is_listed(layer, name)


def _is_listed(layer: Layer, name: str) -> bool:
    return field_kind(layer, name) == "yes_no" or bool(declared_values(layer, name))


def _filter(layer: Layer, name: str, given: Mapping[str, str]) -> FilterField:
    words: Mapping[str, Text] = {}
    if _is_listed(layer, name):
        values = declared_values(layer, name)
        words = {one: layer.value_label(name, one) for one in values} if values else YES_NO
    wanted = given.get(name, "")
    options = [Option(value, each, value == wanted) for value, each in words.items()]
    if wanted and not any(one.chosen for one in options) and words:
        # A link may ask for one of several.
        parts = [words[part] for part in wanted.split(",") if part in words]
        both = Text("或".join(one.zh for one in parts), " or ".join(one.en for one in parts))
        options.append(Option(wanted, both, chosen=True))
    if words:
        options.insert(0, Option("", ANY, not wanted))
    return FilterField(
        name,
        layer.label(name),
        unit_words(layer, name),
        tuple(options),
        given.get(f"{name}_min", ""),
        given.get(f"{name}_max", ""),
    )


def _capacities(layer: Layer, given: Mapping[str, str]) -> typing.Iterator[Option]:
    wanted = given.get("capacity", "")
    yield Option("", EACH_ONE, not wanted)
    for name in layer.fields:
        if is_numeric(layer, name) and field_kind(layer, name) == "number":
            yield Option(name, layer.label(name), name == wanted)
