"""Zip archives and gzip: what is in them, unpacked with a limit."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import NamedTuple

from layers.intake.reading.faults import library_faults, unreadable
from layers.intake.reading.limits import ZIP_MEMBERS, check_unzipped, most_unzipped

# Left behind by systems that pack; never data.
JUNK = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
DATA_ENDINGS = ("csv", "tsv", "txt", "xlsx", "xls", "ods", "json", "geojson", "geojsonl", "ndjson",
                "js", "gpkg", "kml", "kmz", "fgb", "parquet", "gpx", "gml")  # fmt: skip
ENCRYPTED_FLAG = 0x1


class Member(NamedTuple):
    """A file in an archive."""

    name: str
    info: zipfile.ZipInfo


class Archive:
    """A zip archive whose size has been checked before anything is unpacked."""

    def __init__(self, data: bytes) -> None:
        with library_faults(
            "zip 压缩包已损坏，请重新压缩或重新下载", "The zip archive is damaged; pack it again"
        ):
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        infos = [info for info in self.zip.infolist() if not info.is_dir()]
        if len(infos) > ZIP_MEMBERS:
            raise unreadable(
                f"压缩包里有 {len(infos):,} 个文件，超过上限 {ZIP_MEMBERS:,} 个。",
                f"The archive has {len(infos):,} files, above the limit of {ZIP_MEMBERS:,}.",
            )
        check_unzipped(len(data), sum(info.file_size for info in infos))
        self.members = [
            Member(_name(info), info) for info in infos if not any(j in info.filename for j in JUNK)
        ]
        if any(info.flag_bits & ENCRYPTED_FLAG for info in infos):
            raise unreadable(
                "压缩包有密码，无法读取；请解压后再导入。",
                "The archive is locked by a password; unpack it first.",
            )

    def names(self) -> list[str]:
        """Return the members' names, with their folders."""
        return [member.name for member in self.members]

    def read(self, name: str) -> bytes:
        """Return the contents of a member."""
        info = next(member.info for member in self.members if member.name == name)
        with library_faults(f"压缩包里的“{name}”已损坏", f"{name!r} in the archive is damaged"):
            return self.zip.read(info)


def _name(info: zipfile.ZipInfo) -> str:
    """Return a member's name; without the flag for UTF-8 it is often GBK (Windows in China)."""
    name = info.filename.replace("\\", "/")
    if info.flag_bits & 0x800:
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return name


def gunzip(data: bytes) -> bytes:
    """Return what a gzip file holds.

    Raises
    ------
    IntakeError
        It is damaged, or unpacks to too much.
    """
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    with library_faults("gzip 文件已损坏，请重新下载", "The gzip file is damaged; fetch it again"):
        unpacked = unpacker.decompress(data, most_unzipped(len(data)) + 1)
        check_unzipped(len(data), len(unpacked))
        if not unpacker.eof:
            raise unreadable(
                "gzip 文件不完整，请重新下载。", "The gzip file is cut off; fetch it again."
            )
    return unpacked
