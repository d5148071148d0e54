"""One coordinate as people write it: decimals, degrees-minutes-seconds, hemispheres, metres."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from typing import Literal, NamedTuple

from layers.intake.positions.words import (
    COMMA,
    DASHES,
    LOST_DIGITS,
    OUT_OF_RANGE,
    PACKED,
    SECONDS_OR_SOUTH,
    TWO_SIGNS,
    UNREADABLE,
    Trouble,
)

Axis = Literal["x", "y"]


class Coordinate(NamedTuple):
    """A number, and which of the two it is where that is written with it (东经, N)."""

    value: float
    axis: Axis | None = None


# Marks that look alike, before NFKC would take some of them apart.
MARKS = str.maketrans(
    {
        **dict.fromkeys("°º˚゜度", "°"),
        **dict.fromkeys("′ʹ´‘’`'＇‛ˊ分", "'"),
        **dict.fromkeys("″ʺ“”＂〃ˮ秒", '"'),
        **dict.fromkeys("−–—‒―‐‑﹣－", "-"),
    }
)
# What a word or letter says: which coordinate, and its sign; 0 for a mere label.
HEMISPHERES: dict[str, tuple[Axis, int]] = {
    **dict.fromkeys(["东经", "東經", "东", "東", "east", "e"], ("x", 1)),
    **dict.fromkeys(["西经", "西經", "西", "west", "w"], ("x", -1)),
    **dict.fromkeys(["北纬", "北緯", "北", "north", "n"], ("y", 1)),
    **dict.fromkeys(["南纬", "南緯", "南", "south", "s"], ("y", -1)),
    **dict.fromkeys(["longitude", "long", "lon", "lng"], ("x", 0)),
    **dict.fromkeys(["latitude", "lat"], ("y", 0)),
}
WORD = "|".join(sorted(HEMISPHERES, key=len, reverse=True))
PREFIX = re.compile(rf"({WORD})\.?\s*[:=]?\s*(?=[-+\d.]|{WORD})", re.IGNORECASE)
SUFFIX = re.compile(rf"(?<=[\d.°'\"\s])\s*({WORD})\.?", re.IGNORECASE)
# Surveyors call northings X; so these letters say nothing.
LETTER = re.compile(r"[xyXY]\s*[:=]\s*")
METRES = re.compile(r"(?<=\d)\s*(m|米|公尺)$", re.IGNORECASE)

LETTERS = re.compile(
    r"(\d[\d.]*)\s*(deg|d)\s*(\d[\d.]*)\s*(?:min|m)\s*(?:(\d[\d.]*)\s*(sec|s)?)?",
    re.IGNORECASE,
)
PLAIN = re.compile(r"(?:\d+\.?\d*|\.\d+)\s*°?")
SCIENTIFIC = re.compile(r"(\d)\.?(\d*)[eE]\+?(\d{1,2})")
GROUPED = re.compile(
    r"\d{1,3}(?:(?:,\d{3}){2,}|(?: \d{3})+|(?:'\d{3})+)(?:\.\d+)?|\d{1,3},\d{3}\.\d+"
)
GROUPED_BY_POINTS = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}")
DECIMAL_COMMA = re.compile(r"\d+,\d+")
# Of each way to write a long number: what only groups its digits, and its decimal point.
GROUPS = ((GROUPED, ", '", "."), (GROUPED_BY_POINTS, ".", ","), (DECIMAL_COMMA, " ", ","))
UNCLEAR_COMMA = re.compile(r"\d{1,3},\d{3}\s*°?")
DEGREES = r"(\d{1,3}(?:\.\d+)?)"
PART = r"(\d{1,2}(?:\.\d+)?)"
# Degrees, minutes, seconds; the mark of the last one may be missing.
SEXAGESIMAL = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{DEGREES}\s*°\s*{PART}(?:\s*'(?:\s*{PART}\s*\"?)?)?",
        rf"{DEGREES}\s*:\s*{PART}(?:\s*:\s*{PART})?",
        rf"{DEGREES}\s+{PART}(?:\s+{PART})?",
        r"(\d{1,3})-(\d{1,2})-(\d{1,2}(?:\.\d+)?)",
        r"(\d{1,3})\.(\d{1,2})\.(\d{1,2}(?:\.\d+)?)",
    )
)
# The most usual way, read without any tidying.
USUAL = re.compile(r"(\d{1,3})[°度](\d{1,2})[′'’分](\d{1,2}(?:\.\d+)?)[″\"”秒]")
TWO_WITH_DASH = re.compile(r"[\d.]+-[\d.]+")


def tidied(text: str) -> str:
    """Return a text with marks that look alike made the same, in half width, without ends."""
    # The 度 of these labels is no degree.
    labelled = re.sub("[纬緯]度", "lat", re.sub("[经經]度", "lon", text))
    plain = unicodedata.normalize("NFKC", labelled.translate(MARKS))
    # Direction marks and the like come with numbers copied from web pages.
    plain = "".join(mark for mark in plain if unicodedata.category(mark) != "Cf")
    return plain.replace("''", '"').strip()


def coordinate(text: str) -> Coordinate | Trouble:
    """Read one coordinate, in degrees or in a plane's unit.

    Parameters
    ----------
    text
        As written: `119.1034`, `119,1034`, `E119°06′12.3″`, `北纬36度42分15秒`, `119 6.2`,
        `4,063,596.12`. What can be read in two ways is refused.
    """
    if usual := USUAL.fullmatch(text):
        size = _of_parts(usual.groups())
        return size if isinstance(size, Trouble) else Coordinate(size)
    rest = tidied(text)
    named = _without_hemisphere(rest)
    if isinstance(named, Trouble):
        return named
    rest, axis, sign = named
    signed = re.match(r"([-+])\s*", rest)
    if signed:
        if sign and signed[1] == "-":
            return TWO_SIGNS
        sign, rest = (-1 if signed[1] == "-" else sign or 1), rest[signed.end() :]
    size = _size(rest)
    if isinstance(size, Trouble):
        return size
    return _in_range(size, math.copysign(size, sign or 1), axis, angle="°" in rest)


def _in_range(size: float, value: float, axis: Axis | None, *, angle: bool) -> Coordinate | Trouble:
    if (axis == "y" and size > 90) or (size > 180 and (axis == "x" or angle)):
        return PACKED if size > 10_000 else OUT_OF_RANGE
    return Coordinate(value, axis)


def _without_hemisphere(text: str) -> tuple[str, Axis | None, int] | Trouble:
    """Return the rest, which coordinate the words around it say it is, and the sign (0: none)."""
    text, lettered = _with_marks(text)
    axes: set[Axis] = set()
    sign = 0
    text = LETTER.sub("", text, count=1) if LETTER.match(text) else text
    while found := PREFIX.match(text):
        axis, direction = HEMISPHERES[found[1].casefold()]
        axes.add(axis)
        sign, text = direction or sign, text[found.end() :]
    for found in SUFFIX.finditer(text):
        if found.end() == len(text):
            axis, direction = HEMISPHERES[found[1].casefold()]
            axes.add(axis)
            sign, text = direction or sign, text[: found.start()]
            break
    if len(axes) > 1:
        return UNREADABLE
    if lettered and not axes:
        return SECONDS_OR_SOUTH
    return METRES.sub("", text).strip(), next(iter(axes), None), sign


def _with_marks(text: str) -> tuple[str, bool]:
    """Return a text with d, m, s as marks, and whether its last S may stand for the south."""
    found = LETTERS.search(text)
    if found is None:
        return text, False
    degrees, mark, minutes, seconds, last = found.groups()
    marked = f"{degrees}°{minutes}'" + (f'{seconds}"' if seconds else "")
    unclear = last == "S" and mark.islower()
    return text[: found.start()] + marked + text[found.end() :], unclear


def _size(text: str) -> float | Trouble:
    """Return a coordinate without its sign."""
    bare = text.rstrip("° ")
    if PLAIN.fullmatch(text):
        return float(bare)
    if found := SCIENTIFIC.fullmatch(text):
        # As many digits as the power of ten are needed to have whole metres.
        return float(text) if len(found[2]) >= int(found[3]) else LOST_DIGITS
    if UNCLEAR_COMMA.fullmatch(text):
        return COMMA
    for pattern, dropped, point in GROUPS:
        if pattern.fullmatch(bare):
            return float(re.sub(f"[{dropped}]", "", bare).replace(point, "."))
    return _sexagesimal(text)


def _sexagesimal(text: str) -> float | Trouble:
    # With decimal commas (119°06,5'), where a comma can be nothing else.
    if "," in text:
        text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    for pattern in SEXAGESIMAL:
        if found := pattern.fullmatch(text):
            return _of_parts([part for part in found.groups() if part is not None])
    return DASHES if TWO_WITH_DASH.fullmatch(text) else UNREADABLE


def _of_parts(written: Sequence[str]) -> float | Trouble:
    """Return degrees from degrees, minutes and seconds, of which only the last has a fraction."""
    if any("." in part for part in written[:-1]):
        return UNREADABLE
    degrees, *parts = (float(part) for part in written)
    if degrees > 180 or any(part >= 60 for part in parts):
        return OUT_OF_RANGE
    return degrees + sum(part / float(60**place) for place, part in enumerate(parts, 1))
