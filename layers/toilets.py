"""Public toilets: who can use them, and when they are open."""

from __future__ import annotations

from typing import Literal

from layers._layer import HOURS_LENGTH, Facility, Layer, Mark, Standard, Text, described

ORDER = 2


class Toilet(Facility):
    """A public toilet. Grades follow CJJ 14: 1 is the best."""

    grade: Literal[1, 2, 3] | None = described(
        "等级",
        "Grade",
        filters=True,
        values={
            "1": ("一类", "Grade 1"),
            "2": ("二类", "Grade 2"),
            "3": ("三类", "Grade 3"),
        },
    )
    accessible: bool | None = described("无障碍", "Wheelchair accessible", filters=True)
    family_room: bool | None = described("第三卫生间", "Family room", filters=True)
    baby_change: bool | None = described("母婴台", "Baby change", filters=True)
    open_hours: str | None = described("开放时间", "Opening hours", max_length=HOURS_LENGTH)
    cubicles_women: int | None = described("女厕位", "Cubicles for women", ge=0, le=500)
    cubicles_men: int | None = described("男厕位", "Cubicles for men", ge=0, le=500)


LAYER = Layer(
    name="toilets",
    title=Text("公厕", "Public toilets"),
    counter="座",
    model=Toilet,
    mark=Mark(
        outline="M10.2 4.2H17.8A9.8 9.8 0 0 1 17.8 23.8H10.2A9.8 9.8 0 0 1 10.2 4.2Z",
        glyph=(
            "M8.9 6.9A1.75 1.75 0 1 1 8.9 10.4A1.75 1.75 0 1 1 8.9 6.9Z"
            "M8.9 11.2L12.2 17.3H10.5V21.1H7.3V17.3H5.6Z"
            "M19.1 6.9A1.75 1.75 0 1 1 19.1 10.4A1.75 1.75 0 1 1 19.1 6.9Z"
            "M16.6 11.2H21.6V16.6H20.6V21.1H17.6V16.6H16.6ZM13.55 7H14.45V21H13.55Z"
        ),
        light="#A65E00",
        dark="#F0B357",
    ),
    geometries=frozenset({"Point", "MultiPoint", "Polygon", "MultiPolygon"}),
    hours="open_hours",
    standards=(
        Standard(Text("人流密集场所", "Crowded places"), 300, "GB 55013-2021 §5.0.1", "secondary"),
        Standard(
            Text("居住区间距上限", "Residential spacing"), 800, "GB/T 50337-2018", "to_be_confirmed"
        ),
    ),
)
