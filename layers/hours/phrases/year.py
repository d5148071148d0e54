"""The clauses of a phrase laid out over the year: what holds always, what on some dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from layers.hours.phrases.clause import Clause
from layers.hours.phrases.dates import Dates, dates_hold
from layers.hours.phrases.days import EVERY_DAY, weekday_list
from layers.hours.phrases.plan import Plan, plan_of
from layers.hours.phrases.refusal import UnclearError, shown
from layers.hours.schedule import readable_hours

# A leap year, so that every date is looked at.
_DATES = [date(2028, 1, 1) + timedelta(days=n) for n in range(366)]


def plans_of(clauses: Sequence[Clause]) -> list[Plan]:
    """Return the plan of the whole year first, if there is one, then those of fewer dates.

    Raises
    ------
    UnclearError
        It is not clear which dates a clause is for, or which of two clauses holds.
    """
    dated: dict[Dates, list[Clause]] = {}
    for clause in clauses:
        if clause.dates:
            dated.setdefault(clause.dates, []).append(clause)
        elif dated and not clause.closed:
            raise UnclearError(
                f"“{shown(clause.text)}”看不出是哪些日期的；全年的请写在最前面",
                f"{shown(clause.text)!r} may be for some dates or for all; write what holds all "
                "year first",
            )
    _check_overlaps(list(dated))
    undated = [clause for clause in clauses if not clause.dates]
    plans = []
    if any(not clause.closed for clause in undated):
        plans.append(plan_of((), undated, None))
    general = [clause for clause in undated if clause.closed]
    base = plans[0] if plans else None
    for dates, own in sorted(dated.items(), key=lambda each: _depth(each[0], list(dated))):
        plans.append(plan_of(dates, [*own, *general], base))
    return plans


def covers_the_year(plans: Sequence[Plan]) -> bool:
    """Tell whether every date of the year is in one of the plans."""
    return all(any(dates_hold(plan.dates, day) for plan in plans) for day in _DATES)


def _depth(dates: Dates, groups: Sequence[Dates]) -> int:
    """Return how many other stretches hold these dates too: the narrowest come last."""
    if not (length := _length(dates)):
        return len(groups)
    own = {day for day in _DATES if dates_hold(dates, day)}
    return sum(
        length < _length(other) and all(dates_hold(other, day) for day in own) for other in groups
    )


def _length(dates: Dates) -> int:
    if any(stretch.first.year for stretch in dates):
        return 0
    return sum(dates_hold(dates, day) for day in _DATES)


def _check_overlaps(groups: Sequence[Dates]) -> None:
    """Refuse dates that are in two groups, unless one group is a part of the other."""
    held = [{day for day in _DATES if dates_hold(dates, day)} for dates in groups if _length(dates)]
    for number, days in enumerate(held):
        for other in held[:number]:
            if days & other and not (days < other or other < days):
                raise UnclearError(
                    "有的日期写了两次；请把起止日期写成互不重叠的",
                    "some dates are in two of the stretches; write stretches that do not overlap",
                )


def open_ended(clauses: Sequence[Clause]) -> str:
    """Write hours without an end (18:00起), which are one clause without dates.

    Raises
    ------
    UnclearError
        There is more to it.
    """
    clause = clauses[0]
    days = clause.all_days
    weekly = days.ordinary == days.holiday and not days.named
    if len(clauses) > 1 or clause.spans or clause.dates or not weekly:
        raise UnclearError(
            "有一段没有写到几点；请写起止时间，如 18:00-24:00",
            "some hours have no end; write from when to when, such as 18:00-24:00",
        )
    assert clause.open_end is not None
    start = f"{clause.open_end // 60:02}:{clause.open_end % 60:02}+"
    expression = start if days == EVERY_DAY else f"{weekday_list(days.ordinary)} {start}"
    if readable_hours(expression) is None:
        raise UnclearError(
            f"“{shown(clause.text)}”没有写到几点；请写起止时间",
            f"{shown(clause.text)!r} does not say until when; write from when to when",
        )
    return expression
