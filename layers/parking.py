"""Free public parking: kerbside places, lots, garages, and yards shared after hours."""

from __future__ import annotations

from typing import Literal

from layers._facility import HOURS_LENGTH, OPEN_HOURS_ALSO, Facility
from layers._layer import Layer, Mark, Standard, Steps, Text, described

ORDER = 0


class Parking(Facility):
    """A place to park that is free of charge all day or at times."""

    spaces: int | None = described(
        "泊位数",
        "Spaces",
        filters=True,
        chips=Steps((50, 100, 300)),
        ge=0,
        le=100_000,
        also=(
            "车位数 泊位数量 车位数量 停车位数 停车位数量 停车泊位数 停车泊位数量 停车泊位 停车位 "
            "泊位总数 车位总数 总车位数 总泊位数 总车位 总泊位 车位 泊位 停车数 停车位总数 "
            "机动车泊位数 机动车停车位 免费泊位数 免费车位数 免费停车位 泊车位数目 capacity total "
            "total_spaces total_capacity number_of_spaces no_of_spaces parking_spaces stalls "
            "space_count lots"
        ),
    )
    accessible_spaces: int | None = described(
        "无障碍泊位",
        "Accessible spaces",
        filters=True,
        chips=Steps((1,)),
        ge=0,
        le=10_000,
        also=(
            "无障碍泊位数 无障碍车位 无障碍车位数 无障碍停车位 无障碍停车位数 残疾人车位 "
            "残疾人泊位 残疾人停车位 disabled_spaces capacity_disabled handicapped_spaces"
        ),
    )
    kind: Literal["kerbside", "lot", "underground", "shared"] | None = described(
        "类型",
        "Kind",
        filters=True,
        also=(
            "停车场类型 泊位类型 车位类型 停车类型 停车方式 设施类型 类别 性质 type parking_type "
            "category"
        ),
        values={
            "kerbside": (
                "路内",
                "Kerbside",
                "路侧",
                "路边",
                "道路",
                "占道",
                "路内停车",
                "路内泊位",
                "on-street",
                "street",
            ),
            "lot": (
                "停车场",
                "Car park",
                "公共停车场",
                "地面",
                "路外",
                "地上",
                "parking lot",
                "off-street",
                "surface",
            ),
            "underground": ("地下", "Underground", "地下车库", "地下停车场", "地库"),
            "shared": (
                "错时共享",
                "Shared after hours",
                "共享",
                "错时",
                "错时停车",
                "共享停车",
                "错时开放",
            ),
        },
    )
    open_hours: str | None = described(
        "开放时间",
        "Opening hours",
        max_length=HOURS_LENGTH,
        also=OPEN_HOURS_ALSO,
    )
    free_hours: str | None = described(
        "免费时段",
        "Free hours",
        max_length=HOURS_LENGTH,
        also=(
            "免费时间 免费停放时间 免费停车时间 免费停车时段 免费停放时段 免费开放时间 "
            "免费开放时段 限时免费时段 限时免费 免费停放 free_time free_period free_parking_hours"
        ),
    )
    max_stay_minutes: int | None = described(
        "限停时长",
        "Longest stay",
        unit="min",
        filters=True,
        ge=1,
        le=525_600,
        also=(
            "限时时长 限停时间 最长停放时间 最长停车时间 最长停放时长 停放时限 停车时限 停放限时 "
            "max_stay maxstay_minutes time_limit stay_limit max_duration"
        ),
    )
    height_limit_m: float | None = described(
        "限高",
        "Height limit",
        unit="m",
        filters=True,
        # What a tall car, a people carrier and a van need.
        chips=Steps((2, 2.2, 2.5), limit=True),
        ge=0.5,
        le=20,
        also=(
            "限制高度 限高高度 净高 高度限制 max_height height_limit clearance clearance_height "
            "height_restriction"
        ),
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
    # Rows of places on the two sides of a narrow street are two facilities.
    duplicates_within_m=5,
    reached_by="car",
    schema_type="ParkingFacility",
    amenities=("spaces", "accessible_spaces", "kind", "max_stay_minutes", "height_limit_m"),
)
