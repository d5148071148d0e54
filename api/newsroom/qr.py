"""QR codes of our own maps."""

from __future__ import annotations

import io
from typing import Literal

QrForm = Literal["svg", "png"]
# Modules around it that stay white, as the standard wants (ISO/IEC 18004).
BORDER = 4
# Pixels of a module: a code of 45 modules is 530 pixels wide.
PNG_SCALE, SVG_SCALE = 10, 6


def qr_code(address: str, form: QrForm) -> bytes:
    """Return the QR code of an address, dark on white; the same address gives the same bytes."""
    # Pages and maps need it not.
    import segno  # noqa: PLC0415

    # M stands a smudge of 15 %; Micro QR codes are not read by every phone.
    code = segno.make(address, error="m", micro=False)
    out = io.BytesIO()
    if form == "png":
        code.save(out, kind="png", scale=PNG_SCALE, border=BORDER)
    else:
        code.save(out, kind="svg", scale=SVG_SCALE, border=BORDER, light="#fff", xmldecl=False)
    return out.getvalue()
