"""GDAL reads every layer page by page, and gets what the files have."""

from __future__ import annotations

import json
from pathlib import Path

import pyogrio
import pytest
import shapely

from layers._registry import all_layers
from tests.api.running import FACILITIES, running

DATA = Path(__file__).parents[2] / "data"
LAYERS = [name for name in all_layers() if (DATA / f"{name}.geojson").exists()]

# West, south, east, north of a part of the town.
BOX = (119.05, 36.69, 119.10, 36.73)


@pytest.fixture(scope="module")
def url():
    """Serve the demonstration place in another process: GDAL lets no thread of this one run."""
    with running([FACILITIES, "serve", "--data", DATA, "--port", "0"]) as server:
        yield server.address()


def in_file(layer):
    """Return id and geometry of each feature of a layer's file."""
    features = json.loads((DATA / f"{layer}.geojson").read_bytes())["features"]
    return {one["id"]: shapely.from_geojson(json.dumps(one["geometry"])) for one in features}


def read(url, layer, **options):
    """Return id and geometry of each feature that GDAL reads, and the coordinate system."""
    frame = pyogrio.read_dataframe(f"OAPIF:{url}", layer=layer, **options)
    ids = frame["id"].tolist()
    assert len(set(ids)) == len(ids)
    return dict(zip(ids, frame.geometry, strict=True)), frame.crs


def test_it_lists_the_layers(url):
    listed = pyogrio.list_layers(f"OAPIF:{url}")

    assert [name for name, _ in listed] == LAYERS


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("page_size", [7, 1000])
def test_it_reads_all_pages_of_a_layer_with_ids_and_geometries(url, layer, page_size):
    expected = in_file(layer)

    # One page of seven makes many; INITIAL_REQUEST_PAGE_SIZE is how it looks at the layer first.
    found, crs = read(url, layer, PAGE_SIZE=page_size, INITIAL_REQUEST_PAGE_SIZE=page_size)

    assert list(found) == list(expected)
    for feature_id, geometry in expected.items():
        assert shapely.equals(geometry, found[feature_id]), feature_id
        assert shapely.equals_exact(geometry.normalize(), found[feature_id].normalize())
    assert crs.to_string() in {"OGC:CRS84", "EPSG:4326"}


@pytest.mark.parametrize("layer", LAYERS)
def test_it_reads_what_meets_a_box(url, layer):
    box = shapely.box(*BOX)
    expected = [one for one, geometry in in_file(layer).items() if geometry.intersects(box)]

    found, _ = read(url, layer, PAGE_SIZE=5, bbox=BOX)

    assert list(found) == expected


def test_it_counts_on_the_server(url):
    counts = {layer: pyogrio.read_info(f"OAPIF:{url}", layer=layer)["features"] for layer in LAYERS}

    assert counts == {layer: len(in_file(layer)) for layer in LAYERS}


def test_it_reads_the_fields_in_their_types(url):
    frame = pyogrio.read_dataframe(f"OAPIF:{url}", layer="parking", PAGE_SIZE=50)
    expected = json.loads((DATA / "parking.geojson").read_bytes())["features"]

    assert frame["name"].tolist() == [one["properties"]["name"] for one in expected]
    spaces = [one["properties"]["spaces"] for one in expected]
    known = [
        (found, wanted) for found, wanted in zip(frame["spaces"], spaces, strict=True) if wanted
    ]
    assert all(found == wanted for found, wanted in known)
    assert str(frame["updated_at"].dtype).startswith("datetime64")


def test_it_reads_a_whole_layer_file_too(url):
    frame = pyogrio.read_dataframe(f"/vsicurl/{url}/data/parks.geojson")

    assert frame["id"].tolist() == list(in_file("parks"))
