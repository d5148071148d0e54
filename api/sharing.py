"""How a facility looks where its address is passed on: in chats, on walls, in search results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.pages import said
from api.pictures.presets import PRESETS, PresetName
from api.published.parameters import query_of
from api.reader import LANGUAGE_TAGS, Lang, Reader
from api.views import entry, facility_name
from layers._layer import Layer, Text
from layers.place import Place

# Open Graph writes locales with a territory (ogp.me).
LOCALES: dict[Lang, str] = {"zh": "zh_CN", "en": "en_GB"}
PICTURE: PresetName = "og"
MAP_DESCRIPTION = Text(
    "在{}找身边的免费停车位、公厕、公园和遮阳处：离多远、现在是否免费或开放、怎么走。",
    "Find free parking, toilets, parks and shade in {}: how far, free or open now, and the way.",
)


@dataclass(frozen=True, kw_only=True)
class ShareCard:
    """What Open Graph and Twitter tags say of a page; all addresses are whole.

    Parameters
    ----------
    site
        The name of the service.
    address
        The page's own address, in the language that was chosen.
    picture, picture_px
        A picture that stands for it, and its width and height.
    locale, other_locales
        In which language the page is, and in which it is besides.
    """

    site: str
    title: str
    description: str
    address: str
    picture: str
    picture_px: tuple[int, int]
    locale: str
    other_locales: tuple[str, ...]


def facility_card(
    layer: Layer,
    feature: Mapping[str, Any],
    *,
    place: Place,
    reader: Reader,
    address: str,
    origin: str,
    version: str | None = None,
) -> ShareCard:
    """Return how a facility is shared.

    Parameters
    ----------
    address
        Where the shared page is, whole.
    origin
        The whole address of the service.
    version
        Of the layer, where the page is pinned to it.
    """
    lang = reader.lang
    return ShareCard(
        site=said(service_name(place), lang),
        title=said(facility_name(layer, feature["properties"]), lang),
        description=description(layer, feature, lang),
        address=address,
        picture=facility_picture(origin, layer, str(feature["id"]), lang, version),
        picture_px=PRESETS[PICTURE].pixels,
        locale=LOCALES[lang],
        other_locales=tuple(LOCALES[other] for other in LANGUAGE_TAGS if other != lang),
    )


def place_card(
    place: Place,
    layers: Sequence[str],
    *,
    reader: Reader,
    address: str,
    origin: str,
    versions: Sequence[str] = (),
) -> ShareCard:
    """Return how the map of some layers of a place is shared.

    Parameters
    ----------
    address, origin
        As for a facility.
    versions
        Of the layers, where the page is pinned to them.
    """
    lang = reader.lang
    return ShareCard(
        site=said(service_name(place), lang),
        title=said(service_name(place), lang),
        description=said(MAP_DESCRIPTION, lang).format(said(place.name, lang)),
        address=address,
        picture=map_picture(origin, layers, lang, versions),
        picture_px=PRESETS[PICTURE].pixels,
        locale=LOCALES[lang],
        other_locales=tuple(LOCALES[other] for other in LANGUAGE_TAGS if other != lang),
    )


def map_picture(
    origin: str, layers: Sequence[str], lang: Lang, versions: Sequence[str] = ()
) -> str:
    """Return the whole address of the picture of some layers."""
    asked = {"layers": layers or None, "version": versions or None, "lang": lang}
    return f"{origin}/picture.png{query_of(asked | {'preset': PICTURE})}"


def facility_picture(
    origin: str, layer: Layer, feature_id: str, lang: Lang, version: str | None = None
) -> str:
    """Return the whole address of the picture of a facility among others of its layer."""
    asked = {"layers": layer.name, "at": f"{layer.name}/{feature_id}", "version": version}
    return f"{origin}/picture.png{query_of(asked | {'lang': lang, 'preset': PICTURE})}"


def service_name(place: Place) -> Text:
    """Return what the service calls itself."""
    return Text(f"{place.name.zh}公共设施地图", f"{place.name.en} public facilities")


def description(layer: Layer, feature: Mapping[str, Any], lang: Lang) -> str:
    """Return what a facility is, where and when, in one line; nothing of it ages within a day."""
    made = entry(layer, feature)
    parts = [said(layer.title, lang), made.where]
    parts += [said(words, lang) for words in (made.hours, made.status) if words]
    parts += [said(fact, lang) for fact in made.facts]
    return " · ".join(part for part in parts if part)
