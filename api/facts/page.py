"""The page of the figures: each in words and in a table, with what it is measured by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from api.facts.addresses import layer_data_address, layer_map_address
from api.facts.facts import Facts, LayerFacts
from api.facts.rows import (
    FactRow,
    Within,
    layer_rows,
    number,
    percent,
    subdistrict_words,
    within,
    within_words,
)
from api.pages import Frame
from api.published.parameters import ShownParameters
from api.views import LayerView, layer_view
from layers._layer import Text
from layers.find.chips import HOURS_WORDS


class ShareView(NamedTuple):
    """Households within reach: 22.2 %, 7,548 / 34,000; empty where nobody is counted."""

    percent: str
    parts: str


NOBODY = ShareView("", "")


@dataclass(frozen=True, kw_only=True)
class SubdistrictView:
    """A row of the table by subdistrict."""

    name: Text
    known: bool
    count: str
    total: str | None
    always: str | None
    within: tuple[ShareView, ...]


@dataclass(frozen=True, kw_only=True)
class LayerFactsView:
    """The figures of a layer in words.

    Parameters
    ----------
    sentence
        How many there are, in the reader's language.
    unknown
        Why nobody knows who is within reach, if nobody does.
    total_label, always_label, within_labels
        Heads of the table by subdistrict; None for a column that it has not.
    """

    view: LayerView
    sentence: str
    rows: tuple[FactRow, ...]
    unknown: Text | None
    total_label: Text | None
    always_label: Text | None
    within_labels: tuple[Text, ...]
    subdistricts: tuple[SubdistrictView, ...]
    version: str
    data_date: str | None
    map_href: str
    data_href: str


@dataclass(frozen=True, kw_only=True)
class FactsPage:
    """All figures that were asked for.

    Parameters
    ----------
    words
        All of them as one text: that of pictures and embeds.
    notes
        How they were made.
    """

    template: ClassVar[str] = "facts.html"
    words: str
    layers: Sequence[LayerFactsView]
    table_href: str
    pinned_href: str
    map_href: str
    notes: tuple[Text, ...]


def layer_facts_view(
    around: Frame, asked: ShownParameters, facts: Facts, one: LayerFacts
) -> LayerFactsView:
    """Return the figures of a layer in words."""
    figure, shares, layer = one.figure, one.reach.shares, one.figure.layer
    has_total = layer.total is not None
    has_always = figure.always is not None
    reached = [] if shares is None else within(shares.straight, shares.network)
    return LayerFactsView(
        view=layer_view(layer, figure.count, total=figure.total, base=around.base),
        sentence=figure.sentence(around.reader.lang),
        rows=tuple(layer_rows(one)),
        unknown=one.reach.unknown,
        total_label=layer.label(layer.total) if layer.total is not None else None,
        always_label=HOURS_WORDS[layer.hours][0] if has_always else None,
        within_labels=tuple(_within_label(shares.threshold.metres, each) for each in reached)
        if shares is not None
        else (),
        subdistricts=tuple(
            SubdistrictView(
                name=subdistrict_words(part),
                known=part.name is not None,
                count=f"{part.figure.count:,}",
                total=_total(part.figure.total, part.figure.count) if has_total else None,
                always=f"{part.figure.always:,}" if part.figure.always is not None else None,
                within=tuple(map(_share, within(part.straight, part.network)))
                or (NOBODY,) * len(reached),
            )
            for part in one.subdistricts
        ),
        version=figure.version,
        data_date=None if one.data_date is None else one.data_date.isoformat(),
        map_href=layer_map_address(around.base, asked, facts, one),
        data_href=layer_data_address(around.base, one),
    )


def _within_label(metres: float, one: Within) -> Text:
    words = within_words(metres)
    return Text(f"{words.zh}（{one.method.zh}）", f"{words.en} ({one.method.en})")


def _total(total: float | None, count: int) -> str:
    return "0" if not count else "?" if total is None else number(total)


def _share(one: Within) -> ShareView:
    share = one.share
    if not share.total:
        return NOBODY
    return ShareView(f"{percent(share.share)} %", f"{number(share.served)} / {number(share.total)}")


def facts_notes(facts: Facts) -> tuple[Text, ...]:
    """Return how the figures were made, a sentence each."""
    known = [one.reach.shares for one in facts.layers if one.reach.shares is not None]
    if not known:
        return ()
    made = known[0].made
    notes = [
        Text(
            f"住户取自“{made.demand_source.zh}”，共 {made.demand_rows:,} 行"
            f"（数据版本 {made.demand_version}），按小区范围均匀分布后逐点量距离。",
            f"Households come from “{made.demand_source.en}”, {made.demand_rows:,} rows (data "
            f"version {made.demand_version}), spread evenly over each outline and measured point "
            "by point.",
        ),
        Text(
            "规划中、在建和关闭的设施不算在服务之内，但计入数量。",
            "What is planned, under construction or closed is counted, and serves nobody.",
        ),
    ]
    if made.left_out:
        notes.append(
            Text(
                f"{len(made.left_out):,} 行没有户数或位置，未计入。",
                f"{len(made.left_out):,} rows have no households or no position and are left out.",
            )
        )
    if made.network is None:
        notes.append(
            Text(
                "本地没有步行路网，只有直线距离；实际步行更远。",
                "There is no walking network of this place: distances are straight, and the way "
                "on foot is longer.",
            )
        )
    return tuple(notes)
