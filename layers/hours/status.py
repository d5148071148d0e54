"""The status of a facility: whether it is free, until when, and for the whole of a stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from layers.hours.calendar import WorkingCalendar
from layers.hours.course import HORIZON_DAYS, Course, Courses, Question
from layers.hours.errors import CalendarError
from layers.hours.local_day import midnight
from layers.hours.terms import Reason, Settled, State, Status, Stretch, Terms, WarningCode
from layers.hours.timetable import Timetable

_HORIZON_MINUTES = HORIZON_DAYS * 24 * 60

# The years for which there are calendars at all, less the days around a minute that are looked at.
_FIRST_MINUTE = int(datetime(1950, 1, 3, tzinfo=UTC).timestamp() // 60)
_LAST_MINUTE = int(datetime(2100, 11, 1, tzinfo=UTC).timestamp() // 60)

_NOT_IN_USE: dict[str, Reason] = {
    "closed": "facility_closed",
    "under_construction": "facility_under_construction",
    "planned": "facility_planned",
}


class Clock:
    """The status of facilities in one place, at any time.

    It remembers what it has worked out, within bounds, and may be shared between threads. Times
    are taken to the minute: seconds are dropped.

    Parameters
    ----------
    timezone
        The place's time zone by its IANA name.
    calendar
        The place's working calendar.
    """

    def __init__(self, timezone: str, calendar: WorkingCalendar) -> None:
        try:
            self._zone = ZoneInfo(timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise CalendarError(
                f"no time zone {timezone!r}; give an IANA name such as 'Asia/Shanghai'"
            ) from None
        self.calendar = calendar
        self._courses = Courses(self._zone, calendar)
        self._judged = lru_cache(maxsize=32_768)(self._judge)

    def localise(self, at: datetime) -> datetime:
        """Return a time in the place's own time zone; a naive one is taken to be in it."""
        if at.tzinfo is None:
            # By way of UTC, so that a time that the clocks skip becomes one that they show.
            at = at.replace(tzinfo=self._zone).astimezone(UTC)
        return at.astimezone(self._zone)

    def status(self, terms: Terms, at: datetime, stay_minutes: int | None = None) -> Status | None:
        """Return what holds at a time, for a stay.

        Parameters
        ----------
        terms
            What the facility's fields say.
        at
            When; a naive time is the place's own.
        stay_minutes
            How long one wants to stay, None for no stay in particular.

        Returns
        -------
        Status | None
            None for the sort `none`. Hours that are missing or invalid give ``unknown``.

        Raises
        ------
        ValueError
            The stay is negative.
        """
        if terms.sort == "none":
            return None
        if at.tzinfo is None:
            at = at.replace(tzinfo=self._zone)
        return self._judged(terms, int(at.timestamp() // 60), stay_minutes)

    def stretches(self, terms: Terms, start: datetime, end: datetime) -> Iterator[Stretch]:
        """Yield the states between two times, one after the other.

        Parameters
        ----------
        terms
            What the facility's fields say.
        start, end
            From when to when; the end is cut to `HORIZON_DAYS` after the start.
        """
        # In UTC, since Python compares two times of one zone by what the clocks show.
        at = self.localise(start).astimezone(UTC)
        last = min(self.localise(end).astimezone(UTC), at + timedelta(days=HORIZON_DAYS))
        while at < last and (status := self.status(terms, at)) is not None:
            until = last if status.until is None else min(status.until.astimezone(UTC), last)
            yield Stretch(at.astimezone(self._zone), until.astimezone(self._zone), status.state)
            at = until

    def timetable(self, terms: Terms, first: date, day_count: int) -> Timetable | None:
        """Return what holds when over some local days, for whoever has no calendar at hand.

        From it follows every status of these days but for what lies beyond them: a change after
        the last day, and a `calendar_unpublished` that only such a day would give.

        Parameters
        ----------
        terms
            What the facility's fields say.
        first
            The first day, by the place's own date.
        day_count
            How many days. A status looks `HORIZON_DAYS` ahead, so the days that may be asked about
            want so many after them.

        Returns
        -------
        Timetable | None
            None for the sort `none`.

        Raises
        ------
        ValueError
            The days lie outside of the years for which there are calendars.
        """
        if terms.sort == "none":
            return None
        question = _question(terms)
        settled = _settled(terms, question)
        if settled is not None:
            return Timetable(terms.sort, terms.max_stay_minutes, settled)
        starts = self.day_starts(first, day_count)
        if not _FIRST_MINUTE <= starts[0] <= starts[-1] <= _LAST_MINUTE:
            raise ValueError(f"{day_count} days from {first} are not within 1950 to 2100")
        ordinals = range(first.toordinal(), first.toordinal() + day_count)
        course = self._courses.over_days(question, ordinals)
        return Timetable(
            terms.sort,
            terms.max_stay_minutes,
            None,
            constant=question.is_constant,
            starts=course.starts,
            states=course.states,
            provisional=course.provisional,
            unknown_reason=_reason(question, "unknown") if "unknown" in course.states else None,
        )

    def day_starts(self, first: date, day_count: int) -> tuple[int, ...]:
        """Return the minutes of the epoch at which local days begin, the day after them included.

        Parameters
        ----------
        first
            The first day, by the place's own date.
        day_count
            How many days; one more minute comes back.
        """
        ordinals = range(first.toordinal(), first.toordinal() + day_count + 1)
        return tuple(midnight(self._zone, ordinal) for ordinal in ordinals)

    def _judge(self, terms: Terms, minute: int, stay: int | None) -> Status:
        if stay is not None and stay < 0:
            raise ValueError(f"stay_minutes is {stay}; give 0 or more")
        question = _question(terms)
        settled = _settled(terms, question)
        if settled is not None:
            return _status(
                terms,
                *settled,
                whole_stay_free=_whole_settled_stay_free(terms, settled.state, stay),
            )
        if not _FIRST_MINUTE <= minute <= _LAST_MINUTE:
            return _status(terms, "unknown", "time_out_of_range", "time_out_of_range")
        course = self._courses.course(question, minute)
        return _status(
            terms,
            course.state,
            _reason(question, course.state),
            "calendar_unpublished" if course.provisional else None,
            until=self._time(course.until),
            next_state=course.next_state,
            whole_stay_free=self._whole_stay_free(terms, question, course, minute, stay),
        )

    def _whole_stay_free(
        self, terms: Terms, question: Question, course: Course, minute: int, stay: int | None
    ) -> bool | None:
        if stay is None or course.state == "unknown":
            return None
        if course.state != "free" or not _is_allowed(terms, stay):
            return False
        sure = True
        while course.until is not None and course.until < minute + stay:
            if course.next_state in {"paid", "closed"}:
                return False
            if course.until > minute + _HORIZON_MINUTES:
                return None
            sure = False
            course = self._courses.course(question, course.until)
        if course.until is None and stay > _HORIZON_MINUTES and not question.is_constant:
            return None
        return True if sure else None

    def _time(self, minute: int | None) -> datetime | None:
        return None if minute is None else datetime.fromtimestamp(minute * 60, self._zone)


def _question(terms: Terms) -> Question:
    charges = terms.sort == "free_hours"
    return Question(terms.sort, terms.open_hours, terms.free_hours if charges else None)


def _settled(terms: Terms, question: Question) -> Settled | None:
    """Return what holds at any time; None where it hangs on hours that can be read."""
    if terms.facility_status in _NOT_IN_USE:
        return Settled("closed", _NOT_IN_USE[terms.facility_status])
    if terms.facility_status not in {None, "open"}:
        return Settled("unknown", "facility_status_unknown")
    if terms.sort == "always":
        return Settled("free", "always")
    return None if question.is_readable else Settled("unknown", "hours_invalid", "hours_invalid")


def _whole_settled_stay_free(terms: Terms, state: State, stay: int | None) -> bool | None:
    if stay is None or state == "unknown":
        return None
    return state == "free" and _is_allowed(terms, stay)


def _reason(question: Question, state: State) -> Reason:
    if state == "closed":
        return "shut"
    if state == "paid":
        return "outside_free_hours"
    charges = question.sort == "free_hours"
    if state == "free":
        return "free_hours" if charges else "open"
    judged = question.free_hours if charges else question.open_hours
    return "no_hours" if judged is None else "hours_say_unknown"


def _is_allowed(terms: Terms, stay: int) -> bool:
    return terms.max_stay_minutes is None or stay <= terms.max_stay_minutes


def _status(
    terms: Terms,
    state: State,
    reason: Reason,
    warning: WarningCode | None = None,
    *,
    until: datetime | None = None,
    next_state: State | None = None,
    whole_stay_free: bool | None = None,
) -> Status:
    return Status(
        state=state,
        until=until,
        whole_stay_free=whole_stay_free,
        max_stay_minutes=terms.max_stay_minutes,
        warning=warning,
        reason=reason,
        next_state=next_state,
        sort=terms.sort,
    )
