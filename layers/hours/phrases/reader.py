"""A phrase read into clauses: which days go with which times."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from layers._layer import Text
from layers.hours.phrases.brackets import take_in
from layers.hours.phrases.calendar_words import (
    dates_at,
    days_at,
    kind_at,
    starts_dates,
    starts_days,
)
from layers.hours.phrases.clause import ALL_DAY, Clause
from layers.hours.phrases.closings import Closings
from layers.hours.phrases.days import EVERY_DAY
from layers.hours.phrases.refusal import shown
from layers.hours.phrases.sentence import NO_HOURS
from layers.hours.phrases.times import TIME_WORDS, span_at
from layers.hours.phrases.unclear import unknown_part
from layers.hours.phrases.words import Word, text_of

# Brackets within brackets within brackets are no phrase.
_DEEPEST = 2
_HOURS = TIME_WORDS | {"all_day"}


class Reader(Closings):
    """Reads the words of one phrase from front to back; `clauses` are what was found."""

    def __init__(self, words: Sequence[Word], *, depth: int = 0) -> None:
        super().__init__(words)
        self._depth = depth
        # Days that are said to be among those named: 节假日不休.
        self.demands: list[Word] = []
        self.others: set[str] = set()
        self.warnings: list[Text] = []
        self._after_comma = False

    def read(self) -> list[Clause]:
        """Return the clauses.

        Raises
        ------
        UnclearError
            A word is not known, or it is not clear what belongs together.
        """
        while self._at < len(self._words):
            word = self._words[self._at]
            step = self._step(word)
            comma = word.kind == "comma"
            step()
            self._after_comma = comma
        self._end_clause()
        return self.clauses

    def _step(self, word: Word) -> Callable[[], None]:
        kind = word.kind
        if starts_dates(self._words, self._at):
            return self._dates
        if starts_days(self._words, self._at):
            return self._days
        if kind in _HOURS:
            return self._hours
        if kind in NO_HOURS or kind == "comma":
            return self._skip
        steps = {
            "break": self._break,
            "open_bracket": self._bracket,
            "closed": self._closed,
            "closing_day": self._closing_day,
            "midday_break": self._midday_break,
            "excepted": self._excepted,
            "season": self._season,
            "also": self._also,
            "label": self._label,
            "free": self._sort,
            "open": self._sort,
            "no_break": self._demand,
            "others_shut": self._rest,
            "others_paid": self._rest,
            "last_entry": self._last_entry,
            "includes": self._includes,
        }
        return steps.get(kind, self._unknown)

    def _unknown(self) -> None:
        raise unknown_part(self._words[self._at].text)

    def _dates(self) -> None:
        clause = self._clause
        if clause.is_said or clause.days is not None:
            season = clause.season if not clause.is_said and not clause.dates else None
            if clause.is_said:
                self._end_clause()
            self._clause.season = season
        stretch, self._at = dates_at(self._words, self._at)
        self._clause.dates += (stretch,)

    def _days(self) -> None:
        excepts = kind_at(self._words, self._at) == "except"
        days, at = days_at(self._words, self._at)
        clause, follows = self._clause, self._follows(at)
        if excepts and follows not in _HOURS and (clause.is_said or self._is_late()):
            self._exception(EVERY_DAY - days, at)
            return
        begins = follows in _HOURS or follows in {"closed", "excepted", "free", "midday_break"}
        if clause.is_said:
            waits = clause.closed and clause.days is None and not clause.spans
            if not waits and (begins or clause.days is not None or self._after_comma):
                self._next_clause()
            elif not waits:
                clause.days_last = True
        elif clause.days is not None:
            days |= clause.days
        self._clause.days, self._at = days, at
        self._clause.all_but = excepts

    def _hours(self) -> None:
        if self._clause.days_last or self._clause.closed:
            self._next_clause()
        clause = self._clause
        if self._words[self._at].kind == "all_day":
            clause.spans.append(ALL_DAY)
            self._at += 1
            return
        if self._is_label():
            self._at += 1
            return
        hours, self._at = span_at(self._words, self._at)
        if isinstance(hours, int):
            clause.open_end = hours
        else:
            clause.spans.append(hours)

    def _is_label(self) -> bool:
        """Tell whether a part of the day says no more than the times beside it: 夜间免费(…)."""
        follows = kind_at(self._words, self._at + 1)
        alone = self._words[self._at].kind in {"evening", "daytime", "before_noon", "afternoon"}
        return alone and follows in {"free", "open", "open_bracket", "colon", "filler", "label"}

    def _bracket(self) -> None:
        if kind_at(self._words, self._at + 1) == "includes":
            self._at += 1
            self._includes()
            if kind_at(self._words, self._at) not in {"close_bracket", "end"}:
                raise unknown_part(self._words[self._at].text)
            self._at += 1
            return
        depth, end = 1, self._at + 1
        while end < len(self._words) and depth:
            kind = self._words[end].kind
            depth += (kind == "open_bracket") - (kind == "close_bracket")
            end += 1
        if self._depth == _DEEPEST:
            raise unknown_part(text_of(self._words[self._at :]))
        words = self._words[self._at + 1 : end - (depth == 0)]
        inner = Reader(words, depth=self._depth + 1)
        found = inner.read()
        self._at = end
        self.demands += inner.demands
        self.others |= inner.others
        self.warnings += inner.warnings
        self._clause.sorts |= inner._clause.sorts
        if len(found) == 1 and take_in(self._clause, found[0]):
            return
        for clause in found:
            if clause.season and not (clause.is_said or clause.days or clause.dates):
                self._clause.season = clause.season
                continue
            if not clause.is_said:
                raise unknown_part(clause.text)
            clause.dates = clause.dates or self._clause.dates
            clause.sorts = clause.sorts or self._clause.sorts
            clause.aside = True
            self._aside.append(clause)

    def _includes(self) -> None:
        """Read 含节假日: those days are among the ones named."""
        self._at += 1
        if not starts_days(self._words, self._at):
            raise unknown_part(self._words[self._at - 1].text)
        days, self._at = days_at(self._words, self._at)
        target = self._clause
        if target.days is None and not target.is_said and self.clauses:
            target = self.clauses[-1]
        target.days = target.all_days | days

    def _season(self) -> None:
        if self._clause.is_said:
            self._end_clause()
        self._clause.season = self._words[self._at].text
        self._at += 1

    def _also(self) -> None:
        self._at += 1
        self._end_clause()
        self._clause.adds = True

    def _label(self) -> None:
        if self._clause.is_said:
            self._end_clause()
        self._sort()

    def _sort(self) -> None:
        text = self._words[self._at].text.lower()
        if "费" in text or "free" in text:
            self._clause.sorts.add("free")
        if any(word in text for word in ("开", "营业", "open")):
            self._clause.sorts.add("open")
        self._at += 1

    def _demand(self) -> None:
        self.demands.append(self._words[self._at])
        self._at += 1

    def _rest(self) -> None:
        self.others.add(self._words[self._at].kind)
        self._at += 1

    def _last_entry(self) -> None:
        text = shown(self._words[self._at].text)
        self.warnings.append(
            Text(f"“{text}”没有记入时段", f"{text!r} is not part of the hours and was left out")
        )
        self._at += 1
