"""Where facilities are known to be already: what a file's positions can be held against."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from geo.geodesic import FloatArray
from layers.store.snapshot import LongArray, Snapshot


class _Properties(msgspec.Struct):
    name: str | None = None
    position: str | None = None


class _Feature(msgspec.Struct):
    properties: _Properties


_decode = msgspec.json.Decoder(_Feature).decode


@dataclass(frozen=True, eq=False)
class KnownPositions:
    """Published positions that are no mere illustration.

    Parameters
    ----------
    lon, lat
        WGS 84 degrees, shape (n,).
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
    properties = [_decode(snapshot.feature(row)).properties for row in range(len(snapshot))]
    rows = [row for row, each in enumerate(properties) if each.position != "illustrative"]
    names = tuple(properties[row].name for row in rows)
    return KnownPositions(snapshot.lon[rows], snapshot.lat[rows], names)


def matched_by_name(
    names: Sequence[str | None], known: KnownPositions
) -> tuple[LongArray, LongArray]:
    """Return the rows and the known positions that bear the same name, unique on both sides.

    Names are compared without case, width, spaces and punctuation. What many are called (公共厕所)
    matches nothing.
    """
    here, there = _unique(names), _unique(known.names)
    pairs = [(row, there[name]) for name, row in here.items() if name in there]
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _unique(names: Sequence[str | None]) -> dict[str, int]:
    folded = [_folded(name) if name else "" for name in names]
    counts = Counter(folded)
    return {name: row for row, name in enumerate(folded) if name and counts[name] == 1}


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(mark for mark in plain if mark.isalnum())
