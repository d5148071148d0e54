"""Where facilities are known to be already: what a file's positions can be held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.geodesic import FloatArray
from layers.intake.positions.shapes import representative_points
from layers.matching.names import plain_names
from layers.store.parts import drawn_shapes, feature_parts
from layers.store.snapshot import LongArray, Snapshot


@dataclass(frozen=True, eq=False)
class KnownPositions:
    """Published positions that are no mere illustration.

    Parameters
    ----------
    lon, lat
        WGS 84 degrees, shape (n,); of an outline a point on its surface.
    names
        Of length n; None where a facility has none.
    """

    lon: FloatArray
    lat: FloatArray
    names: tuple[str | None, ...]

    def __len__(self) -> int:
        return len(self.lon)


def known_positions(snapshot: Snapshot) -> KnownPositions:
    """Return the positions and names of a published layer, illustrative ones left out."""
    return snapshot.remember("known_positions", lambda: _known(snapshot))


def _known(snapshot: Snapshot) -> KnownPositions:
    parts = feature_parts(snapshot, range(len(snapshot)))
    certain = [each for each in parts if each.properties.get("position") != "illustrative"]
    # As a file has them: where a facility is drawn, not where its entrance is.
    lon, lat = representative_points(drawn_shapes(certain))
    return KnownPositions(lon, lat, tuple(each.properties.get("name") for each in certain))


def matched_by_name(
    names: Sequence[str | None], known: KnownPositions
) -> tuple[LongArray, LongArray]:
    """Return the rows and the known positions that bear the same name, unique on both sides.

    Names are compared as `plain_names` folds them, without punctuation. What many are called
    (公共厕所) matches nothing.
    """
    here, there = _unique(names), _unique(known.names)
    pairs = [(row, there[name]) for name, row in here.items() if name in there]
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _unique(names: Sequence[str | None]) -> dict[str, int]:
    folded = ["".join(filter(str.isalnum, name)) for name in plain_names(names)]
    counts = Counter(folded)
    return {name: row for row, name in enumerate(folded) if name and counts[name] == 1}
