"""What comes of a file: of every row what becomes of it, and the whole new layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, NamedTuple

from layers._layer import Layer, Text
from layers.compare import Comparison
from layers.intake.column_map import ColumnMap
from layers.intake.columns import Proposal
from layers.intake.finding import Finding
from layers.intake.positions import DatumJudgement
from layers.intake.table import Table
from layers.intake.translations import HoursTranslation
from layers.store.snapshot import Snapshot

Fate = Literal["published", "refused", "queued"]

# A file that lacks more than this of what is published is more often half a file than a demolition.
MOST_REMOVED_SHARE = 0.2


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the office says of its file and of what is to happen.

    Parameters
    ----------
    column_map
        Overrides what is proposed for the columns.
    datum
        What the coordinates refer to, in any spelling that `geo.crs.datum_named` knows.
    trust_datum
        Whether the declared datum holds although the evidence speaks against it: what is published
        may itself be what is wrong.
    sheet, encoding, header_row, records
        See `layers.intake.reading.read_table`.
    strict
        Whether warnings count as errors.
    keep_missing
        Whether published facilities that the file does not have stay; else they are removed.
    allow_removals
        Whether more than `most_removed_share` of what is published may go.
    most_removed_share
        Between 0 and 1.
    now
        When the import takes place; the present time when not given.
    """

    column_map: ColumnMap | None = None
    datum: str | None = None
    trust_datum: bool = False
    sheet: str | None = None
    encoding: str | None = None
    header_row: int | None = None
    records: str | None = None
    strict: bool = False
    keep_missing: bool = False
    allow_removals: bool = False
    most_removed_share: float = MOST_REMOVED_SHARE
    now: datetime | None = None


class RowCounts(NamedTuple):
    """What became of the rows; always rows = published + refused + queued."""

    rows: int
    published: int
    refused: int
    queued: int


@dataclass(frozen=True, kw_only=True)
class Import:
    """A file as it was understood, and the layer that would come of it.

    Parameters
    ----------
    findings
        All that was noticed, in the order of the rows; first what concerns the whole file.
    fates
        What becomes of each row, in the order of the table; all are refused where the file is.
    kept
        Ids of published facilities that stay although no row of the file brings them: their row
        was refused or waits for a position, or missing ones were to be kept.
    refusals
        Why nothing may be published; empty when it may.
    after
        The whole new layer; None where none could be made.
    comparison
        How it differs from what is published.
    hours
        What the texts of opening hours were taken to mean.
    base
        The version that it was compared with; None where the layer is new.
    """

    table: Table
    layer: Layer
    proposal: Proposal
    judgement: DatumJudgement | None
    findings: tuple[Finding, ...]
    fates: tuple[Fate, ...]
    kept: tuple[str, ...] = ()
    refusals: tuple[Text, ...] = ()
    after: Snapshot | None = None
    comparison: Comparison | None = None
    hours: tuple[HoursTranslation, ...] = ()
    base: str | None = None

    @property
    def counts(self) -> RowCounts:
        """How many rows came in, and what became of them."""
        of = [self.fates.count(fate) for fate in ("published", "refused", "queued")]
        return RowCounts(len(self.fates), *of)

    @property
    def columns(self) -> ColumnMap:
        """Which column says what, as it was used."""
        return self.proposal.column_map

    @property
    def columns_as_used(self) -> ColumnMap:
        """The same with the datum that was used, to be saved for the next file."""
        datum = self.judgement.datum if self.judgement else None
        return self.columns if datum is None else replace(self.columns, datum=datum.code)

    @property
    def publishable(self) -> bool:
        """Whether the new layer may be published."""
        return self.after is not None and not self.refusals

    def rows_of(self, fate: Fate) -> Sequence[int]:
        """Return the rows of one fate, in order."""
        return [row for row, each in enumerate(self.fates) if each == fate]
