"""The editor's page: choices on one side, on the other what comes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from markupsafe import Markup

from api.asking import Ask
from api.bounds import LOADED_WHOLE
from api.catalogue import browser_messages
from api.data_blocks import data_block
from api.facts.facts import Facts
from api.facts.rows import FactRow, layer_rows
from api.framing import frame
from api.newsroom.choice import Choice, digest, map_address
from api.newsroom.words import caption, frame_code
from api.pages import Frame, render_page, said
from api.published.figures import map_title
from api.reader import Lang
from api.views import LayerView, layer_view
from layers._layer import Text
from layers.find.chips import FREE_THEN, declared_chips

# Presets of pictures, and the file that each is taken as.
PICTURES = (
    ("png", None, Text("PNG 图片", "PNG")),
    ("svg", None, Text("SVG 矢量图", "SVG")),
    ("pdf", "print", Text("PDF（A4 打印）", "PDF (A4, print)")),
    ("jpg", "wechat", Text("JPG（微信）", "JPG (WeChat)")),
    ("png", "og", Text("PNG（链接卡片）", "PNG (link card)")),
    ("png", "thumbnail", Text("PNG（缩略图）", "PNG (thumbnail)")),
)


class Option(NamedTuple):
    """One of several that may be chosen."""

    value: str
    words: Text
    chosen: bool


class ChosenLayer(NamedTuple):
    """A layer with what can be asked of it."""

    view: LayerView
    chosen: bool
    chips: tuple[Option, ...]


class File(NamedTuple):
    """Something to take away."""

    href: str
    words: Text


class LayerFigures(NamedTuple):
    """The figures of a layer, for the page's table."""

    title: Text
    data_date: str | None
    rows: tuple[FactRow, ...]


@dataclass(frozen=True, kw_only=True)
class NewsroomPage:
    """All of it.

    Parameters
    ----------
    address
        The page with this choice, to pass on.
    default_title
        What the map is called where nobody gives it a title.
    version
        The versions that it is pinned to, or would be; with commas.
    new_text
        The text that the data give now, where the editor wrote another one over an older one.
    keep_href, drop_href
        The page with the editor's text for the new figures, and with the data's own.
    """

    template: ClassVar[str] = "newsroom.html"
    settings: Markup
    choice: Choice
    layers: Sequence[ChosenLayer]
    default_title: str
    themes: Sequence[Option]
    languages: Sequence[Option]
    ratios: Sequence[Option]
    lists: Sequence[Option]
    view: str
    version: str
    address: str
    embed_href: str
    code: str
    embed_address: str
    map_address: str
    files: Sequence[File]
    qr_svg: str
    qr_png: str
    kit_href: str
    alt_of: str
    new_text: str | None
    keep_href: str
    drop_href: str
    caption: str
    figures: Sequence[LayerFigures]
    facts_href: str
    table_href: str


def newsroom_page(ask: Ask, choice: Choice, facts: Facts) -> bytes:
    """Return the editor's page as HTML."""
    shown, around = choice.shown, frame(ask, [part.snapshot for part in choice.shown.parts])
    base, asked, published = around.base, choice.asked, choice.published
    present = dict(ask.service.version_key())
    address = map_address(around.origin, published, shown)
    facts_query, map_query = choice.facts_query(present), choice.map_query
    page = NewsroomPage(
        settings=data_block(_settings(around)),
        choice=choice,
        layers=_layers(ask, around, choice),
        default_title=map_title(shown, choice.lang),
        themes=_options(THEMES, published.theme),
        languages=_options(LANGUAGES, choice.lang),
        ratios=_options(RATIOS, asked.ratio),
        lists=_options(LISTS, asked.list),
        view="" if published.shown_view is None else str(published.shown_view),
        version=",".join(dict.fromkeys(version for _, version in shown.versions)),
        address=choice.address(),
        embed_href=f"{base}/embed{choice.embed_query}",
        code=frame_code(around, choice),
        embed_address=f"{around.origin}/embed{choice.embed_query}",
        map_address=address,
        files=[
            File(f"{base}/picture.{form}{choice.picture_query(preset)}", words)
            for form, preset, words in PICTURES
        ]
        + _one_file(base, choice),
        qr_svg=f"{base}/qr.svg{map_query}",
        qr_png=f"{base}/qr.png{map_query}",
        kit_href=around.keep(f"{base}{choice.address().replace('/newsroom', '/newsroom.zip', 1)}"),
        alt_of=asked.alt_of if choice.is_edited and asked.alt_of else digest(choice.said),
        new_text=choice.said if choice.is_outdated else None,
        keep_href=base + choice.address(alt_of=digest(choice.said)),
        drop_href=base + choice.address(alt=None, alt_of=None),
        caption=caption(choice),
        figures=[
            LayerFigures(
                one.figure.layer.title,
                None if one.data_date is None else one.data_date.isoformat(),
                tuple(layer_rows(one)),
            )
            for one in facts.layers
        ],
        facts_href=f"{base}/facts{facts_query}",
        table_href=f"{base}/facts.csv{facts_query}",
    )
    return render_page(around, page)


def _one_file(base: str, choice: Choice) -> list[File]:
    """Return the map as one HTML file; more facilities than a browser loads at once are none."""
    words = Text("单个 HTML 文件", "One HTML file")
    href = f"{base}/embed.html{choice.embed_query}"
    return [File(href, words)] if choice.shown.count <= LOADED_WHOLE else []


THEMES = (("light", Text("浅色", "Light")), ("dark", Text("深色", "Dark")), (
    "auto", Text("随读者设备", "As the reader's device")),
)  # fmt: skip
LANGUAGES = (
    ("zh", Text("中文", "Chinese")),
    ("en", Text("英文", "English")),
)
RATIOS = (
    ("4:3", Text("4:3", "4:3")),
    ("16:9", Text("16:9", "16:9")),
    ("1:1", Text("1:1", "1:1")),
    ("auto", Text("自动高度", "Automatic height")),
)
LISTS = (
    ("button", Text("按钮展开", "Behind a button")),
    ("below", Text("地图下方", "Below the map")),
    ("none", Text("不要", "None")),
)


def _options(named: Sequence[tuple[str, Text]], chosen: str) -> list[Option]:
    return [Option(value, words, value == chosen) for value, words in named]


def _layers(ask: Ask, around: Frame, choice: Choice) -> list[ChosenLayer]:
    shown = {name for name, _ in choice.shown.versions}
    asked = {chip.name for chip in choice.asked.chips}
    return [
        ChosenLayer(
            layer_view(one.layer, len(one), base=around.base),
            one.layer.name in shown,
            tuple(
                Option(chip.name, chip.words, chip.name in asked)
                for chip in declared_chips(one.layer).values()
                # What is open this minute is another thing once an article is read.
                if chip.key != FREE_THEN or chip.name in asked
            ),
        )
        for one in ask.service.snapshots()
    ]


def _settings(around: Frame) -> dict[str, object]:
    lang: Lang = around.reader.lang
    return {
        "lang": lang,
        "base": around.base,
        "keep": around.reader.chosen,
        "messages": browser_messages(lang),
        "place": said(around.place.name, lang),
    }
