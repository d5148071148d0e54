"""One statement of a phrase: on which dates and days, at which times, open or not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from layers.hours.phrases.dates import Dates
from layers.hours.phrases.days import EVERY_DAY, DaySet
from layers.hours.rule import DAY_MINUTES, Span

Sort = Literal["open", "free"]
ALL_DAY: Span = (0, DAY_MINUTES)


@dataclass
class Clause:
    """What one part of a phrase says; filled while it is read.

    Parameters
    ----------
    dates
        No stretches are the whole year.
    days
        None where none are named.
    spans
        Minutes from midnight, an end past midnight beyond 1,440.
    open_end
        The minute from which on it holds, where no end is given.
    closed
        Whether these hours are taken away; without spans the whole of the days.
    excepts
        Whether the closing is in words of exception (除外), not of closing (闭馆).
    spared
        Days that a closing does not hold on: 周一闭馆（节假日除外）.
    adds
        Whether it adds to the hours of the same days instead of replacing them (另有).
    after_stop
        Whether a full stop, semicolon or new line stands before it.
    days_last
        Whether the days were written behind the times.
    aside
        Whether it stands in brackets.
    all_but
        Whether the days are written as all but some (除周一外).
    sorts
        Whether the words beside it are of being open or of being free.
    season
        A season in words, which needs dates.
    text
        As it was written.
    """

    dates: Dates = ()
    days: DaySet | None = None
    spans: list[Span] = field(default_factory=list)
    open_end: int | None = None
    closed: bool = False
    excepts: bool = False
    spared: DaySet | None = None
    adds: bool = False
    after_stop: bool = False
    days_last: bool = False
    aside: bool = False
    sorts: set[Sort] = field(default_factory=set)
    all_but: bool = False
    season: str | None = None
    text: str = ""

    @property
    def has_hours(self) -> bool:
        """Whether it says at which times."""
        return bool(self.spans) or self.open_end is not None

    @property
    def is_said(self) -> bool:
        """Whether nothing more is needed but perhaps more times."""
        return self.has_hours or self.closed

    @property
    def goes_on(self) -> bool:
        """Whether times behind it without days of their own can only be further ones of its."""
        return (
            self.days is not None
            and bool(self.spans)
            and not (self.closed or self.days_last or self.aside)
        )

    @property
    def all_days(self) -> DaySet:
        """The days it is about, every day where none are named."""
        return EVERY_DAY if self.days is None else self.days
