"""Features in words for the pages: what a list entry, a group and an item's own page show.

Pure: a layer and decoded GeoJSON in, frozen dataclasses out. Everything in them is plain text;
the templates escape it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain, repeat
from typing import Any
from urllib.parse import quote

from api.reader import with_query
from api.words import declared_values, field_kind, field_order, unit_words, value_words
from layers._facility import Facility
from layers._layer import Certainty, Layer, Mark, Text

# A page's list stays readable, and a page of a million facilities stays a page.
LIST_LENGTH = 200

# What a list entry says beside name, place and hours.
FACT_COUNT = 3

NO_HOURS = Text("时段未知", "Hours unknown")

Feature = Mapping[str, Any]


@dataclass(frozen=True)
class LayerView:
    """A layer in words, with how many facilities it has here and what they add up to."""

    name: str
    title: Text
    counter: str
    mark: Mark
    count: int
    total: Text | None
    href: str
    items_href: str
    map_href: str


@dataclass(frozen=True)
class Entry:
    """One facility in a list; `href` has all of its fields, `page_href` what a resident wants."""

    layer: str
    id: str
    name: Text
    where: str
    subdistrict: str
    address: str
    facts: tuple[Text, ...]
    hours: Text | None
    status: Text | None
    illustrative: bool
    href: str
    page_href: str
    map_href: str
    way_href: str | None = None


@dataclass(frozen=True)
class Group:
    """A layer's facilities in a page's list; `more_href` leads to the rest, if any."""

    layer: LayerView
    entries: tuple[Entry, ...]
    more_href: str | None

    @property
    def by_subdistrict(self) -> list[tuple[str, list[Entry]]]:
        """The entries of each subdistrict that they name, those that name none last."""
        parts: dict[str, list[Entry]] = {}
        for entry in self.entries:
            parts.setdefault(entry.subdistrict, []).append(entry)
        return sorted(parts.items(), key=lambda part: (not part[0], part[0]))


@dataclass(frozen=True)
class FieldView:
    """One field of one facility, in words; `link` is a web address or a telephone number."""

    name: str
    label: Text
    value: Text
    known: bool
    link: str | None


@dataclass(frozen=True)
class DeclaredField:
    """A field as its layer declares it, for the layer's own page."""

    name: str
    label: Text
    unit: Text | None
    options: tuple[tuple[str, Text], ...]
    filters: bool


@dataclass(frozen=True)
class StandardView:
    """A planning standard in words; `certainty` says how far it was checked."""

    label: Text
    radius_m: float
    source: str
    certainty: Text


CERTAINTY_WORDS: dict[Certainty, Text] = {
    "document": Text("已核对原文", "Read in the standard itself"),
    "secondary": Text("转引，未核对原文", "From a secondary source"),
    "to_be_confirmed": Text("待核实", "To be confirmed"),
}


def layer_view(
    layer: Layer, count: int, *, total: float | None = None, base: str = "", query: str = ""
) -> LayerView:
    """Return a layer in words.

    Parameters
    ----------
    count
        How many facilities this place has of it.
    total
        What the layer's `total` field adds up to (spaces, households), if known.
    base
        What every address on the page starts with.
    query
        What pins its list and its map to a version; empty for today's.
    """
    words = None
    if layer.total is not None and total is not None:
        label, value = layer.label(layer.total), value_words(layer, layer.total, round(total))
        words = Text(f"{label.zh} {value.zh}", f"{label.en} {value.en}")
    href = f"{base}/collections/{layer.name}"
    return LayerView(
        name=layer.name,
        title=layer.title,
        counter=layer.counter,
        mark=layer.mark,
        count=count,
        total=words,
        href=href,
        items_href=f"{href}/items{query}",
        map_href=f"{base}/maps/{layer.name}{query}",
    )


def entry(layer: Layer, feature: Feature, *, base: str = "", query: str = "") -> Entry:
    """Return what a list says about a facility; `query` pins its addresses to a version."""
    properties, feature_id = feature["properties"], str(feature["id"])
    return Entry(
        layer=layer.name,
        id=feature_id,
        name=facility_name(layer, properties),
        where=_where(properties),
        subdistrict=str(properties.get("subdistrict") or ""),
        address=str(properties.get("address") or ""),
        facts=_facts(layer, properties),
        hours=_hours(layer, properties),
        status=_status(layer, properties),
        illustrative=properties.get("position") == "illustrative",
        href=f"{base}/collections/{layer.name}/items/{quote(feature_id, safe='')}{query}",
        page_href=facility_href(layer, feature_id, base=base, query=query),
        map_href=with_query(
            f"{base}/{query}", f"at={quote(f'{layer.name}/{feature_id}', safe='/')}"
        ),
    )


def facility_href(layer: Layer, feature_id: str, *, base: str = "", query: str = "") -> str:
    """Return the address of a facility's own page."""
    return f"{base}/facility/{layer.name}/{quote(feature_id, safe='')}{query}"


def group(
    view: LayerView,
    layer: Layer,
    features: Iterable[Feature],
    *,
    base: str = "",
    query: str = "",
    ways: Iterable[str] = (),
) -> Group:
    """Return a layer's part of a page's list: its first `LIST_LENGTH` features, in order.

    Parameters
    ----------
    ways
        For each of them a link that leads there.
    """
    entries = tuple(
        replace(entry(layer, feature, base=base, query=query), way_href=way)
        for feature, way, _ in zip(
            features, chain(ways, repeat(None)), range(LIST_LENGTH), strict=False
        )
    )
    return Group(view, entries, view.items_href if view.count > len(entries) else None)


def item_fields(layer: Layer, feature: Feature) -> tuple[FieldView, ...]:
    """Return every field of a facility in words: the declared ones, then the place's own."""
    properties = feature["properties"]
    names = [*field_order(layer), *(name for name in properties if name not in layer.fields)]
    return chosen_fields(layer, feature, names)


def chosen_fields(layer: Layer, feature: Feature, names: Iterable[str]) -> tuple[FieldView, ...]:
    """Return some fields of a facility in words, in that order."""
    properties = feature["properties"]
    return tuple(_field(layer, name, properties.get(name)) for name in names)


def declared_fields(layer: Layer) -> tuple[DeclaredField, ...]:
    """Return a layer's fields with their words, in order."""
    return tuple(
        DeclaredField(
            name=name,
            label=layer.label(name),
            unit=unit_words(layer, name),
            options=tuple(
                (value, layer.value_label(name, value)) for value in declared_values(layer, name)
            ),
            filters=name in layer.filters,
        )
        for name in layer.fields
    )


def standard_views(layer: Layer) -> tuple[StandardView, ...]:
    """Return a layer's planning standards in words."""
    return tuple(
        StandardView(each.label, each.radius_m, each.source, CERTAINTY_WORDS[each.certainty])
        for each in layer.standards
    )


def facility_name(layer: Layer, properties: Mapping[str, Any]) -> Text:
    """Return a facility's name; one without a name is called by its layer."""
    zh, en = properties.get("name"), properties.get("name_en")
    return Text(
        str(zh or en or f"未命名{layer.title.zh}"),
        str(en or ("" if zh else f"Unnamed ({layer.title.en.lower()})")),
    )


def web_link(value: Any) -> str | None:
    """Return a value that is an http or https address, else None: never a script."""
    text = str(value)
    return text if re.fullmatch(r"https?://\S+", text, re.IGNORECASE) else None


def _where(properties: Mapping[str, Any]) -> str:
    subdistrict, address = properties.get("subdistrict"), properties.get("address")
    if subdistrict and address and str(subdistrict) in str(address):
        return str(address)
    return " · ".join(str(part) for part in (subdistrict, address) if part)


def _facts(layer: Layer, properties: Mapping[str, Any]) -> tuple[Text, ...]:
    """Return the first few of a layer's own filtering fields: what it is before how many."""
    own = [name for name in layer.filters if name not in Facility.model_fields]
    known = [name for name in own if properties.get(name) not in (None, False)]
    known.sort(key=lambda name: FACT_ORDER.get(field_kind(layer, name), len(FACT_ORDER)))
    facts = [_fact(layer, name, properties[name]) for name in known]
    return tuple(fact for fact in facts if fact is not None)[:FACT_COUNT]


FACT_ORDER = {"words": 0, "yes_no": 1, "number": 2, "year": 3}


def _fact(layer: Layer, name: str, value: Any) -> Text | None:
    kind, label, words = field_kind(layer, name), layer.label(name), value_words(layer, name, value)
    if kind == "words":
        return words
    if kind == "yes_no":
        return label
    if kind in FACT_ORDER:
        return Text(f"{label.zh} {words.zh}", f"{label.en} {words.en}")
    return None


def _hours(layer: Layer, properties: Mapping[str, Any]) -> Text | None:
    if layer.hours not in ("open_hours", "free_hours"):
        return None
    expression = properties.get(layer.hours)
    if not expression:
        return NO_HOURS
    label, words = layer.label(layer.hours), value_words(layer, layer.hours, expression)
    return Text(f"{label.zh} {words.zh}", f"{label.en} {words.en}")


def _status(layer: Layer, properties: Mapping[str, Any]) -> Text | None:
    status = properties.get("status")
    return layer.value_label("status", str(status)) if status not in (None, "open") else None


def _field(layer: Layer, name: str, value: Any) -> FieldView:
    link = None
    if field_kind(layer, name) == "link":
        link = web_link(value)
    elif field_kind(layer, name) == "phone" and value:
        link = "tel:" + re.sub(r"[^0-9+,;#*]", "", str(value))
    return FieldView(
        name, layer.label(name), value_words(layer, name, value), value is not None, link
    )
