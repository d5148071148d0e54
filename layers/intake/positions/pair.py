"""Both coordinates in one cell: "119.1, 36.7", 北纬36°42′ 东经119°06′, POINT(…), [119.1, 36.7]."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec
import shapely

from layers.intake.positions.cell import LONGEST, is_missing, number_in
from layers.intake.positions.coordinate import HEMISPHERES, tidied
from layers.intake.positions.words import (
    NOT_A_PAIR,
    PAIR_COMMAS,
    SAME_AXIS,
    Trouble,
)


class Pair(NamedTuple):
    """Two numbers, and whether the cell itself says that the first is x."""

    first: float
    second: float
    ordered: bool = False


NUMBER = r"([-+]?\d+(?:\.\d+)?)"
PLAIN = re.compile(rf"\s*{NUMBER}\s*(?:[,，;；/、|\t]|\s)\s*{NUMBER}\s*")
BRACKETS = str.maketrans(dict.fromkeys("[](){}（）【】〔〕<>", " "))
LABEL = re.compile(r"^\s*(坐标|位置|经纬度|location|coordinates?)\s*[:：=]\s*", re.IGNORECASE)
WKT = re.compile(r"(?:SRID=\d+;)?\s*(POINT\b.*)", re.IGNORECASE | re.DOTALL)
X_KEYS = ("lon", "lng", "longitude", "long", "x", "经度", "經度")
Y_KEYS = ("lat", "latitude", "y", "纬度", "緯度")

CHINESE = "|".join(word for word in HEMISPHERES if not word.isascii())
ENGLISH = "|".join(word for word in HEMISPHERES if word.isascii() and len(word) > 1)
# Single small letters are more often seconds than the south.
NAMED = re.compile(rf"(?:{CHINESE}|\b(?:{ENGLISH})\b|[NSEW])", re.IGNORECASE | re.ASCII)
# From the number before the second degree sign on.
SECOND_DEGREES = re.compile(r"([^°]*°[^°]*?)([-+]?[\d.]+\s*°[^°]*)")


def pair_in(cell: Any) -> Pair | Trouble | None:
    """Return the two numbers in a cell; None for an empty one.

    Heights after them (119.1,36.7,12.5) are left out.
    """
    match cell:
        case str():
            if len(cell) <= LONGEST and (found := PLAIN.fullmatch(cell)):
                return Pair(float(found[1]), float(found[2]))
            return None if is_missing(cell) else _pair_of_text(cell)
        case Mapping():
            return _pair_of_object(cell)
        case [first, second] | [first, second, _]:
            return _joined(first, second)
        case shapely.Point() if not cell.is_empty:
            return Pair(cell.x, cell.y, ordered=True)
    return None if is_missing(cell) else NOT_A_PAIR


def _pair_of_text(text: str) -> Pair | Trouble | None:
    if found := WKT.fullmatch(text.strip()):
        point = shapely.from_wkt(found[1], on_invalid="ignore")
        return NOT_A_PAIR if point is None else pair_in(point)
    if text.lstrip().startswith(("{", "[")):
        try:
            return pair_in(msgspec.json.decode(text))
        except (msgspec.DecodeError, RecursionError):
            pass
    if len(text) > 2 * LONGEST:
        return NOT_A_PAIR
    bare = tidied(LABEL.sub("", text)).translate(BRACKETS).strip()
    if found := PLAIN.fullmatch(bare):
        return Pair(float(found[1]), float(found[2]))
    parts = _halves(bare)
    return parts if isinstance(parts, Trouble) else _joined(*parts)


def _pair_of_object(cell: Mapping[str, Any]) -> Pair | Trouble | None:
    if cell.get("type") == "Point" and isinstance(cell.get("coordinates"), list):
        pair = pair_in(cell["coordinates"])
        return pair._replace(ordered=True) if isinstance(pair, Pair) else pair
    keys = {str(key).strip().casefold(): key for key in cell}
    x = next((cell[keys[key]] for key in X_KEYS if key in keys), None)
    y = next((cell[keys[key]] for key in Y_KEYS if key in keys), None)
    pair = _joined(x, y)
    return pair._replace(ordered=True) if isinstance(pair, Pair) else pair


def _joined(first: Any, second: Any) -> Pair | Trouble | None:
    one, other = number_in(first), number_in(second)
    if isinstance(one, Trouble):
        return one
    if isinstance(other, Trouble):
        return other
    if one is None and other is None:
        return None
    if one is None or other is None:
        return NOT_A_PAIR
    if one.axis and one.axis == other.axis:
        return SAME_AXIS
    if one.axis == "y" or other.axis == "x":
        one, other = other, one
    return Pair(one.value, other.value, ordered=bool(one.axis or other.axis))


def _halves(text: str) -> tuple[str, str] | Trouble:
    """Return the two coordinates that a text holds."""
    if parts := _named_halves(text):
        return parts
    for separator in (r"[;/|、\t\n]", r",\s+", r","):
        parts = _two(re.split(separator, text))
        if parts:
            return parts
    if found := SECOND_DEGREES.fullmatch(text):
        return found[1].strip(" ,"), found[2].strip()
    return _by_commas(text.split(",")) if "," in text else _by_spaces(text.split())


def _by_commas(parts: Sequence[str]) -> tuple[str, str] | Trouble:
    # Three with decimal points are a position and its height.
    if len(parts) == 3 and all("." in part for part in parts[:2]):
        return parts[0].strip(), parts[1].strip()
    return PAIR_COMMAS if len(parts) > 2 else NOT_A_PAIR


def _by_spaces(words: Sequence[str]) -> tuple[str, str] | Trouble:
    # Two numbers, or each in two parts (degrees and minutes), or in three.
    if len(words) not in (2, 4, 6):
        return NOT_A_PAIR
    half = len(words) // 2
    return " ".join(words[:half]), " ".join(words[half:])


def _named_halves(text: str) -> tuple[str, str] | None:
    """Return the halves of a text in which both coordinates are named, before or after each."""
    names = list(NAMED.finditer(text))
    if len(names) < 2:
        return None
    first, last = names[0], names[-1]
    if not text[: first.start()].strip():
        # 东经 E119.1: two names of one coordinate follow each other.
        start = next(
            (
                name.start()
                for before, name in pairwise(names)
                if re.search(r"\d", text[before.end() : name.start()])
            ),
            None,
        )
        return None if start is None else _two([text[:start], text[start:]])
    if not text[last.end() :].strip():
        return _two([text[: first.end()], text[first.end() :]])
    return None


def _two(parts: Sequence[str]) -> tuple[str, str] | None:
    bare = [part.strip(" ,;/|、\t\n") for part in parts]
    return (bare[0], bare[1]) if len(bare) == 2 and all(bare) else None
