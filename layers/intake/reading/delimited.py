"""CSV and its kin: the delimiter told from the rows, every cell left as it was written."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from layers._layer import Text
from layers.errors import shown
from layers.intake.finding import Finding
from layers.intake.reading.encoding import Decoded
from layers.intake.reading.faults import unreadable
from layers.intake.reading.grid import Grid, columns_of
from layers.intake.reading.limits import CELL_CHARACTERS, check_rows
from layers.intake.reading.request import Request
from layers.intake.table import Cell, Table

# In the order in which a tie is settled; the full-width comma comes of typing by hand.
DELIMITERS = "\t;|,，"
SAMPLE_ROWS, HEAD_ROWS = 500, 25
# With more rows out of line than this it is prose that happens to have commas.
RAGGED_SHARE, RAGGED_LEAST = 0.5, 5
SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
LINE_END = re.compile(r"\r\n|\n|\r")


class Rows(NamedTuple):
    """Rows of texts, where each begins, and where a quote was opened that never closes."""

    rows: list[list[str]]
    lines: list[int]
    unclosed: list[int]


def read_delimited(name: str, decoded: Decoded, request: Request) -> Table:
    """Read a text file of delimited rows.

    Raises
    ------
    IntakeError
        It holds nothing, or passes a limit.
    """
    text, nul = decoded.text.replace("\0", ""), decoded.text.count("\0")
    told = SEP_LINE.match(text)
    first_line = 1
    if told:
        text, first_line = text[told.end() :], 2
    delimiter = told[1] if told else find_delimiter(text)
    read = _rows(text, delimiter, first_line)
    request.progress("rows", 0.6)
    findings = [*decoded.findings, *_unclosed(read.unclosed), *_nul(nul)]
    cells: list[list[Cell]] = [
        [cell if cell and not cell.isspace() else None for cell in row] for row in read.rows
    ]
    table = columns_of(Grid(cells, read.lines), request.header_row)
    findings += _ragged(read, delimiter, int(table.lines[0]) if len(table.lines) else 0)
    ragged = sum(finding.code == "ragged_row" for finding in findings)
    if ragged > max(RAGGED_LEAST, RAGGED_SHARE * len(table.lines)):
        raise unreadable(
            f"文件不像表格：{len(table.lines):,} 行中有 {ragged:,} 行的单元格数与表头不符。"
            "请确认选对了文件，并检查分隔符。",
            f"The file does not look like a table: {ragged:,} of {len(table.lines):,} rows do not "
            "have as many cells as the header. Check the file and its delimiters.",
        )
    if len(table.columns) == 1:
        findings.append(SINGLE_COLUMN)
    return Table(
        file=name,
        format="tsv" if delimiter == "\t" else "csv",
        columns=table.columns,
        lines=table.lines,
        encoding=decoded.encoding,
        findings=(*findings, *table.findings),
    )


SINGLE_COLUMN = Finding(
    "single_column",
    "warning",
    Text("只读出一列，没有找到分隔符", "only one column was read; no delimiter was found"),
    Text(
        "如应有多列，请用逗号或制表符分隔后另存",
        "if there should be more, save it with commas or tabs between them",
    ),
)


def find_delimiter(text: str) -> str:
    """Return the delimiter under which most rows have the same number of cells, above one.

    Rows at the head count as much as all others together: that is where headings are, which hold
    no decimal commas and no lists of hours.
    """
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        if delimiter not in text:
            continue
        counts = [len(row) for row in _sampled(text, delimiter) if any(map(str.strip, row))]
        usual, times = _usual_count(counts)
        if not times:
            continue
        head = counts[:HEAD_ROWS]
        share = times / len(counts) * head.count(usual) / len(head)
        score = share + 0.001 * min(usual, 50) / 50
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _usual_count(counts: list[int]) -> tuple[int, int]:
    """Return the most frequent number of cells above one, and how often it comes."""
    return max(
        Counter(count for count in counts if count > 1).items(),
        key=lambda pair: pair[1],
        default=(1, 0),
    )


def _sampled(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(CELL_CHARACTERS)
    reader = csv.reader(LineReader(text), delimiter=delimiter)
    for count, row in enumerate(reader):
        if count == SAMPLE_ROWS:
            return
        yield row


class LineReader:
    """The lines of a text with their ends, cut as editors count them, from any line on."""

    def __init__(self, text: str, start: int = 0) -> None:
        self.text, self.start = text, start

    def __iter__(self) -> Iterator[str]:
        # Not splitlines: it also cuts at form feeds and other marks within cells.
        start = self.start
        for end in LINE_END.finditer(self.text, start):
            yield self.text[start : end.end()]
            start = end.end()
        if start < len(self.text):
            yield self.text[start:]


def _rows(text: str, delimiter: str, first_line: int) -> Rows:
    csv.field_size_limit(CELL_CHARACTERS)
    read = Rows([], [], [])
    lines = list(LineReader(text))
    at = 0
    while at < len(lines):
        at = _read_on(read, lines, at, delimiter, first_line)
    return read


def _read_on(read: Rows, lines: list[str], at: int, delimiter: str, first_line: int) -> int:
    """Read rows from a line on; return where to go on, the end unless a quote stays open."""
    reader = csv.reader(iter(lines[at:]) if at else lines, delimiter=delimiter)
    begin = at
    try:
        for row in reader:
            end = at + reader.line_num
            if end == len(lines) and end - begin > 1 and _stays_open(lines[begin:end], delimiter):
                return _without_quotes(read, lines, begin, delimiter, first_line)
            read.rows.append(row)
            read.lines.append(begin + first_line)
            begin = end
            if len(read.rows) % 100_000 == 0:
                check_rows(len(read.rows))
    except csv.Error:
        if begin >= len(lines):
            raise unreadable(
                "文件末尾的引号有误，无法读取。", "The quotes at the file's end are broken."
            ) from None
        return _without_quotes(read, lines, begin, delimiter, first_line)
    return len(lines)


def _stays_open(lines: list[str], delimiter: str) -> bool:
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error as fault:
        return "unexpected end" in str(fault)
    return False


def _without_quotes(
    read: Rows, lines: list[str], begin: int, delimiter: str, first_line: int
) -> int:
    """Read the one line whose quote never closes as it stands."""
    row = next(csv.reader([lines[begin]], delimiter=delimiter, quoting=csv.QUOTE_NONE))
    read.rows.append(row)
    read.lines.append(begin + first_line)
    read.unclosed.append(begin + first_line)
    return begin + 1


def _unclosed(lines: list[int]) -> list[Finding]:
    return [
        Finding(
            "quote_unclosed",
            "error",
            Text(
                "此行有一个引号没有闭合，已按原样逐字读取",
                "a quote opens in this row and never closes; the row was read letter by letter",
            ),
            Text("请补上或删去引号", "close the quote or delete it"),
            line=line,
        )
        for line in lines
    ]


def _nul(count: int) -> list[Finding]:
    if not count:
        return []
    return [
        Finding(
            "nul_bytes",
            "warning",
            Text(
                f"文件中有 {count:,} 个空字符（NUL），已去掉",
                f"{count:,} NUL characters were taken out",
            ),
        )
    ]


def _ragged(read: Rows, delimiter: str, first_line: int) -> list[Finding]:
    """Return a finding for each row with more or fewer cells than there are columns."""
    counts = Counter(
        len(row) for row, line in zip(read.rows, read.lines, strict=True) if line >= first_line
    )
    if not counts:
        return []
    usual = counts.most_common(1)[0][0]
    heads = [
        len(row)
        for row, line in zip(read.rows, read.lines, strict=True)
        if line < first_line and any(cell.strip() for cell in row)
    ]
    # Where trailing cells are often left out, the header says how many there are.
    if heads and heads[-1] in counts:
        usual = heads[-1]
    found = []
    for row, line in zip(read.rows, read.lines, strict=True):
        filled = len(row)
        while filled and not row[filled - 1].strip():
            filled -= 1
        short = len(row) < usual
        # Delimiters without anything after them shift nothing.
        if line < first_line or not filled or (not short and filled <= usual):
            continue
        found.append(
            Finding(
                "ragged_row",
                "error",
                Text(
                    f"此行有 {len(row)} 个单元格，应为 {usual} 个，各列可能错位",
                    f"this row has {len(row)} cells where {usual} are due; its columns may "
                    "have shifted",
                ),
                Text(
                    "含分隔符的内容请加双引号，缺少的单元格请补上分隔符",
                    "put double quotes around what contains a delimiter, and add missing ones",
                ),
                line=line,
                value=shown(delimiter.join(row)),
            )
        )
    return found
