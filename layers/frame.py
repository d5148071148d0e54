"""A layer as a GeoDataFrame: for analysis, in a notebook or a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

if TYPE_CHECKING:
    import geopandas as gpd

    from layers.store.snapshot import Snapshot


def layer_frame(snapshot: Snapshot) -> gpd.GeoDataFrame:
    """Return a layer's features as a GeoDataFrame in EPSG:4326, one row a feature, in file order.

    Columns are the layer's declared fields in their order, undeclared ones after them, and
    `geometry`; the index is the feature id. Unknown is None or NaN. The frame is the caller's own:
    changing it changes no layer.

    Parameters
    ----------
    snapshot
        What the store hands out, such as ``FileStore(Path("data")).snapshot("toilets")``.
    """
    # Imported here: pandas takes longer to load than the service takes to start.
    import geopandas as gpd  # noqa: PLC0415

    features = snapshot.decoded(range(len(snapshot)))
    geometries = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    frame = gpd.GeoDataFrame(
        [feature["properties"] for feature in features],
        index=[feature["id"] for feature in features],
        geometry=geometries,
        crs="EPSG:4326",
    )
    declared = [name for name in snapshot.layer.fields if name in frame.columns]
    others = [name for name in frame.columns if name not in {*declared, "geometry"}]
    return frame[[*declared, *others, "geometry"]].rename_axis("id")
