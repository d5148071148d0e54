"""GeoPackage, FlatGeobuf, shapefile, GPX and what else GDAL reads, by pyogrio."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from layers.intake.finding import Finding
from layers.intake.reading.arrow import cells_of
from layers.intake.reading.choice import other_tables, pick_table
from layers.intake.reading.faults import library_faults, unreadable
from layers.intake.reading.limits import check_columns, check_rows
from layers.intake.reading.request import Request
from layers.intake.reading.shapes import shapes_of_wkb
from layers.intake.table import Table

# GDAL takes a file by its content, and these drivers need the ending as well.
ENDINGS = {"gpkg": "gpkg", "flatgeobuf": "fgb", "gpx": "gpx", "esrijson": "json",
           "topojson": "json", "gml": "gml"}  # fmt: skip
DRIVERS = {"gpkg": "GPKG", "flatgeobuf": "FlatGeobuf", "gpx": "GPX", "esrijson": "ESRIJSON",
           "topojson": "TopoJSON", "gml": "GML"}  # fmt: skip


def read_vector(name: str, data: bytes, kind: str, request: Request) -> Table:
    """Read the layer asked for, else that with most features.

    Parameters
    ----------
    name, data
        The file.
    kind
        One of `ENDINGS`.

    Raises
    ------
    IntakeError
        It is damaged, too large, or has no such layer.
    """
    with TemporaryDirectory(prefix="facilities-") as folder:
        path = Path(folder, f"file.{ENDINGS[kind]}")
        path.write_bytes(data)
        return read_layer(name, path, kind, request)


def read_layer(name: str, path: Path, kind: str, request: Request) -> Table:
    """Read a layer of a file or folder that GDAL opens; see `read_vector`."""
    import pyogrio  # noqa: PLC0415
    from arro3.core import Table as ArrowTable  # noqa: PLC0415
    from pyogrio.raw import open_arrow  # noqa: PLC0415

    zh, en = (
        f"文件按 {kind} 格式无法读取，可能已损坏，请重新导出",
        (f"The file cannot be read as {kind}; it may be damaged: export it again"),
    )
    with library_faults(zh, en), warnings.catch_warnings():
        # What GDAL warns of is found in the rows themselves.
        warnings.simplefilter("ignore")
        counts = {
            str(layer): int(
                pyogrio.read_info(path, layer=str(layer), force_feature_count=True)["features"]
            )
            for layer, _ in pyogrio.list_layers(path)
        }
        if not counts:
            raise unreadable("文件里没有图层。", "The file holds no layer.")
        layer = pick_table(request.sheet, counts)
        check_rows(counts[layer])
        with open_arrow(path, layer=layer, use_pyarrow=False) as (meta, stream):
            table = ArrowTable.from_arrow(stream)
            check_columns(table.num_columns)
        request.progress("rows", 0.5)
        geometry = meta["geometry_name"] or "wkb_geometry"
        lines = np.arange(1, table.num_rows + 1, dtype=np.int64)
        columns = {
            heading: cells_of(table.column(heading))
            for heading in table.column_names
            if heading not in {geometry, meta.get("fid_column")}
        }
        shapes, unread = None, list[Finding]()
        if geometry in table.column_names:
            shapes, unread = shapes_of_wkb(list(table.column(geometry).to_pylist()), lines)
    return Table(
        file=name,
        format=kind,
        columns=_used(columns) if kind == "gpx" else columns,
        lines=lines,
        geometries=shapes,
        crs=None if kind == "gpx" else crs_of(meta["crs"]),
        sheet=layer if len(counts) > 1 else None,
        findings=(*other_tables(layer, counts), *unread),
    )


def _used(columns: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """Return the columns that hold anything; GDAL declares all that a format may have."""
    return {
        heading: cells
        for heading, cells in columns.items()
        if any(cell is not None for cell in cells)
    }


def crs_of(named: str | None) -> str | None:
    """Return what GDAL names as a code where it is one, else as WKT."""
    if not named or named.upper().startswith("EPSG:"):
        return named or None
    from pyproj import CRS  # noqa: PLC0415
    from pyproj.exceptions import CRSError  # noqa: PLC0415

    from layers.intake.reading.parquet import crs_text  # noqa: PLC0415

    try:
        return crs_text(CRS.from_user_input(named))
    except CRSError:
        return None
