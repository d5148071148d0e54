"""A picture of a map as a file, in one of its forms."""

from __future__ import annotations

from api.pictures.map_picture import MapPicture, map_drawing
from api.pictures.pdf import drawing_to_pdf
from api.pictures.presets import Form, PictureSize
from api.pictures.raster import pdf_to_jpeg, pdf_to_png
from api.pictures.svg import drawing_to_svg


def picture_file(picture: MapPicture, size: PictureSize, form: Form) -> bytes:
    """Return the bytes of a picture; the same picture gives the same bytes."""
    drawing = map_drawing(picture)
    if form == "svg":
        return drawing_to_svg(drawing)
    pdf = drawing_to_pdf(drawing, page_pt=size.page_pt)
    if form == "pdf":
        return pdf
    write = pdf_to_png if form == "png" else pdf_to_jpeg
    return write(pdf, size.pixels, dpi=size.dpi)
