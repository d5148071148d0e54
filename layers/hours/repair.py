"""What was probably meant by a text that is not OSM syntax: a suggestion, never used unasked."""

from __future__ import annotations

import re
import unicodedata

from layers.hours.rule import MONTHS, WEEKDAYS

_KEYWORDS = ("PH", "SH", "open", "closed", "off", "unknown", "week", "easter")
_WORDS = {word.lower(): word for word in (*WEEKDAYS, *MONTHS, *_KEYWORDS)}
_COMMENT_OR_NOT = re.compile(r'"[^"]*"|[^"]+')
_LONG_WEEKDAYS = re.compile(
    r"(?i)\b(?:mon|tue|wed|thu|fri|sat|sun)(?:s|r|rs|day|sday|nesday|rsday|urday)?\b"
)

# In this order: later ones find what earlier ones leave.
_REPAIRS = (
    (r"[‐‑‒–—―−~至到]", "-"),
    (r"[、和及]", ","),
    (r"。", ";"),
    (r"每[天日]", "Mo-Su "),
    (r"工作日", "Mo-Fr "),
    (r"双休日|周末", "Sa-Su "),
    (r"(?:法定)?节假日|节日|假日", "PH "),
    (r"^\s*(?:全天(?:开放|免费)?|24\s*小时)\s*$", "24/7"),
    (r"全天(?:开放|免费)?|24\s*小时", "00:00-24:00"),
    (r"(?:星期|礼拜|周)天", "Su "),
    *(
        (rf"(?:星期|礼拜|周){sign}", f"{day} ")
        for sign, day in zip("一二三四五六日", WEEKDAYS, strict=True)
    ),
    (r"不开放|关闭|休息|除外", " off"),
    (r"开放|免费|营业", ""),
    (r"(\d)点半", r"\1:30"),
    (r"(\d)[点时](?!\d)", r"\1:00"),
    (r"\b(\d{1,2})[.h](\d\d)\b", r"\1:\2"),
    (r"(?<![\d:-])(\d{1,2})\s*-\s*(\d{1,2})(?![\d:-])$", r"\1:00-\2:00"),
    (r"(?<![\d:])(\d):(\d\d)", r"0\1:\2"),
    (r"\s*-\s*", "-"),
    (r"\s+", " "),
    (r"\s*,\s*(?=[A-Z])", ","),
    (r" ?, ?(?=\d)", ","),
    (r"([a-zH]) ,", r"\1,"),
    (r"([a-zH]):? ?(?=\d\d:)", r"\1 "),
    (r"^(\d\d:\S+) ((?:Mo|Tu|We|Th|Fr|Sa|Su|PH)\S*)$", r"\2 \1"),
    (r"(\d\d) (?=(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)\b)", r"\1; "),
    (r"(?:\s*;\s*)+", "; "),
)


def canonical(text: str) -> str:
    """Return the text with the case of its words put right, and its spaces of one kind."""
    spaced = text.replace("\N{NO-BREAK SPACE}", " ")
    return _COMMENT_OR_NOT.sub(lambda part: _with_case(part[0]), spaced)


def repaired(text: str) -> str | None:
    """Return what was probably meant, or None where that is the text itself or cannot be said."""
    if '"' in text:
        return None
    better = unicodedata.normalize("NFKC", text)
    better = _LONG_WEEKDAYS.sub(lambda word: word[0][:2].capitalize(), better)
    for pattern, instead in _REPAIRS:
        better = re.sub(pattern, instead, better)
    better = canonical(better.strip(" ;,"))
    return better if better and better != text else None


def _with_case(part: str) -> str:
    if part.startswith('"'):
        return part
    return re.sub(r"[A-Za-z]+", lambda word: _WORDS.get(word[0].lower(), word[0]), part)
