"""GeoPackage and FlatGeobuf, by GDAL."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.crs import WGS84, Datum
from layers._layer import Text
from layers.export.about import description
from layers.export.arrow import (
    GEOMETRY_COLUMN,
    TypedColumn,
    arrow_table,
    kind_notes,
    typed_columns,
)
from layers.export.columns import named, property_columns, unused
from layers.export.job import Job
from layers.export.records import Records
from layers.export.writing import unwritable

if TYPE_CHECKING:
    from arro3.core import Table

TYPE_NAMES = {0: "Point", 3: "Polygon", 4: "MultiPoint", 6: "MultiPolygon"}
END_OF_TEXT = "\x00"


def write_gpkg(path: Path, job: Job) -> list[Text]:
    """Write a GeoPackage of one layer; its description says what it is."""
    # SQLite takes names that differ only in case for one.
    columns, notes = property_columns(
        job.records, job.headings, reserved=[GEOMETRY_COLUMN], same=str.casefold
    )
    typed = typed_columns(job.records, columns)
    notes += [*text_notes(typed), *kind_notes(job.records, typed)]
    taken = {column.heading.casefold() for column in columns} | {GEOMETRY_COLUMN}
    title = job.records.layer.title
    write_with_gdal(
        path,
        arrow_table(typed, job.records.shapes, dates=True),
        job.records,
        driver="GPKG",
        layer_options={
            "GEOMETRY_NAME": GEOMETRY_COLUMN,
            "FID": unused("fid", taken, str.casefold),
            "IDENTIFIER": " ".join(filter(None, (*title, shifted(job.records.datum)))),
            "DESCRIPTION": description(job.records, job.place),
        },
    )
    return notes


def write_fgb(path: Path, job: Job) -> list[Text]:
    """Write a FlatGeobuf; its title and description say what it is.

    The features keep their order, and so there is no spatial index in it: that would sort them.
    """
    columns, notes = property_columns(job.records, job.headings, reserved=[GEOMETRY_COLUMN])
    typed = typed_columns(job.records, columns)
    notes += [*text_notes(typed), *kind_notes(job.records, typed)]
    title = job.records.layer.title
    write_with_gdal(
        path,
        arrow_table(typed, job.records.shapes, dates=False),
        job.records,
        driver="FlatGeobuf",
        layer_options={
            "SPATIAL_INDEX": "NO",
            "TITLE": " ".join(filter(None, (*title, shifted(job.records.datum)))),
            "DESCRIPTION": description(job.records, job.place),
        },
    )
    return notes


def write_with_gdal(
    path: Path,
    table: Table,
    records: Records,
    *,
    driver: str,
    layer_options: Mapping[str, str],
    type_ids: Any = None,
    encoding: str | None = None,
) -> None:
    """Have GDAL write an Arrow table of features.

    Parameters
    ----------
    type_ids
        Of the geometries in the table, as shapely numbers them; all of the records when not given.

    Raises
    ------
    ExportError
        When GDAL cannot write it.
    """
    import pyogrio  # noqa: PLC0415

    kinds = set((records.type_ids if type_ids is None else type_ids).tolist())
    # A type for each feature, where there are several: a polygon is not made a multipolygon.
    geometry_type = TYPE_NAMES[kinds.pop()] if len(kinds) == 1 else "Unknown"
    with warnings.catch_warnings():
        # That is on purpose: no code says GCJ-02, and any other would be 500 m off.
        warnings.filterwarnings("ignore", "'crs' was not provided", UserWarning)
        try:
            pyogrio.write_arrow(
                table,
                path,
                layer=layer_name(records),
                driver=driver,
                geometry_name=GEOMETRY_COLUMN,
                geometry_type=geometry_type,
                crs=crs_code(records.datum),
                encoding=encoding,
                layer_options=dict(layer_options),
            )
        # GDAL's errors are all of this sort.
        except RuntimeError as refusal:
            raise unwritable(path, str(refusal)) from refusal


def crs_code(datum: Datum) -> str | None:
    """Return what PROJ calls a datum; None for those it does not know, GCJ-02 and BD-09."""
    if datum == WGS84:
        return "EPSG:4326"
    return None if shifted(datum) else datum.code


def shifted(datum: Datum) -> str | None:
    """Return the name of a datum that has no code, to be written where a code would stand."""
    return datum.name if datum.code in ("gcj02", "bd09") else None


def layer_name(records: Records) -> str:
    """Return what the layer is called in a file, with the datum where no code says it."""
    mark = records.datum.code if shifted(records.datum) else None
    return "_".join(filter(None, (records.layer.name, mark)))


def text_notes(typed: list[TypedColumn]) -> list[Text]:
    """Cut text, where it lies, at a NUL, since the formats end it there, and return a note."""
    notes = []
    ended = []
    for each in typed:
        if each.kind == "text" and any(END_OF_TEXT in value for value in each.values if value):
            ended.append(each.column)
            each.values[:] = [value and value.split(END_OF_TEXT)[0] for value in each.values]
    if ended:
        zh, en = named(ended)
        notes.append(
            Text(
                f"文字在控制符 NUL 处截断：{zh}。",
                f"Text is cut at the control character NUL: {en}.",
            )
        )
    return notes


def single_part_notes(records: Records, type_ids: Sequence[int]) -> list[Text]:
    """Return a note of multi-geometries of one part, where a format takes them for single ones.

    Parameters
    ----------
    type_ids
        The types for which it does, as shapely numbers them.
    """
    single = np.isin(records.type_ids, type_ids) & (shapely.get_num_geometries(records.shapes) == 1)
    if not single.any():
        return []
    count = int(single.sum())
    return [
        Text(
            f"{count} 个只有一块的多重图形（Multi…），再导入时是单个图形。",
            f"{count} multi-geometries of one part come back as single ones.",
        )
    ]
