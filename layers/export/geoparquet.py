"""GeoParquet 1.1: typed columns and WKB, with the reference system as PROJJSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geo.geojson import compact_json
from layers._layer import Text
from layers.export.about import about, description
from layers.export.arrow import GEOMETRY_COLUMN, arrow_table, kind_notes, typed_columns
from layers.export.columns import property_columns
from layers.export.job import Job
from layers.export.records import Records
from layers.export.vector import TYPE_NAMES, crs_code

VERSION = "1.1.0"


def write_parquet(path: Path, job: Job) -> list[Text]:
    """Write GeoParquet (OGC 23-039, version 1.1.0), compressed with Snappy, which all readers know.

    What the file is stands in its key `description`, and in parts in `facilities`.
    """
    from arro3.io import write_parquet as write  # noqa: PLC0415

    columns, notes = property_columns(job.records, job.headings, reserved=[GEOMETRY_COLUMN])
    typed = typed_columns(job.records, columns)
    notes += kind_notes(job.records, typed)
    parts = {
        label.en.lower().replace(" ", "_"): {"zh": value.zh, "en": value.en}
        for label, value in about(job.records, job.place)
    }
    write(
        arrow_table(typed, job.records.shapes, dates=True),
        path,
        compression="snappy",
        key_value_metadata={
            "geo": compact_json(geo_metadata(job.records)).decode(),
            "description": description(job.records, job.place),
            "facilities": compact_json(parts).decode(),
        },
    )
    return notes


def geo_metadata(records: Records) -> dict[str, Any]:
    """Return the file metadata `geo`; its crs is null where no code names the datum."""
    import pyproj  # noqa: PLC0415

    code = "OGC:CRS84" if records.datum.code == "wgs84" else crs_code(records.datum)
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted(TYPE_NAMES[each] for each in set(records.type_ids.tolist())),
        "crs": None if code is None else pyproj.CRS.from_user_input(code).to_json_dict(),
    }
    if len(records):
        column["bbox"] = np.asarray(shapely.total_bounds(records.shapes)).tolist()
    return {
        "version": VERSION,
        "primary_column": GEOMETRY_COLUMN,
        "columns": {GEOMETRY_COLUMN: column},
    }
