"""What sort of file it is, told from its bytes; its name decides only between kinds of text."""

from __future__ import annotations

import re
from typing import Literal

from layers.intake.reading.faults import unreadable
from layers.intake.table import IntakeError

Binary = Literal["zip", "gzip", "ole", "gpkg", "flatgeobuf", "parquet", "shp", "dbf", "text"]
Written = Literal[
    "json", "json_lines", "esrijson", "topojson", "javascript", "html", "kml", "gpx", "gml",
    "spreadsheet_xml", "delimited",
]  # fmt: skip

HEAD_BYTES = 65_536
MAGIC: tuple[tuple[bytes, Binary], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"SQLite format 3\0", "gpkg"),
    (b"fgb\x03fgb", "flatgeobuf"),
    (b"PAR1", "parquet"),
    (b"\x00\x00\x27\x0a", "shp"),
)
# Files that are often sent instead, and what to do about each.
OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "PDF 文件，请提供原始表格", "a PDF; send the table that it was made from"),
    (b"\x89PNG", "图片，请提供表格", "a picture; send a table"),
    (b"\xff\xd8\xff", "图片，请提供表格", "a picture; send a table"),
    (b"GIF8", "图片，请提供表格", "a picture; send a table"),
    (b"Rar!", "RAR 压缩包，请解压或改用 zip", "a RAR archive; unpack it or use zip"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包，请解压或改用 zip", "a 7z archive; unpack it or use zip"),
    (b"AC10", "DWG 图纸，请导出为 shapefile 或 GeoPackage",
     "a DWG drawing; export it as shapefile or GeoPackage"),
    (b"{\\rtf", "RTF 文档，请另存为 xlsx 或 csv", "an RTF document; save it as xlsx or csv"),
    (b"MIME-Version:", "网页归档（.mht），请用 Excel 打开后另存为 xlsx",
     "a web archive (.mht); open it in Excel and save it as xlsx"),
    (b"MZ", "程序文件", "a program"),
    (b"\x7fELF", "程序文件", "a program"),
)  # fmt: skip
ZIP_MEMBER_KINDS = {
    "xl/workbook.xml": "xlsx",
    "xl/workbook.bin": "xlsb",
    "word/document.xml": "document",
    "ppt/presentation.xml": "document",
    "content.xml": "ods",
}
# More control characters than this share are no text.
CONTROL_SHARE = 0.005
CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c\x1d\x7f]")
XML_ROOT = re.compile(
    r"(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>|<![^>]*>)*+<(?:[\w.-]+:)?([\w.-]+)",
    re.DOTALL,
)
XML_ROOT_KINDS: dict[str, Written] = {
    "kml": "kml",
    "gpx": "gpx",
    "workbook": "spreadsheet_xml",
}
DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']"""
    rb"""|<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})""",
    re.IGNORECASE,
)
SCRIPT = re.compile(
    r"(?>\s+|//[^\n]*|/\*.*?\*/|;|[\"']use strict[\"'])*+"
    r"(?:(?:var|let|const|export|import|window|self|globalThis|module|exports|function|define|async"
    r"|return|typeof|if|try)\b"
    r"|[\w$.]+(?:\[[^\]\n]*\])?\s*(?:=|\()\s*[\[{(\"'\w]|\(\s*(?:function|\(|async|\{|\[))",
    re.DOTALL,
)


ASSIGNED = re.compile(r"(?:var|let|const|window\.|export)\b[^,\n]*=\s*[{\[]")


def binary_kind(data: bytes) -> Binary:
    """Return what a file is by its first bytes.

    Raises
    ------
    IntakeError
        It is of a kind that holds no table; the error says what it is and what to do.
    """
    for magic, kind in MAGIC:
        if data.startswith(magic):
            return kind
    for magic, zh, en in OTHERS:
        if data.startswith(magic):
            raise unreadable(f"文件是{zh}。", f"The file is {en}.")
    if _is_dbf(data):
        return "dbf"
    return "text"


def _is_dbf(data: bytes) -> bool:
    """Tell a dBASE file by the sizes that its header states."""
    if len(data) < 65 or data[0] not in {0x03, 0x30, 0x83, 0x8B} or not 1 <= data[2] <= 12:
        return False
    header, record = int.from_bytes(data[8:10], "little"), int.from_bytes(data[10:12], "little")
    return header % 32 in {1, 0, 8} and 32 < header <= len(data) and record > 1


def zip_kind(names: list[str]) -> str:
    """Return what a zip archive is by its members.

    That is xlsx, xlsb, ods, document, shp, gdb or kmz, and zip for any other.
    """
    lower = [name.lower() for name in names]
    for member, kind in ZIP_MEMBER_KINDS.items():
        if member in lower:
            return kind
    for ending, kind in ((".shp", "shp"), (".kml", "kmz")):
        if any(name.endswith(ending) for name in lower):
            return kind
    return "gdb" if any(".gdb/" in name for name in lower) else "zip"


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that XML or HTML declares at its head."""
    found = DECLARED.search(data[:4096])
    return (found[1] or found[2]).decode("ascii") if found else None


def check_may_be_text(data: bytes) -> None:
    """Raise `IntakeError` for bytes that no encoding of text would give.

    Only UTF-16 and UTF-32 have many NUL bytes, and those on one side of their pairs.
    """
    head = data[:HEAD_BYTES]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    marked = head[:2] in {b"\xff\xfe", b"\xfe\xff"} or head[:4] == b"\0\0\xfe\xff"
    if not marked and min(even, odd) > 0.02 * len(head):
        raise _binary()


def check_no_entities(text: str) -> None:
    """Raise `IntakeError` for XML that defines entities, which could expand without end."""
    if "<!ENTITY" in text:
        raise unreadable(
            "XML 里定义了实体（ENTITY），未读取；请删去文档类型声明。",
            "The XML defines entities, so it was not read; delete its document type declaration.",
        )


def check_is_text(text: str) -> None:
    """Raise `IntakeError` where a decoded text is no text but something binary."""
    head = text[:HEAD_BYTES]
    if len(CONTROLS.findall(head.replace("\0", ""))) > max(2, CONTROL_SHARE * len(head)):
        raise _binary()
    if head.count("\0") > 0.2 * len(head):
        raise _binary()


def _binary() -> IntakeError:
    return unreadable(
        "文件不是文本，也不是能识别的表格或地图格式；请导出为 xlsx、csv 或 GeoJSON。",
        "The file is no text and no known kind of table or map; export it as xlsx, csv or GeoJSON.",
    )


def written_kind(text: str, name: str) -> Written:
    """Return what a text is: by how it begins; the name's ending settles what looks like both."""
    head = text[:HEAD_BYTES].lstrip("\ufeff \t\r\n")
    ending = name.lower().rpartition(".")[2]
    if head.startswith("<"):
        return _markup(head)
    is_script = ending in {"js", "mjs", "ts"}
    if head[:1] in {"{", "["}:
        # Unquoted keys and single quotes are JavaScript's.
        loose = re.match(r"[{\[]\s*(?:(?!true\b|false\b|null\b)[A-Za-z_$'/]|//)", head)
        return "javascript" if is_script or loose else _json_kind(text)
    named_table = ending in {"csv", "tsv", "txt"}
    if is_script or (not named_table and SCRIPT.match(head)) or ASSIGNED.match(head):
        return "javascript"
    return "delimited"


def _json_kind(text: str) -> Written:
    head = text[:HEAD_BYTES]
    if '"Topology"' in head and '"arcs"' in text:
        return "topojson"
    features = re.search(r'"attributes"\s*:', head)
    if features and re.search(r'"(geometryType|spatialReference)"\s*:', text):
        return "esrijson"
    return "json"


def _markup(head: str) -> Written:
    root = XML_ROOT.match(head)
    name = root[1].lower() if root else ""
    if name in XML_ROOT_KINDS:
        return XML_ROOT_KINDS[name]
    if name == "featurecollection" or "opengis.net/gml" in head:
        return "gml"
    if name in {"html", "table", "head", "body", "div", "style", "meta", "tr", "center", "font"}:
        return "html"
    raise unreadable(
        f"文件是 XML（{name or '无根元素'}），不是能读取的表格或地图格式。",
        f"The file is XML ({name or 'no root element'}), no kind of table or map that is read.",
    )
