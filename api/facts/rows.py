"""The figures as rows, one a figure: of the page's tables, of the CSV, in the newsroom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from api.facts.facts import Facts, LayerFacts, Progress, SubdistrictFacts
from api.facts.reach import ITSELF
from api.pages import said
from api.published.figures import Figure
from api.reader import Lang
from api.views import CERTAINTY_WORDS
from api.words import unit_words
from geo.coverage import Share
from layers._layer import Text
from layers.find.chips import HOURS_WORDS
from layers.planning import CoverageShares
from layers.sheets.text import text_table

COUNT = Text("数量", "Number")
UNKNOWN_SUBDISTRICT = Text("未注明街道", "No subdistrict named")
NO_UNIT = Text("", "")
NOT_KNOWN = Text("未知", "not known")
NOT_COUNTED = Text("数据中没有同口径的数", "nothing in the data counts the same")
STRAIGHT = Text("直线距离", "straight-line distance")
NETWORK = Text("沿路网步行距离", "walking distance along the network")
HEADINGS = (
    Text("图层", "layer"),
    Text("街道", "subdistrict"),
    Text("指标", "figure"),
    Text("数值", "value"),
    Text("总数", "of"),
    Text("占比%", "percent"),
    Text("单位", "unit"),
    Text("方法", "method"),
    Text("依据", "basis"),
    Text("数据版本", "data version"),
    Text("数据日期", "data date"),
)


class Within(NamedTuple):
    """Households within reach, by one way of measuring."""

    method: Text
    share: Share


@dataclass(frozen=True, kw_only=True)
class FactRow:
    """One figure.

    Parameters
    ----------
    value, of
        The figure, and what it is a part of; None where not known, or of nothing.
    basis
        The standard or target that it is measured by, and who says so; or why it is not known.
    subdistrict
        None for the whole place.
    """

    measure: Text
    value: float | None
    of: float | None = None
    unit: Text = NO_UNIT
    method: Text | None = None
    basis: Text | None = None
    subdistrict: Text | None = None

    @property
    def share(self) -> float | None:
        """The part that it is, 1 for all."""
        return None if self.value is None or not self.of else self.value / self.of

    def value_words(self, lang: Lang) -> str:
        """Return the figure as it is read, with its unit."""
        if self.value is None:
            return said(NOT_KNOWN, lang)
        return f"{number(self.value)} {self.unit_words(lang)}".strip()

    @property
    def of_words(self) -> str:
        """What it is a part of, as it is read."""
        return "" if self.of is None else number(self.of)

    @property
    def share_words(self) -> str:
        """The part that it is, as it is read."""
        return "" if self.share is None else f"{percent(self.share)} %"

    def unit_words(self, lang: Lang) -> str:
        """Return its unit; English has no measure words."""
        return self.unit.zh if lang == "zh" else self.unit.en


def number(value: float) -> str:
    """Return a figure as it is read: households of whole numbers, thousands apart."""
    return f"{round(value):,}" if abs(value) >= 1 or value == 0 else f"{value:.2g}"


def percent(share: float | None) -> str:
    """Return a part in per cent, to a tenth."""
    return "" if share is None else f"{share * 100:.1f}"


def within(straight: Share | None, network: Share | None) -> list[Within]:
    """Return households within reach by each way of measuring that there is."""
    both = ((STRAIGHT, straight), (NETWORK, network))
    return [Within(method, share) for method, share in both if share is not None]


def layer_rows(one: LayerFacts) -> Iterator[FactRow]:
    """Yield the figures of a layer in the whole place."""
    yield from _counted(one.figure, None)
    yield from _reach_rows(one)
    for progress in one.progress:
        yield progress_row(progress)


def subdistrict_rows(one: LayerFacts) -> Iterator[FactRow]:
    """Yield the same by subdistrict."""
    for part in one.subdistricts:
        name = subdistrict_words(part)
        yield from _counted(part.figure, name)
        if one.reach.shares is not None:
            yield from _within_rows(one.reach.shares, part.straight, part.network, name)


def subdistrict_words(part: SubdistrictFacts) -> Text:
    """Return a subdistrict's name, which is in the language of the data."""
    return UNKNOWN_SUBDISTRICT if part.name is None else Text(part.name, part.name)


def _counted(figure: Figure, subdistrict: Text | None) -> Iterator[FactRow]:
    layer = figure.layer
    unit = Text(layer.counter, "")
    of = figure.whole if subdistrict is None and figure.count != figure.whole else None
    yield FactRow(measure=COUNT, value=figure.count, of=of, unit=unit, subdistrict=subdistrict)
    if layer.total is not None:
        lacking = Text(
            f"{figure.total_unknown} {layer.counter}未知", f"{figure.total_unknown} unknown"
        )
        yield FactRow(
            measure=layer.label(layer.total),
            value=figure.total if figure.count else 0,
            unit=unit_words(layer, layer.total) or NO_UNIT,
            basis=lacking if figure.total_unknown else None,
            subdistrict=subdistrict,
        )
    if figure.always is not None or figure.hours_unknown:
        timeless = Text(
            f"{figure.hours_unknown:,} {layer.counter}时段未知",
            f"hours of {figure.hours_unknown:,} unknown",
        )
        yield FactRow(
            measure=HOURS_WORDS[layer.hours][0],
            value=figure.always,
            of=figure.count,
            unit=unit,
            basis=timeless if figure.hours_unknown else None,
            subdistrict=subdistrict,
        )


def _reach_rows(one: LayerFacts) -> Iterator[FactRow]:
    reach = one.reach
    if reach.shares is not None:
        yield from _within_rows(reach.shares, reach.shares.straight, reach.shares.network, None)
    elif one.part.snapshot.layer.standards and reach.unknown is not ITSELF:
        metres = one.part.snapshot.layer.standards[0].radius_m
        yield FactRow(measure=within_words(metres), value=None, basis=reach.unknown)


def within_words(metres: float) -> Text:
    """Return what is counted: households within so many metres."""
    return Text(f"{metres:g} 米内的住户", f"Households within {metres:g} m")


def _within_rows(
    shares: CoverageShares, straight: Share | None, network: Share | None, subdistrict: Text | None
) -> Iterator[FactRow]:
    for method, share in within(straight, network):
        yield FactRow(
            measure=within_words(shares.threshold.metres),
            value=share.served,
            of=share.total,
            unit=shares.made.demand_unit,
            method=method,
            basis=standard_words(shares),
            subdistrict=subdistrict,
        )


def standard_words(shares: CoverageShares) -> Text:
    """Return the standard of a distance, its source, and how far that was checked."""
    threshold = shares.threshold
    assert threshold.label is not None
    assert threshold.certainty is not None
    sure = CERTAINTY_WORDS[threshold.certainty]
    return Text(
        f"{threshold.label.zh}，{threshold.source}（{sure.zh}）",
        f"{threshold.label.en}, {threshold.source} ({sure.en[:1].lower()}{sure.en[1:]})",
    )


def progress_row(progress: Progress) -> FactRow:
    """Return a target as a figure: how far, of what, who set it."""
    target = progress.target
    aim = Text(
        f"目标 {number(target.value)} {target.unit.zh}；{target.source}",
        f"target {number(target.value)} {target.unit.en}; {target.source}",
    )
    if progress.now is None:
        aim = Text(f"{aim.zh}；{NOT_COUNTED.zh}", f"{aim.en}; {NOT_COUNTED.en}")
    return FactRow(
        measure=target.label,
        value=progress.now,
        of=target.value,
        unit=target.unit,
        basis=aim,
    )


def facts_table(facts: Facts, lang: Lang) -> bytes:
    """Return all figures as CSV, one a row."""

    def rows() -> Iterator[list[object]]:
        for one in facts.layers:
            snapshot = one.part.snapshot
            for row in (*layer_rows(one), *subdistrict_rows(one)):
                yield [
                    said(snapshot.layer.title, lang),
                    "" if row.subdistrict is None else said(row.subdistrict, lang),
                    said(row.measure, lang),
                    _cell(row.value),
                    _cell(row.of),
                    percent(row.share),
                    row.unit_words(lang),
                    "" if row.method is None else said(row.method, lang),
                    "" if row.basis is None else said(row.basis, lang),
                    snapshot.version,
                    "" if one.data_date is None else one.data_date.isoformat(),
                ]

    return text_table([said(heading, lang) for heading in HEADINGS], rows())


def _cell(value: float | None) -> object:
    """Return a figure as a table has it: to a tenth, whole ones without a point."""
    return "" if value is None else round(value) if float(value).is_integer() else round(value, 1)
