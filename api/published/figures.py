"""The figures of a published map, and the sentences that say them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from api.pages import said
from api.reader import Lang
from api.words import value_words
from geo.index import BoolArray, IntArray
from layers._layer import Layer, Text
from layers.find.chips import ALWAYS, FREE_THEN, HOURS_WORDS, Chip, always_free_mask
from layers.find.select import FreeAt
from layers.hours import Clock
from layers.store.columns import Numbers
from layers.store.snapshot import Snapshot

if TYPE_CHECKING:
    from api.published.map import PublishedMap


@dataclass(frozen=True)
class Figure:
    """How many facilities of a layer are on a map, of how many, and what they add up to.

    Parameters
    ----------
    count, whole
        On the map, and of the layer in all.
    always
        How many of those on the map never shut or cost anything; None for a layer without hours,
        where that was asked for, and where nobody knows the hours of any.
    hours_unknown
        How many of those on the map have no hours by which to say.
    total
        What the layer's headline field (spaces, households) adds up to over those on the map; None
        where there is no such field, or nobody knows a single value.
    total_unknown
        How many of those on the map have no value of it.
    chips
        What was asked of them.
    """

    layer: Layer
    version: str
    count: int
    whole: int
    always: int | None
    total: float | None
    total_unknown: int
    hours_unknown: int = 0
    chips: tuple[Chip, ...] = ()
    free: FreeAt | None = None

    def total_words(self) -> Text | None:
        """Return the total with label and unit: 车位 19,050 个."""
        if self.layer.total is None or self.total is None:
            return None
        label = self.layer.label(self.layer.total)
        value = value_words(self.layer, self.layer.total, round(self.total))
        return Text(f"{label.zh} {value.zh}", f"{label.en} {value.en}")

    def counted(self, lang: Lang) -> str:
        """Return how many there are: 28 座公厕, public toilets: 28."""
        if lang == "zh":
            return f"{self.count:,} {self.layer.counter}{self.layer.title.zh}"
        return f"{self.layer.title.en}: {self.count:,}"

    def sentence(self, lang: Lang) -> str:
        """Return the figure in words: 28 座公厕，其中 9 座 24 小时开放."""
        parts = [self.counted(lang) + self.asked(lang)]
        if self.always:
            words = HOURS_WORDS[self.layer.hours][0]
            parts.append(
                f"其中 {self.always:,} {self.layer.counter}{_spaced(words.zh)}"
                if lang == "zh"
                else f"{self.always:,} of them {words.en}"
            )
        if total := self.total_words():
            unknown = ""
            if self.total_unknown:
                unknown = (
                    f"（{self.total_unknown:,} {self.layer.counter}未知）"
                    if lang == "zh"
                    else f" ({self.total_unknown:,} unknown)"
                )
            parts.append(f"{said(total, lang)}{unknown}")
        return ("，" if lang == "zh" else ", ").join(parts)

    def asked(self, lang: Lang) -> str:
        """Return what was asked of the facilities, in brackets; empty for nothing."""
        words = [said(chip.words, lang) for chip in self.chips]
        if self.free is not None and self.layer.hours in HOURS_WORDS:
            at = f"{self.free.at:%Y-%m-%d %H:%M}"
            words = [
                word for word, chip in zip(words, self.chips, strict=True) if chip.key != FREE_THEN
            ]
            then = said(HOURS_WORDS[self.layer.hours][1], lang)
            words.append(f"{at} {then}")
        if not words:
            return ""
        return f"（{'、'.join(words)}）" if lang == "zh" else f" ({', '.join(words)})"


def _spaced(words: str) -> str:
    """Return Chinese words with a space before a figure that they begin with."""
    return f" {words}" if words[:1].isascii() else words


def figure_of(
    snapshot: Snapshot,
    rows: IntArray,
    chips: Sequence[Chip],
    clock: Clock,
    *,
    free: FreeAt | None = None,
) -> Figure:
    """Return the figure of those rows of a layer that are on a map."""
    layer = snapshot.layer
    always, timeless = None, 0
    if layer.hours in HOURS_WORDS and not any(chip.key == ALWAYS for chip in chips):
        timeless = int(_hours_unknown(snapshot)[rows].sum())
        if timeless < len(rows) or not len(rows):
            always = int(always_free_mask(snapshot, clock)[rows].sum())
    column = snapshot.columns.get(layer.total) if layer.total else None
    total, unknown = None, 0
    if isinstance(column, Numbers):
        values = column.values[rows]
        unknown = int(np.isnan(values).sum())
        total = None if unknown == len(values) else float(np.nansum(values))
    return Figure(
        layer,
        snapshot.version,
        len(rows),
        len(snapshot),
        always,
        total,
        unknown,
        timeless,
        tuple(chips),
        free,
    )


def _hours_unknown(snapshot: Snapshot) -> BoolArray:
    """Return which rows are in use, and have no hours that say when; shape (n,)."""
    named = snapshot.layer.hours
    of_terms = [
        terms.facility_status in (None, "open") and getattr(terms, named) is None
        for terms in snapshot.terms
    ]
    by_row: BoolArray = np.array(of_terms, bool)[snapshot.term_codes]
    return by_row


def map_title(shown: PublishedMap, lang: Lang) -> str:
    """Return the title of a map that was given none: 潍城区公厕、口袋公园."""
    place = said(shown.place.name, lang)
    titles = [said(part.snapshot.layer.title, lang) for part in shown.parts]
    return f"{place}{'、'.join(titles)}" if lang == "zh" else f"{place}: {', '.join(titles)}"


def alt_text(shown: PublishedMap, lang: Lang) -> str:
    """Return what a map shows, for who does not see it: 潍城区 28 座公厕，其中 9 座…."""
    place = said(shown.place.name, lang)
    figures = [part.figure.sentence(lang) for part in shown.parts]
    parts = [(("；" if lang == "zh" else "; ").join(figures))]
    if shown.data_date is not None:
        parts.append(
            f"数据日期 {shown.data_date}" if lang == "zh" else f"Data of {shown.data_date}"
        )
    if shown.illustrative:
        parts.append("位置为示意" if lang == "zh" else "Positions are illustrative")
    if lang == "zh":
        return f"{place} {'。'.join(parts)}。"
    return f"{place}, {'. '.join(parts)}."


def source_line(shown: PublishedMap, lang: Lang, credit: str | None = None) -> str:
    """Return where a map is from: 制图 …｜来源 …｜数据日期 …｜许可 …."""
    place, zh = shown.place, lang == "zh"
    parts = []
    if credit:
        parts.append(f"{'制图' if zh else 'Map'} {credit}")
    parts.append(f"{'来源' if zh else 'Source'} {said(place.attribution, lang)}")
    if shown.data_date is not None:
        parts.append(f"{'数据日期' if zh else 'Data of'} {shown.data_date}")
    parts.append(f"{'许可' if zh else 'Licence'} {place.licence.name}")
    return " · ".join(parts)


def notices(shown: PublishedMap, lang: Lang) -> tuple[str, ...]:
    """Return what has to stand on a map: illustrative positions, the place's notice, approval."""
    place, zh = shown.place, lang == "zh"
    lines = []
    if shown.illustrative:
        lines.append("示意位置，非实际坐标" if zh else "Illustrative positions, not surveyed")
    if place.notice is not None:
        lines.append(said(place.notice, lang))
    if place.approval_line:
        lines.append(place.approval_line)
    return tuple(lines)
