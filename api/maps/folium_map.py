"""A place's layers as a Folium map whose page and script can be served as two plain files.

Folium's own page cannot be served as it is: it loads from five other hosts, forbids zooming, has
random names, and puts texts into HTML and script by string. So the parts are taken apart. Folium
builds the map from elements with fixed names; `root.html` goes into our page, `root.script`
becomes a file, `root.header` is left out. Branca renders what an element's macro gives a second
time as a template, so the elements hold names and numbers only: every text is in a configuration,
which the page carries as a block of data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import folium
import numpy as np
from branca.element import Element, Figure, MacroElement
from folium.map import Layer as FoliumLayer
from folium.template import Template
from markupsafe import Markup
from xxhash import xxh3_64_hexdigest

from api.maps.bounds import Bounds, drawn_bounds
from api.words import field_config, field_order, hours_chips
from layers._layer import Layer
from layers.place import Place
from layers.reports.kinds import kinds_of

# Without tiles of its own the map may be looked at as closely as a doorway.
MAX_ZOOM = 19
MIN_ZOOM = 3
# A place of one facility begins with its street, not with its doorstep.
FIRST_MAX_ZOOM = 17


@dataclass(frozen=True, kw_only=True)
class MapLayer:
    """A layer on a map: where the browser gets its features, and what to call them.

    Parameters
    ----------
    count
        How many features it has.
    items_url
        The layer's items; one is `{items_url}/{id}`.
    illustrative
        Whether any of them has an illustrative position.
    version
        What its items are to be asked of; None for today's.
    bounds
        Of all its features, in WGS 84.
    """

    layer: Layer
    count: int
    items_url: str
    illustrative: bool
    version: str | None = None
    bounds: Bounds | None = None


@dataclass(frozen=True)
class RenderedMap:
    """A map taken apart.

    Parameters
    ----------
    html
        Its place in the page.
    script
        What makes it there, as a file of its own (UTF-8).
    config
        What the script reads as `facilitiesConfig`: layers and ground, texts among them.
    """

    html: Markup
    script: str
    config: dict[str, Any]

    @cached_property
    def version(self) -> str:
        """What tells this script from that of other data."""
        return xxh3_64_hexdigest(self.script.encode())


def render_map(
    place: Place,
    shown: Sequence[MapLayer],
    *,
    map_id: str = "facilities",
    base: str = "",
) -> RenderedMap:
    """Return the map of some of a place's layers.

    The same input gives the same bytes. The script expects the page's own script
    (`api/browser/app.js`, with Leaflet in it) to be loaded before it.

    Parameters
    ----------
    place
        Whose boundary and basemap are drawn.
    shown
        The layers, in the order of their switches.
    map_id
        The element is called `map_{map_id}`.
    base
        What the boundary's address starts with.
    """
    view = _view(place, shown)
    root = FacilitiesMap(map_id, view, max_zoom=place.basemap.max_zoom if place.basemap else None)
    if place.basemap is not None:
        root.add_child(Basemap(place.basemap.url))
    if place.draw_boundary and place.boundary is not None:
        root.add_child(Boundary())
    for each in shown:
        root.add_child(Facilities(each.layer.name))
    root.add_child(Furnishing())  # type: ignore[no-untyped-call]
    figure = root.get_root()
    assert isinstance(figure, Figure)
    figure.render()
    return RenderedMap(
        Markup(figure.html.render().strip()),
        _tidy(figure.script.render()),
        _config(place, shown, view, base),
    )


class FacilitiesMap(folium.Map):
    """Folium's map with a fixed name and without the files of other hosts."""

    def __init__(self, map_id: str, view: Bounds, *, max_zoom: int | None) -> None:
        west, south, east, north = view
        super().__init__(
            location=[(south + north) / 2, (west + east) / 2],
            zoom_start=12,
            tiles=None,
            max_zoom=None,
            zoom_control=False,
            # Both are written as our own, from text and not from HTML.
            attribution_control=False,
            zoom_snap=0.25,
        )
        # Folium's own lists are shared by all maps; these hide them without touching them.
        self.default_js, self.default_css = [], []
        _name(self, map_id, "Map")
        # Clusters are made for every zoom up to the highest.
        self.options["min_zoom"] = MIN_ZOOM
        self.options["max_zoom"] = max_zoom or MAX_ZOOM
        whole = folium.FitBounds(
            [[south, west], [north, east]], padding=(20, 20), max_zoom=FIRST_MAX_ZOOM
        )
        # Leaflet ignores a change of view while it still moves to the one before.
        whole.options["animate"] = False
        self.add_child(whole)


class Facilities(FoliumLayer):
    """One layer of facilities: a switchable group that our script fills by URL."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = facilitiesMap.facilities(
                facilitiesConfig, {{ this.layer_name|tojson }}
            );
        {% endmacro %}
        """
    )

    def __init__(self, name: str) -> None:
        super().__init__(name=name, overlay=True)
        _name(self, name)


class Boundary(FoliumLayer):
    """The place's boundary, by URL: a dashed line, and the outside slightly darker."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = facilitiesMap.boundary(facilitiesConfig);
        {% endmacro %}
        """
    )

    def __init__(self) -> None:
        super().__init__(name="boundary", overlay=True)
        _name(self, "boundary")


class Basemap(folium.TileLayer):
    """Tiles below the facilities; our script takes them away when they fail."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = facilitiesMap.basemap(facilitiesConfig);
        {% endmacro %}
        """
    )

    def __init__(self, url: str) -> None:
        # The attribution that readers see is text in the configuration.
        super().__init__(tiles=url, attr="see the configuration", name="basemap")
        _name(self, "basemap")


class Furnishing(MacroElement):
    """Zoom buttons, scale, attribution, and the ties to the page's switches and list."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            facilitiesMap.furnish({{ this._parent.get_name() }}, facilitiesConfig);
        {% endmacro %}
        """
    )


def _name(element: Element, name: str, kind: str = "Layer") -> None:
    """Call an element `{kind}_{name}` in the script, instead of by a random number."""
    if not re.fullmatch(r"[a-z][a-z_]*", name):
        raise ValueError(f"a map's part is called by lower case letters and _, not {name!r}")
    element._name, element._id = kind, name


def _config(place: Place, shown: Sequence[MapLayer], view: Bounds, base: str) -> dict[str, Any]:
    basemap = place.basemap
    return {
        "bounds": view,
        "attribution": place.attribution,
        "boundaryUrl": f"{base}/data/boundary.geojson",
        "basemap": basemap
        and {
            "url": basemap.url,
            "attribution": basemap.attribution,
            "maxZoom": basemap.max_zoom,
            "datum": basemap.datum,
        },
        "layers": {each.layer.name: _layer_config(each) for each in shown},
    }


def _layer_config(each: MapLayer) -> dict[str, Any]:
    layer = each.layer
    return {
        "name": layer.name,
        "title": layer.title,
        "counter": layer.counter,
        "count": each.count,
        "mark": {"outline": layer.mark.outline, "glyph": layer.mark.glyph},
        "itemsUrl": each.items_url,
        "version": each.version,
        "illustrative": each.illustrative,
        "hoursField": layer.hours if layer.hours in layer.fields else None,
        "fields": [field_config(layer, name) for name in field_order(layer)],
        "hoursChips": hours_chips(layer),
        "travel": layer.reached_by,
        "reportKinds": [{"name": kind.name, "label": kind.label} for kind in kinds_of(layer)],
    }


def _view(place: Place, shown: Sequence[MapLayer]) -> Bounds:
    """Return what the map shows first: all features and the place, else the world."""
    boxes = [each.bounds for each in shown if each.bounds is not None]
    if place.boundary is not None:
        boxes.append(place.boundary.bounds)
    if not boxes:
        return (-180.0, -60.0, 180.0, 70.0)
    corners = np.array(boxes)
    west, south = corners[:, :2].min(axis=0).tolist()
    east, north = corners[:, 2:].max(axis=0).tolist()
    return drawn_bounds(place, (west, south, east, north))


def _tidy(script: str) -> str:
    """Return a script without the blank lines and the indent that the templates leave."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line) + "\n"
