"""What stands in brackets, made part of the clause that it stands in."""

from __future__ import annotations

from layers.hours.phrases.clause import Clause
from layers.hours.phrases.days import EVERY_DAY
from layers.hours.phrases.refusal import UnclearError
from layers.hours.phrases.unclear import unknown_part


def take_in(clause: Clause, inner: Clause) -> bool:
    """Make what a bracket says part of a clause, if it can be.

    Returns
    -------
    bool
        Whether it was; else it is a clause of its own.

    Raises
    ------
    UnclearError
        The bracket says something else than what is before it.
    """
    if inner.closed:
        return _take_in_exception(clause, inner)
    if clause.season and not clause.dates and not clause.is_said and inner.dates:
        clause.dates, clause.days = inner.dates, inner.days or clause.days
        clause.spans, clause.open_end = inner.spans, inner.open_end
    elif inner.days is not None and not inner.has_hours and not inner.dates:
        _take_in_days(clause, inner)
    elif inner.days is None and inner.dates and not inner.has_hours:
        if clause.dates:
            raise unknown_part(inner.text)
        clause.dates = inner.dates
    elif inner.days is None and inner.has_hours and not inner.dates:
        if clause.has_hours and clause.spans != inner.spans:
            raise unknown_part(inner.text)
        clause.spans, clause.open_end = inner.spans, inner.open_end
    else:
        return False
    return True


def _take_in_exception(clause: Clause, inner: Clause) -> bool:
    if not inner.excepts or inner.spans or inner.days is None:
        return False
    if clause.closed:
        clause.spared = inner.days
    elif not clause.has_hours and clause.days is None:
        return False
    clause.days = clause.all_days - inner.days
    return True


def _take_in_days(clause: Clause, inner: Clause) -> None:
    days = inner.all_days
    if inner.all_but:
        clause.days = clause.all_days - (EVERY_DAY - days)
    elif clause.days is None:
        clause.days = days
    elif clause.days.ordinary != days.ordinary:
        raise UnclearError(
            "括号里外写的日子不一样；请只写一种",
            "the days in brackets are others than those before; write one of them",
        )
