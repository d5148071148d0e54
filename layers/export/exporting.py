"""Export a layer: choose the format and the datum, write the file, say what it could not hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from geo.crs import WGS84, Datum, datum_named
from layers._layer import Text
from layers.errors import shown
from layers.export.about import ILLUSTRATIVE, terms
from layers.export.geojson import write_geojson, write_geojsonl
from layers.export.geoparquet import write_parquet
from layers.export.job import Job
from layers.export.kml import write_kml
from layers.export.records import Records, read_records
from layers.export.report import ExportError, ExportReport, Headings
from layers.export.shapefile import write_shapefile
from layers.export.text_table import write_csv, write_tsv
from layers.export.vector import shifted, write_fgb, write_gpkg
from layers.export.workbook import write_xlsx
from layers.export.writing import write_beside
from layers.place import Place
from layers.store.snapshot import Snapshot

UTF8_BOM = "UTF-8 BOM"


@dataclass(frozen=True)
class Format:
    """One format.

    Parameters
    ----------
    suffixes
        Of file names, the usual one first.
    write
        Writes a file and returns what it could not hold as it is.
    title
        What people call it.
    encoding
        How its text is written; None for a binary file.
    has_room
        Whether the file itself can say whose data it is.
    names_crs
        Whether the file says in a code what its coordinates refer to, where there is a code.
    """

    suffixes: tuple[str, ...]
    write: Callable[[Path, Job], list[Text]]
    title: str
    encoding: str | None = None
    has_room: bool = True
    names_crs: bool = True


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "geojson": Format((".geojson", ".json"), write_geojson, "GeoJSON", "UTF-8", has_room=False),
        "geojsonl": Format(
            (".geojsonl", ".ndjson", ".geojsons"),
            write_geojsonl,
            "GeoJSON lines",
            "UTF-8",
            has_room=False,
            names_crs=False,
        ),
        "csv": Format((".csv",), write_csv, "CSV", UTF8_BOM, has_room=False, names_crs=False),
        "tsv": Format(
            (".tsv", ".tab"), write_tsv, "TSV", UTF8_BOM, has_room=False, names_crs=False
        ),
        "xlsx": Format((".xlsx",), write_xlsx, "Excel", names_crs=False),
        "gpkg": Format((".gpkg",), write_gpkg, "GeoPackage"),
        "shapefile": Format((".shp.zip", ".zip"), write_shapefile, "Shapefile", "UTF-8"),
        "kml": Format((".kml",), write_kml, "KML", "UTF-8", names_crs=False),
        "fgb": Format((".fgb",), write_fgb, "FlatGeobuf"),
        "parquet": Format((".parquet", ".geoparquet"), write_parquet, "GeoParquet"),
    }
)
ALSO = MappingProxyType(
    {
        "ndjson": "geojsonl",
        "excel": "xlsx",
        "geopackage": "gpkg",
        "shp": "shapefile",
        "flatgeobuf": "fgb",
        "geoparquet": "parquet",
    }
)


def export_layer(
    snapshot: Snapshot,
    file: Path,
    *,
    format: str | None = None,  # noqa: A002 - what people call it
    datum: Datum | str = WGS84,
    headings: Headings = "zh",
    place: Place | None = None,
    overwrite: bool = False,
) -> ExportReport:
    """Write a layer to a file, whole or not at all, so that importing it gives the same layer.

    Tables for people (CSV, TSV, XLSX) say enumerations and truths in words, unless the headings are
    the fields' own names. GIS formats hold codes and truths as they are stored, and lists as JSON.
    GeoJSON has the fields' names always.

    Parameters
    ----------
    file
        Where to; its folder is there already.
    format
        One of `FORMATS`; what the file's name ends in when not given.
    datum
        Of the coordinates in the file, in any spelling that `geo.crs.datum_named` knows.
    headings
        Chinese, English, or the fields' own names.
    place
        Whose data it is: source, licence and notice go into the file where it has room for them.
    overwrite
        Whether a file that is there may be replaced.

    Raises
    ------
    ExportError
        When there is no such format, the format cannot hold the datum, the datum has no coordinates
        for the place, or the file cannot be written.
    FileExistsAlreadyError
        When the file is there and may not be replaced.
    UnknownDatumError
        When the datum is none.
    """
    name = format_named(file, format)
    chosen = FORMATS[name]
    wanted = datum_named(datum) if isinstance(datum, str) else datum
    job = Job(read_records(snapshot, wanted), headings, place)
    notes = write_beside(
        file,
        lambda path: chosen.write(path, job),
        suffix=chosen.suffixes[0],
        overwrite=overwrite,
    )
    return ExportReport(
        path=file,
        format=name,
        features=len(snapshot),
        datum=wanted.code,
        encoding=chosen.encoding,
        notes=(*notes, *_told(chosen, job.records, place)),
    )


def format_named(file: Path, name: str | None = None) -> str:
    """Return the format of that name, or the one that a file's name ends in.

    Raises
    ------
    ExportError
        When there is none.
    """
    if name is not None:
        asked = name.lower().lstrip(".")
        by_suffix = {suffix[1:]: key for key, each in FORMATS.items() for suffix in each.suffixes}
        found = asked if asked in FORMATS else ALSO.get(asked) or by_suffix.get(asked)
        if found is None:
            raise ExportError(
                f"没有格式 {shown(name)!r}；可用：{', '.join(FORMATS)}。",
                f"no format {shown(name)!r}; known: {', '.join(FORMATS)}",
            )
        return found
    endings = [(suffix, key) for key, each in FORMATS.items() for suffix in each.suffixes]
    for suffix, key in sorted(endings, key=lambda each: -len(each[0])):
        if file.name.lower().endswith(suffix):
            return key
    known = ", ".join(each.suffixes[0] for each in FORMATS.values())
    if file.suffix.lower() == ".shp":
        raise ExportError(
            f"shapefile 由多个文件组成，请写 {file.stem}.shp.zip。",
            f"a shapefile is several files: write {file.stem}.shp.zip",
        )
    raise ExportError(
        f"不知道 {file.name} 是什么格式：请用 {known} 之一结尾，或写明格式。",
        f"{file.name} does not tell its format: end it in one of {known}, or name the format",
    )


def _told(chosen: Format, records: Records, place: Place | None) -> list[Text]:
    """Return what must be told beside the file, because the file cannot say it."""
    notes = []
    datum = records.datum
    if datum != WGS84 and (not chosen.names_crs or shifted(datum)):
        notes.append(
            Text(
                f"坐标是 {datum.name}，不是 WGS 84：转交时请说明，"
                f"再导入时请写明坐标系 {datum.code}。",
                f"Coordinates are {datum.name}, not WGS 84: tell whoever gets the file, and "
                f"declare {datum.code} when importing it.",
            )
        )
    if not chosen.has_room:
        said = terms(place)
        notes += [said] if said is not None else []
        notes += [ILLUSTRATIVE] if records.snapshot.illustrative else []
    return notes
