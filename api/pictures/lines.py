"""Texts in lines: Chinese breaks between characters, other words stay whole."""

from __future__ import annotations

import re

from api.pictures.fonts import REGULAR, fitting, width

# What holds together: words and numbers with their signs; and marks that may begin no line (the
# closing ones of GB/T 15834), with what stands before them.
CLOSING = "，。、；：！？）》」』】”’%…·,.;:!?)]}"
OTHER = r"\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
PIECE = re.compile(rf"(?:[^{OTHER}]+|\S)[{re.escape(CLOSING)}]*\s*")


def wrapped(
    text: str, most: float, size: float, font: str = REGULAR, *, lines: int | None = None
) -> list[str]:
    """Return a text in lines that are no longer than `most`.

    Parameters
    ----------
    lines
        How many at most; the last is cut with an ellipsis where there would be more.
    """
    made = [""]
    for piece in PIECE.findall(text):
        if width((made[-1] + piece).rstrip(), size, font) <= most:
            made[-1] += piece
            continue
        if made[-1]:
            made.append("")
        made[-1:] = _broken(piece, most, size, font)
    made = [line.rstrip() for line in made if line.strip()]
    if lines is not None and len(made) > lines:
        rest = " ".join(made[lines - 1 :])
        made[lines - 1 :] = [
            fitting(rest, most, size, font) if width(rest, size, font) > most else rest
        ]
    return made


def _broken(piece: str, most: float, size: float, font: str) -> list[str]:
    """Return a word in parts that fit, the last of which may go on."""
    parts = [""]
    for character in piece:
        if parts[-1] and width((parts[-1] + character).rstrip(), size, font) > most:
            parts.append("")
        parts[-1] += character
    return parts
