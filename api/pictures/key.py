"""A key below the map: which number is which facility, in columns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from api.pictures import fonts
from api.pictures.drawing import Item, Words
from api.pictures.look import Palette, Sizes

GAP = 1.4
# In em: of a longer name the rest is cut, so that a key keeps its columns.
LONGEST = 24
PADDING = 0.5


@dataclass(frozen=True)
class Key:
    """Numbered names, read down the columns.

    Parameters
    ----------
    names
        Of the facilities 1, 2, 3, ….
    width
        What the columns share, in pixels.
    """

    names: Sequence[str]
    width: float
    sizes: Sizes

    @property
    def _number_width(self) -> float:
        return fonts.width(f"{len(self.names)}", self.sizes.small, fonts.SEMIBOLD)

    @property
    def _column(self) -> float:
        """How wide a column is at least."""
        small = self.sizes.small
        longest = max((fonts.width(name, small) for name in self.names), default=0.0)
        room = self.width - self._number_width - small / 2
        text = min(longest, LONGEST * small, room)
        return self._number_width + small / 2 + text

    @property
    def _columns(self) -> int:
        gap = GAP * self.sizes.small
        return max(1, math.floor((self.width + gap) / (self._column + gap)))

    @property
    def _rows(self) -> int:
        return math.ceil(len(self.names) / self._columns)

    @property
    def height(self) -> float:
        """How high it is."""
        return self._rows * self.sizes.leading + 2 * PADDING * self.sizes.small if self.names else 0

    def items(self, x: float, y: float, palette: Palette) -> list[Item]:
        """Return it with its upper left corner there."""
        small, leading, rows = self.sizes.small, self.sizes.leading, self._rows
        # Columns are filled evenly, so that the last is not a single line.
        step = self.width / self._columns
        items: list[Item] = []
        for index, name in enumerate(self.names):
            left = x + index // rows * step
            line = index % rows + 0.5
            baseline = y + PADDING * small + line * leading + small * 0.37
            number = f"{index + 1}"
            indent = self._number_width - fonts.width(number, small, fonts.SEMIBOLD)
            text = fonts.fitting(name, self._column - self._number_width - small / 2, small)
            items += [
                Words(number, left + indent, baseline, small, fonts.SEMIBOLD, palette.ink),
                Words(
                    text,
                    left + self._number_width + small / 2,
                    baseline,
                    small,
                    fonts.REGULAR,
                    palette.ink,
                ),
            ]
        return items
