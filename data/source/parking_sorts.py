"""The sorts of parking: how many, how large, on what terms, how they are called."""

from __future__ import annotations

from dataclasses import dataclass

from names import Words

# Free hours as the signs have them. A night on working days is written on both sides of midnight,
# so that Monday morning is free and Saturday morning is not forgotten.
NIGHTS = "00:00-08:00,18:00-24:00"
LATE_NIGHTS = "00:00-07:00,21:00-24:00"
AFTER_WORK = "Mo-Fr 00:00-08:00,18:00-24:00; Sa-Su,PH 00:00-24:00"
SHARED = "Mo-Fr 00:00-07:30,18:00-24:00; Sa-Su,PH 00:00-24:00"
SCHOOL = "Mo-Fr 18:00-21:30; Sa-Su,PH 07:00-21:30"
LUNCH = "Mo-Fr 00:00-08:00,12:00-14:00,18:00-24:00; Sa-Su,PH 00:00-24:00"
DAYTIME = "06:00-22:00"
GARAGE = "06:00-23:00"


@dataclass(frozen=True)
class Terms:
    """When one may come in, when it is free, and for how long; None is unknown."""

    open_hours: str | None
    free_hours: str | None
    max_stay_minutes: int | None = None


@dataclass(frozen=True)
class Sort:
    """One sort of parking: its kind, how many and how large, on what terms, how it is called.

    `seats` and `villages` of the `count` lie in the small towns and in villages.
    """

    kind: str
    count: int
    seats: int
    villages: int
    spaces: tuple[int, int]
    terms: tuple[tuple[float, Terms], ...]
    names: tuple[Words, ...]
    sharpness: float = 1.0


ON_STREET = (
    (24, Terms("24/7", "24/7")),
    (8, Terms("24/7", "24/7", 30)),
    (7, Terms("24/7", "24/7", 60)),
    (5, Terms("24/7", "24/7", 120)),
    (14, Terms("24/7", NIGHTS)),
    (15, Terms("24/7", AFTER_WORK)),
    (11, Terms("24/7", LUNCH)),
    (7, Terms("24/7", LATE_NIGHTS)),
    (10, Terms("24/7", None)),
)
STREETS = Sort("kerbside", 52, 10, 0, (30, 110), ON_STREET, ())
YARDS = (
    Sort(
        "kerbside",
        26,
        2,
        0,
        (16, 48),
        (
            (40, Terms("24/7", "24/7")),
            (20, Terms("24/7", NIGHTS)),
            (20, Terms("24/7", LATE_NIGHTS)),
            (10, Terms("24/7", "24/7", 120)),
            (6, Terms("24/7", None)),
        ),
        (
            Words("背街泊位", " back street parking"),
            Words("小巷泊位", " lane parking"),
            Words("老旧小区周边泊位", " parking beside old communities"),
        ),
    ),
    Sort(
        "lot",
        34,
        6,
        6,
        (70, 330),
        (
            (44, Terms("24/7", "24/7")),
            (12, Terms(DAYTIME, DAYTIME)),
            (10, Terms("24/7", "24/7", 120)),
            (16, Terms("24/7", AFTER_WORK)),
            (10, Terms("24/7", NIGHTS)),
            (8, Terms(None, None)),
        ),
        (
            Words("便民停车场", " public car park"),
            Words("农贸市场停车场", " market car park"),
            Words("商业街停车场", " shopping street car park"),
            Words("社区服务中心停车场", " community centre car park"),
            Words("文化广场停车场", " culture square car park"),
            Words("街角停车场", " corner car park"),
        ),
    ),
    Sort(
        "underground",
        13,
        0,
        0,
        (180, 460),
        (
            (34, Terms(GARAGE, "06:00-08:00,19:00-23:00")),
            (28, Terms("24/7", "00:00-07:30,19:00-24:00")),
            (24, Terms(GARAGE, GARAGE, 120)),
            (8, Terms("24/7", None)),
        ),
        (
            Words("商场地下停车场", " shopping centre underground car park"),
            Words("广场地下停车场", " square underground car park"),
            Words("人防地下停车场", " shelter underground car park"),
        ),
        sharpness=1.6,
    ),
    Sort(
        "shared",
        25,
        4,
        0,
        (26, 150),
        (
            (78, Terms(SHARED, SHARED)),
            (14, Terms(AFTER_WORK, AFTER_WORK)),
            (8, Terms(None, None)),
        ),
        (
            Words("机关院落错时共享车场", " office yard, shared after work"),
            Words("企业院落错时共享车场", " company yard, shared after work"),
            Words("办事大厅错时共享车场", " service hall yard, shared after work"),
        ),
    ),
    Sort(
        "shared",
        8,
        2,
        0,
        (26, 90),
        ((8, Terms(SCHOOL, SCHOOL)), (1, Terms(None, None))),
        (Words("学校错时共享车场", " school yard, shared after hours"),),
    ),
)
