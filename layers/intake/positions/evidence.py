"""How well each possible datum fits: points inside the place, distances to what is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import shapely
from pyproj import Geod
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from geo.crs import Datum, accuracy_m, to_wgs84
from geo.geodesic import FloatArray, earth_centred, geodesic_from_chord, mean_radius_m
from geo.index import BoolArray
from layers.intake.positions.known import KnownPositions
from layers.intake.positions.systems import Hypothesis
from layers.store.snapshot import LongArray

# Fewer matched names than this may agree or disagree by chance.
FEWEST_MATCHED = 3
FEWEST_NEIGHBOURS = 10
MOST_NEIGHBOURS = 1000
# Two readings that lie closer to each other are the same on a map.
SAME_M = 1.0
COMPARED = 200
# National transformations of old systems are good to a few metres; what is worse is a guess.
EXACT_M = 5.0

_GEOD = Geod(ellps="WGS84")


@dataclass(frozen=True)
class DatumEvidence:
    """How a file's positions lie if they refer to one datum.

    Parameters
    ----------
    datum, swapped
        What is supposed, and whether x and y are the other way round.
    share_possible
        The share of the positions that are somewhere on earth, 0 to 1.
    share_inside
        The share that lies in the place's boundary; None for a place without one.
    median_distance_m
        To the known facilities in `matched`; None where there are too few.
    matched
        How many positions were held against known ones.
    matched_by
        Their names are equal; or (weaker) they are merely the nearest ones.
    accuracy_m
        How exactly positions of this datum can be had in WGS 84 here; None where no transformation
        is published.
    same
        Other datums that put every position within a metre of the same place.
    count
        How many positions were weighed.
    """

    datum: Datum
    swapped: bool
    share_possible: float
    share_inside: float | None = None
    median_distance_m: float | None = None
    matched: int = 0
    matched_by: Literal["name", "nearest"] | None = None
    accuracy_m: float | None = None
    same: tuple[Datum, ...] = ()
    count: int = 0

    @property
    def exact(self) -> bool:
        """Whether positions of this datum can be had in WGS 84 to some metres."""
        return self.accuracy_m is not None and self.accuracy_m <= EXACT_M

    def as_dict(self) -> dict[str, Any]:
        """Return the figures for a report."""
        distance = self.median_distance_m
        return {
            "datum": self.datum.code,
            "name": self.datum.name,
            "swapped": self.swapped,
            "share_inside": self.share_inside,
            "median_distance_m": None if distance is None else round(distance, 1),
            "matched": self.matched,
            "matched_by": self.matched_by,
            "same": [datum.code for datum in self.same],
        }


@dataclass(frozen=True, eq=False)
class Sample:
    """The positions that are weighed, and what they are held against.

    Parameters
    ----------
    x, y
        Raw coordinates, shape (m,).
    boundary
        Of the place, WGS 84.
    known
        Where facilities are known to be.
    rows, known_rows
        Which of the sample bears the same name as which of the known.
    whole
        Whether the sample is all of the file.
    """

    x: FloatArray
    y: FloatArray
    boundary: BaseGeometry | None
    known: KnownPositions | None
    rows: LongArray
    known_rows: LongArray
    whole: bool = True


def weighed(sample: Sample, possible: Iterable[Hypothesis]) -> list[DatumEvidence]:
    """Return the evidence of each hypothesis, those that say the same joined under the first."""
    tree: cKDTree | None = None
    if sample.known and len(sample.rows) < FEWEST_MATCHED:
        tree = cKDTree(earth_centred(sample.known.lon, sample.known.lat))
    if sample.boundary is not None:
        shapely.prepare(sample.boundary)
    found: list[tuple[DatumEvidence, FloatArray, FloatArray]] = []
    for hypothesis in possible:
        lon, lat = _located(hypothesis, sample.x, sample.y)
        there = np.isfinite(lon) & (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
        place = _same_as(found, hypothesis, lon, lat)
        if place is not None:
            evidence, lon, lat = found[place]
            same = (*evidence.same, hypothesis.datum)
            found[place] = (replace(evidence, same=same), lon, lat)
            continue
        inside = None
        if sample.boundary is not None:
            inside = float(shapely.intersects_xy(sample.boundary, lon, lat).mean())
        distance, count, by = _distance(sample, tree, lon, lat, there)
        evidence = DatumEvidence(
            hypothesis.datum,
            hypothesis.swapped,
            float(there.mean()),
            inside,
            distance,
            count,
            by,
            _accuracy_m(hypothesis.datum, lon[there], lat[there]),
            count=len(lon),
        )
        found.append((evidence, lon, lat))
    return [evidence for evidence, _, _ in found]


def _accuracy_m(datum: Datum, lon: FloatArray, lat: FloatArray) -> float | None:
    return accuracy_m(datum, float(np.median(lon)), float(np.median(lat))) if len(lon) else None


def _located(hypothesis: Hypothesis, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    return to_wgs84(hypothesis.datum, *((y, x) if hypothesis.swapped else (x, y)))


def _same_as(
    found: list[tuple[DatumEvidence, FloatArray, FloatArray]],
    hypothesis: Hypothesis,
    lon: FloatArray,
    lat: FloatArray,
) -> int | None:
    """Return which hypothesis with the same order of axes lies within `SAME_M` everywhere."""
    step = max(1, len(lon) // COMPARED)
    for place, (evidence, other_lon, other_lat) in enumerate(found):
        if evidence.swapped != hypothesis.swapped:
            continue
        apart = distances_m(lon[::step], lat[::step], other_lon[::step], other_lat[::step])
        if not np.isnan(apart).all() and np.nanmax(apart) < SAME_M:
            return place
    return None


def _distance(
    sample: Sample,
    tree: cKDTree | None,
    lon: FloatArray,
    lat: FloatArray,
    there: BoolArray,
) -> tuple[float | None, int, Literal["name", "nearest"] | None]:
    if sample.known is not None and len(sample.rows) >= FEWEST_MATCHED:
        known_lon = sample.known.lon[sample.known_rows]
        known_lat = sample.known.lat[sample.known_rows]
        apart = distances_m(lon[sample.rows], lat[sample.rows], known_lon, known_lat)
        return _median(apart), len(apart), "name"
    rows = np.flatnonzero(there)
    if tree is None or sample.known is None:
        return None, 0, None
    known_lon, known_lat = sample.known.lon, sample.known.lat
    # The fewer are to be found among the more: a file may have ten times as many as are known.
    fewer_known = sample.whole and len(known_lon) < len(rows)
    if (len(known_lon) if fewer_known else len(rows)) < FEWEST_NEIGHBOURS:
        return None, 0, None
    if fewer_known:
        tree = cKDTree(earth_centred(lon[rows], lat[rows]))
        lon, lat = known_lon, known_lat
        rows = np.arange(len(known_lon))
    rows = rows[:: max(1, len(rows) // MOST_NEIGHBOURS)]
    chords, _ = tree.query(earth_centred(lon[rows], lat[rows]))
    # Only near ones count; of those beyond some ten kilometres the figure is a rough one.
    apart = geodesic_from_chord(np.asarray(chords), mean_radius_m(lat[rows]))
    return _median(apart), len(rows), "nearest"


def _median(apart: FloatArray) -> float | None:
    # A position that is nowhere is as far away as can be.
    median = float(np.median(np.where(np.isnan(apart), np.inf, apart)))
    return median if np.isfinite(median) else None


def distances_m(
    lon: FloatArray, lat: FloatArray, to_lon: FloatArray, to_lat: FloatArray
) -> FloatArray:
    """Return the geodesic distance of each position to its counterpart, NaN where one is none.

    Method: Karney (2013), through PROJ.
    """
    apart = np.full(len(lon), np.nan)
    good = np.isfinite(lon) & np.isfinite(to_lon)
    good &= (np.abs(lat) <= 90) & (np.abs(to_lat) <= 90) & (np.abs(lon) <= 360)
    _, _, apart[good] = _GEOD.inv(lon[good], lat[good], to_lon[good], to_lat[good])
    return apart
