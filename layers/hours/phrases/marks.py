"""The marks of a phrase made alike: widths, dashes, colons, Traditional characters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

# Marks that stand for another one and are not the full-width form of it. U+2236 is what Chinese
# typesetting puts between hours and minutes.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−─━ー﹣⁓〜∼～﹏", "-"),
        **dict.fromkeys("∶꞉ː﹕︰", ":"),
        **dict.fromkeys("【〔［〖", "("),
        **dict.fromkeys("】〕］〗", ")"),
        "｡": "。",
        **dict.fromkeys("﹐，", ","),
        **dict.fromkeys("“”„«»「」『』", '"'),
        **dict.fromkeys("\u00a0\u2002\u2003\u2009\u202f\t", " "),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff"),
        **dict.fromkeys("\r\u2028\u2029\v\f", "\n"),
        "×": "x",
        "~": "-",
    }
)
# Radicals that PDF files have instead of characters, and characters with two code points.
_COMPATIBLE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufe50-\ufe6b]")
_CHINESE = re.compile("[\u4e00-\u9fff]")


def with_plain_marks(text: str) -> str:
    """Return a text in half-width marks, with one sort of dash, and in Simplified Chinese.

    A numbered list (①, ⒈) keeps its numbers as they are: as plain digits they would run into the
    hours beside them.
    """
    narrow = "".join(map(_narrow, text.translate(_ALIKE))).translate(_ALIKE)
    return _simplifier().convert(narrow) if _CHINESE.search(narrow) else narrow


def _narrow(character: str) -> str:
    if unicodedata.east_asian_width(character) == "F" or _COMPATIBLE.match(character):
        return unicodedata.normalize("NFKC", character)
    return character


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    from opencc import OpenCC  # noqa: PLC0415

    return OpenCC("t2s")
