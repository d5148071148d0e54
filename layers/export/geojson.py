"""GeoJSON, whole or a feature a line: the stored bytes, or the same in another datum."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import shapely

from geo.crs import WGS84
from geo.geojson import COLLECTION_TAIL, compact_json
from layers._layer import Text
from layers.export.job import Job
from layers.export.records import Records
from layers.export.vector import shifted


def write_geojson(path: Path, job: Job) -> list[Text]:
    """Write a FeatureCollection: in WGS 84 the layer file itself, to the byte.

    RFC 7946 knows WGS 84 only. In any other datum the collection has a member `datum`, and where
    that has a code the `crs` of GeoJSON 2008 too, which GDAL and QGIS heed.
    """
    records = job.records
    if records.datum == WGS84:
        path.write_bytes(records.snapshot.data)
        return []
    head = b'{"type":"FeatureCollection",%s,"features":[\n' % _datum_members(records)
    body = b",\n".join(_features(records))
    path.write_bytes(head + body + b"\n" + COLLECTION_TAIL + b"\n")
    return [
        Text(
            "GeoJSON 标准只用 WGS 84；本文件的坐标系写在成员 datum 里，多数软件不会看。",
            "GeoJSON is WGS 84 by its standard; the member datum says what this file is in, which "
            "most programs overlook.",
        )
    ]


def write_geojsonl(path: Path, job: Job) -> list[Text]:
    """Write a feature a line, without a head (newline-delimited GeoJSON)."""
    records = job.records
    if records.datum == WGS84:
        lines = records.snapshot.features(range(len(records)))
    else:
        lines = list(_features(records))
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return []


def _datum_members(records: Records) -> bytes:
    datum = records.datum
    members: dict[str, object] = {"datum": datum.code}
    authority, _, code = datum.code.partition(":")
    if not shifted(datum) and code.isalnum():
        name = f"urn:ogc:def:crs:{authority}::{code}"
        members["crs"] = {"type": "name", "properties": {"name": name}}
    return compact_json(members)[1:-1]


def _features(records: Records) -> Iterator[bytes]:
    geometries = shapely.to_geojson(records.shapes)
    for feature_id, geometry, properties in zip(
        records.ids, geometries, records.properties, strict=True
    ):
        yield compact_json(
            {
                "type": "Feature",
                "id": feature_id,
                "geometry": msgspec.Raw(geometry.encode()),
                "properties": properties,
            }
        )
