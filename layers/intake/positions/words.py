"""What can be wrong with a written position, in words."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from layers._layer import Text
from layers.errors import Severity, shown
from layers.intake.finding import Finding

VALUE_LENGTH = 80


class Trouble(NamedTuple):
    """Why a position cannot be taken from a cell, and what to write instead."""

    code: str
    reason: Text
    suggestion: Text
    severity: Severity = "error"


DEGREES = Text(
    "写成十进制度数，如 119.1034，或写成 119°06′12″。",
    "Write decimal degrees such as 119.1034, or 119°06′12″.",
)
UNREADABLE = Trouble(
    "position_unreadable", Text("读不出坐标。", "No coordinate can be read here."), DEGREES
)
COMMA = Trouble(
    "position_ambiguous",
    Text(
        "分不清逗号是小数点还是千位分隔符。",
        "The comma may be a decimal point or may group thousands.",
    ),
    Text("小数点请写“.”，不要写千位分隔符。", "Write “.” for the decimal point, group nothing."),
)
PACKED = Trouble(
    "position_ambiguous",
    Text(
        "度数超出范围，可能是度分秒连写，无法确定。",
        "Too large for degrees; perhaps degrees, minutes and seconds run together.",
    ),
    DEGREES,
)
OUT_OF_RANGE = Trouble(
    "position_unreadable",
    Text(
        "度、分或秒超出范围：经度不超过 180°，纬度不超过 90°，分和秒都小于 60。",
        "Out of range: longitudes reach 180°, latitudes 90°, minutes and seconds stay below 60.",
    ),
    DEGREES,
)
DASHES = Trouble(
    "position_ambiguous",
    Text(
        "分不清横线连接的是度分秒还是两个数。",
        "The dash may join degrees and minutes or two numbers.",
    ),
    DEGREES,
)
SECONDS_OR_SOUTH = Trouble(
    "position_ambiguous",
    Text("分不清末尾的 S 是秒还是南纬。", "The S at the end may mean seconds or south."),
    DEGREES,
)
TWO_SIGNS = Trouble(
    "position_ambiguous",
    Text(
        "既写了负号又写了东西南北，无法确定。",
        "It has a minus sign and a hemisphere; which of them counts is unclear.",
    ),
    Text("只保留其中一个。", "Keep one of the two."),
)
LOST_DIGITS = Trouble(
    "position_ambiguous",
    Text("科学计数法丢掉了坐标的末几位。", "The scientific notation has lost the last digits."),
    Text(
        "在表格中把这一列设为“数值”格式后重新导出。",
        "Format the column as a plain number and export it again.",
    ),
)
A_TIME = Trouble(
    "position_unreadable",
    Text(
        "表格把坐标当成了日期或时间。", "The spreadsheet took the coordinate for a date or a time."
    ),
    Text(
        "把这一列设为“文本”格式后重新填写，如 119°06′12″。",
        "Format the column as text and write it again, for example 119°06′12″.",
    ),
)
SAME_AXIS = Trouble(
    "position_ambiguous",
    Text("两个数都写成了经度或都写成了纬度。", "Both numbers are called longitude, or latitude."),
    Text("经度用东经、西经，纬度用北纬、南纬。", "Longitudes are E or W, latitudes N or S."),
)
HALF = Trouble(
    "position_half",
    Text("只有一个坐标，另一个是空的。", "One coordinate is given, the other is empty."),
    Text("补上另一个坐标，或者两个都留空。", "Fill in the other one, or leave both empty."),
)
ZERO = Trouble(
    "position_zero",
    Text("坐标是 0,0，按没有坐标处理。", "The position is 0,0: taken for none."),
    Text("填上实际坐标，或者留空。", "Fill in the position, or leave it empty."),
    "warning",
)
NOT_A_PAIR = Trouble(
    "position_unreadable",
    Text("读不出一对坐标。", "No pair of coordinates can be read here."),
    Text("写成“119.1034,36.7042”。", "Write a pair such as 119.1034,36.7042."),
)
PAIR_COMMAS = Trouble(
    "position_ambiguous",
    Text(
        "逗号太多，分不清两个坐标从哪里断开。",
        "Too many commas: where one coordinate ends is unclear.",
    ),
    Text("写成“119.1034,36.7042”。", "Write a pair such as 119.1034,36.7042."),
)
NO_GEOMETRY = Trouble(
    "geometry_unreadable",
    Text("读不出图形。", "No geometry can be read here."),
    Text(
        "写成 WKT（如 POINT(119.1034 36.7042)）或 GeoJSON。",
        "Write WKT such as POINT(119.1034 36.7042), or GeoJSON.",
    ),
)


NOWHERE = Trouble(
    "position_impossible",
    Text("按所用坐标系，这个坐标不在地球上。", "In this datum there is no such position."),
    Text("核对坐标和坐标系。", "Check the position and its datum."),
)


def finding_of(trouble: Trouble, *, line: int, column: str | None, cell: Any) -> Finding:
    """Return a trouble as a finding in a row."""
    return Finding(
        trouble.code,
        trouble.severity,
        trouble.reason,
        trouble.suggestion,
        line=line,
        field="geometry",
        column=column,
        value=_as_written(cell),
    )


def _as_written(cell: Any) -> str:
    if cell is None:
        return ""
    text = json.dumps(cell, ensure_ascii=False) if isinstance(cell, list | dict) else str(cell)
    return shown(text, VALUE_LENGTH)
