"""What was probably meant by a text that is not OSM syntax: a suggestion, never used unasked."""

from __future__ import annotations

import re
import unicodedata

from layers.hours.rule import MONTHS, WEEKDAYS

_KEYWORDS = ("open", "closed", "off", "unknown", "week", "easter")
_WORDS = {word.lower(): word for word in (*WEEKDAYS, *MONTHS, "PH", "SH", *_KEYWORDS)}
_OUTSIDE_COMMENTS = re.compile(r'"[^"]*"|[^"]+')

_LONG_WEEKDAYS = "mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thu(?:rs?)?(?:day)?|fri(?:day)?"

# In this order: later ones find what the earlier ones leave.
_REPAIRS: tuple[tuple[str, str], ...] = (
    (r"[‐‑‒–—―−~至到]", "-"),
    (r"[、,]", ","),
    (r"[。;\n]", ";"),
    (r"(?:每天|每日)", "Mo-Su "),
    (r"工作日", "Mo-Fr "),
    (r"双休日|周末", "Sa-Su "),
    (r"(?:法定)?节假日|节日|假日", "PH "),
    (r"和|及", ","),
    (r"^\s*(?:全天(?:开放|免费)?|24\s*小时)\s*$", "24/7"),
    (r"全天(?:开放|免费)?|24\s*小时", "00:00-24:00"),
    (r"(?:星期|礼拜|周)天", "Su "),
    *(
        (rf"(?:星期|礼拜|周){sign}", f"{day} ")
        for sign, day in zip("一二三四五六日", WEEKDAYS, strict=True)
    ),
    (r"不开放|关闭|休息|除外", " off"),
    (r"开放|免费|营业", ""),
    (rf"(?i)\b({_LONG_WEEKDAYS}|sat(?:urday)?|sun(?:day)?)\b", ""),
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
    (r"([a-zH]) ?- ?(?=[A-Z])", r"\1-"),
    (r"([a-zH]):? ?(?=\d\d:)", r"\1 "),
    (r"^(\d\d:\S+) ((?:Mo|Tu|We|Th|Fr|Sa|Su|PH)\S*)$", r"\2 \1"),
    (r"(\d\d) (?=(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)\b)", r"\1; "),
    (r"(?:\s*;\s*)+", "; "),
)


def canonical(text: str) -> str:
    """Return the text with the case of its words put right, and the spaces of one kind."""
    text = text.replace("\N{NO-BREAK SPACE}", " ")
    return _OUTSIDE_COMMENTS.sub(
        lambda part: (
            part[0]
            if part[0].startswith('"')
            else re.sub(r"[A-Za-z]+", lambda word: _WORDS.get(word[0].lower(), word[0]), part[0])
        ),
        text,
    )


def repaired(text: str) -> str | None:
    """Return what was probably meant, or None where that is the text itself or cannot be said."""
    if '"' in text:
        return None
    better = unicodedata.normalize("NFKC", text)
    for pattern, instead in _REPAIRS:
        if instead == "" and "mon" in pattern:
            better = re.sub(pattern, lambda word: word[0][:2].capitalize(), better)
        else:
            better = re.sub(pattern, instead, better)
    better = canonical(better.strip(" ;,"))
    return better if better and better != text else None
