"""What a layer is: fields with their words, a mark, a standard. The modules here fill it.

A layer is declared once, here as data. Reading and checking files, the filters of the HTTP service,
its OpenAPI document, the map's marks and the words on the pages all follow from that declaration.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo


class Text(NamedTuple):
    """The same words in Chinese and in English."""

    zh: str
    en: str


GeometryType = Literal["Point", "MultiPoint", "Polygon", "MultiPolygon"]
HoursSort = Literal["none", "always", "open_hours", "free_hours"]
Certainty = Literal["document", "secondary", "to_be_confirmed"]
# In Chinese, in English, and as others write it.
Words = tuple[str, str, *tuple[str, ...]]

PATH_DATA = re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9 ,.-]+")
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True)
class Mark:
    """How a layer looks on a map: an outline of its own, a glyph in it, a colour a scheme.

    Shape tells layers apart first, colour second (for colour-blind readers, and in print).

    Parameters
    ----------
    outline, glyph
        SVG path data in a view box of 28 × 28; the outline is filled with the colour, the glyph
        with white.
    light, dark
        Colours #RRGGBB on a light and on a dark map.
    """

    outline: str
    glyph: str
    light: str
    dark: str

    def __post_init__(self) -> None:
        for path in (self.outline, self.glyph):
            if not PATH_DATA.fullmatch(path):
                raise ValueError(f"not SVG path data: {path!r}")
        for colour in (self.light, self.dark):
            if not COLOUR.fullmatch(colour):
                raise ValueError(f"not a colour #RRGGBB: {colour!r}")


@dataclass(frozen=True)
class Standard:
    """A distance that a planning standard sets for a layer.

    `certainty` says how far it was checked: read in the standard itself (document), on another
    page (secondary), or still to be confirmed. It is shown wherever the figure is.
    """

    label: Text
    radius_m: float
    source: str
    certainty: Certainty


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One sort of facility.

    Parameters
    ----------
    name
        In URLs and as the file name in a place's folder: lower case letters and underscores.
    title, counter
        Words for it; the counter is the Chinese measure word (28 座公厕).
    model
        The fields of one facility.
    mark
        How it is drawn.
    geometries
        The geometry types that its features may have.
    hours
        How its status follows from its fields: it has none; it is always there; it costs nothing
        while open (`open_hours`); it may cost something while open (`free_hours`).
    standards
        Planning standards, the usual one first.
    total
        The field that adds up to the layer's headline figure (spaces, households), if any.
    key
        The fields that tell two facilities apart where no id does.
    duplicates_within_m
        So near to each other, two facilities are probably one that was written down twice.
    """

    name: str
    title: Text
    counter: str
    model: type[Facility]
    mark: Mark
    geometries: frozenset[GeometryType]
    hours: HoursSort
    standards: tuple[Standard, ...] = ()
    total: str | None = None
    key: tuple[str, ...] = ("name", "address")
    duplicates_within_m: float = 10.0

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z_]{0,39}", self.name):
            raise ValueError(f"a layer's name is lower case letters and underscores: {self.name!r}")
        for needed in {"open_hours", "free_hours"} & {self.hours}:
            if needed not in self.model.model_fields:
                raise ValueError(f"layer {self.name!r} needs a field {needed!r} for its hours")

    @property
    def fields(self) -> dict[str, FieldInfo]:
        """The declared fields by name, in order."""
        return self.model.model_fields

    @cached_property
    def filters(self) -> tuple[str, ...]:
        """The names of the fields that filter."""
        return tuple(name for name, info in self.fields.items() if extra(info)["x-filter"])

    def label(self, field: str) -> Text:
        """Return a field's words; an undeclared field is called by its name."""
        info = self.fields.get(field)
        if info is None:
            return Text(field, field)
        return Text(extra(info)["x-label-zh"], extra(info)["x-label-en"])

    def value_label(self, field: str, value: str) -> Text:
        """Return the words of one allowed value; a free value speaks for itself."""
        info = self.fields.get(field)
        words = extra(info).get("x-values", {}).get(value) if info is not None else None
        return Text(*words) if words else Text(value, value)


def described(
    zh: str,
    en: str,
    *,
    unit: str | None = None,
    filters: bool = False,
    values: Mapping[str, Words] | None = None,
    also: str = "",
    **constraints: Any,
) -> Any:
    """Declare a facility's field, unknown (null) unless given.

    Parameters
    ----------
    zh, en
        The field's label.
    unit
        Unit symbol (UCUM: m, m2, min); None for a plain number or text.
    filters
        Whether the HTTP service filters by it.
    values
        Chinese and English words for each allowed value of a Literal, and after them other words
        that offices write for it.
    also
        Other headings under which offices write this field, for reading their files; the most
        usual first, with spaces between. In Simplified characters; case and marks do not count.
    **constraints
        Passed to Pydantic: ge, le, max_length, pattern.
    """
    more: dict[str, Any] = {"x-label-zh": zh, "x-label-en": en, "x-filter": filters}
    if unit:
        more["x-unit"] = unit
    if values:
        more["x-values"] = {value: list(words[:2]) for value, words in values.items()}
        more["x-values-also"] = {value: list(words[2:]) for value, words in values.items()}
    if also:
        more["x-also"] = also.split()
    return Field(None, title=f"{zh} {en}", json_schema_extra=more, **constraints)


def extra(info: FieldInfo) -> dict[str, Any]:
    """Return what `described` stored with a field."""
    more = info.json_schema_extra
    return (
        more if isinstance(more, dict) else {"x-filter": False, "x-label-zh": "", "x-label-en": ""}
    )


def plain_type(info: FieldInfo) -> Any:
    """Return a field's type without the None that stands for unknown."""
    annotation = info.annotation
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        known = [part for part in typing.get_args(annotation) if part is not type(None)]
        return known[0] if len(known) == 1 else typing.Union[tuple(known)]  # noqa: UP007
    return annotation


STATUS_VALUES: dict[str, Words] = {
    "open": (
        "开放",
        "Open",
        "正常",
        "运营",
        "营业",
        "使用中",
        "正常开放",
        "已建成",
        "在用",
        "active",
    ),
    "under_construction": ("在建", "Under construction", "建设中", "施工中", "construction"),
    "planned": ("规划中", "Planned", "规划", "计划", "拟建", "待建", "proposed"),
    "closed": ("关闭", "Closed", "停用", "停业", "关停", "暂停开放", "暂停使用", "已拆除"),
}
POSITION_VALUES: dict[str, Words] = {
    "surveyed": ("实测", "Surveyed", "测量", "准确", "精确", "exact"),
    "approximate": ("大致", "Approximate", "大概", "约", "估计", "概略", "approx"),
    "illustrative": ("示意", "Illustrative", "示意位置"),
}

# Headings of opening hours, which several layers have.
OPEN_HOURS_ALSO = (
    "开放时段 营业时间 开门时间 服务时间 运营时间 开放时间段 开放服务时间 运行时间 "
    "使用时间 每日开放时间 open_time open_hours openinghours hours open business_hours "
    "service_hours service_time opening_time"
)

# Longest texts: far above real ones, low enough that one row cannot fill a page.
NAME_LENGTH, TEXT_LENGTH, HOURS_LENGTH = 200, 2000, 512
# Of an id, in characters.
ID_LENGTH = 200


class Facility(BaseModel):
    """The fields of every facility. Its `id` is the feature's own id; unknown is null.

    Fields beyond the declared ones are kept and served, and `facilities check` warns of them.
    """

    model_config = ConfigDict(extra="allow", strict=True, frozen=True, allow_inf_nan=False)

    name: str | None = described(
        "名称",
        "Name",
        max_length=NAME_LENGTH,
        also=(
            "设施名称 厕所名称 公厕名称 公共厕所名称 卫生间名称 停车场名称 停车点名称 泊位名称 "
            "路段名称 公园名称 公园名 绿地名称 游园名称 小区名称 小区名 小区 楼盘名称 遮阳棚名称 "
            "项目名称 点位名称 点位 站点名称 场所名称 单位名称 全称 名字 中文名称 中文名 标题 "
            "厕所名 公厕名 停车场名 停车场 name_zh name_chi name_cn name_tc name_sc chinese_name "
            "facility_name site_name place_name toilet_name park_name parking_name carpark_name "
            "car_park_name community_name title label naam nom nombre"
        ),
    )
    name_en: str | None = described(
        "英文名称",
        "Name in English",
        max_length=NAME_LENGTH,
        also="英文名 英文 外文名称 english_name name_eng eng_name",
    )
    address: str | None = described(
        "地址",
        "Address",
        max_length=NAME_LENGTH,
        also=(
            "详细地址 具体地址 设施地址 地点 位置 具体位置 所在位置 详细位置 地理位置 坐落 "
            "坐落位置 坐落地址 所在地 所在地址 具体地点 位置描述 所处位置 建设地点 项目地点 "
            "所在道路 所在路段 addr full_address street_address location location_address "
            "address_chi address_tc address_zh adresse anschrift"
        ),
    )
    subdistrict: str | None = described(
        "街道(镇)",
        "Subdistrict",
        filters=True,
        max_length=NAME_LENGTH,
        also=(
            "街道 镇街 街镇 街道名称 所属街道 所在街道 街道乡镇 乡镇街道 所属乡镇 所在乡镇 乡镇 "
            "镇 所属镇街 所在镇街 街道办 街道办事处 属地街道 所属街镇 sub_district township town "
            "行政区 行政区域 所属区域 所在区域 区域 辖区 所属辖区 所在区 区县 所属区 district "
            "administrative_area district_chi borough ward"
        ),
    )
    status: Literal["open", "under_construction", "planned", "closed"] | None = described(
        "状态",
        "Status",
        filters=True,
        values=STATUS_VALUES,
        also="开放状态 使用状态 运营状态 设施状态 营业状态 现状 建设状态 operational_status",
    )
    position: Literal["surveyed", "approximate", "illustrative"] | None = described(
        "位置精度",
        "Position",
        filters=True,
        values=POSITION_VALUES,
        also="定位精度 坐标精度 坐标来源 position_accuracy",
    )
    source: str | None = described(
        "来源",
        "Source",
        max_length=NAME_LENGTH,
        also="数据来源 资料来源 信息来源 数据提供单位 data_source",
    )
    # Only web addresses, so that a link can never be a script.
    source_url: str | None = described(
        "来源网址",
        "Source address",
        max_length=TEXT_LENGTH,
        pattern=r"^https?://[^\s]+$",
        also="网址 链接 来源链接 数据链接 source_link url link website web",
    )
    verified_on: date | None = described(
        "核实日期",
        "Verified on",
        also=(
            "核查日期 核对日期 普查日期 调查日期 采集日期 巡查日期 检查日期 填报日期 survey_date "
            "verified verification_date check_date"
        ),
    )
    updated_at: AwareDatetime | None = described(
        "更新时间",
        "Updated at",
        also=(
            "更新日期 最后更新 最后更新时间 最近更新时间 修改时间 数据更新时间 数据时间 updated "
            "update_time last_updated last_update last_modified modified modified_at updated_on "
            "update_date"
        ),
    )
    operator: str | None = described(
        "管理单位",
        "Operator",
        max_length=NAME_LENGTH,
        also=(
            "管养单位 管护单位 养护单位 运营单位 运维单位 经营单位 责任单位 主管单位 主管部门 "
            "管理部门 管理机构 管理机关 权属单位 产权单位 所属单位 实施单位 物业公司 物业 运营商 "
            "维护单位 management management_name managing_unit administration operator_name "
            "managed_by owner"
        ),
    )
    phone: str | None = described(
        "电话",
        "Telephone",
        max_length=40,
        also=(
            "联系电话 联系方式 电话号码 咨询电话 服务电话 监督电话 投诉电话 固定电话 座机 "
            "办公电话 管理电话 热线 服务热线 phone tel telephone_number phone_number "
            "contact_phone tel_no manage_telephone contact_number"
        ),
    )
    access_point: tuple[float, float] | None = described(
        "入口位置(经度, 纬度)",
        "Entrance (longitude, latitude)",
        also="入口位置 入口坐标 入口经纬度 出入口坐标 entrance entrance_location",
    )
    note: str | None = described(
        "备注",
        "Note",
        max_length=TEXT_LENGTH,
        also=(
            "备注说明 备注信息 说明 情况说明 其他 其它 其他说明 描述 简介 介绍 设施简介 公园简介 "
            "remark remarks notes comment comments description introduction memo"
        ),
    )
