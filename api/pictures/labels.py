"""Where names stand beside their marks: never over each other, a mark, or the map's furniture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from api.pictures.drawing import Box
from geo.geodesic import FloatArray


@dataclass(frozen=True)
class Wanted:
    """A label that wants a place: its size, and the middle and reach of its mark, in pixels."""

    width: float
    height: float
    x: float
    y: float
    reach: float


# Around the mark: to the right first, as maps are read (Imhof 1975); how far along each axis, as a
# share of the label's own size, its corner lies from the mark's edge.
SIDES = (
    (1, 0, 0.0, -0.5),
    (-1, 0, -1.0, -0.5),
    (0, -1, -0.5, -1.0),
    (0, 1, -0.5, 0.0),
    (0.75, -0.75, 0.0, -1.0),
    (0.75, 0.75, 0.0, 0.0),
    (-0.75, -0.75, -1.0, -1.0),
    (-0.75, 0.75, -1.0, 0.0),
)


def places(
    wanted: Sequence[Wanted], taken: Iterable[Box], frame: Box, *, gap: float = 3
) -> list[Box | None]:
    """Return where each label stands, None where there is no room for it.

    The first are placed first. No two places overlap, none overlaps what is taken or the marks
    themselves, and all lie in the frame.

    Parameters
    ----------
    taken
        Boxes that stay free, the marks' among them.
    gap
        Between a label and anything else, in pixels.
    """
    boxes = [_corners(box) for box in taken]
    full = np.empty((len(boxes) + len(wanted), 4))
    full[: len(boxes)] = boxes or np.empty((0, 4))
    used = len(boxes)
    found: list[Box | None] = []
    for label in wanted:
        place = _free_place(label, full[:used], frame, gap)
        if place is not None:
            full[used] = _corners(place)
            used += 1
        found.append(place)
    return found


def _free_place(label: Wanted, taken: FloatArray, frame: Box, gap: float) -> Box | None:
    for away_x, away_y, share_x, share_y in SIDES:
        away = label.reach + gap
        x = label.x + away_x * away + share_x * label.width
        y = label.y + away_y * away + share_y * label.height
        box = Box(x, y, label.width, label.height)
        if _within(box, frame) and not _meets(box, taken, gap):
            return box
    return None


def _within(box: Box, frame: Box) -> bool:
    return (
        box.x >= frame.x
        and box.y >= frame.y
        and box.right <= frame.right
        and box.bottom <= frame.bottom
    )


def _meets(box: Box, taken: FloatArray, gap: float) -> bool:
    left, top, right, bottom = taken.T
    # What only touches does not overlap; a hair is left for rounding.
    room = gap - 1e-6
    return bool(
        np.any(
            (left < box.right + room)
            & (right > box.x - room)
            & (top < box.bottom + room)
            & (bottom > box.y - room)
        )
    )


def _corners(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.right, box.bottom
