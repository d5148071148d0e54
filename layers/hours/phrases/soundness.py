"""Whether the clauses of a phrase are whole, and do not contradict each other."""

from __future__ import annotations

from collections.abc import Sequence

from layers._layer import Text
from layers.hours.phrases.clause import ALL_DAY, Clause
from layers.hours.phrases.plan import CELLS, Plan
from layers.hours.phrases.reader import Reader
from layers.hours.phrases.refusal import UnclearError, shown
from layers.hours.phrases.words import Word

# What 假日 can be told by: words for the other days.
_OTHER_DAYS = frozenset({"plain_days", "working", "mon_fri", "weekday"})


def check_words(words: Sequence[Word]) -> None:
    """Refuse 假日 alone, which means holidays to some and weekends too to others."""
    kinds = {word.kind for word in words}
    if "plain_days_off" in kinds and not kinds & _OTHER_DAYS:
        raise UnclearError(
            "“假日”可以是节假日，也可以包括周末；请写“节假日”或“周末和节假日”",
            "'假日' can mean public holidays, or weekends too; write 节假日 or 周末和节假日",
        )


def check_clauses(clauses: Sequence[Clause], warnings: list[Text]) -> None:
    """Refuse clauses that lack something, and take free days without times as whole days."""
    sorts = [clause.sorts for clause in clauses if not clause.closed and clause.sorts]
    if {"open"} in sorts and {"free"} in sorts:
        raise UnclearError(
            "开放时间和免费时段写在一起；请分开填到各自的一栏",
            "opening hours and free hours stand together; give each its own column",
        )
    if not clauses:
        raise UnclearError(
            "没有写几点到几点；请写时刻，整天请写“全天”",
            "it has no times; write them, or 'all day'",
        )
    for number, clause in enumerate(clauses):
        part = shown(clause.text)
        if clause.season and not clause.dates:
            raise UnclearError(
                f"“{clause.season}”没有写明从几月到几月；请写成 5月至9月 6:00-22:00",
                f"{clause.season!r} does not say from which month to which; write such as "
                "May-Sep 06:00-22:00",
            )
        if not clause.is_said:
            if clause.days is None or clause.sorts != {"free"}:
                raise UnclearError(
                    f"“{part}”没有写几点到几点；请写时刻，整天请写“全天”",
                    f"{part!r} has no times; write them, or 'all day'",
                )
            clause.spans = [ALL_DAY]
            warnings.append(
                Text(f"“{part}”没有写时刻，按全天理解", f"{part!r} has no times; taken as all day")
            )
        dayless = clause.days is None and not (clause.closed or clause.adds or clause.dates)
        if dayless and any(not each.closed and each.days for each in clauses[:number]):
            raise UnclearError(
                f"“{part}”没有写是哪些天；请把日子写在时刻前面",
                f"{part!r} does not say which days; write the days before the times",
            )
    if all(clause.closed for clause in clauses):
        raise UnclearError(
            "只写了不开放的时间，没有写开放到几点；请写起止时间",
            "it only says what is excepted; write the hours themselves",
        )


def check_against_plans(reader: Reader, clauses: Sequence[Clause], plans: Sequence[Plan]) -> None:
    """Refuse what contradicts the rest of the phrase: 工作日8:00-18:00，节假日不休."""
    free = any("free" in clause.sorts for clause in clauses)
    if "others_paid" in reader.others and not free:
        raise UnclearError(
            "“其余时间收费”，但没有写所列时段是免费还是开放；请写明“免费”",
            "other times are charged for, but the ones listed are not said to be free; say so",
        )
    for word in reader.demands:
        wanted = [
            cell
            for cell in CELLS
            if ("节假日" in word.text and cell.holiday)
            or ("周末" in word.text and cell.weekday > 4)
            or not ("节假日" in word.text or "周末" in word.text or "午" in word.text)
        ]
        if not all(plan.hours[cell] for plan in plans for cell in wanted):
            raise UnclearError(
                f"“{word.text}”和所写的日子不符；请写明这些日子的时刻",
                f"{word.text!r} contradicts the days written; give those days their hours",
            )
