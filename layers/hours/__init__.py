"""Opening hours, judged by the real working calendar: what holds when, until when, in words."""

from layers.hours.calendar import DayKind, WorkingCalendar, YearCalendar
from layers.hours.calendar_file import read_year_calendar
from layers.hours.course import HORIZON_DAYS
from layers.hours.errors import CalendarError, HoursError
from layers.hours.hours_words import hours_in_words
from layers.hours.phrases import HoursReading, read_hours_text
from layers.hours.rule import Span
from layers.hours.schedule import Schedule, parse_hours
from layers.hours.status import Clock
from layers.hours.status_words import status_in_words
from layers.hours.terms import (
    Lang,
    Reason,
    Settled,
    Sort,
    State,
    Status,
    Stretch,
    Terms,
    WarningCode,
)
from layers.hours.timetable import Timetable
from layers.hours.weekly import Week, plain_week

__all__ = [
    "HORIZON_DAYS",
    "CalendarError",
    "Clock",
    "DayKind",
    "HoursError",
    "HoursReading",
    "Lang",
    "Reason",
    "Schedule",
    "Settled",
    "Sort",
    "Span",
    "State",
    "Status",
    "Stretch",
    "Terms",
    "Timetable",
    "WarningCode",
    "Week",
    "WorkingCalendar",
    "YearCalendar",
    "hours_in_words",
    "parse_hours",
    "plain_week",
    "read_hours_text",
    "read_year_calendar",
    "status_in_words",
]
