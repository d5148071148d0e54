"""Sunshades at crossings, where people wait for the light."""

from __future__ import annotations

from datetime import date
from typing import Literal

from layers._facility import NAME_LENGTH, Facility
from layers._layer import Layer, Mark, Steps, Text, described

ORDER = 3


class Sunshade(Facility):
    """A roof over the waiting area at one corner of a crossing."""

    crossing: str | None = described(
        "路口",
        "Crossing",
        max_length=NAME_LENGTH,
        also="路口名称 所在路口 交叉口 交叉路口 道路路口 安装路口 设置路口 intersection junction",
    )
    corner: Literal["N", "NE", "E", "SE", "S", "SW", "W", "NW"] | None = described(
        "方位",
        "Corner",
        also="位置方位 朝向 所在方位 安装方位 路口方位 方向 side direction",
        filters=True,
        # Nobody looks for the north side of just any crossing.
        chips=False,
        values={
            "N": ("北侧", "North", "北", "北面", "正北"),
            "NE": ("东北角", "North-east", "东北", "东北侧"),
            "E": ("东侧", "East", "东", "东面", "正东"),
            "SE": ("东南角", "South-east", "东南", "东南侧"),
            "S": ("南侧", "South", "南", "南面", "正南"),
            "SW": ("西南角", "South-west", "西南", "西南侧"),
            "W": ("西侧", "West", "西", "西面", "正西"),
            "NW": ("西北角", "North-west", "西北", "西北侧"),
        },
    )
    length_m: float | None = described(
        "长度",
        "Length",
        unit="m",
        filters=True,
        ge=0,
        le=1_000,
        also="棚长 棚体长度 遮阳棚长度 总长度",
    )
    area_m2: float | None = described(
        "遮阳面积",
        "Shaded area",
        unit="m2",
        filters=True,
        chips=Steps((20, 40)),
        ge=0,
        le=100_000,
        also="面积 棚面积 覆盖面积 遮阳棚面积 棚体面积 area area_sqm",
    )
    built_on: date | None = described(
        "建成日期",
        "Built on",
        also=(
            "建成时间 安装日期 安装时间 竣工日期 竣工时间 完工日期 投用日期 投入使用日期 "
            "installed_on install_date completion_date built_date"
        ),
    )


LAYER = Layer(
    name="sunshades",
    title=Text("遮阳棚", "Sunshades"),
    counter="处",
    model=Sunshade,
    mark=Mark(
        outline=(
            "M14 1.8A12.8 12.8 0 0 1 26.8 14.6V16.4H15.4V22.8A3.6 3.6 0 0 1 8.2 22.8H11"
            "A0.8 0.8 0 0 0 12.6 22.8V16.4H1.2V14.6A12.8 12.8 0 0 1 14 1.8Z"
        ),
        glyph=(
            "M13.2 4.4H14.8V14.2H13.2ZM4.6 14.2Q5.4 8.2 10.9 5.1Q8.2 8.8 8 14.2Z"
            "M23.4 14.2Q22.6 8.2 17.1 5.1Q19.8 8.8 20 14.2Z"
        ),
        light="#A3437F",
        dark="#E79AC7",
    ),
    geometries=frozenset({"Point", "MultiPoint", "Polygon", "MultiPolygon"}),
    hours="always",
    # One crossing has several, a street's width apart; they rarely have names.
    key=("crossing", "corner"),
    duplicates_within_m=5,
    schema_type="CivicStructure",
    amenities=("area_m2", "length_m"),
)
