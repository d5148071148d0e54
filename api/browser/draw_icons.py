"""Draw the app's icons as PNG from their SVG sources, with the installed Chromium.

Run by `make icons`, after a change of api/static/icons/*.svg. The pictures are committed: phones
ask for PNG, and whoever serves a place needs no browser.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ICONS = Path(__file__).parent.parent / "static" / "icons"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Each picture, its source, its side in pixels. Where a phone cuts the shape out itself (maskable,
# Apple), the ground reaches the edges.
PICTURES = (
    ("icon-192.png", "icon.svg", 192),
    ("icon-512.png", "icon.svg", 512),
    ("maskable-192.png", "maskable.svg", 192),
    ("maskable-512.png", "maskable.svg", 512),
    ("apple-touch-icon.png", "maskable.svg", 180),
)


def draw_all() -> None:
    """Draw every picture anew."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        sys.exit("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, source, side in PICTURES:
            (ICONS / name).write_bytes(_drawn(browser, ICONS / source, side))
        browser.close()


def _drawn(browser: Browser, source: Path, side: int) -> bytes:
    page = browser.new_page(viewport={"width": side, "height": side})
    svg = source.read_text(encoding="utf-8").replace("<svg ", f'<svg width="{side}" ', 1)
    page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{svg}")
    picture = page.screenshot(omit_background=True)
    page.close()
    return picture


if __name__ == "__main__":
    draw_all()
