"""Hours of every sort, two places with their calendars, and moments at which much changes."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from layers.hours import Clock, Terms, WorkingCalendar

CHINA = WorkingCalendar.of_country("CN")
SHANGHAI = Clock("Asia/Shanghai", CHINA)
HELSINKI = Clock("Europe/Helsinki", WorkingCalendar.of_country("FI"))
NIGHT = "Mo-Fr 00:00-08:00,18:00-24:00; Sa-Su,PH 00:00-24:00"

HOURS = [
    None,
    "24/7",
    "off",
    NIGHT,
    "Mo-Fr 18:00-08:00",
    "Mo-Fr 20:00-07:00, Sa-Su 18:00-09:00",
    "Su-Th 11:00-23:00; Fr-Sa 11:00-02:00",
    "Mo-Su 08:00-20:00; PH off",
    "PH Mo-Fr 08:00-12:00",
    "Sa[1] 09:00-12:00",
    "03:10-03:40",
    "02:00-03:30,03:45-04:30",
    "10:00-14:00+",
    "Mo-Fr 08:00-12:00 || unknown",
    "Apr-Oct 06:00-20:00; Nov-Mar 07:00-18:00",
    "2026 Mar 1-29 00:00-24:00",
    "8-18",
]
# Around the holidays of a year, and both changes of the clocks in Helsinki.
moments = st.one_of(
    st.datetimes(datetime(2025, 12, 1), datetime(2027, 3, 1), timezones=st.just(UTC)),
    st.datetimes(datetime(2026, 3, 28, 20), datetime(2026, 3, 29, 6), timezones=st.just(UTC)),
    st.datetimes(datetime(2026, 10, 24, 20), datetime(2026, 10, 25, 6), timezones=st.just(UTC)),
)
clocks = st.sampled_from([SHANGHAI, HELSINKI])
every_terms = st.builds(
    Terms,
    sort=st.sampled_from(["open_hours", "free_hours"]),
    facility_status=st.sampled_from([None, "open"]),
    open_hours=st.sampled_from(HOURS),
    free_hours=st.sampled_from(HOURS),
    max_stay_minutes=st.sampled_from([None, 30, 120]),
)
