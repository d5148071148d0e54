"""The status of a facility: whether it is free, until when, and for the whole of a stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from layers.hours.calendar import WorkingCalendar
from layers.hours.course import HORIZON_DAYS, Course, Courses, Question
from layers.hours.errors import CalendarError
from layers.hours.terms import Reason, State, Status, Stretch, Terms, WarningCode

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

    def _judge(self, terms: Terms, minute: int, stay: int | None) -> Status:
        if stay is not None and stay < 0:
            raise ValueError(f"stay_minutes is {stay}; give 0 or more")
        if terms.facility_status in _NOT_IN_USE:
            reason = _NOT_IN_USE[terms.facility_status]
            return _status(terms, "closed", reason, whole_stay_free=None if stay is None else False)
        if terms.facility_status not in {None, "open"}:
            return _status(terms, "unknown", "facility_status_unknown")
        if terms.sort == "always":
            return _status(terms, "free", "always", whole_stay_free=_is_allowed(terms, stay))
        if not _FIRST_MINUTE <= minute <= _LAST_MINUTE:
            return _status(terms, "unknown", "time_out_of_range", warning="time_out_of_range")
        charges = terms.sort == "free_hours"
        question = Question(terms.sort, terms.open_hours, terms.free_hours if charges else None)
        if not question.is_readable:
            return _status(terms, "unknown", "hours_invalid", warning="hours_invalid")
        course = self._courses.course(question, minute)
        return _status(
            terms,
            course.state,
            _reason(question, course.state),
            until=self._time(course.until),
            next_state=course.next_state,
            warning="calendar_unpublished" if course.provisional else None,
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


def _is_allowed(terms: Terms, stay: int | None) -> bool | None:
    if stay is None:
        return None
    return terms.max_stay_minutes is None or stay <= terms.max_stay_minutes


def _status(
    terms: Terms,
    state: State,
    reason: Reason,
    *,
    until: datetime | None = None,
    next_state: State | None = None,
    warning: WarningCode | None = None,
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
