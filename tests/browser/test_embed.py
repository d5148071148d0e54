"""Maps in an article of another site: seen, scrolled past, used, with scripts and without."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from api.pages import STATIC
from api.published.snippet import iframe_snippet
from tests.browser.test_axe import found
from tests.browser.towns import grid
from tests.browser.wire import wired

DRAWN = "() => document.querySelector('.leaflet-pane .map-mark, .leaflet-pane .map-cluster')"
ABOVE_CARD = """() => {
  const [mark, card] = ['.map-mark.chosen', '.card'].map((one) => document.querySelector(one));
  return mark.getBoundingClientRect().bottom <= card.getBoundingClientRect().top;
}"""
# What a careful paper sends: nothing inline, frames and scripts of the map's own host only.
STRICT = (
    "default-src 'none'; style-src 'self'; img-src data:; script-src 'self' {map}; frame-src {map}"
)
ARTICLE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>报道</title>
<link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<body><h1>报道</h1>{before}{frame}{after}</body></html>"""
LINES = "<p>一行</p>" * 60


class Paper:
    """A site of another origin with articles that a test writes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.policy, self.is_isolated = folder, "", False
        paper = self

        class Handler(SimpleHTTPRequestHandler):
            def end_headers(self) -> None:
                if paper.policy:
                    self.send_header("Content-Security-Policy", paper.policy)
                if paper.is_isolated:
                    self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
                    self.send_header("Cross-Origin-Opener-Policy", "same-origin")
                super().end_headers()

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def write(self, frame: str, *, before: str = "", after: str = "") -> str:
        """Write an article around a frame and return its address."""
        text = ARTICLE.format(before=before, frame=frame, after=after)
        (self.folder / "article.html").write_text(text, encoding="utf-8")
        return f"{self.address}/article.html"

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Paper]:
    (tmp_path / "paper").mkdir()
    opened = Paper(tmp_path / "paper")
    yield opened
    opened.close()


@pytest.fixture
def read(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open an article; at the end no error and no request to a third host is forgiven."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []
    hosts: set[str] = set()

    def open_article(
        address: str, *known: str, size: tuple[int, int] = (700, 700), **options: Any
    ) -> Page:
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=viewport, locale="zh-CN", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on("request", lambda asked: hosts.add("/".join(asked.url.split("/")[:3])))
        hosts.clear()
        page.goto(address)
        page.known = {*known, "/".join(address.split("/")[:3])}  # type: ignore[attr-defined]
        return page

    yield open_article
    allowed = set().union(
        *(page.known for one in contexts for page in one.pages if hasattr(page, "known"))
    )
    for context in contexts:
        context.close()
    assert faults == []
    assert hosts <= allowed | {"data:"}


def embedded(page: Page, index: int = 1) -> Frame:
    frame = page.frames[index]
    frame.wait_for_function(DRAWN)
    return frame


def frame_of(address: str, query: str, height: int = 420) -> str:
    source = f"{address}/embed{query}"
    return f'<iframe src="{source}" title="地图" width="100%" height="{height}"></iframe>'


@pytest.mark.parametrize("width", [320, 1200])
def test_a_map_stands_in_an_article_at_any_width(
    demonstration: str, paper: Paper, read: Callable[..., Page], width: int
) -> None:
    paper.policy = STRICT.format(map=demonstration)
    paper.is_isolated = True
    article = paper.write(frame_of(demonstration, "?layers=toilets"))
    page = read(article, demonstration, size=(width, 700))

    frame = embedded(page)
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    map_box = frame.locator("#map").bounding_box()
    assert map_box
    assert map_box["height"] >= 180
    expect(frame.locator("h1")).to_have_text("潍城区公厕")
    kept = page.context.cookies(), frame.evaluate("[localStorage.length, sessionStorage.length]")
    assert kept == ([], [0, 0])
    assert (
        frame.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    )


def test_a_map_below_the_fold_begins_when_it_is_scrolled_to(
    demonstration: str, paper: Paper, read: Callable[..., Page]
) -> None:
    article = paper.write(frame_of(demonstration, "?layers=parks&list=below"), before=LINES)
    page = read(article, demonstration)
    frame = page.frames[1]
    frame.wait_for_load_state("load")

    expect(frame.locator(".embed-list li").first).to_be_attached()
    assert frame.evaluate("typeof L") == "undefined"
    page.locator("iframe").scroll_into_view_if_needed()
    frame.wait_for_function(DRAWN)


def test_the_wheel_scrolls_the_article_and_with_ctrl_the_map(
    demonstration: str, paper: Paper, read: Callable[..., Page]
) -> None:
    page = read(paper.write(frame_of(demonstration, "?layers=parks"), after=LINES), demonstration)
    frame = embedded(page)
    box = frame.locator("#map").bounding_box()
    assert box
    zoom = frame.evaluate("map_facilities.getZoom()")
    page.mouse.move(box["x"] + 100, box["y"] + 60)

    page.mouse.wheel(0, 300)
    expect(frame.locator("#hint")).to_have_text("按住 Ctrl 滚动可缩放地图")
    page.wait_for_function("scrollY > 0")
    assert frame.evaluate("map_facilities.getZoom()") == zoom

    page.evaluate("scrollTo(0, 0)")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    frame.wait_for_function("(before) => map_facilities.getZoom() > before", arg=zoom)


def test_one_finger_scrolls_the_article_and_two_move_the_map(
    demonstration: str, paper: Paper, read: Callable[..., Page]
) -> None:
    article = paper.write(frame_of(demonstration, "?layers=parks", 560), after=LINES)
    page = read(article, demonstration, size=(360, 800), has_touch=True, is_mobile=True)
    frame = embedded(page)
    box = frame.locator("#map").bounding_box()
    assert box
    x, y = box["x"] + 60, box["y"] + 150
    place = "map_facilities.getCenter().toString() + map_facilities.getZoom()"
    first = frame.evaluate(place)
    touch = partial(touched, page.context.new_cdp_session(page))

    touch("touchStart", (x, y), (x + 60, y))
    for step in range(1, 7):
        touch("touchMove", (x - 4 * step, y), (x + 60 + 8 * step, y))
    touch("touchEnd")
    frame.wait_for_function(f"(before) => {place} !== before", arg=first)
    frame.wait_for_function("() => !map_facilities._animatingZoom")
    assert page.evaluate("scrollY") == 0

    second = frame.evaluate(place)
    touch("touchStart", (x, y))
    for step in range(1, 9):
        touch("touchMove", (x, y - 12 * step))
    expect(frame.locator("#hint")).to_have_text("用两根手指移动地图")
    touch("touchEnd")
    page.wait_for_function("scrollY > 0")
    assert frame.evaluate(place) == second


def touched(session: Any, kind: str, *points: tuple[float, float]) -> None:
    where = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": where})


def test_a_facility_is_found_shown_and_left_with_the_keyboard(
    demonstration: str, paper: Paper, read: Callable[..., Page]
) -> None:
    query = "?layers=toilets&search=true&list=below"
    page = read(paper.write(frame_of(demonstration, query, 600)), demonstration)
    frame = embedded(page)

    frame.locator("#search").fill("ziyiyuan")
    expect(frame.locator("#found button").first).to_contain_text("自怡园公厕")
    frame.locator("#search").press("Enter")

    card = frame.locator(".card")
    expect(card).to_be_visible()
    expect(card.locator("h2")).to_have_text("自怡园公厕")
    expect(card).to_be_focused()
    expect(card.locator(".status")).not_to_be_empty()
    assert card.locator("a.way").first.get_attribute("target") == "_blank"
    chosen = frame.locator(".map-mark.chosen")
    expect(chosen).to_be_visible()
    frame.wait_for_function(ABOVE_CARD)
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()

    frame.locator(".embed-list a[data-id]").nth(2).click()
    expect(card.locator("h2")).to_have_text(
        frame.locator(".embed-list a[data-id]").nth(2).inner_text()
    )


def test_without_scripts_there_is_a_list(
    demonstration: str, paper: Paper, read: Callable[..., Page]
) -> None:
    article = paper.write(frame_of(demonstration, "?layers=parks&list=none"))
    page = read(article, demonstration, java_script_enabled=False)

    frame = page.frame_locator("iframe")
    expect(frame.locator(".embed-list li")).to_have_count(12)
    expect(frame.locator(".folium-map")).to_be_hidden()
    picture = frame.locator("img.embed-picture")
    expect(picture).to_be_visible()
    assert picture.evaluate("(img) => img.decode().then(() => img.naturalWidth)") > 400
    expect(frame.get_by_text("示意位置，非实际坐标").first).to_be_visible()


@pytest.mark.parametrize(("theme", "scheme", "ground"), [
    ("dark", "light", "rgb(29, 33, 38)"),
    ("light", "dark", "rgb(255, 255, 255)"),
    ("auto", "dark", "rgb(29, 33, 38)"),
])  # fmt: skip
def test_the_theme_is_the_articles_and_not_the_devices(
    demonstration: str, read: Callable[..., Page], theme: str, scheme: str, ground: str
) -> None:
    address = f"{demonstration}/embed?layers=parks&accent=B3452C&theme={theme}"
    page = read(address, demonstration, color_scheme=scheme)

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground
    rule = "getComputedStyle(document.querySelector('.embed-head')).borderTopColor"
    assert page.evaluate(rule) == "rgb(179, 69, 44)"


def test_an_embed_of_200_points_weighs_little(
    serve_place: Callable[..., str], paper: Paper, read: Callable[..., Page]
) -> None:
    points = list(grid(15))[:200]
    address = serve_place({"toilets": points})
    with wired(address) as wire:
        page = read(paper.write(frame_of(wire.address, "?layers=toilets")), wire.address)
        embedded(page)
        page.wait_for_load_state("networkidle")
        weight_bytes = wire.came

    assert weight_bytes <= 110_000


def script_of(address: str) -> str:
    return f'<script src="{address}/embed.js"></script>'


def marked(address: str, query: str) -> str:
    return frame_of(address, query).replace("<iframe ", "<iframe data-facilities-map ")


def test_the_script_is_small() -> None:
    assert (STATIC / "built" / "embed.js").stat().st_size <= 3_000


def test_the_script_gives_each_map_its_height_tells_of_it_and_takes_commands(
    demonstration: str, paper: Paper, read: Callable[..., Page]
) -> None:
    paper.policy = STRICT.format(map=demonstration)
    frames = marked(demonstration, "?layers=parks&list=below") + marked(
        demonstration, "?layers=toilets&list=none"
    )
    article = paper.write(frames, after=script_of(demonstration))
    page = read(article, demonstration, size=(700, 3000))
    first, second = embedded(page, 1), embedded(page, 2)

    heights = "[...document.querySelectorAll('iframe')].map((one) => one.offsetHeight)"
    page.wait_for_function(f"{heights}[0] > 800")
    page.wait_for_function(f"{heights}[1] > 420")
    for number, frame in enumerate((first, second)):
        content = frame.evaluate("document.documentElement.scrollHeight")
        # The frame's border of two pixels is the paper's.
        assert abs(page.evaluate(heights)[number] - content) <= 4

    page.evaluate(
        """() => {
          window.told = [];
          for (const name of ["facility", "move"]) {
            document.addEventListener(name, ({ target, detail }) => {
              const frames = [...document.querySelectorAll("iframe")];
              told.push([name, frames.indexOf(target), detail]);
            });
          }
          const [parks, toilets] = document.querySelectorAll("iframe");
          parks.facilitiesMap.show("parks/park-ziyiyuan");
          toilets.facilitiesMap.flyTo(119.05, 36.7, 15);
          toilets.facilitiesMap.filter(["toilets.accessible"]);
        }"""
    )
    expect(first.locator(".card h2")).to_have_text("自怡园")
    expect(second.locator(".card")).to_be_hidden()
    second.wait_for_function("map_facilities.getZoom() === 15")
    second.wait_for_function("embedPage.finder.found.entries.length < 28")
    page.wait_for_function("told.some(([name]) => name === 'facility')")
    page.wait_for_function("told.some(([name, which]) => name === 'move' && which === 1)")
    facility = page.evaluate("told.find(([name]) => name === 'facility')")
    assert facility[1] == 0
    assert facility[2]["id"] == "park-ziyiyuan"
    moved = page.evaluate("told.filter(([name, which]) => name === 'move' && which).pop()")[2]
    assert (round(moved["lon"], 2), round(moved["lat"], 2), moved["zoom"]) == (119.05, 36.7, 15)


def test_without_the_script_the_frame_keeps_its_ratio(
    demonstration: str, paper: Paper, read: Callable[..., Page]
) -> None:
    title = '公厕 <b>"地图"</b>'
    code = iframe_snippet(
        f"{demonstration}/embed?layers=toilets&title=a", title, open_address=f"{demonstration}/"
    )
    page = read(paper.write(code), demonstration, size=(816, 900))

    frame = page.locator("iframe")
    assert frame.get_attribute("title") == title
    box = frame.bounding_box()
    assert box
    # The body's margins take 16 of the 816 pixels.
    assert (round(box["width"]), round(box["height"])) == (800, 600)
    embedded(page)


def test_a_place_that_names_a_map_is_filled_and_only_maps_are_believed(
    demonstration: str, paper: Paper, read: Callable[..., Page]
) -> None:
    (paper.folder / "other.html").write_text(
        '<!doctype html><link rel="icon" href="data:,"><script src="other.js"></script>', "utf-8"
    )
    (paper.folder / "other.js").write_text(
        "for (const [name, detail] of [['height', { height: 5000 }], ['facility', null]])"
        " parent.postMessage({ facilitiesMap: name, detail }, '*');"
        "parent.frames[1].postMessage({ facilitiesMap: 'show', at: 'parks/park-ziyiyuan' }, '*');",
        "utf-8",
    )
    place = (
        f'<div data-facilities-map="{demonstration}/embed?layers=parks" data-title="公园"></div>'
    )
    article = paper.write(
        marked(demonstration, "?layers=toilets") + place, after=script_of(demonstration)
    )
    page = read(article, demonstration, size=(700, 1400))
    own = page.frame_locator("iframe[title=公园]")
    expect(own.locator("h1")).to_have_text("潍城区公园")
    page.wait_for_function("document.querySelector('iframe[title=公园]').offsetHeight !== 480")
    page.evaluate("window.told = 0; addEventListener('facility', () => (told += 1))")

    # A map's frame is led elsewhere, and what is there speaks as if it were the map.
    with page.expect_event("framenavigated"):
        page.frames[1].evaluate("(to) => { location.href = to; }", f"{paper.address}/other.html")
    page.frames[1].wait_for_load_state("load")
    for nothing in ({"facilitiesMap": "eval"}, "text", {"facilitiesMap": "filter", "filters": "x"}):
        page.evaluate("(message) => frames[1].postMessage(message, '*')", nothing)
    page.evaluate("() => new Promise((resolve) => setTimeout(resolve, 50))")

    assert page.evaluate("[told, document.querySelector('iframe').offsetHeight < 5000]") == [
        0,
        True,
    ]
    # A neighbour is no parent.
    expect(own.locator(".card")).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_an_embed_with_its_card_open(
    demonstration: str, read: Callable[..., Page], theme: str
) -> None:
    query = f"?layers=toilets,parks&search=true&list=below&theme={theme}&accent=FFD400"
    page = read(
        f"{demonstration}/embed{query}&at=parks/park-ziyiyuan", demonstration, bypass_csp=True
    )
    page.wait_for_function(DRAWN)
    expect(page.locator(".card")).to_be_visible()

    assert found(page) == []


def test_axe_finds_nothing_where_a_map_cannot_be_shown(
    demonstration: str, browser: Browser
) -> None:
    # Its status, which is right, is an error to the browser's console.
    page = browser.new_context(bypass_csp=True).new_page()
    page.goto(f"{demonstration}/embed?layers=trams")

    assert found(page) == []
    page.context.close()
