"""Texts in pictures: set in the font that comes along, wrapped, and never more than text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from api.pictures import fonts
from api.pictures.lines import wrapped


def test_a_chinese_character_is_as_wide_as_the_type_is_high() -> None:
    assert fonts.width("潍城区", 20) == 60
    assert fonts.width("潍城区", 20, fonts.SEMIBOLD) == 60


def test_every_character_of_gb_2312_has_a_letter() -> None:
    rows = range(0xB0, 0xF8)
    coded = [bytes((row, cell)) for row in rows for cell in range(0xA1, 0xFF)]
    # 5 cells of row 55 (0xD7) are empty.
    text = "".join(one.decode("gb2312", "ignore") for one in coded)

    assert len(text) == 6763
    assert fonts.settable(text) == text
    assert fonts.settable(text, fonts.SEMIBOLD) == text


def test_what_the_font_has_not_is_seen_to_be_missing() -> None:
    assert fonts.settable("公厕🚻 한") == "公厕□ □"


def test_a_long_text_is_cut_with_an_ellipsis() -> None:
    assert fonts.fitting("自怡园公厕", 100, 20) == "自怡园公厕"
    assert fonts.fitting("自怡园公厕", 99, 20) == "自怡园…"
    assert fonts.fitting("自怡园公厕", 10, 20) == ""


def test_lines_break_between_chinese_characters_and_never_before_a_comma() -> None:
    # Three characters of 20 fit; the comma would begin the second line, so 区 goes along.
    assert wrapped("潍城区，公厕", 60, 20) == ["潍城", "区，公", "厕"]


def test_words_dates_and_licences_stay_whole() -> None:
    width = fonts.width("Data of 2021-08-", 20)

    assert wrapped("Data of 2021-08-19", width, 20) == ["Data of", "2021-08-19"]


def test_the_last_line_that_is_allowed_says_that_more_would_come() -> None:
    assert wrapped("潍城区公共设施", 60, 20, lines=2) == ["潍城区", "公共…"]


@settings(max_examples=50)
@given(st.text("潍城区，。·（）Aa1- .\u00e4🚻", max_size=40))
def test_no_line_is_longer_than_its_room_and_nothing_is_lost(text: str) -> None:
    text = fonts.settable(" ".join(text.split()))

    lines = wrapped(text, 80, 20)

    assert all(fonts.width(line, 20) <= 80 + 1e-6 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
