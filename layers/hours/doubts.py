"""What an expression says and its author hardly meant: warnings for the keeper of the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from layers.hours.calendar import DayKind
from layers.hours.plan import OPEN, SHUT, canvas_of_day, rule_holds
from layers.hours.rule import DAY_MINUTES, WEEKDAYS, Rule, Span

# Any Monday to Sunday without a holiday will do.
_WEEK = tuple(date(2001, 1, 1) + timedelta(days=n) for n in range(7))

# A sort of day: its weekday, and whether it is a holiday.
_Sort = tuple[int, bool]
_ALL_SORTS = frozenset((weekday, holiday) for weekday in range(7) for holiday in (False, True))
_JOINS = {";": "; ", ",": ", ", "||": " || "}


def doubts(rules: Sequence[Rule]) -> tuple[str, ...]:
    """Return warnings about rules that can be judged but are probably mistaken.

    Four classes: a morning that a rule over midnight does not reach (*the Monday-morning
    mistake*), a night that a later rule cuts off at midnight, a rule that later ones replace, and
    a span that ends when it starts.
    """
    undated = [rule for rule in rules if rule.dates is None]
    return (
        *_lost_mornings(undated, rules),
        *_cut_nights(undated, rules),
        *_replaced_rules(rules),
        *_full_turns(rules),
    )


def _lost_mornings(undated: Sequence[Rule], rules: Sequence[Rule]) -> Iterator[str]:
    """Find the first morning of a rule over midnight, shut after a day that is open throughout.

    `Mo-Fr 18:00-08:00; Sa-Su 00:00-24:00` says nothing of Monday 00:00-08:00: the hours from
    18:00 belong to the day on which they start, and Sunday is not in Mo-Fr.
    """
    week = _week(undated)
    for rule, morning in _nights(undated):
        for before, day in _neighbours():
            if (
                _holds(rule, day)
                and not _holds(rule, before)
                and week[before] == OPEN * DAY_MINUTES
                and week[day].startswith(SHUT * morning)
            ):
                yield (
                    f"{WEEKDAYS[day]} 00:00-{_clock(morning)} is closed, since {rule.text!r} "
                    f"counts from the day on which it starts, and {WEEKDAYS[before]} is not one "
                    f"of its days; {_way_out(rule, rules)}"
                )


def _way_out(rule: Rule, rules: Sequence[Rule]) -> str:
    """Suggest the expression in which each day has its own morning, if nothing is lost by it."""
    spans = sorted(piece for span in rule.spans for piece in _within_the_day(span))
    times = ",".join(f"{_clock(start)}-{_clock(end)}" for start, end in spans)
    instead = replace(rule, text=f"{rule.head} {times}".strip(), spans=tuple(spans))
    better = [instead if each is rule else each for each in rules]
    for was, now in zip(_week(rules), _week(better), strict=True):
        if any(a != b for a, b in zip(was, now, strict=True) if a != SHUT[0]):
            return "if it is meant to be open, give that day a rule of its own"
    return f"if it is meant to be open, write {_text(better)}"


def _within_the_day(span: Span) -> tuple[Span, ...]:
    start, end = span
    if end <= DAY_MINUTES:
        return (span,)
    return ((0, end - DAY_MINUTES), (start, DAY_MINUTES))


def _cut_nights(undated: Sequence[Rule], rules: Sequence[Rule]) -> Iterator[str]:
    """Find hours over midnight that end at midnight, since the next day has a later rule."""
    week = _week(undated)
    for rule, morning in _nights(undated):
        alone = _week([rule])
        later = undated[undated.index(rule) + 1 :]
        cut = [
            (day, after, cutting[-1])
            for day, after in _neighbours()
            if (cutting := [other for other in later if _cuts(other, after)])
            and _holds(rule, day)
            and week[day].endswith(OPEN)
            and alone[after].startswith(OPEN)
            and week[after].startswith(SHUT)
        ]
        if cut:
            day, after, other = cut[0]
            mornings = {after: morning for _, after, _ in cut}
            yield (
                f"{rule.text!r} ends at midnight on {WEEKDAYS[day]}, since {other.text!r} replaces "
                f"the whole of {WEEKDAYS[after]}; if {WEEKDAYS[after]} 00:00-{_clock(morning)} is "
                f"meant to be open, {_way_to_keep(rules, rule, other, mornings)}"
            )


def _way_to_keep(
    rules: Sequence[Rule], rule: Rule, other: Rule, mornings: Mapping[int, int]
) -> str:
    """Suggest the expression that keeps those mornings, and changes nothing else in a week.

    Among dated rules, which must stay last, there is no such simple one.
    """
    if any(each.dates is not None for each in rules):
        return "give that morning a rule of its own"
    hours = f"{_clock(max(mornings.values()))}-24:00"
    off_later = replace(
        other, text=f"{other.text[:-4]} {hours} off", spans=((max(mornings.values()), DAY_MINUTES),)
    )
    candidates = (
        [*(each for each in rules if each is not rule), rule],
        [replace(each, join=",") if each is other else each for each in rules],
        [off_later if each is other and other.text.endswith(" off") else each for each in rules],
    )
    wanted = [
        canvas if day not in mornings else OPEN * mornings[day] + canvas[mornings[day] :]
        for day, canvas in enumerate(_week(rules))
    ]
    for better in candidates:
        if _week(better) == wanted:
            return f"write {_text(better)}"
    return "give that morning a rule of its own"


def _cuts(rule: Rule, weekday: int) -> bool:
    return rule.join == ";" and _holds(rule, weekday)


def _replaced_rules(rules: Sequence[Rule]) -> Iterator[str]:
    """Find rules that later ones replace, always or on the holidays that they are about."""
    for number, rule in enumerate(rules):
        later = [
            other
            for other in rules[number + 1 :]
            if other.join == ";" and other.kind != "closed" and other.dates is None
        ]
        own, unaware = _sorts(rule), [other for other in later if not _names_holidays(other)]
        if own and own <= _sorts(*later):
            yield f"{rule.text!r} never holds, since later rules replace it; put it last"
        elif rule.days and (lost := _sorts(*unaware) & own) & {
            (day, True) for day in range(7) if day not in rule.days.weekdays
        }:
            weekdays = ",".join(WEEKDAYS[day] for day, holiday in sorted(lost) if holiday)
            yield (
                f"{rule.text!r} does not hold on holidays that fall on {weekdays}, since "
                f"{unaware[-1].text!r} replaces it; put {rule.text!r} last"
            )


def _sorts(*rules: Rule) -> frozenset[_Sort]:
    """Return the sorts of days that rules are for, on any date; none where that is unclear."""
    return frozenset().union(*map(_sorts_of_one, rules))


def _sorts_of_one(rule: Rule) -> frozenset[_Sort]:
    days = rule.days
    if days is None:
        return _ALL_SORTS
    if days.nth is not None or any(days.holiday_offsets):
        return frozenset()
    if days.holidays_only:
        return frozenset((weekday, True) for weekday in days.weekdays)
    return frozenset(
        (weekday, holiday)
        for weekday, holiday in _ALL_SORTS
        if weekday in days.weekdays or (holiday and days.holiday_offsets)
    )


def _names_holidays(rule: Rule) -> bool:
    return rule.days is not None and bool(rule.days.holiday_offsets)


def _full_turns(rules: Sequence[Rule]) -> Iterator[str]:
    for rule in rules:
        for start, end in rule.spans:
            if end - start == DAY_MINUTES and (start or "00:00-00:00" in rule.text):
                yield f"{rule.text!r} goes round the clock; write 00:00-24:00 if that is meant"


def _nights(rules: Sequence[Rule]) -> list[tuple[Rule, int]]:
    """Return the open rules that reach past midnight, and the minute they reach to."""
    return [
        (rule, max(end for _, end in rule.spans) - DAY_MINUTES)
        for rule in rules
        if rule.kind == "open" and any(end > DAY_MINUTES for _, end in rule.spans)
    ]


def _neighbours() -> list[tuple[int, int]]:
    return [(weekday, (weekday + 1) % 7) for weekday in range(7)]


def _week(rules: Sequence[Rule]) -> list[bytes]:
    return [canvas_of_day(rules, day, _ordinary) for day in _WEEK]


def _holds(rule: Rule, weekday: int) -> bool:
    return rule_holds(rule, _WEEK[weekday], _ordinary)


def _ordinary(_day: date) -> DayKind:
    return "ordinary"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _text(rules: Sequence[Rule]) -> str:
    return "".join(_JOINS[rule.join] + rule.text for rule in rules).lstrip(" ;,|")
