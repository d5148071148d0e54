"""OSM tag values read as numbers, dates and words; what is no number is never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.osm import values


@pytest.mark.parametrize(
    ("given_value", "minutes"),
    [
        ("2 hours", 120),
        ("2 h", 120),
        ("2h", 120),
        ("1 hr", 60),
        ("30 minutes", 30),
        ("30min", 30),
        ("1.5 h", 90),
        ("PT2H", 120),
        ("PT1H30M", 90),
        ("P1D", 1440),
        ("1 day", 1440),
        ("2 weeks", 20160),
        ("2", None),
        ("2 m", None),
        ("no", None),
        ("unlimited", None),
        ("0 min", None),
        ("P", None),
        ("400 days", None),
        (None, None),
    ],
)
def test_a_length_of_time_is_read_in_minutes(given_value: str | None, minutes: int | None) -> None:
    assert values.duration_minutes(given_value) == minutes


@pytest.mark.parametrize(
    ("given_value", "metres"),
    [
        ("2.1", 2.1),
        ("2.1 m", 2.1),
        ("2,3m", 2.3),
        ("2 metres", 2.0),
        ("6'7\"", 2.0),  # 79 inches are 2.0066 m; a height limit is never rounded up
        ("7'", 2.13),  # 84 inches are 2.1336 m
        ("8 ft 2 in", 2.48),  # 98 inches are 2.4892 m
        ("default", None),
        ("none", None),
        ("0.2", None),
        ("25", None),
        (None, None),
    ],
)
def test_a_height_is_read_in_metres(given_value: str | None, metres: float | None) -> None:
    assert values.height_m(given_value) == metres


@pytest.mark.parametrize(
    "given_value", ["yes", "no", "~20", "10-20", "20.5", "-3", "", "２０", None]
)
def test_what_is_no_plain_number_is_no_count(given_value: str | None) -> None:
    assert values.count(given_value, most=100) is None


def test_a_count_above_the_most_a_field_takes_is_unknown() -> None:
    assert values.count("100", most=100) == 100
    assert values.count("101", most=100) is None


def test_only_a_whole_date_that_exists_is_a_date() -> None:
    assert values.full_date("2024-02-29") == date(2024, 2, 29)
    assert values.full_date("2023-02-29") is None
    assert values.full_date("2024-02") is None
    assert values.year("1992-05") == 1992
    assert values.year("~1990") is None


def test_a_western_address_has_the_number_after_the_street_and_a_chinese_one_goes_downwards() -> (
    None
):
    western = {
        "addr:street": "Siltasaarenkatu",
        "addr:housenumber": "12",
        "addr:postcode": "00530",
        "addr:city": "Helsinki",
    }
    assert values.address(western, limit=200) == "Siltasaarenkatu 12, 00530 Helsinki"
    chinese = {"addr:housenumber": "12号", "addr:street": "胜利西街", "addr:city": "潍坊市"}
    assert values.address(chinese, limit=200) == "潍坊市胜利西街12号"
    assert values.address({"addr:housenumber": "12"}, limit=200) is None
    assert (
        values.address({"addr:full": "12 Main St", "addr:street": "x"}, limit=200) == "12 Main St"
    )


def test_the_first_telephone_number_of_several_is_taken_and_a_long_text_is_none() -> None:
    assert values.phone({"phone": "+86 536 1; +86 536 2"}) == "+86 536 1"
    assert values.phone({"contact:phone": "110"}) == "110"
    assert values.phone({"phone": "call " * 20}) is None


def test_limited_is_neither_true_nor_false() -> None:
    assert [values.truth(word) for word in ("yes", "designated", "no", "limited", None)] == [
        True,
        True,
        False,
        None,
        None,
    ]


@given(st.text())
def test_text_comes_on_one_line_and_within_its_limit(value: str) -> None:
    found = values.text({"name": value}, "name", limit=20)
    assert found is None or (1 <= len(found) <= 20 and len(found.splitlines()) == 1)


@given(st.text())
def test_no_value_breaks_a_reader(value: str) -> None:
    for read in (values.duration_minutes, values.height_m, values.full_date, values.year):
        read(value)
    values.count(value, most=10)
