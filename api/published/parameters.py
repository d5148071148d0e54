"""The parameters of a published map, and the address that they make."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import quote

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from api.pages import Theme
from api.params import (
    BoxParameter,
    Format_,
    FreeParameters,
    PageParameters,
    Parameters,
    VersionsParameters,
    layers_parameter,
    split_list,
)
from layers._registry import all_layers
from layers.errors import shown
from layers.find.chips import FREE_THEN, Chip, ChipError, declared_chips, read_chips

MOST_TITLE, MOST_CREDIT = 60, 80
MOST_CHIPS = 40
LEAST_ZOOM, MOST_ZOOM = 1.0, 19.0
# Web Mercator ends there.
FARTHEST_NORTH = 85.0
# Line ends and other controls, halves of characters, and marks that turn text round.
UNSHOWN = frozenset(("Cc", "Cs", "Zl", "Zp", "Co", "Cn"))
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

Listing = Literal["none", "below", "button"]


class View(NamedTuple):
    """What a map shows: a middle and a zoom of Web Mercator (256 px tiles)."""

    lon: float
    lat: float
    zoom: float

    def __str__(self) -> str:
        return f"{self.lon:.5f},{self.lat:.5f},{self.zoom:.2f}"


class Bounds(NamedTuple):
    """What a map shows at least: west, south, east, north in WGS 84 degrees."""

    west: float
    south: float
    east: float
    north: float

    def __str__(self) -> str:
        return ",".join(f"{one:.5f}" for one in self)


def one_line(text: str) -> str:
    """Return a text from a stranger as one line, without what would change how others read."""
    plain = "".join(
        " " if unicodedata.category(one) in UNSHOWN else one
        for one in TURNING.sub("", unicodedata.normalize("NFC", text))
    )
    return " ".join(plain.split())


def _view(numbers: list[float]) -> View | Bounds:
    if len(numbers) == 3:
        view = View(*numbers)
        if not (-180 <= view.lon <= 180 and abs(view.lat) <= FARTHEST_NORTH):
            raise ValueError(f"its middle {view.lon},{view.lat} is not longitude,latitude")
        if not LEAST_ZOOM <= view.zoom <= MOST_ZOOM:
            raise ValueError(f"its zoom {view.zoom} is not between {LEAST_ZOOM} and {MOST_ZOOM}")
        return view
    if len(numbers) == 4:
        box = Bounds(*numbers)
        longitudes = -180 <= box.west < box.east <= 180
        latitudes = -FARTHEST_NORTH <= box.south < box.north <= FARTHEST_NORTH
        if not (longitudes and latitudes):
            raise ValueError("its box is west,south,east,north in degrees")
        return box
    raise ValueError("write longitude,latitude,zoom or west,south,east,north")


def _chips(names: list[str]) -> tuple[Chip, ...]:
    if len(names) > MOST_CHIPS:
        raise ValueError(f"these are {len(names)} filters; at most {MOST_CHIPS}")
    try:
        return read_chips(filter(None, names), all_layers())
    except ChipError as unknown:
        raise ValueError(str(unknown)) from None


def _facility(text: str) -> str:
    layer, slash, feature_id = text.partition("/")
    if not slash or not feature_id or layer not in all_layers():
        raise ValueError(f"{shown(text)!r}: write layer/id, as in parks/park-ziyiyuan")
    return text


ViewParameter = Annotated[
    list[float],
    BeforeValidator(split_list),
    AfterValidator(_view),
    WithJsonSchema({"type": "array", "items": {"type": "number"}, "minItems": 3, "maxItems": 4}),
]


@cache
def chips_parameter() -> Any:
    """Return the type of a list of chips; its values are those of the layers that are declared."""
    names = [
        chip.name for layer in all_layers().values() for chip in declared_chips(layer).values()
    ]
    # An empty list is written `filters=`, as the map's own addresses do: its one item is empty.
    items = {"type": "string", "enum": [*names, ""]}
    return Annotated[
        list[str],
        BeforeValidator(split_list),
        AfterValidator(_chips),
        WithJsonSchema({"type": "array", "items": items, "maxItems": MOST_CHIPS}),
    ]


Line = Annotated[
    str, BeforeValidator(lambda text: one_line(text) if isinstance(text, str) else text)
]


THEME_WORDS = "light, dark, or auto: as the reader's device. 明暗主题."
AccentParameter = Annotated[
    str | None,
    Field(
        pattern="^[0-9A-Fa-f]{6}$",
        description="Colour of title rule and link, RRGGBB. 强调色.",
        examples=["B3452C"],
    ),
]


class StyleParameters(Parameters):
    """In which colours something is drawn."""

    theme: Theme = Field("auto", description=THEME_WORDS)
    accent: AccentParameter = None


class ShownParameters(VersionsParameters, FreeParameters):
    """Which facilities a published map has."""

    layers: layers_parameter() | None = Field(  # type: ignore[valid-type]
        None, description="Layers of the map; all without it. 图层."
    )
    filters: chips_parameter() | None = Field(  # type: ignore[valid-type]
        None,
        description=(
            "Only facilities that pass, as the map's own addresses write it: layer.field, "
            "layer.field:value, layer.~always, layer.~free (at free_at). 筛选."
        ),
        examples=["toilets.accessible,toilets.grade:1"],
    )

    @property
    def chips(self) -> tuple[Chip, ...]:
        """The filters."""
        return tuple(self.filters or ())


class TableParameters(ShownParameters, PageParameters):
    """Which facilities are counted, and in which words."""


class FactsParameters(TableParameters):
    """Which facilities are counted, and the form of the answer."""

    f: Format_ = None


class ResidentParameters(ShownParameters):
    """Which facilities a page loads: layers, filters, a view, versions."""

    bbox: BoxParameter | None = Field(
        None,
        description="Only facilities that meet this box: west,south,east,north in WGS 84 degrees.",
    )
    v: str | None = Field(None, max_length=64, description="Hash of the content, for caches.")


class PublishedParameters(ShownParameters, PageParameters):
    """How a published map looks, besides."""

    view: ViewParameter | None = Field(
        None,
        description=(
            "longitude,latitude,zoom or west,south,east,north in WGS 84 degrees; without it "
            "everything that is shown. 视图."
        ),
        examples=["119.09,36.71,13"],
    )
    theme: Theme = Field("light", description=THEME_WORDS)
    accent: AccentParameter = None
    title: Annotated[Line, Field(max_length=MOST_TITLE)] | None = Field(
        None, description="Title over the map; the layers' without it, none where empty. 标题."
    )
    credit: Annotated[Line, Field(max_length=MOST_CREDIT)] | None = Field(
        None, description="Who made the map, beside its source. 署名."
    )
    at: Annotated[str, AfterValidator(_facility)] | None = Field(
        None,
        max_length=250,
        description="The facility that the map is about: parks/park-ziyiyuan. 所指设施.",
    )

    @property
    def shown_view(self) -> View | Bounds | None:
        """The view that was asked for."""
        return self.view  # type: ignore[return-value]


@cache
def _order() -> tuple[str, ...]:
    return (
        "layers", "filters", "free_at", "stay_minutes", "view", "at", "version", "theme", "accent",
        "title", "credit", "lang", "text", "search", "list", "variant", "ratio",
        "labels", "preset", "width", "height", "scale",
    )  # fmt: skip


def query_of(values: Mapping[str, Any], order: Sequence[str] = ()) -> str:
    """Return a published map's query, `?` and on, always in the same order and writing.

    Parameters
    ----------
    values
        Parameters by name, as they are declared or as texts; None and what is not a parameter of
        published maps is left out.
    order
        Other names, in their order.
    """
    parts = []
    for name in order or _order():
        value = values.get(name)
        if value is not None:
            parts.append(f"{name}={quote(_written(value), safe=',/:.~')}")
    return "?" + "&".join(parts) if parts else ""


def asked_query(asked: ShownParameters, **changes: Any) -> str:
    """Return the query of what was asked, with some parameters changed, None for left out."""
    given = {name: getattr(asked, name) for name in asked.model_fields_set}
    return query_of(given | changes)


def choice_query(asked: ShownParameters) -> str:
    """Return which facilities of its layers are asked for as a query, without `?`.

    Without what is free "then" where no time is given: whoever reads it judges that by the minute.
    """
    chips = asked.chips
    if asked.free_at is None:
        chips = tuple(chip for chip in chips if chip.key != FREE_THEN)
    values = {"free_at": asked.free_at, "stay_minutes": asked.stay_minutes}
    chosen = {"filters": chips or None} | (values if asked.free_at is not None else {})
    return query_of(chosen).removeprefix("?")


def _written(value: Any) -> str:
    if isinstance(value, View | Bounds):
        return str(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return ",".join(one.name if isinstance(one, Chip) else str(one) for one in value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(value)
