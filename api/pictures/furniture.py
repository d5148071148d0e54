"""What stands on the map: legend, scale bar, north. In corners, where they hide no facility."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from api.pages import said
from api.pictures import fonts
from api.pictures.drawing import Box, Item, Path, Style, Words, circle, polygon
from api.pictures.look import Palette, Sizes
from api.pictures.marks import mark_in_text
from api.reader import Lang
from layers._layer import Layer, Text

INSET = 8
OPACITY = 0.92
LONGEST_BAR_PX = 120

CIRCLES = Text("圆圈：此处多个设施的数目", "Circle: how many stand there")
HOLLOW = Text("空心：未开放", "Hollow: not in use")
NORTH = Text("北", "N")


class Block(Protocol):
    """A piece of furniture: its size, and what it is where it stands."""

    width: float
    height: float

    def items(self, x: float, y: float) -> list[Item]:
        """Return it with its upper left corner there."""


@dataclass(frozen=True)
class Row:
    """A line of a legend: what a layer's mark means, or a sign of no layer."""

    words: str
    layer: Layer | None = None
    sign: Literal["circle", "hollow"] = "circle"


class Legend:
    """Which mark is which layer, and how many there are.

    Parameters
    ----------
    most_px
        How wide it may become: rows stand side by side, as many as there is room for. Without it
        they stand below each other.
    """

    def __init__(
        self, rows: Sequence[Row], palette: Palette, sizes: Sizes, most_px: float | None = None
    ) -> None:
        self._palette, self._size, self._line = palette, sizes.small, sizes.leading * 1.12
        self._icon = sizes.small * 1.3
        self._pad = sizes.small * 0.6
        self._framed = most_px is None
        lines: list[list[Row]] = [[]]
        for row in rows:
            too_long = most_px is not None and self._long([*lines[-1], row]) > most_px
            if lines[-1] and (most_px is None or too_long):
                lines.append([])
            lines[-1].append(row)
        self._lines = lines
        pad = 2 * self._pad if self._framed else 0
        self.width = max(map(self._long, lines)) + pad
        self.height = len(lines) * self._line + pad

    def _wide(self, row: Row) -> float:
        return self._icon * 1.4 + fonts.width(row.words, self._size)

    def _long(self, rows: Sequence[Row]) -> float:
        return sum(map(self._wide, rows)) + self._size * 1.2 * max(len(rows) - 1, 0)

    def items(self, x: float, y: float) -> list[Item]:
        """Return it with its upper left corner there."""
        drawn: list[Item] = []
        if self._framed:
            drawn.append(_panel(Box(x, y, self.width, self.height), self._palette))
            x, y = x + self._pad, y + self._pad
        for line in self._lines:
            at, middle = x, y + self._line / 2
            for row in line:
                drawn += self._row(row, at, middle)
                at += self._wide(row) + self._size * 1.2
            y += self._line
        return drawn

    def _row(self, row: Row, x: float, middle: float) -> list[Item]:
        palette, icon = self._palette, self._icon
        centre = x + icon / 2
        if row.layer is not None:
            sign = mark_in_text(row.layer, centre, middle, icon, palette)
        else:
            thick = icon / (7 if row.sign == "circle" else 16)
            ring = Style(fill=palette.surface, stroke=palette.muted, stroke_width=thick)
            round_, square = (
                circle(icon * 0.38),
                Box(-0.36 * icon, -0.36 * icon, 0.72 * icon, 0.72 * icon),
            )
            sign = [
                Path(
                    round_ if row.sign == "circle" else square.outline(icon * 0.15),
                    ring,
                    centre,
                    middle,
                )
            ]
        return [*sign, _text(row.words, x + icon * 1.4, middle, self._size, palette.ink)]


class ScaleBar:
    """A length on the ground, right at the middle of the map; and where north is."""

    def __init__(self, metres_a_px: float, palette: Palette, sizes: Sizes, lang: Lang) -> None:
        self._palette, self._size = palette, sizes.small
        most_px = min(LONGEST_BAR_PX, sizes.small * 9)
        self.metres = round_metres(most_px * metres_a_px)
        self.bar_px = self.metres / metres_a_px
        self._words, self._north = length_words(self.metres, lang), said(NORTH, lang)
        self._pad = sizes.small * 0.5
        self._arrow = sizes.small * 1.1
        self._label = fonts.width(self._words, self._size)
        self.width = self.bar_px + self._label + self._arrow * 1.8 + self._size + 2 * self._pad
        self.height = sizes.leading + 2 * self._pad

    def items(self, x: float, y: float) -> list[Item]:
        """Return it with its upper left corner there."""
        palette, size = self._palette, self._size
        middle = y + self.height / 2
        at = x + self._pad
        tick = size * 0.35
        bar = polygon(
            [
                (at, middle - tick),
                (at, middle + tick),
                (at + self.bar_px, middle + tick),
                (at + self.bar_px, middle - tick),
            ],
            closed=False,
        )
        label_x = at + self.bar_px + size * 0.4
        return [
            _panel(Box(x, y, self.width, self.height), palette),
            Path(bar, Style(stroke=palette.ink, stroke_width=1.4)),
            _text(self._words, label_x, middle, size, palette.ink),
            *self._north_items(label_x + self._label + size * 0.9, middle),
        ]

    def _north_items(self, x: float, middle: float) -> list[Item]:
        palette, half, high = self._palette, self._arrow * 0.32, self._arrow * 0.55
        left = [(x, middle - high), (x - half, middle + high), (x, middle + high * 0.55)]
        right = [(x, middle - high), (x + half, middle + high), (x, middle + high * 0.55)]
        edge = Style(stroke=palette.ink, stroke_width=0.8)
        return [
            Path(polygon(left), Style(fill=palette.ink, stroke=palette.ink, stroke_width=0.8)),
            Path(polygon(right), edge),
            _text(self._north, x + half + self._size * 0.25, middle, self._size, palette.ink),
        ]


def round_metres(most: float) -> float:
    """Return the longest of 1, 2, 5, 10, … metres that is no longer than `most`."""
    power = 10 ** math.floor(math.log10(most))
    return float(next(step * power for step in (5, 2, 1) if step * power <= most * (1 + 1e-12)))


def length_words(metres: float, lang: Lang) -> str:
    """Return a length in words: 500 米, 2 km."""
    if metres >= 1000:
        return f"{metres / 1000:g} {'公里' if lang == 'zh' else 'km'}"
    return f"{metres:g} {'米' if lang == 'zh' else 'm'}"


def corner(block: Block, frame: Box, avoided: Iterable[Box], order: Sequence[str]) -> Box | None:
    """Return where a block stands in a corner of a frame, None where each would hide something.

    Parameters
    ----------
    order
        Of the corners, by their compass directions: sw, se, nw, ne.
    """
    taken = list(avoided)
    for name in order:
        x = frame.x + INSET if "w" in name else frame.right - INSET - block.width
        y = frame.y + INSET if "n" in name else frame.bottom - INSET - block.height
        box = Box(x, y, block.width, block.height)
        fits = block.width + 2 * INSET <= frame.width and block.height + 2 * INSET <= frame.height
        if fits and not any(_overlap(box, other) for other in taken):
            return box
    return None


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.right
        and other.x < one.right
        and one.y < other.bottom
        and other.y < one.bottom
    )


def _panel(box: Box, palette: Palette) -> Path:
    style = Style(fill=palette.surface, fill_opacity=OPACITY, stroke=palette.line, stroke_width=1)
    return Path(box.outline(4), style)


def _text(words: str, x: float, middle: float, size: float, colour: str) -> Words:
    # Chinese characters reach from 0.88 em above the baseline to 0.12 em below it.
    return Words(words, x, middle + size * 0.37, size, fonts.REGULAR, colour)
