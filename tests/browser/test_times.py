"""What holds at a time, at minutes worked out by hand: in words, signs, chips and counts.

China's October of 2026: the holiday ends on Wednesday the 7th, Saturday the 10th is worked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from api.main import create_app
from api.settings import Settings
from geo.geojson import canonical_collection, canonical_feature
from tests.browser.conftest import PLACE_TOML
from tests.serving import serving

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHTS = "Mo-Fr 00:00-08:00,18:00-24:00; Sa-Su,PH 00:00-24:00"
# Each with what is written on the sign.
PLACES: dict[str, dict[str, Any]] = {
    "nights": {"name": "夜间泊位", "open_hours": "24/7", "free_hours": NIGHTS},
    "always": {"name": "全天泊位", "open_hours": "24/7", "free_hours": "24/7"},
    "two-hours": {
        "name": "限时泊位",
        "open_hours": "24/7",
        "free_hours": "24/7",
        "max_stay_minutes": 120,
    },
    "day": {"name": "日间停车场", "open_hours": "06:00-22:00", "free_hours": "24/7"},
    "gone": {"name": "停用泊位", "status": "closed", "free_hours": "24/7"},
    "silent": {"name": "无牌泊位", "open_hours": "24/7"},
}


@pytest.fixture(scope="module")
def october(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve six places to park on the first of October, a day of the holiday."""
    folder: Path = tmp_path_factory.mktemp("october")
    (folder / "place.toml").write_text(PLACE_TOML, encoding="utf-8")
    lines = [
        canonical_feature(
            name,
            {"type": "Point", "coordinates": [119.09 + number / 1000, 36.71]},
            properties,
        )
        for number, (name, properties) in enumerate(sorted(PLACES.items()))
    ]
    (folder / "parking.geojson").write_bytes(canonical_collection(lines))
    app = create_app(Settings(data=folder))
    start = datetime(2026, 10, 1, 9, tzinfo=SHANGHAI)
    # The day whose data the server gives; the minute is the phone's.
    app.service.now = lambda: start
    with serving(app) as address:
        yield address


@pytest.fixture
def parking_at(october: str, visit: Callable) -> Callable[..., Page]:
    """Open the list of all parking with the phone's clock at a time in October, in Shanghai."""

    def open_page(day: int, time: str, path: str = "/#filters=", **options: Any) -> Page:
        hour, minute = map(int, time.split(":"))
        moment = datetime(2026, 10, day, hour, minute, tzinfo=SHANGHAI)
        made = visit(
            october, "/layers.css", before=lambda context: context.clock.set_fixed_time(moment),
            **options,
        )  # fmt: skip
        made.go(path)
        return made.page

    return open_page


def status(page: Page, key: str):
    return page.locator(f'.results li[data-key="parking/{key}"] .status')


@pytest.mark.parametrize(
    ("day", "time", "words", "sign"),
    [
        # Thursday of the holiday: free until work begins on the 8th, a week later.
        (1, "10:00", "免费至 10月8日 8:00", "free"),
        (7, "23:30", "免费至明早 8:00", "free"),
        (8, "07:59", "免费至 8:00", "free"),
        (8, "08:00", "收费 · 18:00 起免费", "paid"),
        (8, "18:00", "免费至明早 8:00", "free"),
        # On the make-up Saturday one pays as on any working day; on Sunday the 11th not.
        (9, "20:00", "免费至明早 8:00", "free"),
        (10, "12:00", "收费 · 18:00 起免费", "paid"),
        (10, "19:00", "免费至周一 8:00", "free"),
        (11, "12:00", "免费至明早 8:00", "free"),
    ],
)
def test_nights_weekends_holidays_and_make_up_days_in_words_and_signs(
    parking_at: Callable[..., Page], day: int, time: str, words: str, sign: str
) -> None:
    page = parking_at(day, time)

    expect(status(page, "nights")).to_have_text(words)
    expect(status(page, "nights").locator("svg")).to_have_class(f"sign sign-{sign}")


def test_each_state_has_its_own_words_and_its_own_shape(parking_at: Callable[..., Page]) -> None:
    page = parking_at(8, "12:00")
    said = {name: status(page, name).inner_text() for name in PLACES if name not in ("day", "gone")}
    shapes = {
        name: status(page, name).locator("svg").evaluate("one => one.innerHTML") for name in said
    }

    assert said == {
        "nights": "收费 · 18:00 起免费",
        "always": "免费",
        "two-hours": "免费 · 限停 2 小时",
        "silent": "时段未知",
    }
    assert len(set(shapes.values())) == 4
    gone = page.locator('.results li[data-key="parking/gone"]')
    expect(gone.locator(".tag", has_text="关闭")).to_be_visible()
    expect(gone.locator(".status")).to_have_count(0)


def test_what_is_shut_for_the_night_says_when_it_opens(parking_at: Callable[..., Page]) -> None:
    page = parking_at(8, "23:00")

    expect(status(page, "day")).to_have_text("已关闭 · 明早 6:00 起免费")
    expect(status(page, "day").locator("svg")).to_have_class("sign sign-closed")


def test_the_same_is_said_in_english(parking_at: Callable[..., Page]) -> None:
    page = parking_at(10, "12:00", "/?lang=en#filters=")

    expect(status(page, "nights")).to_have_text("Paid · free from 18:00")
    expect(status(page, "two-hours")).to_have_text("Free · stay up to 2 h")
    expect(status(page, "silent")).to_have_text("Hours unknown")


def test_arrival_and_stay_change_list_chip_and_words(
    october: str, parking_at: Callable[..., Page]
) -> None:
    # Thursday at noon: three of six are free; the one without a sign is counted apart.
    page = parking_at(8, "12:00", "/")
    free = page.locator('[data-chip^="parking "][aria-pressed=true]')
    expect(free.locator(".chip-count")).to_have_text("3")
    expect(page.locator(".results li")).to_have_count(3)
    expect(page.locator(".list-aside")).to_contain_text("另有 1 处情况未知，未列出。")

    page.get_by_role("button", name="现在到达").click()
    page.get_by_label("到达", exact=True).select_option("tonight")

    # At 20:00 the nights have begun.
    expect(page.locator(".when-chip")).to_have_text("今晚 20:00到达")
    expect(free.locator(".chip-count")).to_have_text("4")
    expect(status(page, "nights")).to_have_text("免费至明早 8:00")

    # From 20:00 to 8:00 are twelve hours, all free; others close, or let nobody stay so long.
    page.get_by_label("停留", exact=True).select_option("720")
    expect(free.locator(".chip-count")).to_have_text("2")
    expect(status(page, "nights")).to_be_visible()
    expect(status(page, "two-hours")).to_have_count(0)

    # A whole day outlasts the night.
    page.get_by_label("停留", exact=True).select_option("1440")
    expect(free.locator(".chip-count")).to_have_text("1")
    expect(status(page, "always")).to_be_visible()
    expect(page).to_have_url(f"{october}/#when=tonight&stay=1440")

    free.click()
    warning = page.locator('.results li[data-key="parking/nights"] .stay-warning')
    expect(warning).to_have_text("停留期间不再免费")
    limit = page.locator('.results li[data-key="parking/two-hours"] .stay-warning')
    expect(limit).to_have_text("停留超过限停时长")


def test_a_chosen_date_is_answered_for_that_date(parking_at: Callable[..., Page]) -> None:
    # From a working day's noon to the make-up Saturday's.
    page = parking_at(8, "12:00", "/#when=2026-10-10T12:00&filters=")

    expect(page.locator(".when-chip")).to_have_text("10月10日 12:00到达")
    expect(status(page, "nights")).to_have_text("收费 · 18:00 起免费")


def test_the_place_has_the_time_wherever_the_phone_is(parking_at: Callable[..., Page]) -> None:
    page = parking_at(8, "12:00", timezone_id="America/New_York")

    expect(status(page, "nights")).to_have_text("收费 · 18:00 起免费")


def test_a_page_left_open_says_the_new_state(parking_at: Callable[..., Page]) -> None:
    page = parking_at(8, "17:59")
    expect(status(page, "nights")).to_have_text("收费 · 18:00 起免费")

    page.clock.set_fixed_time(datetime(2026, 10, 8, 18, tzinfo=SHANGHAI))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(status(page, "nights")).to_have_text("免费至明早 8:00")


def test_how_long_one_stays_says_nothing_of_what_costs_nothing(
    demonstration: str, visit: Callable
) -> None:
    page = visit(demonstration, "/#layers=toilets&stay=720").page

    # Some of them are open day and night.
    expect(page.locator(".results .status-free").first).to_be_visible()
    expect(page.locator(".stay-warning")).to_have_count(0)
    page.locator(".results a", has=page.locator(".status-free")).first.click()
    expect(page.locator(".card-status .status-free")).to_be_visible()
    expect(page.locator(".stay-warning")).to_have_count(0)
