"""What search engines are told: only words that schema.org has, only what is exact."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.data_blocks import data_block
from api.schema_org import Addresses, facility_json_ld
from layers._registry import all_layers, layer_named
from layers.place import read_place

PLACE = read_place(Path(__file__).parents[2] / "data")
VOCABULARY = json.loads(
    (Path(__file__).parents[1] / "standards" / "schema_org.json").read_text("utf-8")
)
ADDRESSES = Addresses(
    page="https://map.example.cn/facility/x/1",
    home="https://map.example.cn/",
    layer="https://map.example.cn/collections/x/items",
    image="https://map.example.cn/static/icons/icon-512.png",
)
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
WEB_ADDRESS = re.compile(r"https?://\S+")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")

# Whether a value can stand where schema.org wants one of its data types.
DATA_TYPES = {
    "Text": lambda value: isinstance(value, str),
    "URL": lambda value: isinstance(value, str) and WEB_ADDRESS.fullmatch(value),
    "Number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Boolean": lambda value: isinstance(value, bool),
    "DateTime": lambda value: isinstance(value, str) and DATE_TIME.fullmatch(value),
    "Time": lambda value: isinstance(value, str) and TIME.fullmatch(value),
    "DayOfWeek": lambda value: value in {f"https://schema.org/{day}" for day in DAYS},
}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def told(layer_name: str, lang: str = "zh", **properties: Any) -> dict[str, Any]:
    """Return what is told of a facility, without its page."""
    return document(layer_name, lang, **properties)["@graph"][1]


def document(layer_name: str, lang: str = "zh", **properties: Any) -> dict[str, Any]:
    layer = layer_named(layer_name)
    feature = {"id": "1", "properties": dict.fromkeys(layer.fields) | properties}
    return facility_json_ld(
        layer,
        feature,
        at=(119.1, 36.7),
        place=PLACE,
        lang=lang,  # type: ignore[arg-type]
        days_move=True,
        addresses=ADDRESSES,
    )


def ancestors(class_name: str) -> set[str]:
    """Return a class of schema.org with all that it is besides."""
    above = VOCABULARY["classes"][class_name]["is"]
    return {class_name}.union(*map(ancestors, above))


def class_of(type_name: str) -> str:
    """Return the class whose properties a type has; a place without its own has those of places."""
    if type_name in VOCABULARY["types"]:
        return VOCABULARY["types"][type_name]
    assert type_name in VOCABULARY["places"], f"schema.org has no place {type_name}"
    return "Place"


def faults_in(node: dict[str, Any], where: str = "") -> list[str]:
    """Return what of a JSON-LD object is not as schema.org has it."""
    if "@type" not in node:
        return [] if set(node) == {"@id"} else [f"{where}: no type"]
    allowed: dict[str, list[str]] = {}
    for ancestor in ancestors(class_of(node["@type"])):
        allowed |= VOCABULARY["classes"][ancestor]["has"]
    found = []
    for name, value in node.items():
        here = f"{where}/{node['@type']}.{name}"
        if name in ("@type", "@id"):
            continue
        if name not in allowed:
            found.append(f"{here}: no such property")
            continue
        for one in value if isinstance(value, list) else [value]:
            found += faults_of(one, allowed[name], here)
    return found


def faults_of(value: Any, ranges: list[str], where: str) -> list[str]:
    if value in (None, "", [], {}) and value is not False:
        return [f"{where}: empty"]
    if isinstance(value, dict):
        if "@type" not in value:
            return faults_in(value, where)
        type_name = value["@type"]
        kinds = ancestors(class_of(type_name)) | {type_name}
        wrong = [] if kinds & set(ranges) else [f"{where}: a {type_name}, not one of {ranges}"]
        return wrong + faults_in(value, where)
    fits = any(DATA_TYPES[one](value) for one in ranges if one in DATA_TYPES)
    return [] if fits else [f"{where}: {value!r} is not one of {ranges}"]


@pytest.mark.parametrize("layer", all_layers().values(), ids=lambda layer: layer.name)
def test_every_layer_is_a_place_that_schema_org_has(layer: Any) -> None:
    assert layer.schema_type in VOCABULARY["places"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_that_is_told_of_real_facilities_is_in_the_vocabulary(
    demonstration: Any, layer_name: str, lang: str
) -> None:
    features = demonstration.get(f"/data/{layer_name}.geojson").json()["features"]
    for feature in features[:40]:
        answer = demonstration.get(f"/facility/{layer_name}/{feature['id']}?lang={lang}").text
        block = answer.partition('<script type="application/ld+json">')[2].partition("<")[0]
        graph = json.loads(block)["@graph"]
        assert [fault for node in graph for fault in faults_in(node)] == []


def test_the_check_finds_what_is_not_in_the_vocabulary() -> None:
    wrong = {
        "@type": "Park",
        "nmae": "x",
        "geo": {"@type": "PostalAddress"},
        "isAccessibleForFree": "yes",
        "telephone": "",
        "address": {"streetAddress": "x"},
    }

    assert len(faults_in(wrong)) == 5


def test_a_toilet_is_told_with_what_it_has() -> None:
    facility = told(
        "toilets",
        name="向阳路公厕",
        name_en="Xiangyang Road toilet",
        address="向阳路 12 号",
        subdistrict="城关街道",
        phone="0536-1234567",
        position="surveyed",
        grade=1,
        accessible=True,
        family_room=False,
        cubicles_women=6,
        open_hours="06:00-22:00",
    )

    assert facility == {
        "@type": "PublicToilet",
        "@id": "https://map.example.cn/facility/x/1#facility",
        "name": "向阳路公厕",
        "alternateName": "Xiangyang Road toilet",
        "identifier": "1",
        "url": "https://map.example.cn/facility/x/1",
        "image": "https://map.example.cn/static/icons/icon-512.png",
        "telephone": "0536-1234567",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "向阳路 12 号",
            "addressLocality": "城关街道",
            "addressRegion": "潍城区",
            "addressCountry": "CN",
        },
        "geo": {"@type": "GeoCoordinates", "latitude": 36.7, "longitude": 119.1},
        "containedInPlace": {"@type": "AdministrativeArea", "name": "潍城区"},
        "isAccessibleForFree": True,
        "openingHoursSpecification": [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": [f"https://schema.org/{day}" for day in DAYS],
                "opens": "06:00",
                "closes": "22:00",
            }
        ],
        "amenityFeature": [
            {"@type": "LocationFeatureSpecification", "name": "等级", "value": "一类"},
            {"@type": "LocationFeatureSpecification", "name": "无障碍", "value": True},
            {"@type": "LocationFeatureSpecification", "name": "第三卫生间", "value": False},
            {"@type": "LocationFeatureSpecification", "name": "女厕位", "value": 6},
        ],
    }


def test_each_of_a_list_is_an_amenity_and_numbers_have_their_unit() -> None:
    amenities = told("parks", "en", area_m2=5200.5, features=["playground", "shade"])[
        "amenityFeature"
    ]

    assert [(one["name"], one["value"], one.get("unitText")) for one in amenities] == [
        ("Area", 5200.5, "m²"),
        ("Playground", True, None),
        ("Shade", True, None),
    ]


def test_an_illustrative_position_is_not_told_as_a_real_one() -> None:
    assert "geo" not in told("parks", position="illustrative")
    assert "geo" in told("parks", position="approximate")


@pytest.mark.parametrize(
    ("layer_name", "properties", "free"),
    [
        ("toilets", {}, True),
        ("sunshades", {}, True),
        ("parking", {"free_hours": "24/7"}, True),
        ("parking", {"free_hours": "Mo-Su,PH 00:00-24:00"}, True),
        ("parking", {"free_hours": "18:00-08:00"}, None),
        ("parking", {"free_hours": "Mo-Fr 18:00-24:00; Sa-Su,PH 00:00-24:00"}, None),
        ("parking", {}, None),
        ("communities", {}, None),
    ],
)
def test_free_of_charge_is_told_only_where_nothing_is_ever_charged(
    layer_name: str, properties: dict[str, Any], free: bool | None
) -> None:
    assert told(layer_name, **properties).get("isAccessibleForFree") is free


def hours(open_hours: str, **properties: Any) -> list[tuple[str, str, str]]:
    """Return the opening hours as told: initials of days, opening and closing time."""
    specifications = told("toilets", open_hours=open_hours, **properties).get(
        "openingHoursSpecification", []
    )
    return [
        (
            "".join(day.rpartition("/")[2][:2] for day in one["dayOfWeek"]),
            one["opens"],
            one["closes"],
        )
        for one in specifications
    ]


EVERY = "MoTuWeThFrSaSu"


@pytest.mark.parametrize(
    ("open_hours", "expected"),
    [
        ("24/7", [(EVERY, "00:00", "23:59")]),
        ("06:00-12:00,14:00-22:00", [(EVERY, "06:00", "12:00"), (EVERY, "14:00", "22:00")]),
        # schema.org: what closes earlier than it opens closes on the next day.
        ("20:00-02:00", [(EVERY, "20:00", "02:00")]),
        ("00:00-06:00,20:00-24:00", [(EVERY, "20:00", "06:00")]),
        # Together they would last a day and more, so midnight parts them.
        ("00:00-20:00,20:30-24:00", [(EVERY, "20:30", "20:00")]),
        ("00:00-12:00,12:00-24:00", [(EVERY, "00:00", "23:59")]),
        ("06:00-24:00", [(EVERY, "06:00", "23:59")]),
    ],
)
def test_hours_that_are_the_same_every_day_are_told(
    open_hours: str, expected: list[tuple[str, str, str]]
) -> None:
    assert hours(open_hours) == expected


@pytest.mark.parametrize(
    "open_hours",
    ["Mo-Fr 08:00-20:00", "06:00-22:00; PH off", "Jun-Aug 06:00-22:00", "18:00+", "8-18"],
)
def test_hours_that_hang_on_the_working_calendar_or_on_dates_are_not_told(open_hours: str) -> None:
    assert hours(open_hours) == []


def test_hours_of_what_is_not_open_are_not_told() -> None:
    assert hours("24/7", status="planned") == []


def test_weekdays_are_told_where_no_saturday_is_worked() -> None:
    layer = layer_named("toilets")
    properties = dict.fromkeys(layer.fields) | {"open_hours": "Mo-Fr 08:00-20:00; Sa 22:00-03:00"}
    graph = facility_json_ld(
        layer,
        {"id": "1", "properties": properties},
        at=(24.9, 60.2),
        place=PLACE,
        lang="en",
        days_move=False,
        addresses=ADDRESSES,
    )["@graph"]

    assert [
        (len(one["dayOfWeek"]), one["opens"], one["closes"])
        for one in graph[1]["openingHoursSpecification"]
    ] == [(5, "08:00", "20:00"), (1, "22:00", "03:00")]


def test_the_page_is_told_with_its_language_its_date_and_its_way_from_the_top() -> None:
    page = document("parks", "en", name_en="Ziyi Garden", updated_at="2021-08-19T08:00:00+08:00")[
        "@graph"
    ][0]

    assert page["dateModified"] == "2021-08-19T08:00:00+08:00"
    assert page["inLanguage"] == "en"
    trail = page["breadcrumb"]["itemListElement"]
    assert [(one["position"], one["name"], one["item"]["@id"]) for one in trail] == [
        (1, "Weicheng District", ADDRESSES.home),
        (2, "Parks", ADDRESSES.layer),
        (3, "Ziyi Garden", ADDRESSES.page),
    ]


def test_a_layer_that_declares_nothing_is_a_place() -> None:
    layer = replace(layer_named("parks"), schema_type="Place", amenities=())
    graph = facility_json_ld(
        layer,
        {"id": "1", "properties": {"name": "x"}},
        at=(0.0, 0.0),
        place=PLACE,
        lang="zh",
        days_move=True,
        addresses=ADDRESSES,
    )["@graph"]

    assert graph[1]["@type"] == "Place"
    assert "amenityFeature" not in graph[1]
    assert faults_in(graph[1]) == []


def test_no_text_ends_the_script_element() -> None:
    text = "</script><!--<script>&\u2028\u2029"

    block = str(data_block({"name": text}))

    assert not set(block) & set("<>&\u2028\u2029")
    assert json.loads(block) == {"name": text}
