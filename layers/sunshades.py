"""Sunshades at crossings, where people wait for the light."""

from __future__ import annotations

from datetime import date
from typing import Literal

from layers._layer import NAME_LENGTH, Facility, Layer, Mark, Text, described

ORDER = 3


class Sunshade(Facility):
    """A roof over the waiting area at one corner of a crossing."""

    crossing: str | None = described("路口", "Crossing", max_length=NAME_LENGTH)
    corner: Literal["N", "NE", "E", "SE", "S", "SW", "W", "NW"] | None = described(
        "方位",
        "Corner",
        filters=True,
        values={
            "N": ("北侧", "North"),
            "NE": ("东北角", "North-east"),
            "E": ("东侧", "East"),
            "SE": ("东南角", "South-east"),
            "S": ("南侧", "South"),
            "SW": ("西南角", "South-west"),
            "W": ("西侧", "West"),
            "NW": ("西北角", "North-west"),
        },
    )
    length_m: float | None = described("长度", "Length", unit="m", filters=True, ge=0, le=1_000)
    area_m2: float | None = described(
        "遮阳面积", "Shaded area", unit="m2", filters=True, ge=0, le=100_000
    )
    built_on: date | None = described("建成日期", "Built on")


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
)
