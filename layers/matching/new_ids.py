"""Ids for new facilities, which go on as the present ones do."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from layers._layer import Layer

# Ids that count up end in a number; what is before it is the same for all.
SERIAL = re.compile(r"(.*?)([0-9]+)")
# A serial number is of the order of the number of features; a code of an office or of OSM is not.
MOST_GAPS = 10


def new_ids(layer: Layer, taken: Iterable[str], count: int) -> list[str]:
    """Return ids for new facilities that go on where the present ones end (parking-160 → -161).

    Where the present ones do not count up, they are `<layer>-0001` and so on.

    Parameters
    ----------
    taken
        Ids that may not be given: those of this version and of all former ones.
    """
    taken = set(taken)
    prefix, width, number = _series(taken) or (f"{layer.name}-", 4, 0)
    found: list[str] = []
    while len(found) < count:
        number += 1
        feature_id = f"{prefix}{number:0{width}d}"
        if feature_id not in taken:
            found.append(feature_id)
    return found


def _series(taken: set[str]) -> tuple[str, int, int] | None:
    """Return the prefix, the digits and the last number of ids that count up, if most do."""
    series: dict[str, list[str]] = defaultdict(list)
    for feature_id in taken:
        if serial := SERIAL.fullmatch(feature_id):
            series[serial[1]].append(serial[2])
    if not series:
        return None
    prefix, digits = max(series.items(), key=lambda each: (len(each[1]), each[0]))
    last = max(map(int, digits))
    if 2 * len(digits) <= len(taken) or last > MOST_GAPS * (len(digits) + MOST_GAPS):
        return None
    # Numbers that are filled up with zeros have the width of the shortest; others have their own.
    return prefix, min(map(len, digits)), last
