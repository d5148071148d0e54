"""The fields of a planner's question: of a link, a form, the inputs of a process. Each once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import quote, unquote

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from api.params import FreeParameters
from layers._registry import all_layers
from layers.errors import shown

Process = Literal["coverage", "siting", "accessibility"]
PROCESSES: tuple[Process, ...] = ("coverage", "siting", "accessibility")
Way = Literal["network", "straight"]

# More than anybody moves about on a map by hand.
MOST_CHANGES = 100
MOST_STANDARDS = 9
# Natural England's 15 minutes for a kilometre, and what is too far from any way to be joined to it:
# as layers.planning and geo.network have them, which take seconds to load. A test compares them.
WALKING_M_S, JOIN_LIMIT_M = 1.1, 300.0
NUMBER = r"-?\d{1,3}(?:\.\d{1,15})?"
SPOT = re.compile(rf"\s*({NUMBER})\s*,\s*({NUMBER})\s*(?:,\s*(\d{{1,9}}(?:\.\d{{1,6}})?)\s*)?")
# A centimetre.
DECIMALS = 7


class Spot(NamedTuple):
    """A facility that is not there: where it would stand, and how much it would have."""

    lon: float
    lat: float
    capacity: float | None = None


class Move(NamedTuple):
    """A facility that would stand elsewhere."""

    id: str
    lon: float
    lat: float


def _spot(text: str) -> Spot:
    match = SPOT.fullmatch(text)
    if match is None:
        raise ValueError(f"{shown(text)!r} is no position; write longitude,latitude in degrees")
    lon, lat = round(float(match[1]), DECIMALS), round(float(match[2]), DECIMALS)
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError(f"{shown(text)!r} lies off the earth; longitude comes first")
    return Spot(lon, lat, None if match[3] is None else float(match[3]))


def _parts(value: str) -> list[str]:
    parts = [part for part in value.split(";") if part.strip()]
    if len(parts) > MOST_CHANGES:
        raise ValueError(f"at most {MOST_CHANGES} facilities may be changed, not {len(parts)}")
    return parts


def _added(value: Any) -> Any:
    return tuple(map(_spot, _parts(value))) if isinstance(value, str) else value


def _moved(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    moved: dict[str, Move] = {}
    for part in _parts(value):
        name, colon, spot = part.rpartition(":")
        if not colon or not name:
            raise ValueError(f"{shown(part)!r}: write id:longitude,latitude")
        facility, at = unquote(name), _spot(spot)
        if facility in moved:
            raise ValueError(f"{shown(facility)!r} is moved twice")
        moved[facility] = Move(facility, at.lon, at.lat)
    return tuple(moved[name] for name in sorted(moved))


def _removed(value: Any) -> Any:
    return frozenset(map(unquote, _parts(value))) if isinstance(value, str) else value


def _candidates(value: str) -> str:
    kind, colon, layer = value.partition(":")
    if value in ("grid", "network") or (kind == "layer" and colon and layer in all_layers()):
        return value
    raise ValueError("write grid, network, or layer: and the name of a layer")


def _list(read: Any, example: str) -> tuple[Any, ...]:
    return (BeforeValidator(read), WithJsonSchema({"type": "string", "example": example}))


class QuestionFields(FreeParameters):
    """What every question has: how far, when, what if."""

    standard: int | None = Field(
        None,
        ge=1,
        le=MOST_STANDARDS,
        description="Which of the layer's standards says how far, from 1. 标准.",
    )
    metres: float | None = Field(
        None, ge=1, le=50_000, description="How far is within reach. 距离(米)."
    )
    minutes: float | None = Field(
        None, ge=0.1, le=600, description="The same as a walk. 步行分钟数."
    )
    speed: float = Field(
        WALKING_M_S,
        ge=0.1,
        le=3,
        description="Walking speed, m/s; older people about 0.8. 步行速度(米/秒).",
    )
    join_limit_m: float = Field(
        JOIN_LIMIT_M,
        ge=1,
        le=5_000,
        description="What lies farther from any way is unconnected. 距道路最远(米).",
    )
    also_not_in_use: bool = Field(
        False, description="Planned, unfinished and closed facilities serve too. 含未启用设施."
    )
    add: Annotated[tuple[Spot, ...], *_list(_added, "119.09,36.71")] = Field(
        default_factory=tuple,
        description="What if there were more: lon,lat or lon,lat,capacity; by semicolons. 新增.",
    )
    move: Annotated[tuple[Move, ...], *_list(_moved, "toilet-01:119.09,36.71")] = Field(
        default_factory=tuple,
        description="What if they stood elsewhere: id:lon,lat; by semicolons. 移动.",
    )
    remove: Annotated[frozenset[str], *_list(_removed, "toilet-02")] = Field(
        default_factory=frozenset,
        description="What if they were not there: ids, by semicolons. 去掉.",
    )


class CoverageFields(QuestionFields):
    """Who is within reach, who is not, and where the gaps are. 服务覆盖与盲区."""


class AccessFields(QuestionFields):
    """How much of a supply each can reach, and how fairly. 可达性与公平."""

    method: Way | None = Field(
        None, description="On foot where there is a network, else in a straight line. 距离."
    )
    catchment: Literal["2sfca", "e2sfca", "3sfca"] = Field("e2sfca", description="Method. 方法.")
    capacity: str | None = Field(
        None,
        max_length=60,
        description="The field that says how much each has; else 1 each. 规模字段.",
    )


class SitingFields(QuestionFields):
    """Where to build next. 选址."""

    method: Way | None = Field(
        None, description="On foot where there is a network, else in a straight line. 距离."
    )
    goal: Literal["most_covered", "fewest_sites", "least_distance"] = Field(
        "most_covered", description="What is best. 目标."
    )
    sites: int = Field(3, ge=1, le=500, description="How many new ones. 新建几处.")
    share: float = Field(1.0, ge=0.01, le=1, description="For fewest_sites: what to reach. 比例.")
    candidates: Annotated[str, AfterValidator(_candidates)] = Field(
        "grid",
        max_length=60,
        description="Where from: grid, network, layer:NAME; or points brought along. 候选.",
    )
    step_m: float = Field(100.0, ge=10, le=10_000, description="Between candidates. 间隔(米).")
    spacing_m: float = Field(0.0, ge=0, le=50_000, description="Between sites at least. 间距(米).")
    capacity: float | None = Field(
        None, ge=1, le=1e9, description="Households a site serves at most. 每处容量."
    )
    time_limit_s: float = Field(50.0, ge=1, le=600, description="For the solver. 求解时限(秒).")


FIELDS: Mapping[Process, type[QuestionFields]] = {
    "coverage": CoverageFields,
    "siting": SitingFields,
    "accessibility": AccessFields,
}


def written(name: str, value: Any) -> str | float | bool:
    """Return the value of a field as a link and an input hold it."""
    match name:
        case "add":
            return ";".join(",".join(_short(one) for one in spot if one is not None)
                            for spot in value)  # fmt: skip
        case "move":
            return ";".join(
                f"{_escaped(one.id)}:{_short(one.lon)},{_short(one.lat)}" for one in value
            )
        case "remove":
            return ";".join(map(_escaped, sorted(value)))
        case "free_at":
            text: str = value.isoformat()
            return text
    plain: str | float | bool = value
    return plain


def _escaped(facility: str) -> str:
    """Return an id without the signs that part a list."""
    return re.sub("[%;:,]", lambda sign: quote(sign[0], safe=""), facility)


def _short(number: float) -> str:
    return f"{number:.7f}".rstrip("0").rstrip(".")
