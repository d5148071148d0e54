"""Opening hours read and checked: `parse_hours` is the only way to a `Schedule`."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from opening_hours import OpeningHours

from layers.hours.doubts import doubts
from layers.hours.errors import HoursError
from layers.hours.grammar import rules_of
from layers.hours.repair import canonical, repaired
from layers.hours.rule import DAY_MINUTES, Rule
from layers.hours.syntax import EXAMPLE, GrammarError

# Twice what a tag of OpenStreetMap can hold.
LONGEST_TEXT = 512


@dataclass(frozen=True)
class Schedule:
    """Opening hours that can be judged.

    Parameters
    ----------
    expression
        The text it was read from; schedules are equal when their texts are.
    rules
        Its rules, in order.
    warnings
        What is probably meant otherwise, in words.
    """

    expression: str
    rules: tuple[Rule, ...] = field(compare=False, repr=False)
    warnings: tuple[str, ...] = field(compare=False)

    @property
    def uses_days(self) -> bool:
        """Whether it matters what day of the week it is, or whether it is a holiday."""
        return any(rule.days is not None for rule in self.rules)

    @property
    def is_constant(self) -> bool:
        """Whether every day is like every other, and has one state from end to end."""
        return all(
            rule.dates is None and rule.days is None and rule.spans == ((0, DAY_MINUTES),)
            for rule in self.rules
        )


@lru_cache(maxsize=4096)
def parse_hours(text: str) -> Schedule:
    """Read opening hours in OSM's syntax, strictly.

    Parameters
    ----------
    text
        Such as ``Mo-Fr 00:00-08:00,18:00-24:00; Sa-Su,PH 00:00-24:00``.

    Returns
    -------
    Schedule
        The same object for the same text while it is remembered.

    Raises
    ------
    HoursError
        The text is empty, is no such expression, names a date that does not exist, or needs what
        is not known here: the sun's position, school holidays.

    Examples
    --------
    >>> parse_hours("8-18")
    Traceback (most recent call last):
    ...
    layers.hours.errors.HoursError: opening hours '8-18': 8-18 has no minutes; write 08:00-18:00
    """
    if len(text) > LONGEST_TEXT:
        raise HoursError(
            text, f"{len(text)} characters are too many", f"say it in {LONGEST_TEXT} or fewer"
        )
    if not text.strip():
        raise HoursError(text, "the text is empty", "leave the field null where hours are unknown")
    if not text.replace("\N{NO-BREAK SPACE}", " ").isprintable():
        raise HoursError(text, "it has control characters in it", "write it on one line")
    try:
        return _read(text)
    except GrammarError as problem:
        better = repaired(text)
        suggestion = problem.suggestion
        if better is not None and _is_readable(better):
            suggestion = f"write {better}"
        raise HoursError(text, problem.reason, suggestion) from None


@lru_cache(maxsize=4096)
def readable_hours(text: str) -> Schedule | None:
    """Read opening hours as `parse_hours` does, and return None for what it refuses."""
    try:
        return parse_hours(text)
    except HoursError:
        return None


def _read(text: str) -> Schedule:
    written = text.strip()
    plain = canonical(written)
    rules = rules_of(plain)
    for selector in [plain, *_selectors(rules)]:
        try:
            OpeningHours(selector)
        except Exception as problem:  # its ParserError has no narrower base
            reason = str(problem).splitlines()[-1].strip(" =")
            reason = reason.removeprefix("Failed to parse expression: ")
            raise GrammarError(f"it is not OSM syntax ({reason})", EXAMPLE) from None
    warnings = doubts(rules)
    if plain != written:
        warnings = (f"write {plain}", *warnings)
    return Schedule(written, rules, warnings)


def _selectors(rules: tuple[Rule, ...]) -> list[str]:
    """Return the parts that the library will be asked to judge."""
    days = [rule.days.nth for rule in rules if rule.days and rule.days.nth]
    return [*(rule.dates for rule in rules if rule.dates), *days]


def _is_readable(text: str) -> bool:
    try:
        _read(text)
    except GrammarError:
        return False
    return True
