"""A page of PDF as pixels: PNG and JPEG. PDFium draws it, without the interpreter being held."""

from __future__ import annotations

import ctypes
import io
from threading import Lock
from typing import Literal

import pypdfium2
from PIL import Image
from pypdfium2 import raw

Size = tuple[int, int]

# PDFium may be in use by one thread at a time.
_LOCK = Lock()

# WeChat takes no picture of an article from 1 MB on; a map of fewer colours then looks the same.
PALETTE_FROM_BYTES = 950_000
COLOURS = 256
QUALITY = 90
BACKGROUND = 0xFFFFFFFF


def pdf_to_png(pdf: bytes, size: Size, *, dpi: int | None = None) -> bytes:
    """Return the first page of a PDF as PNG.

    Parameters
    ----------
    size
        Width and height in pixels.
    dpi
        What the file says about how large it is to be printed.
    """
    image = _pixels(pdf, size)
    png = _written(image, "PNG", dpi)
    if len(png) < PALETTE_FROM_BYTES:
        return png
    fewer = image.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    return min(png, _written(fewer, "PNG", dpi), key=len)


def pdf_to_jpeg(pdf: bytes, size: Size, *, dpi: int | None = None) -> bytes:
    """Return the first page of a PDF as JPEG; `size` and `dpi` are as for PNG."""
    return _written(_pixels(pdf, size), "JPEG", dpi)


def _pixels(pdf: bytes, size: Size) -> Image.Image:
    width, height = size
    with _LOCK:
        document = pypdfium2.PdfDocument(pdf)
        try:
            page = document[0]
            bitmap = pypdfium2.PdfBitmap.new_native(width, height, raw.FPDFBitmap_BGRx)
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, ctypes.c_ulong(BACKGROUND))
            raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 0)
            image: Image.Image = bitmap.to_pil().convert("RGB")
            bitmap.close()
            page.close()
        finally:
            document.close()
    return image


def _written(image: Image.Image, form: Literal["PNG", "JPEG"], dpi: int | None) -> bytes:
    file = io.BytesIO()
    options = {"quality": QUALITY, "subsampling": 0, "optimize": True} if form == "JPEG" else {}
    if dpi is not None:
        options["dpi"] = (dpi, dpi)  # type: ignore[assignment]
    image.save(file, form, **options)
    return file.getvalue()
