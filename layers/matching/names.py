"""Names as they are compared, and whether two may mean the same facility."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

# `difflib` calls texts close matches from 0.6 on.
SIMILAR = 0.6
# 1号公厕 and 2号公厕 are alike in all but what tells them apart.
TELLING = re.compile(r"\d|[一二三四五六七八九十东南西北前后左右上下男女]")


def plain_names(names: Sequence[str | None]) -> list[str]:
    """Return names as they are compared: compatibility forms, simplified, lower case, no spaces.

    Full width is folded to half width and Traditional characters to Simplified ones; no name is "".
    """
    distinct = list(dict.fromkeys(name for name in names if name))
    folded = [
        "".join(unicodedata.normalize("NFKC", name).casefold().replace("\0", "").split())
        for name in distinct
    ]
    known = dict(zip(distinct, _simplified(folded), strict=True))
    return [known[name] if name else "" for name in names]


def _simplified(texts: list[str]) -> list[str]:
    if all(text.isascii() for text in texts):
        return texts
    # Imported here: the dictionaries take time to load, and serving needs none of them.
    from opencc import OpenCC  # noqa: PLC0415

    # In one go, since each call costs more than its text; no name has a line end any more.
    return str(OpenCC("t2s").convert("\n".join(texts))).split("\n")


def similar_names(one: str, other: str, *, least: float = SIMILAR) -> bool:
    """Return whether two names, as `plain_names` gives them, may be of one facility.

    Parameters
    ----------
    least
        The share of their letters that they have in common in order, 0 to 1 (`difflib`'s ratio).
    """
    if TELLING.findall(one) != TELLING.findall(other):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # The first two are upper bounds of the third, and cost less.
    return (
        matcher.real_quick_ratio() >= least
        and matcher.quick_ratio() >= least
        and matcher.ratio() >= least
    )
