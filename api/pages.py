"""The HTML pages: one environment, one frame around all of them, one dataclass a page.

Every value is escaped by the template engine; a name that a page does not have is an error. The
pages carry no script and no style of their own, as the Content-Security-Policy demands: colours of
layers come from `layer_styles`, served as a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import ClassVar, Literal, Protocol
from urllib.parse import quote

import jinja2
import xxhash
from markupsafe import Markup

from api.catalogue import translations
from api.colours import DARK_SURFACE, LIGHT_SURFACE, Rgb, readable
from api.reader import ANYBODY, LANGUAGE_TAGS, NAMES, Lang, Reader, with_query
from api.views import (
    DeclaredField,
    Entry,
    FieldView,
    LayerView,
    StandardView,
    declared_fields,
    standard_views,
)
from layers._layer import Layer, Text
from layers.place import Place

STATIC = Path(__file__).parent / "static"
Theme = Literal["light", "dark", "auto"]
HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, kw_only=True)
class PinnedView:
    """That a page shows fixed versions of its layers, and where today's are.

    Parameters
    ----------
    words
        Which versions, by the date of their publication.
    newest
        Whether all of them are still the newest.
    live_href
        The same page of today.
    list_href
        The whole list of what is pinned.
    """

    words: Text
    newest: bool
    live_href: str
    list_href: str


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What every page shows around its own matter.

    Parameters
    ----------
    place
        Whose page it is: name, attribution, licence, notice, approval line.
    base
        What every address on the page starts with: "" or a prefix without a final slash.
    reader
        Who reads it: language, large type.
    here
        The page's own path and query below `base`, without how it is read.
    origin
        The whole address that `base` stands for, for what leaves the page (https://map.example.cn).
    data_date
        The date the data speaks of, if known.
    illustrative
        Whether a facility shown on the page has an illustrative position; then the page says so.
    json_href
        The same resource as data, if there is one.
    pinned
        That the page shows fixed versions; None for a page of today.
    """

    place: Place
    base: str = ""
    reader: Reader = ANYBODY
    here: str = "/"
    origin: str = ""
    data_date: date | None = None
    illustrative: bool = False
    json_href: str | None = None
    pinned: PinnedView | None = None

    def page(self, path: str) -> str:
        """Return the address of another page of ours, read in the same way."""
        return self.reader.keep(f"{self.base}{path}")

    def keep(self, href: str) -> str:
        """Return an address of a page of ours, read in the same way."""
        return self.reader.keep(href)

    def whole(self, href: str) -> str:
        """Return the whole address of a page of ours, for what leaves this one."""
        return f"{self.origin}{href.removeprefix(self.base)}" if self.origin else href

    @property
    def address(self) -> str:
        """The whole address of the page, as it is read."""
        return self.whole(self.reader.keep(f"{self.base}{self.here}"))

    @property
    def oembed_links(self) -> list[tuple[str, str]]:
        """Media type and address of what says how the page stands in a frame (oEmbed)."""
        query = f"url={quote(self.address, safe='')}"
        return [
            (f"{kind}+oembed", f"{self.origin or self.base}/oembed?{query}&format={form}")
            for kind, form in (("application/json", "json"), ("text/xml", "xml"))
        ]

    def switched(self, *, lang: Lang | None = None, large: bool | None = None) -> str:
        """Return the address of this page, read otherwise."""
        return self.reader.switched(f"{self.base}{self.here}", lang=lang, large=large)

    @property
    def other_languages(self) -> list[tuple[Lang, str]]:
        """The languages that the page is not in, each by its own name."""
        return [(lang, name) for lang, name in NAMES.items() if lang != self.reader.lang]

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """The page in each language, by language tag, and where the browser decides."""
        here = f"{self.origin or self.base}{self.here}"
        languages = [(tag, with_query(here, f"lang={lang}")) for lang, tag in LANGUAGE_TAGS.items()]
        return [*languages, ("x-default", here)]


@dataclass(frozen=True, kw_only=True)
class CollectionsPage:
    """The layers of the place."""

    template: ClassVar[str] = "collections.html"
    layers: Sequence[LayerView]


@dataclass(frozen=True, kw_only=True)
class CollectionPage:
    """One layer: what it is, its fields, its standards."""

    template: ClassVar[str] = "collection.html"
    layer: Layer
    view: LayerView

    @property
    def fields(self) -> tuple[DeclaredField, ...]:
        """The layer's fields in words."""
        return declared_fields(self.layer)

    @property
    def standards(self) -> tuple[StandardView, ...]:
        """The layer's planning standards in words."""
        return standard_views(self.layer)


@dataclass(frozen=True, kw_only=True)
class ItemsPage:
    """Facilities of one layer, a page at a time.

    `first` counts from 1; `matched` is None where it was not counted.
    """

    template: ClassVar[str] = "items.html"
    view: LayerView
    entries: Sequence[Entry]
    first: int
    matched: int | None
    previous_href: str | None = None
    next_href: str | None = None
    filters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ItemPage:
    """One facility with all of its fields."""

    template: ClassVar[str] = "item.html"
    view: LayerView
    entry: Entry
    fields: Sequence[FieldView]


@dataclass(frozen=True, kw_only=True)
class ConformancePage:
    """The standards' requirements that the service meets, by address."""

    template: ClassVar[str] = "conformance.html"
    classes: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class ProblemPage:
    """An error in words, with a way out."""

    template: ClassVar[str] = "problem.html"
    status: int
    title: Text
    detail: str
    advice: Text | None = None


@dataclass(frozen=True, kw_only=True)
class DocsPage:
    """The HTTP interface, to read and to try, from the OpenAPI document."""

    template: ClassVar[str] = "docs.html"
    openapi_href: str


class Page(Protocol):
    """Anything that has a template; the template knows the rest."""

    template: ClassVar[str]


def render_page(frame: Frame, page: Page) -> bytes:
    """Return a page as UTF-8 HTML."""
    template = environment(frame.reader.lang).get_template(page.template)
    return template.render(frame=frame, page=page).encode()


def layer_styles(layers: Sequence[Layer], theme: Theme = "auto", accent: str | None = None) -> str:
    """Return the layers' colours as a style sheet, one class a layer.

    Parameters
    ----------
    theme
        For which colour scheme; auto for both, as the device is set.
    accent
        The colour of a map's rule and links, RRGGBB; links are made dark or light enough to be
        read.
    """
    light = "\n".join(f".layer-{layer.name}{{--layer:{layer.mark.light}}}" for layer in layers)
    dark = "\n".join(f".layer-{layer.name}{{--layer:{layer.mark.dark}}}" for layer in layers)
    if accent is not None:
        light += f"\n{_accent_styles(accent, LIGHT_SURFACE)}"
        dark += f"\n{_accent_styles(accent, DARK_SURFACE)}"
    if theme == "auto":
        return f"{light}\n@media (prefers-color-scheme:dark){{\n{dark}\n}}\n"
    return f"{light if theme == 'light' else dark}\n"


def _accent_styles(accent: str, surface: Rgb) -> str:
    return f":root{{--rule:#{accent};--link:{readable(accent, surface)}}}"


@cache
def environment(lang: Lang) -> jinja2.Environment:
    """Return the template environment of a language: everything escaped, nothing undefined.

    Filters: `said` gives a Text in the language, `counted` a layer's count in words, and
    `lang_attribute` marks a text of the data that is in another language than the page.
    """
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("api"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_translations(translations(lang), newstyle=True)  # type: ignore[attr-defined]
    made.globals["static_url"] = static_url
    made.filters["said"] = lambda words: said(words, lang)
    made.filters["counted"] = lambda view: counted(view, lang)
    made.filters["lang_attribute"] = lambda text: lang_attribute(text, lang)
    return made


def said(words: Text, lang: Lang) -> str:
    """Return words in a language, in Chinese where there are none."""
    return words.en or words.zh if lang == "en" else words.zh


def counted(view: LayerView, lang: Lang) -> str:
    """Return how many facilities a layer has: 28 座, 28."""
    return f"{view.count:,} {view.counter}" if lang == "zh" else f"{view.count:,}"


def lang_attribute(text: str, lang: Lang) -> Markup:
    """Return the attribute that marks Chinese on a page in another language, for who listens."""
    if lang != "zh" and HAN.search(str(text)):
        return Markup(' lang="zh-CN"')
    return Markup("")


@cache
def static_url(name: str) -> str:
    """Return the address of a static file with its content's hash, so that it may be cached.

    Raises
    ------
    FileNotFoundError
        When there is no such file (a built file before `make setup`).
    """
    digest = xxhash.xxh3_64_hexdigest((STATIC / name).read_bytes())
    return f"/static/{name}?v={digest}"
