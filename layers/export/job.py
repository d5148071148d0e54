"""What a writer of one format is given."""

from __future__ import annotations

from dataclasses import dataclass

from layers.export.records import Records
from layers.export.report import Headings
from layers.place import Place


@dataclass(frozen=True)
class Job:
    """One export: what, for whom, with which headings."""

    records: Records
    headings: Headings
    place: Place | None
