"""An answer as a GeoPackage (OGC 12-128r19): areas, people and sites to map, tables beside them.

Written with SQLite itself: GDAL notes the moment in it, and the same answer should be the same
file.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import shapely

from layers._layer import Text
from layers.planning.takeaway.about import Document
from layers.planning.takeaway.sheets import both, plain_cell, sheets_of
from layers.planning.words import PROCESSES

# "GPKG", and version 1.3.0 (requirements 2 and 3).
APPLICATION_ID, USER_VERSION = 0x47504B47, 10300
NO_DATE = "1970-01-01"
# A table's shapes are all of one sort: WKB says it of each, and programs want to know before.
KINDS = {"served": "Polygon", "gap": "Polygon", "uncovered": "Point", "site": "Point",
         "access": "Point"}  # fmt: skip
WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,'
    'AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AUTHORITY["EPSG","4326"]]'
)
SCHEMA = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
  description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
  identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL,
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
"""


def write_gpkg(path: Path, document: Document, map_file: bytes) -> None:
    """Write an answer as a GeoPackage.

    Parameters
    ----------
    map_file
        The answer's map as GeoJSON.
    """
    path.unlink(missing_ok=True)
    changed = f"{document['made']['data_date'] or NO_DATE}T00:00:00.000Z"
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        base.execute(f"PRAGMA user_version = {USER_VERSION}")
        base.execute("PRAGMA journal_mode = OFF")
        base.executescript(f"BEGIN; {SCHEMA}")
        base.executemany(
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)",
            [
                ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", None),
                ("Undefined geographic SRS", 0, "NONE", 0, "undefined", None),
                ("WGS 84 geodetic", 4326, "EPSG", 4326, WGS84, None),
            ],
        )
        _write_maps(base, document, map_file, changed)
        for sheet in sheets_of(document):
            if sheet.key != "left_out" or sheet.rows:
                name = f"table_{sheet.key}"
                columns = [words.en for words in sheet.headings]
                _declare(base, name, "attributes", " ".join(sheet.title), changed)
                rows = [[plain_cell(cell) for cell in row] for row in sheet.rows]
                _fill(base, name, columns, rows)
        base.execute("COMMIT")
        base.execute("VACUUM")


def _write_maps(
    base: sqlite3.Connection, document: Document, map_file: bytes, changed: str
) -> None:
    features = msgspec.json.decode(map_file)["features"]
    words = PROCESSES[document["process"]]
    place = both(Text(**document["made"]["place"]))
    for kind, sort in KINDS.items():
        some = [one for one in features if one["properties"]["kind"] == kind]
        if not some:
            continue
        shapes = [shapely.from_geojson(msgspec.json.encode(one["geometry"])) for one in some]
        multi = sort == "Polygon"
        title = f"{place} {words.zh} {words.en}: {kind}"
        _declare(base, kind, "features", title, changed, shapely.total_bounds(shapes).tolist())
        base.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, 4326, 0, 0)",
            (kind, "MULTIPOLYGON" if multi else "POINT"),
        )
        columns = [name for name in some[0]["properties"] if name != "kind"]
        rows = [[one["properties"].get(name) for name in columns] for one in some]
        blobs = [_blob(_many(shape) if multi else shape) for shape in shapes]
        _fill(base, kind, columns, rows, blobs)


def _declare(
    base: sqlite3.Connection,
    name: str,
    sort: str,
    title: str,
    changed: str,
    bounds: Sequence[float | None] = (None,) * 4,
) -> None:
    srs = 4326 if sort == "features" else None
    base.execute(
        "INSERT INTO gpkg_contents VALUES (?, ?, ?, '', ?, ?, ?, ?, ?, ?)",
        (name, sort, f"{title} ({name})", changed, *bounds, srs),
    )


def _fill(
    base: sqlite3.Connection,
    name: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    blobs: Sequence[bytes] | None = None,
) -> None:
    """Make a table, and fill it."""
    rows = [list(row) for row in rows]
    fid = "fid" if "fid" not in columns else "fid_0"
    named = [f'"{one.replace(chr(34), chr(34) * 2)}"' for one in columns]
    kinds = [_sql_type([row[place] for row in rows]) for place in range(len(columns))]
    declared = [f"{one} {kind}" for one, kind in zip(named, kinds, strict=True)]
    if blobs is not None:
        named, declared = ["geom", *named], ["geom BLOB", *declared]
        rows = [[blob, *row] for blob, row in zip(blobs, rows, strict=True)]
    key = f"{fid} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"
    base.execute(f'CREATE TABLE "{name}" ({", ".join((key, *declared))})')
    marks = ", ".join("?" * len(named))
    # Names are ours or quoted; values are bound.
    base.executemany(f'INSERT INTO "{name}" ({", ".join(named)}) VALUES ({marks})', rows)


def _sql_type(values: Sequence[Any]) -> str:
    known = {type(one) for one in values if one is not None}
    if known and known <= {int}:
        return "INTEGER"
    return "DOUBLE" if known and known <= {int, float} else "TEXT"


def _many(shape: Any) -> Any:
    return shape if shape.geom_type == "MultiPolygon" else shapely.MultiPolygon([shape])


def _blob(shape: Any) -> bytes:
    """Return a geometry as a GeoPackage holds it: a header with its bounds, then WKB."""
    x0, y0, x1, y1 = shape.bounds
    flags = 0b0000_0011  # little-endian, with the bounds of x and y
    head = b"GP" + struct.pack("<BBi4d", 0, flags, 4326, x0, x1, y0, y1)
    wkb: bytes = shapely.to_wkb(shape, byte_order=1)
    return head + wkb
