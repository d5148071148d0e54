"""Facilities as they are drawn: a mark a layer; circles split by layer where many stand close."""

from __future__ import annotations

import math
from collections.abc import Sequence

from api.pictures import fonts
from api.pictures.drawing import Item, Path, Style, Words, arc, circle
from api.pictures.look import Palette
from api.pictures.path_data import outline_of
from layers._layer import Layer

# The view box of a mark. Halo and edge are strokes around it, in its own units (map.css).
VIEW_BOX = 28
EDGE, EDGE_OPACITY, HALO = 5, 0.6, 3.6
# How far a mark with its edge reaches from its middle, as a share of its size.
REACH = (VIEW_BOX + EDGE - 4) / 2 / VIEW_BOX
RING = 5 / 28
# Of a number with one figure, two, three, as shares of a mark's size.
NUMBER_SIZES = (0.56, 0.5, 0.4)
# Diameters of circles by how many facilities they stand for, as shares of a mark's size.
DISCS = ((10, 38 / 28), (100, 44 / 28), (1_000, 52 / 28), (10_000, 60 / 28))
LARGEST_DISC = 70 / 28


def mark(
    layer: Layer,
    x: float,
    y: float,
    size: float,
    palette: Palette,
    *,
    hollow: bool = False,
    number: int | None = None,
) -> list[Item]:
    """Return a facility's mark around a middle, with its glyph in it or a number.

    Parameters
    ----------
    hollow
        Whether the facility cannot be used: then the mark is an outline only.
    """
    scale = size / VIEW_BOX
    outline, glyph = outline_of(layer.mark.outline), outline_of(layer.mark.glyph)
    colour = palette.mark(layer.mark)
    left, top = x - size / 2, y - size / 2
    around = [
        Style(stroke=palette.edge, stroke_opacity=EDGE_OPACITY, stroke_width=EDGE * scale),
        Style(stroke=palette.halo, stroke_width=HALO * scale),
    ]
    if hollow:
        around.append(Style(fill=palette.surface, stroke=colour, stroke_width=1.6 * scale))
    else:
        around.append(Style(fill=colour))
    drawn: list[Item] = [Path(outline, style, left, top, scale) for style in around]
    ink = colour if hollow else palette.glyph
    if number is None:
        return [*drawn, Path(glyph, Style(fill=ink), left, top, scale)]
    letter = size * NUMBER_SIZES[min(len(f"{number}"), len(NUMBER_SIZES)) - 1]
    return [*drawn, _centred(f"{number}", x, y + size / 2 / VIEW_BOX, letter, ink)]


def mark_in_text(layer: Layer, x: float, y: float, size: float, palette: Palette) -> list[Item]:
    """Return a layer's mark without halo, for a legend."""
    scale, left, top = size / VIEW_BOX, x - size / 2, y - size / 2
    fill, inside = Style(fill=palette.mark(layer.mark)), Style(fill=palette.glyph)
    return [
        Path(outline_of(layer.mark.outline), fill, left, top, scale),
        Path(outline_of(layer.mark.glyph), inside, left, top, scale),
    ]


def disc_reach(count: int, size: float) -> float:
    """Return how far what stands for so many facilities reaches from its middle."""
    if count == 1:
        return REACH * size
    diameter = next((share for most, share in DISCS if count < most), LARGEST_DISC)
    return diameter * size / 2


def disc(
    counts: Sequence[tuple[Layer, int]], x: float, y: float, size: float, palette: Palette
) -> list[Item]:
    """Return the circle of several facilities: a ring split by layer, the count in it."""
    total = sum(count for _, count in counts)
    reach, ring = disc_reach(total, size), RING * size
    drawn: list[Item] = [
        Path(
            circle(reach - 0.5),
            Style(fill=palette.surface, stroke=palette.edge, stroke_opacity=EDGE_OPACITY),
            x,
            y,
        )
    ]
    radius = reach - 2 - ring / 2
    gap = 2 / radius if len(counts) > 1 else 0
    start = 0.0
    for layer, count in counts:
        angle = count / total * 2 * math.pi
        style = Style(stroke=palette.mark(layer.mark), stroke_width=ring)
        part = (
            circle(radius)
            if len(counts) == 1
            else arc(radius, start, start + max(angle - gap, gap / 2))
        )
        drawn.append(Path(part, style, x, y))
        start += angle
    number, letter = f"{total:,}", size * 0.5
    long = fonts.width(number, letter, fonts.SEMIBOLD)
    room = 2 * (radius - ring / 2) - 2
    if long > room:
        letter *= room / long
    return [*drawn, _centred(number, x, y, letter, palette.ink)]


def _centred(number: str, x: float, y: float, size: float, colour: str) -> Words:
    long = fonts.width(number, size, fonts.SEMIBOLD)
    # Figures are 0.73 em high in this font, and stand on the baseline.
    return Words(number, x - long / 2, y + size * 0.365, size, fonts.SEMIBOLD, colour)
