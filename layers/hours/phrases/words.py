"""The words of phrases about hours, and a phrase taken apart into them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from layers.hours.phrases.days import (
    DAYS_OFF,
    EVERY_DAY,
    HOLIDAYS,
    WEEKEND,
    WORKING_DAYS,
    DaySet,
    weekdays,
)

_NUMERALS = "零〇一二两三四五六七八九十"
NUMBER = rf"(?:\d{{1,2}}|[{_NUMERALS}]{{1,3}})"
CLOCK = (
    rf"(?P<hour>{NUMBER})(?:[:h](?P<minute>[0-5]\d)(?::00)?[时点分]?"
    r"|[点时](?:(?P<half>半)|(?P<quarters>[一二三123])刻"
    rf"|(?P<spoken>{NUMBER}(?=分)|\d\d|[{_NUMERALS}]{{2,3}})(?![点时:\d])分?|整|钟)?)(?!\d)"
)
_PLAIN_CLOCK = re.sub(r"\?P<\w+>", "?:", CLOCK)
_WEEK = "(?:周|星期|礼拜)"
_OPENS = (
    "对外|免费|限时|停车|停放|泊车|开放|营业|开门|开园|开馆|服务|运营|使用|参观|游览"
    "|入园|办公|上班|工作|受理"
)
_ENTRY = "(?:入[场馆园内]|进[场馆园入]|检票|验票|售票|换票|取票|领票|参观)"
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_ENGLISH_DAYS = (
    "mo(?:n(?:days?)?)?|tu(?:e(?:s(?:days?)?)?)?|wed?(?:nesdays?)?|th(?:u(?:r(?:s(?:days?)?)?)?)?"
    "|fr(?:i(?:days?)?)?|sat?(?:urdays?)?|sun?(?:days?)?"
)

# In this order: an earlier word is taken where two begin at the same place.
_WORDS = {
    "break": r"[;。\n]+",
    "last_entry": (
        rf"{_PLAIN_CLOCK}\s*(?:后|以后|起|开始)?\s*停止{_ENTRY}"
        rf"|最[后晚]{_ENTRY}(?:时间)?\s*:?\s*{_PLAIN_CLOCK}"
    ),
    "clock_note": r"24\s*小时制",
    "all_day": (
        r"(?:全天候?|全日)\s*24\s*小时|24\s*小时\s*(?:全天候?|不间断)?|二十四小时|全天候?|全日|整天"
        r"|全时段?|不分昼夜|昼夜|日夜|(?:7|24)\s*[x*/]\s*(?:24|7)(?:\s*小时)?"
        r"|all[ -]day|24\s*-?\s*(?:hours|hrs?|h)\b|round[ -]the[ -]clock|around the clock"
    ),
    "next_year": "次年|翌年|来年",
    "next_day": r"次日|翌日|隔日|第二天|the next day|next day|the following day",
    "same_day": "当日|当天",
    "others_shut": (
        "(?:其余|其他|其它)(?:的)?(?:时间段?|时段)(?:均|都|为|一律)?(?:不对外开放|不开放|关闭"
        "|闭[馆园门]|休息)"
    ),
    "others_paid": (
        "(?:其余|其他|其它)(?:的)?(?:时间段?|时段)(?:均|都|为|一律)?(?:正常|按标准)?(?:收费|计费)"
    ),
    "no_break": (
        "(?:中午|午间|(?:法定)?节假日|周末)(?:不休息?|无休)|(?:全年|年中|终年)?无休"
        "|(?:(?:法定)?节假日|周末)(?:照常|正常)(?:开放|营业)"
    ),
    "rest_days": "休息日",
    "daily": (
        "每[天日]|天天|(?:其余|其他|其它)(?:的)?(?:时间段?|时段|日期|各天|日子|日|天)|一周七天"
        r"|everyday\b|every day|daily\b|7 days a week|全周"
    ),
    "off_days": "非工作日|例假日",
    "working": (r"(?:国家)?(?:法定)?工作日|(?:working|business) ?days?\b|workdays?\b"),
    "plain_days": "平日",
    "plain_days_off": r"(?<!节)(?<!定)假日",
    "weekend": r"(?:每逢|逢|每)?(?:双休日|双休|周末)|week-?ends?\b",
    "mon_fri": r"weekdays?\b",
    "holiday": (
        "(?:每逢|逢)?(?:(?:国家)?(?:法定|公众|公共)?(?:节假日|假期)|(?:国家)?法定(?:假日|节日|假)"
        "|国定假日|节日)"
        r"|public holidays?\b|bank holidays?\b|holidays?\b|ph\b"
    ),
    "weekday": rf"(?:每逢|逢|每)?{_WEEK}(?:[一二三四五六日天]+|[1-7](?![\d:点时]))",
    "english_day": rf"(?:{_ENGLISH_DAYS})\b\.?",
    "year": r"(?:19|[2-9]\d)\d\d年",
    "month": rf"{NUMBER}月份?",
    "month_day": rf"{NUMBER}[日号]",
    "english_month": rf"(?:{_MONTHS})\b\.?",
    "clock": _PLAIN_CLOCK,
    "four_digits": r"\d{4}(?!\d)",
    "number": r"\d{1,2}(?!\d)",
    "numeral": "[一二三四五六日天]",
    "midday_break": "(?:中午)?午休(?:时间)?:?|中午休息",
    "before_noon": r"上午|早上|早晨|早间|清晨|早|晨|a\.?m\b\.?",
    "small_hours": "凌晨",
    "noon": r"中午|正午|noon\b",
    "afternoon": r"下午|午后|p\.?m\b\.?",
    "evening": "晚上|晚间|傍晚|夜间|夜晚|夜里|晚|夜",
    "midnight": r"午夜|子夜|midnight\b",
    "daytime": "白天|日间",
    "excepted": r"除外|不含|不包括",
    "except": r"除了?|except(?: for| on)?\b|excluding\b|not(?: on)?\b",
    "outside": "(?:之|以)?外",
    "includes": r"包括|包含|含|including\b",
    "of_holidays": "的(?=节假日)",
    "also": r"另有|also\b",
    "closing_day": "(?:闭[馆园店]|休[馆园市]|停业|关闭|停用)日(?:期)?(?:为|是)?",
    "closed": (
        r"(?:不(?:对外)?开放|不营业|不免费|关闭|闭[馆园门店]|关[门馆园]|休[馆园市]|停业|休息|公休|休|打烊"
        r"|暂停(?:对外)?(?:开放|使用|营业)|停用)(?:时间)?|close[sd]?\b|off\b"
    ),
    "from_on": "起|以后|之后|后",
    "season": "春夏季?|秋冬季?|夏秋季?|冬春季?|[春夏秋冬][季天]|夏半年|冬半年|旺季|淡季|夏令|冬令",
    "label": rf"(?:{_OPENS}|公共)*(?:时间段?|时刻|时段)(?:为|是)?|opening hours|hours\b",
    "free": r"免费|免收?(?:停车)?费|不收费|free(?: of charge)?\b",
    "open": r"对外开放|开放|营业|开门|开[馆园]|open(?:s|ed)?\b",
    "filler": (
        "公共厕所|公共卫生间|公厕|卫生间|厕所|停车场|公园|广场|停车|停放|泊车|车辆|[车泊]位|服务|使用|市民|公众|群众|每年|全年|常年|正常|照常|实行|限时|错时|共享|允许"
        r"|对外|期间|可以|一律|供|可|均|都|为|向|(?:parking|during|from|on|the|at|are|is)\b"
    ),
    "dash": r"-+>?|[至到]|to\b|until\b|till\b|through\b|thru\b",
    "comma": r"[,、/&+]|以及|和|及|与|并|and\b",
    "colon": ":",
    "open_bracket": r"[(\[]",
    "close_bracket": r"[)\]]",
    "blank": r"[ \"'!]+",
}
# ASCII, so that an English word also ends where a Chinese one begins.
_FLAGS = re.IGNORECASE | re.ASCII
_WORD = re.compile("|".join(f"(?P<{kind}>{form})" for kind, form in _WORDS.items()), _FLAGS)
_UNKNOWN = re.compile(r"[a-z]+|[\d.]+|.", _FLAGS | re.DOTALL)

_DAYS: dict[str, DaySet] = {
    "daily": EVERY_DAY,
    "off_days": DAYS_OFF,
    "working": WORKING_DAYS,
    "plain_days": WORKING_DAYS,
    "plain_days_off": DAYS_OFF,
    "weekend": WEEKEND,
    "mon_fri": weekdays(0, 1, 2, 3, 4),
    "holiday": HOLIDAYS,
}
_NUMBER_OF_DAY = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_ENGLISH_NUMBERS = {"mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6}
_ENGLISH_MONTHS = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
]
_DIGIT = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


class Word(NamedTuple):
    """A word of a phrase, and which kind it is; `unknown` where it is none of ours."""

    kind: str
    text: str


def words_of(phrase: str) -> list[Word]:
    """Take a phrase apart; blanks are left out, what is no known word comes as `unknown`."""
    found: list[Word] = []
    at = 0
    while at < len(phrase):
        match = _WORD.match(phrase, at)
        if match is None:
            other = _UNKNOWN.match(phrase, at)
            assert other is not None
            text, kind = other[0], "unknown"
        else:
            text, kind = match[0], str(match.lastgroup)
        if kind == "unknown" and found and found[-1].kind == "unknown":
            found[-1] = Word("unknown", found[-1].text + text)
        elif kind != "blank":
            found.append(Word(kind, text))
        at += len(text)
    return found


def named_days(word: Word) -> DaySet | None:
    """Return the days that a word names, None where it names none."""
    if word.kind == "weekday":
        last = re.sub(f".*{_WEEK}", "", word.text)
        return weekdays(*(int(s) - 1 if s.isdigit() else _NUMBER_OF_DAY[s] for s in last))
    if word.kind == "english_day":
        return weekdays(_ENGLISH_NUMBERS[word.text[:2].lower()])
    return _DAYS.get(word.kind)


def text_of(words: Sequence[Word]) -> str:
    """Return words as one text, with blanks between English ones."""
    text = ""
    for word in words:
        apart = text[-1:].isascii() and text[-1:].isalnum() and word.text[:1].isascii()
        text += f" {word.text}" if apart and word.text[:1].isalnum() else word.text
    return text


def speaks_of_holidays(words: Sequence[Word]) -> bool:
    """Tell whether a phrase says anything about public holidays."""
    return any((days := named_days(word)) is not None and days.named for word in words)


def lone_day(word: Word) -> DaySet | None:
    """Return the day that a word is short for behind a weekday: 五 in 周一至五."""
    if word.kind == "numeral":
        return weekdays(_NUMBER_OF_DAY[word.text])
    if word.kind == "number" and "1" <= word.text <= "7" and len(word.text) == 1:
        return weekdays(int(word.text) - 1)
    return None


def month_of(word: Word) -> int:
    """Return the number of a month."""
    if word.kind == "english_month":
        return _ENGLISH_MONTHS.index(word.text[:3].lower()) + 1
    return number_of(word.text.rstrip("月份"))


def number_of(text: str) -> int:
    """Return a number below 100 in digits or in Chinese; -1 for numerals in no order."""
    if text.isascii():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGIT[text] if len(text) == 1 else -1
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return -1
    return (_DIGIT[tens] if tens else 1) * 10 + (_DIGIT[ones] if ones else 0)
