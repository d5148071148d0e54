"""What place.toml may say, and what it is told when it says something else."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import ErrorDetails
from pyproj import CRS
from pyproj.exceptions import CRSError

from layers._facility import NAME_LENGTH
from layers._layer import Text
from layers._registry import layer_named
from layers.errors import PlaceError, UnknownLayerError

PLACE_FILE = "place.toml"

# A tile address may hold these and must hold the first three. Leaflet knows more; they would need
# further hosts in the page's security policy ({s}) or options that are not offered here.
TILE_MARKS, OPTIONAL_TILE_MARKS = frozenset("zxy"), frozenset("r")
TILE_ADDRESS = re.compile(r"(https?://|/(?!/))[^\s\"'<>\\]+")
LINK = r"^https?://[^\s\"'<>\\]+$"

# Shown with every fault of the key, so that the way out is one line to copy.
EXAMPLES = {
    "name": 'name = { zh = "潍城区", en = "Weicheng District" }',
    "code": 'code = "370702"',
    "country": 'country = "CN"',
    "subdivision": 'subdivision = "SD"',
    "timezone": 'timezone = "Asia/Shanghai"',
    "metric_crs": 'metric_crs = "EPSG:4549"',
    "boundary": 'boundary = "boundary.geojson"',
    "context": 'context = "context.geojson"',
    "attribution": 'attribution = { zh = "某某区住建局", en = "The district\'s housing bureau" }',
    "licence": 'licence = { name = "CC-BY-4.0", url = "https://…" }',
    "notice": 'notice = { zh = "位置为示意", en = "Positions are illustrative" }',
    "data_date": "data_date = 2021-08-19",
    "basemap.url": 'url = "https://tile.example/{z}/{x}/{y}.png"',
    "basemap.datum": 'datum = "wgs84"',
    "targets.layer": 'layer = "toilets"',
    "targets.label": 'label = { zh = "公厕", en = "Public toilets" }',
    "targets.value": "value = 28",
    "targets.unit": 'unit = { zh = "座", en = "toilets" }',
}


def _text(value: Any) -> Any:
    if isinstance(value, Text):
        return value
    if not isinstance(value, dict) or set(value) != {"zh", "en"}:
        raise ValueError("words in both languages are needed")
    for language, words in value.items():
        if not isinstance(words, str) or not words.strip():
            raise ValueError(f"{language} needs words, not {words!r}")
        if len(words) > NAME_LENGTH:
            raise ValueError(f"{language} has {len(words)} characters; at most {NAME_LENGTH}")
    return Text(**value)


def _tile_address(value: str) -> str:
    marks = set(re.findall(r"\{(.*?)\}", value))
    if not TILE_ADDRESS.fullmatch(value):
        raise ValueError("write https://… or a path that begins with one /")
    if missing := sorted(TILE_MARKS - marks):
        raise ValueError(f"it lacks {', '.join(f'{{{mark}}}' for mark in missing)}")
    if unknown := sorted(marks - TILE_MARKS - OPTIONAL_TILE_MARKS):
        raise ValueError(
            f"{{{unknown[0]}}} is not filled in; write one host, with {{z}} {{x}} {{y}}"
        )
    return value


def _time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    # Besides the key that is not found: a folder's name, an absolute path, a name with a NUL.
    except (KeyError, ValueError, OSError):
        raise ValueError("no such time zone; write an IANA name such as Asia/Shanghai") from None
    return value


def _metric_crs(value: str) -> str:
    try:
        crs = CRS.from_user_input(value)
    except CRSError:
        raise ValueError("no such reference system; write an EPSG code such as EPSG:4549") from None
    if not crs.is_projected or {axis.unit_name for axis in crs.axis_info} != {"metre"}:
        raise ValueError(f"{crs.name} is not in metres; write a projected one such as EPSG:4549")
    return value


def _layer_name(value: str) -> str:
    try:
        return layer_named(value).name
    except UnknownLayerError as unknown:
        raise ValueError(str(unknown)) from None


def _plain_name(value: str) -> str:
    if Path(value).name != value or value in ("", ".", ".."):
        raise ValueError(f"write the name of a file beside {PLACE_FILE}")
    return value


Words = Annotated[Text, BeforeValidator(_text)]
Link = Annotated[str, Field(pattern=LINK)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Basemap(_Table):
    """Raster tiles under the facilities.

    Parameters
    ----------
    url
        Address of a tile with {z}, {x} and {y} (Web Mercator), of the web or of this server.
    attribution
        Shown on the map, as plain text.
    max_zoom
        The deepest level that has tiles.
    datum
        `gcj02` where the tiles are offset, as most Chinese companies' are.
    """

    url: Annotated[str, AfterValidator(_tile_address)]
    attribution: str = Field(min_length=1, max_length=NAME_LENGTH)
    max_zoom: int = Field(19, ge=1, le=24)
    datum: Literal["wgs84", "gcj02"] = "wgs84"


class Licence(_Table):
    """Under which licence the data are passed on."""

    name: str = Field(min_length=1, max_length=NAME_LENGTH)
    url: Link | None = None


class Target(_Table):
    """A figure that the place has set itself or has published, with its source.

    Parameters
    ----------
    counts
        What of the layer is measured by it: how many facilities there are, or what their headline
        field (spaces, households) adds up to. Without it the figure stands alone: nothing in the
        data counts the same.
    """

    layer: Annotated[str, AfterValidator(_layer_name)]
    label: Words
    value: int | float = Field(ge=0)
    unit: Words
    source: str = Field(min_length=1, max_length=NAME_LENGTH)
    source_url: Link | None = None
    counts: Literal["facilities", "total"] | None = None

    @field_validator("counts")
    @classmethod
    def _can_be_counted(cls, counts: str | None, others: ValidationInfo) -> str | None:
        layer = others.data.get("layer")
        if counts == "total" and layer is not None and layer_named(layer).total is None:
            raise ValueError(f'layer {layer!r} has no total; write counts = "facilities"')
        return counts


class PlaceFile(_Table):
    """place.toml as it is written; `layers.place.Place` says what each key means."""

    name: Words
    code: str | None = Field(None, pattern=r"^[A-Za-z0-9-]{1,20}$")
    country: str = Field(pattern=r"^[A-Z]{2}$")
    subdivision: str | None = Field(None, pattern=r"^[A-Z0-9]{1,3}$")
    timezone: Annotated[str, AfterValidator(_time_zone)]
    metric_crs: Annotated[str, AfterValidator(_metric_crs)]
    boundary: Annotated[str, AfterValidator(_plain_name)] | None = None
    draw_boundary: bool = True
    context: Annotated[str, AfterValidator(_plain_name)] | None = None
    approval_line: str = Field("", max_length=NAME_LENGTH)
    attribution: Words
    licence: Licence
    notice: Words | None = None
    data_date: date | None = None
    basemap: Basemap | None = None
    # TOML has lists, and strict Pydantic would take no list for a tuple.
    targets: list[Target] = Field(default_factory=list)


def read_place_file(path: Path) -> PlaceFile:
    """Read and check place.toml.

    Raises
    ------
    PlaceError
        When it is missing, is not TOML, or says something that it may not; the error names the
        file, the key, the value and the way out.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PlaceError(
            f"{path} is missing; a place is a folder with a {PLACE_FILE}, see data/{PLACE_FILE}"
        ) from None
    except OSError as fault:
        raise PlaceError(f"{path} cannot be read: {fault.strerror}") from fault
    except UnicodeDecodeError as fault:
        raise PlaceError(f"{path} is not UTF-8 (byte {fault.start}); save it as UTF-8") from fault
    except tomllib.TOMLDecodeError as fault:
        raise PlaceError(f"{path} is not TOML: {fault}") from fault
    try:
        return PlaceFile.model_validate(content)
    except ValidationError as fault:
        reasons = "; ".join(_reason(error) for error in fault.errors(include_url=False))
        raise PlaceError(f"{path}: {reasons}") from fault


def _reason(error: ErrorDetails) -> str:
    location = error["loc"]
    key = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)[1:]
    names = tuple(part for part in location if isinstance(part, str))
    if error["type"] == "extra_forbidden":
        known = TABLES.get(names[:-1], PlaceFile).model_fields
        return f"unknown key {key!r}; known: {', '.join(known)}"
    example = EXAMPLES.get(".".join(names))
    way_out = f", such as {example}" if example else ""
    if error["type"] == "missing":
        return f"key {key!r} is missing; write it{way_out}"
    shown = repr(error["input"])
    shown = shown if len(shown) <= SHOWN_LENGTH else f"{shown[:SHOWN_LENGTH]}…"
    reason = error.get("ctx", {}).get("error") or error["msg"]
    if error["type"] == "model_type":
        reason = "a table is needed"
    return f"{key} = {shown}: {reason}{way_out}"


TABLES: dict[tuple[str, ...], type[BaseModel]] = {
    (): PlaceFile,
    ("basemap",): Basemap,
    ("licence",): Licence,
    ("targets",): Target,
}
SHOWN_LENGTH = 80
