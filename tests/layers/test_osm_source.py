"""What a file is told to be, and what its giver is told when it is no extract."""

import bz2
import gzip
from pathlib import Path

import pytest

from layers.osm import OsmFileError
from layers.osm.read import read_extract
from layers.osm.source import format_of

MAP = b"""<?xml version='1.0' encoding='UTF-8'?>
<!-- made by hand -->
<osm version="0.6"><node id="1" version="1" lat="36.7" lon="119.1"/></osm>
"""
PBF_HEAD = b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x07"


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (MAP, "osm"),
        (b"\xef\xbb\xbf" + MAP, "osm"),
        (b"<!DOCTYPE osm>\n<osm/>", "osm"),
        (gzip.compress(MAP, mtime=0), "osm.gz"),
        (bz2.compress(MAP), "osm.bz2"),
        (PBF_HEAD, "pbf"),
    ],
)
def test_the_format_is_told_by_the_content_whatever_the_name(
    tmp_path: Path, content: bytes, expected: str
) -> None:
    assert format_of(written(tmp_path, "map.txt", content)) == expected


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.osm.pbf", b"", "is empty"),
        ("notes.osm.pbf", b"just words", "is not OpenStreetMap data; give an extract as .osm.pbf"),
        ("track.osm", b"<gpx version='1.1'/>", "it starts with <gpx>"),
        ("changes.osm", b"<osmChange version='0.6'/>", r"holds changes \(osmChange\), not a map"),
        ("404.osm.pbf", b"<!DOCTYPE html>\n<html><body>", "is a web page"),
        ("map.osm.zip", b"PK\x03\x04....", "is a zip archive; unpack it first"),
        ("twice.pbf.gz", gzip.compress(PBF_HEAD, mtime=0), "is a PBF file packed once more"),
        ("cut.osm.gz", gzip.compress(MAP, mtime=0)[:12], "is damaged"),
        ("cut.osm.bz2", bz2.compress(MAP)[:12], "is damaged"),
        ("comments.osm", b"<!---->" * 500, "is not OpenStreetMap data"),
    ],
)
def test_a_file_that_is_no_extract_is_refused_with_what_it_is(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    with pytest.raises(OsmFileError, match=reason) as refusal:
        format_of(written(tmp_path, name, content))
    assert name in str(refusal.value)


def test_a_missing_file_and_a_folder_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(OsmFileError, match=r"there is no file .*nowhere\.osm"):
        format_of(tmp_path / "nowhere.osm")
    with pytest.raises(OsmFileError, match="cannot be read: Is a directory"):
        format_of(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("cut.osm", MAP[:-20], "XML parsing error"),
        ("cut.osm.gz", gzip.compress(MAP, mtime=0)[:-12], "damaged"),
        ("old.osm", b'<osm version="0.5"/>', "version 0.5"),
        ("north.osm", MAP.replace(b'"36.7"', b'"north"'), "'north'"),
        ("id.osm", MAP.replace(b'id="1"', b'id="one"'), "'one'"),
        ("head.osm.pbf", PBF_HEAD, "PBF error"),
    ],
)
def test_a_damaged_file_is_refused_with_what_is_wrong(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    source = written(tmp_path, name, content)
    with pytest.raises(OsmFileError, match=reason) as refusal:
        read_extract(source, lambda _id, _tags: True, lambda _words, _share: None)
    assert "fetch it again" in str(refusal.value)
