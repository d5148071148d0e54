"""The statements of a phrase as they are being read: where one ends and the next begins."""

from __future__ import annotations

from collections.abc import Sequence

from layers.hours.phrases.calendar_words import kind_at
from layers.hours.phrases.clause import Clause
from layers.hours.phrases.days import EVERY_DAY
from layers.hours.phrases.words import Word, text_of

NO_HOURS = frozenset({"colon", "filler", "clock_note", "same_day"})


class Sentence:
    """The words of a phrase, how far they are read, and the clauses that were found.

    Parameters
    ----------
    words
        The phrase, or what stands in its brackets.
    """

    def __init__(self, words: Sequence[Word]) -> None:
        self.clauses: list[Clause] = []
        self._words = words
        self._at = 0
        self._begin = 0
        self._clause = Clause()
        self._aside: list[Clause] = []

    def _skip(self) -> None:
        self._at += 1

    def _follows(self, at: int) -> str:
        while kind_at(self._words, at) in NO_HOURS:
            at += 1
        return kind_at(self._words, at)

    def _break(self) -> None:
        begun = self._clause.days is not None or self._clause.dates or self._clause.season
        if begun and not self._clause.is_said and not self._words[self._at].text.strip("\n"):
            # A cell with the days on one line and the times on the next.
            self._at += 1
            return
        self._at += 1
        self._end_clause()
        self._clause.after_stop = bool(self.clauses)

    def _end_clause(self) -> None:
        self._keep_clause()
        self.clauses += self._aside
        self._aside = []

    def _keep_clause(self) -> None:
        clause = self._clause
        clause.text = text_of(self._words[self._begin : self._at])
        self._begin = self._at
        self._clause = Clause()
        if clause.days is None and not clause.dates and not clause.is_said and not clause.season:
            if clause.sorts:
                self._clause.sorts = clause.sorts
            return
        if clause.days is not None and not clause.is_said and self._joins_before(clause):
            return
        if self._goes_on(clause):
            self.clauses[-1].spans += clause.spans
            self.clauses[-1].text += clause.text
            return
        self.clauses.append(clause)

    def _goes_on(self, clause: Clause) -> bool:
        """Tell whether times without days are further ones of the days before."""
        if not self.clauses or clause.days is not None or clause.dates or clause.season:
            return False
        before = self.clauses[-1]
        is_plain = bool(clause.spans) and not (clause.closed or clause.adds)
        return is_plain and before.goes_on

    def _joins_before(self, clause: Clause) -> bool:
        """Give days behind a comma to times that have none, where nothing else is said."""
        if len(self.clauses) != 1 or clause.after_stop or clause.dates or clause.sorts:
            return False
        before = self.clauses[0]
        if before.days is not None or not before.has_hours or before.closed:
            return False
        if before.sorts and clause.days != EVERY_DAY:
            return False
        before.days, before.days_last = clause.days, True
        return True

    def _next_clause(self) -> None:
        """Begin a new clause in the same breath: it keeps the dates."""
        dates, season = self._clause.dates, self._clause.season
        self._end_clause()
        self._clause.dates, self._clause.season = dates, season
