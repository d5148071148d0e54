"""Free public parking: kerbside places, lots, garages, and yards shared after hours."""

from __future__ import annotations

from typing import Literal

from layers._layer import HOURS_LENGTH, Facility, Layer, Mark, Standard, Text, described

ORDER = 0


class Parking(Facility):
    """A place to park that is free of charge all day or at times."""

    spaces: int | None = described("泊位数", "Spaces", filters=True, ge=0, le=100_000)
    accessible_spaces: int | None = described(
        "无障碍泊位", "Accessible spaces", filters=True, ge=0, le=10_000
    )
    kind: Literal["kerbside", "lot", "underground", "shared"] | None = described(
        "类型",
        "Kind",
        filters=True,
        values={
            "kerbside": ("路内", "Kerbside"),
            "lot": ("停车场", "Car park"),
            "underground": ("地下", "Underground"),
            "shared": ("错时共享", "Shared after hours"),
        },
    )
    open_hours: str | None = described("开放时间", "Opening hours", max_length=HOURS_LENGTH)
    free_hours: str | None = described("免费时段", "Free hours", max_length=HOURS_LENGTH)
    max_stay_minutes: int | None = described(
        "限停时长", "Longest stay", unit="min", filters=True, ge=1, le=525_600
    )
    height_limit_m: float | None = described(
        "限高", "Height limit", unit="m", filters=True, ge=0.5, le=20
    )


LAYER = Layer(
    name="parking",
    title=Text("免费停车", "Free parking"),
    counter="处",
    model=Parking,
    mark=Mark(
        outline="M8 2H20Q26 2 26 8V20Q26 26 20 26H8Q2 26 2 20V8Q2 2 8 2Z",
        glyph=(
            "M9.6 6.6H15.3A4.9 4.9 0 0 1 15.3 16.4H12.6V21.4H9.6Z"
            "M12.6 9.3V13.7H15A2.2 2.2 0 0 0 15 9.3Z"
        ),
        light="#0B6BB5",
        dark="#6DB7F2",
    ),
    geometries=frozenset({"Point", "MultiPoint", "Polygon", "MultiPolygon"}),
    hours="free_hours",
    standards=(
        Standard(Text("市中心区", "City centre"), 200, "GB 50220-95", "secondary"),
        Standard(Text("一般地区", "Elsewhere"), 300, "GB 50220-95", "secondary"),
    ),
    total="spaces",
)
