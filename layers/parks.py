"""Parks, pocket parks first: what one can do there and when it is open."""

from __future__ import annotations

from typing import Literal

from layers._facility import HOURS_LENGTH, OPEN_HOURS_ALSO, Facility
from layers._layer import Layer, Mark, Standard, Steps, Text, described

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
        "面积",
        "Area",
        unit="m2",
        filters=True,
        # The smallest pocket park, one with room to play, and one with the wider service radius.
        chips=Steps((POCKET_PARK_M2[0], 1_000, 5_000)),
        ge=0,
        le=1_000_000_000,
        also=(
            "公园面积 绿地面积 占地面积 用地面积 总面积 总占地面积 建设面积 规模面积 area_sqm "
            "total_area site_area park_area size surface_area"
        ),
    )
    size_class: Literal["pocket", "larger"] | None = described(
        "规模",
        "Size class",
        also="公园规模 公园类型 公园类别 绿地类型 类型 类别 park_type type category",
        filters=True,
        values={
            "pocket": (
                "口袋公园",
                "Pocket park",
                "口袋",
                "小游园",
                "街头游园",
                "街旁绿地",
                "微公园",
            ),
            "larger": ("较大公园", "Larger park", "综合公园", "大型公园", "城市公园"),
        },
    )
    features: list[Feature] | None = described(
        "设施",
        "Features",
        also=(
            "配套设施 设施配套 园内设施 公园设施 主要设施 服务设施 设施设备 facilities amenities "
            "equipment"
        ),
        filters=True,
        values={
            "fitness": (
                "健身器材",
                "Fitness equipment",
                "健身设施",
                "健身",
                "体育设施",
                "健身广场",
            ),
            "running_track": ("跑道", "Running track", "健身步道", "塑胶跑道", "步道", "环形跑道"),
            "playground": (
                "儿童设施",
                "Playground",
                "儿童游乐",
                "儿童游乐设施",
                "儿童乐园",
                "游乐设施",
            ),
            "lighting": ("夜间照明", "Lighting", "照明", "路灯", "灯光", "照明设施"),
            "toilets": ("公厕", "Toilets", "厕所", "公共厕所", "卫生间", "洗手间"),
            "seating": ("座椅", "Seating", "休闲座椅", "坐凳", "长椅", "休息座椅"),
            "shade": ("遮阴", "Shade", "遮荫", "林荫", "遮阳"),
            "water": ("水景", "Water", "水系", "喷泉", "湖", "水池"),
            "pavilion": ("亭廊", "Pavilion", "凉亭", "亭子", "廊架", "景观亭"),
            "culture": ("文化小品", "Culture", "雕塑", "楹联", "文化墙", "景观小品"),
            "sorted_bins": ("分类垃圾箱", "Sorted bins", "分类垃圾桶", "垃圾分类箱", "垃圾箱"),
            "accessible_paths": (
                "无障碍步道",
                "Accessible paths",
                "无障碍通道",
                "无障碍设施",
                "无障碍坡道",
            ),
            "dogs_allowed": ("可携犬", "Dogs allowed", "可遛狗", "宠物友好"),
        },
    )
    open_hours: str | None = described(
        "开放时间",
        "Opening hours",
        max_length=HOURS_LENGTH,
        also=OPEN_HOURS_ALSO,
    )
    entrances: list[tuple[float, float]] | None = described(
        "出入口(经度, 纬度)",
        "Entrances (longitude, latitude)",
        also="出入口 各出入口坐标 出入口位置 gates",
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
    # The smallest pocket park is 20 m across.
    duplicates_within_m=20,
    schema_type="Park",
    amenities=("area_m2", "features"),
)
