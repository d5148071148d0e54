"""The documents that are kept: made in a thread, once a day and version or view."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import NamedTuple

from isal import igzip

from api.answers import FOREVER, Answer, prepared, strong_etag
from api.resident.days import CoveredDays
from api.resident.document import About, written_document
from layers.hours import Clock
from layers.store.memo import Memo

# Of 5,000 facilities, some 5 MB: that of today, and those of past versions and chosen layers.
MOST_WHOLE = 8
# Two fifths of that at most, and all who look at one part of a city ask for the same view.
MOST_VIEWS = 32
# Those of published maps with filters, kept apart: whoever tries all filters drives out nobody's.
MOST_CHOSEN = 16
# A view is wanted at once: an eighth of the time of zlib's best, and a fifth larger.
VIEW_LEVEL = 3


class ResidentDocument(NamedTuple):
    """A document as an answer that may be kept for ever, and the hash that its address needs."""

    answer: Answer
    version: str


@dataclass(eq=False)
class ResidentDocuments:
    """Makes the documents of one place, and keeps those that are asked for."""

    clock: Clock
    timezone: str
    _whole: Memo = field(default_factory=lambda: Memo(MOST_WHOLE), repr=False)
    _views: Memo = field(default_factory=lambda: Memo(MOST_VIEWS), repr=False)
    _chosen: Memo = field(default_factory=lambda: Memo(MOST_CHOSEN), repr=False)
    # One: at midnight all ask for a new one, and the first makes it for the others.
    _turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1), repr=False)

    async def document(self, about: About) -> ResidentDocument:
        """Return a document, made in a thread unless it is kept."""
        kept = self._kept(about)
        made: ResidentDocument | None = kept.get(about.key)
        if made is None:
            async with self._turn:
                made = kept.get(about.key) or await asyncio.to_thread(
                    kept.remember, about.key, lambda: self._make(about)
                )
        return made

    def _kept(self, about: About) -> Memo:
        if about.box is not None:
            return self._views
        return self._whole if about.chosen is None else self._chosen

    def _make(self, about: About) -> ResidentDocument:
        days = CoveredDays.around(self.clock, about.today)
        body = written_document(about, days, self.timezone)
        if about.box is None:
            answer = prepared(Answer(body, cache=FOREVER))
        else:
            packed = igzip.compress(body, VIEW_LEVEL, mtime=0)
            answer = Answer(body, cache=FOREVER, etag=strong_etag(body), gzipped=packed)
        assert answer.etag is not None
        return ResidentDocument(answer, answer.etag.decode().strip('"'))
