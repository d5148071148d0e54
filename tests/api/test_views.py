"""Features in words for pages, and the pages themselves: escaped, complete, without inline code."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jinja2
import pytest
from markupsafe import Markup

from api.data_blocks import data_block
from api.map_page import MapPage
from api.pages import (
    CollectionPage,
    CollectionsPage,
    ConformancePage,
    DocsPage,
    Frame,
    ItemPage,
    ItemsPage,
    Page,
    ProblemPage,
    environment,
    layer_styles,
    render_page,
    static_url,
)
from api.reader import ANYBODY
from api.sharing import facility_card
from api.views import (
    LIST_LENGTH,
    declared_fields,
    entry,
    group,
    item_fields,
    layer_view,
    standard_views,
    web_link,
)
from api.words import field_kind, field_order, value_words
from layers._layer import Text
from layers._registry import all_layers, layer_named
from layers.place import read_place

PLACE = read_place(Path(__file__).parents[2] / "data")
PARKING, PARKS, TOILETS = map(layer_named, ("parking", "parks", "toilets"))
HOSTILE = "</title><script>alert('{{7*7}}')</script><img src=x onerror=alert(1)>"


def feature(feature_id: str = "a", **properties: Any) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [119.1, 36.7]}
    return {"type": "Feature", "id": feature_id, "geometry": point, "properties": properties}


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("spaces", 1200, Text("1,200", "1,200")),
        ("height_limit_m", 2.0, Text("2 米", "2 m")),
        ("max_stay_minutes", 30, Text("30 分钟", "30 min")),
        ("kind", "kerbside", Text("路内", "Kerbside")),
        ("status", None, Text("未知", "Unknown")),
        ("updated_at", "2021-08-19T08:00:00+08:00", Text(*["2021-08-19 08:00:00+08:00"] * 2)),
        ("access_point", [119.1, 36.7], Text("119.1, 36.7", "119.1, 36.7")),
        ("not_declared", {"a": 1}, Text("{'a': 1}", "{'a': 1}")),
    ],
)
def test_a_value_is_said_in_both_languages(field: str, value: Any, expected: Text) -> None:
    assert value_words(PARKING, field, value) == expected


def test_a_list_of_values_is_joined_as_each_language_does() -> None:
    assert value_words(PARKS, "features", ["lighting", "shade"]) == Text(
        "夜间照明、遮阴", "Lighting, Shade"
    )


def test_a_year_has_no_thousands() -> None:
    communities = layer_named("communities")

    assert value_words(communities, "built_year", 1992).zh == "1992"


def test_yes_and_no_are_words() -> None:
    assert value_words(TOILETS, "accessible", True) == Text("是", "Yes")
    assert value_words(TOILETS, "accessible", False) == Text("否", "No")


@pytest.mark.parametrize("layer", all_layers().values(), ids=lambda layer: layer.name)
def test_every_field_of_every_layer_has_a_place_in_the_order_and_a_kind(layer: Any) -> None:
    assert sorted(field_order(layer)) == sorted(layer.fields)
    assert {field_kind(layer, name) for name in layer.fields} > {"text"}


def test_an_entry_says_what_a_reader_needs() -> None:
    made = entry(
        PARKING,
        feature(
            "p/1",
            name="向阳路泊位",
            subdistrict="城关街道",
            address="向阳路 12 号",
            status="planned",
            position="illustrative",
            kind="kerbside",
            spaces=42,
            accessible_spaces=2,
            max_stay_minutes=30,
            free_hours="24/7",
        ),
        base="/map",
    )

    assert made.name == Text("向阳路泊位", "")
    assert made.where == "城关街道 · 向阳路 12 号"
    assert [fact.zh for fact in made.facts] == ["路内", "泊位数 42", "无障碍泊位 2"]
    assert made.hours is not None
    assert made.hours.zh.startswith("免费时段 ")
    assert made.status == Text("规划中", "Planned")
    assert made.illustrative
    assert made.href == "/map/collections/parking/items/p%2F1"
    assert made.map_href == "/map/?at=parking/p/1"


def test_an_address_that_names_its_subdistrict_says_it_once() -> None:
    made = entry(TOILETS, feature(subdistrict="城关街道", address="城关街道向阳路 12 号"))

    assert made.where == "城关街道向阳路 12 号"


def test_unknown_hours_are_said_and_a_layer_without_hours_says_nothing() -> None:
    assert entry(TOILETS, feature()).hours == Text("时段未知", "Hours unknown")
    assert entry(layer_named("communities"), feature()).hours is None


def test_a_facility_without_a_name_is_called_by_its_layer() -> None:
    assert entry(TOILETS, feature()).name == Text("未命名公厕", "Unnamed (public toilets)")
    assert entry(TOILETS, feature(name_en="West Gate")).name == Text("West Gate", "West Gate")


def test_an_open_facility_with_surveyed_position_has_no_tags() -> None:
    made = entry(TOILETS, feature(status="open", position="surveyed", accessible=False))

    assert (made.status, made.illustrative, made.facts) == (None, False, ())


def test_a_group_stops_at_its_length_and_leads_to_the_rest() -> None:
    view = layer_view(TOILETS, LIST_LENGTH + 1)

    made = group(view, TOILETS, (feature(str(i)) for i in range(LIST_LENGTH + 1)))

    assert len(made.entries) == LIST_LENGTH
    assert made.more_href == "/collections/toilets/items"
    assert group(layer_view(TOILETS, 1), TOILETS, [feature()]).more_href is None


def test_a_layers_total_is_said_with_its_label() -> None:
    assert layer_view(PARKING, 3, total=19042.0).total == Text("泊位数 19,042", "Spaces 19,042")
    assert layer_view(TOILETS, 3, total=1.0).total is None
    assert layer_view(PARKING, 3).total is None


def test_an_items_fields_are_all_there_with_the_places_own_last() -> None:
    fields = item_fields(TOILETS, feature(grade=1, colour="blue", phone="0536-1 (2)"))

    by_name = {one.name: one for one in fields}
    assert [one.name for one in fields] == [*field_order(TOILETS), "colour"]
    assert by_name["grade"].value == Text("一类", "Grade 1")
    assert by_name["colour"].label == Text("colour", "colour")
    assert not by_name["address"].known
    assert by_name["phone"].link == "tel:053612"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//x", " https://x", "https://", None]
)
def test_only_a_web_address_becomes_a_link(address: str | None) -> None:
    assert web_link(address) is None
    link = {one.name: one.link for one in item_fields(TOILETS, feature(source_url=address))}
    assert link["source_url"] is None


def test_a_web_address_stays_one() -> None:
    assert web_link("HTTPS://example.cn/a?b") == "HTTPS://example.cn/a?b"


def test_a_layer_tells_its_fields_and_how_sure_its_standards_are() -> None:
    grade = {one.name: one for one in declared_fields(TOILETS)}["grade"]

    assert grade.options[0] == ("1", Text("一类", "Grade 1"))
    assert grade.filters
    assert {one.certainty.zh for one in standard_views(TOILETS)} == {"转引，未核对原文", "待核实"}


class Tags(HTMLParser):
    """The tags of a page as a browser reads them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.found]

    @property
    def attributes(self) -> list[tuple[str, str | None]]:
        return [each for _, attributes in self.found for each in attributes]


def pages(base: str = "") -> list[Page]:
    """Return one of each page, full of hostile text wherever text can come from data."""
    hostile = feature(
        HOSTILE, name=HOSTILE, name_en=HOSTILE, address=HOSTILE, subdistrict=HOSTILE,
        status=HOSTILE, position="illustrative", open_hours=HOSTILE, grade=HOSTILE,
        source_url="javascript:alert(1)", phone=HOSTILE, **{HOSTILE: HOSTILE},
    )  # fmt: skip
    view = layer_view(TOILETS, 1, base=base)
    made = entry(TOILETS, hostile, base=base)
    title = Text(HOSTILE, HOSTILE)
    html = Markup('<div id="map_facilities"></div>')
    groups = [group(view, TOILETS, [hostile], base=base)]
    script = f"{base}/map.js"
    data = f"{base}/resident.json"
    card = facility_card(
        TOILETS, hostile, place=PLACE, reader=ANYBODY, address=data, origin="https://example.cn"
    )
    map_page = MapPage(
        title=title,
        groups=groups,
        map_html=html,
        script_href=script,
        data_href=data,
        loads_whole=True,
        alone=False,
        settings=data_block({"place": HOSTILE}),
        tiles_host=HOSTILE,
        card=card,
        shared=made,
    )
    return [
        map_page,
        replace(map_page, alone=True),
        CollectionsPage(layers=[view]),
        CollectionPage(layer=TOILETS, view=view),
        ItemsPage(
            view=view, entries=[made], first=1, matched=1, next_href=f"{base}/x?a=1&b=2",
            previous_href=f"{base}/x", filters={HOSTILE: HOSTILE},
        ),
        ItemsPage(view=view, entries=[], first=1, matched=None),
        ItemPage(view=view, entry=made, fields=item_fields(TOILETS, hostile)),
        ConformancePage(classes=["http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"]),
        ProblemPage(status=404, title=title, detail=HOSTILE),
        DocsPage(openapi_href=f"{base}/openapi.json"),
    ]  # fmt: skip


@pytest.mark.parametrize("page", pages(), ids=lambda page: type(page).__name__)
def test_a_page_has_no_inline_code_and_no_text_as_markup(page: Page) -> None:
    place = replace(PLACE, notice=Text(HOSTILE, HOSTILE), approval_line=HOSTILE)
    frame = Frame(place=place, illustrative=True, json_href="/x?f=json")

    html = render_page(frame, page).decode()

    tags = Tags(html)
    assert not {"style", "img", "iframe", "object"} & set(tags.names)
    scripts = [dict(each) for name, each in tags.found if name == "script"]
    # A block of data is never carried out.
    assert all(one.get("src") or one.get("type") == "application/json" for one in scripts)
    assert not [key for key, _ in tags.attributes if key == "style" or key.startswith("on")]
    assert not [value for _, value in tags.attributes if (value or "").startswith("javascript:")]
    assert "alert(&#39;{{7*7}}&#39;)" in html


@pytest.mark.parametrize("page", pages("/district"), ids=lambda page: type(page).__name__)
def test_every_address_of_a_page_begins_with_its_base(page: Page) -> None:
    html = render_page(Frame(place=PLACE, base="/district"), page).decode()

    own = re.findall(r'(?:href|src|data-openapi)="(/[^"]*)"', html)
    assert own
    assert [one for one in own if not one.startswith("/district/")] == []


def test_a_page_tells_the_places_attribution_licence_and_approval() -> None:
    place = replace(PLACE, approval_line="鲁V(2026)001号")
    frame = Frame(place=place, data_date=PLACE.data_date)

    html = render_page(frame, ConformancePage(classes=[])).decode()

    assert PLACE.attribution.zh in html
    assert PLACE.licence.name in html
    assert "2021-08-19" in html
    assert "鲁V(2026)001号" in html
    assert PLACE.notice.zh in html


def test_an_illustrative_position_is_said_on_each_page_that_shows_one() -> None:
    for page in pages()[:2] + pages()[4:7]:
        said = render_page(Frame(place=PLACE, illustrative=True), page).decode()
        not_said = render_page(Frame(place=PLACE), page).decode()

        assert "示意位置，" in said
        assert "示意位置，" not in not_said


def test_a_name_that_a_page_lacks_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        environment("zh").from_string("{{ frame.colour }}").render(frame=Frame(place=PLACE))


def test_colours_of_layers_are_a_style_sheet_for_both_schemes() -> None:
    styles = layer_styles(list(all_layers().values()))

    light, dark = styles.split("@media (prefers-color-scheme:dark)")
    assert ".layer-parking{--layer:#0B6BB5}" in light
    assert ".layer-parking{--layer:#6DB7F2}" in dark


def test_a_static_file_is_named_with_its_content() -> None:
    assert re.fullmatch(r"/static/built/pages\.css\?v=[0-9a-f]{16}", static_url("built/pages.css"))
    with pytest.raises(FileNotFoundError):
        static_url("no-such-file.css")
