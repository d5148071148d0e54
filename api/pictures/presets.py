"""How pictures may be asked for: forms, labels, sizes for a use, and the bounds of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PresetName = Literal["thumbnail", "og", "wechat", "print", "print-landscape"]
Form = Literal["png", "svg", "pdf", "jpg"]
Labels = Literal["names", "numbers", "none"]

DEFAULT_PX = (1200, 900)
LEAST_PX, MOST_PX = 200, 2400
LEAST_SCALE, MOST_SCALE = 1, 3
# What A4 at 300 dpi needs: some 26 MB while it is drawn.
MOST_PIXELS = 9_000_000

A4_PT = (210 / 25.4 * 72, 297 / 25.4 * 72)
PRINT_DPI = 300


@dataclass(frozen=True)
class PictureSize:
    """The size of a picture.

    Parameters
    ----------
    width, height
        In CSS pixels, what type and marks are measured in.
    pixels
        Width and height of PNG and JPEG.
    page_pt
        The page of a PDF in points; without it a CSS pixel is 0.75 pt.
    dpi
        What PNG and JPEG say about how they are to be printed.
    """

    width: float
    height: float
    pixels: tuple[int, int]
    page_pt: tuple[float, float] | None = None
    dpi: int | None = None


def scaled(width: int, height: int, scale: float = 1) -> PictureSize:
    """Return the size of a picture whose CSS pixels are so many pixels wide."""
    return PictureSize(width, height, (round(width * scale), round(height * scale)))


# A CSS pixel is 1/96 inch. 2480 × 3508 pixels are A4 at 300 dpi.
PRINT = PictureSize(
    A4_PT[0] * 96 / 72, A4_PT[1] * 96 / 72, (2480, 3508), page_pt=A4_PT, dpi=PRINT_DPI
)
PRESETS: dict[PresetName, PictureSize] = {
    # What oEmbed names beside an embed.
    "thumbnail": scaled(400, 300),
    # 1200 × 630, as Open Graph's readers want it; shown half as large or smaller.
    "og": scaled(600, 315, 2),
    # 1080 × 1440, shown as wide as a phone.
    "wechat": scaled(432, 576, 2.5),
    "print": PRINT,
    "print-landscape": PictureSize(
        PRINT.height, PRINT.width, (3508, 2480), page_pt=(A4_PT[1], A4_PT[0]), dpi=PRINT_DPI
    ),
}
