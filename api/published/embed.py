"""The page of an embedded map: a map alone, with what has to stand beside it in an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from markupsafe import Markup
from pydantic import Field

from api.asking import Ask
from api.data_blocks import data_block
from api.framing import frame, version_query
from api.map_page import listed_group, page_settings, rendered_map
from api.maps.bounds import drawn_bounds
from api.pages import Frame, Theme, environment, render_page, static_url
from api.published.figures import alt_text, map_title, notices, source_line
from api.published.links import map_href, picture_href
from api.published.map import PublishedMap, bounds_of, published_map
from api.published.parameters import (
    Bounds,
    Listing,
    PublishedParameters,
    View,
)
from api.resident import Chosen
from api.routes.resident import chosen_of, resident_address
from api.views import LIST_LENGTH, Group, LayerView, layer_view
from layers.find.chips import FREE_THEN
from layers.store.snapshot import Snapshot

Variant = Literal["full", "minimal"]


class EmbedParameters(PublishedParameters):
    """How a map is embedded, besides."""

    search: bool | None = Field(None, description="true: a field to search in the map. 搜索框.")
    list: Listing = Field(
        "button",
        description="Facilities in words: below the map, behind a button, or not at all. 列表.",
    )
    variant: Variant = Field("full", description="minimal: without figures and legend. 版式.")

    @property
    def hangs_on_the_minute(self) -> bool:
        """Whether what is on the map changes by the minute."""
        return self.free_at is None and any(chip.key == FREE_THEN for chip in self.chips)


@dataclass(frozen=True, kw_only=True)
class EmbedMatter:
    """What embeds of the same facilities share, whatever their title and looks.

    Parameters
    ----------
    shown
        What is on the map.
    map_html, map_script_href, map_config
        The Folium map: its place in the page, its script, what that reads.
    data_href, by_view
        Where the script gets the facilities, and whether by view.
    layers
        How many facilities each has here.
    listing
        The facilities as a list, rendered.
    """

    shown: PublishedMap
    map_html: Markup
    map_script_href: str
    map_config: dict[str, Any]
    data_href: str
    by_view: bool
    layers: Sequence[LayerView]
    listing: Markup


@dataclass(frozen=True, kw_only=True)
class EmbedPage:
    """An embedded map.

    Parameters
    ----------
    title
        Over the map; "" for none.
    label
        The title, for who listens, and of the document.
    figures
        What is on the map in sentences; none of a minimal one.
    alt
        What the map shows, for who does not see it.
    layers
        How many facilities each has here.
    listing, list_is
        The facilities as a list, and where it stands.
    styles_href
        The colours of layers and accent, in the theme.
    dark_media
        For which devices the dark colours hold: a media query, "" for none.
    open_href
        The same choice on the map of the place.
    picture_href
        The same map as a picture, where there are pictures.
    lost
        Whether the facility that the map is about is not there.
    """

    template: ClassVar[str] = "embed.html"
    title: str
    label: str
    figures: Sequence[str]
    alt: str
    theme: Theme
    variant: Variant
    layers: Sequence[LayerView]
    listing: Markup
    list_is: Listing
    search: bool
    map_html: Markup
    styles_href: str
    dark_media: str
    settings: Markup
    data_href: str
    loads_whole: bool
    source: str
    notices: Sequence[str]
    open_href: str
    picture_href: str | None
    lost: bool


async def embed_matter(ask: Ask, asked: EmbedParameters) -> EmbedMatter:
    """Return what an embed is made of: worked out once for the same facilities and versions."""
    shown = await published_map(ask, asked)
    snapshots = [part.snapshot for part in shown.parts]
    chosen = await sent_facilities(ask, asked, shown)
    href = await resident_address(ask, snapshots, pinned=shown.pinned, chosen=chosen)
    key = (
        ask.base, ask.reader, shown.versions, shown.pinned, shown.newest, shown.data_date,
        asked.chips, shown.free, href,
    )  # fmt: skip
    made: EmbedMatter = ask.service.embeds.remember(key, lambda: _matter(ask, shown, href))
    return made


async def sent_facilities(ask: Ask, asked: EmbedParameters, shown: PublishedMap) -> Chosen | None:
    """Return which facilities a browser is sent for an embed; None for all of the layers."""
    if asked.hangs_on_the_minute:
        # It judges by the minute, and so needs what is free later, too.
        chips = [chip for chip in asked.chips if chip.key != FREE_THEN]
        shown = await published_map(ask, asked.model_copy(update={"filters": chips}))
    return chosen_of(shown, asked)


def _matter(ask: Ask, shown: PublishedMap, data_href: str) -> EmbedMatter:
    snapshots = [part.snapshot for part in shown.parts]
    around = frame(ask, snapshots)
    rendered = rendered_map(ask.service, snapshots, base=around.base, pinned=shown.pinned)
    names = ",".join(snapshot.layer.name for snapshot in snapshots)
    query = f"{version_query(snapshots)}&" if shown.pinned else "?"
    groups = groups_of(shown, base=around.base)
    return EmbedMatter(
        shown=shown,
        map_html=rendered.html,
        map_script_href=f"{around.base}/map.js{query}layers={names}&v={rendered.version}",
        map_config=rendered.config,
        data_href=data_href,
        by_view="&v=" not in data_href and "?v=" not in data_href,
        layers=[group.layer for group in groups],
        listing=rendered_list(around, groups),
    )


def groups_of(shown: PublishedMap, *, base: str) -> list[Group]:
    """Return the layers of a map, each with its first facilities."""
    return [
        listed_group(
            shown.place,
            layer_view(
                part.snapshot.layer,
                len(part.rows),
                base=base,
                query=version_query([part.snapshot]) if shown.pinned else "",
            ),
            part.snapshot,
            part.rows[:LIST_LENGTH].tolist(),
            base=base,
            pinned=shown.pinned,
        )
        for part in shown.parts
    ]


def rendered_list(around: Frame, groups: Sequence[Group]) -> Markup:
    """Return a map's facilities as a list in HTML."""
    template = environment(around.reader.lang).get_template("embed_list.html")
    return Markup(template.render(frame=around, groups=groups))


def embed_page(ask: Ask, asked: EmbedParameters, matter: EmbedMatter) -> bytes:
    """Return the page of an embed as HTML."""
    around = frame(ask, [part.snapshot for part in matter.shown.parts])
    scripts = [f"{around.base}{static_url('built/embed-stage.js')}", matter.map_script_href]
    return render_page(around, made_page(around, asked, matter, scripts=scripts))


def made_page(
    around: Frame, asked: EmbedParameters, matter: EmbedMatter, *, scripts: Sequence[str]
) -> EmbedPage:
    """Return what is on the page of an embed."""
    shown, lang = matter.shown, around.reader.lang
    title = map_title(shown, lang) if asked.title is None else asked.title
    return EmbedPage(
        title=title,
        label=title or map_title(shown, lang),
        figures=[part.figure.sentence(lang) for part in shown.parts],
        alt=alt_text(shown, lang),
        theme=asked.theme,
        variant=asked.variant,
        layers=matter.layers,
        listing=matter.listing,
        list_is=asked.list,
        search=bool(asked.search),
        map_html=matter.map_html,
        styles_href=styles_href(around.base, asked),
        dark_media={"light": "", "dark": "all", "auto": "(prefers-color-scheme: dark)"}[
            asked.theme
        ],
        settings=data_block(
            page_settings(around) | _settings(asked, matter) | {"scripts": scripts}
        ),
        data_href=matter.data_href,
        loads_whole=not matter.by_view,
        source=source_line(shown, lang, asked.credit),
        notices=notices(shown, lang),
        open_href=around.keep(map_href(around.base, asked, shown)),
        picture_href=picture_href(around.base, asked, lang=lang, title=""),
        lost=_is_lost(asked, [part.snapshot for part in shown.parts]),
    )


def styles_href(base: str, asked: EmbedParameters) -> str:
    """Return the address of the colours of an embed."""
    accent = f"&accent={asked.accent}" if asked.accent else ""
    return f"{base}/layers.css?theme={asked.theme}{accent}"


def _settings(asked: EmbedParameters, matter: EmbedMatter) -> dict[str, Any]:
    shown, view = matter.shown, bounds_of(matter.shown, asked)
    config = matter.map_config
    if isinstance(view, Bounds):
        config = config | {"bounds": drawn_bounds(shown.place, view)}
    return {
        "map": config,
        "view": list(view) if isinstance(view, View) else None,
        "dataUrl": matter.data_href,
        "byView": matter.by_view,
        "alone": True,
        "pinned": shown.pinned,
        "version": ",".join(version for _, version in shown.versions) if shown.pinned else "",
        "reports": False,
        "worker": "",
        "filters": [chip.name for chip in asked.chips],
        "when": f"{shown.free.at:%Y-%m-%dT%H:%M}" if shown.free and asked.free_at else "now",
        "stayMinutes": asked.stay_minutes,
        "at": asked.at,
    }


def _is_lost(asked: EmbedParameters, snapshots: Sequence[Snapshot]) -> bool:
    if asked.at is None:
        return False
    name, _, feature_id = asked.at.partition("/")
    return not any(
        one.layer.name == name and one.row_of(feature_id) is not None for one in snapshots
    )
