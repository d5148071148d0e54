"""Words as they are compared: whatever their width, case, spaces, marks and script."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

MARKS = re.compile(r"[\W_]+")
HAN = re.compile(r"[\u3400-\u9fff]")


def words(text: str) -> list[str]:
    """Return the words of a long list that is written as one text."""
    return text.split()


def word_key(text: str) -> str:
    """Return the letters and digits of a text in one width and case.

    `ParkName`, `park_name` and `Park name*` have one key. A text of marks alone is kept as it is.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return MARKS.sub("", folded) or folded.strip()


@lru_cache(maxsize=4096)
def simplified(text: str) -> str:
    """Return a text in Simplified characters."""
    return str(_converter().convert(text)) if HAN.search(text) else text


def has_han(text: str) -> bool:
    """Return whether a text has Chinese characters."""
    return HAN.search(text) is not None


@cache
def _converter() -> Any:
    import opencc  # noqa: PLC0415

    return opencc.OpenCC("t2s")
