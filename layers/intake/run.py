"""One import, step by step: each step adds to what is known of the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from geo.crs import datum_named
from geo.geojson import DECIMALS, canonical_collection
from layers._layer import Layer, Text
from layers.compare import Comparison, compare_layers
from layers.errors import LayerFileError
from layers.intake.building import FeatureBuilder, build_features
from layers.intake.checks import (
    checked_outlines,
    nameless_rows,
    near_duplicates,
    position_findings,
    repeated_ids,
    rows_without_position,
    total_rows,
    unfit_shapes,
)
from layers.intake.columns import propose_columns
from layers.intake.finding import Finding
from layers.intake.identities import Identities
from layers.intake.outcome import Fate, Import, Options
from layers.intake.positions import (
    DatumJudgement,
    Located,
    known_positions,
    locate,
    locate_pairs,
    lost_positions,
    read_positions,
    weigh_datums,
)
from layers.intake.table import Table
from layers.intake.translations import hours_translations
from layers.intake.values import convert_columns
from layers.intake.whole_file import (
    NOTHING_TO_PUBLISH,
    against_evidence,
    inexact_datum,
    nameless_file,
    too_many_removed,
)
from layers.place import Place
from layers.store.reading import read_snapshot
from layers.store.snapshot import Snapshot

Progress = Callable[[str, float], None]

# A row that waits for a position is no fault that strictness could make an error; nor is how a file
# is made up: a title over the headings, blank rows, a web page called .xls.
NEVER_STRICT = frozenset((
    "to_be_placed", "rows_above_header", "blank_rows", "really_markup", "elements_without_tags",
))  # fmt: skip


class ImportRun:
    """One import: each step adds to what is known of the rows."""

    def __init__(
        self,
        table: Table,
        layer: Layer,
        place: Place,
        published: Snapshot | None,
        options: Options,
        tell: Progress,
    ) -> None:
        self.table, self.layer, self.place, self.published = table, layer, place, published
        self.options, self.tell = options, tell
        self.findings: list[Finding] = list(table.findings)
        self.refusals: list[Text] = []
        self.judgement: DatumJudgement | None = None
        self.features: dict[str, bytes] = {}
        self.kept: tuple[str, ...] = ()
        self.after: Snapshot | None = None

    def understand(self) -> None:
        """Find out which column says what, and what each cell means."""
        self.tell("识别各列 Understanding the columns", 0.25)
        self.proposal = propose_columns(
            self.table, self.layer, given=self.options.column_map, published=self.published
        )
        self.columns = self.proposal.column_map
        self.values = convert_columns(
            self.table, self.layer, self.columns, timezone=ZoneInfo(self.place.timezone)
        )
        self.own_ids = self.values.texts("id")
        self.names = self.values.texts("name")
        self.findings += [*self.proposal.findings, *self.values.findings]

    def locate(self) -> None:
        """Read the positions and judge what they refer to."""
        self.tell("判断坐标系 Judging the datum", 0.45)
        raw = read_positions(self.table, self.columns.position)
        self.findings += raw.findings
        self.spoilt = {
            finding.line
            for finding in (*self.table.findings, *raw.findings)
            if finding.severity == "error"
        }
        self.located = Located.nowhere(len(self.table))
        self.placed = raw.placed
        if not raw.placed.any():
            return
        hint = self.proposal.datum_hint
        declared = self.options.datum or self.columns.datum or (hint.datum if hint else None)
        self.judgement = weigh_datums(
            raw,
            self.place,
            None if self.published is None else known_positions(self.published),
            names=self.names,
            file_crs=self._file_crs(),
            declared=datum_named(declared) if declared else None,
        )
        if self.judgement.contradicted and self.judgement.datum and self.options.trust_datum:
            self.findings.append(against_evidence(self.judgement.reason))
            self.judgement = replace(self.judgement, contradicted=False)
        if self.judgement.refused:
            self.refusals.append(self.judgement.reason)
            return
        if self.judgement.note is not None:
            self.findings.append(inexact_datum(self.judgement.note))
        self.located = locate(raw, self.judgement)
        lost = lost_positions(raw, self.located, self.table.lines)
        self.findings += lost
        self.spoilt |= {finding.line for finding in lost}
        if self.located.shapes is not None:
            shapes, findings = checked_outlines(self.table.lines, self.located.shapes)
            self.located = replace(self.located, shapes=shapes)
            self.findings += findings
            self.findings += unfit_shapes(self.table.lines, shapes, self.layer)

    def check(self) -> None:
        """Check each row by itself, and the file as a whole."""
        self.tell("逐行检查 Checking the rows", 0.55)
        lines = self.table.lines
        heading = next(iter(self.columns.position.columns), None)
        self.findings += position_findings(
            lines, self.located.lon, self.located.lat, self.place, column=heading
        )
        source = self.columns.fields.get("id")
        self.findings += repeated_ids(lines, self.own_ids, source.column if source else None)
        totals = list(total_rows(self.table, self.placed.tolist()))
        self._tell_of_totals(totals)
        self.findings += rows_without_position(
            self.table,
            self.placed.tolist(),
            self.values.texts("address"),
            self.spoilt | {finding.line for finding in totals},
        )
        if any(self.names):
            self.findings += nameless_rows(lines, self.names, {each.line for each in totals})
        else:
            self.findings.append(nameless_file())
        self._harden()
        self.refusals += [
            finding.reason
            for finding in self.findings
            if finding.line is None and finding.severity == "error"
        ]

    def _tell_of_totals(self, totals: list[Finding]) -> None:
        """Say of rows that are no facility only that: what is wrong in their cells is no matter."""
        lines = {finding.line for finding in totals}
        self.findings = [each for each in self.findings if each.line not in lines] + totals

    def match(self) -> None:
        """Find which published facility each row is, so that its id stays."""
        self.tell("与已发布的对照 Matching", 0.65)
        self.identities = Identities(
            self.published,
            self.own_ids,
            keys=self._keys(),
            key_fields=self.columns.key or self.layer.key,
            names=self.names,
            located=self.located,
            fates=self.fates(),
        )

    def find_doubles(self) -> None:
        """Look for facilities that were written down twice."""
        good = self.rows_of("published")
        kept = self._kept_rows()
        lon, lat = self.located.lon[good], self.located.lat[good]
        names = [self.names[row] for row in good]
        ids: list[str] = ["" for _ in good]
        if self.published is not None and kept:
            lon = np.concatenate((lon, self.published.lon[kept]))
            lat = np.concatenate((lat, self.published.lat[kept]))
            for feature in self.published.decoded(kept):
                names.append(feature["properties"].get("name"))
                ids.append(feature["id"])
        lines = [*self.table.lines[good].tolist(), *[None for _ in kept]]
        self.findings += near_duplicates(self.layer, lon, lat, names, lines=lines, ids=ids)
        self._harden()

    def build(self, taken_ids: Callable[[], Iterable[str]]) -> None:
        """Make the feature of each row that is to be published."""
        self.tell("生成要素 Building the features", 0.75)
        good = self.rows_of("published")
        ids = self.identities.of_rows(self.layer, good, taken_ids)
        builder = FeatureBuilder(
            self.layer,
            self.table,
            self.values,
            self.own_ids,
            self.located,
            self._points(),
            self.identities.published_features(ids),
            (self.options.now or datetime.now(UTC)).astimezone(ZoneInfo(self.place.timezone)),
        )
        self.features, findings = build_features(builder, good, ids)
        self.findings += findings

    def compare(self) -> Comparison | None:
        """Put the new layer together and compare it with what is published."""
        self.tell("比较 Comparing", 0.9)
        kept = self._kept_rows()
        self.kept = tuple(map(self.published.feature_id, kept)) if self.published else ()
        data = canonical_collection(self.identities.in_order(self.features, kept))
        try:
            self.after = read_snapshot(self.layer, data, file=self.table.file)
        except LayerFileError as refusal:
            # Each row was checked; this is for what only shows in the whole.
            self.refusals.append(Text(f"新图层不合格：{refusal}", f"the new layer: {refusal}"))
            return None
        comparison = compare_layers(self.published, self.after)
        if not self.features:
            self.refusals.append(NOTHING_TO_PUBLISH)
        if not self.options.allow_removals:
            most = self.options.most_removed_share
            if comparison.removed_share > most:
                self.refusals.append(too_many_removed(comparison, most))
        return comparison

    def outcome(self, comparison: Comparison | None) -> Import:
        """Return what came of it."""
        self.tell("完成 Done", 1.0)
        fates: tuple[Fate, ...] = self.fates()
        refused: Fate = "refused"
        if any(reason is not NOTHING_TO_PUBLISH for reason in self.refusals):
            # Nothing of the file is published, so nothing of it waits either.
            fates = (refused,) * len(fates)
        order = sorted(self.findings, key=lambda finding: finding.line or 0)
        return Import(
            table=self.table,
            layer=self.layer,
            proposal=self.proposal,
            judgement=self.judgement,
            findings=tuple(order),
            fates=fates,
            kept=self.kept,
            refusals=tuple(self.refusals),
            after=self.after,
            comparison=comparison,
            hours=hours_translations(self.table, self.layer, self.columns, self.values),
            base=None if self.published is None else self.published.version,
        )

    def fates(self) -> tuple[Fate, ...]:
        """Return what becomes of each row."""
        refused = {finding.line for finding in self.findings if finding.severity == "error"}
        return tuple(
            "refused" if line in refused else "published" if placed else "queued"
            for line, placed in zip(self.table.lines.tolist(), self.placed.tolist(), strict=True)
        )

    def rows_of(self, fate: Fate) -> list[int]:
        """Return the rows of one fate."""
        return [row for row, each in enumerate(self.fates()) if each == fate]

    def _file_crs(self) -> str | None:
        """Return what the file says of its own geometries; it says nothing of its columns."""
        position = self.columns.position
        own = position.sort == "geometry" and not position.columns
        return self.table.crs if own else None

    def _harden(self) -> None:
        if self.options.strict:
            self.findings = [
                finding if finding.code in NEVER_STRICT else replace(finding, severity="error")
                for finding in self.findings
            ]

    def _keys(self) -> list[tuple[Any, ...] | None]:
        names = self.columns.key or self.layer.key
        if not all(name in self.values.fields for name in names):
            return [None] * len(self.table)
        cells = [self.values.fields[name] for name in names]
        rows = zip(*cells, strict=True)
        return [None if any(cell is None for cell in row) else row for row in rows]

    def _kept_rows(self) -> list[int]:
        return self.identities.kept_rows(self.fates(), keep_missing=self.options.keep_missing)

    def _points(self) -> dict[str, list[Any]]:
        """Return the positions that fields hold (entrances), in WGS 84."""
        if self.judgement is None:
            return {}
        found = {}
        for name, raw in self.values.points.items():
            pairs = [
                None if pair is None else (round(pair[0], DECIMALS), round(pair[1], DECIMALS))
                for pair in locate_pairs(raw.pairs, self.judgement)
            ]
            found[name] = raw.values(pairs, len(self.table))
        return found
