"""When parking is free: tags as they are met in OSM, answers by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.osm.conditional import clauses
from layers.osm.errors import LeftOutError
from layers.osm.fees import Fee, fee_of, is_charged

NIGHTS = "Mo-Fr 18:00-08:00"
OFFICE = "Mo-Fr 08:00-18:00"
NOT_OFFICE = "Mo-Fr 00:00-08:00,18:00-24:00; Sa-Su 00:00-24:00"


def conditional(text: str, fee: str | None = "yes") -> Fee:
    return fee_of({"fee:conditional": text} | ({"fee": fee} if fee else {}))


def test_no_fee_is_free_at_all_times() -> None:
    assert fee_of({"fee": "no"}) == Fee("24/7")
    assert fee_of({"fee": "no", "maxstay": "2 hours"}) == Fee("24/7", 120)


def test_hours_in_the_fee_are_charged_and_the_others_free() -> None:
    assert fee_of({"fee": OFFICE}) == Fee(NOT_OFFICE)
    assert (
        fee_of({"fee": "Mo-Fr 08:00-18:00; PH off"}).free_hours == f"{NOT_OFFICE}; PH 00:00-24:00"
    )


@pytest.mark.parametrize("fee", ["yes", None])
def test_one_free_clause_is_taken_word_by_word(fee: str | None) -> None:
    assert conditional(f"no @ ({NIGHTS})", fee) == Fee(NIGHTS)
    assert conditional(f"no @ {NIGHTS}", fee) == Fee(NIGHTS)
    assert conditional("no @ (Mo-Fr 18:00-24:00; Sa-Su,PH 00:00-24:00)", fee) == Fee(
        "Mo-Fr 18:00-24:00; Sa-Su,PH 00:00-24:00"
    )


def test_a_condition_in_the_fee_itself_is_read_too() -> None:
    assert fee_of({"fee": f"no @ ({NIGHTS})"}) == Fee(NIGHTS)


def test_what_is_charged_for_at_times_is_free_at_the_others() -> None:
    assert conditional(f"yes @ ({OFFICE})", "no").free_hours == NOT_OFFICE
    assert conditional("2 EUR/h @ (08:00-18:00)", "no").free_hours == (
        "Mo-Su 00:00-08:00,18:00-24:00"
    )


def test_several_clauses_count_in_their_order() -> None:
    found = conditional("no @ (Sa-Su 00:00-24:00); yes @ (Su 08:00-18:00)")
    assert found.free_hours == "Sa 00:00-24:00; Su 00:00-08:00,18:00-24:00"
    assert found.rule == "fee:conditional=no @ (Sa-Su 00:00-24:00); yes @ (Su 08:00-18:00)"


def test_a_short_stay_that_is_free_is_free_with_a_longest_stay() -> None:
    assert conditional("no @ (stay < 2 hours)") == Fee(
        "24/7", 120, "fee:conditional=no @ (stay < 2 hours)"
    )
    assert conditional("no @ stay <= 30 min").max_stay_minutes == 30
    charged_after = conditional("yes @ (stay > 90 minutes)", "no")
    assert (charged_after.free_hours, charged_after.max_stay_minutes) == ("24/7", 90)
    at_times = conditional(f"no @ ({OFFICE} AND stay < 1 hour)")
    assert (at_times.free_hours, at_times.max_stay_minutes) == (OFFICE, 60)


def test_hours_without_a_limit_are_not_cut_by_a_limit_at_other_hours() -> None:
    found = conditional(f"no @ ({OFFICE} AND stay < 1 hour); no @ ({NIGHTS})")
    assert (found.free_hours, found.max_stay_minutes) == (NIGHTS, None)
    assert found.rule is not None


def test_two_limits_give_the_shorter_one() -> None:
    found = fee_of(
        {"fee": "yes", "fee:conditional": "no @ (stay < 2 hours)", "maxstay": "90 minutes"}
    )
    assert found.max_stay_minutes == 90
    at_times = fee_of({"fee": "no", "maxstay:conditional": f"2 hours @ ({OFFICE})"})
    assert at_times.max_stay_minutes == 120
    assert at_times.rule == f"maxstay:conditional=2 hours @ ({OFFICE})"


@pytest.mark.parametrize(
    ("tags", "reason"),
    [
        ({}, "fee_unknown"),
        ({"fee": "unknown"}, "fee_unknown"),
        ({"fee": "yes"}, "paid"),
        ({"fee": "donation"}, "paid"),
        ({"fee": "2 EUR"}, "paid"),
        ({"charge": "1 EUR/hour"}, "paid"),
        ({"fee": "24/7"}, "paid"),
        ({"fee": "yes", "fee:conditional": "no @ customers"}, "paid"),
        ({"fee": "yes", "fee:conditional": "no @ (age < 12)"}, "paid"),
        ({"fee:conditional": f"yes @ ({OFFICE})"}, "fee_unknown"),
        ({"fee": "no", "fee:conditional": "yes @ (24/7)"}, "paid"),
        ({"parking:condition": "ticket"}, "paid"),
        ({"parking:condition": "residents"}, "private"),
        ({"parking:condition": "ticket", "parking:condition:time_interval": OFFICE}, "paid"),
    ],
)
def test_what_is_never_said_to_be_free_is_left_out(tags: dict[str, str], reason: str) -> None:
    with pytest.raises(LeftOutError) as left_out:
        fee_of(tags)
    assert left_out.value.reason == reason


@pytest.mark.parametrize(
    "text",
    [
        "no @ (8-18)",
        "no @ (sunset-sunrise)",
        "no @ (stay < 2 hours AND stay < 3 hours)",
        "no @ (stay > 2 hours)",
        "no @ (Mo-Fr 08:00-18:00); Sa 08:00-12:00",
        "no",
        "no @",
        "no @ ()",
        "yes @ residents; no @ (Mo 08:00-18:00)",
    ],
)
def test_a_condition_that_is_not_understood_makes_nothing_free(text: str) -> None:
    found = conditional(text)
    assert found.free_hours is None
    assert found.not_understood is not None
    assert found.not_understood[0] == text


def test_free_hours_that_do_not_follow_exactly_are_unknown() -> None:
    seasonal = fee_of({"fee": "May-Sep 08:00-18:00"})
    assert seasonal.free_hours is None
    assert seasonal.not_understood == (
        "May-Sep 08:00-18:00",
        "the free hours do not follow exactly from these",
    )
    assert fee_of({"fee": "Mo-Fr 8:00-1800"}).free_hours is None


@pytest.mark.parametrize(
    ("tags", "free_hours", "max_stay_minutes"),
    [
        # As in the Helsinki extract: way 38100481, way 16279764, way 42333202.
        (
            {
                "parking:condition:area": "ticket",
                "parking:condition:area:default": "free",
                "parking:condition:area:maxstay": "2 h",
                "parking:condition:area:time_interval": "Mo-Fr 09:00-21:00; Sa 09:00-18:00",
            },
            "Mo-Fr 00:00-09:00,21:00-24:00; Sa 00:00-09:00,18:00-24:00; Su 00:00-24:00",
            None,
        ),
        (
            {
                "parking:condition:area": "disc",
                "parking:condition:area:default": "free",
                "parking:condition:area:maxstay": "2 h",
                "parking:condition:area:time_interval": "Mo-Fr 08:00-17:00",
            },
            "24/7",
            120,
        ),
        ({"parking:condition:area": "disc", "maxstay": "30 min"}, "24/7", 30),
        ({"parking:condition": "free; residents"}, "24/7", None),
        (
            {"parking:condition": "disc", "parking:condition:time_interval": OFFICE},
            OFFICE,
            None,
        ),
    ],
)
def test_the_scheme_of_before_2022_is_read(
    tags: dict[str, str], free_hours: str, max_stay_minutes: int | None
) -> None:
    found = fee_of(tags)
    assert (found.free_hours, found.max_stay_minutes) == (free_hours, max_stay_minutes)


def test_fee_yes_is_told_more_exactly_by_the_condition() -> None:
    tags = {
        "fee": "yes",
        "parking:condition": "ticket",
        "parking:condition:default": "free",
        "parking:condition:time_interval": OFFICE,
    }
    assert fee_of(tags).free_hours == NOT_OFFICE


def test_clauses_are_split_outside_of_parentheses_only() -> None:
    found = clauses("no @ (Mo 08:00-10:00; Tu 08:00-10:00);yes @ (stay>2h)")
    assert [(clause.value, clause.hours, clause.stay) for clause in found] == [
        ("no", "Mo 08:00-10:00; Tu 08:00-10:00", None),
        ("yes", None, (">", 120)),
    ]


def test_a_toilet_is_charged_for_where_a_fee_is_said_or_a_price() -> None:
    assert is_charged({"fee": "yes"})
    assert is_charged({"charge": "0.50 EUR"})
    assert is_charged({"fee": "male pee = free, other side 0,5 €"})  # node 600408141, Helsinki
    assert not is_charged({"fee": "no"})
    assert not is_charged({})


@given(st.text(alphabet="noyes@()<>; MoFrstayhAND0123456789:-,", max_size=60))
def test_no_condition_breaks_the_reading(text: str) -> None:
    try:
        found = fee_of({"fee": "yes", "fee:conditional": text})
    except LeftOutError:
        return
    assert found.free_hours is None or "no" in text
