"""The query parameters of the service, each declared once: parsing, errors and OpenAPI follow."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)

from api.asking import Format
from api.bounds import FARTHEST_M, LONGEST_STAY_MINUTES, MOST_NEIGHBOURS
from layers._registry import all_layers
from layers.errors import UnknownLayerError, shown
from layers.find.select import FreeAt, Interval

MOST_FEATURES = 10_000
MOST_OFFSET = 100_000_000


class Parameters(BaseModel):
    """Query parameters; an unknown one is refused by name (OGC 17-069r4, section 7.15.1)."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class AnyParameters(BaseModel, extra="ignore"):
    """Parameters of an address that has no answer: that is told first, not what it was asked."""


def split_list(value: Any) -> Any:
    """Return the parts of a parameter between its commas."""
    return value.split(",") if isinstance(value, str) else value


def _box(numbers: list[float]) -> list[float]:
    if len(numbers) == 6:
        # Heights are allowed by the standard and mean nothing for features on the ground.
        numbers = [*numbers[:2], *numbers[3:5]]
    if len(numbers) != 4:
        raise ValueError("a box is west,south,east,north in degrees")
    west, south, east, north = numbers
    if not (-180 <= west <= 180 and -180 <= east <= 180):
        raise ValueError("longitudes lie between -180 and 180")
    if not (-90 <= south <= 90 and -90 <= north <= 90):
        raise ValueError("latitudes lie between -90 and 90")
    if south > north:
        raise ValueError("its south lies north of its north; write west,south,east,north")
    return numbers


def _known_layers(names: list[str]) -> list[str]:
    for name in names:
        if name not in all_layers():
            raise ValueError(str(UnknownLayerError(name, tuple(all_layers()))))
    if len(set(names)) < len(names):
        raise ValueError("a layer is named twice")
    return names


RFC_3339 = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)([Zz]|[+ -]\d\d:\d\d)?)?"
)


def parse_instant(text: str, *, end_of_day: bool = False) -> datetime:
    """Return a date or time of ISO 8601; without an offset it has no time zone.

    A `+` that a URL turned into a space is taken for what it was.

    Raises
    ------
    ValueError
        When it is neither; the words say how to write it.
    """
    match = RFC_3339.fullmatch(text.strip())
    if match is None:
        raise ValueError("write a time as 2026-10-01T08:00 or 2026-10-01T08:00:00+08:00")
    day, clock, offset = match.groups()
    offset = (offset or "").replace(" ", "+").upper()
    try:
        instant = datetime.fromisoformat(f"{day}T{clock or '00:00'}{offset}")
    except ValueError as wrong:
        raise ValueError(f"no such time ({wrong})") from None
    if clock is None and end_of_day:
        instant += timedelta(days=1) - timedelta(microseconds=1)
    return instant


def _instant(value: Any) -> Any:
    return parse_instant(value) if isinstance(value, str) else value


def _interval(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    start, slash, end = value.partition("/")
    if not slash:
        end = start
    if {start, end} <= {"", ".."}:
        raise ValueError("an interval needs at least one end, as in 2026-01-01/..")
    first, last = (
        None if text in ("", "..") else parse_instant(text, end_of_day=late)
        for text, late in ((start, False), (end, True))
    )
    if first and last and (first.tzinfo is None) is not (last.tzinfo is None):
        raise ValueError("give both ends of an interval an offset, or neither")
    if first and last and first > last:
        raise ValueError("the interval ends before it begins")
    return Interval(first, last)


VERSION = r"[0-9a-f]{16}"


def _versions(given: list[str]) -> list[str]:
    for text in given:
        if not re.fullmatch(VERSION, text):
            raise ValueError(f"{shown(text)!r} is no version; one is 16 hexadecimal digits")
    if len(given) > len(all_layers()):
        raise ValueError(
            f"these are {len(given)} versions, and there are {len(all_layers())} layers"
        )
    return given


Format_ = Annotated[
    Format | None,
    Field(description="Form of the answer; without it the Accept header decides."),
]
BoxParameter = Annotated[
    list[float],
    BeforeValidator(split_list),
    AfterValidator(_box),
    WithJsonSchema({"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}),
]
IntervalParameter = Annotated[
    Interval,
    BeforeValidator(_interval),
    WithJsonSchema({"type": "string"}),
]
InstantParameter = Annotated[
    datetime,
    BeforeValidator(_instant),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


@cache
def layers_parameter() -> Any:
    """Return the type of a list of layer names; its values are those that are declared."""
    return Annotated[
        list[str],
        BeforeValidator(split_list),
        AfterValidator(_known_layers),
        WithJsonSchema(
            {
                "type": "array",
                "items": {"type": "string", "enum": list(all_layers())},
                "minItems": 1,
                "uniqueItems": True,
            }
        ),
    ]


@cache
def versions_parameter() -> Any:
    """Return the type of a list of versions: at most one a layer, in any order."""
    return Annotated[
        list[str],
        BeforeValidator(split_list),
        AfterValidator(_versions),
        WithJsonSchema(
            {
                "type": "array",
                "items": {"type": "string", "pattern": f"^{VERSION}$"},
                "minItems": 1,
                "maxItems": len(all_layers()),
            }
        ),
    ]


VERSIONS_WORDS = (
    "Versions to show instead of the newest: one for each layer of the answer, in any order. "
    "固定的数据版本,每个图层一个."
)


class PageParameters(Parameters):
    """How a page is read: the language and the size of its type."""

    lang: Literal["zh", "en"] | None = Field(
        None, description="Language of a page; without it Accept-Language decides. 页面语言."
    )
    text: Literal["large"] | None = Field(None, description="large: a page in large type. 大字版.")


class FormatOnly(PageParameters):
    """Only the form of the answer."""

    f: Format_ = None


class FreeParameters(Parameters):
    """When somebody comes, and for how long."""

    free_at: InstantParameter | None = Field(
        None,
        description=(
            "Only facilities that are free of charge and open at this time, which is the place's "
            "own unless it has an offset; with stay_minutes for the whole stay. 到达时间."
        ),
        examples=["2026-10-01T08:00"],
    )
    stay_minutes: int | None = Field(
        None,
        ge=1,
        le=LONGEST_STAY_MINUTES,
        description="Length of the stay in minutes, from free_at or from now. 停留分钟数.",
    )


def asked_free(parameters: FreeParameters) -> FreeAt | None:
    """Return what is asked about being free, None for nothing."""
    if parameters.free_at is None:
        return None
    return FreeAt(parameters.free_at, parameters.stay_minutes)


class NearestParameters(FreeParameters):
    """Where somebody is, and what they look for."""

    lon: float = Field(ge=-180, le=180, description="Longitude, WGS 84. 经度.", examples=[119.09])
    lat: float = Field(ge=-90, le=90, description="Latitude, WGS 84. 纬度.", examples=[36.71])
    layers: layers_parameter() | None = Field(  # type: ignore[valid-type]
        None, description="Layers to look in; all without it. 图层."
    )
    k: int = Field(10, ge=1, le=MOST_NEIGHBOURS, description="How many, in all. 数量.")
    max_distance_m: float | None = Field(
        None, gt=0, le=FARTHEST_M, description="Only so far away, in metres. 最远距离(米)."
    )
    version: versions_parameter() | None = Field(  # type: ignore[valid-type]
        None, description=VERSIONS_WORDS
    )


class SearchParameters(Parameters):
    """What somebody types."""

    q: str = Field(
        min_length=1,
        max_length=100,
        description="Part of a name or an address, or its pinyin (zyy, ziyiyuan: 自怡园). 关键词.",
    )
    layers: layers_parameter() | None = Field(  # type: ignore[valid-type]
        None, description="Layers to look in; all without it. 图层."
    )
    limit: int = Field(20, ge=1, le=100, description="How many at most. 数量.")


class VersionParameters(Parameters):
    """Which version of one layer is meant, so that an answer stays what it was."""

    version: str | None = Field(
        None,
        pattern=f"^{VERSION}$",
        description="This version of the layer instead of the newest. 固定的数据版本.",
    )


class ItemParameters(VersionParameters, PageParameters):
    """Which version of a feature, in which form."""

    f: Format_ = None


class VersionsParameters(Parameters):
    """Which versions of the layers are meant."""

    version: versions_parameter() | None = Field(  # type: ignore[valid-type]
        None, description=VERSIONS_WORDS
    )


class MapParameters(VersionsParameters, PageParameters):
    """Which versions a map shows."""


class LandingParameters(MapParameters):
    """Which versions the map of the place shows, or the form of the answer."""

    at: str | None = Field(
        None,
        max_length=250,
        description="The facility whose card is open: parks/park-ziyiyuan. 打开的设施.",
    )
    f: Format_ = None


class ScriptParameters(VersionsParameters):
    """Which map a script is for."""

    layers: layers_parameter() | None = Field(  # type: ignore[valid-type]
        None, description="Layers of the map; all without it. 图层."
    )
    v: str | None = Field(None, max_length=64, description="Hash of the content, for caches.")


class StaticParameters(Parameters):
    """Which version of a page file is meant."""

    v: str | None = Field(None, max_length=64, description="Hash of the content, for caches.")


class ItemsParameters(FreeParameters, VersionParameters, PageParameters):
    """What features of a layer are asked for; each layer adds its own fields."""

    bbox: BoxParameter | None = Field(
        None,
        description="Only features that meet this box: west,south,east,north in WGS 84 degrees.",
    )
    datetime: IntervalParameter | None = Field(
        None,
        description=(
            "Only features updated at this time or in this interval (RFC 3339; open ends are ..), "
            "and those whose time is unknown. A time without an offset is the place's own."
        ),
        examples=["2026-01-01T00:00:00Z/.."],
    )
    limit: int = Field(
        100,
        ge=1,
        description=f"Features a page; more than {MOST_FEATURES} are answered as {MOST_FEATURES}.",
    )
    offset: int = Field(0, ge=0, le=MOST_OFFSET, description="Features to skip.")
    f: Format_ = None
