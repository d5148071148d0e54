"""What search engines are told about a facility: JSON-LD in the vocabulary of schema.org.

Only what is known is said, and only what can be said exactly: no position that is illustrative, no
opening hours that hang on a calendar, no "free of charge" that holds at times.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.pages import said
from api.reader import LANGUAGE_TAGS, Lang
from api.views import facility_name
from api.words import field_kind, unit_words, value_words
from layers._layer import Layer, Text
from layers.hours import Span, Week, plain_week
from layers.place import Place

CONTEXT = "https://schema.org"
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY_MINUTES = 24 * 60
# schema.org has no 24:00; this is how it is written by those who read it (Google's guide to local
# businesses).
END_OF_DAY = "23:59"


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Where the page and what it belongs to are, whole addresses.

    Parameters
    ----------
    page
        The facility's page.
    home
        The map of the place.
    layer
        The layer's list.
    image
        A picture that stands for the page.
    """

    page: str
    home: str
    layer: str
    image: str


def facility_json_ld(
    layer: Layer,
    feature: Mapping[str, Any],
    *,
    at: tuple[float, float],
    place: Place,
    lang: Lang,
    days_move: bool,
    addresses: Addresses,
) -> dict[str, Any]:
    """Return what is told about a facility and its page.

    Parameters
    ----------
    layer, feature
        The facility, decoded.
    at
        Its representative point, WGS 84 longitude and latitude.
    days_move
        Whether weekends are worked for holidays in that country.
    """
    properties = feature["properties"]
    name = said(facility_name(layer, properties), lang)
    identity = f"{addresses.page}#facility"
    facility = {
        "@type": layer.schema_type,
        "@id": identity,
        "name": name,
        "alternateName": _other_name(properties, name),
        "identifier": str(feature["id"]),
        "url": addresses.page,
        "image": addresses.image,
        "description": properties.get("note"),
        "telephone": properties.get("phone"),
        "address": _address(properties, place),
        "geo": _geo(properties, at),
        "containedInPlace": {"@type": "AdministrativeArea", "name": said(place.name, lang)},
        "isAccessibleForFree": _is_free(layer, properties),
        "openingHoursSpecification": _opening_hours(properties, days_move=days_move),
        "amenityFeature": list(_amenities(layer, properties, lang)),
    }
    page = {
        "@type": "WebPage",
        "@id": addresses.page,
        "url": addresses.page,
        "name": name,
        "inLanguage": LANGUAGE_TAGS[lang],
        "dateModified": properties.get("updated_at"),
        "license": place.licence.url,
        "creditText": said(place.attribution, lang),
        "isPartOf": {"@type": "WebSite", "url": addresses.home, "name": said(place.name, lang)},
        "breadcrumb": _breadcrumb(layer, name, place, lang, addresses),
        "mainEntity": {"@id": identity},
    }
    return {"@context": CONTEXT, "@graph": [_known(page), _known(facility)]}


def _known(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value not in (None, "", [], {})}


def _other_name(properties: Mapping[str, Any], name: str) -> str | None:
    names = (properties.get("name"), properties.get("name_en"))
    return next((str(other) for other in names if other and other != name), None)


def _address(properties: Mapping[str, Any], place: Place) -> dict[str, Any]:
    told = {
        "@type": "PostalAddress",
        "streetAddress": properties.get("address"),
        "addressLocality": properties.get("subdistrict"),
        "addressRegion": place.name.zh,
        "addressCountry": place.country,
    }
    return _known(told)


def _geo(properties: Mapping[str, Any], at: tuple[float, float]) -> dict[str, Any] | None:
    if properties.get("position") == "illustrative":
        return None
    lon, lat = at
    return {"@type": "GeoCoordinates", "latitude": round(lat, 7), "longitude": round(lon, 7)}


def _is_free(layer: Layer, properties: Mapping[str, Any]) -> bool | None:
    """Tell whether it costs nothing at all times; None where that is not known, or not so."""
    if layer.hours in ("always", "open_hours"):
        return True
    week = _week(properties.get("free_hours"), days_move=True)
    return True if week and set(week) == {((0, DAY_MINUTES),)} else None


def _week(text: Any, *, days_move: bool) -> Week | None:
    return plain_week(text, days_move=days_move) if isinstance(text, str) else None


def _opening_hours(properties: Mapping[str, Any], *, days_move: bool) -> list[dict[str, Any]]:
    week = _week(properties.get("open_hours"), days_move=days_move)
    if week is None or properties.get("status") not in (None, "open"):
        return []
    days_by_times: dict[tuple[str, str], list[str]] = {}
    for day, times in _spans(week):
        days_by_times.setdefault(times, []).append(f"{CONTEXT}/{DAY_NAMES[day]}")
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": days,
            "opens": opens,
            "closes": closes,
        }
        for (opens, closes), days in days_by_times.items()
    ]


def _spans(week: Week) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield day, opening and closing time; hours past midnight belong to the day they begin on."""
    for day, spans in enumerate(week):
        for start, end in spans:
            if start == 0 and _end_after_midnight(week[day - 1], spans) is not None:
                continue
            closes = _clock(end)
            if end == DAY_MINUTES:
                next_day = _end_after_midnight(spans, week[(day + 1) % 7])
                closes = END_OF_DAY if next_day is None else _clock(next_day)
            yield day, (_clock(start), closes)


def _end_after_midnight(spans: tuple[Span, ...], following: tuple[Span, ...]) -> int | None:
    """Return when the last hours of a day end on the next one; None where midnight parts them."""
    if not spans or not following:
        return None
    (start, end), (next_start, next_end) = spans[-1], following[0]
    # What closes at or after the time that it opened at would read as a few minutes.
    goes_on = end == DAY_MINUTES and next_start == 0 and next_end < start
    return next_end if goes_on else None


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _amenities(layer: Layer, properties: Mapping[str, Any], lang: Lang) -> Iterator[dict[str, Any]]:
    for field in layer.amenities:
        value = properties.get(field)
        if value is None:
            continue
        label = said(layer.label(field), lang)
        if isinstance(value, list):
            for one in value:
                yield _amenity(said(layer.value_label(field, str(one)), lang), True)
        elif isinstance(value, bool):
            yield _amenity(label, value)
        elif field_kind(layer, field) in ("number", "year"):
            yield _amenity(label, value, unit_words(layer, field), lang)
        else:
            yield _amenity(label, said(value_words(layer, field, value), lang))


def _amenity(
    name: str, value: object, unit: Text | None = None, lang: Lang = "zh"
) -> dict[str, Any]:
    told = {"@type": "LocationFeatureSpecification", "name": name, "value": value}
    return {**told, "unitText": said(unit, lang)} if unit else told


def _breadcrumb(
    layer: Layer, name: str, place: Place, lang: Lang, addresses: Addresses
) -> dict[str, Any]:
    trail = [
        (said(place.name, lang), addresses.home),
        (said(layer.title, lang), addresses.layer),
        (name, addresses.page),
    ]
    items = [
        {"@type": "ListItem", "position": position, "name": words, "item": {"@id": address}}
        for position, (words, address) in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
