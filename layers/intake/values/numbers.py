"""Cells as numbers: with thousands marks, full-width digits, units behind them, in Chinese."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Any

from layers._layer import Text
from layers.intake.units import COUNTED, FACTORS, unit_factor, unit_key
from layers.intake.values.numerals import chinese_number
from layers.intake.values.reading import Doubt, Reading, UnreadableCellError
from layers.intake.values.texts import as_text

GROUPED = r"\d{1,3}(?:, ?\d{3})+(?!\d)|\d{1,3}(?:'\d{3})+(?!\d)|\d{1,3}(?: \d{3})+(?!\d)"
PLAIN = r"\d+(?:\.\d+)?(?:e[+-]?\d{1,2})?|\.\d+"
NUMBER = re.compile(rf"(?P<number>[+-]?(?:(?:{GROUPED})(?:\.\d+)?|{PLAIN}))(?P<rest>.*)", re.DOTALL)
DECIMAL_COMMA = re.compile(r"(?P<number>[+-]?\d+,\d{1,2})(?!\d)(?P<rest>.*)", re.DOTALL)
CHINESE = re.compile(
    r"(?P<number>[零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟廿卅萬億兩]+)(?P<rest>.*)"
)
BEFORE = re.compile(
    r"(?:共计?|合计|总计|总共|计|有|设有?|total:?)\s*(?=[\d一二两三四五六七八九十百千])"
)
ABOUT = re.compile(r"(?:大约|约|大概|近|将近|左右|approx\.?|about|ca\.?|circa|≈|~)\s*")
SOME = re.compile(r"\s*(?:左右|上下|前后|余|多|来|\+)\s*")
RANGE = re.compile(r"\d\s*(?:个|米|m|㎡)?\s*(?:-|–|—|~|〜|至|到|to)\s*\d")
BOUND = re.compile(
    r"[<>≤≥≦≧]|不少于|不低于|不足|不超过|至少|最多|最少|以上|以下|以内|小于|大于|少于|多于"
)
PARTS = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<unit>[^\d\s.]+)")
NUMBER_WAY_OUT = Text("请只写一个数，例如 20。", "Write one number alone, such as 20.")
MYRIAD = {"万": 10_000, "萬": 10_000, "千": 1_000, "k": 1_000}


def read_number(cell: Any, symbol: str | None, factor: float) -> Reading:
    """Read a cell as a number in a field's unit.

    Parameters
    ----------
    symbol
        The field's unit (m2, m, min); None for a plain number.
    factor
        What a number without a unit of its own is multiplied by: the unit of the heading.

    Raises
    ------
    UnreadableCellError
        When it is a range, a bound, has an unknown unit, or is no number.
    """
    if isinstance(cell, bool):
        raise _not_a_number(str(cell))
    if isinstance(cell, int | float):
        if not math.isfinite(cell):
            raise _not_a_number(str(cell))
        return Reading(_rounded(cell * factor))
    text = _folded(as_text(cell))
    rough = False
    if match := ABOUT.match(text):
        rough, text = True, text[match.end() :]
    text = BEFORE.sub("", text, count=1)
    if RANGE.search(text):
        raise UnreadableCellError(
            "range", Text("写了一个范围，不是一个数", "a range, not one number"), NUMBER_WAY_OUT
        )
    if BOUND.search(text):
        raise UnreadableCellError(
            "bound", Text("只写了上限或下限，不是一个数", "a bound, not a number"), NUMBER_WAY_OUT
        )
    parsed = _sum_of_parts(text, symbol) or _one_number(text, symbol, factor)
    if parsed is None:
        raise _not_a_number(text)
    value, doubts, also_rough = parsed
    if rough or also_rough:
        doubts = (*doubts, _about(value))
    return Reading(value, doubts)


def read_whole_number(cell: Any, symbol: str | None, factor: float) -> Reading:
    """Read a cell as a whole number, as `read_number` does.

    Raises
    ------
    UnreadableCellError
        When it is no number or has a fraction.
    """
    reading = read_number(cell, symbol, factor)
    if float(reading.value).is_integer():
        return Reading(int(reading.value), reading.doubts)
    value = f"{reading.value:g}"
    raise UnreadableCellError(
        "not_whole",
        Text(f"应为整数，却是 {value}", f"{value} where a whole number belongs"),
        NUMBER_WAY_OUT,
    )


def _one_number(
    text: str, symbol: str | None, factor: float
) -> tuple[float, tuple[Doubt, ...], bool] | None:
    doubts: tuple[Doubt, ...] = ()
    if match := DECIMAL_COMMA.fullmatch(text):
        value = float(match["number"].replace(",", "."))
        doubts = (_decimal_comma(value),)
    elif match := NUMBER.fullmatch(text):
        value = float(re.sub(r"[,' ]", "", match["number"]))
    elif match := CHINESE.fullmatch(text):
        number = chinese_number(match["number"])
        if number is None:
            return None
        value = float(number)
    else:
        return None
    rest, rough = match["rest"].strip(), False
    if rest[:1] in MYRIAD and rest[:1] and unit_factor(rest, symbol) is None:
        value *= MYRIAD[rest[0]]
        rest = rest[1:].strip()
    if some := SOME.match(rest):
        rough, rest = True, rest[some.end() :]
    if some := re.search(r"\s*左右$", rest):
        rough, rest = True, rest[: some.start()]
    scale = _scale(rest, symbol, factor)
    if scale is None:
        return None
    return _rounded(value * scale), doubts, rough


def _scale(unit: str, symbol: str | None, factor: float) -> float | None:
    if not unit:
        return factor
    known = unit_factor(unit, symbol)
    if known is not None:
        return known
    return factor if symbol is None and COUNTED.fullmatch(unit) else None


def _sum_of_parts(text: str, symbol: str | None) -> tuple[float, tuple[Doubt, ...], bool] | None:
    """Return what several numbers with a unit each add up to: 1小时30分, 1 h 30 min."""
    bare = text.replace(" ", "")
    parts = list(PARTS.finditer(bare))
    if symbol != "min" or len(parts) < 2 or "".join(part[0] for part in parts) != bare:
        return None
    scales = [unit_factor(part["unit"], symbol) for part in parts]
    known = [scale for scale in scales if scale is not None]
    if len(known) < len(scales) or known != sorted(known, reverse=True):
        return None
    return (
        _rounded(sum(float(part["number"]) * s for part, s in zip(parts, known, strict=True))),
        (),
        False,
    )


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("−", "-").replace("’", "'")
    return " ".join(folded.split())


def _rounded(value: float) -> float:
    """Take back what multiplying by a factor adds in the last digits."""
    return float(f"{value:.12g}") if isinstance(value, float) else value


def _about(value: float) -> Doubt:
    return Doubt(
        "about",
        Text(f"写的是约数，按 {value:g} 计", f"an approximate number, taken as {value:g}"),
        Text("如有准确数请改写。", "Write the exact number if there is one."),
    )


def _decimal_comma(value: float) -> Doubt:
    return Doubt(
        "decimal_comma",
        Text(f"逗号按小数点理解，读作 {value:g}", f"its comma was read as a point: {value:g}"),
        Text("请用小数点。", "Write a decimal point."),
    )


def _not_a_number(text: str) -> UnreadableCellError:
    unit = re.fullmatch(r"[\d.,\s]{1,20}(\D{1,12})", text)
    if unit and any(unit_key(unit[1]) in table for table in FACTORS.values()):
        name = unit[1].strip()
        return UnreadableCellError(
            "unknown_unit",
            Text(f"“{name}”不是此项的单位", f"{name!r} is no unit of this field"),
            NUMBER_WAY_OUT,
        )
    return UnreadableCellError("not_a_number", Text("不是一个数", "not a number"), NUMBER_WAY_OUT)
