"""What a file's coordinates refer to: declared, told by the file, or evident. With the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from geo.crs import Datum, datum_named
from geo.errors import GeoError
from geo.geodesic import FloatArray
from layers._layer import Text
from layers.intake.positions import verdict_words
from layers.intake.positions.evidence import FEWEST_MATCHED, DatumEvidence, Sample, weighed
from layers.intake.positions.known import KnownPositions, matched_by_name
from layers.intake.positions.raw import RawPositions
from layers.intake.positions.systems import Box, hypotheses
from layers.intake.positions.verdict import Verdict, judge
from layers.place import Place
from layers.store.snapshot import LongArray

Certainty = Literal["declared", "told by the file", "evident", "undecided"]

SAMPLE_ROWS = 5000
# Of the numbers, so many must look like degrees: a few slips do not make a column of metres.
SHARE_DEGREES = 0.5
SHOWN_EVIDENCE = 8


@dataclass(frozen=True)
class DatumJudgement:
    """What a file's coordinates refer to, how that is known, and what speaks for it.

    Parameters
    ----------
    datum
        The datum that was declared, stated or found; None where nothing decides.
    swapped
        Whether x and y are the other way round in the file.
    certainty
        How it is known.
    contradicted
        Whether what was declared or stated does not fit; the file is then to be refused.
    better
        What fits instead, of a contradicted datum.
    reason
        All of this in words, with the figures.
    evidence
        The hypotheses that were weighed, the likely ones first.
    accuracy_m
        How exactly this datum can be turned into WGS 84 here; None where no transformation is
        published, or where there is no datum.
    note
        What to keep in mind of the datum.
    """

    datum: Datum | None
    swapped: bool
    certainty: Certainty
    contradicted: bool
    better: Datum | None
    reason: Text
    evidence: tuple[DatumEvidence, ...]
    accuracy_m: float | None = None
    note: Text | None = None

    @property
    def refused(self) -> bool:
        """Whether the positions cannot be used."""
        return self.datum is None or self.contradicted

    def as_dict(self) -> dict[str, Any]:
        """Return the judgement for a report in JSON."""
        return {
            "datum": self.datum and self.datum.code,
            "name": self.datum and self.datum.name,
            "swapped": self.swapped,
            "certainty": self.certainty,
            "contradicted": self.contradicted,
            "better": self.better and self.better.code,
            "reason": self.reason._asdict(),
            "accuracy_m": self.accuracy_m,
            "note": self.note and self.note._asdict(),
            "evidence": [evidence.as_dict() for evidence in self.evidence],
        }


def weigh_datums(
    raw: RawPositions,
    place: Place,
    known: KnownPositions | None,
    *,
    names: Sequence[str | None],
    file_crs: str | None = None,
    declared: Datum | None = None,
) -> DatumJudgement:
    """Judge what raw positions refer to.

    Each datum that is in use at the place is supposed in turn, also with x and y swapped; see
    `verdict` for what then decides.

    Parameters
    ----------
    raw
        At least one row with a position.
    known
        Positions of the same layer that are certain.
    names
        Of the rows, of the same length.
    file_crs
        The reference system that the file names for its geometries. Columns of numbers beside them
        may have another one, so it says nothing about these.
    declared
        What the user says.
    """
    sample = _sample(raw, place, known, names)
    stated = None if raw.shapes is None else _datum_of_file(raw.crs or file_crs)
    in_degrees = float(((abs(sample.x) <= 180) & (abs(sample.y) <= 180)).mean()) >= SHARE_DEGREES
    possible = hypotheses(
        place.country, _box(place, known), declared, stated, in_degrees=in_degrees
    )
    evidence = weighed(sample, possible)
    verdict = judge(
        evidence,
        said=declared or stated,
        in_degrees=in_degrees,
        order_known=raw.order_known,
    )
    return _judgement(verdict, evidence, sample, place, declared=declared, stated=stated)


def _judgement(
    verdict: Verdict,
    evidence: Sequence[DatumEvidence],
    sample: Sample,
    place: Place,
    *,
    declared: Datum | None,
    stated: Datum | None,
) -> DatumJudgement:
    chosen = verdict.chosen
    certainty: Certainty = "evident"
    if chosen is None:
        certainty = "undecided"
    elif not chosen.swapped and (declared or stated):
        certainty = "declared" if declared else "told by the file"
    datum = chosen.datum if chosen else None
    contradicted = verdict.better is not None or verdict.impossible
    note = None
    if chosen is not None and not contradicted and not chosen.exact:
        note = verdict_words.inexact(chosen)
    return DatumJudgement(
        datum=datum,
        swapped=bool(chosen and chosen.swapped),
        certainty=certainty,
        contradicted=contradicted,
        better=verdict.better.datum if verdict.better else None,
        reason=verdict_words.reason_of(verdict, place, sample, declared=declared, stated=stated),
        evidence=_likely_first(evidence, chosen),
        accuracy_m=chosen.accuracy_m if chosen else None,
        note=note,
    )


def _sample(
    raw: RawPositions,
    place: Place,
    known: KnownPositions | None,
    names: Sequence[str | None],
) -> Sample:
    rows = np.flatnonzero(raw.placed)
    matched, known_rows = (np.empty(0, np.int64), np.empty(0, np.int64))
    if known is not None and len(known):
        matched, known_rows = matched_by_name(names, known)
        with_position = raw.placed[matched]
        matched, known_rows = matched[with_position], known_rows[with_position]
        matched, known_rows = _spread(matched), _spread(known_rows)
    sampled = np.union1d(_spread(rows), matched)
    return Sample(
        raw.x[sampled],
        raw.y[sampled],
        place.boundary,
        known,
        np.searchsorted(sampled, matched),
        known_rows,
        whole=len(sampled) == len(rows),
    )


def _spread(rows: LongArray) -> LongArray:
    """Return all rows, or as many as are weighed, evenly spread."""
    if len(rows) <= SAMPLE_ROWS:
        return rows
    return rows[np.linspace(0, len(rows) - 1, SAMPLE_ROWS).astype(np.int64)]


def _datum_of_file(crs: str | None) -> Datum | None:
    """Return the datum that a file names; None also for a local one that nothing is known of."""
    try:
        return datum_named(crs) if crs else None
    except GeoError:
        return None


def _box(place: Place, known: KnownPositions | None) -> Box | None:
    if place.boundary is not None:
        west, south, east, north = place.boundary.bounds
    elif known is not None and len(known) >= FEWEST_MATCHED:
        west, south, east, north = _bounds(known.lon, known.lat)
    else:
        return None
    return west, south, east, north


def _bounds(lon: FloatArray, lat: FloatArray) -> Box:
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def _likely_first(
    evidence: Sequence[DatumEvidence], chosen: DatumEvidence | None
) -> tuple[DatumEvidence, ...]:
    def unlikelihood(each: DatumEvidence) -> tuple[bool, float, float]:
        distance = each.median_distance_m
        return (
            each is not chosen,
            -(each.share_inside or 0),
            np.inf if distance is None else distance,
        )

    likely = sorted(evidence, key=unlikelihood)
    telling = [each for each in likely if each is chosen or each.share_inside != 0]
    return tuple((telling if len(telling) > 1 else likely)[:SHOWN_EVIDENCE])
