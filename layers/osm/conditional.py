"""OSM's conditional restrictions: `no @ (Mo-Fr 18:00-08:00); yes @ (stay > 2 hours)`.

Syntax: the OpenStreetMap wiki's page "Conditional restrictions". Of several clauses whose condition
holds, the last one counts.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from layers.hours import HoursError, parse_hours
from layers.osm.values import duration_minutes, one_line

STAY = re.compile(r"stay\s*(<=|>=|<|>)\s*(.+)", re.IGNORECASE)
AND = re.compile(r"\s+AND\s+", re.IGNORECASE)
# A condition without a number, or with a comparison, is about whom: customers, residents, age < 12.
FOR_SOME = re.compile(r"[^\d]+|[\w ]+[<>=].*")
# But not one that has words for times in it.
TIME_WORDS = re.compile(
    r"\d\s*:|\b(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
    r"|stay|sunrise|sunset|dawn|dusk|winter|summer|24/7)\b"
)


class Clause(NamedTuple):
    """One clause: a value and the condition under which it holds.

    Parameters
    ----------
    value
        Such as no, yes, customers.
    hours
        When it holds, as opening hours; None at all times.
    stay
        `<` or `>` and minutes: for stays up to, or longer than that; None for any.
    for_some
        Whether it is for a group of people or vehicles only.
    understood
        Whether the whole condition is.
    """

    value: str
    hours: str | None
    stay: tuple[Literal["<", ">"], int] | None
    for_some: bool
    understood: bool


def clauses(text: str) -> list[Clause]:
    """Take the value of a `…:conditional` tag apart, clause by clause."""
    return [_clause(part) for part in _split(one_line(text)) if part]


def _split(text: str) -> list[str]:
    """Split at semicolons outside of parentheses, which have opening hours in them."""
    parts = [""]
    depth = 0
    for sign in text:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == ";" and depth <= 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def _clause(text: str) -> Clause:
    value, at, condition = (part.strip() for part in text.partition("@"))
    if not at or not condition:
        return Clause(value, None, None, for_some=False, understood=False)
    if condition.startswith("(") and condition.endswith(")"):
        condition = condition[1:-1].strip()
    hours: str | None = None
    stay: tuple[Literal["<", ">"], int] | None = None
    for_some, understood = False, True
    for given in AND.split(condition):
        part = given.strip().removeprefix("(").removesuffix(")").strip()
        if (limit := _stay(part)) is not None and stay is None:
            stay = limit
        elif _is_hours(part) and hours is None:
            hours = part
        elif FOR_SOME.fullmatch(part) and not TIME_WORDS.search(part):
            for_some = True
        else:
            understood = False
    return Clause(value, hours, stay, for_some, understood)


def _stay(condition: str) -> tuple[Literal["<", ">"], int] | None:
    match = STAY.fullmatch(condition)
    minutes = duration_minutes(match[2]) if match else None
    if match is None or minutes is None:
        return None
    return ("<" if match[1].startswith("<") else ">"), minutes


def _is_hours(text: str) -> bool:
    try:
        parse_hours(text)
    except HoursError:
        return False
    return True
