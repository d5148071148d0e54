"""OSM tag values read as numbers, dates and words. What cannot be read is None, never a guess."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

Tags = Mapping[str, str]

INCH_MM, FOOT_INCHES = 254, 12  # an inch in tenths of a millimetre
MINUTES = {"minute": 1, "min": 1, "hour": 60, "hr": 60, "h": 60, "day": 1_440, "d": 1_440}
MINUTES |= {"week": 10_080}
DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+?)s?")
ISO_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")
METRES = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:m|metres?|meters?)?")
FEET = re.compile(r"(\d+)\s*(?:'|ft)(?:\s*(\d+)\s*(?:\"|''|in))?")
HAN = re.compile(r"[\u3400-\u9fff]")


def text(tags: Tags, *keys: str, limit: int) -> str | None:
    """Return the first value that says something, on one line, at most `limit` characters."""
    for key in keys:
        value = one_line(tags.get(key, ""))
        if value:
            return value if len(value) <= limit else value[: limit - 1] + "…"
    return None


def one_line(value: str) -> str:
    """Return a value without control characters, its white space single."""
    spaced = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in value)
    return " ".join(spaced.split())


def count(value: str | None, *, most: int) -> int | None:
    """Read a plain whole number from 0 to `most`; yes, no, ~20 and 10-20 are not numbers."""
    if value is None or not re.fullmatch(r"[0-9]{1,9}", value.strip()):
        return None
    number = int(value)
    return number if number <= most else None


def truth(value: str | None) -> bool | None:
    """Read yes and designated as true, no as false."""
    return {"yes": True, "designated": True, "no": False}.get((value or "").strip())


def full_date(value: str | None) -> date | None:
    """Read a date of year, month and day; OSM also has months and years alone."""
    if value is None or not re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip()):
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        return None


def year(value: str | None) -> int | None:
    """Read the year of an OSM date such as 1992, 1992-05 or 1992-05-01; ~1990 is none."""
    match = re.fullmatch(r"([12]\d{3})(?:-\d\d){0,2}", (value or "").strip())
    return int(match[1]) if match and 1800 <= int(match[1]) <= 2100 else None


def duration_minutes(value: str | None) -> int | None:
    """Read a length of time: `2 hours`, `2 h`, `30min`, `1.5 h`, `PT2H`; at least a minute."""
    if value is None:
        return None
    value = value.strip()
    if (iso := ISO_DURATION.fullmatch(value)) and any(iso.groups()):
        days, hours, minutes = (int(part or 0) for part in iso.groups())
        total: float = days * 1_440 + hours * 60 + minutes
    elif (match := DURATION.fullmatch(value.lower())) and match[2] in MINUTES:
        total = float(match[1]) * MINUTES[match[2]]
    else:
        return None
    return int(total) if 1 <= total <= 525_600 else None


def height_m(value: str | None) -> float | None:
    """Read a height in metres (`2.1`, `2.1 m`) or feet and inches (`6'7"`), rounded down to cm."""
    value = (value or "").strip().lower()
    if match := METRES.fullmatch(value):
        height = float(match[1].replace(",", "."))
    elif match := FEET.fullmatch(value):
        inches = int(match[1]) * FOOT_INCHES + int(match[2] or 0)
        height = inches * INCH_MM // 100 / 100
    else:
        return None
    return height if 0.5 <= height <= 20 else None


def phone(tags: Tags) -> str | None:
    """Return the first telephone number given, if it is short enough to be one."""
    for key in ("phone", "contact:phone"):
        first = one_line(tags.get(key, "").split(";")[0])
        if first and len(first) <= 40:
            return first
    return None


def address(tags: Tags, *, limit: int) -> str | None:
    """Put an address together from `addr:*`; in Chinese script from the large to the small."""
    whole = text(tags, "addr:full", limit=limit)
    street = text(tags, "addr:street", "addr:place", limit=limit)
    if whole or not street:
        return whole
    number = text(tags, "addr:housenumber", limit=limit)
    city = text(tags, "addr:city", limit=limit)
    if HAN.search(street):
        large = [
            text(tags, f"addr:{part}", limit=limit) for part in ("province", "city", "district")
        ]
        joined = "".join(part for part in [*large, street, number] if part)
    else:
        postcode = text(tags, "addr:postcode", limit=limit)
        line = " ".join(part for part in (street, number) if part)
        town = " ".join(part for part in (postcode, city) if part)
        joined = ", ".join(part for part in (line, town) if part)
    return text({"joined": joined}, "joined", limit=limit)
