"""What a picture is made of: paths and words, in CSS pixels, y pointing down."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

# ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y) or ("Z",), all absolute.
Command = (
    tuple[Literal["M", "L"], float, float]
    | tuple[Literal["C"], float, float, float, float, float, float]
    | tuple[Literal["Z"]]
)
Outline = tuple[Command, ...]

# How far a Bézier curve's handles stand off, so that four curves make a circle to 0.03 %.
KAPPA = 4 / 3 * (math.sqrt(2) - 1)


@dataclass(frozen=True, kw_only=True)
class Style:
    """How a path is filled and stroked; colours are #RRGGBB, None for not at all.

    Parameters
    ----------
    dash
        Lengths of stroke and gap by turns; empty for a whole line.
    even_odd
        Whether what lies within two of its rings is outside of it.
    """

    fill: str | None = None
    fill_opacity: float = 1
    stroke: str | None = None
    stroke_opacity: float = 1
    stroke_width: float = 1
    dash: tuple[float, ...] = ()
    even_odd: bool = False


@dataclass(frozen=True)
class Path:
    """An outline, placed: first enlarged by `scale`, then moved by `x` and `y`.

    A stroke is as wide as its style says, whatever the scale.
    """

    outline: Outline
    style: Style
    x: float = 0
    y: float = 0
    scale: float = 1


@dataclass(frozen=True)
class Words:
    """A text on one line; `x` is where it begins, `y` its baseline.

    Parameters
    ----------
    font
        One of `api.pictures.fonts`.
    halo
        Colour of a border around the letters, None for none.
    """

    text: str
    x: float
    y: float
    size: float
    font: str
    colour: str
    halo: str | None = None
    halo_width: float = 3


@dataclass(frozen=True)
class Clipped:
    """Items of which only what lies in a box is seen."""

    box: Box
    items: Sequence[Item]


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower side."""
        return self.y + self.height

    def inset(self, by: float) -> Box:
        """Return the box without a border."""
        return Box(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)

    def outline(self, radius: float = 0) -> Outline:
        """Return its outline, with rounded corners."""
        if radius <= 0:
            corners = [(self.x, self.y), (self.right, self.y)]
            corners += [(self.right, self.bottom), (self.x, self.bottom)]
            return polygon(corners)
        near, far = radius, radius * (1 - KAPPA)
        x, y, right, bottom = self.x, self.y, self.right, self.bottom
        return (
            ("M", x + near, y),
            ("L", right - near, y),
            ("C", right - far, y, right, y + far, right, y + near),
            ("L", right, bottom - near),
            ("C", right, bottom - far, right - far, bottom, right - near, bottom),
            ("L", x + near, bottom),
            ("C", x + far, bottom, x, bottom - far, x, bottom - near),
            ("L", x, y + near),
            ("C", x, y + far, x + far, y, x + near, y),
            ("Z",),
        )


Item = Path | Words | Clipped


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A whole picture.

    Parameters
    ----------
    title, description
        What it is called, and what it shows for who does not see it.
    lang
        Language tag of both.
    """

    width: float
    height: float
    items: Sequence[Item] = field(repr=False)
    title: str = ""
    description: str = ""
    lang: str = "zh-CN"


def polygon(points: Iterable[tuple[float, float]], *, closed: bool = True) -> Outline:
    """Return the outline through some points."""
    commands: list[Command] = [("L", x, y) for x, y in points]
    if not commands:
        return ()
    commands[0] = ("M", *commands[0][1:])
    return (*commands, ("Z",)) if closed else tuple(commands)


def circle(radius: float, x: float = 0, y: float = 0) -> Outline:
    """Return the outline of a circle."""
    return Box(x - radius, y - radius, 2 * radius, 2 * radius).outline(radius)


def arc(radius: float, start: float, end: float) -> Outline:
    """Return a part of a circle around the origin, open; angles in radians clockwise from the top.

    Each curve spans a quarter at most, which keeps it within 0.03 % of the circle.
    """
    pieces = max(1, math.ceil((end - start) / (math.pi / 2) - 1e-9))
    step = (end - start) / pieces
    handle = radius * 4 / 3 * math.tan(step / 4)

    def at(angle: float) -> tuple[float, float, float, float]:
        sine, cosine = math.sin(angle), math.cos(angle)
        return radius * sine, -radius * cosine, handle * cosine, handle * sine

    x, y, dx, dy = at(start)
    commands: list[Command] = [("M", x, y)]
    for piece in range(1, pieces + 1):
        to_x, to_y, to_dx, to_dy = at(start + piece * step)
        commands.append(("C", x + dx, y + dy, to_x - to_dx, to_y - to_dy, to_x, to_y))
        x, y, dx, dy = to_x, to_y, to_dx, to_dy
    return tuple(commands)
