"""A drawing as PDF: whole, or as one part of a report. Texts stay texts, to be searched and copied.

The same drawing gives the same bytes: no time and no random name is in them.
"""

from __future__ import annotations

import io

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject
from reportlab.platypus import Flowable

from api.pictures import fonts
from api.pictures.drawing import Clipped, Drawing, Item, Outline, Path, Style, Words

# A CSS pixel in points.
POINTS_A_PX = 0.75
ROUND = 1
EVEN_ODD, NONZERO = 0, 1


def drawing_to_pdf(drawing: Drawing, *, page_pt: tuple[float, float] | None = None) -> bytes:
    """Return a drawing as a PDF file of one page.

    Parameters
    ----------
    page_pt
        Size of the page in points, which the drawing then fills; without it a CSS pixel is 0.75 pt.
    """
    fonts.register_with_reportlab()
    width, height = page_pt or (drawing.width * POINTS_A_PX, drawing.height * POINTS_A_PX)
    file = io.BytesIO()
    canvas = Canvas(
        file,
        pagesize=(width, height),
        invariant=1,
        pageCompression=1,
        lang=drawing.lang,
        # Else a font that no reader brings is named, too.
        initialFontName=fonts.REGULAR,
    )
    canvas.setTitle(drawing.title)
    canvas.setSubject(drawing.description)
    canvas.setCreator("public-facilities-map")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.saveState()
    canvas.scale(width / drawing.width, height / drawing.height)
    draw(canvas, drawing)
    canvas.restoreState()
    canvas.save()
    return file.getvalue()


class DrawingFlowable(Flowable):  # type: ignore[misc]
    """A drawing in a report of ReportLab's Platypus, as wide as wished.

    Parameters
    ----------
    width_pt
        How wide, in points; without it a CSS pixel is 0.75 pt.
    """

    def __init__(self, drawing: Drawing, width_pt: float | None = None) -> None:
        super().__init__()
        fonts.register_with_reportlab()
        self.drawing = drawing
        self.width = width_pt or drawing.width * POINTS_A_PX
        self.height = self.width * drawing.height / drawing.width

    def draw(self) -> None:
        """Draw on the report's canvas (called by ReportLab)."""
        self.canv.saveState()
        scale = self.width / self.drawing.width
        self.canv.scale(scale, scale)
        draw(self.canv, self.drawing)
        self.canv.restoreState()


def draw(canvas: Canvas, drawing: Drawing) -> None:
    """Draw with the picture's lower left corner at the canvas's origin, a pixel a unit."""
    canvas.saveState()
    canvas.translate(0, drawing.height)
    canvas.scale(1, -1)
    canvas.setLineJoin(ROUND)
    for item in drawing.items:
        _item(canvas, item)
    canvas.restoreState()


def _item(canvas: Canvas, item: Item) -> None:
    match item:
        case Path():
            _path(canvas, item)
        case Words():
            _words(canvas, item)
        case Clipped():
            canvas.saveState()
            canvas.clipPath(_outline(canvas, item.box.outline()), stroke=0, fill=0)
            for each in item.items:
                _item(canvas, each)
            canvas.restoreState()


def _path(canvas: Canvas, path: Path) -> None:
    if not path.outline:
        return
    canvas.saveState()
    placed = (path.x, path.y, path.scale)
    _set_style(canvas, path.style)
    drawn = _outline(canvas, path.outline, *placed)
    rule = EVEN_ODD if path.style.even_odd else NONZERO
    canvas.drawPath(
        drawn, stroke=bool(path.style.stroke), fill=bool(path.style.fill), fillMode=rule
    )
    canvas.restoreState()


def _words(canvas: Canvas, words: Words) -> None:
    if words.halo is not None:
        # As outlines: as text, a reader who copies it would get it twice.
        canvas.saveState()
        _set_style(canvas, Style(stroke=words.halo, stroke_width=words.halo_width))
        for at, outline in fonts.letters(words.text, words.font):
            x = words.x + at * words.size
            # A space has none.
            if outline:
                canvas.drawPath(_outline(canvas, outline, x, words.y, words.size), stroke=1, fill=0)
        canvas.restoreState()
    canvas.saveState()
    canvas.translate(words.x, words.y)
    canvas.scale(1, -1)
    canvas.setFillColor(words.colour)
    canvas.setFont(words.font, words.size)
    canvas.drawString(0, 0, words.text)
    canvas.restoreState()


def _set_style(canvas: Canvas, style: Style) -> None:
    if style.fill:
        canvas.setFillColor(style.fill)
        canvas.setFillAlpha(style.fill_opacity)
    if style.stroke:
        canvas.setStrokeColor(style.stroke)
        canvas.setStrokeAlpha(style.stroke_opacity)
        canvas.setLineWidth(style.stroke_width)
        if style.dash:
            canvas.setDash(list(style.dash))


def _outline(
    canvas: Canvas, outline: Outline, x: float = 0, y: float = 0, scale: float = 1
) -> PDFPathObject:
    path = canvas.beginPath()
    for command in outline:
        points = [
            value * scale + (y if index % 2 else x) for index, value in enumerate(command[1:])
        ]
        match command[0]:
            case "M":
                path.moveTo(*points)
            case "L":
                path.lineTo(*points)
            case "C":
                path.curveTo(*points)
            case "Z":
                path.close()
    return path
