"""What a phrase takes away: 周一闭馆, 12:00-14:00休息, 节假日除外."""

from __future__ import annotations

from dataclasses import replace

from layers.hours.phrases.calendar_words import days_at, starts_days
from layers.hours.phrases.clause import Clause
from layers.hours.phrases.days import DaySet
from layers.hours.phrases.refusal import UnclearError, shown
from layers.hours.phrases.sentence import Sentence
from layers.hours.phrases.times import TIME_WORDS, span_at
from layers.hours.phrases.unclear import unknown_part


class Closings(Sentence):
    """Reads words of closing and of exception."""

    def _closed(self) -> None:
        word, clause = self._words[self._at], self._clause
        self._at += 1
        ahead = starts_days(self._words, self._at)
        if clause.has_hours and word.text.isascii() and ahead:
            self._next_clause()
        elif len(clause.spans) > 1:
            last = clause.spans.pop()
            following = replace(clause, spans=[last])
            self._next_clause()
            self._clause = following
        self._clause.closed = True

    def _closing_day(self) -> None:
        if self._clause.is_said:
            self._next_clause()
        self._at += 1
        self._clause.closed = True

    def _midday_break(self) -> None:
        """Read 午休: the times that belong to it stand before it or behind it."""
        self._at += 1
        if self._follows(self._at) in TIME_WORDS:
            days = self._clause.days
            if self._clause.is_said:
                self._next_clause()
            span, self._at = span_at(self._words, self._at)
            if isinstance(span, int):
                raise unknown_part("午休")
            self._clause.days, self._clause.spans = days, [span]
            self._clause.closed = True
        else:
            self._at -= 1
            self._closed()

    def _is_late(self) -> bool:
        """Tell whether an exception can only be from what was said before it."""
        return bool(self.clauses) and self._clause.days is None and not self._clause.dates

    def _exception(self, days: DaySet, at: int) -> None:
        if self._clause.is_said:
            self._next_clause()
        self._clause.days, self._at = days, at
        self._clause.closed = self._clause.excepts = True

    def _excepted(self) -> None:
        clause = self._clause
        self._at += 1
        if starts_days(self._words, self._at) and self._words[self._at - 1].text != "除外":
            days, self._at = days_at(self._words, self._at)
            if clause.days is not None and not clause.is_said:
                clause.days -= days
                return
            if clause.is_said:
                self._next_clause()
            clause = self._clause
            clause.days = days
        if clause.days is None and not clause.has_hours and not clause.dates:
            raise unknown_part(self._words[self._at - 1].text)
        before = self.clauses[-1] if self.clauses else None
        if before is not None and before.closed and not before.excepts and not clause.is_said:
            if clause.after_stop:
                raise UnclearError(
                    f"看不出“{shown(clause.text)}除外”是对开放还是对关闭说的；请写在括号里",
                    "it is not clear what the exception is from; put it into brackets",
                )
            before.spared = clause.all_days
            before.days = before.all_days - clause.all_days
            self._clause, self._begin = Clause(), self._at
            return
        clause.closed = clause.excepts = True
