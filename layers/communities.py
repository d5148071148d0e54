"""Old residential communities that were, are or will be renovated."""

from __future__ import annotations

from typing import Literal

from layers._layer import Facility, Layer, Mark, Standard, Text, described

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

    households: int | None = described("户数", "Households", filters=True, ge=0, le=100_000)
    buildings: int | None = described("楼栋数", "Buildings", filters=True, ge=0, le=5_000)
    built_year: int | None = described("建成年份", "Year built", filters=True, ge=1800, le=2100)
    renovation: Literal["planned", "under_way", "done"] | None = described(
        "改造进度",
        "Renovation",
        filters=True,
        values={
            "planned": ("计划改造", "Planned"),
            "under_way": ("改造中", "Under way"),
            "done": ("已完成", "Done"),
        },
    )
    renovation_year: int | None = described(
        "改造年份", "Year of renovation", filters=True, ge=1950, le=2100
    )
    renovation_class: Literal["basic", "improved", "upgraded"] | None = described(
        "改造类别",
        "Class of renovation",
        filters=True,
        values={
            "basic": ("基础类", "Basic"),
            "improved": ("完善类", "Improved"),
            "upgraded": ("提升类", "Upgraded"),
        },
    )
    works: list[Work] | None = described(
        "改造内容",
        "Works",
        filters=True,
        values={
            "pipes": ("雨污管网", "Rain and sewage pipes"),
            "walls": ("内外墙", "Inner and outer walls"),
            "roofs": ("屋面防水", "Roofs"),
            "unit_doors": ("单元门", "Unit doors"),
            "roads": ("道路", "Roads"),
            "parking": ("停车位", "Parking"),
            "greening": ("绿化", "Greening"),
            "lighting": ("照明", "Lighting"),
            "insulation": ("外墙保温", "Insulation"),
            "lifts": ("加装电梯", "Lifts"),
            "barrier_free": ("无障碍", "Barrier-free access"),
            "charging": ("充电设施", "Charging"),
            "fitness": ("健身设施", "Fitness equipment"),
            "cables": ("线缆规整", "Cables tidied"),
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
)
