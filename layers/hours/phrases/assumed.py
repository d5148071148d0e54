"""What a phrase leaves open, and is taken one way with a warning."""

from __future__ import annotations

from collections.abc import Sequence

from layers._layer import Text
from layers.hours.phrases.plan import Cell, Plan
from layers.hours.phrases.words import Word, speaks_of_holidays
from layers.hours.phrases.year import covers_the_year

NO_END = Text(
    "没有写到几点，之后的时段按不确定处理；请写起止时间",
    "it does not say until when, so the hours after it are uncertain; write from when to when",
)
NIGHT = Text(
    "夜间时段从所写的日子晚上算到第二天早上；所写第一天的早上（如周一 0:00 以后）不算在内。"
    "如果也算，请写成 周一至周五 00:00-08:00、18:00-24:00 的样子",
    "a night counts from the evening of the days written to the next morning; the morning of the "
    "first day (such as Monday from 0:00) is not in it; if it is meant, write such as "
    "Mo-Fr 00:00-08:00,18:00-24:00",
)

_TAKEN_AS = {
    "plain_days": Text("“平日”按工作日理解", "'平日' is taken as working days"),
    "plain_days_off": Text(
        "“假日”按周末和节假日理解", "'假日' is taken as weekends and public holidays"
    ),
}


def assumptions(words: Sequence[Word], plans: Sequence[Plan]) -> list[Text]:
    """Return what is assumed of holidays, and of dates that are not mentioned."""
    notes = [_TAKEN_AS[kind] for kind in _TAKEN_AS if any(word.kind == kind for word in words)]
    plan = plans[0]
    unsaid = [
        day for day in range(5) if Cell(day, True) not in plan.said and plan.hours[Cell(day, False)]
    ]
    weekends = any(plan.hours[Cell(day, True)] or plan.hours[Cell(day, False)] for day in (5, 6))
    if unsaid and weekends and not speaks_of_holidays(words):
        notes.append(
            Text(
                "没有写周一至周五遇节假日怎么办，按不在时段内理解；请写明“节假日”",
                "holidays that fall on Monday to Friday are not mentioned, and taken as outside "
                "of the hours; say what holds on public holidays",
            )
        )
    if all(each.dates for each in plans) and not covers_the_year(plans):
        notes.append(
            Text(
                "没有写到的日期按不在时段内理解",
                "dates that are not mentioned are taken as outside of the hours",
            )
        )
    return notes
