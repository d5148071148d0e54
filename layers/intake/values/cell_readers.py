"""For each field the function that reads its cells, derived from how the field is declared."""

from __future__ import annotations

import re
import typing
from collections.abc import Callable
from datetime import date, datetime, tzinfo
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
from pydantic import AwareDatetime, ConfigDict, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from layers._facility import ID_LENGTH, TEXT_LENGTH
from layers._layer import Layer, Text, extra, plain_type
from layers.errors import going_on
from layers.intake.values.choices import Choices
from layers.intake.values.numbers import read_number, read_whole_number
from layers.intake.values.points import Pair, read_points
from layers.intake.values.reading import UNKNOWN, Doubt, Reading, UnreadableCellError
from layers.intake.values.texts import as_text, clean, is_unknown, one_line, without_markup
from layers.intake.values.times import read_date, read_time, read_year
from layers.intake.values.truths import read_truth
from layers.store.feature_check import HOURS_FIELDS

CellReader = Callable[[Any], Reading]

BETWEEN_ITEMS = re.compile(r"[、,,;;|\n]|/(?!/)")
STRICT = ConfigDict(strict=True, allow_inf_nan=False)
NO_LIMIT = re.compile(
    r"不限(?:时|制|时长|停)*|无限制?|无限时|无时间限制|unlimited|no limit", re.IGNORECASE
)


def cell_reader(layer: Layer, field: str, timezone: tzinfo, *, factor: float = 1.0) -> CellReader:
    """Return what reads a cell as a value of a field; empty cells are unknown.

    A list of positions or a position is read as a tuple of raw pairs, see `read_points`.

    Parameters
    ----------
    field
        A field of the layer, or `id`.
    timezone
        Of times that name no offset.
    factor
        What numbers without a unit of their own are multiplied by.
    """
    if field == "id":
        return _read_id
    info = layer.fields[field]
    plain = plain_type(info)
    if plain is bool:
        # 无 is unknown elsewhere; of a truth value it means no.
        return read_truth
    if holds_positions(plain):
        many = typing.get_origin(plain) is list
        return _known(lambda cell: read_points(cell, many=many))
    unit = extra(info).get("x-unit")
    read = _value_reader(field, info, plain, _Numbers(unit, factor), timezone)
    return _known(_checked(read, info, plain, unit))


def holds_positions(plain: Any) -> bool:
    """Return whether a field's type is a pair of coordinates, or a list of such."""
    if typing.get_origin(plain) is list:
        plain = typing.get_args(plain)[0]
    return bool(plain == Pair)


def _known(read: CellReader) -> CellReader:
    return lambda cell: UNKNOWN if is_unknown(cell) else read(cell)


class _Numbers(NamedTuple):
    """The unit of a field's numbers, and what a number without one is multiplied by."""

    unit: str | None
    factor: float


def _value_reader(
    field: str, info: FieldInfo, plain: Any, numbers: _Numbers, timezone: tzinfo
) -> CellReader:
    if field in HOURS_FIELDS:
        return _read_hours
    if typing.get_origin(plain) is Literal:
        return Choices(typing.get_args(plain), info).read
    if typing.get_origin(plain) is list:
        item = typing.get_args(plain)[0]
        one = _value_reader(field, info, item, numbers, timezone)
        return lambda cell: _read_list(cell, one, free=item is str)
    longest = next((one.max_length for one in info.metadata if hasattr(one, "max_length")), 0)

    def whole(cell: Any) -> Reading:
        return read_whole_number(cell, *numbers)

    def moment(cell: Any) -> Reading:
        return read_time(cell, timezone)

    readers: dict[Any, CellReader] = {
        # Notes may have paragraphs; a name or an address may not.
        str: _read_text if longest >= TEXT_LENGTH else _read_line,
        int: read_year if field.endswith("year") else whole,
        float: lambda cell: _floating(read_number(cell, *numbers)),
        bool: read_truth,
        date: read_date,
        datetime: moment,
        AwareDatetime: moment,
    }
    return readers.get(plain, Reading)


def _checked(read: CellReader, info: FieldInfo, plain: Any, unit: str | None) -> CellReader:
    """Add the limits that the field is declared with."""
    declared: Any = datetime if plain is AwareDatetime else plain
    limited: Any = Annotated[declared, *info.metadata] if info.metadata else declared
    adapter: TypeAdapter[Any] = TypeAdapter(limited, config=STRICT)

    def read_within_limits(cell: Any) -> Reading:
        if unit == "min" and isinstance(cell, str) and NO_LIMIT.fullmatch(clean(cell)):
            return Reading(None, (NO_LIMIT_DOUBT,))
        reading = read(cell)
        if reading.value is None:
            return reading
        try:
            adapter.validate_python(reading.value)
        except ValidationError as refused:
            raise _beyond_limits(refused.errors(include_url=False)[0]) from None
        return reading

    return read_within_limits


def _beyond_limits(error: ErrorDetails) -> UnreadableCellError:
    limits, value = error.get("ctx", {}), error["input"]
    match error["type"]:
        case "greater_than_equal" | "less_than_equal":
            least, most = limits.get("ge"), limits.get("le")
            zh = (
                f"数值 {value:g} 小于下限 {least:g}"
                if most is None
                else (f"数值 {value:g} 大于上限 {most:g}")
            )
            en = (
                f"{value:g} is less than {least:g}"
                if most is None
                else (f"{value:g} is more than {most:g}")
            )
            return UnreadableCellError("impossible_number", Text(zh, en), CHECK_NUMBER)
        case "string_too_long":
            most = limits["max_length"]
            return UnreadableCellError(
                "too_long",
                Text(
                    f"有 {len(value)} 个字，最多 {most} 个",
                    f"{len(value)} characters of at most {most}",
                ),
                Text("请缩短。", "Shorten it."),
            )
        case "string_pattern_mismatch" if "https?" in str(limits.get("pattern")):
            hint = (
                f"https://{value}" if re.fullmatch(r"[\w-]+(\.[\w-]+)+\S*", value) else "https://…"
            )
            return UnreadableCellError(
                "not_a_web_address",
                Text(
                    "不是以 http:// 或 https:// 开头的网址", "no address beginning with http(s)://"
                ),
                Text(f"请写成 {hint}。", f"Write {hint}."),
            )
    return UnreadableCellError(
        "unfit_value", Text("不符合此项的要求", going_on(error["msg"])), None
    )


def _read_id(cell: Any) -> Reading:
    if is_unknown(cell):
        return UNKNOWN
    text = without_markup(one_line(as_text(cell)))
    if len(text) > ID_LENGTH:
        raise UnreadableCellError(
            "too_long",
            Text(
                f"编号有 {len(text)} 个字，最多 {ID_LENGTH} 个", f"an id of {len(text)} characters"
            ),
            Text("请改用短的编号。", f"Use one of at most {ID_LENGTH}."),
        )
    return Reading(text)


def _read_text(cell: Any) -> Reading:
    # An empty list says nothing.
    return Reading(without_markup(as_text(cell)) or None)


def _read_line(cell: Any) -> Reading:
    return Reading(without_markup(one_line(as_text(cell))) or None)


def _floating(reading: Reading) -> Reading:
    return Reading(float(reading.value), reading.doubts)


def _read_hours(cell: Any) -> Reading:
    from layers.hours.phrases import read_hours_text  # noqa: PLC0415

    text = without_markup(as_text(cell))
    hours = read_hours_text(text)
    if hours.expression is None:
        reason = hours.reason or Text("看不明白的时间", "unclear hours")
        raise UnreadableCellError("hours_unclear", reason, HOURS_WAY_OUT)
    doubts = tuple(Doubt("hours_doubtful", warning) for warning in hours.warnings)
    return Reading(hours.expression, doubts)


def _read_list(cell: Any, read_item: CellReader, *, free: bool) -> Reading:
    values: list[Any] = []
    doubts: tuple[Doubt, ...] = ()
    for item in _items(cell, read_item, free=free):
        if is_unknown(item):
            continue
        reading = read_item(item)
        doubts += reading.doubts
        if reading.value not in values:
            values.append(reading.value)
    return Reading(values, doubts)


def _items(cell: Any, read_item: CellReader, *, free: bool) -> list[Any]:
    if isinstance(cell, list):
        return cell
    if not isinstance(cell, str):
        return [cell]
    text = clean(cell)
    if text.startswith("["):
        try:
            decoded = msgspec.json.decode(text)
        except msgspec.DecodeError:
            decoded = None
        if isinstance(decoded, list):
            return decoded
    if not free:
        try:
            read_item(text)
        except UnreadableCellError:
            return BETWEEN_ITEMS.split(text)
        # A label may hold a mark that also stands between labels.
        return [text]
    return BETWEEN_ITEMS.split(text)


CHECK_NUMBER = Text("请核对数值和单位。", "Check the number and its unit.")
HOURS_WAY_OUT = Text(
    "请写成“8:00-18:00”“全天”或“工作日18:00至次日8:00”这样的写法。",
    "Write it like 8:00-18:00, 24 hours, or Mo-Fr 08:00-18:00.",
)
NO_LIMIT_DOUBT = Doubt(
    "no_limit",
    Text("“不限”无法记为时长，按未知处理", "no limit is no length of time; left unknown"),
    Text("可写入备注。", "Say it in the note."),
)
