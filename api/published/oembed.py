"""oEmbed: the map that an address of ours stands for, for sites that turn links into frames.

The specification is at oembed.com (2008, revised since). Only addresses of this service are known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit
from xml.sax.saxutils import escape

from api.asking import Ask
from api.errors import NotFoundError, ParameterError
from api.pages import said
from api.pictures.presets import PRESETS
from api.published.embed import EmbedParameters
from api.published.figures import map_title
from api.published.links import map_href, picture_href
from api.published.map import PublishedMap, published_map
from api.published.parameters import asked_query
from api.published.snippet import sized_iframe_snippet
from api.queries import read_query
from api.sharing import service_name
from api.views import facility_name
from layers.errors import LayerError, shown

# As wide as a column of text, at most; and as high as a photograph of that width.
DEFAULT_WIDTH_PX = 720
HEIGHT_OF_WIDTH = 3 / 4
CACHE_AGE_S = 3600
# What the map's own page keeps behind #, as the same parameters of an embed.
BEHIND_HASH = {"layers": "layers", "filters": "filters", "when": "free_at", "stay": "stay_minutes"}
# Of the map's page, that say nothing of a published map.
PASSED_OVER = frozenset({"f"})


@dataclass(frozen=True, kw_only=True)
class Embeddable:
    """A map that an address stands for.

    Parameters
    ----------
    asked
        As an embed.
    shown
        What is on it.
    """

    asked: EmbedParameters
    shown: PublishedMap


async def embeddable(ask: Ask, url: str) -> Embeddable:
    """Return the map that an address of ours stands for.

    Raises
    ------
    NotFoundError
        When the address is not ours, is none of a map, or what it names is not there.
    """
    try:
        values = _values(ask.base, url)
        query = urlencode({name: value for name, value in values.items() if value is not None})
        asked = read_query(EmbedParameters, query.encode())
        assert isinstance(asked, EmbedParameters)
        map_shown = await published_map(ask, asked)
    except (ParameterError, LayerError) as wrong:
        raise NotFoundError(f"{shown(url)!r} is no map of this service: {wrong}") from None
    made = Embeddable(asked=asked, shown=map_shown)
    if asked.at is not None and _name_of(made) is None:
        raise NotFoundError(f"{shown(url)!r} is no map of this service: nothing is at that place")
    return made


def _values(base: str, url: str) -> dict[str, str]:
    """Return the parameters of an embed that an address means."""
    path, query, fragment = _own_parts(base, url)
    given = dict(parse_qsl(query, keep_blank_values=True))
    given = {name: value for name, value in given.items() if name not in PASSED_OVER}
    if path == "/embed":
        return given
    if path == "/":
        behind = dict(parse_qsl(fragment))
        chosen = {ours: behind[name] for name, ours in BEHIND_HASH.items() if name in behind}
        # now, tonight: what the reader's own clock says.
        if not re.match(r"\d{4}-", chosen.get("free_at", "2000-")):
            del chosen["free_at"]
        return chosen | given
    if match := re.fullmatch(r"/maps/([^/]+)", path):
        return given | {"layers": unquote(match[1])}
    if match := re.fullmatch(r"/facility/([^/]+)/(.+)", path, re.DOTALL):
        layer, feature_id = unquote(match[1]), unquote(match[2])
        return given | {"layers": layer, "at": f"{layer}/{feature_id}"}
    raise NotFoundError(f"{shown(url)!r} is no map of this service")


def _own_parts(base: str, url: str) -> tuple[str, str, str]:
    """Return path below the base, query and fragment of an address of ours."""
    try:
        own, parts = urlsplit(base), urlsplit(urljoin(f"{base}/", url))
        same = (parts.hostname, parts.port) == (own.hostname, own.port)
    except ValueError:
        raise NotFoundError(f"{shown(url)!r} is no address") from None
    path = parts.path or "/"
    below = path.removeprefix(own.path) if path.startswith(f"{own.path}/") else None
    # A link that was written before the site had a certificate is still a link to it.
    if parts.scheme not in ("http", "https") or not same or below is None or parts.username:
        raise NotFoundError(f"{shown(url)!r} is not of this service")
    return below, parts.query, parts.fragment


def oembed_answer(
    ask: Ask, made: Embeddable, *, most_width_px: int | None, most_height_px: int | None
) -> dict[str, Any]:
    """Return the answer of the specification's type rich.

    Parameters
    ----------
    most_width_px, most_height_px
        How large the frame may be, where the consumer says it.
    """
    width = min(DEFAULT_WIDTH_PX, most_width_px or DEFAULT_WIDTH_PX)
    height = min(round(width * HEIGHT_OF_WIDTH), most_height_px or DEFAULT_WIDTH_PX)
    asked, lang = made.asked, made.asked.lang or "zh"
    title = asked.title or _name_of(made) or map_title(made.shown, lang)
    base, place = ask.base, made.shown.place
    answer: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": said(service_name(place), lang),
        "provider_url": f"{base}/",
        "cache_age": CACHE_AGE_S,
        "html": sized_iframe_snippet(
            f"{base}/embed{asked_query(asked)}",
            title,
            open_address=map_href(base, asked, made.shown),
            width_px=width,
            height_px=height,
        ),
        "width": width,
        "height": height,
    }
    picture = picture_href(base, asked, preset="thumbnail")
    if picture is not None:
        width_px, height_px = PRESETS["thumbnail"].pixels
        answer |= {
            "thumbnail_url": picture,
            "thumbnail_width": width_px,
            "thumbnail_height": height_px,
        }
    return answer


def _name_of(made: Embeddable) -> str | None:
    """Return the name of the facility that a map is about; None where there is none."""
    name, _, feature_id = (made.asked.at or "").partition("/")
    for part in made.shown.parts:
        row = part.snapshot.row_of(feature_id) if part.snapshot.layer.name == name else None
        if row is not None:
            feature = part.snapshot.decoded([row])[0]
            words = facility_name(part.snapshot.layer, feature["properties"])
            return said(words, made.asked.lang or "zh")
    return None


def oembed_xml(answer: Mapping[str, Any]) -> bytes:
    """Return an answer as XML."""
    members = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in answer.items())
    head = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>'
    return f"{head}\n<oembed>{members}</oembed>\n".encode()
