"""Folium on our terms: fixed names, no other host, no text from data, the same bytes each time."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import folium
import pytest

from api.data_blocks import data_block
from api.maps.folium_map import Bounds, MapLayer, render_map
from geo.gcj02 import wgs84_to_gcj02
from layers._registry import all_layers, layer_named
from layers.place import Basemap, Place, read_place

PLACE = read_place(Path(__file__).parents[2] / "data")
BOX: Bounds = (119.0, 36.6, 119.2, 36.8)


def map_layer(name: str, *, bounds: Bounds | None = BOX, **changes: object) -> MapLayer:
    made = MapLayer(
        layer=layer_named(name),
        count=3,
        items_url=f"/collections/{name}/items",
        illustrative=False,
        bounds=bounds,
    )
    return replace(made, **changes)


def with_basemap(**changes: object) -> Place:
    basemap = {
        "url": "https://tile.example/{z}/{x}/{y}.png",
        "attribution": "© Example",
        "max_zoom": 17,
        "datum": "wgs84",
    }
    return replace(PLACE, basemap=Basemap(**(basemap | changes)))


def test_the_same_layers_give_the_same_bytes() -> None:
    shown = [map_layer(name) for name in all_layers()]

    assert render_map(PLACE, shown) == render_map(PLACE, shown)


def test_the_page_gets_one_element_with_a_fixed_name_and_no_script() -> None:
    rendered = render_map(PLACE, [map_layer("parks")])

    assert rendered.html == '<div class="folium-map" id="map_facilities" ></div>'


def test_the_script_draws_the_layers_in_order_by_fixed_names() -> None:
    script = render_map(PLACE, [map_layer("toilets"), map_layer("parks")]).script

    assert re.findall(r"^var (\w+) =", script, re.MULTILINE) == [
        "map_facilities",
        "layer_boundary",
        "layer_toilets",
        "layer_parks",
    ]


def test_the_script_names_no_other_host() -> None:
    script = render_map(PLACE, [map_layer(name) for name in all_layers()]).script

    assert "http" not in script


def test_data_are_named_by_address_and_not_written_into_the_script() -> None:
    config = render_map(PLACE, [map_layer("parks")]).config

    assert config["layers"]["parks"]["itemsUrl"] == "/collections/parks/items"
    assert "features" not in config["layers"]["parks"]


def test_rendering_leaves_folium_as_it_was_for_others() -> None:
    before = list(folium.Map.default_js), list(folium.Map.default_css)

    render_map(PLACE, [map_layer("parks")])

    assert (list(folium.Map().default_js), list(folium.Map().default_css)) == before
    assert before[0]


def test_a_place_that_does_not_draw_its_boundary_has_none() -> None:
    place = replace(PLACE, draw_boundary=False)

    assert "layer_boundary" not in render_map(place, [map_layer("parks")]).script


def test_the_map_begins_with_all_features_and_the_place() -> None:
    shown = [map_layer("parks", bounds=(118.0, 36.0, 118.5, 36.5)), map_layer("toilets")]

    west, south, east, north = render_map(PLACE, shown).config["bounds"]

    assert (west, south) == (118.0, 36.0)
    assert (east, north) == (
        max(119.2, PLACE.boundary.bounds[2]),
        max(36.8, PLACE.boundary.bounds[3]),
    )


def test_a_place_of_nothing_shows_the_world() -> None:
    place = replace(PLACE, boundary=None)

    assert render_map(place, []).config["bounds"] == (-180, -60, 180, 70)


def test_a_shifted_basemap_shifts_what_the_map_begins_with() -> None:
    place = replace(with_basemap(datum="gcj02"), boundary=None)
    lon, lat = wgs84_to_gcj02([119.0, 119.2], [36.6, 36.8])

    bounds = render_map(place, [map_layer("parks")]).config["bounds"]

    assert bounds == (lon[0], lat[0], lon[1], lat[1])


def test_a_basemap_comes_first_and_its_words_stay_in_the_configuration() -> None:
    hostile = "`${alert(1)}` </script> {{7*7}} {% for %}"

    made = render_map(with_basemap(attribution=hostile), [map_layer("parks")])
    script = made.script

    assert made.config["basemap"]["attribution"] == hostile
    assert script.index("layer_basemap") < script.index("layer_boundary")
    assert "alert" not in script
    assert "</script" not in script
    assert '"maxZoom": 17' in script


@pytest.mark.parametrize("name", ["Map", "a-b", "", "a;alert(1)", "{{7*7}}"])
def test_a_part_may_not_have_a_name_that_is_code(name: str) -> None:
    with pytest.raises(ValueError, match="lower case letters"):
        render_map(PLACE, [], map_id=name)


@pytest.mark.parametrize(
    "text", ["</script>", "<!--", "a\u2028b\u2029c", '"\\', "& < >", "潍城区", "{{7*7}}", "`${x}`"]
)
def test_a_data_block_is_the_same_value_without_what_ends_a_script(text: str) -> None:
    written = data_block({"text": text})

    assert json.loads(written) == {"text": text}
    assert not re.search("[<>&\u2028\u2029]", written)
