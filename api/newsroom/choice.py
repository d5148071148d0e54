"""What an editor chose, worked out: the map, and the address of each thing that is made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from xxhash import xxh3_64_hexdigest

from api.asking import Ask
from api.facts.reach import DEMAND
from api.newsroom.parameters import NewsroomParameters
from api.published.figures import alt_text, map_title
from api.published.links import map_href
from api.published.map import PublishedMap, published_map
from api.published.parameters import PublishedParameters, query_of
from api.queries import read_query
from api.reader import Lang, with_query

# Width and height of pictures in CSS pixels.
SIZES = {"16:9": (1200, 675), "4:3": (1200, 900), "1:1": (1080, 1080), "auto": (1200, 900)}


@dataclass(frozen=True, eq=False, kw_only=True)
class Choice:
    """A published map as an editor wants it.

    Parameters
    ----------
    asked
        What the address says.
    values
        The parameters of the map, as `query_of` takes them.
    published
        The same, validated.
    lang
        The language of the map's texts.
    """

    asked: NewsroomParameters
    shown: PublishedMap
    values: dict[str, Any]
    published: PublishedParameters
    lang: Lang

    @property
    def title(self) -> str:
        """The map's title."""
        return self.published.title or map_title(self.shown, self.lang)

    @property
    def said(self) -> str:
        """The alternative text that the data give."""
        return alt_text(self.shown, self.lang)

    @property
    def alt(self) -> str:
        """The alternative text: the editor's, if there is one."""
        return self.asked.alt if self.is_edited and self.asked.alt else self.said

    @property
    def is_edited(self) -> bool:
        """Whether the editor wrote another text than the data gave then."""
        alt = self.asked.alt
        return alt is not None and digest(alt) != self.asked.alt_of and alt != self.said

    @property
    def is_outdated(self) -> bool:
        """Whether the figures changed since the editor wrote the text."""
        return self.is_edited and self.asked.alt_of != digest(self.said)

    def fixed(self) -> Choice:
        """Return the same at the versions that it shows, so that all that is made of it agrees."""
        versions = list(dict.fromkeys(version for _, version in self.shown.versions))
        names = [name for name, _ in self.shown.versions]
        return replace(self, values=self.values | {"layers": names, "version": versions})

    @property
    def embed_query(self) -> str:
        """The query of the embed."""
        return query_of(self.values | {"list": _unless(self.asked.list, "button")})

    def picture_query(self, preset: str | None = None) -> str:
        """Return the query of a picture: at a preset, else as large as the ratio says."""
        width, height = SIZES[self.asked.ratio]
        size = {"preset": preset} if preset else {"width": width, "height": height}
        free, given = self.shown.free, self.values.get("free_at")
        # It stays, and so speaks of a minute that has a name.
        time = {} if free is None or given is not None else {"free_at": free.at}
        # A picture has one theme, and does not ask who looks at it.
        theme = {"theme": "dark" if self.published.theme == "dark" else None}
        return query_of(self.values | theme | time | size)

    @property
    def map_query(self) -> str:
        """The query of what has no looks: the QR code."""
        looks = {"theme": None, "accent": None, "title": None, "credit": None, "view": None}
        return query_of(self.values | looks)

    def facts_query(self, present: dict[str, str]) -> str:
        """Return the query of the figures; pinned ones count the households of today's version.

        Parameters
        ----------
        present
            The versions that are served now.
        """
        versions = self.values.get("version")
        if versions and self.shown.newest and DEMAND in present:
            versions = list(dict.fromkeys([*versions, present[DEMAND]]))
        names = ("layers", "filters", "free_at", "stay_minutes")
        return query_of({name: self.values.get(name) for name in names} | {"version": versions})

    def address(self, **changes: Any) -> str:
        """Return the path and query of the newsroom with this choice, or with another alt text."""
        asked = self.asked
        values = self.values | {
            "list": _unless(asked.list, "button"),
            "ratio": _unless(asked.ratio, "4:3"),
            "lang": None,
        }
        if asked.map_lang is not None:
            changes.setdefault("map_lang", asked.map_lang)
        if self.is_edited:
            changes = {"alt": asked.alt, "alt_of": asked.alt_of} | changes
        own = query_of({name: changes.get(name) for name in OWN}, OWN)
        return with_query(f"/newsroom{query_of(values)}", own.removeprefix("?"))


OWN = ("map_lang", "alt", "alt_of")


def map_address(base: str, published: PublishedParameters, shown: PublishedMap) -> str:
    """Return the address of the map itself, where its reader can search it and be led there."""
    language = f"lang={published.lang}" if published.lang else ""
    return with_query(map_href(base, published, shown), language)


def digest(text: str) -> str:
    """Return what tells one text from another, 16 hexadecimal digits."""
    return xxh3_64_hexdigest(text.encode())


async def choice_of(ask: Ask, asked: NewsroomParameters) -> Choice:
    """Return what an editor chose.

    Raises
    ------
    UnknownLayerError, LayerUnavailableError, NoVersionError
        When a layer or a version is not there.
    ParameterError
        When something of it does not fit.
    """
    names = list(asked.layers or (one.layer.name for one in ask.service.snapshots()))
    pinned = asked.keep == "pinned" or (asked.keep is None and asked.version is not None)
    lang = asked.map_lang or ask.reader.lang
    given = {name: getattr(asked, name) for name in asked.model_fields_set}
    kept = {name: given.get(name) for name in KEPT}
    values = kept | {
        "layers": names if asked.layers is not None or pinned else None,
        "theme": _unless(asked.theme, "light"),
        "filters": [chip for chip in asked.chips if chip.layer in names] or None,
        "version": await _versions(ask, names, asked.version or ()) if pinned else None,
        "lang": lang,
    }
    query = query_of(values).removeprefix("?")
    published = read_query(PublishedParameters, query.encode())
    assert isinstance(published, PublishedParameters)
    return Choice(
        asked=asked,
        shown=await published_map(ask, published),
        values=values,
        published=published,
        lang=lang,
    )


KEPT = ("free_at", "stay_minutes", "view", "at", "accent", "title", "credit")


def _unless(value: str, default: str) -> str | None:
    """Return a value that has to be said: not what holds anyhow."""
    return None if value == default else value


async def _versions(ask: Ask, names: Sequence[str], given: Sequence[str]) -> list[str]:
    """Return a version of each layer: the one of it that is given, else the present one."""
    chosen = []
    for name in names:
        own = await ask.service.versions.of_layer(name, given)
        chosen.append(next(iter(own), ask.service.store.snapshot(name).version))
    return list(dict.fromkeys(chosen))
