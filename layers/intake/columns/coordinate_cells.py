"""What a column's cells look like as coordinates, judged from a sample of them."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from layers.intake.table import Cell
from layers.intake.values.texts import is_unknown

# Enough to judge a column by, spread over the whole file.
SAMPLE = 2_000

NUMBER = r"[+-]?\d{1,9}(?:\.\d+)?"
PAIR = re.compile(rf"^[\s(\[{{]*({NUMBER})\s*[,;、/\s]\s*({NUMBER})[\s)\]}}]*$")
DEGREES = re.compile(r"[°º度]|\d\s*[dD]\s*\d|\d\s*['′]")
SIGNS_OF_DEGREE = re.compile(r"[°º度]")
LEADING = re.compile(r"[^\d+-]{0,6}([+-]?\d+(?:\.\d+)?)")
LETTERED = re.compile(r"^[NSEW东西南北]\S*\s*\d|\d\S*\s*[NSEW]$", re.IGNORECASE)
DECIMAL_COMMA = re.compile(r"[+-]?\d{1,9},\d+")
# Degrees, minutes and seconds without marks; the last with a fraction or below a hundred.
PARTS = re.compile(r"([+-]?\d{1,3})(?: \d{1,2} | ?: ?\d{1,2} ?: ?|-\d{1,2}-)\d{1,2}(?:\.\d+)?")
WKT = re.compile(
    r"\s*(?:SRID=\d+;\s*)?(?:MULTI)?(?:POINT|POLYGON|LINESTRING|GEOMETRYCOLLECTION)\s*(?:Z|M|ZM)?\s*\(",
    re.IGNORECASE,
)
WKB = re.compile(r"\s*0[01][0-9A-Fa-f]{40,}\s*")
GEOJSON = re.compile(r'\s*\{.*"coordinates"\s*:', re.DOTALL)


@dataclass(frozen=True)
class Look:
    """A column's cells as coordinates.

    Parameters
    ----------
    filled
        Share of all rows that have a cell that says something.
    numbers
        The sampled cells that are one number or one angle, shape (m,); NaN for the others.
    pairs
        The sampled cells that are two numbers, shape (p, 2).
    decimals
        The least number of decimals of nine in ten of the sampled numbers.
    numeric, paired, drawn
        Share of the sampled cells that are a number, a pair, a geometry.
    lists
        Whether pairs come as lists of JSON, which are longitude first.
    """

    filled: float
    numbers: np.ndarray[Any, np.dtype[np.float64]]
    pairs: np.ndarray[Any, np.dtype[np.float64]]
    decimals: int
    numeric: float
    paired: float
    drawn: float
    lists: bool

    @property
    def degrees(self) -> bool:
        """Whether the numbers can be degrees: none of nine in ten is beyond 180."""
        known = self.numbers[np.isfinite(self.numbers)]
        return known.size > 0 and float(np.mean(np.abs(known) <= 180)) >= 0.9

    @property
    def middle(self) -> float:
        """The median number; NaN where there is none."""
        known = self.numbers[np.isfinite(self.numbers)]
        return float(np.median(known)) if known.size else math.nan


def look(cells: Sequence[Cell], *, half: bool = False) -> Look:
    """Return what a column's cells look like as coordinates.

    Parameters
    ----------
    half
        Whether the heading says that a cell is one number: 36,7145 has a decimal comma then, and is
        no pair.
    """
    filled = [cell for cell in cells if not is_unknown(cell)]
    step = max(1, len(filled) // SAMPLE)
    sample = filled[::step]
    if half:
        sample = [_with_point(cell) for cell in sample]
    numbers = np.array([_number(cell) for cell in sample], float)
    pairs = [pair for pair in map(_pair, sample) if pair is not None]
    decimals = sorted(
        _decimals(cell) for cell, known in zip(sample, np.isfinite(numbers), strict=True) if known
    )
    count = max(1, len(sample))
    return Look(
        filled=len(filled) / max(1, len(cells)),
        numbers=numbers,
        pairs=np.array(pairs, float).reshape(-1, 2),
        decimals=decimals[len(decimals) // 10] if decimals else 0,
        numeric=int(np.isfinite(numbers).sum()) / count,
        paired=sum(_is_pair(cell) for cell in sample) / count,
        drawn=sum(_is_geometry(cell) for cell in sample) / count,
        lists=any(isinstance(cell, list) for cell in sample),
    )


def _with_point(cell: Cell) -> Cell:
    if isinstance(cell, str) and DECIMAL_COMMA.fullmatch(cell.strip()):
        return cell.replace(",", ".")
    return cell


def _number(cell: Cell) -> float:
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return math.nan
    if not isinstance(cell, str):
        return float(cell)
    text = unicodedata.normalize("NFKC", cell).strip()
    if parts := PARTS.fullmatch(text):
        return float(parts[1])
    if len(text) > 40 or PAIR.match(text):
        return math.nan
    try:
        return float(text.replace(",", "").replace(" ", ""))
    except ValueError:
        return _angle(text)


def _angle(text: str) -> float:
    """Return the whole degrees of an angle with marks or letters."""
    if len(SIGNS_OF_DEGREE.findall(text)) <= 1 and (DEGREES.search(text) or LETTERED.search(text)):
        match = LEADING.match(text)
        return float(match[1]) if match else math.nan
    return math.nan


def _pair(cell: Cell) -> tuple[float, float] | None:
    if isinstance(cell, list):
        if len(cell) in (2, 3) and all(
            isinstance(each, int | float) and not isinstance(each, bool) for each in cell
        ):
            return float(cell[0]), float(cell[1])
        return None
    if not isinstance(cell, str) or len(cell) > 80:
        return None
    match = PAIR.match(unicodedata.normalize("NFKC", cell))
    return (float(match[1]), float(match[2])) if match else None


def _is_pair(cell: Cell) -> bool:
    if _pair(cell) is not None:
        return True
    return (
        isinstance(cell, str)
        and len(cell) <= 80
        and len(SIGNS_OF_DEGREE.findall(unicodedata.normalize("NFKC", cell))) == 2
    )


def _is_geometry(cell: Cell) -> bool:
    if isinstance(cell, dict):
        return "coordinates" in cell and "type" in cell
    if not isinstance(cell, str):
        return False
    head = cell[:300]
    return bool(WKT.match(head) or GEOJSON.match(head) or WKB.fullmatch(head))


def _decimals(cell: Cell) -> int:
    text = repr(cell) if isinstance(cell, float) else str(cell)
    return len(text.partition(".")[2])
