"""What a layer is: fields with their words, a mark, a standard. The modules here fill it.

A layer is declared once, here as data. Reading and checking files, the filters of the HTTP service,
its OpenAPI document, the map's marks and the words on the pages all follow from that declaration.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pydantic import Field
from pydantic.fields import FieldInfo

if TYPE_CHECKING:
    from layers._facility import Facility


class Text(NamedTuple):
    """The same words in Chinese and in English."""

    zh: str
    en: str


GeometryType = Literal["Point", "MultiPoint", "Polygon", "MultiPolygon"]
HoursSort = Literal["none", "always", "open_hours", "free_hours"]
Certainty = Literal["document", "secondary", "to_be_confirmed"]
Travel = Literal["foot", "car"]
# In Chinese, in English, and as others write it.
Words = tuple[str, str, *tuple[str, ...]]

PATH_DATA = re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9 ,.-]+")
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True)
class Mark:
    """How a layer looks on a map: an outline of its own, a glyph in it, a colour a scheme.

    Shape tells layers apart first, colour second (for colour-blind readers, and in print).

    Parameters
    ----------
    outline, glyph
        SVG path data in a view box of 28 × 28; the outline is filled with the colour, the glyph
        with white.
    light, dark
        Colours #RRGGBB on a light and on a dark map.
    """

    outline: str
    glyph: str
    light: str
    dark: str

    def __post_init__(self) -> None:
        for path in (self.outline, self.glyph):
            if not PATH_DATA.fullmatch(path):
                raise ValueError(f"not SVG path data: {path!r}")
        for colour in (self.light, self.dark):
            if not COLOUR.fullmatch(colour):
                raise ValueError(f"not a colour #RRGGBB: {colour!r}")


@dataclass(frozen=True)
class Standard:
    """A distance that a planning standard sets for a layer.

    `certainty` says how far it was checked: read in the standard itself (document), on another
    page (secondary), or still to be confirmed. It is shown wherever the figure is.
    """

    label: Text
    radius_m: float
    source: str
    certainty: Certainty


@dataclass(frozen=True)
class Steps:
    """How much of a number residents may ask for, with a chip for each.

    Parameters
    ----------
    least
        At least so much, rising.
    limit
        Whether the number is the most that is let in, such as a height. Where nothing is known of a
        limit it keeps nobody out, so what is unknown passes too, and the chip says so.
    """

    least: tuple[float, ...]
    limit: bool = False

    def __post_init__(self) -> None:
        if not self.least or list(self.least) != sorted(set(self.least)):
            raise ValueError(f"steps rise: {self.least}")


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One sort of facility.

    Parameters
    ----------
    name
        In URLs and as the file name in a place's folder: lower case letters and underscores.
    title, counter
        Words for it; the counter is the Chinese measure word (28 座公厕).
    model
        The fields of one facility.
    mark
        How it is drawn.
    geometries
        The geometry types that its features may have.
    hours
        How its status follows from its fields: it has none; it is always there; it costs nothing
        while open (`open_hours`); it may cost something while open (`free_hours`).
    standards
        Planning standards, the usual one first.
    total
        The field that adds up to the layer's headline figure (spaces, households), if any.
    key
        The fields that tell two facilities apart where no id does.
    duplicates_within_m
        So near to each other, two facilities are probably one that was written down twice.
    reached_by
        How people go there: a route on foot, or one by car.
    schema_type
        What such a facility is in schema.org's vocabulary, for search engines.
    amenities
        The fields that say what it has, which search engines are told besides.
    """

    name: str
    title: Text
    counter: str
    model: type[Facility]
    mark: Mark
    geometries: frozenset[GeometryType]
    hours: HoursSort
    standards: tuple[Standard, ...] = ()
    total: str | None = None
    key: tuple[str, ...] = ("name", "address")
    duplicates_within_m: float = 10.0
    reached_by: Travel = "foot"
    schema_type: str = "Place"
    amenities: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z_]{0,39}", self.name):
            raise ValueError(f"a layer's name is lower case letters and underscores: {self.name!r}")
        if not re.fullmatch(r"[A-Z][A-Za-z]+", self.schema_type):
            raise ValueError(f"not a type of schema.org: {self.schema_type!r}")
        for named in self.amenities:
            if named not in self.model.model_fields:
                raise ValueError(f"layer {self.name!r} has no field {named!r} for its amenities")
        for needed in {"open_hours", "free_hours"} & {self.hours}:
            if needed not in self.model.model_fields:
                raise ValueError(f"layer {self.name!r} needs a field {needed!r} for its hours")

    @property
    def fields(self) -> dict[str, FieldInfo]:
        """The declared fields by name, in order."""
        return self.model.model_fields

    @cached_property
    def filters(self) -> tuple[str, ...]:
        """The names of the fields that filter."""
        return tuple(name for name, info in self.fields.items() if extra(info)["x-filter"])

    def label(self, field: str) -> Text:
        """Return a field's words; an undeclared field is called by its name."""
        info = self.fields.get(field)
        if info is None:
            return Text(field, field)
        return Text(extra(info)["x-label-zh"], extra(info)["x-label-en"])

    def value_label(self, field: str, value: str) -> Text:
        """Return the words of one allowed value; a free value speaks for itself."""
        info = self.fields.get(field)
        words = extra(info).get("x-values", {}).get(value) if info is not None else None
        return Text(*words) if words else Text(value, value)


def described(
    zh: str,
    en: str,
    *,
    unit: str | None = None,
    filters: bool = False,
    chips: bool | Steps = True,
    values: Mapping[str, Words] | None = None,
    also: str = "",
    **constraints: Any,
) -> Any:
    """Declare a facility's field, unknown (null) unless given.

    Parameters
    ----------
    zh, en
        The field's label.
    unit
        Unit symbol (UCUM: m, m2, min); None for a plain number or text.
    filters
        Whether the HTTP service filters by it.
    chips
        Whether a field that filters is offered to residents: a yes, each of `values`, or the steps
        of a number. A text, and a number without steps, is never offered.
    values
        Chinese and English words for each allowed value of a Literal, and after them other words
        that offices write for it.
    also
        Other headings under which offices write this field, for reading their files; the most
        usual first, with spaces between. In Simplified characters; case and marks do not count.
    **constraints
        Passed to Pydantic: ge, le, max_length, pattern.
    """
    more: dict[str, Any] = {"x-label-zh": zh, "x-label-en": en, "x-filter": filters}
    if unit:
        more["x-unit"] = unit
    if filters and chips is not False:
        more["x-chips"] = True
    if isinstance(chips, Steps):
        more["x-steps"], more["x-limit"] = list(chips.least), chips.limit
    if values:
        more["x-values"] = {value: list(words[:2]) for value, words in values.items()}
        more["x-values-also"] = {value: list(words[2:]) for value, words in values.items()}
    if also:
        more["x-also"] = also.split()
    return Field(None, title=f"{zh} {en}", json_schema_extra=more, **constraints)


def extra(info: FieldInfo) -> dict[str, Any]:
    """Return what `described` stored with a field."""
    more = info.json_schema_extra
    return (
        more if isinstance(more, dict) else {"x-filter": False, "x-label-zh": "", "x-label-en": ""}
    )


def plain_type(info: FieldInfo) -> Any:
    """Return a field's type without the None that stands for unknown."""
    annotation = info.annotation
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        known = [part for part in typing.get_args(annotation) if part is not type(None)]
        return known[0] if len(known) == 1 else typing.Union[tuple(known)]  # noqa: UP007
    return annotation
