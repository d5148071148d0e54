"""What phrases often say that are no hours, or none that can be judged: recognised and refused."""

from __future__ import annotations

import re

from layers.hours.phrases.refusal import UnclearError, shown

_AMOUNT = r"(?:\d+(?:\.\d+)?|[半一二两三四五六七八九十]+)\s*个?"
# 24小时免费 is all day, 2小时免费 is a stay of two hours.
_NOT_A_DAY = r"(?<![\d十])(?!24|二十四)"
_CLOCK_TIMES = ("写明时刻，如 08:00-18:00", "write clock times, such as 08:00-18:00")
_STAY = (
    "这是停放时长，不是时段；请填到“限停时长”一栏，免费时段另写，如 24/7",
    "this is a length of stay, not hours; put it into max_stay_minutes, and the free hours such "
    "as 24/7 here",
)
_FIRST = (
    "入场后头一段时间免费，不是每天固定的时段，这里写不了；请删去这句，全程不收费的时段才写在这里",
    "a first stretch that is free is not fixed hours of the day, and cannot be said here; leave "
    "it out, and write only hours without any charge",
)
_PAID = (
    "收费时段不是免费或开放时段；请写免费的时段，如 18:00-次日8:00",
    "hours with a charge are not the free or open ones; write those, such as 18:00-08:00 next day",
)
_SUN = (
    "日出、日落随日期和地点变化，无法判断；请按月份写时刻，如 4月至10月 6:00-19:00",
    "the sun's times change with date and place; write clock times by month, such as "
    "Apr-Oct 06:00-19:00",
)
_DATES = (
    "没有写明日期；请写起止日期，如 2026年10月1日至7日",
    "it does not say the dates; write them, such as 2026 Oct 1-7",
)
_SEASON = (
    "没有写明从几月到几月；请写起止月份，如 5月至9月 6:00-22:00",
    "it does not say from which month to which; write such as May-Sep 06:00-22:00",
)
_ELSEWHERE = (
    "要看别处的规定才知道；请直接写明时刻，如 8:00-18:00",
    "it depends on something said elsewhere; write the hours themselves, such as 08:00-18:00",
)
_NOTHING = (
    "没有写时间；不知道就留空",
    "it gives no hours; leave the cell empty where they are not known",
)
_NOT_FIXED = (
    "时间不固定；请写固定的时刻，不知道就留空",
    "they are not fixed hours; write fixed ones, or leave the cell empty",
)
_ROUGH = (
    "时间不确切；请写确切的时刻，如 8:00-18:00",
    "they are not exact; write exact hours, such as 08:00-18:00",
)
_NTH = (
    "不是每周都一样；每月第几个周几请写成 Su[1] 09:00-12:00",
    "it is not the same every week; write the n-th weekday of a month like Su[1] 09:00-12:00",
)
_REST_DAYS = (
    "可以是周末，也可以包括节假日；请写“周末”或“周末和节假日”",
    "it can mean weekends, or holidays too; write 周末 or 周末和节假日",
)
_NO_PARKING = (
    "禁停时段不是免费时段；请写可以免费停放的时段",
    "hours without parking are not free hours; write when one may park free of charge",
)
_DOTS = (
    "可以是时刻，也可以是日期；时刻请写 8:30，日期请写 8月30日",
    "it can be a time or a date; write 8:30 for a time, 30 Aug for a date",
)

_SIGNS = (
    (rf"(?:首|头|前|第一?)(?:{_AMOUNT})?(?:小时|分钟|刻钟)", _FIRST),
    (r"(?i)\bfirst (?:\d+ ?)?(?:hours?|h|min\w*)\b", _FIRST),
    (rf"{_NOT_A_DAY}{_AMOUNT}(?:小时|分钟|刻钟)\s*免费", _STAY),
    (rf"{_AMOUNT}(?:小时|分钟|刻钟)\s*(?:以?之?内|以下|封顶)", _STAY),
    (rf"免费(?:停车|停放)?\s*{_NOT_A_DAY}{_AMOUNT}(?:小时|分钟)", _STAY),
    (rf"(?:限停|限时|不超过|最[长多](?:停放|停车|停)?)\s*{_AMOUNT}(?:小时|分钟)", _STAY),
    (r"(?i)\b(?:max(?:imum)?|up to|limit(?:ed)? to)\b.{0,12}\d", _STAY),
    (r"日出|日落|天亮|天黑|天明|黎明|黄昏|(?i:\b(?:sunrise|sunset|dawn|dusk)\b)", _SUN),
    (r"[夏冬]令时|[夏冬]时制|作息时间?调整", _SEASON),
    (
        r"春节|除夕|国庆|中秋|端午|清明|元旦|劳动节|元宵|黄金周|小长假|(?:五一|十一)(?:期间|假|节)",
        _DATES,
    ),
    (r"寒暑?假|暑假|学期|开学|放学|上学|课余|教学|(?i:\bschool\b)|农历", _DATES),
    (
        r"(?:营业|上班|工作|办公|开放|运营)(?:时间|时段)(?:内|以?外|停)|(?:上班|下班|办公)(?!时间)",
        _ELSEWHERE,
    ),
    (
        r"随|同步|一致|相同|[同按]\S{0,8}(?:时间|执行)|以\S{0,8}为准|详见|参[见照]|公告|公示|另行通知",
        _ELSEWHERE,
    ),
    (r"电话|咨询|预约|扫码|(?i:\bby appointment\b|\bsee\b|\bcall\b|\bon request\b)", _ELSEWHERE),
    (r"不定|不固定|不限|视\S{0,6}(?:情况|而定)|临时|灵活|弹性|分时段|(?i:\bvaries\b)", _NOT_FIXED),
    (
        r"^[\s/\\-]*$|暂无|未知|不详|待定|没有|^无$|(?i:^n/?a$|\bunknown\b|\btbd\b|^null$|^none$)",
        _NOTHING,
    ),
    (r"左右|大约|大概|约|一般|通常|原则|基本|(?i:\babout\b|\bapprox\w*|\busually\b)", _ROUGH),
    (
        r"第[一二三四五1-5]个|[单双][数号月日]|(?<![-至到])隔[周日天]|单周|双周|(?<!每)月末|月底|月初|[上中下]旬",
        _NTH,
    ),
    (r"休息日", _REST_DAYS),
    (r"禁停|禁止|不准|不得|不允许|(?i:\bno parking\b)", _NO_PARKING),
    (r"(?<![\d.])\d{1,2}\.\d{1,2}(?![\d.])", _DOTS),
    (
        r"(?<!不)(?<!免)(?:收费|计费|缴费)|\d+\s*元|[¥￥]|(?i:\bpaid\b|\bfee\b|\bcharge[sd]?\b)",
        _PAID,
    ),
)
_UNCLEAR = [(re.compile(form), why) for form, why in _SIGNS]
_OTHERS_PAID = re.compile("(?:其余|其他|其它)(?:的)?(?:时间段?|时段)[^;,。\n()]{0,6}[收计]费")


def refuse_what_is_unclear(phrase: str) -> None:
    """Refuse a phrase that says what is known to be no hours that can be judged.

    Raises
    ------
    UnclearError
        Names the words, and what to write instead.
    """
    searched = _OTHERS_PAID.sub("", phrase).replace("free of charge", "")
    for form, (zh, en) in _UNCLEAR:
        if match := form.search(searched):
            words = shown(match[0]) or shown(phrase)
            raise UnclearError(f"“{words}”：{zh}", f"{words!r}: {en}")


def unknown_part(part: str, example: tuple[str, str] = _CLOCK_TIMES) -> UnclearError:
    """Return the refusal of a part that is not understood."""
    words = shown(part)
    return UnclearError(
        f"“{words}”读不懂；请{example[0]}", f"{words!r} is not understood; {example[1]}"
    )
