"""Warnings about hours that say something else than is meant."""

from __future__ import annotations

import pytest

from layers.hours import parse_hours


def warnings(text: str) -> str:
    return "\n".join(parse_hours(text).warnings)


@pytest.mark.parametrize(
    ("text", "lost", "better"),
    [
        (
            "Mo-Fr 18:00-08:00; Sa-Su,PH 00:00-24:00",
            "Mo 00:00-08:00 is closed",
            "Mo-Fr 00:00-08:00,18:00-24:00; Sa-Su,PH 00:00-24:00",
        ),
        (
            "Sa-Su 00:00-24:00; Mo-Fr 18:00-08:00",
            "Mo 00:00-08:00 is closed",
            "Sa-Su 00:00-24:00; Mo-Fr 00:00-08:00,18:00-24:00",
        ),
        (
            "Mo-Th 17:30-07:30,12:00-13:00; Fr-Su",
            "Mo 00:00-07:30 is closed",
            "Mo-Th 00:00-07:30,12:00-13:00,17:30-24:00; Fr-Su",
        ),
        (
            "Tu-Su 20:00-30:00; Mo 00:00-24:00",
            "Tu 00:00-06:00 is closed",
            "Tu-Su 00:00-06:00,20:00-24:00; Mo 00:00-24:00",
        ),
    ],
)
def test_the_monday_morning_mistake_is_found_and_put_right(
    text: str, lost: str, better: str
) -> None:
    assert lost in warnings(text)
    assert warnings(text).endswith(f"write {better}")
    assert parse_hours(better).warnings == ()


@pytest.mark.parametrize(
    "text",
    [
        "Mo-Fr 18:00-08:00",
        "Mo-Fr 18:00-08:00; Sa-Su off",
        "Su-Th 18:00-24:00; Fr-Sa 18:00-02:00",
        "Mo-Su 18:00-08:00; PH 00:00-24:00",
        "Mo-Fr 00:00-08:00,18:00-24:00; Sa-Su,PH 00:00-24:00",
        "18:00-08:00",
    ],
)
def test_a_night_that_is_meant_as_it_is_said_gives_no_warning(text: str) -> None:
    assert "is closed" not in warnings(text)


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("Fr-Sa 11:00-02:00; Su-Th 11:00-23:00", "Su-Th 11:00-23:00; Fr-Sa 11:00-02:00"),
        ("Mo-Fr 20:00-07:00; Sa-Su 18:00-09:00", "Mo-Fr 20:00-07:00, Sa-Su 18:00-09:00"),
        ("22:00-02:00; Su off", "22:00-02:00; Su 02:00-24:00 off"),
    ],
)
def test_a_night_that_a_later_rule_cuts_off_is_found_and_put_right(text: str, better: str) -> None:
    assert "ends at midnight" in warnings(text)
    assert warnings(text).endswith(f"write {better}")
    assert parse_hours(better).warnings == ()


def test_no_order_is_proposed_where_dated_rules_must_stay_last() -> None:
    text = "Fr-Sa 11:00-02:00; Su-Th 11:00-23:00; 2026 Oct 1-7 off"
    assert warnings(text).endswith("give that morning a rule of its own")


def test_a_dated_rule_that_later_rules_replace_never_holds() -> None:
    text = "2026 Oct 1-7 00:00-24:00; Mo-Fr 00:00-08:00; Sa-Su,PH 00:00-24:00"
    assert "'2026 Oct 1-7 00:00-24:00' never holds" in warnings(text)
    assert warnings("Mo-Fr 00:00-08:00; 2026 Oct 1-7 00:00-24:00") == ""


def test_a_holiday_rule_before_the_weekdays_is_replaced_by_them() -> None:
    text = "Sa-Su,PH 00:00-24:00; Mo-Fr 18:00-24:00"
    assert "does not hold on holidays that fall on Mo,Tu,We,Th,Fr" in warnings(text)
    assert warnings("PH off; Mo-Fr 18:00-24:00").endswith("put 'PH off' last")


@pytest.mark.parametrize("text", ["10:00-10:00", "00:00-00:00", "Mo 08:00-32:00"])
def test_a_span_round_the_clock_is_pointed_out(text: str) -> None:
    assert "round the clock" in warnings(text)
