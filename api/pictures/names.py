"""Names beside marks, on one line or two; one that would be longer is left out, not cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from api.pictures import fonts
from api.pictures.drawing import Box, Item, Words
from api.pictures.labels import Wanted, places
from api.pictures.lines import wrapped
from api.pictures.look import Palette

# In em.
LONGEST_LINE = 14
MOST_LINES = 2
LEADING = 1.2
# Chinese letters reach 0.88 em up and 0.12 em down in this font, Latin ones a little lower.
BASELINE = 0.98


@dataclass(frozen=True)
class Label:
    """A name, and its mark's middle and reach in pixels.

    Parameters
    ----------
    must
        Whether it is rather cut than left out.
    """

    text: str
    size: float
    font: str
    x: float
    y: float
    reach: float
    must: bool = False

    @cached_property
    def lines(self) -> list[str]:
        """The name in lines, none where it is left out."""
        most = MOST_LINES if self.must else None
        lines = wrapped(self.text, LONGEST_LINE, 1, self.font, lines=most)
        return lines if len(lines) <= MOST_LINES else []

    @property
    def wanted(self) -> Wanted:
        """The place that it wants."""
        widths = [fonts.width(line, self.size, self.font) for line in self.lines]
        height = len(widths) * self.size * LEADING
        return Wanted(max(widths), height, self.x, self.y, self.reach)


def names_beside(
    labels: Sequence[Label], taken: Sequence[Box], frame: Box, palette: Palette
) -> list[Item]:
    """Return the names that have room; the first are placed first."""
    shown = [label for label in labels if label.lines]
    found = places([label.wanted for label in shown], taken, frame.inset(2))
    return [
        item
        for label, place in zip(shown, found, strict=True)
        if place is not None
        for item in _words(label, place, palette)
    ]


def _words(label: Label, place: Box, palette: Palette) -> list[Item]:
    size = label.size
    return [
        Words(
            line,
            place.x + _indent(label, place) * (place.width - fonts.width(line, size, label.font)),
            place.y + size * (index * LEADING + BASELINE),
            size,
            label.font,
            palette.ink,
            halo=palette.paper,
            halo_width=size / 4,
        )
        for index, line in enumerate(label.lines)
    ]


def _indent(label: Label, place: Box) -> float:
    """Return how far a shorter line moves to the right: what stands left of a mark ends at it."""
    if place.x > label.x:
        return 0
    return 1 if place.right < label.x else 0.5
