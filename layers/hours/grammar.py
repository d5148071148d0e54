"""The text of opening hours taken apart into rules.

Only what can be judged rightly is taken: the grammar is a strict part of OSM's, and whatever it
takes must be taken by the opening-hours library too. That library reads two things otherwise than
the specification does, so its own reading of a whole expression is not used: a space in `PH Mo-Fr`
means *holidays that fall on Mo-Fr* (there: holidays and Mo-Fr), and a bare comment such as
`10:00-12:00 "by appointment"` means that the state is unknown (there: open).
"""

from __future__ import annotations

import re

from layers.hours.dates import check_dates
from layers.hours.obstacles import why_not
from layers.hours.rule import DAY_MINUTES, WEEKDAYS, Days, Join, Rule, Span
from layers.hours.syntax import RULE, SEPARATOR, TIME, GrammarError


def rules_of(text: str) -> tuple[Rule, ...]:
    """Take an expression apart.

    Raises
    ------
    GrammarError
        A rule is not understood.
    """
    found: list[Rule] = []
    for join, piece in _pieces(text):
        rule = _rule(join, piece)
        if join == "," and _says_only_days(found[-1]):
            # Read by the letter, "Sa, PH 08:00-12:00" opens the whole of every Saturday.
            raise GrammarError(
                f"{found[-1].text!r} before a comma and a space is a rule of its own, all day long",
                f"write {found[-1].text},{piece}" if found[-1].days else "give it its hours",
            )
        if join == "," and found[-1].join == "||":
            raise GrammarError(
                "a rule with a comma behind '||' can belong to what is before it, or to both",
                "write it before the '||'",
            )
        found.append(rule)
    return tuple(found)


def _says_only_days(rule: Rule) -> bool:
    match = RULE.fullmatch(rule.text)
    return (
        match is not None
        and bool(match["dates"] or match["days"])
        and not (match["times"] or match["kind"] or match["comment"])
    )


def _pieces(text: str) -> list[tuple[Join, str]]:
    pieces: list[tuple[Join, str]] = []
    join: Join = ";"
    start = 0
    for match in SEPARATOR.finditer(text):
        if match[1]:
            continue
        pieces.append((join, text[start : match.start()]))
        join = "||" if match[2] == "||" else "," if match[3] else ";"
        start = match.end()
    pieces.append((join, text[start:]))
    return pieces


def _rule(join: Join, text: str) -> Rule:
    if not text:
        raise GrammarError("a rule is empty", "write one ';' between two rules and none at the end")
    match = RULE.fullmatch(text)
    if match is None:
        raise GrammarError(*why_not(text))
    dates = match["dates"] or None
    if dates is not None:
        check_dates(dates)
    spans, loose_ends = _spans(match["times"])
    comment, kind = match["comment"], match["kind"]
    if loose_ends and kind in {"off", "closed"}:
        raise GrammarError(f"{text!r} does not say until when", "write the end: 18:00-24:00 off")
    if kind is None:
        kind = "unknown" if comment else "open"
    return Rule(
        text=text,
        head=text[: match.start("times")].rstrip(" :") if match["times"] else "",
        join=join,
        dates=dates,
        days=_days(match["days"]),
        spans=spans,
        loose_ends=loose_ends,
        kind="closed" if kind in {"off", "closed"} else "open" if kind == "open" else "unknown",
        comment=comment,
    )


def _days(text: str | None) -> Days | None:
    if text is None:
        return None
    holidays_only = text.startswith("PH ") and text[3] not in "+-"
    if holidays_only:
        text = text.replace("PH ", "PH,", 1)
    weekdays: set[int] = set()
    offsets: list[int] = []
    nth: list[str] = []
    # The comma in Mo[1,3] is not one between selectors.
    for part in re.split(r",(?![^\[]*\])", text):
        if part.startswith("PH"):
            offsets.append(int(part.split()[1]) if " " in part else 0)
        elif "[" in part:
            nth.append(part)
        else:
            first, _, last = part.partition("-")
            begin = WEEKDAYS.index(first)
            count = (WEEKDAYS.index(last or first) - begin) % 7
            weekdays.update((begin + n) % 7 for n in range(count + 1))
    if len(weekdays) == 7 and not holidays_only:
        return None
    return Days(frozenset(weekdays), tuple(offsets), ",".join(nth) or None, holidays_only)


def _spans(text: str | None) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the spans and the loose ends of a list of times, the whole day for none."""
    if text is None:
        return ((0, DAY_MINUTES),), ()
    spans: list[Span] = []
    loose_ends: list[Span] = []
    for part in text.split(","):
        times = [_minutes(time) for time in re.findall(TIME, part)]
        start, end = times[0], times[-1]
        if start >= DAY_MINUTES:
            raise GrammarError(f"{part.strip()!r} starts after the day has ended", "start by 23:59")
        if len(times) == 2:
            end += DAY_MINUTES if end <= start else 0
            spans.append((start, end))
        if part.endswith("+"):
            loose_ends.append((end, min(_loose_end(end), 2 * DAY_MINUTES)))
    if loose_ends and loose_ends[0][0] < max((end for _, end in spans), default=0):
        raise GrammarError(f"{text!r} has hours after an open end", "write when each of them ends")
    if (0, DAY_MINUTES) in loose_ends:
        raise GrammarError("00:00+ is the whole day", "write 00:00-24:00")
    if len(loose_ends) > 1:
        raise GrammarError(f"{text!r} has two open ends", "write when the first of them ends")
    return tuple(spans), tuple(loose_ends)


def _loose_end(start: int) -> int:
    """Return how long an open end may last: the guess of the reference, opening_hours.js."""
    if start >= 22 * 60:
        return start + 8 * 60
    if start >= 17 * 60:
        return start + 10 * 60
    return DAY_MINUTES


def _minutes(time: str) -> int:
    hours, minutes = map(int, time.split(":"))
    if hours > 48 or minutes > 59 or (hours == 48 and minutes):
        raise GrammarError(
            f"there is no time {time}",
            "write 00:00 to 24:00; an end past midnight may be 02:00 or 26:00",
        )
    return hours * 60 + minutes
