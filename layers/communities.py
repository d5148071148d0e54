"""Old residential communities that were, are or will be renovated."""

from __future__ import annotations

from typing import Literal

from layers._facility import Facility
from layers._layer import Layer, Mark, Standard, Text, described

ORDER = 4

Work = Literal[
    "pipes",
    "walls",
    "roofs",
    "unit_doors",
    "roads",
    "parking",
    "greening",
    "lighting",
    "insulation",
    "lifts",
    "barrier_free",
    "charging",
    "fitness",
    "cables",
]


class Community(Facility):
    """One renovated community. The classes follow 国办发〔2020〕23号."""

    households: int | None = described(
        "户数",
        "Households",
        filters=True,
        ge=0,
        le=100_000,
        also=(
            "居民户数 总户数 改造户数 涉及户数 惠及户数 住户数 住户 小区户数 受益户数 "
            "household_count total_households units"
        ),
    )
    buildings: int | None = described(
        "楼栋数",
        "Buildings",
        filters=True,
        ge=0,
        le=5_000,
        also=(
            "栋数 幢数 楼幢数 楼数 楼栋数量 楼栋 改造楼栋数 改造栋数 楼房栋数 building_count "
            "number_of_buildings"
        ),
    )
    built_year: int | None = described(
        "建成年份",
        "Year built",
        filters=True,
        ge=1800,
        le=2100,
        also=(
            "建成年代 建设年代 建设年份 建造年份 竣工年份 建成时间 建成年度 建筑年代 "
            "year_of_construction construction_year"
        ),
    )
    renovation: Literal["planned", "under_way", "done"] | None = described(
        "改造进度",
        "Renovation",
        also=(
            "改造状态 改造情况 工程进度 项目进度 进度 实施进度 建设进度 progress renovation_status"
        ),
        filters=True,
        values={
            "planned": ("计划改造", "Planned", "未开工", "待改造", "拟改造", "计划"),
            "under_way": (
                "改造中",
                "Under way",
                "在建",
                "施工中",
                "进行中",
                "正在改造",
                "已开工",
                "in progress",
            ),
            "done": (
                "已完成",
                "Done",
                "完成",
                "完工",
                "已完工",
                "已改造",
                "竣工",
                "已竣工",
                "改造完成",
                "completed",
            ),
        },
    )
    renovation_year: int | None = described(
        "改造年份",
        "Year of renovation",
        filters=True,
        ge=1950,
        le=2100,
        also="改造年度 改造时间 计划年度 改造计划年度 实施年度 年度 year",
    )
    renovation_class: Literal["basic", "improved", "upgraded"] | None = described(
        "改造类别",
        "Class of renovation",
        also="改造类型 改造等级 改造标准 改造分类 renovation_type",
        filters=True,
        values={
            "basic": ("基础类", "Basic", "基础", "基础型"),
            "improved": ("完善类", "Improved", "完善", "完善型"),
            "upgraded": ("提升类", "Upgraded", "提升", "提升型"),
        },
    )
    works: list[Work] | None = described(
        "改造内容",
        "Works",
        also="改造项目 改造内容及项目 主要改造内容 建设内容 改造范围 工程内容 works_done measures",
        filters=True,
        values={
            "pipes": (
                "雨污管网",
                "Rain and sewage pipes",
                "雨污分流",
                "管网",
                "管网改造",
                "雨污水管网",
            ),
            "walls": ("内外墙", "Inner and outer walls", "外墙", "内墙", "墙面粉刷", "楼道粉刷"),
            "roofs": ("屋面防水", "Roofs", "屋面", "屋顶防水", "防水"),
            "unit_doors": ("单元门", "Unit doors", "楼宇门", "单元门更换"),
            "roads": ("道路", "Roads", "路面", "道路硬化", "道路修缮"),
            "parking": ("停车位", "Parking", "停车", "停车泊位", "增设停车位"),
            "greening": ("绿化", "Greening", "绿化提升", "绿化补植"),
            "lighting": ("照明", "Lighting", "路灯", "亮化"),
            "insulation": ("外墙保温", "Insulation", "保温", "节能改造"),
            "lifts": ("加装电梯", "Lifts", "电梯"),
            "barrier_free": ("无障碍", "Barrier-free access", "无障碍设施", "适老化"),
            "charging": ("充电设施", "Charging", "充电桩", "电动车充电"),
            "fitness": ("健身设施", "Fitness equipment", "健身器材"),
            "cables": ("线缆规整", "Cables tidied", "线缆入地", "弱电入地", "强弱电整治"),
        },
    )


LAYER = Layer(
    name="communities",
    title=Text("改造小区", "Renovated communities"),
    counter="个",
    model=Community,
    mark=Mark(
        outline="M14 1.8L27 13.2H24V25.6H4V13.2H1Z",
        glyph=(
            "M9 12.6H12.2V15.8H9ZM15.8 12.6H19V15.8H15.8ZM9 18H12.2V21.2H9ZM15.8 18H19V25.6H15.8Z"
        ),
        light="#B3452C",
        dark="#F29B80",
    ),
    geometries=frozenset({"Point", "MultiPoint", "Polygon", "MultiPolygon"}),
    hours="none",
    standards=(
        Standard(Text("10 分钟生活圈", "10-minute circle"), 500, "GB 50180-2018", "secondary"),
    ),
    total="households",
    # Offices know them by name within a subdistrict; an address is often that of one gate.
    key=("name", "subdistrict"),
    # A point of a community may be put anywhere inside it.
    duplicates_within_m=50,
    schema_type="ApartmentComplex",
    amenities=("households", "buildings", "built_year", "renovation", "works"),
)
