"""A real server on a real place, opened in the installed Chromium with all other hosts blocked."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from api.main import create_app
from api.settings import Settings
from geo.geojson import canonical_collection, canonical_feature
from tests.serving import serving

DEMONSTRATION = Path(__file__).parents[2] / "data"

# A page with a map is there once what the list has found is drawn; one without scripts at once.
DRAWN = """() => {
  if (!document.querySelector('body.finder')) return true;
  if (!window.map_facilities || facilitiesPage.finder.source.progress === 'loading') return false;
  const drawn = document.querySelector('.leaflet-pane .map-mark, .leaflet-pane .map-cluster');
  return drawn !== null || facilitiesPage.finder.found.shown === 0;
}"""

INSTALL = "apt-get install chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# This machine under a name that browsers trust less than their own machine's address.
ELSEWHERE = "map.example"
FLAGS = (
    f"--host-resolver-rules=MAP {ELSEWHERE} 127.0.0.1",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PLACE_TOML = """\
name = { zh = "小城", en = "Tiny Town" }
country = "CN"
timezone = "Asia/Shanghai"
metric_crs = "EPSG:4549"
attribution = { zh = "小城住建局", en = "Tiny Town housing bureau" }
licence = { name = "CC0-1.0" }
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


# A module's own, not the session's: while it is open its event loop is the thread's.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        missing = f"no Chromium on this machine: {INSTALL}"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def demonstration() -> Iterator[str]:
    with serving(create_app(Settings(data=DEMONSTRATION))) as address:
        yield address


Features = Sequence[Mapping[str, Any]]


@pytest.fixture
def serve_place(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Serve a place made of features by layer; returns its address."""
    opened = []

    def serve(
        layers: Mapping[str, Features], *, toml: str = "", boundary: bytes = b"", **settings: Any
    ) -> str:
        (tmp_path / "place.toml").write_text(PLACE_TOML + toml, encoding="utf-8")
        if boundary:
            (tmp_path / "boundary.geojson").write_bytes(boundary)
        for layer, features in layers.items():
            lines = [
                canonical_feature(one["id"], one["geometry"], one["properties"]) for one in features
            ]
            (tmp_path / f"{layer}.geojson").write_bytes(canonical_collection(lines))
        server = serving(create_app(Settings(data=tmp_path, **settings)))
        opened.append(server)
        return server.__enter__()

    yield serve
    for server in opened:
        server.__exit__(None, None, None)


@dataclass
class Visit:
    """An open page, and what it did that it should not have."""

    page: Page
    address: str
    context: BrowserContext
    scripts: bool = True
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)
        if self.scripts:
            self.page.wait_for_function(DRAWN)

    def come_to_rest(self) -> None:
        """Wait until the map stands still, close to what was chosen."""
        self.page.wait_for_function("() => map_facilities.getZoom() >= 16")
        self.page.wait_for_function("() => !map_facilities._animatingZoom")


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open a page of an address; at the end no error, no dialog and no other host is forgiven."""
    visits: list[Visit] = []
    opened: list[BrowserContext] = []

    def open_page(
        address: str,
        path: str = "/",
        *,
        size: tuple[int, int] = (1440, 900),
        forgiving: bool = False,
        before: Callable[[BrowserContext], None] | None = None,
        **options: Any,
    ) -> Visit:
        width, height = size
        options.setdefault("locale", "zh-CN")
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        scripts = options.get("java_script_enabled", True)
        made = Visit(context.new_page(), address, context, scripts)
        opened.append(context)

        def guard(route: Route) -> None:
            if route.request.url.startswith(f"{address}/"):
                route.continue_()
            else:
                made.outside.append(route.request.url)
                route.abort()

        context.route("**/*", guard)
        if before is not None:
            before(context)
        made.page.on(
            "console",
            lambda said: (
                made.errors.append(said.text) if said.type in ("error", "warning") else None
            ),
        )
        made.page.on("pageerror", lambda error: made.errors.append(str(error)))
        made.page.on(
            "dialog", lambda dialog: (made.dialogs.append(dialog.message), dialog.dismiss())
        )
        made.go(path)
        if not forgiving:
            visits.append(made)
        return made

    yield open_page
    for context in opened:
        context.close()
    for made in visits:
        assert (made.errors, made.dialogs, made.outside) == ([], [], [])
