"""The days that a phrase names, told apart by weekday and by being a public holiday."""

from __future__ import annotations

from typing import NamedTuple

from layers.hours.rule import WEEKDAYS

_NONE: frozenset[int] = frozenset()
_ALL = frozenset(range(7))
_WEEKEND = frozenset({5, 6})


class DaySet(NamedTuple):
    """Weekdays by number from Monday 0, in three parts.

    `ordinary` are those that are meant on days that are no holiday. `holiday` are those that are
    meant on holidays too, because nothing says otherwise: who writes 周一 means every Monday.
    `named` are the holidays that are named as such (节假日), and those go before the others.
    """

    ordinary: frozenset[int]
    holiday: frozenset[int]
    named: frozenset[int]

    def __or__(self, other: DaySet) -> DaySet:
        return DaySet(*(a | b for a, b in zip(self, other, strict=True)))

    def __sub__(self, other: DaySet) -> DaySet:
        every_holiday = other.holiday | other.named
        return DaySet(
            self.ordinary - other.ordinary, self.holiday - every_holiday, self.named - every_holiday
        )

    def __and__(self, other: DaySet) -> DaySet:
        return DaySet(*(a & b for a, b in zip(self, other, strict=True)))

    def __bool__(self) -> bool:
        return any(self[:])

    def within(self, other: DaySet) -> bool:
        """Tell whether these days are all among the other ones."""
        return all(a <= b for a, b in zip(self, other, strict=True))


def weekdays(*numbers: int) -> DaySet:
    """Return days of the week, on holidays too."""
    return DaySet(frozenset(numbers), frozenset(numbers), _NONE)


EVERY_DAY = weekdays(*_ALL)
WEEKEND = weekdays(*_WEEKEND)
HOLIDAYS = DaySet(_NONE, _NONE, _ALL)
# Worked by law: no holiday. Where hours are judged, a make-up day counts as a Friday or a Monday.
WORKING_DAYS = DaySet(_ALL - _WEEKEND, _NONE, _NONE)
DAYS_OFF = WEEKEND | HOLIDAYS


def holidays_on(days: DaySet) -> DaySet:
    """Return the holidays that fall on days of the week (逢周一的节假日)."""
    return DaySet(_NONE, _NONE, days.ordinary)


def weekday_list(numbers: frozenset[int]) -> str:
    """Return weekdays as OSM writes them: Mo-Fr,Su."""
    rows: list[list[int]] = []
    for number in sorted(numbers):
        if rows and rows[-1][-1] == number - 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    if len(rows) > 1 and rows[0][0] == 0 and rows[-1][-1] == 6 and len(rows[0] + rows[-1]) > 2:
        rows = [rows[-1] + rows[0], *rows[1:-1]]
    return ",".join(
        WEEKDAYS[row[0]] if len(row) == 1 else f"{WEEKDAYS[row[0]]}-{WEEKDAYS[row[-1]]}"
        for row in rows
    )
