"""The texts that go into an article: the caption, and the code of the frame."""

from __future__ import annotations

from html import escape

from api.newsroom.choice import Choice
from api.published.figures import notices, source_line

SCAN = {"zh": "扫描二维码，查看可点、可搜的地图。", "en": "Scan the code for the map itself."}


def caption(choice: Choice) -> str:
    """Return what stands below a picture where neither scripts nor frames are: line by line.

    Title, what the map shows, how to get to it, source with date and licence, notices and the
    approval line.
    """
    lang = choice.lang
    lines = (
        choice.title,
        choice.alt,
        SCAN[lang],
        source_line(choice.shown, lang, choice.published.credit),
        *notices(choice.shown, lang),
    )
    return "\n".join(lines)


def frame_code(base: str, choice: Choice, map_address: str) -> str:
    """Return the code that puts the map into a page; every text in it is escaped."""
    ratio = {"16:9": "16/9", "4:3": "4/3", "1:1": "1/1", "auto": "4/3"}[choice.asked.ratio]
    address = escape(f"{base}/embed{choice.embed_query}")
    title = escape(choice.title)
    return (
        f'<iframe src="{address}" title="{title}" loading="lazy" allowfullscreen '
        f'style="width:100%;border:0;aspect-ratio:{ratio}">'
        f'<a href="{escape(map_address)}">{title}</a></iframe>'
    )
