"""The texts that go into an article: the caption, and the code of the frame."""

from __future__ import annotations

from api.newsroom.choice import Choice, map_address
from api.pages import Frame
from api.published.figures import notices, source_line
from api.published.snippet import iframe_snippet, script_snippet

RATIOS = {"16:9": (16, 9), "4:3": (4, 3), "1:1": (1, 1), "auto": (4, 3)}
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


def frame_code(around: Frame, choice: Choice) -> str:
    """Return the code that puts the map into a page; every text in it is escaped.

    Of automatic height it brings the script that finds it; without that script, too, it is a map.
    """
    published, shown = choice.published, choice.shown
    code = iframe_snippet(
        f"{around.origin}/embed{choice.embed_query}",
        choice.title,
        open_address=map_address(around.origin, published, shown),
        ratio=RATIOS[choice.asked.ratio],
    )
    return f"{code}\n{script_snippet(around)}" if choice.asked.ratio == "auto" else code
