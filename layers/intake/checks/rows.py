"""Rows that are no facility, that come twice, or that nobody could find."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from typing import Any

from layers._facility import ID_LENGTH
from layers._layer import Text
from layers.intake.columns.leftovers import report_columns
from layers.intake.finding import Finding
from layers.intake.table import LongArray, Table

# What stands first in a row that adds up, signs or explains the rows above it, not in a facility's.
SUMS = ("合计", "总计", "小计", "共计", "累计", "合計", "總計", "小計", "共計", "累計")
SIGNED = (
    "制表", "填表", "填报人", "填报单位", "填报日期", "审核人", "审核:", "复核人", "报送单位",
    "负责人:", "单位负责人", "联系人:", "联系电话:", "联系方式:", "注:", "备注:", "说明:", "附注",
    "製表", "審核人", "註:", "備註:", "說明:",
)  # fmt: skip
NUMBER_IN_ALL = re.compile(r"共\d+[座处个條条處個]")
LONGEST_SUM = 20
SUMS_EN = ("total", "subtotal", "grandtotal", "sum")


def total_rows(table: Table, placed: Sequence[bool]) -> Iterator[Finding]:
    """Yield an error for each row that adds up, signs or explains the others.

    Parameters
    ----------
    placed
        Whether each row has a position.
    """
    ours = set(report_columns(list(table.columns)))
    columns = [(heading, cells) for heading, cells in table.columns.items() if heading not in ours]
    # A block's sum stands behind the cell that names the block; what has a position is no sum.
    sums = {
        row: (heading, text)
        for heading, cells in columns
        for text in {cell for cell in cells if type(cell) is str and is_sum(cell)}
        for row, cell in enumerate(cells)
        if cell == text and not placed[row]
    }
    for row, line in enumerate(table.lines.tolist()):
        found = sums.get(row)
        if found is None:
            first = next(
                ((head, cells[row]) for head, cells in columns if _filled(cells[row])), None
            )
            if first is None or not isinstance(first[1], str) or not _begins_no_facility(first[1]):
                continue
            found = first
        yield Finding(
            "not_a_facility",
            "error",
            Text("是合计、落款或说明，不是设施", "adds up or signs the table; it is no facility"),
            Text("请删去这一行。", "Delete this row."),
            line,
            None,
            *found,
        )


def is_sum(text: str) -> bool:
    """Return whether a cell says that its row adds up others, and nothing else."""
    if len(text) > LONGEST_SUM:
        return False
    key = "".join(text.split()).casefold().rstrip(":：")
    return key in SUMS or key in SUMS_EN


def _begins_no_facility(text: str) -> bool:
    plain = "".join(text.split()).replace("：", ":")
    return plain.startswith((*SUMS, *SIGNED)) or NUMBER_IN_ALL.fullmatch(plain) is not None


def repeated_ids(
    lines: LongArray, ids: Sequence[str | None], column: str | None
) -> Iterator[Finding]:
    """Yield an error for each id that an earlier row has, or that cannot be an id."""
    first: dict[str, int] = {}
    for line, own in zip(lines.tolist(), ids, strict=True):
        if own is None:
            continue
        where = (line, "id", column, own)
        if own in {".", ".."} or len(own) > ID_LENGTH:
            yield Finding(
                "unfit_id",
                "error",
                Text("不能用作编号", "cannot be an id"),
                Text(f"编号为 1 至 {ID_LENGTH} 个字符。", f"Ids have 1 to {ID_LENGTH} characters."),
                *where,
            )
        elif first.setdefault(own, line) != line:
            yield Finding(
                "repeated_id",
                "error",
                Text(f"编号与第 {first[own]} 行重复", f"line {first[own]} has this id already"),
                Text("每个设施的编号必须唯一。", "Each facility needs an id of its own."),
                *where,
            )


def rows_without_position(
    table: Table, placed: Sequence[bool], addresses: Sequence[Any], spoilt: Set[int | None]
) -> Iterator[Finding]:
    """Yield an error for rows with neither coordinates nor address, a warning for those queued.

    Parameters
    ----------
    placed
        Whether each row has a position.
    spoilt
        Lines whose coordinates are there and wrong: that was told.
    """
    for line, there, address in zip(table.lines.tolist(), placed, addresses, strict=True):
        if there or line in spoilt:
            continue
        if address:
            yield Finding(
                "to_be_placed",
                "warning",
                Text(
                    "有地址，没有坐标，列入待定位清单",
                    "has an address and no coordinates; it waits in the queue",
                ),
                Text(
                    "在待定位文件中填入坐标后再次导入。",
                    "Fill in coordinates in the queue file and import that.",
                ),
                line,
                "geometry",
            )
        else:
            yield Finding(
                "no_position",
                "error",
                Text("既没有坐标，也没有地址", "has neither coordinates nor an address"),
                Text("补充坐标或地址。", "Add coordinates or an address."),
                line,
                "geometry",
            )


def nameless_rows(
    lines: LongArray, names: Sequence[Any], passed_over: Set[int | None] = frozenset()
) -> Iterator[Finding]:
    """Yield a warning for each row that has no name.

    Parameters
    ----------
    passed_over
        Lines that are no facility: that was told.
    """
    for line, name in zip(lines.tolist(), names, strict=True):
        if not name and line not in passed_over:
            yield Finding(
                "no_name",
                "warning",
                Text("没有名称", "has no name"),
                Text("补充名称，市民才认得出。", "Add a name, so that people know which it is."),
                line,
                "name",
            )


def _filled(cell: Any) -> bool:
    return cell is not None and cell != ""
