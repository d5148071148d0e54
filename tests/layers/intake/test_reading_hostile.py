"""Whatever is given to it, reading ends in a table or in words about what to do."""

from __future__ import annotations

import gzip
import io
import os
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.intake.reading import limits, read_table, read_table_bytes
from layers.intake.table import IntakeError, Table


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


CSV = "名称,数量\n甲,1\n乙,2\n".encode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的.*empty"),
        (b" \n\n ", "没有任何数据.*no data"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "图片.*picture"),
        (b"Rar!\x1a\x07\x00", "RAR"),
        (b"\x7fELF" + bytes(99), "程序.*program"),
        (random.Random(1).randbytes(5000), "not? text|no text|encoding cannot be told"),
        (bytes(5000), "no text"),
        (b"<html><body>Please log in</body></html>", "login"),
        (b"<?xml version='1.0'?><osm/>", "osm"),
        (b"PK\x03\x04" + bytes(50), "zip"),
        (b"PAR1" + bytes(50), "Parquet"),
        (b"SQLite format 3\0" + bytes(100), "gpkg"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "工作簿.*workbook"),
        (gzip.compress(CSV, mtime=0)[:-9], "gzip"),
        (gzip.compress(bytes(60_000_000), mtime=0), "zip bomb"),
        (zipped({"a.csv": bytes(60_000_000)}), "zip bomb"),
        (zipped({"word/document.xml": b"<x/>"}), "Word"),
        (zipped({"xl/workbook.bin": b"x"}), "xlsb"),
        (zipped({"a.csv": CSV, "b.csv": CSV}), "a.csv、b.csv"),
        (zipped({"read.me": b"x"}), "holds 0"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_what_it_is_and_a_way_out(data, words):
    with pytest.raises(IntakeError, match=words):
        read_table_bytes("file.csv", data)


def test_a_missing_file_and_a_folder_are_refused_in_words(tmp_path):
    with pytest.raises(IntakeError, match=r"none\.csv cannot be opened"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(IntakeError, match="cannot be opened"):
        read_table(tmp_path)


def test_packed_files_are_unpacked_a_few_times_and_no_more():
    assert read_table_bytes("a.csv.gz", gzip.compress(CSV, mtime=0)).columns["名称"] == ["甲", "乙"]
    assert len(read_table_bytes("a.zip", zipped({"表/停车.csv": CSV, "__MACOSX/x": b""}))) == 2
    data = CSV
    for _ in range(5):
        data = gzip.compress(data)
    with pytest.raises(IntakeError, match="nested"):
        read_table_bytes("a", data)


def test_a_locked_archive_is_said_to_be_locked():
    data = bytearray(zipped({"a.csv": CSV}))
    at = data.rindex(b"PK\x01\x02")
    data[6] |= 1
    data[at + 8] |= 1
    with pytest.raises(IntakeError, match=r"密码.*password"):
        read_table_bytes("a.zip", bytes(data))


def test_each_limit_is_told_with_its_number(monkeypatch):
    monkeypatch.setattr(limits, "ROWS", 100)
    with pytest.raises(IntakeError, match="more than 100 rows"):
        read_table_bytes("a.csv", b"a,b\n" + b"1,2\n" * 101)
    with pytest.raises(IntakeError, match="1,000"):
        read_table_bytes("a.csv", b",".join([b"x"] * 1001) + b"\n")
    monkeypatch.setattr(limits, "FILE_BYTES", 10)
    with pytest.raises(IntakeError, match="limit of 10"):
        read_table_bytes("a.csv", CSV)


def test_progress_is_told_in_order():
    told = []
    read_table_bytes("a.csv", CSV, progress=lambda step, share: told.append((step, share)))
    assert [step for step, _ in told] == ["open", "decode", "rows", "texts", "done"]
    assert [share for _, share in told] == sorted(share for _, share in told)


SEEDS = [
    CSV, CSV.decode().encode("gb18030"), b'[{"a": 1, "b": "x"}]', b"var x = [{a: 1}];",
    b'{"type":"FeatureCollection","features":[]}', b"<table><tr><td>a<td>b</table>",
    b"<kml><Placemark><name>a</name></Placemark></kml>", zipped({"a.csv": CSV}),
]  # fmt: skip


@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=4))))
@settings(deadline=None, max_examples=300)
def test_damaged_files_end_in_a_table_or_in_words(seed, changes):
    data = bytearray(seed)
    for at, piece in changes:
        data[at : at + len(piece)] = piece
    try:
        table = read_table_bytes("file", bytes(data))
    except IntakeError as refusal:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in str(refusal))  # noqa: PT017
    else:
        assert isinstance(table, Table)
        assert all(len(cells) == len(table) for cells in table.columns.values())


def test_reading_does_not_change_the_file(tmp_path):
    file = Path(tmp_path, "a.csv")
    file.write_bytes(CSV)
    read_table(file)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert file.read_bytes() == CSV


def test_a_parquet_whose_footer_would_lie_before_its_beginning_is_cut_off():
    with pytest.raises(IntakeError, match=r"Parquet.*cut off"):
        read_table_bytes("a.parquet", b"PAR1" + b"\xff" * 200 + b"PAR1")


def test_a_gzip_bomb_is_not_unpacked_beyond_what_it_may_hold():
    packed = gzip.compress(bytes(100_000_000))
    most = limits.most_unzipped(len(packed))
    with pytest.raises(IntakeError, match=f"{most + 1:,} bytes"):
        read_table_bytes("a.csv.gz", packed)


def test_a_pipe_beside_a_shapefile_is_no_part_of_it(tmp_path):
    os.mkfifo(tmp_path / "a.dbf")
    (tmp_path / "a.shp").write_bytes(b"\x00\x00\x27\x0a" + b"\xff" * 200)
    with pytest.raises(IntakeError, match="shapefile"):
        read_table(tmp_path / "a.shp")


def test_a_file_name_that_is_not_utf_8_is_shown_in_the_encoding_it_has(tmp_path):
    path = tmp_path / os.fsdecode("公厕.csv".encode("gbk"))
    path.write_bytes(CSV)
    assert read_table(path).file == "公厕.csv"
