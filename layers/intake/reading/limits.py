"""How much one file may hold, so that no file can fill the memory of who reads it."""

from __future__ import annotations

from layers.intake.reading.faults import unreadable

FILE_BYTES = 1_000_000_000
ROWS = 2_000_000
COLUMNS = 1_000
# A workbook's cells are all held at once, some 100 bytes each.
SHEET_CELLS = 40_000_000
# XML of a sheet packs 5 to 30 times; a bomb packs 1,000 times and more.
UNZIPPED_BYTES = 2_000_000_000
UNZIPPED_RATIO = 200
# Below this, even a high ratio does no harm.
UNZIPPED_HARMLESS_BYTES = 50_000_000
ZIP_MEMBERS = 10_000
CELL_CHARACTERS = 16_000_000


def check_file_size(size: int) -> None:
    """Raise `IntakeError` for an empty file or one above the limit."""
    if size == 0:
        raise unreadable(
            "文件是空的（0 字节），请重新导出或重新下载。",
            "The file is empty (0 bytes); export or download it again.",
        )
    if size > FILE_BYTES:
        raise unreadable(
            f"文件有 {size:,} 字节，超过上限 {FILE_BYTES:,} 字节；请拆分后分批导入。",
            f"The file has {size:,} bytes, above the limit of {FILE_BYTES:,}; split it.",
        )


def check_rows(rows: int) -> None:
    """Raise `IntakeError` for more rows than one file may have."""
    if rows > ROWS:
        raise unreadable(
            f"文件超过 {ROWS:,} 行的上限；请拆分后分批导入。",
            f"The file has more than {ROWS:,} rows, the limit; split it.",
        )


def check_columns(columns: int) -> None:
    """Raise `IntakeError` for more columns than a table may have."""
    if columns > COLUMNS:
        raise unreadable(
            f"表格有 {columns:,} 列，超过上限 {COLUMNS:,} 列；请删去无关的列再导入。",
            f"The table has {columns:,} columns, above the limit of {COLUMNS:,}; "
            "delete those that do not belong.",
        )


def check_cells(rows: int, columns: int, sheet: str) -> None:
    """Raise `IntakeError` for a sheet whose used rectangle is too large to hold."""
    if rows * columns > SHEET_CELLS:
        raise unreadable(
            f"工作表“{sheet}”的使用范围为 {rows:,} 行 × {columns:,} 列，超过上限 "
            f"{SHEET_CELLS:,} 个单元格；请删去远处的多余内容，或把数据复制到新表。",
            f"The sheet {sheet!r} spans {rows:,} rows × {columns:,} columns, above the limit of "
            f"{SHEET_CELLS:,} cells; delete what stands far out, or copy the data to a new sheet.",
        )


def most_unzipped(packed: int) -> int:
    """Return how many bytes an archive of a size may unpack to."""
    return min(UNZIPPED_BYTES, max(UNZIPPED_HARMLESS_BYTES, UNZIPPED_RATIO * packed))


def check_unzipped(packed: int, unpacked: int) -> None:
    """Raise `IntakeError` for an archive that unpacks to too much (a zip bomb)."""
    if unpacked > most_unzipped(packed):
        raise unreadable(
            f"压缩包解开后有 {unpacked:,} 字节（上限 {UNZIPPED_BYTES:,} 字节，且不得超过压缩后的 "
            f"{UNZIPPED_RATIO} 倍），疑似压缩炸弹，未读取。",
            f"The archive unpacks to {unpacked:,} bytes (limits: {UNZIPPED_BYTES:,} bytes and "
            f"{UNZIPPED_RATIO} times its packed size): probably a zip bomb, so it was not read.",
        )
