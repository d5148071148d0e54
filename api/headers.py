"""The security headers of pages: what a page may load, and who may frame it."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from api.answers import Headers
from api.reader import LANGUAGE_TAGS, Lang
from layers.place import Place


@lru_cache(maxsize=8)
def _page_headers(tiles: str, lang: Lang, ancestors: str | None, frames: bool) -> Headers:
    policy = "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' data:{tiles}",
            "connect-src 'self'",
            "font-src 'self'",
            *(["frame-src 'self'"] if frames else []),
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors " + (ancestors or "'none'"),
        )
    )
    # Nobody in an article expects to be asked for their position by another site.
    position = "self" if ancestors is None else ""
    own: Headers = [
        (b"cross-origin-opener-policy", b"same-origin"),
    ]
    if ancestors is not None:
        # So that a page that is isolated from other origins may frame it.
        own = [(b"cross-origin-resource-policy", b"cross-origin")]
        if not tiles:
            # Tiles of another host would need a leave of theirs.
            own.append((b"cross-origin-embedder-policy", b"require-corp"))
    return [
        (b"content-security-policy", policy.encode()),
        # Not by Accept: a cache has to ask again anyhow, and data have a validator of their own.
        # So the service worker gets the page that was just loaded out of the browser's cache.
        (b"vary", b"accept-encoding, accept-language"),
        (b"content-language", LANGUAGE_TAGS[lang].encode()),
        (b"x-content-type-options", b"nosniff"),
        # Other sites learn that a reader came from here, not what they looked at.
        (b"referrer-policy", b"strict-origin-when-cross-origin"),
        # The page asks for the position itself, on a tap; nothing else is ever wanted.
        (
            b"permissions-policy",
            f"geolocation=({position}), camera=(), microphone=(), payment=()".encode(),
        ),
        *own,
    ]


def page_headers(
    place: Place, lang: Lang, ancestors: str | None = None, *, frames: bool = False
) -> Headers:
    """Return the headers of an HTML page: nothing inline, nothing from elsewhere but map tiles.

    Parameters
    ----------
    ancestors
        Which pages may show it in a frame, as a Content-Security-Policy writes it; None for none.
    frames
        Whether it shows other pages of ours in frames.
    """
    if place.basemap is None:
        return _page_headers("", lang, ancestors, frames)
    parts = urlsplit(place.basemap.url)
    tiles = f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return _page_headers(tiles, lang, ancestors, frames)
