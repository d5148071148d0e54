"""Rows that are no facility, that come twice, or that nobody could find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import Any

from layers._layer import ID_LENGTH, Text
from layers.intake.finding import Finding
from layers.intake.table import LongArray, Table

# What stands first in a row that adds up or signs the rows above it, not in a facility's.
NOT_A_FACILITY = ("合计", "总计", "小计", "共计", "合計", "總計", "小計", "制表人", "填表人")
NOT_A_FACILITY_EN = ("total", "subtotal", "grand total", "sum")


def total_rows(table: Table) -> Iterator[Finding]:
    """Yield an error for each row that adds up or signs the others."""
    columns = list(table.columns.items())
    for row, line in enumerate(table.lines.tolist()):
        found = next(((head, cells[row]) for head, cells in columns if _filled(cells[row])), None)
        if found is None or not isinstance(found[1], str):
            continue
        text = "".join(found[1].split())
        if text.startswith(NOT_A_FACILITY) or text.casefold().rstrip(":") in NOT_A_FACILITY_EN:
            yield Finding(
                "not_a_facility",
                "error",
                Text("是合计或落款，不是设施", "adds up or signs the table; it is no facility"),
                Text("请删去这一行。", "Delete this row."),
                line,
                None,
                found[0],
                found[1],
            )


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


def nameless_rows(lines: LongArray, names: Sequence[Any]) -> Iterator[Finding]:
    """Yield a warning for each row that has no name."""
    for line, name in zip(lines.tolist(), names, strict=True):
        if not name:
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
