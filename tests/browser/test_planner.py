"""The planner's page on a town whose distances are worked by hand.

Toilets stand in the south at x 500 and in the north at x 1000; 100 households live at the west end
of the north bank, 50 at its east end, 80 and 40 across the river. The one bridge is at x 1500.
Within 600 m on foot: the 50 (500 m) and the 80 (500 m), 130 of 270, 48.1 %. Straight across the
river all are (hypot(500, 220) = 546 m). Another toilet where the 100 live makes it 230, 85.2 %.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
import shapely
from playwright.sync_api import Page, expect

from api.main import create_app
from api.settings import Settings
from tests.layers.planning.scene import BOX, area, community, degrees, toilet, town
from tests.node import TOOLS
from tests.serving import serving

ASKED = "/planner?layer=toilets&metres=600"
MANY_SITES = "/planner?process=siting&layer=toilets&metres=1500&goal=least_distance&sites=40"
WEST_END = degrees(shapely.Point(0, 400))
SPOT = f"{round(WEST_END.x, 6)},{round(WEST_END.y, 6)}"
LOOKS = ((360, 740, "light"), (768, 1024, "dark"), (1440, 900, "light"), (1440, 900, "dark"))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("town")
    town(
        folder,
        toilets=[toilet(1, 500, 180, name="南一公厕"), toilet(2, 1000, 400, name="北二公厕")],
        communities=[
            community(1, 0, 400, 100, name="西北里", subdistrict="北街道"),
            community(2, 1500, 400, 50, name="东北里", subdistrict="北街道"),
            community(3, 0, 180, 80, name="西南里", subdistrict="南街道"),
            community(4, 1500, 180, 40, name="东南里", subdistrict="南街道"),
        ],
    )
    # All tests ask from one address.
    settings = Settings(data=folder, jobs_per_minute=1_000)
    with serving(create_app(settings)) as opened:
        # Whoever answers has come before any page waits.
        assert httpx2.get(f"{opened}/coverage/toilets", timeout=60).status_code == 200
        yield opened


@pytest.fixture
def ask(address: str, visit: Callable) -> Callable[..., Page]:
    """Open the page, in Chinese unless asked otherwise; returns it with its question answered."""

    def open_page(path: str, **options: Any) -> Page:
        page: Page = visit(address, path, **{"locale": "zh-CN", **options}).page
        if "metres" in path:
            page.locator(".headline, .trouble").first.wait_for()
        return page

    return open_page


CROWD = "经度,纬度,户数\n" + "\n".join(
    f"{spot.x},{spot.y},{1 + x % 7}"
    for x in range(40)
    for y in range(20)
    for spot in [degrees(shapely.Point(40 * x, 30 * y))]
)


def give(page: Page, kind: str, name: str, text: str, encoding: str = "utf-8") -> None:
    """Bring a file of one's own."""
    if page.locator(".own-data").get_attribute("open") is None:
        page.get_by_text("用自己的数据").click()
    file = {"name": name, "mimeType": "text/plain", "buffer": text.encode(encoding)}
    page.locator(f"#own-{kind}").set_input_files(file)


def figure(page: Page) -> str:
    return page.locator(".large-figure .number").first.inner_text()


def rows_under(page: Page, caption: str) -> list[list[str]]:
    table = page.locator("table", has=page.locator("caption", has_text=caption)).first
    return table.locator("tbody tr").evaluate_all(
        """all => all.map((row) =>
          [...row.cells].map((cell) => cell.innerText.replace(/\\s+/g, " ").trim()))"""
    )


def test_a_link_is_answered_with_denominator_method_and_both_distances(ask: Callable) -> None:
    page = ask(ASKED)

    expect(page.locator(".headline")).to_contain_text("270 户中有 130 户，步行 600 米以内有公厕")
    assert figure(page) == "48.1%"
    expect(page.locator(".headline")).to_contain_text("沿步行路网 · 数据日期不详")
    assert page.locator("[data-way=network] .way-figure").inner_text() == "48.1%"
    assert page.locator("[data-way=straight] .way-figure").inner_text() == "100.0%"
    files = page.locator(".take-away a").evaluate_all(
        "all => all.map(({ href }) => href.split('/').pop())"
    )
    assert files == [
        "report.html?lang=zh",
        "report.pdf?lang=zh",
        "map.png?lang=zh",
        "answer.gpkg",
        "answer.geojson",
        "answer.csv",
        "answer.xlsx",
    ]
    assert rows_under(page, "分街道") == [
        ["北街道", "33.3%", "50 / 150"],
        ["南街道", "66.7%", "80 / 120"],
    ]
    assert rows_under(page, "未覆盖的小区") == [
        ["西北里 北街道", "100 / 100", "1,000 米"],
        ["东南里 南街道", "40 / 40", "720 米"],
    ]


def test_the_curve_is_drawn_and_told_in_words_and_as_a_table(ask: Callable) -> None:
    page = ask(ASKED)

    label = page.locator("svg.curve").get_attribute("aria-label")
    assert label.endswith("步行 600 米以内 48.1%; 直线 600 米以内 100.0%")
    page.get_by_text("曲线的数字").click()
    # Of the 270: 130 at 500 m, 170 at 720 m, all at 1,000 m; straight all at 546 m.
    assert rows_under(page, "离最近设施不超过某距离的户数比例")[1:4] == [
        ["500", "0.0%", "0.0%"],
        ["600", "48.1%", "100.0%"],
        ["1,000", "63.0%", "100.0%"],
    ]


def test_the_other_distance_is_shown_on_the_map_and_in_the_tables(ask: Callable) -> None:
    page = ask(ASKED)
    gaps = page.locator(".map-region .gap")
    expect(gaps).not_to_have_count(0)
    assert gaps.first.get_attribute("fill") == "url(#gap-hatch)"

    page.locator("[data-way=straight]").click()

    expect(page.locator(".headline")).to_contain_text("270 户中有 270 户，直线 600 米以内有公厕")
    expect(gaps).to_have_count(0)
    expect(page.locator("[data-way=straight]")).to_be_focused()


def test_a_gap_and_a_community_of_the_lists_are_found_on_the_map(ask: Callable) -> None:
    page = ask(ASKED)

    page.locator("[data-gap='1']").click()
    expect(page.locator(".map-region .gap.chosen")).to_have_count(1)
    page.locator("[data-community=c4]").click()
    expect(page.locator(".community-chosen")).to_have_count(1)


def test_the_form_is_the_question_and_the_address_its_link(ask: Callable) -> None:
    page = ask("/planner")

    page.locator("#standard").select_option("")
    page.locator("#amount").fill("600")
    page.locator("#free_at").fill("2026-10-01T23:00")
    expect(page).to_have_url(re.compile("&free_at=2026-10-01T23:00&speed=1.1&metres=600$"))
    page.locator("#free_at").fill("")
    page.locator("#run").click()

    expect(page.locator(".headline")).to_be_focused()
    assert figure(page) == "48.1%"
    page.reload()
    expect(page.locator(".large-figure .number").first).to_have_text("48.1%")


def test_an_answer_of_another_question_says_that_it_is_stale(ask: Callable) -> None:
    page = ask(ASKED)
    expect(page.locator(".headline")).to_be_visible()

    page.locator("#amount").fill("800")

    expect(page.locator("[data-part=stale]")).to_be_visible()


def test_what_if_stands_side_by_side_and_is_undone(ask: Callable) -> None:
    page = ask(ASKED)
    page.get_by_text("如果改一改").click()

    page.locator("#what-if-spot").fill(SPOT)
    page.locator("[data-act=add-typed]").click()
    expect(page).to_have_url(re.compile(f"add={re.escape(SPOT)}"))
    page.locator("#run").click()

    expect(page.locator(".change")).to_have_text("+37.0 个百分点")
    assert rows_under(page, "改动前后")[1] == ["服务范围内", "130", "230", "+100"]
    expect(page.locator(".map-before .gap")).to_have_count(2)
    expect(page.locator(".map-region:not(.map-before) .gap")).to_have_count(1)
    page.locator("[data-act=undo]").click()
    expect(page).not_to_have_url(re.compile("add="))
    page.locator("#run").click()
    expect(page.locator(".change")).to_have_count(0)
    expect(page.locator(".map-before")).to_be_hidden()


def test_facilities_are_added_moved_and_removed_by_keyboard(ask: Callable) -> None:
    page = ask(ASKED)
    page.get_by_text("如果改一改").click()
    expect(page.locator("#what-if-facility option")).to_have_count(2)

    page.locator("[data-act=add-on-map]").press("Enter")
    expect(page.locator(".folium-map").last).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("#what-if-facility").select_option("t1")
    page.locator("[data-act=remove]").press("Enter")
    page.locator("#what-if-facility").select_option("t2")
    page.locator("[data-act=move]").press("Enter")
    page.keyboard.press("Escape")
    page.locator("[data-act=move]").press("Enter")
    page.keyboard.press("Enter")

    changes = page.locator(".changes .change-words")
    expect(changes).to_have_count(3)
    assert [re.sub(r"[\d., ]+$", "", each) for each in changes.all_inner_texts()] == [
        "添一处：",
        "去掉南一公厕",
        "挪动北二公厕到",
    ]
    expect(page).to_have_url(re.compile(r"add=119\.\d+,36\.\d+&move=t2:119\.\d+,36\.\d+&remove=t1"))


def test_a_run_shows_how_far_it_is_and_can_be_given_up(ask: Callable) -> None:
    # Many seconds of work: forty sites of some thousands for eight hundred places.
    page = ask(f"{MANY_SITES}&method=straight")
    page.locator("#step_m").fill("10")
    give(page, "demand", "人口.csv", CROWD)

    page.locator("#run").click()
    expect(page.locator(".progress-words")).to_have_text(re.compile("排队中|读取|求解选址"))
    with page.expect_response(lambda answer: answer.request.method == "DELETE") as dismissed:
        page.locator("[data-act=cancel]").click()

    expect(page.locator(".hint")).to_have_text("已取消。")
    assert page.request.get(dismissed.value.url).json()["status"] == "dismissed"


def test_what_is_refused_is_said_in_the_servers_words(ask: Callable) -> None:
    page = ask(f"{ASKED}&remove=nobody", forgiving=True)

    expect(page.locator("[role=alert]")).to_contain_text("图层 toilets 中没有编号 nobody")


def test_where_to_build_is_answered_with_sites_and_how_good_they_are(ask: Callable) -> None:
    page = ask(f"{ASKED}&process=siting&sites=1")

    # Everybody on the north bank's west end; no single site reaches the 40 as well.
    expect(page.locator(".large-figure .number")).to_have_text("+100")
    expect(page.locator(".certainty")).to_contain_text("已证明最优")
    expect(page.locator(".map-region .site-mark")).to_have_count(1)
    page.locator("[data-act=try-out]").click()
    expect(page.locator(".change")).to_have_text("+37.0 个百分点")


def test_how_fairly_is_answered_with_the_worst_off_first(ask: Callable) -> None:
    page = ask(f"{ASKED}&process=accessibility&catchment=2sfca")

    # One toilet for the 50 and one for the 80: 2 over 270 households; the others have none.
    expect(page.locator(".large-figure .number")).to_have_text("7.41")
    assert [row[2] for row in rows_under(page, "各小区能用到多少")] == ["0", "0", "12.5", "20"]
    expect(page.locator(".map-region .reach")).to_have_count(2)
    expect(page.locator(".map-region .gap")).to_have_count(2)


def test_without_scripts_the_form_gives_figures_and_tables(ask: Callable) -> None:
    page = ask("/planner?layer=toilets", java_script_enabled=False)

    page.locator("#standard").select_option("")
    page.locator("#amount").fill("600")
    page.locator("#run").click()

    sent = "?process=coverage&layer=toilets&speed=1.1&metres=600&answer=page"
    expect(page).to_have_url(re.compile(re.escape(sent)))
    walked = page.locator("[data-way=network]")
    expect(walked).to_contain_text("48.1%")
    expect(walked).to_contain_text("270 户中有 130 户在范围内")
    assert rows_under(page, "分街道") == [
        ["北街道", "33.3%", "50", "150"],
        ["南街道", "66.7%", "80", "120"],
    ]


def test_people_of_a_file_are_counted_in_place_of_the_communities(ask: Callable) -> None:
    page = ask(ASKED)
    expect(page.locator(".headline")).to_be_visible()
    east = degrees(shapely.Point(1500, 400))
    west_row, east_row = (f"{each.x},{each.y}" for each in (WEST_END, east))
    table = f"名称,经度,纬度,人口\n里一,{west_row},300\n里二,{east_row},700\n里三,,,9\n"

    give(page, "demand", "人口.csv", table, "gbk")
    expect(page.locator("#own-weight")).to_have_value("人口")
    expect(page.locator("[data-part=stale]")).to_be_visible()
    page.locator("#run").click()

    expect(page.locator(".headline")).to_contain_text("1,000 人口中有 700 人口")
    page.get_by_text("这些数字怎么来的").click()
    assert rows_under(page, "未计入的行") == [["里三", "没有坐标"]]


def test_sites_are_kept_out_of_a_forbidden_area(ask: Callable) -> None:
    page = ask(f"{ASKED}&process=siting&sites=1&goal=fewest_sites&share=0.6")
    expect(page.locator(".large-figure .number")).to_have_text("1")
    everywhere = {"type": "Feature", "properties": {}, "geometry": area(BOX)}

    collection = {"type": "FeatureCollection", "features": [everywhere]}
    give(page, "forbidden", "禁建.geojson", json.dumps(collection))
    page.locator("#run").click()

    # Six tenths of 270 are 162, and nobody is added to the 130.
    expect(page.locator(".headline.trouble")).to_contain_text("差 32 户")


@pytest.mark.parametrize(
    ("process", "lang"), [("coverage", "zh"), ("accessibility", "en"), ("siting", "en")]
)
def test_the_page_is_accessible_and_never_scrolls_sideways(
    ask: Callable, process: str, lang: str
) -> None:
    changes = f"&add={SPOT}" if process == "coverage" else ""
    page = ask(f"{ASKED}&process={process}&lang={lang}{changes}")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")

    page.evaluate((TOOLS / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
    for width, height, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) == 0, width
        found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        assert [
            (one["id"], [node["html"][:160] for node in one["nodes"]])
            for one in found["violations"]
        ] == [], (width, scheme)
