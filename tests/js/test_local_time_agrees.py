"""Times that a resident chooses mean the same minute in the browser and on the server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.node import call_browser

# Quarter hours, half an hour of daylight saving, none at all, and both ends of the calendar.
ZONES = (
    *("Asia/Shanghai", "Europe/Helsinki", "America/New_York", "Australia/Lord_Howe"),
    *("Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"),
)
# A day that Samoa never had, and hours that other places skipped or had twice.
KNOTS = (
    ("2011-12-30T12:00", "Pacific/Apia"),
    ("2026-03-29T03:00", "Europe/Helsinki"),
    ("2026-10-25T03:59", "Europe/Helsinki"),
    ("2026-10-04T02:15", "Australia/Lord_Howe"),
    ("2026-03-08T02:30", "America/New_York"),
)
Chosen = tuple[str, str]

times = st.datetimes(datetime(2020, 1, 1), datetime(2037, 12, 31)).map(
    lambda time: time.isoformat(timespec="minutes")
)


def shifts() -> list[Chosen]:
    """Return every quarter of an hour around the days on which clocks are changed."""
    made = []
    for zone in ZONES:
        hours = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=each) for each in range(8760))
        local = [each.astimezone(ZoneInfo(zone)) for each in hours]
        for before, after in pairwise(local):
            if before.utcoffset() != after.utcoffset():
                start = before.replace(tzinfo=None, minute=0) - timedelta(hours=3)
                quarters = (start + timedelta(minutes=15 * each) for each in range(32))
                made += [(each.isoformat(timespec="minutes"), zone) for each in quarters]
    return made


def meant_by_server(text: str, zone: str) -> int:
    """As `Clock.localise` takes a time without an offset."""
    at = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return int(at.timestamp() // 60)


def assert_agreement(chosen: list[Chosen]) -> None:
    texts = [[text] for text, _ in chosen]
    local = call_browser("finder/local-time.js", "readLocalText", texts)
    asked = [[time, zone] for time, (_, zone) in zip(local, chosen, strict=True)]

    minutes = call_browser("finder/local-time.js", "epochMinute", asked)

    assert minutes == [meant_by_server(*each) for each in chosen]
    back = call_browser(
        "finder/local-time.js",
        "localTime",
        [[minute, zone] for minute, (_, zone) in zip(minutes, chosen, strict=True)],
    )
    for minute, (_, zone), shown in zip(minutes, chosen, back, strict=True):
        clock = datetime.fromtimestamp(minute * 60, ZoneInfo(zone))
        assert shown == {
            name: getattr(clock, name) for name in ("year", "month", "day", "hour", "minute")
        }


def test_clocks_that_are_put_on_and_back_mean_what_the_server_takes_them_for() -> None:
    moved = shifts()
    assert len({zone for _, zone in moved}) == 3

    assert_agreement([*KNOTS, *moved])


@settings(max_examples=10)
@given(st.lists(st.tuples(times, st.sampled_from(ZONES)), min_size=50, max_size=200))
def test_any_chosen_time_means_the_same_minute(chosen: list[Chosen]) -> None:
    assert_agreement(chosen)
