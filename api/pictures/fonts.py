"""The font of pictures: Noto Sans SC, which the installation brings. Its widths and outlines.

No font of the machine is ever used, so that a picture is the same everywhere. Letters advance by
their own widths, without kerning, so that all forms of a picture set a text alike.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

import uharfbuzz

from api.pictures.drawing import Command, Outline

REGULAR, SEMIBOLD = "NotoSansSC", "NotoSansSC-SemiBold"
FOLDER = Path(__file__).parent / "fonts"
# Where api/browser/build.py puts them.
FILES = {REGULAR: FOLDER / "NotoSansSC-Regular.ttf", SEMIBOLD: FOLDER / "NotoSansSC-SemiBold.ttf"}

# Shown for a character that the font has not (an emoji, Hangul), so that its lack is seen.
MISSING = "□"
ELLIPSIS = "…"


class _Face:
    """One font file; lengths are in em."""

    def __init__(self, path: Path) -> None:
        face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
        self._font = uharfbuzz.Font(face)
        self._per_em = face.upem
        self.advance = lru_cache(maxsize=4096)(self._advance)
        self.outline = lru_cache(maxsize=1024)(self._outline)

    def has(self, character: str) -> bool:
        return self._font.get_nominal_glyph(ord(character)) is not None

    def _glyph(self, character: str) -> int:
        return self._font.get_nominal_glyph(ord(character)) or 0

    def _advance(self, character: str) -> float:
        advance: int = self._font.get_glyph_h_advance(self._glyph(character))
        return advance / float(self._per_em)

    def _outline(self, character: str) -> Outline:
        pen = _Pen(self._per_em)
        self._font.draw_glyph_with_pen(self._glyph(character), pen)
        return tuple(pen.commands)


class _Pen:
    """Takes an outline from HarfBuzz: TrueType's quadratic curves become cubic, y points down."""

    def __init__(self, per_em: int) -> None:
        self.commands: list[Command] = []
        self._per_em = per_em
        self._at = (0.0, 0.0)

    def _point(self, point: tuple[float, float]) -> tuple[float, float]:
        return point[0] / self._per_em, -point[1] / self._per_em

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._at = self._point(point)
        self.commands.append(("M", *self._at))

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._at = self._point(point)
        self.commands.append(("L", *self._at))

    def qCurveTo(self, control: tuple[float, float], end: tuple[float, float]) -> None:  # noqa: N802
        (x0, y0), (cx, cy), (x, y) = self._at, self._point(control), self._point(end)
        first = (x0 + (cx - x0) * 2 / 3, y0 + (cy - y0) * 2 / 3)
        second = (x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3)
        self._at = (x, y)
        self.commands.append(("C", *first, *second, x, y))

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        first, second, self._at = (self._point(point) for point in points)
        self.commands.append(("C", *first, *second, *self._at))

    def closePath(self) -> None:  # noqa: N802
        self.commands.append(("Z",))


@cache
def _face(font: str) -> _Face:
    return _Face(FILES[font])


def settable(text: str, font: str = REGULAR) -> str:
    """Return a text with a box for every character that the font has not."""
    face = _face(font)
    return "".join(one if face.has(one) else MISSING for one in text)


def width(text: str, size: float, font: str = REGULAR) -> float:
    """Return how long a text is, in the unit of `size`."""
    advance = _face(font).advance
    return size * sum(advance(one) for one in text)


def letters(text: str, font: str = REGULAR) -> list[tuple[float, Outline]]:
    """Return where each letter begins and its outline, in em, the baseline at y = 0."""
    face, at, found = _face(font), 0.0, []
    for one in text:
        found.append((at, face.outline(one)))
        at += face.advance(one)
    return found


def fitting(text: str, most: float, size: float, font: str = REGULAR) -> str:
    """Return a text that is no longer than `most`, cut with an ellipsis where it would be."""
    if width(text, size, font) <= most:
        return text
    room = most - width(ELLIPSIS, size, font)
    kept = 0.0
    for index, one in enumerate(text):
        kept += width(one, size, font)
        if kept > room:
            return text[:index].rstrip() + ELLIPSIS if index else ""
    return text


@cache
def register_with_reportlab() -> None:
    """Make the fonts known to ReportLab under their names here, once."""
    from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily  # noqa: PLC0415
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415

    for name, path in FILES.items():
        registerFont(TTFont(name, str(path), shapable=False))
    registerFontFamily(REGULAR, normal=REGULAR, bold=SEMIBOLD, italic=REGULAR, boldItalic=SEMIBOLD)
