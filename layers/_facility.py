"""The fields that every facility has; each layer adds its own."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from layers._layer import Words, described

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
    "service_hours service_time opening_time kfsj"
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
            "car_park_name community_name title label naam nom nombre bezeichnung nome mingcheng "
            "mc 施設名 施設名称"
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
            "address_chi address_tc address_zh adresse anschrift straße direccion dirección "
            "indirizzo dizhi dz 住所"
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
        chips=False,
        values=STATUS_VALUES,
        also="开放状态 使用状态 运营状态 设施状态 营业状态 现状 建设状态 operational_status",
    )
    position: Literal["surveyed", "approximate", "illustrative"] | None = described(
        "位置精度",
        "Position",
        filters=True,
        chips=False,
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
            "contact_phone tel_no manage_telephone contact_number telefon telephone téléphone "
            "telefono teléfono 電話番号 lxdh"
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
            "remark remarks notes comment comments description introduction memo bemerkung "
            "bemerkungen desc remarque remarques beizhu bz"
        ),
    )
