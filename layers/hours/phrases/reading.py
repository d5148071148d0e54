"""Opening hours read as offices write them: OSM syntax, or a phrase in Chinese or English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from layers._layer import Text
from layers.hours.hours_words import hours_in_words
from layers.hours.phrases.assumed import NIGHT, NO_END, assumptions
from layers.hours.phrases.doubt_words import doubt_in_words
from layers.hours.phrases.marks import with_plain_marks
from layers.hours.phrases.plan import with_own_mornings
from layers.hours.phrases.reader import Reader
from layers.hours.phrases.refusal import UnclearError
from layers.hours.phrases.soundness import check_against_plans, check_clauses, check_words
from layers.hours.phrases.unclear import refuse_what_is_unclear
from layers.hours.phrases.words import Word, words_of
from layers.hours.phrases.writing import written
from layers.hours.phrases.year import open_ended, plans_of
from layers.hours.rule import DAY_MINUTES
from layers.hours.schedule import LONGEST_TEXT, parse_hours, readable_hours

_LONE_HOUR = re.compile(r"(?<![\d:])(\d:\d\d)")
# Words of rest: alone they say that it rests now and then, not always.
_RESTS = ("休", "打烊")
_DOTTED = re.compile(r"(?<=\d)\.(?=\d\d ?[ap]\.?m)", re.IGNORECASE)


@dataclass(frozen=True)
class HoursReading:
    """What a text about hours says.

    Parameters
    ----------
    expression
        OSM syntax that `parse_hours` takes; None where the text is refused.
    words
        The expression in words, to be shown back; the text itself where it is refused.
    reason
        Why it is refused: which part is unclear, and what to write instead.
    warnings
        What was assumed, and what is probably meant otherwise.
    """

    expression: str | None
    words: Text
    reason: Text | None
    warnings: tuple[Text, ...]


@lru_cache(maxsize=16_384)
def read_hours_text(text: str) -> HoursReading:
    """Read hours as they stand on signs and in office tables.

    What OSM's syntax takes is taken as it stands. Else every word of the text must be understood:
    what is unclear is refused and not guessed. The result is judged on every sort of day, holidays
    and make-up days included, and given only where it says what the phrase says.

    Parameters
    ----------
    text
        Such as ``工作日18:00至次日8:00，周末及节假日全天``, in Simplified or Traditional Chinese or
        in English, of up to 512 characters.

    Returns
    -------
    HoursReading
        For every text; nothing is raised.
    """
    if len(text) > LONGEST_TEXT:
        return _refused(
            text,
            Text(
                f"文字有 {len(text)} 个字符，太长；请缩短到 {LONGEST_TEXT} 个以内",
                f"{len(text)} characters are too many; say it in {LONGEST_TEXT} or fewer",
            ),
        )
    if _is_syntax(text):
        return _accepted(text.strip(), _doubts_of_syntax(text))
    phrase = _with_full_hours(with_plain_marks(text).strip(" ;,。.\n"))
    if _is_syntax(phrase):
        return _accepted(phrase, _doubts_of_syntax(phrase))
    try:
        expression, warnings = _translated(phrase)
    except UnclearError as problem:
        return _refused(text, problem.reason)
    return _accepted(expression, warnings)


def _is_syntax(text: str) -> bool:
    return re.search(r"\w", text) is not None and readable_hours(text) is not None


def _with_full_hours(phrase: str) -> str:
    """Return a phrase with 08:00 for 8:00, and with 8:30am for 8.30am."""
    return _LONE_HOUR.sub(r"0\1", _DOTTED.sub(":", phrase))


def _accepted(expression: str, warnings: Sequence[Text]) -> HoursReading:
    words = Text(hours_in_words(expression, "zh"), hours_in_words(expression, "en"))
    doubts = [doubt_in_words(doubt) for doubt in parse_hours(expression).warnings]
    return HoursReading(expression, words, None, tuple(dict.fromkeys([*doubts, *warnings])))


def _refused(text: str, reason: Text) -> HoursReading:
    return HoursReading(None, Text(text, text), reason, ())


def _doubts_of_syntax(text: str) -> list[Text]:
    """Return doubts about hours that are OSM syntax by the letter, but hardly written as such."""
    found: list[Text] = []
    if not re.search(r"\d:\d\d|24/7|\b(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|off|closed)\b", text):
        found.append(
            Text(
                "没有写几点到几点，按全天理解",
                "no times are written; it is taken as the whole day",
            )
        )
    for rule in parse_hours(text).rules:
        if any(0 < b[0] < a[0] and b[0] < 12 * 60 for a, b in pairwise(rule.spans)):
            found.append(
                Text(
                    f"“{rule.text}”里后一段比前一段早；如果是下午，请写 14:00-18:00",
                    f"in {rule.text!r} a later span begins earlier; write 14:00-18:00 if the "
                    "afternoon is meant",
                )
            )
        for start, end in rule.spans:
            if start < 12 * 60 < DAY_MINUTES < end and end - start != DAY_MINUTES:
                found.append(
                    Text(
                        f"“{rule.text}”按到第二天理解；如果是当天下午，请写 17:00 这样的时刻",
                        f"{rule.text!r} is taken to end on the next day; write such as 17:00 if "
                        "the afternoon is meant",
                    )
                )
    return found


def _translated(phrase: str) -> tuple[str, list[Text]]:
    if not phrase:
        raise UnclearError("没有写时间；不知道就留空", "it gives no hours; leave the cell empty")
    refuse_what_is_unclear(phrase)
    words = words_of(phrase)
    check_words(words)
    reader = Reader(words)
    clauses = reader.read()
    warnings = list(reader.warnings)
    if _is_never(words):
        return "off", [
            Text(
                "整处不开放；如果是设施停用，请改写“状态”一栏",
                "it is never open; if it is out of use, say so in its status instead",
            )
        ]
    check_clauses(clauses, warnings)
    for clause in clauses:
        if clause.open_end is not None:
            return open_ended(clauses), [*warnings, NO_END]
    plans = plans_of(clauses)
    check_against_plans(reader, clauses, plans)
    warnings += assumptions(words, plans)
    finished = []
    for plan in plans:
        better, uncertain = with_own_mornings(plan)
        finished.append(better)
        if uncertain:
            warnings.append(NIGHT)
    expression = written(finished)
    if any("is closed, since" in doubt for doubt in parse_hours(expression).warnings):
        warnings = [warning for warning in warnings if warning is not NIGHT]
    return expression, warnings


def _is_never(words: Sequence[Word]) -> bool:
    """Tell whether a phrase says no more than that it is shut: 暂停开放."""
    said = [word for word in words if word.kind != "filler"]
    return len(said) == 1 and said[0].kind == "closed" and not said[0].text.startswith(_RESTS)
