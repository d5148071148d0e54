"""How pictures look: colours of the two themes, and sizes that follow the picture's width."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from layers._layer import Mark

Scheme = Literal["light", "dark"]


@dataclass(frozen=True, kw_only=True)
class Palette:
    """Colours, as api/browser/styles/site.css has them for the pages' map."""

    theme: Scheme
    surface: str
    paper: str
    outside: str
    ink: str
    muted: str
    line: str
    line_strong: str
    halo: str
    edge: str
    glyph: str
    road: str
    water: str
    green: str

    def mark(self, mark: Mark) -> str:
        """Return a layer's colour."""
        return mark.light if self.theme == "light" else mark.dark


LIGHT = Palette(
    theme="light",
    surface="#FFFFFF",
    paper="#F6F4EF",
    outside="#E7E3D8",
    ink="#1B1F24",
    muted="#57606A",
    line="#DCD7CB",
    line_strong="#8B857A",
    halo="#FFFFFF",
    edge="#3A3F45",
    glyph="#FFFFFF",
    road="#D9D5CB",
    water="#D3E1EA",
    green="#DDE8D6",
)
DARK = Palette(
    theme="dark",
    surface="#1D2126",
    paper="#15181C",
    outside="#0D0F12",
    ink="#ECEFF2",
    muted="#A9B2BC",
    line="#343A42",
    line_strong="#7C8691",
    halo="#15181C",
    edge="#CFD4DA",
    glyph="#15181C",
    road="#2C3138",
    water="#1C2A36",
    green="#1E2B22",
)
PALETTES: dict[Scheme, Palette] = {"light": LIGHT, "dark": DARK}


@dataclass(frozen=True)
class Sizes:
    """Sizes in CSS pixels: a title of 28 and a source line of 14 at a width of 1200."""

    margin: float
    title: float
    small: float
    mark: float

    @property
    def leading(self) -> float:
        """From line to line of small text."""
        return self.small * 1.5


# As the pages in large type.
LARGE = 1.35


def sizes(width: float, height: float, *, large: bool = False) -> Sizes:
    """Return the sizes of a picture; in large type what is small is larger."""
    return Sizes(
        margin=_between(10, width * 0.02, 24),
        title=_between(14, 6 + width * 0.0233, 28),
        small=_between(10, 8 + width * 0.005, 14) * (LARGE if large else 1),
        mark=_between(16, 6 + min(width, height) * 0.035, 28),
    )


def _between(least: float, value: float, most: float) -> float:
    return min(max(value, least), most)
