"""Why a rule could not be read."""

from __future__ import annotations

import re

from layers.hours.syntax import EXAMPLE, TIME, WEEKDAY

_OBSTACLES = (
    (r"[^\x00-\x7f]+", "{!r} is no sign of OSM's syntax", EXAMPLE),
    (
        r"\bSH\b",
        "{} needs a calendar of school holidays, which there is none of",
        "write the dates",
    ),
    (
        r"(?i)\b(?:sunrise|sunset|dawn|dusk)\b",
        "{} needs the position of the facility",
        "write clock times, by month if they change",
    ),
    (r"\d:\d\d/", "{} lists points in time, not hours", "write the hours, such as 08:00-18:00"),
    (
        rf"{WEEKDAY} PH\b",
        "{!r} can mean two things",
        "write PH Mo-Fr for holidays that fall on Mo-Fr, or Mo-Fr,PH for both",
    ),
    (r'^"[^"]*":', "a season in words cannot be judged", "write the months or dates"),
    (r"^[^\"]*\"[^\"]*$", "a comment has no closing quotation mark", 'write "…"'),
    (rf"(?<![-\d]) ?\b{TIME}$", "{} is one time, not a span", "write 08:00-18:00"),
    (r"\b\d{1,2}-\d{1,2}$", "{} has no minutes", "write 08:00-18:00"),
)


def why_not(text: str) -> tuple[str, str]:
    """Return what stands in the way of reading a rule, and the way out."""
    for pattern, reason, suggestion in _OBSTACLES:
        if match := re.search(pattern, re.sub(r'"[^"]*"', '""', text)):
            return reason.format(match[0]), suggestion
    return f"{text!r} is not understood", EXAMPLE
