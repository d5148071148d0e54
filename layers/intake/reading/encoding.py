"""How a text file is written: told from its bytes, and decoded whole or not at all."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from layers._layer import Text
from layers.intake.finding import Finding
from layers.intake.reading.detection import (
    ASCII_CHARACTERS,
    SAMPLE_BYTES,
    Guess,
    best_encoding,
    strict,
)
from layers.intake.reading.faults import unreadable
from layers.intake.table import IntakeError

# Up to this share of its characters a file counts as damaged, not as of another encoding.
DAMAGED_SHARE = 0.1
LOST = "\N{REPLACEMENT CHARACTER}"

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SHOWN = {
    "utf-8": "UTF-8",
    "gb18030": "GB18030",
    "big5hkscs": "Big5",
    "cp950": "Big5",
    "cp932": "Shift-JIS",
    "cp949": "EUC-KR",
    "euc_jp": "EUC-JP",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1252": "Windows-1252",
    "cp1253": "Windows-1253",
}
# Names that stand for a smaller set than what files under that name hold (WHATWG Encoding).
WIDER = {
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
    "ascii": "utf-8",
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16-le",  # with a mark at its beginning it was read before
}


class Decoded(NamedTuple):
    """A file's text, how it was written in people's words, and what was doubtful about it."""

    text: str
    encoding: str
    findings: tuple[Finding, ...] = ()


def decode(data: bytes, encoding: str | None = None, declared: str | None = None) -> Decoded:
    """Decode a text file, strictly.

    Parameters
    ----------
    data
        The whole file.
    encoding
        What the user says it is; anything that does not fit is refused.
    declared
        What the file says of itself (an XML or HTML declaration): believed where it fits.

    Raises
    ------
    IntakeError
        The user's encoding is unknown or does not fit (with the line), or nothing fits.
    """
    for bom, name in BOMS:
        if data.startswith(bom):
            return _with_bom(data, bom, name, encoding)
    if encoding is not None:
        return _as_told(data, encoding)
    certain = (
        _utf_8(data) or _declared(data, declared) or _utf_16_without_bom(data) or _iso_2022(data)
    )
    return certain or _judged(data)


def shown_name(name: str) -> str:
    """Return a codec's name as people know it."""
    return SHOWN.get(name, name.upper().replace("_", "-"))


def _with_bom(data: bytes, bom: bytes, name: str, told: str | None) -> Decoded:
    text = strict(data[len(bom) :], name)
    if text is not None:
        return Decoded(text, f"{shown_name(name)} (BOM)")
    if told is not None and _codec(told) != name:
        return _as_told(data, told)
    return _damaged(data[len(bom) :], name)


def _codec(told: str) -> str:
    try:
        name = codecs.lookup(told).name
        b"".decode(name)
    except (LookupError, ValueError):
        raise unreadable(
            f"没有名为“{told}”的编码；常用的有 UTF-8、GB18030、Big5、Shift-JIS。",
            f"No encoding is called {told!r}; usual ones: UTF-8, GB18030, Big5, Shift-JIS.",
        ) from None
    return WIDER.get(name, name)


def _as_told(data: bytes, told: str) -> Decoded:
    name = _codec(told)
    try:
        return Decoded(data.decode(name), shown_name(name))
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        wrong = data[fault.start : fault.start + 4].hex(" ").upper()
        raise unreadable(
            f"文件不是 {shown_name(name)} 编码：第 {line} 行有不合该编码的字节 {wrong}。"
            "请去掉编码选项，由程序自行判断，或改用正确的编码。",
            f"The file is not {shown_name(name)}: line {line} has bytes {wrong} that do not fit. "
            "Leave the encoding out to have it detected, or name the right one.",
        ) from None


def _utf_8(data: bytes) -> Decoded | None:
    text = strict(data, "utf-8")
    if text is None:
        return None
    # Escape sequences and NUL bytes are ASCII too, but belong to other encodings; in text that is
    # more than ASCII, NUL bytes are strays: UTF-16 of such text is no UTF-8.
    if b"\x1b$" in data[:SAMPLE_BYTES] or (text.isascii() and _nul_parity(data) is not None):
        return None
    return Decoded(text, "UTF-8")


def _declared(data: bytes, declared: str | None) -> Decoded | None:
    if declared is None:
        return None
    try:
        name = _codec(declared)
    except IntakeError:
        return None
    text = strict(data, name)
    return None if text is None else Decoded(text, shown_name(name))


def _nul_parity(data: bytes) -> int | None:
    """Return on which side of its pairs a file's NUL bytes lie, if it may be UTF-16."""
    sample = data[:SAMPLE_BYTES]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < 0.05 * len(sample) / 2 or min(even, odd) > 0.05 * max(even, odd):
        return None
    return int(odd > even)


def _utf_16_without_bom(data: bytes) -> Decoded | None:
    parity = _nul_parity(data)
    if parity is None or len(data) % 2:
        return None
    name = "utf-16-le" if parity else "utf-16-be"
    text = strict(data, name)
    return None if text is None or "\0" in text else Decoded(text, shown_name(name))


def _iso_2022(data: bytes) -> Decoded | None:
    if b"\x1b$" not in data[:SAMPLE_BYTES]:
        return None
    text = strict(data, "iso2022_jp_2")
    return None if text is None else Decoded(text, "ISO-2022-JP")


def _judged(data: bytes) -> Decoded:
    guess = best_encoding(data)
    text = strict(data, guess.name)
    if text is None:
        return _damaged(data, guess.name)
    return Decoded(text, shown_name(guess.name), _doubt(guess, data[:SAMPLE_BYTES]))


def _doubt(guess: Guess, sample: bytes) -> tuple[Finding, ...]:
    """Return the finding that another encoding is nearly as likely, if one is."""
    best, other = guess
    if other is None:
        return ()
    text, other_text = sample.decode(best, "replace"), sample.decode(other, "replace")
    if text == other_text:
        return ()
    here, there = _first_words(text), _first_words(other_text)
    return (
        Finding(
            "encoding_unsure",
            "warning",
            Text(
                f"文件编码判断为 {shown_name(best)}，但也可能是 {shown_name(other)}："
                f"“{here}”或“{there}”",
                f"the file was read as {shown_name(best)} but may be {shown_name(other)}: "
                f"{here!r} or {there!r}",
            ),
            Text(
                f"请核对文字；如有误，请指定编码 {shown_name(other)}",
                f"check the text; if it is wrong, name the encoding {shown_name(other)}",
            ),
        ),
    )


def _first_words(text: str) -> str:
    found = re.search(r"[^\x00-\x7f]{1,12}", text)
    return found[0] if found else ""


def _damaged(data: bytes, name: str) -> Decoded:
    """Decode what can be; the characters lost become U+FFFD, which flags their rows."""
    text = data.decode(name, "replace")
    lost = text.count(LOST)
    outside = len(text) - sum(map(text.count, ASCII_CHARACTERS))
    if lost > max(2, DAMAGED_SHARE * outside):
        raise unreadable(
            f"文件的编码无法识别：最接近 {shown_name(name)}，但有 {lost:,} 处不合。"
            "请用 Excel 或记事本另存为 UTF-8 后再导入，或指定编码。",
            f"The file's encoding cannot be told: {shown_name(name)} comes nearest, but {lost:,} "
            "places do not fit. Save it as UTF-8 and try again, or name the encoding.",
        )
    line = text.count("\n", 0, text.index(LOST)) + 1
    finding = Finding(
        "characters_lost",
        "warning",
        Text(
            f"文件为 {shown_name(name)} 编码，但有 {lost:,} 个字符已损坏，首处在第 {line} 行",
            f"the file is {shown_name(name)}, but {lost:,} characters are broken, the first in "
            f"line {line}",
        ),
        Text("请从原系统重新导出", "export it again from where it came"),
    )
    return Decoded(text, shown_name(name), (finding,))
