"""Which encoding a text without marks is in: the one whose text costs the fewest bits."""

from __future__ import annotations

import re
from typing import NamedTuple

from layers.intake.reading.commonness import ASCII_BITS, bits

# Judged on this much; decoded is always the whole.
SAMPLE_BYTES = 2_000_000
# Prior cost in bits: how much less often than GB 18030 a Chinese office meets it.
CANDIDATES = {
    "gb18030": 0.0,
    "big5hkscs": 2.0,
    "cp932": 3.0,
    "cp1252": 3.0,
    "cp949": 4.0,
    "euc_jp": 5.0,
    "cp1251": 6.0,
    "cp1250": 6.0,
    "cp1253": 6.0,
}
# Two to the tenth: the runner-up is a thousand times less likely.
SURE_BITS = 10.0
# Mean cost of a byte outside ASCII; wrong decodings lie above, right ones near 5.
PLAUSIBLE_BITS_PER_BYTE = 9.0
# One broken character must not make Chinese into Western signs: damage costs, and is tried.
DAMAGE_BITS = 20.0
# One byte a letter: which of them it is, the letters' frequencies tell best.
ALPHABETS = (
    "cp1252",
    "cp1251",
    "cp1250",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "koi8_r",
    "tis_620",
)
# Accented letters stand among plain ones; a row of them is another alphabet's.
ACCENTED_RUN = re.compile("[À-\u024f]{3,}")
ACCENTED_RUN_BITS = 4.0
DAMAGEABLE = ("utf-8", "gb18030", "big5hkscs", "cp932")
ASCII_CHARACTERS = tuple(map(chr, range(128)))
NOT_ASCII = re.compile(rb"[\x80-\xff]+")


class Guess(NamedTuple):
    """The likeliest codec, and the next one where that is nearly as likely."""

    name: str
    runner_up: str | None


def best_encoding(data: bytes) -> Guess:
    """Return the encoding whose text costs the fewest bits (see `commonness`).

    Short Chinese and Japanese texts are where the detection libraries that were measured fail, and
    office tables are short; alphabets of one byte a letter are left to the library.

    Parameters
    ----------
    data
        A text that is neither UTF-8 nor marked as anything.
    """
    sample = _sample(data)
    costs = {name: cost for name in CANDIDATES if (cost := _cost(sample, name)) is not None}
    for name in DAMAGEABLE:
        if name not in costs or strict(data, name) is None:
            costs[name] = bits(sample.decode(name, "replace")) + DAMAGE_BITS
    ranked = sorted(costs, key=costs.__getitem__)
    best = ranked[0]
    if best in ALPHABETS or _bits_per_byte(sample, best) > PLAUSIBLE_BITS_PER_BYTE:
        best = _by_library(sample, best)
        ranked = [name for name in ranked if name not in ALPHABETS]
    runner_up = next((name for name in ranked if name != best), None)
    sure = runner_up is None or costs[runner_up] - costs.get(best, 0.0) >= SURE_BITS
    return Guess(best, None if sure else runner_up)


def strict(data: bytes, name: str) -> str | None:
    """Return a text decoded, None where any byte does not fit."""
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _sample(data: bytes) -> bytes:
    if len(data) <= SAMPLE_BYTES:
        return data
    # No encoding tried here has a line break within a character.
    return data[: data.rfind(b"\n", 0, SAMPLE_BYTES) + 1 or SAMPLE_BYTES]


def _cost(sample: bytes, name: str) -> float | None:
    text = strict(sample, name)
    if text is None:
        return None
    accented = sum(map(len, ACCENTED_RUN.findall(text))) if name in ALPHABETS else 0
    return bits(text) + CANDIDATES[name] + ACCENTED_RUN_BITS * accented


def _bits_per_byte(sample: bytes, name: str) -> float:
    """Return the mean cost of the bytes outside ASCII."""
    text = sample.decode(name, "replace")
    plain = sum(map(text.count, ASCII_CHARACTERS))
    others = sum(map(len, NOT_ASCII.findall(sample))) or 1
    return (bits(text) - plain * ASCII_BITS) / others


def _by_library(sample: bytes, best: str) -> str:
    """Return which alphabet it is, told by how often its letters come in each language."""
    from charset_normalizer import from_bytes  # noqa: PLC0415

    found = from_bytes(sample, cp_isolation=list(ALPHABETS)).best()
    if found is None:
        return best
    text, other = strict(sample, found.encoding), strict(sample, best)
    if text is None or text == other:
        return best
    if other is not None and bits(text) > bits(other) + SURE_BITS:
        return best
    return found.encoding
