"""The code that puts an embedded map into an article."""

from __future__ import annotations

from html import escape

from api.pages import Frame, static_url

# Where a page's own rules forbid a style in its code, the frame is so high.
PLAIN_HEIGHT_PX = 480


def iframe_snippet(
    address: str, title: str, *, open_address: str, ratio: tuple[int, int] = (4, 3)
) -> str:
    """Return the HTML of a frame as wide as its column; with `embed.js` as high as it needs.

    Parameters
    ----------
    address
        The whole address of the embed.
    title
        What the frame is called, for who listens.
    open_address
        The same map as a page: what stands where frames are not shown.
    ratio
        Width to height where `embed.js` is not loaded.
    """
    style = f"width:100%;height:auto;aspect-ratio:{ratio[0]}/{ratio[1]};border:0"
    return _frame(address, title, open_address, f'width="100%" height="{PLAIN_HEIGHT_PX}"', style)


def sized_iframe_snippet(
    address: str, title: str, *, open_address: str, width_px: int, height_px: int
) -> str:
    """Return the HTML of a frame of a fixed size, narrower where its column is."""
    size = f'width="{width_px}" height="{height_px}"'
    return _frame(address, title, open_address, size, "max-width:100%;border:0")


def _frame(address: str, title: str, open_address: str, size: str, style: str) -> str:
    return (
        f'<iframe data-facilities-map src="{escape(address)}" title="{escape(title)}" '
        f'loading="lazy" {size} style="{style}">'
        f'<a href="{escape(open_address)}">{escape(title)}</a></iframe>'
    )


def script_snippet(around: Frame) -> str:
    """Return the HTML that loads `embed.js`, once for all maps of an article."""
    version = static_url("built/embed.js").partition("?")[2]
    return (
        f'<script async src="{escape(around.whole(around.base + "/embed.js"))}?{version}"></script>'
    )
