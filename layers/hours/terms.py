"""What is asked about a facility's hours, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

Lang = Literal["zh", "en"]
Sort = Literal["none", "always", "open_hours", "free_hours"]
State = Literal["free", "paid", "closed", "unknown"]
Reason = Literal[
    "always",
    "open",
    "shut",
    "free_hours",
    "outside_free_hours",
    "no_hours",
    "hours_say_unknown",
    "hours_invalid",
    "time_out_of_range",
    "facility_closed",
    "facility_under_construction",
    "facility_planned",
    "facility_status_unknown",
]
WarningCode = Literal["calendar_unpublished", "hours_invalid", "time_out_of_range"]


class Terms(NamedTuple):
    """What a facility's fields say about when it can be used, and at what price.

    Parameters
    ----------
    sort
        How the state follows: there is none; it is always there; it costs nothing while open
        (`open_hours`); it may cost something while open (`free_hours`).
    facility_status
        open, under_construction, planned, closed; None is taken as open, since most sources never
        say so of what is open.
    open_hours
        OSM syntax; None is unknown for a toilet, and no barrier for parking.
    free_hours
        OSM syntax; None is unknown, never free.
    max_stay_minutes
        The longest stay, None where there is no limit.
    """

    sort: Sort
    facility_status: str | None
    open_hours: str | None
    free_hours: str | None
    max_stay_minutes: int | None


class Settled(NamedTuple):
    """What holds at any time, whatever the hours say."""

    state: State
    reason: Reason
    warning: WarningCode | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time during which one state holds.

    Parameters
    ----------
    start, end
        In the place's time zone, the end not included.
    state
        What holds from start to end.
    """

    start: datetime
    end: datetime
    state: State


@dataclass(frozen=True, slots=True)
class Status:
    """What holds at one minute, and what comes.

    Parameters
    ----------
    state
        free (no charge, or open without one), paid, closed, or unknown.
    until
        When the state changes next, in the place's time zone; None if it does not within
        `HORIZON_DAYS`.
    whole_stay_free
        Whether it stays free, and open, to the end of the stay, and the stay is allowed to be so
        long. None where no stay was asked for, or it cannot be known.
    max_stay_minutes
        The longest stay, as in the terms.
    warning
        Why the answer may be wrong: ``calendar_unpublished`` where it hangs on a year whose
        working days the government has not published; ``hours_invalid``; ``time_out_of_range``.
    reason
        What the state follows from.
    next_state
        The state from `until` on.
    sort
        The sort of the terms, so that *free* can be said as *open* where nothing is ever charged.
    """

    state: State
    until: datetime | None
    whole_stay_free: bool | None
    max_stay_minutes: int | None
    warning: WarningCode | None
    reason: Reason
    next_state: State | None
    sort: Sort
