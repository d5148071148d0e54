"""GeoParquet and plain Parquet."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely

from layers.intake.reading.arrow import cells_of
from layers.intake.reading.faults import library_faults, unreadable
from layers.intake.reading.limits import check_columns, check_rows
from layers.intake.reading.request import Request
from layers.intake.reading.shapes import flat, shapes_of_wkb
from layers.intake.table import LongArray, ObjectArray, Table

BATCH_ROWS = 65_536
# PAR1 at both ends, and before the last one the size of the footer.
MAGIC_BYTES = 12


def read_parquet_file(name: str, data: bytes, request: Request) -> Table:
    """Read a Parquet file, its geometry by the `geo` metadata (GeoParquet 1.1).

    Raises
    ------
    IntakeError
        It is damaged, too large, or its geometry is in an encoding other than WKB and points.
    """
    from arro3.core import Table as ArrowTable  # noqa: PLC0415
    from arro3.io import read_parquet  # noqa: PLC0415

    zh, en = "Parquet 文件已损坏，请重新导出", "The Parquet file is damaged; export it again"
    # Of a file cut short the library would print its own panic first.
    footer = int.from_bytes(data[-8:-4], "little")
    if not data.endswith(b"PAR1") or footer + MAGIC_BYTES > len(data):
        raise unreadable(f"{zh}（文件不完整）。", f"{en} (it is cut off).")
    with library_faults(zh, en):
        reader = read_parquet(io.BytesIO(data), batch_size=BATCH_ROWS)
        schema = reader.schema
        check_columns(len(schema.names))
        batches, count = [], 0
        for batch in reader:
            count += batch.num_rows
            check_rows(count)
            batches.append(batch)
        table = ArrowTable.from_batches(batches, schema=schema)
        geo = _geo_metadata(schema.metadata)
    request.progress("rows", 0.5)
    lines = np.arange(1, count + 1, dtype=np.int64)
    primary, described = _primary(geo, table.column_names)
    covering = _covering(described)
    with library_faults(zh, en):
        columns = {
            heading: cells_of(table.column(heading))
            for heading in table.column_names
            if heading not in {primary, covering}
        }
        given = None if primary is None else list(table.column(primary).to_pylist())
    if primary is None or given is None:
        return Table(file=name, format="parquet", columns=columns, lines=lines)
    shapes, findings = _shapes(given, str(described.get("encoding", "WKB")), lines)
    return Table(
        file=name,
        format="geoparquet",
        columns=columns,
        lines=lines,
        geometries=shapes,
        crs=_crs(described),
        findings=tuple(findings),
    )


def _geo_metadata(metadata: Mapping[bytes, bytes]) -> dict[str, Any]:
    try:
        geo = json.loads(metadata.get(b"geo", b"{}"))
    except ValueError:
        return {}
    return geo if isinstance(geo, dict) else {}


def _primary(geo: dict[str, Any], names: list[str]) -> tuple[str | None, dict[str, Any]]:
    primary, columns = geo.get("primary_column"), geo.get("columns")
    if primary not in names or not isinstance(columns, dict):
        return None, {}
    described = columns.get(primary)
    return primary, described if isinstance(described, dict) else {}


def _covering(described: dict[str, Any]) -> str | None:
    """Return the column that only repeats the extents of the geometries, if there is one."""
    box = (described.get("covering") or {}).get("bbox") or {}
    path = box.get("xmin")
    return path[0] if isinstance(path, list) and path else None


def _shapes(given: list[Any], encoding: str, lines: LongArray) -> tuple[ObjectArray, list[Any]]:
    if encoding.upper() == "WKB":
        return shapes_of_wkb([None if wkb is None else bytes(wkb) for wkb in given], lines)
    if encoding == "point":
        shapes: ObjectArray = np.full(len(given), None, dtype=object)
        shapes[:] = [
            None if one is None or one.get("x") is None else shapely.Point(one["x"], one["y"])
            for one in given
        ]
        return flat(shapes), []
    raise unreadable(
        f"GeoParquet 的几何编码“{encoding}”不能读取，请以 WKB 编码重新导出。",
        f"GeoParquet geometry in the encoding {encoding!r} cannot be read; export it as WKB.",
    )


def _crs(described: dict[str, Any]) -> str | None:
    """Return the reference system; where the key is missing it is WGS 84 by the standard."""
    if "crs" not in described:
        return "EPSG:4326"
    if described["crs"] is None:
        return None
    from pyproj import CRS  # noqa: PLC0415
    from pyproj.exceptions import CRSError  # noqa: PLC0415

    try:
        crs = CRS.from_user_input(described["crs"])
    except CRSError:
        return None
    return crs_text(crs)


def crs_text(crs: Any) -> str:
    """Return a pyproj system as its EPSG code, else as WKT."""
    authority = crs.to_authority(min_confidence=60)
    if authority is not None and authority[0] == "EPSG":
        return f"EPSG:{authority[1]}"
    if authority == ("OGC", "CRS84"):
        return "EPSG:4326"
    return str(crs.to_wkt())
