"""A status in words, as a resident reads them: 免费至明早 8:00 · 限停 2 小时."""

from __future__ import annotations

from datetime import datetime, timedelta

from layers.hours.terms import Lang, Reason, Status

_WEEKDAYS: dict[Lang, tuple[str, ...]] = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WHOLLY: dict[Reason, dict[Lang, str]] = {
    "always": {"zh": "全天开放", "en": "Always open"},
    "facility_closed": {"zh": "已关闭", "en": "Closed"},
    "facility_under_construction": {"zh": "建设中", "en": "Under construction"},
    "facility_planned": {"zh": "规划中", "en": "Planned"},
    "facility_status_unknown": {"zh": "状态未知", "en": "Status unknown"},
}
_WARNINGS: dict[str, dict[Lang, str]] = {
    "calendar_unpublished": {
        "zh": "放假安排未公布，以现场为准",
        "en": "holidays not yet published, see the sign",
    },
    "hours_invalid": {"zh": "时段填写有误", "en": "hours wrongly entered"},
    "time_out_of_range": {"zh": "日期超出范围", "en": "date out of range"},
}


def status_in_words(status: Status, at: datetime, lang: Lang) -> str:
    """Say a status as a resident reads it.

    Parameters
    ----------
    status
        The status at `at`.
    at
        The time that it is for, from which tomorrow is counted; a naive one is the place's own.
    lang
        zh or en.

    Returns
    -------
    str
        Such as ``免费至明早 8:00 · 限停 2 小时`` or ``Paid · free from 18:00``. What makes the
        answer uncertain is said too.
    """
    parts = [_WHOLLY[status.reason][lang]] if status.reason in _WHOLLY else _parts(status, at, lang)
    if status.state == "free" and status.max_stay_minutes is not None:
        limit = _duration(status.max_stay_minutes, lang)
        parts.append(f"限停 {limit}" if lang == "zh" else f"stay up to {limit}")
    if status.warning is not None:
        parts.append(_WARNINGS[status.warning][lang])
    return " · ".join(parts)


def _parts(status: Status, at: datetime, lang: Lang) -> list[str]:
    """Return what holds, and what comes next where that helps to decide."""
    ends = status.state == "free" or status.next_state == "closed"
    when = None if status.until is None else _moment(status.until, at, lang, ends=ends)
    if status.state == "free":
        return [_free(status, when, lang)]
    if status.state == "unknown":
        return ["时段未知" if lang == "zh" else "Hours unknown"]
    if status.state == "paid":
        now = "收费" if lang == "zh" else "Paid"
    else:
        now = "已关闭" if lang == "zh" else "Closed"
    if when is None or status.next_state == "unknown":
        return [now]
    return [now, _next(status, when, lang)]


def _free(status: Status, when: str | None, lang: Lang) -> str:
    charges = status.sort == "free_hours"
    now = {"zh": "免费" if charges else "开放", "en": "Free" if charges else "Open"}[lang]
    if when is None:
        return now
    until = f"{now}至{_space(when)}" if lang == "zh" else f"{now} until {when}"
    if charges and status.next_state == "closed":
        return f"{until}，届时关闭" if lang == "zh" else f"{until}, then closed"
    return until


def _next(status: Status, when: str, lang: Lang) -> str:
    if status.next_state == "closed":
        return f"{when} 关闭" if lang == "zh" else f"closes {when}"
    if status.next_state == "free" and status.sort == "free_hours":
        return f"{when} 起免费" if lang == "zh" else f"free from {when}"
    return f"{when} 开放" if lang == "zh" else f"opens {when}"


def _moment(when: datetime, at: datetime, lang: Lang, *, ends: bool) -> str:
    """Return a time as seen from another: 18:00, 明早 8:00, 周三 8:00, 10月8日 8:00.

    What ends at midnight ends at 24:00 of its day; what starts then starts at 0:00 of the next.
    """
    here = when.replace(tzinfo=None)
    now = (at if at.tzinfo is None else at.astimezone(when.tzinfo)).replace(tzinfo=None)
    hour, day = here.hour, here.date()
    clock = f"{hour}:{here.minute:02}"
    if ends and (hour, here.minute) == (0, 0):
        day -= timedelta(days=1)
        hour, clock = 24, "24:00"
    days = (day - now.date()).days
    if days <= 0:
        return clock
    if lang == "en":
        named = "tomorrow" if days == 1 else _WEEKDAYS["en"][day.weekday()]
        return f"{clock} {named}" if days < 7 else f"{clock} on {day.day} {_MONTHS[day.month - 1]}"
    if days == 1:
        return f"{'明早' if 5 <= hour < 12 else '明天'} {clock}"
    if days < 7:
        return f"{_WEEKDAYS['zh'][day.weekday()]} {clock}"
    return f"{day.month}月{day.day}日 {clock}"


def _space(when: str) -> str:
    """Put a space between a Chinese word and a figure."""
    return f" {when}" if when[0].isdigit() else when


def _duration(minutes: int, lang: Lang) -> str:
    if minutes % 60:
        return f"{minutes} 分钟" if lang == "zh" else f"{minutes} min"
    return f"{minutes // 60} 小时" if lang == "zh" else f"{minutes // 60} h"
