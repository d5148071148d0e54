"""What the planner's commands write: canonical GeoJSON of areas and sites."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import shapely

from geo.geojson import canonical_collection, canonical_feature, geometry_from_shape
from layers.planning import CoverageResult, SitingResult
from layers.store.writing import write_whole


def coverage_features(answer: CoverageResult) -> Iterator[bytes]:
    """Yield what is served and the gaps, by each way of measuring."""
    for reach in (answer.straight, answer.network):
        if reach is None:
            continue
        if not reach.served.is_empty:
            properties = {
                "kind": "served",
                "method": reach.method,
                "area_m2": round(reach.served_m2, 1),
            }
            shape = geometry_from_shape(reach.served)
            yield canonical_feature(f"{reach.method}-served", shape, properties)
        for gap in reach.gaps:
            properties = {"kind": "gap", "method": reach.method, **gap.as_dict()}
            name = f"{reach.method}-gap-{gap.rank}"
            yield canonical_feature(name, geometry_from_shape(gap.shape), properties)


def siting_features(answer: SitingResult) -> Iterator[bytes]:
    """Yield the chosen sites."""
    for site in answer.sites:
        shape = geometry_from_shape(shapely.Point(site.lon, site.lat))
        properties = {
            name: value for name, value in site.as_dict().items() if name not in ("lon", "lat")
        }
        yield canonical_feature(f"site-{site.rank}", shape, {"kind": "site", **properties})


def write_features(path: Path, features: Iterator[bytes]) -> None:
    """Write features to a file, whole or not at all; the same answer gives the same bytes.

    Raises
    ------
    ValueError
        When the file's name does not end in .geojson.
    OSError
        When it cannot be written.
    """
    if path.suffix.lower() not in (".geojson", ".json"):
        raise ValueError(f"{path}: areas are written as .geojson")
    write_whole(path, canonical_collection(features), path.stat() if path.exists() else None)
