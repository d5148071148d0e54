"""A local day in absolute time: how its wall-clock minutes follow each other, DST included."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from layers.hours.rule import DAY_MINUTES


class Segment(NamedTuple):
    """Minutes that follow each other on the wall clock as they do in absolute time.

    `start` is in minutes of the epoch, `first_minute` what the wall clock shows then, in minutes
    from midnight, `length` in minutes.
    """

    start: int
    first_minute: int
    length: int


@lru_cache(maxsize=8192)
def day_segments(zone: ZoneInfo, ordinal: int) -> tuple[Segment, ...]:
    """Return the segments of a local day: one, or two where the clocks are changed.

    Where they go forward, the skipped minutes are in none; where they go back, the repeated ones
    are in both, since a sign means what the clock shows.
    """
    start, end = midnight(zone, ordinal), midnight(zone, ordinal + 1)
    if start >= end:
        return ()  # a date that was left out, as Samoa's 30 December 2011
    change = _change(zone, start, end)
    bounds = [start, end] if change is None else [start, change, end]
    return tuple(
        Segment(begin, shown, min(stop - begin, DAY_MINUTES - shown))
        for begin, stop in pairwise(bounds)
        if (shown := _shown(zone, begin, ordinal)) < DAY_MINUTES
    )


def midnight(zone: ZoneInfo, ordinal: int) -> int:
    """Return the minute of the epoch at which a local day begins."""
    return int(datetime.fromordinal(ordinal).replace(tzinfo=zone).timestamp() // 60)


def _change(zone: ZoneInfo, start: int, end: int) -> int | None:
    """Return the first minute after the start with another offset from UTC."""
    before = _offset(zone, start)
    if _offset(zone, end - 1) == before:
        return None
    low, high = start, end - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return high


def _offset(zone: ZoneInfo, minute: int) -> timedelta | None:
    return datetime.fromtimestamp(minute * 60, UTC).astimezone(zone).utcoffset()


def _shown(zone: ZoneInfo, minute: int, ordinal: int) -> int:
    shown = datetime.fromtimestamp(minute * 60, zone)
    minutes = (shown.toordinal() - ordinal) * DAY_MINUTES + shown.hour * 60 + shown.minute
    # Newfoundland put its clocks back at 00:01 until 2011, into the day before.
    return max(minutes, 0)
