"""The column map as a TOML file: what it may say, and what it is told when it says otherwise."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from geo.crs import datum_named
from geo.errors import GeoError
from layers.errors import shown
from layers.intake.column_map import ColumnMap, PositionColumns, Source
from layers.intake.patterns import compiled
from layers.intake.table import IntakeError

MOST_BYTES = 1_000_000
SHOWN_LENGTH = 80
MOST_REASONS = 5

# Shown with a fault of the key, so that the way out is one line to copy.
EXAMPLES = {
    "datum": 'datum = "gcj02"',
    "key": 'key = ["name", "address"]',
    "keep": 'keep = ["照片"]',
    "ignore": 'ignore = ["序号"]',
    "only": "only = true",
    "columns": 'name = "厕所名称"',
    "position": 'longitude = "经度" 与/and latitude = "纬度"',
    "constants": 'source = "环卫中心"',
    "values": '[values.grade] "甲" = 1',
}


def _datum(text: str) -> str:
    try:
        datum_named(text)
    except GeoError as fault:
        raise ValueError(str(fault)) from None
    return text


def _pattern(text: str) -> str:
    compiled(text)
    return text


def _constant(value: Any) -> Any:
    """Take what TOML has for one value, or a list of such."""
    parts = value if isinstance(value, list) else [value]
    if not all(isinstance(part, bool | int | float | str | date) for part in parts):
        raise ValueError("write one value, or a list of values")
    if any(isinstance(part, float) and not math.isfinite(part) for part in parts):
        raise ValueError("no number")
    return value


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


Heading = Annotated[str, Field(min_length=1, max_length=1_000)]
Constant = Annotated[Any, AfterValidator(_constant)]


class SourceTable(_Table):
    """Where a field's value comes from, when it takes more than a heading to say."""

    column: Heading
    pattern: Annotated[str, AfterValidator(_pattern)] | None = None
    factor: float = Field(1.0, gt=0)


class PositionTable(_Table):
    """Where a row's position comes from: one of the ways."""

    longitude: Heading | None = None
    latitude: Heading | None = None
    easting: Heading | None = None
    northing: Heading | None = None
    pair: Heading | None = None
    order: Literal["lon_lat", "lat_lon"] | None = None
    geometry: Heading | Literal[True] | None = None
    none: Literal[True] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> PositionTable:
        said = set(self.model_dump(exclude_none=True)) - {"order"}
        ways: tuple[set[str], ...] = (
            {"longitude", "latitude"},
            {"easting", "northing"},
            {"pair"},
            {"geometry"},
            {"none"},
        )
        if said not in ways:
            raise ValueError(
                "say one of: longitude and latitude; easting and northing; pair; geometry; none"
            )
        if self.order is not None and self.pair is None:
            raise ValueError("order belongs to pair")
        return self

    def columns(self) -> PositionColumns:
        """Return it as the column map has it."""
        if self.pair is not None:
            return PositionColumns("pair", (self.pair,), self.order)
        if self.geometry is not None:
            return PositionColumns("geometry", () if self.geometry is True else (self.geometry,))
        if self.none:
            return PositionColumns("none")
        over, up = self.longitude or self.easting, self.latitude or self.northing
        return PositionColumns("columns", (over or "", up or ""))


class MapFile(_Table):
    """columns.toml as it is written."""

    datum: Annotated[str, AfterValidator(_datum)] | None = None
    key: list[Heading] = Field(default_factory=list)
    keep: list[Heading] = Field(default_factory=list)
    ignore: list[Heading] = Field(default_factory=list)
    only: bool = False
    columns: dict[str, Heading | SourceTable] = Field(default_factory=dict)
    position: PositionTable | None = None
    constants: dict[str, Constant] = Field(default_factory=dict)
    values: dict[str, dict[str, Constant]] = Field(default_factory=dict)


def read_column_map(path: Path) -> ColumnMap:
    """Read and check a column map.

    Whether its columns and fields are there is checked when it meets a file, by `propose_columns`.

    Raises
    ------
    IntakeError
        When it is missing, is not TOML, or says something that it may not; the error names the
        file, the key, the value and the way out.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise IntakeError(
                f"{path} 超过 {MOST_BYTES} 字节,不像对照表"
                f" · {path} has more than {MOST_BYTES} bytes; it is no column map"
            )
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise IntakeError(f"找不到 {path} · {path} is missing") from None
    except OSError as fault:
        raise IntakeError(f"{path} 无法读取 · {path} cannot be read: {fault.strerror}") from fault
    except UnicodeDecodeError as fault:
        raise IntakeError(
            f"{path} 不是 UTF-8(第 {fault.start} 字节),请另存为 UTF-8"
            f" · {path} is not UTF-8 (byte {fault.start}); save it as UTF-8"
        ) from fault
    return parse_column_map(text, str(path))


def parse_column_map(text: str, file: str) -> ColumnMap:
    """Read a column map from its text, as `read_column_map` does; `file` is for errors."""
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise IntakeError(f"{file} 不是 TOML · {file} is not TOML: {fault}") from fault
    try:
        said = MapFile.model_validate(content)
    except ValidationError as fault:
        reasons = dict.fromkeys(_reason(error) for error in fault.errors(include_url=False))
        told = "; ".join(list(reasons)[:MOST_REASONS])
        raise IntakeError(f"{file} 有误 · {file}: {told}") from fault
    return ColumnMap(
        fields=MappingProxyType({field: _source(each) for field, each in said.columns.items()}),
        position=said.position.columns() if said.position else PositionColumns("unsaid"),
        constants=MappingProxyType(said.constants),
        values=MappingProxyType(said.values),
        kept=tuple(said.keep),
        ignored=tuple(said.ignore),
        datum=said.datum,
        key=tuple(said.key),
        only=said.only,
    )


def _source(said: str | SourceTable) -> Source:
    if isinstance(said, str):
        return Source(said)
    return Source(said.column, said.pattern, said.factor)


# The tables whose keys are fixed, and what they know; under `columns` a field may have one too.
TABLES: Mapping[str, type[BaseModel]] = {
    "": MapFile,
    "position": PositionTable,
    "columns": SourceTable,
}
# What pydantic adds to a key's path for each way that it tried.
TRIED = frozenset({"str", "constrained-str", "SourceTable"})


def _reason(error: ErrorDetails) -> str:
    names = [str(part) for part in error["loc"] if str(part) not in TRIED]
    names = [name for name in names if not name.startswith("literal[")]
    key = ".".join(names)
    if error["type"] == "extra_forbidden":
        table = names[0] if len(names) > 1 and names[0] in TABLES else ""
        known = ", ".join(TABLES[table].model_fields)
        return f"unknown key {shown(key, SHOWN_LENGTH)!r}; known: {known}"
    example = EXAMPLES.get(names[0] if names else "")
    way_out = f", such as {example}" if example else ""
    if error["type"] == "missing":
        return f"key {key!r} is missing; write it{way_out}"
    value = shown(repr(error["input"]), SHOWN_LENGTH)
    reason = error.get("ctx", {}).get("error") or error["msg"]
    return f"{shown(key, SHOWN_LENGTH)} = {value}: {reason}{way_out}"
