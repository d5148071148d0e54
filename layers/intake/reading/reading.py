"""Any file an office may hold -> its table."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from layers.intake.finding import Finding
from layers.intake.reading.archive import DATA_ENDINGS, Archive, gunzip
from layers.intake.reading.delimited import read_delimited
from layers.intake.reading.encoding import Decoded, decode
from layers.intake.reading.faults import unreadable
from layers.intake.reading.javascript import read_javascript
from layers.intake.reading.json_file import read_json
from layers.intake.reading.json_lines import looks_like_json_lines, read_json_lines
from layers.intake.reading.kml import read_kml
from layers.intake.reading.limits import FILE_BYTES, check_file_size
from layers.intake.reading.markup_table import read_html, read_spreadsheet_xml
from layers.intake.reading.parquet import read_parquet_file
from layers.intake.reading.request import Progress, Request, silent
from layers.intake.reading.shapefile import PARTS, read_shapefile
from layers.intake.reading.source import (
    binary_kind,
    check_is_text,
    check_may_be_text,
    check_no_entities,
    declared_encoding,
    written_kind,
    zip_kind,
)
from layers.intake.reading.table_texts import judged_texts
from layers.intake.reading.vector import read_layer, read_vector
from layers.intake.reading.workbook import read_workbook
from layers.intake.table import Table

# An archive within an archive, and a table in that, is as deep as anybody sends.
MOST_WRAPPED = 3

TEXT_READERS: Mapping[str, Callable[[str, Decoded, Request], Table]] = {
    "json": read_json,
    "json_lines": read_json_lines,
    "javascript": read_javascript,
    "html": read_html,
    "kml": read_kml,
    "spreadsheet_xml": read_spreadsheet_xml,
    "delimited": read_delimited,
}


def _ole(name: str, data: bytes, request: Request) -> Table:
    return read_workbook(name, data, "xls", request)


def _gpkg(name: str, data: bytes, request: Request) -> Table:
    return read_vector(name, data, "gpkg", request)


def _flatgeobuf(name: str, data: bytes, request: Request) -> Table:
    return read_vector(name, data, "flatgeobuf", request)


BINARY_READERS: Mapping[str, Callable[[str, bytes, Request], Table]] = {
    "ole": _ole,
    "gpkg": _gpkg,
    "flatgeobuf": _flatgeobuf,
    "parquet": read_parquet_file,
}


def read_table(
    path: Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    header_row: int | None = None,
    records: str | None = None,
    progress: Progress | None = None,
) -> Table:
    """Read a file of any of the known formats into a table, whatever its name says.

    Parameters
    ----------
    path
        The file; of a shapefile the .shp, whose other parts lie beside it, or a zip of all.
    sheet
        The sheet of a workbook, the layer of a vector file, or the folder of a KML; else that with
        most rows.
    encoding
        How a text file is written; else it is told from the bytes.
    header_row
        The line of the headings, counted from 1; 0 says that there are none; else they are found.
    records
        The keys to the list in a JSON document (`result.results`), in a script with several
        literals first the variable's name; else the longest list.
    progress
        Called with the step (`open`, `decode`, `rows`, `texts`, `done`) and the share done, 0 to 1.

    Raises
    ------
    IntakeError
        The file is missing, of an unknown kind, damaged, locked, too large, or has no such sheet.
    """
    try:
        check_file_size(path.stat().st_size)
        data = path.read_bytes()
        beside = _parts_beside(path)
    except OSError as fault:
        name = _readable_name(path)
        raise unreadable(
            f"无法打开文件 {name}（{fault.strerror}）；请检查路径和权限。",
            f"{name} cannot be opened ({fault.strerror}); check its path and permissions.",
        ) from fault
    request = Request(sheet, encoding, header_row, records, progress or silent)
    return _read(_readable_name(path), data, request, beside)


def read_table_bytes(
    name: str,
    data: bytes,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    header_row: int | None = None,
    records: str | None = None,
    progress: Progress | None = None,
) -> Table:
    """Read the bytes of a file into a table; see `read_table`."""
    request = Request(sheet, encoding, header_row, records, progress or silent)
    return _read(name, data, request, {})


def _readable_name(path: Path) -> str:
    """Return a file's name as people read it: one unpacked from a Windows archive may be GBK."""
    raw = os.fsencode(path.name)
    for codec in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return raw.decode(codec)
    return raw.decode("utf-8", "replace")


def _parts_beside(path: Path) -> dict[str, bytes]:
    """Return the parts of a shapefile that lie in its folder, by name."""
    if path.suffix.lower() not in {".shp", ".dbf"}:
        return {}
    return {
        part.name: part.read_bytes()
        for part in sorted(path.parent.iterdir())
        if part.stem == path.stem
        and part.suffix.lower()[1:] in PARTS
        and part.is_file()
        and part.stat().st_size <= FILE_BYTES
    }


def _read(name: str, data: bytes, request: Request, beside: Mapping[str, bytes]) -> Table:
    check_file_size(len(data))
    request.progress("open", 0.1)
    table = _by_content(name, data, request, beside, 0)
    request.progress("texts", 0.8)
    columns, findings = judged_texts(table.columns, table.lines)
    settled = _settled(request)
    unsettled = (finding for finding in table.findings if finding.code not in settled)
    in_order = sorted((*unsettled, *findings), key=_place)
    request.progress("done", 1.0)
    return replace(table, file=name, columns=columns, findings=tuple(in_order))


def _settled(request: Request) -> set[str]:
    """Return the doubts that the user has settled by saying what is to be read."""
    settled = set()
    if request.sheet is not None or request.records is not None:
        settled.add("other_tables")
    if request.header_row is not None:
        settled |= {"header_unsure", "no_header", "rows_above_header"}
    return settled


def _place(finding: Finding) -> int:
    return finding.line or 0


def _by_content(
    name: str, data: bytes, request: Request, beside: Mapping[str, bytes], wrapped: int
) -> Table:
    kind = binary_kind(data)
    if kind == "zip":
        return _zipped(name, data, request, wrapped)
    if kind == "gzip":
        _check_wrapped(wrapped)
        inner = name.removesuffix(".gz")
        return _by_content(inner, gunzip(data), request, beside, wrapped + 1)
    if kind in {"shp", "dbf"}:
        return read_shapefile(name, beside or {f"{Path(name).stem}.{kind}": data}, request)
    return BINARY_READERS.get(kind, _written)(name, data, request)


def _written(name: str, data: bytes, request: Request) -> Table:
    check_may_be_text(data)
    decoded = decode(data, request.encoding, declared_encoding(data))
    request.progress("decode", 0.3)
    check_is_text(decoded.text)
    if looks_like_json_lines(decoded.text):
        return read_json_lines(name, decoded, request)
    kind = written_kind(decoded.text, name)
    if kind in {"esrijson", "topojson", "gpx", "gml"}:
        check_no_entities(decoded.text)
        # GDAL reads UTF-8; what the file declares of itself no longer holds.
        return read_vector(name, _as_utf_8(decoded.text), kind, request)
    return TEXT_READERS[kind](name, decoded, request)


def _as_utf_8(text: str) -> bytes:
    if text.lstrip().startswith("<?xml"):
        text = text[text.index("?>") + 2 :]
    return text.encode()


def _check_wrapped(wrapped: int) -> None:
    if wrapped >= MOST_WRAPPED:
        raise unreadable(
            f"压缩包套了 {MOST_WRAPPED} 层以上，请解压后再导入。",
            f"Archives are nested more than {MOST_WRAPPED} deep; unpack them first.",
        )


def _zipped(name: str, data: bytes, request: Request, wrapped: int) -> Table:
    archive = Archive(data)
    kind = zip_kind(archive.names())
    if kind in {"xlsx", "ods"}:
        return read_workbook(name, data, kind, request)
    if kind in {"xlsb", "document"}:
        raise unreadable(
            "文件是二进制工作簿（xlsb）或 Word、PowerPoint 文档；请另存为 xlsx。",
            "The file is a binary workbook (xlsb), a Word or a PowerPoint document; save it as "
            "xlsx.",
        )
    _check_wrapped(wrapped)
    if kind == "shp":
        parts = {
            member.rpartition("/")[2]: archive.read(member)
            for member in archive.names()
            if member.lower().rpartition(".")[2] in PARTS
        }
        return read_shapefile(name, parts, request)
    if kind == "gdb":
        return _geodatabase(name, archive, request)
    member = _only_member(archive, kind)
    table = _by_content(member, archive.read(member), request, {}, wrapped + 1)
    return replace(table, format="kmz") if kind == "kmz" else table


def _only_member(archive: Archive, kind: str) -> str:
    """Return the one data file of an archive; of a KMZ the first KML, as its standard says."""
    if kind == "kmz":
        return next(name for name in archive.names() if name.lower().endswith(".kml"))
    names = [name for name in archive.names() if name.lower().rpartition(".")[2] in DATA_ENDINGS]
    if len(names) == 1:
        return names[0]
    found = "、".join((names or archive.names())[:10])
    raise unreadable(
        f"压缩包里应只有一个数据文件，现有 {len(names)} 个（{found}）；请解压后逐个导入。",
        f"The archive should hold one data file and holds {len(names)} ({found}); unpack it and "
        "import them one by one.",
    )


def _geodatabase(name: str, archive: Archive, request: Request) -> Table:
    with TemporaryDirectory(prefix="facilities-") as folder:
        inside = Path(folder, "file.gdb")
        inside.mkdir()
        for member in archive.names():
            if ".gdb/" in member.lower():
                (inside / member.rpartition("/")[2]).write_bytes(archive.read(member))
        return read_layer(name, inside, "gdb", request)
