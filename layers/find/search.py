"""Find facilities by what people type: names and addresses, in characters or in pinyin.

`自怡园` is found by 自怡, by ziyiyuan, by ziyi, and by its initials zyy. Pinyin only matches from
the start of a syllable, so `an` does not find every word with `uan` in it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import msgspec

from layers.store.snapshot import Snapshot

SEPARATOR = "\n"
# CJK Unified Ideographs with their extensions and compatibility forms.
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# Each is a text to keep and to look through; a name has one or two characters that need one.
MOST_OTHER_SPELLINGS = 8


class _Named(msgspec.Struct, gc=False):
    name: str | None = None
    name_en: str | None = None
    address: str | None = None


class _NamedFeature(msgspec.Struct, gc=False):
    properties: _Named


_decode_named = msgspec.json.Decoder(_NamedFeature).decode


class Match(NamedTuple):
    """One found facility; a lower rank is a better match."""

    rank: int
    snapshot: Snapshot
    row: int


@dataclass(frozen=True)
class _Haystack:
    """One text a row, joined: a needle in a hundred thousand rows is found in one pass in C."""

    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, texts: Iterable[str]) -> _Haystack:
        starts, pieces, position = [], [], 0
        for text in texts:
            starts.append(position)
            pieces.append(text)
            position += len(text) + 1
        return cls(SEPARATOR.join(pieces), tuple(starts))

    def find(self, needle: str) -> Iterator[tuple[int, int]]:
        """Yield row and offset of the first place in each row that holds the needle."""
        position = self.text.find(needle)
        while position >= 0:
            row = bisect_right(self.starts, position) - 1
            yield row, position - self.starts[row]
            if row + 1 == len(self.starts):
                return
            position = self.text.find(needle, self.starts[row + 1])


class SearchIndex:
    """The names and addresses of one snapshot, ready to be searched."""

    def __init__(self, snapshot: Snapshot) -> None:
        named = [_decode_named(snapshot.feature(row)).properties for row in range(len(snapshot))]
        names = [normalised(one.name or "") for one in named]
        self._names = names
        self._texts = (
            (0, _Haystack.of(names)),
            (10, _Haystack.of(normalised(one.name_en or "") for one in named)),
            (40, _Haystack.of(normalised(one.address or "") for one in named)),
        )
        spelled = [(row, parts) for row, name in enumerate(names) for parts in spellings(name)]
        self._rows = [row for row, _ in spelled]
        self._spelled = [parts for _, parts in spelled]
        self._pinyin = (
            (20, _Haystack.of("".join(parts) for parts in self._spelled)),
            (30, _Haystack.of("".join(part[:1] for part in parts) for parts in self._spelled)),
        )

    def find(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Return rank and row of the features that hold every word, best first.

        Parameters
        ----------
        words
            Normalised, not empty.
        """
        ranks = [self._rank_by_row(word) for word in words]
        rows = set(ranks[0]).intersection(*ranks[1:])
        found = [(sum(rank[row] for rank in ranks), row) for row in rows]
        found.sort(key=lambda match: (match[0], len(self._names[match[1]]), match[1]))
        return found

    def _rank_by_row(self, word: str) -> dict[int, int]:
        found: dict[int, int] = {}
        for rank, haystack in self._texts:
            for row, offset in haystack.find(word):
                whole = rank == 0 and self._names[row] == word
                worse = 0 if whole else 1 if offset == 0 else 2
                found[row] = min(found.get(row, 100), rank + worse)
        if word.isascii() and word.isalnum():
            for rank, haystack in self._pinyin:
                for spelling, offset in haystack.find(word):
                    if rank == 20 and not self._starts_syllable(spelling, word, offset):
                        continue
                    row = self._rows[spelling]
                    found[row] = min(found.get(row, 100), rank + (1 if offset == 0 else 2))
        return found

    def _starts_syllable(self, spelling: int, word: str, offset: int) -> bool:
        parts = self._spelled[spelling]
        if offset == 0:
            return True
        joined, position = "".join(parts), 0
        for part in parts:
            if position >= offset and joined.startswith(word, position):
                return True
            position += len(part)
        return False


def search_index(snapshot: Snapshot) -> SearchIndex:
    """Return the search index of a snapshot, made on the first question and kept with it."""
    return snapshot.remember("search", lambda: SearchIndex(snapshot))


def search(snapshots: Iterable[Snapshot], query: str) -> list[Match]:
    """Return the facilities of the layers whose name or address holds every word of the query.

    A whole name comes before the start of one, names before pinyin, pinyin before addresses.

    Parameters
    ----------
    query
        Words in Chinese characters, English or pinyin (whole, its beginning, or initials).
    """
    words = normalised(query).split()
    if not words:
        return []
    found = [
        Match(rank, one, row) for one in snapshots for rank, row in search_index(one).find(words)
    ]
    found.sort(key=lambda match: match.rank)
    return found


def normalised(text: str) -> str:
    """Return text as it is compared: compatibility forms folded (full width), lower case."""
    return unicodedata.normalize("NFKC", text).casefold().replace(SEPARATOR, " ")


def spellings(text: str) -> list[list[str]]:
    """Return the toneless pinyin of a text, syllable by syllable, in each way it may be read.

    The likeliest comes first; after it, one character at a time is read otherwise (长松路 is
    changsonglu and zhangsonglu). Other scripts stay as they are, in one piece.
    """
    # Its dictionary takes a fifth of a second and 55 MB, so it is read when somebody searches.
    from pypinyin import Style, pinyin  # noqa: PLC0415

    readings = [
        [reading.replace(" ", "") for reading in ways]
        for ways in pinyin(text, style=Style.NORMAL, heteronym=True)
        if ways[0].strip()
    ]
    usual = [ways[0] for ways in readings]
    others = (
        [*usual[:place], other, *usual[place + 1 :]]
        for place, ways in enumerate(readings)
        for other in ways[1:]
    )
    return [usual, *islice(others, MOST_OTHER_SPELLINGS)]


def pinyin_of(name: str) -> list[str]:
    """Return the spellings of a name with spaces between the syllables, the likeliest first.

    Empty for a name without Chinese characters.
    """
    if not HAN.search(name):
        return []
    return [" ".join(parts) for parts in spellings(normalised(name))]
