"""An embedded map as one HTML file, with all that it needs, for where no network is."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import ClassVar, NamedTuple

from markupsafe import Markup

from api.asking import Ask
from api.data_blocks import safe_json
from api.errors import ParameterError
from api.framing import frame
from api.map_page import rendered_map
from api.pages import STATIC, Frame, layer_styles, render_page
from api.published.embed import (
    EmbedMatter,
    EmbedPage,
    EmbedParameters,
    groups_of,
    made_page,
    rendered_list,
    sent_facilities,
)
from api.published.map import PublishedMap, published_map
from api.published.parameters import asked_query
from api.resident import About
from api.routes.resident import about_layers
from layers._registry import all_layers
from layers.store.snapshot import Snapshot

# What the script asks for, and finds in the page.
DATA = "data"


class Sheet(NamedTuple):
    """A style sheet in the page; without `media` it holds everywhere."""

    text: Markup
    media: str = ""


@dataclass(frozen=True, kw_only=True)
class StandalonePage(EmbedPage):
    """An embedded map that carries everything it needs.

    Parameters
    ----------
    policy
        What the page may do: run and show exactly what is in it, and ask nobody for anything.
    sheets, noscript
        The styles, and those for where scripts are off.
    carried
        Data by the address under which the script asks for them.
    scripts
        What is carried out, in order.
    licences
        Of what others wrote of that.
    """

    template: ClassVar[str] = "embed_standalone.html"
    policy: str
    sheets: Sequence[Sheet]
    noscript: Markup
    carried: Sequence[tuple[str, Markup]]
    scripts: Sequence[Markup]
    licences: str


async def standalone_html(ask: Ask, asked: EmbedParameters) -> bytes:
    """Return a map as one file, of the versions that are asked for or served now.

    Raises
    ------
    ParameterError
        When it has more facilities than a browser loads at once.
    """
    service = ask.service
    shown = await published_map(ask, asked)
    if not shown.pinned:
        versions = list(dict.fromkeys(version for _, version in shown.versions))
        asked = asked.model_copy(update={"version": versions, "layers": _names(shown)})
        shown = await published_map(ask, asked)
    snapshots = [part.snapshot for part in shown.parts]
    chosen = await sent_facilities(ask, asked, shown)
    about = about_layers(service, snapshots, chosen=chosen)
    if about.by_view:
        raise ParameterError([_too_many(about)])
    document = await service.resident.document(about)
    around = _frame(ask, snapshots)
    key = (around.origin, around.reader, about.key, shown.newest, asked_query(asked))

    def write() -> bytes:
        matter = _matter(ask, shown, around)
        return render_page(around, _page(around, asked, matter, document.answer.body))

    return await service.standalone.worked_out(key, write)


def _names(shown: PublishedMap) -> list[str]:
    return [name for name, _ in shown.versions]


def _too_many(about: About) -> dict[str, str]:
    count = sum(len(one) for one in about.snapshots)
    reason = f"these are {count:,} facilities, too many for one file; choose layers or filters"
    return {"parameter": "layers", "value": "", "reason": reason}


def _frame(ask: Ask, snapshots: Sequence[Snapshot]) -> Frame:
    """Return a frame whose links are whole: on a disk there is no host to begin from."""
    around = frame(ask, snapshots)
    given = {one.name: getattr(around, one.name) for one in fields(around)}
    return Frame(**{**given, "base": ask.base})


def _matter(ask: Ask, shown: PublishedMap, around: Frame) -> EmbedMatter:
    snapshots = [part.snapshot for part in shown.parts]
    rendered = rendered_map(ask.service, snapshots, base=around.base, pinned=True, tiles=False)
    groups = groups_of(shown, base=around.base)
    return EmbedMatter(
        shown=shown,
        map_html=rendered.html,
        map_script_href=rendered.script,
        map_config=rendered.config,
        data_href=DATA,
        by_view=False,
        layers=[group.layer for group in groups],
        listing=rendered_list(around, groups),
    )


def _page(
    around: Frame, asked: EmbedParameters, matter: EmbedMatter, data: bytes
) -> StandalonePage:
    page = made_page(around, asked, matter, scripts=[])
    scripts = [
        *(_built(name) for name in ("embed-page.js", "embed-stage.js")),
        Markup(matter.map_script_href),
    ]
    sheets = [Sheet(_built("embed.css"))]
    if page.dark_media:
        sheets.append(Sheet(_built("dark.css"), page.dark_media))
    layers = layer_styles(list(all_layers().values()), asked.theme, asked.accent)
    sheets.append(Sheet(Markup(layers)))
    noscript = _built("embed-noscript.css")
    carried = [(DATA, safe_json(data))]
    if around.place.draw_boundary and around.place.boundary_json is not None:
        carried.append((matter.map_config["boundaryUrl"], safe_json(around.place.boundary_json)))
    given = {one.name: getattr(page, one.name) for one in fields(page)}
    return StandalonePage(
        **{**given, "picture_href": None},
        policy=policy_of(scripts, [*(sheet.text for sheet in sheets), noscript]),
        sheets=sheets,
        noscript=noscript,
        carried=carried,
        scripts=scripts,
        licences=_licences(),
    )


@cache
def _built(name: str) -> Markup:
    """Return a built file as it may stand inside of an element.

    Raises
    ------
    ValueError
        When it would end the element.
    """
    text = (STATIC / "built" / name).read_text(encoding="utf-8")
    if re.search(r"</(script|style)|<!--", text, re.IGNORECASE):
        raise ValueError(f"{name} cannot stand inside of a page")
    return Markup(text)


@cache
def _licences() -> str:
    """Return the licences of the packages in the scripts as the text of a comment."""
    text = (STATIC / "built" / "licences.txt").read_text(encoding="utf-8")
    return text.replace("--", "==")


def policy_of(scripts: Sequence[str], sheets: Sequence[str]) -> str:
    """Return the Content-Security-Policy that lets exactly these be carried out and shown."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_source, scripts))}",
            f"style-src {' '.join(map(_source, sheets))}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _source(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
