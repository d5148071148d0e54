"""What becomes of columns that are no field: kept under their own headings, or left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from layers._layer import Layer, Text
from layers.intake.columns.headings import (
    EAST_HEADING,
    GEOMETRY_HEADING,
    ID_HEADING,
    LAT_HEADING,
    LON_HEADING,
    NORTH_HEADING,
)
from layers.intake.columns.proposal import ColumnFate
from layers.intake.columns.report_columns import REPORT_COLUMNS
from layers.intake.table import Cell
from layers.intake.values.texts import has_markup, is_unknown
from layers.intake.wording import simplified, word_key, words

# Of persons, not of a facility. Matched within a heading, in Simplified characters.
PERSONAL = re.compile(
    r"联系人|负责人|责任人|姓名|身份证|微信|手机|移动电话|邮箱|电子邮件|经办人|填表人|填报人|录入人|上报人|采集人|"
    r"调查人|审核人|巡查员|保洁员|保洁人员|管理员|管护人|养护人|站长|所长|厕长|园长|路长|户主|业主|家庭住址|出生|性别|年龄|"
    r"民族|(?<!残疾)人员?$|"
    r"^(?:e?mail|emailaddress|wechat|weixin|mobile|mobilephone|cellphone|cell|idcard|qq|qq号)$|"
    r"contact(?:person|name|email|mobile)|personincharge|responsibleperson|managername|ownername|surveyor"
)
# Headings that have such a word in them and are of offices or facilities all the same.
IMPERSONAL = re.compile(
    r"单位|部门|机构|公司|中心|热线|服务电话|业主委员会|手机充电|管理员室|管理员间"
)
MOBILE = re.compile(r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}")
IDENTITY_CARD = re.compile(r"[1-9]\d{5}(?:19|20)\d{9}[\dXx]")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

ROW_NUMBER = frozenset(
    words(
        """
        序号 序 行号 行 顺序号 项次 no nr num index idx rownumber rowid row seq sn 流水号 #
        """
    )
)
# What geographic programs add for themselves.
TECHNICAL = frozenset(
    words(
        """
        objectid objectid1 fid ogcfid gid shapeleng shapelength shapearea shapele shapear
        stylerurl styleurl tessellate extrude visibility draworder altitudemode styleid
        stylehash
        """
    )
)
NO_FIELD = Text("不当作该图层的项目", "taken for no field of the layer")
KEPT = Text("不是该图层的项目，原样保留", "no field of the layer; kept under its own heading")
MOSTLY = 0.5
SAMPLE = 500
RESERVED = tuple(
    word_key(word)
    for text in (
        ID_HEADING,
        LON_HEADING,
        LAT_HEADING,
        EAST_HEADING,
        NORTH_HEADING,
        GEOMETRY_HEADING,
    )
    for word in text
)


def report_columns(columns: Sequence[str]) -> list[str]:
    """Return the columns that our own report of faulty rows added.

    The English words alone may be an office's own (a bus line); two of them together are ours.
    """
    chinese = {text.zh for text in REPORT_COLUMNS}
    chinese |= {f"{text.zh} {text.en}" for text in REPORT_COLUMNS}
    english = {text.en for text in REPORT_COLUMNS} & set(columns)
    ours = chinese | (english if len(english) > 1 else set())
    return [column for column in columns if column in ours]


def is_row_number(column: str, cells: Sequence[Cell]) -> bool:
    """Return whether a column only counts the rows: 1, 2, 3 … under 序号 or No.

    The count may begin again (a block a subdistrict), and words may stand under it (合计).
    """
    if word_key(simplified(column)) not in ROW_NUMBER:
        return False
    numbers = [str(cell).strip().removesuffix(".0") for cell in cells if not is_unknown(cell)]
    counted = [int(number) for number in numbers if number.isdecimal() and len(number) < 10]
    rising = all(before < after or after == 1 for before, after in pairwise(counted))
    return bool(counted) and len(counted) >= MOSTLY * len(numbers) and rising


def leftover(
    column: str,
    cells: Sequence[Cell],
    layer: Layer,
    passed_over: Text | None,
    own_names: frozenset[str],
) -> ColumnFate:
    """Return what becomes of a column that is no field, and why."""
    if column in own_names:
        reason = Text(
            "已发布的数据里有这一项，原样保留", "what is published has it too; kept as it is"
        )
        return ColumnFate(column, "kept", "rest", reason)
    if (left_out := _left_out(column, cells)) is not None:
        return ColumnFate(column, "ignored", "rest", left_out)
    if column in layer.fields or word_key(column) in RESERVED:
        reason = passed_over or NO_FIELD
        return ColumnFate(
            column,
            "ignored",
            "rest",
            Text(
                f"{reason.zh}；列名与本系统的“{column}”相同，不能原样保留",
                f"{reason.en}; it cannot be kept under {column!r}, which means something else here",
            ),
        )
    reason = passed_over or KEPT
    return ColumnFate(column, "kept", "rest", reason)


def _left_out(column: str, cells: Sequence[Cell]) -> Text | None:
    filled = [cell for cell in cells if not is_unknown(cell) and cell not in ([], {})]
    if not filled:
        return Text("整列为空", "every cell is empty")
    if (personal := personal_reason(column, filled)) is not None:
        return personal
    key = word_key(simplified(column))
    if key in TECHNICAL:
        return Text("地理信息软件自己加的列", "added by a geographic program for itself")
    if is_row_number(column, cells):
        return Text("只是行的序号，不是编号", "counts the rows; it is no id")
    sample = filled[:: max(1, len(filled) // SAMPLE)]
    if sum(isinstance(cell, str) and has_markup(cell) for cell in sample) > MOSTLY * len(sample):
        return Text("内容是网页代码", "its cells are markup of web pages")
    return None


def personal_reason(column: str, filled: Sequence[Cell]) -> Text | None:
    """Return why a column is about persons, None where it is not; the map is public."""
    key = word_key(simplified(column))
    named = PERSONAL.search(key) is not None and IMPERSONAL.search(key) is None
    sample = filled[:: max(1, len(filled) // SAMPLE)]
    if not named and not _mostly_personal(sample):
        return None
    return Text(
        "像是个人信息，地图是公开的，不发布；确需保留的写入对照表的 keep",
        "it looks like personal data and the map is public; name it under keep in the column map "
        "if it is to stay",
    )


def _mostly_personal(sample: Sequence[Cell]) -> bool:
    texts = [str(cell).strip().removesuffix(".0") for cell in sample]
    for pattern in (MOBILE, IDENTITY_CARD, EMAIL):
        if sum(pattern.fullmatch(text) is not None for text in texts) > MOSTLY * len(texts):
            return True
    return False


def is_personal_heading(column: str) -> bool:
    """Return whether a heading names something of a person."""
    key = word_key(simplified(column))
    return PERSONAL.search(key) is not None and IMPERSONAL.search(key) is None
