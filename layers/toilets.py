"""Public toilets: who can use them, and when they are open."""

from __future__ import annotations

from typing import Literal

from layers._facility import HOURS_LENGTH, OPEN_HOURS_ALSO, Facility
from layers._layer import Layer, Mark, Standard, Text, described

ORDER = 2


class Toilet(Facility):
    """A public toilet. Grades follow CJJ 14: 1 is the best."""

    grade: Literal[1, 2, 3] | None = described(
        "等级",
        "Grade",
        filters=True,
        also=(
            "公厕等级 厕所等级 公厕类别 厕所类别 类别 级别 建设等级 建设标准 公厕级别 class "
            "toilet_grade level"
        ),
        values={
            "1": ("一类", "Grade 1", "一级", "一类公厕"),
            "2": ("二类", "Grade 2", "二级", "二类公厕"),
            "3": ("三类", "Grade 3", "三级", "三类公厕"),
        },
    )
    accessible: bool | None = described(
        "无障碍",
        "Wheelchair accessible",
        filters=True,
        also=(
            "无障碍设施 无障碍厕所 无障碍卫生间 无障碍厕位 无障碍厕间 有无无障碍设施 "
            "是否有无障碍设施 是否无障碍 是否有无障碍厕间 是否有无障碍卫生间 残疾人厕位 "
            "有无无障碍厕位 accessible wheelchair is_accessible has_accessible barrier_free "
            "disabled handicap accessibility"
        ),
    )
    family_room: bool | None = described(
        "第三卫生间",
        "Family room",
        filters=True,
        also=(
            "第三卫生间设置 有无第三卫生间 是否有第三卫生间 是否设第三卫生间 家庭卫生间 "
            "亲子卫生间 家庭厕所 third_toilet has_family_room family_toilet"
        ),
    )
    baby_change: bool | None = described(
        "母婴台",
        "Baby change",
        filters=True,
        also=(
            "母婴室 母婴设施 有无母婴室 是否有母婴室 婴儿护理台 婴儿台 育婴台 尿布台 baby_care "
            "has_baby_care baby_changing changing_table diaper nursing_room"
        ),
    )
    open_hours: str | None = described(
        "开放时间",
        "Opening hours",
        max_length=HOURS_LENGTH,
        also=OPEN_HOURS_ALSO,
    )
    cubicles_women: int | None = described(
        "女厕位",
        "Cubicles for women",
        ge=0,
        le=500,
        also=(
            "女厕位数 女厕位数量 女厕蹲位 女厕蹲位数 女厕蹲位数量 女蹲位 女蹲位数 女坑位 "
            "女厕坑位数 female_cubicles women_cubicles female_stalls"
        ),
    )
    cubicles_men: int | None = described(
        "男厕位",
        "Cubicles for men",
        ge=0,
        le=500,
        also=(
            "男厕位数 男厕位数量 男厕蹲位 男厕蹲位数 男厕蹲位数量 男蹲位 男蹲位数 男坑位 "
            "男厕坑位数 male_cubicles men_cubicles male_stalls"
        ),
    )


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
    schema_type="PublicToilet",
    amenities=(
        "grade",
        "accessible",
        "family_room",
        "baby_change",
        "cubicles_women",
        "cubicles_men",
    ),
)
