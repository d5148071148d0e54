"""What a phrase means for every sort of day: its clauses laid over each other."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from layers.hours.phrases.clause import ALL_DAY, Clause
from layers.hours.phrases.dates import Dates
from layers.hours.phrases.days import DaySet
from layers.hours.phrases.refusal import UnclearError, shown
from layers.hours.rule import DAY_MINUTES, Span

Spans = tuple[Span, ...]


class Cell(NamedTuple):
    """A sort of day: its weekday from Monday 0, and whether it is a public holiday."""

    weekday: int
    holiday: bool


CELLS = tuple(Cell(weekday, holiday) for holiday in (False, True) for weekday in range(7))


@dataclass
class Plan:
    """The hours of every sort of day, on some dates of the year.

    Parameters
    ----------
    dates
        No stretches are every date.
    hours
        Of each sort of day; nothing where it is shut.
    said
        The sorts of days that the phrase says anything of.
    """

    dates: Dates
    hours: dict[Cell, Spans]
    said: set[Cell]


def plan_of(dates: Dates, clauses: Sequence[Clause], base: Plan | None) -> Plan:
    """Lay the clauses of some dates over each other.

    Parameters
    ----------
    dates
        What dates they are about.
    clauses
        Open ones and closed ones, in the order in which they are written.
    base
        What holds on sorts of days of which they say nothing; None for shut.

    Raises
    ------
    UnclearError
        Two clauses speak of the same days, and it is not clear which of them holds.
    """
    opened = [clause for clause in clauses if not clause.closed]
    # Who says 周一9:00-12:00，每天9:00-17:00 means the exception to hold, whatever its place.
    opened.sort(key=lambda clause: -sum(map(len, clause.all_days)))
    plan = Plan(dates, dict(base.hours) if base else dict.fromkeys(CELLS, ()), set())
    named: set[Cell] = set()
    for number, clause in enumerate(opened):
        spans = _own_spans(clause)
        adds = _is_added(clause, opened[:number])
        for cell in CELLS:
            level = _level(clause.all_days, cell)
            if level is None or (level == "holiday" and cell in named):
                continue
            if level == "named" and cell not in named:
                named.add(cell)
                if not clause.adds:
                    plan.said.discard(cell)
            joined = adds and cell in plan.said
            plan.hours[cell] = _joined(plan.hours[cell], spans, clause) if joined else spans
            plan.said.add(cell)
    for clause in clauses:
        if clause.closed:
            _close(plan, clause, named)
    return plan


def _level(days: DaySet, cell: Cell) -> str | None:
    if not cell.holiday:
        return "ordinary" if cell.weekday in days.ordinary else None
    if cell.weekday in days.named:
        return "named"
    return "holiday" if cell.weekday in days.holiday else None


def _own_spans(clause: Clause) -> Spans:
    """Return the hours of one clause, refusing those that overlap or run backwards."""
    spans = sorted(set(clause.spans))
    if len(spans) > 1 and (
        any(a[1] > b[0] for a, b in itertools.pairwise(spans))
        or spans[-1][1] - DAY_MINUTES > spans[0][0]
    ):
        raise UnclearError(
            f"“{shown(clause.text)}”里的时段互相重叠；请写清是哪些日子",
            f"the hours of {shown(clause.text)!r} overlap; say which days each of them is for",
        )
    for before, after in zip(clause.spans, clause.spans[1:], strict=False):
        if 0 < after[0] < before[0] and after[0] < 12 * 60:
            raise UnclearError(
                f"“{shown(clause.text)}”里后一段比前一段早；下午请写 14:00-18:00",
                f"in {shown(clause.text)!r} a later span begins earlier; write 14:00-18:00 for the "
                "afternoon",
            )
    return tuple(spans)


def _is_added(clause: Clause, before: Sequence[Clause]) -> bool:
    """Tell whether a clause adds to the hours of the same days, or replaces them."""
    if clause.adds:
        return True
    same = [other for other in before if clause.all_days & other.all_days]
    if not same:
        return False
    apart = not any(
        a < d and c < b for other in same for a, b in other.spans for c, d in clause.spans
    )
    if all(other.all_days == clause.all_days for other in same) and apart:
        return True
    inside = all(
        clause.all_days.within(other.all_days) and clause.all_days != other.all_days
        for other in same
    )
    # 每天8:00-12:00；周三14:00-16:00: instead on Wednesdays, or as well?
    if apart or not inside:
        raise _said_twice(clause, same[-1])
    return False


def _said_twice(clause: Clause, other: Clause) -> UnclearError:
    first, second = shown(other.text), shown(clause.text)
    return UnclearError(
        f"“{first}”和“{second}”说的是同样的日子，看不出以哪个为准；每个日子请只写一次，增加的时段写“另有”",
        f"{first!r} and {second!r} are about the same days; write the hours of each day once, "
        "and 'also' before hours that are added",
    )


def _joined(spans: Spans, more: Spans, clause: Clause) -> Spans:
    both = sorted({*spans, *more})
    if any(a[1] > b[0] for a, b in itertools.pairwise(both)):
        raise UnclearError(
            f"“{shown(clause.text)}”和前面的时段重叠；每个日子请只写一次",
            f"{shown(clause.text)!r} overlaps hours before it; write the hours of each day once",
        )
    return tuple(both)


def _close(plan: Plan, clause: Clause, named: set[Cell]) -> None:
    days = clause.all_days
    for cell in CELLS:
        level = _level(days, cell)
        # 周一闭馆，节假日全天: on a holiday the hours of holidays hold.
        if level is None or (level == "holiday" and cell in named):
            continue
        taken = tuple(clause.spans) or ((0, 2 * DAY_MINUTES),)
        plan.hours[cell] = _without(plan.hours[cell], taken)
        plan.said.add(cell)
    if clause.spared is not None:
        _open_the_spared(plan, clause.spared, clause)


def _open_the_spared(plan: Plan, spared: DaySet, clause: Clause) -> None:
    """Give days that a closing does not hold on the hours that all others have."""
    closing = clause.all_days | spared
    shut = [
        cell
        for cell in CELLS
        if _level(spared, cell) and cell.weekday in closing.ordinary and not plan.hours[cell]
    ]
    kinds = {spans for spans in plan.hours.values() if spans}
    if shut and len(kinds) != 1:
        raise UnclearError(
            f"“{shown(clause.text)}”例外的日子开放到几点没有写明",
            f"the hours of the days excepted from {shown(clause.text)!r} are not said",
        )
    for cell in shut:
        (plan.hours[cell],) = kinds
        plan.said.add(cell)


def _without(spans: Spans, taken: Spans) -> Spans:
    left = list(spans)
    for start, end in taken:
        left = [
            piece
            for first, last in left
            for piece in ((first, min(last, start)), (max(first, end), last))
            if piece[0] < piece[1]
        ]
    return tuple(left)


def with_own_mornings(plan: Plan) -> tuple[Plan, bool]:
    """Give the days of a night their own mornings, where all other days are open throughout.

    工作日18:00至次日8:00，周末及节假日全天 on a sign means a working day until 8:00 and from 18:00
    on: who parks on Sunday is not charged at midnight.

    Returns
    -------
    tuple[Plan, bool]
        The plan, and whether it is uncertain what mornings belong to its nights.
    """
    nights = {cell for cell, spans in plan.hours.items() if any(b > DAY_MINUTES for _, b in spans)}
    others = [cell for cell in CELLS if cell not in nights]
    if not nights or not others:
        return plan, False
    open_throughout = [plan.hours[cell] == (ALL_DAY,) for cell in others if cell in plan.said]
    ordinary = [cell for cell in others if not cell.holiday]
    alike = len({plan.hours[cell] for cell in nights}) == 1
    if not (alike and open_throughout and all(open_throughout) and set(ordinary) <= plan.said):
        late = any(b - DAY_MINUTES > _SMALL_HOURS for cell in nights for _, b in plan.hours[cell])
        return plan, late
    hours = {
        cell: _in_the_day(spans) if cell in nights else spans for cell, spans in plan.hours.items()
    }
    return Plan(plan.dates, hours, plan.said), False


# Hours that end in the small hours are the end of an evening; those that end later are a night,
# which the days on both sides of it share.
_SMALL_HOURS = 4 * 60


def _in_the_day(spans: Spans) -> Spans:
    pieces: list[Span] = []
    for start, end in spans:
        if end > DAY_MINUTES:
            pieces += [(0, end - DAY_MINUTES), (start, DAY_MINUTES)]
        else:
            pieces.append((start, end))
    return tuple(sorted(pieces))
