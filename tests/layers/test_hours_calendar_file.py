"""A place's own file of one year's days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from layers.hours import CalendarError, read_year_calendar

GOOD = """
year = 2027
source = "国务院办公厅"
holidays = [2027-01-01, "2027-04-05", {from = 2027-10-01, to = "2027-10-03"}, 2026-12-31]
working_days = [2027-02-14]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "2027.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_lists_days_and_spans_of_days(tmp_path: Path) -> None:
    calendar = read_year_calendar(write(tmp_path, GOOD))

    assert calendar.holidays == {
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2027, 4, 5),
        date(2027, 10, 1),
        date(2027, 10, 2),
        date(2027, 10, 3),
    }
    assert calendar.working_days == {date(2027, 2, 14)}
    assert calendar.source == "国务院办公厅"


@pytest.mark.parametrize(
    ("written", "instead", "named"),
    [
        ("year = 2027", "year = 27", "27"),
        ("year = 2027", 'year = "2027"', "'2027'"),
        ("year = 2027", "", "year"),
        ('source = "国务院办公厅"', "", "source"),
        ('source = "国务院办公厅"', 'source = " "', "source"),
        ("holidays", "holiday", "'holiday'"),
        ("2027-01-01,", "2027-13-01,", "TOML"),
        ('"2027-04-05"', '"5 April"', "'5 April'"),
        ('"2027-04-05"', "405", "405"),
        ('"2027-04-05"', "2027-04-05T00:00:00", "2027, 4, 5"),
        ('"2027-04-05"', "2028-04-05", "2028-04-05"),
        ('"2027-04-05"', "2026-11-30", "2026-11-30"),
        ("from = 2027-10-01", "from = 2027-10-09", "2027-10-09 to 2027-10-03"),
        ("from = 2027-10-01", "from = 2027-01-10", "267 days"),
        ("from = 2027-10-01", "begin = 2027-10-01", "begin"),
        ("[2027-02-14]", "[2027-02-15]", "Monday"),
        ("[2027-02-14]", "[2027-10-02]", "2027-10-02"),
        ("[2027-02-14]", "2027-02-14", "list"),
        ("[2027-02-14]", "[2027-02-14", "TOML"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, written: str, instead: str, named: str) -> None:
    assert written in GOOD
    path = write(tmp_path, GOOD.replace(written, instead, 1))
    with pytest.raises(CalendarError) as refused:
        read_year_calendar(path)
    assert str(refused.value).startswith("2027.toml ")
    assert named in str(refused.value)


def test_a_file_without_holidays_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CalendarError, match="no holidays"):
        read_year_calendar(write(tmp_path, 'year = 2027\nsource = "x"\nholidays = []\n'))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CalendarError, match=r"2027\.toml cannot be read"):
        read_year_calendar(tmp_path / "2027.toml")


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "2027.toml"
    path.write_bytes(GOOD.encode("gbk"))
    with pytest.raises(CalendarError, match="UTF-8"):
        read_year_calendar(path)
