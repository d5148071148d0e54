"""A column's heading taken apart: the words, a unit, hints in brackets, a path."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from layers.intake.units import FACTORS, unit_key
from layers.intake.wording import HAN, word_key

BRACKETS = re.compile(r"[(\[{【〔「『<《][^()\[\]{}【】〔〕「」『』<>《》]*[)\]}】〕」』>》]")
UNIT_SAID = re.compile(r"单位\s*[:：]?\s*(?P<unit>[^\s,，;；)）]+)|單位\s*[:：]?\s*(?P<old>\S+)")
LAST_PART = re.compile(r"^(?P<words>.+?)[\s_/,，·:：-]+(?P<unit>[^\s_/,，:：-]+)$", re.DOTALL)
BEHIND_HAN = re.compile(r"^(?P<words>.*[\u3400-\u9fff])(?P<unit>[a-z]+[23]?)$", re.DOTALL)
PATH = re.compile(r"[.|>→]")
LATIN_WORDS = re.compile(r"[a-z][a-z0-9 _'-]*", re.IGNORECASE)
UNITS = frozenset(name for symbol, table in FACTORS.items() if symbol for name in table) | {
    "万",
    "万户",
}
# A path of JSON or of a two-row heading: only its last part names the column.
LONGEST_HEADING = 200


@dataclass(frozen=True)
class Reading:
    """One way to understand a heading.

    Parameters
    ----------
    key
        Its words, see `word_key`.
    unit
        The unit that it names, as it is written.
    hinted
        Whether something in brackets was left out.
    within
        The key of the path before it (`location` of `location.lat`).
    """

    key: str
    unit: str | None = None
    hinted: bool = False
    within: str = ""


def readings(heading: str) -> Iterator[Reading]:
    """Yield the ways to understand a heading, the most literal first."""
    text = unicodedata.normalize("NFKC", heading[:LONGEST_HEADING])
    yield from _of_words(text, "")
    parts = [part for part in PATH.split(text) if part.strip()]
    if len(parts) > 1:
        yield from _of_words(parts[-1], word_key("".join(parts[:-1])))
        # 蹲位数（个）|男 are 男蹲位数.
        yield from _of_words(parts[-1] + parts[-2], "")


def two_languages(heading: str) -> tuple[str, str] | None:
    """Return the keys of the Chinese and the English words of `地址 Address`, if it has both."""
    text = unicodedata.normalize("NFKC", heading[:LONGEST_HEADING])
    if not HAN.search(text):
        return None
    latin = " ".join(LATIN_WORDS.findall(text))
    chinese = LATIN_WORDS.sub(" ", text)
    if not latin.strip():
        return None
    return word_key(chinese), word_key(latin)


def _of_words(text: str, within: str) -> Iterator[Reading]:
    yield Reading(word_key(text), within=within)
    bare, unit = text, None
    for bracket in BRACKETS.findall(text):
        bare = bare.replace(bracket, " ")
        unit = unit or _unit(bracket[1:-1])
    if said := UNIT_SAID.search(bare):
        unit = unit or _unit(said["unit"] or said["old"])
        bare = bare.replace(said[0], " ")
    if bare != text and word_key(bare):
        yield Reading(word_key(bare), unit, hinted=True, within=within)
    for form in (LAST_PART, BEHIND_HAN):
        match = form.match(bare.strip().casefold())
        if match and unit_key(match["unit"]) in UNITS:
            yield Reading(word_key(match["words"]), match["unit"], within=within)


def _unit(hint: str) -> str | None:
    said = UNIT_SAID.search(hint)
    unit = (said["unit"] or said["old"]) if said else hint
    return unit if unit_key(unit) in UNITS else None
