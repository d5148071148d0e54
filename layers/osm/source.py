"""What sort of file it is, told from its first bytes and never from its name."""

from __future__ import annotations

import bz2
import gzip
import re
import zlib
from collections.abc import Callable
from pathlib import Path

from layers.osm.errors import OsmFileError

HEAD_BYTES = 4096
GZIP, BZIP2, ZIP = b"\x1f\x8b", b"BZh", b"PK\x03\x04"
# A PBF file starts with the length of a header, four bytes, and that header's type.
PBF_HEADER = re.compile(rb"\A\x00\x00..\x0a\x09OSMHeader", re.DOTALL)
# Atomic, so that a file of comments costs one pass and no more.
XML_ROOT = re.compile(r"(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>)*+<([\w:.-]+)", re.DOTALL)

WAY_OUT = "give an extract as .osm.pbf, .osm, .osm.gz or .osm.bz2"


def format_of(source: Path) -> str:
    """Return the format of an OSM file in osmium's words: pbf, osm, osm.gz or osm.bz2.

    Raises
    ------
    OsmFileError
        The file is missing, empty, or something else; the error says what.
    """
    head = _head(source)
    if head.startswith(GZIP):
        return f"{_plain_format(source, _unpacked_head(source, gzip.GzipFile), packed=True)}.gz"
    if head.startswith(BZIP2):
        return f"{_plain_format(source, _unpacked_head(source, bz2.BZ2File), packed=True)}.bz2"
    return _plain_format(source, head, packed=False)


def _head(source: Path) -> bytes:
    try:
        with source.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except FileNotFoundError:
        raise OsmFileError(f"there is no file {source}; {WAY_OUT}") from None
    except OSError as fault:
        raise OsmFileError(f"{source} cannot be read: {fault.strerror}; {WAY_OUT}") from fault
    if not head:
        raise OsmFileError(f"{source} is empty; fetch it again, or {WAY_OUT}")
    return head


def _unpacked_head(source: Path, opened: Callable[[Path], gzip.GzipFile | bz2.BZ2File]) -> bytes:
    try:
        with opened(source) as file:
            return file.read(HEAD_BYTES)
    except (OSError, EOFError, zlib.error) as fault:
        raise OsmFileError(f"{source} is damaged ({fault}); fetch it again") from fault


def _plain_format(source: Path, head: bytes, *, packed: bool) -> str:
    if PBF_HEADER.match(head):
        if packed:
            raise OsmFileError(f"{source} is a PBF file packed once more; unpack it first")
        return "pbf"
    if head.startswith(ZIP):
        raise OsmFileError(f"{source} is a zip archive; unpack it first, then {WAY_OUT}")
    root = XML_ROOT.match(head.decode("utf-8-sig", errors="replace"))
    if root is None:
        raise OsmFileError(f"{source} is not OpenStreetMap data; {WAY_OUT}")
    if root[1] == "osm":
        return "osm"
    if root[1] == "osmChange":
        raise OsmFileError(f"{source} holds changes (osmChange), not a map; {WAY_OUT}")
    if root[1].lower() == "html":
        raise OsmFileError(f"{source} is a web page, not OpenStreetMap data; fetch it again")
    raise OsmFileError(
        f"{source} is XML but not OpenStreetMap's: it starts with <{root[1]}>; {WAY_OUT}"
    )
