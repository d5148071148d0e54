"""Colours that can be read: as near to a wished one as the contrast allows."""

from __future__ import annotations

Rgb = tuple[int, int, int]

# The surfaces that text stands on (browser/styles/light.css, dark.css).
LIGHT_SURFACE: Rgb = (0xF1, 0xEE, 0xE7)
DARK_SURFACE: Rgb = (0x26, 0x2B, 0x31)
# Of text to what it stands on (WCAG 2.2, criterion 1.4.3, AA).
LEAST_CONTRAST = 4.5
STEPS = 20


def readable(wished: str, surface: Rgb) -> str:
    """Return the colour nearest to a wished one that can be read on a surface, `#rrggbb`.

    It is mixed with black on a light surface and with white on a dark one, as little as possible.

    Parameters
    ----------
    wished
        RRGGBB.
    """
    red, green, blue = (int(wished[at : at + 2], 16) for at in (0, 2, 4))
    end = 0 if luminance(surface) > 0.18 else 255
    for step in range(STEPS + 1):
        mixed = [round(one + (end - one) * step / STEPS) for one in (red, green, blue)]
        colour = (mixed[0], mixed[1], mixed[2])
        if contrast(colour, surface) >= LEAST_CONTRAST:
            break
    return "#" + "".join(f"{one:02x}" for one in colour)


def contrast(one: Rgb, other: Rgb) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Rgb) -> float:
    """Return the relative luminance of a colour of sRGB, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (_linear(one / 255) for one in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
