"""What holds when over some days, laid out to be looked up where there is no calendar."""

from __future__ import annotations

from dataclasses import dataclass

from layers.hours.terms import Reason, Settled, Sort, State


@dataclass(frozen=True, slots=True)
class Timetable:
    """The states over local days that follow each other.

    Parameters
    ----------
    sort, max_stay_minutes
        As in the terms.
    settled
        What holds at any time; then there is no more to say. None where it hangs on hours.
    constant
        Whether nothing ever changes, beyond these days either.
    starts, states
        From which minute of the epoch on which state holds, to the next start or the end of the
        last day; neighbours differ.
    provisional
        Whether a day hangs on days that are not published yet, one a day.
    unknown_reason
        What an unknown state among them follows from; None where there is none.
    """

    sort: Sort
    max_stay_minutes: int | None
    settled: Settled | None
    constant: bool = True
    starts: tuple[int, ...] = ()
    states: tuple[State, ...] = ()
    provisional: tuple[bool, ...] = ()
    unknown_reason: Reason | None = None
