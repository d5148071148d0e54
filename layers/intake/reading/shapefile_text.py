"""How the attributes of a shapefile are written, told and decoded.

They come byte for byte (as Latin-1, which loses nothing) and are decoded here: by the .cpg file,
else by the language driver in the .dbf file, if what they say fits; else as judged.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from layers._layer import Text
from layers.intake.finding import Finding
from layers.intake.reading.commonness import bits
from layers.intake.reading.encoding import Decoded, decode, shown_name
from layers.intake.reading.faults import unreadable
from layers.intake.table import Cell, IntakeError

# Language drivers of dBASE that name one code page (ESRI, and the dBASE file format).
DRIVER_AT = 29
LANGUAGE_DRIVERS = {
    0x4D: "gb18030", 0x7A: "gb18030", 0x4F: "big5hkscs", 0x78: "big5hkscs", 0x13: "cp932",
    0x7B: "cp932", 0x4E: "cp949", 0x79: "cp949", 0xC8: "cp1250", 0xC9: "cp1251", 0xCB: "cp1253",
}  # fmt: skip
# Declared by default by programs that never looked at the text, so that it proves nothing.
WEAK = frozenset(("ISO-8859-1", "ISO 88591", "88591", "1252", "CP1252", "ANSI 1252", "LATIN1"))


def distinct_texts(names: list[str], columns: list[Any]) -> list[str]:
    """Return the distinct texts of a shapefile's headings and fields, bytes as Latin-1."""
    texts = dict.fromkeys(names)
    for column in columns:
        if column.dtype == object:
            texts.update(dict.fromkeys(cell for cell in column if isinstance(cell, str)))
    return list(texts)


def told_codec(
    text: str, dbf: bytes, cpg: bytes, told: str | None
) -> tuple[str, str, tuple[Finding, ...]]:
    """Return the codec for the attributes, its name for people, and what was doubtful."""
    data = text.encode("latin-1", "replace")
    if told is not None:
        decode(_whole(data, told), told)
        return told, decode(b"", told).encoding, ()
    if data.isascii():
        return "utf-8", "UTF-8", ()
    declared = cpg.decode("ascii", "ignore").strip().upper()
    names = [declared] if declared and declared not in WEAK else []
    if len(dbf) > DRIVER_AT and dbf[DRIVER_AT] in LANGUAGE_DRIVERS:
        names.append(LANGUAGE_DRIVERS[dbf[DRIVER_AT]])
    judged = _judged(data)
    for name in names:
        codec = f"cp{name}" if name.isdecimal() else name
        codec = {"cp65001": "utf-8", "cp936": "gb18030", "cp950": "big5hkscs"}.get(codec, codec)
        try:
            fits = decode(_whole(data, codec), codec)
        except IntakeError:
            continue
        if judged is None or bits(fits.text) <= bits(judged.text) * 1.2:
            return codec, fits.encoding, ()
    if judged is None:
        raise unreadable(
            "shapefile 属性的编码无法识别，请指定编码或用 UTF-8 重新导出。",
            "How the shapefile's attributes are written cannot be told; name the encoding or "
            "export it in UTF-8.",
        )
    codec = _codec_of(judged)
    findings = judged.findings
    if names or declared:
        findings = (*findings, _contradicted(declared or names[0], judged.encoding))
    return codec, judged.encoding, findings


def _judged(data: bytes) -> Decoded | None:
    # A character cut at a field's end would spoil the line; the other lines tell.
    lines = data.split(b"\n")
    whole = b"\n".join(line for line in lines if _seems_whole(line))
    for text in (data,) if whole.isascii() else (whole, data):
        try:
            return decode(text)
        except IntakeError:
            continue
    return None


def _seems_whole(line: bytes) -> bool:
    return any(_is(line, codec) for codec in ("utf-8", "gb18030", "big5hkscs"))


def _is(line: bytes, codec: str) -> bool:
    try:
        line.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _whole(data: bytes, codec: str) -> bytes:
    """Return a text without the characters that were cut at the ends of fields."""
    try:
        return b"\n".join(field_text(line.decode("latin-1"), codec)[0].encode(codec, "ignore")
                          for line in data.split(b"\n"))  # fmt: skip
    except LookupError:
        return data


def _codec_of(judged: Decoded) -> str:
    codecs = ("utf-8", "gb18030", "big5hkscs", "cp932", "cp949", "euc_jp")
    return next(
        (codec for codec in codecs if shown_name(codec) == judged.encoding),
        judged.encoding.lower().replace("windows-", "cp"),
    )


def _contradicted(declared: str, found: str) -> Finding:
    return Finding(
        "encoding_contradicted",
        "warning",
        Text(
            f"shapefile 自称编码为 {declared}，与内容不符，按 {found} 读取",
            f"the shapefile says that it is written in {declared}, which its text contradicts; "
            f"it was read as {found}",
        ),
        Text("请核对文字", "check the text"),
    )


def field_text(raw: str, codec: str) -> tuple[str, bool]:
    """Return a field decoded, and whether its last character was cut off."""
    data = raw.encode("latin-1", "replace")
    try:
        return data.decode(codec), False
    except UnicodeDecodeError as fault:
        if fault.start >= len(data) - 3:
            return data[: fault.start].decode(codec), True
        return data.decode(codec, "replace"), False


def field_cells(
    column: Any, codec: str, heading: str, cut: list[Finding], *, whole: bool
) -> list[Cell]:
    """Return the cells of a field, findings on texts that were cut going into `cut`.

    A field of `whole` numbers comes as floats where some are missing.
    """
    if column.dtype != object:
        return [_plain(value, whole=whole) for value in column.tolist()]
    cells: list[Cell] = []
    for row, cell in enumerate(column, 1):
        if not isinstance(cell, str):
            cells.append(None if cell is None else cell)
            continue
        text, was_cut = field_text(cell, codec)
        if was_cut:
            cut.append(_was_cut(row, heading, text))
        cells.append(text if text.strip() else None)
    return cells


def _plain(value: Any, *, whole: bool) -> Cell:
    if isinstance(value, float):
        if value != value:  # noqa: PLR0124
            return None
        return int(value) if whole else value
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date()
    return value


def _was_cut(row: int, heading: str, text: str) -> Finding:
    return Finding(
        "text_cut",
        "warning",
        Text(
            "文字超出 shapefile 字段长度，末尾的字不完整，已去掉",
            "the text was longer than its field; its last character was cut and left out",
        ),
        Text("请核对并补全，或改用 GeoPackage", "check and complete it, or use GeoPackage"),
        line=row,
        column=heading,
        value=text[:200],
    )
