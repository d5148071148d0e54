"""What the browser says of a time is what the server says: state, until, stay, warning, words."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from api.bounds import LONGEST_STAY_MINUTES
from api.resident.days import DAYS_ASKED, DAYS_BEFORE, CoveredDays
from layers.hours import HORIZON_DAYS, Clock, Status, Terms, WorkingCalendar, status_in_words
from layers.hours.rule import DAY_MINUTES, MONTHS
from layers.store.files import FileStore
from tests.layers.hours_drawn import HOURS
from tests.node import call_browser

ROOT = Path(__file__).parents[2]
TABLE = json.loads((ROOT / "tests" / "layers" / "hours_cases.json").read_text(encoding="utf-8"))
ZONES = {country: place["timezone"] for country, place in TABLE["places"].items()}
CLOCKS = {
    country: Clock(zone, WorkingCalendar.of_country(country)) for country, zone in ZONES.items()
}


HORIZON_MINUTES = HORIZON_DAYS * DAY_MINUTES
# So long a state is not seen to its end from its first days.
LONG_MINUTES = HORIZON_MINUTES - 5 * DAY_MINUTES
# Of one document; more take longer and find no more.
MOST_QUESTIONS = 600
# What fails is one question, and is named: no smaller list of them says more.
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)


class Question(NamedTuple):
    """What is asked of both sides, of a document that was made on a day."""

    country: str
    made_on: date
    terms: Terms
    minute: int
    stay_minutes: int | None = None

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(self.minute * 60, UTC)


@cache
def covered(country: str, made_on: date) -> CoveredDays:
    return CoveredDays.around(CLOCKS[country], made_on)


@cache
def course(country: str, made_on: date, terms: Terms) -> Any:
    return json.loads(covered(country, made_on).course(terms))


def browser_says(questions: list[Question]) -> list[Any]:
    """Return the status and the words in zh and en, for each question."""
    calls = [
        [
            {
                "days": covered(country, made_on).starts,
                "horizon_days": HORIZON_DAYS,
                "timezone": ZONES[country],
            },
            course(country, made_on, terms),
            minute,
            stay_minutes,
        ]
        for country, made_on, terms, minute, stay_minutes in questions
    ]
    return call_browser("../../tests/js/said.js", "said", calls)


def status_of(question: Question) -> Status:
    status = CLOCKS[question.country].status(question.terms, question.at, question.stay_minutes)
    assert status is not None
    return status


def server_says(question: Question) -> dict[str, Any]:
    status = status_of(question)
    return {
        "status": {
            "state": status.state,
            "until": None if status.until is None else epoch_minute(status.until),
            "nextState": status.next_state,
            "wholeStayFree": status.whole_stay_free,
            "maxStayMinutes": status.max_stay_minutes,
            "warning": status.warning,
            "reason": status.reason,
            "sort": status.sort,
        },
        "zh": status_in_words(status, question.at, "zh"),
        "en": status_in_words(status, question.at, "en"),
    }


def epoch_minute(at: datetime) -> int:
    return int(at.timestamp() // 60)


def case_question(case: dict[str, Any]) -> Question:
    at = datetime.fromisoformat(case["at"])
    return Question(
        case["place"],
        CLOCKS[case["place"]].localise(at).date(),
        Terms(*(case[name] for name in Terms._fields)),
        epoch_minute(at),
        case["stay_minutes"],
    )


@pytest.fixture(scope="module")
def said_of_cases() -> dict[str, Any]:
    found = browser_says([case_question(case) for case in TABLE["cases"]])
    return {case["why"]: one for case, one in zip(TABLE["cases"], found, strict=True)}


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["why"])
def test_the_browser_says_what_the_table_says(
    case: dict[str, Any], said_of_cases: dict[str, Any]
) -> None:
    said = said_of_cases[case["why"]]
    status = said["status"]

    until = case["until"] and epoch_minute(datetime.fromisoformat(case["until"]))
    assert status["state"] == case["state"]
    assert status["until"] == until
    assert status["wholeStayFree"] is case["whole_stay_free"]
    assert status["warning"] == case["warning"]
    assert said == server_says(case_question(case))


def expressions() -> list[str | None]:
    """Return hours as the tests and the demonstration write them, and some that nobody can read."""
    given = {case[name] for case in TABLE["cases"] for name in ("open_hours", "free_hours")}
    snapshots = FileStore(ROOT / "data").snapshots().values()
    given |= {hours for one in snapshots for terms in one.terms for hours in terms[2:4]}
    return sorted({*given, *HOURS}, key=str)


# Days before holidays, before the changes of clocks in Finland and the end of what is published;
# years of which nothing is.
days_of_making = st.one_of(
    st.sampled_from([date(2026, 2, 9), date(2026, 3, 20), date(2026, 9, 30), date(2026, 10, 20)]),
    st.sampled_from([date(2026, 12, 12), date(2026, 12, 20)]),
    st.dates(date(2025, 12, 1), date(2027, 3, 1)),
    st.dates(date(2030, 1, 1), date(2031, 12, 31)),
)
expression = st.sampled_from(expressions())
drawn_terms = st.builds(
    Terms,
    sort=st.sampled_from(["open_hours", "free_hours", "free_hours", "always"]),
    facility_status=st.sampled_from([None, None, None, "open", "closed", "planned", "haunted"]),
    open_hours=st.one_of(st.none(), expression),
    free_hours=expression,
    max_stay_minutes=st.sampled_from([None, None, 30, 120, 90, 1440]),
)
STAYS = (None, 0, 30, 60, 120, 240, 720, 1440, LONGEST_STAY_MINUTES)


def far_change(made_on: date, days: int) -> Terms:
    """Return terms that change once, so many days after a document was made."""
    day = made_on + timedelta(days=days)
    return Terms(
        "free_hours", None, None, f"24/7; {day:%Y} {MONTHS[day.month - 1]} {day.day} off", 60
    )


def some_minutes(chance: Random, first: int, last: int, steps: list[int]) -> list[int]:
    """Return minutes at random, and those around changes and as far before them as is looked."""
    minutes = [chance.randrange(first, last) for _ in range(20)]
    change = first
    for step in steps:
        change += step
        minutes += [change - 1, change, change + 60]
        if step > LONG_MINUTES:
            ahead = (-1, 0, 1, DAY_MINUTES - 1, DAY_MINUTES, DAY_MINUTES + 1)
            minutes += [change - HORIZON_MINUTES - more for more in ahead]
    return minutes


@st.composite
def questions(draw: st.DrawFn, *, first_day: int, last_day: int) -> list[Question]:
    """Draw questions about some terms, of all their changes and of minutes in between."""
    country, made_on = draw(st.sampled_from(sorted(CLOCKS))), draw(days_of_making)
    chance = Random(draw(st.integers(0, 2**32)))
    starts = covered(country, made_on).starts
    first, last = starts[first_day], starts[last_day] - 1
    far = far_change(made_on, draw(st.integers(HORIZON_DAYS - 2, HORIZON_DAYS + 14)))
    drawn = []
    for terms in [far, *draw(st.lists(drawn_terms, min_size=5, max_size=8))]:
        steps = course(country, made_on, terms)["steps"]
        drawn += [
            Question(country, made_on, terms, minute, stay_minutes)
            for minute in some_minutes(chance, starts[0], starts[-1], steps)
            for stay_minutes in (chance.choice(STAYS), chance.randrange(LONGEST_STAY_MINUTES))
            if first <= minute <= last
        ]
    return chance.sample(drawn, min(len(drawn), MOST_QUESTIONS))


ASKED = DAYS_BEFORE + DAYS_ASKED


@settings(max_examples=30, phases=UNSHRUNK)
@given(questions(first_day=0, last_day=ASKED))
def test_of_the_days_that_may_be_asked_about_both_say_the_same(asked: list[Question]) -> None:
    for question, said in zip(asked, browser_says(asked), strict=True):
        assert said == server_says(question), question


@settings(max_examples=10, phases=UNSHRUNK)
@given(questions(first_day=ASKED, last_day=ASKED + HORIZON_DAYS))
def test_of_the_days_behind_them_the_browser_says_as_much_as_it_knows(
    asked: list[Question],
) -> None:
    for question, said in zip(asked, browser_says(asked), strict=True):
        there, here = server_says(question)["status"], said["status"]
        assert here["state"] == there["state"]
        assert here["until"] in {there["until"], None}
        assert here["wholeStayFree"] in {there["wholeStayFree"], None}
        assert here["warning"] in {there["warning"], None}


@settings(max_examples=5, phases=UNSHRUNK)
@given(questions(first_day=0, last_day=ASKED), st.sampled_from([-1, 1]), st.integers(0, 10**6))
def test_beside_the_covered_days_only_what_never_changes_is_known(
    asked: list[Question], side: int, minutes: int
) -> None:
    beside = []
    for question in asked:
        starts = covered(question.country, question.made_on).starts
        minute = starts[-1] + minutes if side > 0 else starts[0] - 1 - minutes
        beside.append(question._replace(minute=minute))

    for question, said in zip(beside, browser_says(beside), strict=True):
        known = course(*question[:3])
        if known["constant"]:
            assert said == server_says(question)
        elif side > 0:
            assert said["status"]["state"] == "unknown"
            assert said["status"]["reason"] == "data_too_old"
            assert (said["zh"], said["en"]) == (
                "离线数据已过期，时段未知",
                "Saved data too old, hours unknown",
            )
        else:
            assert said["status"]["reason"] == said["status"]["warning"] == "time_out_of_range"
            assert (said["zh"], said["en"]) == (
                "时段未知 · 日期超出范围",
                "Hours unknown · date out of range",
            )


def test_a_facility_without_hours_of_any_sort_has_no_status() -> None:
    terms = Terms("none", None, None, None, None)
    made_on = date(2026, 11, 27)

    (said,) = browser_says([Question("CN", made_on, terms, covered("CN", made_on).starts[1])])

    assert said == {"status": None, "zh": None, "en": None}
