"""What the evidence decides. All thresholds stand here, each with its reason.

A wrong datum is told by the place's boundary where it puts points elsewhere (metres for degrees,
another zone, x and y swapped), hardly ever where it moves them by some hundred metres (GCJ-02).
That only facilities at known positions tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from geo.crs import Datum
from layers.intake.positions.evidence import DatumEvidence

# A file of a place has nearly all its points inside; some slips and some strays stay possible.
SHARE_FITS = 0.9
# Most points outside: something is wrong with the file or with its datum.
SHARE_FAILS = 0.5
# Datums of degrees differ by some hundred metres, and so far outside of the boundary a few
# facilities may well lie. So many do not.
FEWEST_STRAYS = 5
# A position found anew by name lies within the size of a facility and its surveying.
NEAR_BY_NAME_M = 50.0
# The nearest known one is near by chance, too: only where it is all but the same place.
NEAR_BY_CHANCE_M = 20.0
# The least shift between GCJ-02 and WGS 84 in a Chinese city is some 100 m to 200 m.
APART_M = 100.0


@dataclass(frozen=True)
class Verdict:
    """What the evidence decides.

    Parameters
    ----------
    chosen
        The datum to use; None where nothing decides.
    better
        What clearly fits better than the chosen one, which was said of the file.
    impossible
        Whether the chosen one, which was said of the file, cannot have such numbers.
    by
        What told the chosen one, where it was not said.
    open
        What else cannot be excluded, the likely ones first.
    unturned
        What was said, with x and y as in the file, where they were found to be swapped.
    """

    chosen: DatumEvidence | None
    better: DatumEvidence | None = None
    impossible: bool = False
    by: Literal["boundary", "name", "nearest", "alone"] | None = None
    open: tuple[DatumEvidence, ...] = ()
    unturned: DatumEvidence | None = None


def judge(
    evidence: Sequence[DatumEvidence],
    *,
    said: Datum | None,
    in_degrees: bool,
    order_known: bool,
) -> Verdict:
    """Return what the evidence decides.

    Parameters
    ----------
    said
        What the user declares, else what the file states. It holds unless it is clearly
        contradicted: most points lie outside with it and nearly all inside with another; or another
        puts known facilities where they are and it does not. If only x and y are the other way
        round, they are swapped.
    in_degrees
        Whether the numbers look like degrees.
    order_known
        Whether the file says which of its two numbers comes first.
    """
    if said is not None:
        return _of_said(evidence, said, in_degrees=in_degrees)
    possible = [each for each in evidence if each.share_possible >= SHARE_FAILS]
    for each in possible:
        others = [other for other in possible if other is not each]
        if _is_near(each) and all(_told_apart(each, other) for other in others):
            return Verdict(each, by=each.matched_by)
    remaining = list(_not_outside(possible))
    if order_known:
        # What headings or numbers say of the order of axes is believed where it fits.
        as_written = {each.datum for each in remaining if not each.swapped}
        remaining = [each for each in remaining if not (each.swapped and each.datum in as_written)]
    if len(remaining) != 1 or far_from_known(remaining[0]):
        return Verdict(None, open=tuple(remaining))
    if any(each.share_inside is not None for each in possible):
        return Verdict(remaining[0], by="boundary")
    if in_degrees:
        return Verdict(remaining[0], by="alone")
    return Verdict(None, open=tuple(remaining))


def far_from_known(one: DatumEvidence) -> bool:
    """Return whether a hypothesis puts facilities far from where those of the same names are.

    Then the datum is probably one that nobody thought of: a national one of before satellites, or
    that of a map service which shifts positions where it is not known to.
    """
    return one.matched_by == "name" and _distance(one) >= APART_M


def _of_said(evidence: Sequence[DatumEvidence], said: Datum, *, in_degrees: bool) -> Verdict:
    mine = _evidence_of(evidence, said, swapped=False)
    turned = _evidence_of(evidence, said, swapped=True)
    unturned = None
    # A latitude beyond 90° cannot be one, with or without a boundary.
    beyond = in_degrees and mine.share_possible < SHARE_FAILS <= turned.share_possible
    if beyond or _fits_better(turned, mine):
        unturned, mine = mine, turned
    better = [each for each in evidence if _fits_better(each, mine)]
    better.sort(key=lambda each: (_family(each.datum) != _family(said), each.swapped))
    if better:
        return Verdict(mine, better[0], open=tuple(better[1:]), unturned=unturned)
    misfit = mine.share_possible < SHARE_FAILS or (said.projected and in_degrees)
    if misfit and (mine.share_inside or 0) < SHARE_FAILS:
        return Verdict(mine, impossible=True)
    others = [each for each in evidence if each is not mine and each.swapped == mine.swapped]
    rivals = [each for each in _not_outside(others) if not _told_apart(mine, each)]
    return Verdict(mine, open=tuple(rivals), unturned=unturned)


def _evidence_of(
    evidence: Sequence[DatumEvidence], datum: Datum, *, swapped: bool
) -> DatumEvidence:
    return next(
        each for each in evidence if each.swapped == swapped and datum in (each.datum, *each.same)
    )


def _family(datum: Datum) -> str:
    """Return what a projected system projects: `CGCS2000` of `CGCS2000 / 3-degree …`."""
    return datum.name.split(" / ")[0]


def _fits_better(one: DatumEvidence, other: DatumEvidence) -> bool:
    """Return whether one hypothesis clearly fits better than the other."""
    if (
        one.share_inside is not None
        and other.share_inside is not None
        and one.share_inside >= SHARE_FITS
        and other.share_inside < SHARE_FAILS
    ):
        strays = (one.share_inside - other.share_inside) * one.count
        return not _merely_shifted(one, other) or strays >= FEWEST_STRAYS
    return _is_near(one) and _distance(other) - _distance(one) >= APART_M


def _merely_shifted(one: DatumEvidence, other: DatumEvidence) -> bool:
    """Return whether two hypotheses put a position some hundred metres apart, no more."""
    in_degrees = not (one.datum.projected or other.datum.projected)
    return in_degrees and one.swapped == other.swapped


def _told_apart(one: DatumEvidence, other: DatumEvidence) -> bool:
    """Return whether known facilities speak for one hypothesis and against the other."""
    if not _is_near(one):
        return False
    if _distance(other) - _distance(one) >= APART_M:
        return True
    # What would only be guessed at could not have come so near by chance.
    return one.exact and not other.exact and _distance(one) <= NEAR_BY_CHANCE_M


def _is_near(one: DatumEvidence) -> bool:
    most = {"name": NEAR_BY_NAME_M, "nearest": NEAR_BY_CHANCE_M, None: -np.inf}
    return _distance(one) <= most[one.matched_by]


def _distance(one: DatumEvidence) -> float:
    return np.inf if one.median_distance_m is None else one.median_distance_m


def _not_outside(evidence: Sequence[DatumEvidence]) -> Iterator[DatumEvidence]:
    """Yield the hypotheses with at least half as many points inside as the best one has."""
    best = max((each.share_inside or 0 for each in evidence), default=0)
    for each in evidence:
        if each.share_inside is None or (
            best >= SHARE_FAILS and each.share_inside >= best * SHARE_FAILS
        ):
            yield each
