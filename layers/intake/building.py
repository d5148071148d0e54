"""Rows become features: the file's values over what is published, the geometry, the id."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from geo.errors import GeometryError
from geo.geodesic import METRES_A_DEGREE
from geo.geojson import canonical_feature, geometry_from_shape
from layers._layer import Layer, Text
from layers.intake.finding import Finding
from layers.intake.positions import Located
from layers.intake.table import Table
from layers.intake.values import Values
from layers.store.canonical import ordered_properties
from layers.store.decode import feature_type
from layers.store.faults import feature_faults

# A position that comes back from another datum or with fewer digits has not moved.
SAME_PLACE_M = 0.05
# What an office's own number is kept as, where the facility is known here by another id.
OFFICE_ID = "source_id"

Feature = Mapping[str, Any]


@dataclass(frozen=True)
class FeatureBuilder:
    """Builds the canonical feature of a row.

    What the file has a column for is as the file says, empty cells too; what it has no column for
    stays as it is published. A facility that moved loses the `position` of its old place, and a
    point its entrance too; one that changed is `updated_at` the import, where the file is silent.

    Parameters
    ----------
    own_ids
        What the file itself calls each row; None where it says nothing.
    located
        Positions of the rows, WGS 84.
    points
        What fields that hold positions (entrances) say of each row, WGS 84.
    published
        Features that rows stand for, by id.
    now
        When the import takes place, in the place's time zone.
    """

    layer: Layer
    table: Table
    values: Values
    own_ids: Sequence[str | None]
    located: Located
    points: Mapping[str, Sequence[Any]]
    published: Mapping[str, Feature]
    now: datetime

    def build(self, row: int, feature_id: str) -> bytes:
        """Return the canonical bytes of a row.

        Raises
        ------
        GeometryError
            When its geometry cannot be written.
        """
        before = self.published.get(feature_id)
        old = dict(before["properties"]) if before else {}
        geometry = self._geometry(row)
        if before and self._stayed(before["geometry"], geometry):
            geometry = before["geometry"]
        moved = before is not None and before["geometry"] != geometry
        said = dict(self._said(row, feature_id))
        properties = {**old, **said}
        if moved:
            gone = {"position"} | ({"access_point"} if geometry["type"] == "Point" else set())
            properties |= dict.fromkeys(gone - set(said))
        declared = self.layer.fields
        properties = {
            name: value
            for name, value in properties.items()
            if name in declared or value is not None
        }
        if "updated_at" not in said:
            properties["updated_at"] = old.get("updated_at")
            written = self._written(feature_id, geometry, properties)
            if before and written == self._written(feature_id, before["geometry"], old):
                return written
            # As msgspec writes times, so that one that was exported and read again is the same.
            properties["updated_at"] = self.now.isoformat(timespec="seconds").replace("+00:00", "Z")
        return self._written(feature_id, geometry, properties)

    def _written(self, feature_id: str, geometry: Any, properties: dict[str, Any]) -> bytes:
        return canonical_feature(feature_id, geometry, ordered_properties(self.layer, properties))

    def _said(self, row: int, feature_id: str) -> Iterator[tuple[str, Any]]:
        for columns in (self.values.fields, self.values.kept, self.points):
            for name, cells in columns.items():
                if name != "id":
                    yield name, cells[row]
        own = self.own_ids[row]
        if own is not None and own != feature_id:
            yield OFFICE_ID, own

    def _geometry(self, row: int) -> dict[str, Any]:
        shapes = self.located.shapes
        if shapes is not None and shapes[row] is not None:
            return geometry_from_shape(shapes[row])
        lon, lat = float(self.located.lon[row]), float(self.located.lat[row])
        return {"type": "Point", "coordinates": [round(lon, 7), round(lat, 7)]}

    def _stayed(self, before: Feature, after: Feature) -> bool:
        if before["type"] != "Point" or after["type"] != "Point":
            return False
        (lon, lat), (to_lon, to_lat) = before["coordinates"], after["coordinates"]
        north_m, east_m = (to_lat - lat) * METRES_A_DEGREE, (to_lon - lon) * METRES_A_DEGREE
        # On so short a way the sphere is as good as the ellipsoid, and much faster.
        return math.hypot(north_m, east_m * math.cos(math.radians(lat))) <= SAME_PLACE_M


def build_features(
    builder: FeatureBuilder, rows: Sequence[int], ids: Sequence[str]
) -> tuple[dict[str, bytes], list[Finding]]:
    """Return the canonical features of rows by id, and what keeps a row from being one.

    Parameters
    ----------
    ids
        The id of each of the rows.
    """
    decode = msgspec.json.Decoder(feature_type(builder.layer)).decode
    built: dict[str, bytes] = {}
    findings: list[Finding] = []
    for row, feature_id in zip(rows, ids, strict=True):
        line = int(builder.table.lines[row])
        try:
            feature = builder.build(row, feature_id)
            decode(feature)
        except GeometryError as wrong:
            findings.append(_unfit(line, "geometry", str(wrong)))
        except msgspec.DecodeError as refusal:
            findings += _faults(builder.layer, feature, line, str(refusal))
        else:
            built[feature_id] = feature
    return built, findings


def _faults(layer: Layer, feature: bytes, line: int, refusal: str) -> Iterator[Finding]:
    for fault in feature_faults(layer, feature, "", line, refusal):
        yield _unfit(line, fault.field, fault.reason)


def _unfit(line: int, field: str | None, reason: str) -> Finding:
    return Finding(
        "unfit_value",
        "error",
        Text("不符合该图层对此项的要求", reason),
        Text("请按要求改正。", "Mend it as the reason says."),
        line,
        field,
    )
