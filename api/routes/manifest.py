"""What a phone is told so that the map can be put on its home screen (W3C Web App Manifest)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.routing import APIRouter

from api.answers import Answer, prepared
from api.asking import Ask
from api.framing import prefix
from api.pages import said, static_url
from api.params import PageParameters
from api.reader import LANGUAGE_TAGS, Reader
from api.routing import Route
from api.sharing import service_name
from geo.geojson import compact_json
from layers._layer import Layer
from layers.place import Place

router = APIRouter(route_class=Route)

MANIFEST = b"application/manifest+json"
BY_LANGUAGE = ((b"vary", b"accept-language"),)
# Those of the pages, light: a manifest has one colour for both schemes.
BACKGROUND, THEME = "#f6f4ef", "#ffffff"
# What fits below an icon.
SHORT_NAME_LENGTH = 12
# As many as phones show.
SHORTCUTS = 4

PNG, SVG = "image/png", "image/svg+xml"
ICONS = (
    ("icons/icon.svg", "any", SVG, "any"),
    ("icons/icon-192.png", "192x192", PNG, "any"),
    ("icons/icon-512.png", "512x512", PNG, "any"),
    ("icons/maskable-192.png", "192x192", PNG, "maskable"),
    ("icons/maskable-512.png", "512x512", PNG, "maskable"),
)


@router.get("/manifest.webmanifest", summary="应用清单 The app's manifest", tags=["pages"])
def read_manifest(ask: Ask, asked: Annotated[PageParameters, Query()]) -> Answer:  # noqa: ARG001
    """Return the web app manifest, in the reader's language."""
    service, base, reader = ask.service, prefix(ask), ask.reader
    key = ("manifest", base, reader, tuple(service.store.snapshots()))
    layers = [snapshot.layer for snapshot in service.snapshots()]
    return service.prepared(
        key,
        lambda: prepared(
            Answer(
                compact_json(manifest(service.place, layers, reader, base)),
                MANIFEST,
                headers=BY_LANGUAGE,
            )
        ),
    )


def manifest(place: Place, layers: list[Layer], reader: Reader, base: str) -> dict[str, Any]:
    """Return the manifest of a place's map.

    Parameters
    ----------
    layers
        In the order of pages; the first ones become shortcuts.
    base
        The path that addresses begin with, "" or a prefix.
    """
    lang = reader.lang
    icons = [
        {"src": f"{base}{static_url(name)}", "sizes": sizes, "type": kind, "purpose": purpose}
        for name, sizes, kind, purpose in ICONS
    ]
    return {
        # One app, whatever the language it was put on the screen in.
        "id": f"{base}/",
        "name": said(service_name(place), lang),
        "short_name": _short(said(place.name, lang)),
        "description": ("、" if lang == "zh" else ", ").join(
            said(layer.title, lang) for layer in layers
        ),
        "lang": LANGUAGE_TAGS[lang],
        "dir": "ltr",
        "start_url": reader.keep(f"{base}/"),
        "scope": f"{base}/",
        "display": "standalone",
        "background_color": BACKGROUND,
        "theme_color": THEME,
        "categories": ["navigation", "utilities"],
        "icons": icons,
        "shortcuts": [
            {
                "name": said(layer.title, lang),
                "url": reader.keep(f"{base}/#layers={layer.name}"),
                "icons": [icons[1]],
            }
            for layer in layers[:SHORTCUTS]
        ],
    }


def _short(name: str) -> str:
    """Return the words of a name that fit; of one without words its beginning."""
    if len(name) <= SHORT_NAME_LENGTH:
        return name
    words, _, _ = name[: SHORT_NAME_LENGTH + 1].rpartition(" ")
    return words or name[:SHORT_NAME_LENGTH]
