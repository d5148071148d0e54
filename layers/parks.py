"""Parks, pocket parks first: what one can do there and when it is open."""

from __future__ import annotations

from typing import Literal

from layers._layer import HOURS_LENGTH, Facility, Layer, Mark, Standard, Text, described

ORDER = 1

# 口袋公园建设指南(试行), 2024: a pocket park has 400 to 10,000 square metres.
POCKET_PARK_M2 = (400, 10_000)

Feature = Literal[
    "fitness",
    "running_track",
    "playground",
    "lighting",
    "toilets",
    "seating",
    "shade",
    "water",
    "pavilion",
    "culture",
    "sorted_bins",
    "accessible_paths",
    "dogs_allowed",
]


class Park(Facility):
    """A green space that is open to everyone."""

    area_m2: float | None = described(
        "面积", "Area", unit="m2", filters=True, ge=0, le=1_000_000_000
    )
    size_class: Literal["pocket", "larger"] | None = described(
        "规模",
        "Size class",
        filters=True,
        values={"pocket": ("口袋公园", "Pocket park"), "larger": ("较大公园", "Larger park")},
    )
    features: list[Feature] | None = described(
        "设施",
        "Features",
        filters=True,
        values={
            "fitness": ("健身器材", "Fitness equipment"),
            "running_track": ("跑道", "Running track"),
            "playground": ("儿童设施", "Playground"),
            "lighting": ("夜间照明", "Lighting"),
            "toilets": ("公厕", "Toilets"),
            "seating": ("座椅", "Seating"),
            "shade": ("遮阴", "Shade"),
            "water": ("水景", "Water"),
            "pavilion": ("亭廊", "Pavilion"),
            "culture": ("文化小品", "Culture"),
            "sorted_bins": ("分类垃圾箱", "Sorted bins"),
            "accessible_paths": ("无障碍步道", "Accessible paths"),
            "dogs_allowed": ("可携犬", "Dogs allowed"),
        },
    )
    open_hours: str | None = described("开放时间", "Opening hours", max_length=HOURS_LENGTH)
    entrances: list[tuple[float, float]] | None = described(
        "出入口(经度, 纬度)", "Entrances (longitude, latitude)"
    )


LAYER = Layer(
    name="parks",
    title=Text("公园", "Parks"),
    counter="个",
    model=Park,
    mark=Mark(
        outline="M14 1.4A12.6 12.6 0 1 1 14 26.6A12.6 12.6 0 1 1 14 1.4Z",
        glyph=(
            "M12.9 22.6V18.2H11A4.1 4.1 0 0 1 8.9 10.6A5.2 5.2 0 0 1 19.1 10.6"
            "A4.1 4.1 0 0 1 17 18.2H15.1V22.6Z"
        ),
        light="#007A5A",
        dark="#4FC79F",
    ),
    geometries=frozenset({"Point", "MultiPoint", "Polygon", "MultiPolygon"}),
    hours="open_hours",
    standards=(
        Standard(Text("5 分钟生活圈", "5-minute circle"), 300, "GB 50180-2018", "to_be_confirmed"),
        Standard(
            Text("口袋公园服务半径", "Pocket park service radius"),
            300,
            "国家园林城市评选标准",
            "to_be_confirmed",
        ),
        Standard(
            Text("5000 m² 以上公园", "Parks of 5,000 m² and more"),
            500,
            "国家园林城市评选标准",
            "to_be_confirmed",
        ),
    ),
    total="area_m2",
)
