"""Text that decodes but was garbled before (mojibake, 乱码): found in each cell, never stored.

A text was garbled by being written in one encoding and read in another. Undone, it costs fewer bits
(see `commonness`) than as it stands; a text that people wrote does not, and in most cases cannot be
undone at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from layers.intake.reading.commonness import (
    FREQUENT_BITS,
    TRADITIONAL_BITS,
    bits,
    bits_of,
    level_one,
)

LOST = "\N{REPLACEMENT CHARACTER}"
# UTF-8 of the above twice, read as GBK; and what filled memory is, read as GBK.
REPLACED = re.compile("锟斤拷|锟斤|斤拷锟|烫烫烫|屯屯屯|ï¿½|�")
# Question marks where letters were: whole cells of them, or a run with no word before it.
QUESTION_MARKS = re.compile(r"(?<![a-z?])\?{3,}|^[\d\W_]*\?{2,}[\d\W_]*$")
# A word that begins so lost its first letters.
LOST_LETTERS = re.compile(r"\?{2,}[\u3400-\u9fff]")
ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
# As the text was read -> as it had been written.
PAIRS = (
    ("cp1252", "utf-8"),
    ("gb18030", "utf-8"),
    ("cp1252", "gb18030"),
    ("gb18030", "big5hkscs"),
    ("big5hkscs", "gb18030"),
    ("cp1252", "big5hkscs"),
    ("big5hkscs", "utf-8"),
    ("cp932", "utf-8"),
    ("cp932", "gb18030"),
    ("cp1252", "cp932"),
)
# Told only from many texts together: two real characters may come out as two others.
PAIRS_TOGETHER = (*PAIRS, ("gb18030", "cp932"), ("cp949", "gb18030"), ("gb18030", "cp949"))
# What undoing must save, in bits: for each character that comes out, and at least in all.
SAVED_EACH, SAVED_LEAST = 4.0, 12.0
# What a byte cut off at the end would have cost.
CUT_BITS = 6.0
# Western words have accents one by one; four such signs in a row are bytes of something else.
LATIN_RUN = re.compile("[\x80-\xffŒœŠšŽžŸƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]{4,}")
LATIN_RUN_BITS = 4.0
IDEOGRAPHS = re.compile("[\u3041-\u30ff\u4e00-\u9fff\uff01-\uff5e、。（）]{2,}")
DIGITS = re.compile("[0-9]+")
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
# UTF-8's bytes of Chinese read as Latin letters: a lead byte, then signs that no word has.
UTF_8_AS_LATIN = re.compile(
    "[äåæçèé][\x80-\xbfŒœŠšŽžŸƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]|[ÃÂ][\x80-\xbf€‚„…†‡‰‹‘’“”•–—˜™›]"
)


# Of a file's texts so many are judged together, so large a share must not be plain Chinese, so
# large a share of those must come undone, and this is what that must save in all and a character.
JUDGED_TEXTS, PLAIN_SHARE, UNDONE_SHARE = 300, 0.7, 0.9
SAVED_TOGETHER, SAVED_EACH_TOGETHER = 40.0, 1.5


class Garbled(NamedTuple):
    """What is wrong with a text: characters lost, or how it was garbled and what it was."""

    read_as: str | None
    written_as: str | None
    was: str | None


def garbled(text: str) -> Garbled | None:
    """Return how a text was garbled, None for one that was not.

    >>> garbled("娼嶅煄").was
    '潍城'
    """
    if text.isascii():
        lost = "??" in text and not ADDRESS.search(text) and QUESTION_MARKS.search(text)
        return Garbled(None, None, None) if lost else None
    if LOST_LETTERS.match(text):
        return Garbled(None, None, None)
    # Digits stay themselves in every encoding: 停车场1 and 停车场2 are judged once.
    return None if _garbled(DIGITS.sub("0", text)) is None else _garbled(text)


@lru_cache(maxsize=100_000)
def _garbled(text: str) -> Garbled | None:
    if _plain().fullmatch(text):
        return None
    found = _undone(text)
    if found is not None:
        return found
    if REPLACED.search(text) or len(UTF_8_AS_LATIN.findall(text)) > 1:
        return Garbled(None, None, None)
    return None


@cache
def _plain() -> re.Pattern[str]:
    """Match texts of common simplified characters: garbling leaves none of them so."""
    return re.compile("[\\x00-\\x7f，。、：；？！（）《》“”‘’—…·　" + "".join(level_one()) + "]*")


def _undone(text: str) -> Garbled | None:
    best: Garbled | None = None
    saved_most = 0.0
    cost = bits(text)
    for read_as, written_as in PAIRS:
        was = undo(text, read_as, written_as)
        if was is None:
            continue
        outside = sum(map(len, NOT_ASCII.findall(was)))
        lost = len(_bytes(text.rstrip("?" + LOST), read_as)) - len(was.encode(written_as))
        together = sum(map(len, LATIN_RUN.findall(text))) if read_as == "cp1252" else 0
        saved = cost + LATIN_RUN_BITS * together - bits(was) - CUT_BITS * lost
        if saved < max(SAVED_LEAST, SAVED_EACH * outside) or not _means_something(
            text, was, read_as, written_as
        ):
            continue
        if saved > saved_most:
            best, saved_most = Garbled(read_as, written_as, was), saved
    return best


def undo(text: str, read_as: str, written_as: str, *, whole: bool = False) -> str | None:
    """Return a text as it was before it was read wrongly, None where it cannot have been.

    The last character may have been lost, unless the `whole` is wanted: two bytes are read as one
    character, and three do not come out even.
    """
    given = text if whole else text.rstrip("?" + LOST)
    try:
        data = _bytes(given, read_as)
    except UnicodeEncodeError:
        return None
    try:
        return data.decode(written_as)
    except UnicodeDecodeError as fault:
        longest = 2 if written_as == "utf-8" else 1
        if whole or len(data) - fault.start > longest or fault.start < 4:
            return None
        return data[: fault.start].decode(written_as)


def _bytes(text: str, read_as: str) -> bytes:
    return _sloppy(text) if read_as == "cp1252" else text.encode(read_as)


def _sloppy(text: str) -> bytes:
    """Return the bytes of a text read as Windows-1252, unassigned ones passed as Latin-1."""
    return b"".join(
        character.encode("latin-1") if 0x80 <= ord(character) < 0xA0 else character.encode("cp1252")
        for character in text
    )


def _means_something(text: str, was: str, read_as: str, written_as: str) -> bool:
    """Tell whether an undone text consists of characters in common use, some in frequent use."""
    outside = "".join(NOT_ASCII.findall(was))
    if read_as == "cp1252":
        if written_as != "utf-8" and len(UTF_8_AS_LATIN.findall(text)) > 1:
            return False
        # Latin signs in a row that are pairs of bytes of Chinese throughout are no accident.
        in_runs = "".join(LATIN_RUN.findall(text)) == "".join(NOT_ASCII.findall(text))
        return (in_runs and IDEOGRAPHS.fullmatch(outside) is not None) or _is_common(outside)
    # Nor are three bytes of UTF-8 a character, all in place.
    if written_as == "utf-8" and IDEOGRAPHS.fullmatch(outside):
        return True
    # What was one character in either encoding does not come apart into Latin letters.
    if len(was) - len(outside) > len(text) - sum(map(len, NOT_ASCII.findall(text))):
        return False
    script = [bits_of(character) for character in outside if character >= "\u3041"]
    known = FREQUENT_BITS in script or len(script) > 3
    return known and len(script) == len(outside) and _is_common(outside)


def _is_common(outside: str) -> bool:
    return bool(outside) and max(map(bits_of, outside)) <= TRADITIONAL_BITS


def way_throughout(texts: Sequence[str]) -> tuple[str, str] | None:
    """Return how the texts of one file were garbled, told from all of them together.

    Short texts alone may leave it open (Big5 read as GBK looks like rare Chinese); many together
    do not: nearly all can be undone, and save bits on the whole.

    Parameters
    ----------
    texts
        Distinct texts outside ASCII.

    Returns
    -------
    tuple of str, or None
        The encoding that it was read as and the one it was written in.
    """
    sample = [text for text in texts if not _plain().fullmatch(text)][:JUDGED_TEXTS]
    if len(sample) < PLAIN_SHARE * min(len(texts), JUDGED_TEXTS):
        return None
    best, saved_most = None, 0.0
    for read_as, written_as in PAIRS_TOGETHER:
        undone = [(text, undo(text, read_as, written_as)) for text in sample]
        known = [(text, was) for text, was in undone if was is not None]
        characters = sum(len("".join(NOT_ASCII.findall(was))) for _, was in known)
        saved = sum(bits(text) - bits(was) for text, was in known)
        if len(known) < UNDONE_SHARE * len(sample) or saved < max(
            SAVED_TOGETHER, SAVED_EACH_TOGETHER * characters
        ):
            continue
        if saved > saved_most:
            best, saved_most = (read_as, written_as), saved
    return best
