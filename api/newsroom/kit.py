"""All that an article needs of a map in one ZIP file; the same choice gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

# A ZIP file knows no time before it; every file says this one.
NEVER = (1980, 1, 1, 0, 0, 0)
# What is compressed already is stored as it is.
STORED = (".png", ".jpg", ".pdf")
# rw-r--r-- of a plain file, for who unpacks on Unix.
PLAIN_FILE = 0o100644 << 16
UNIX = 3
MOST_NAME = 60


@dataclass(frozen=True)
class KitFile:
    """One file of a kit."""

    name: str
    body: bytes


def text_file(name: str, text: str) -> KitFile:
    """Return a file of plain text that old editors on Windows open right, too."""
    return KitFile(name, text.replace("\n", "\r\n").encode("utf-8-sig"))


def zipped(files: Iterable[KitFile]) -> bytes:
    """Return a ZIP file of some files, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as kit:
        for file in files:
            info = zipfile.ZipInfo(file.name, NEVER)
            info.external_attr, info.create_system = PLAIN_FILE, UNIX
            is_stored = file.name.endswith(STORED)
            info.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
            kit.writestr(info, file.body)
    return out.getvalue()


def file_name(title: str) -> str:
    """Return a title as a file's name: no sign that a system or a shell would read otherwise."""
    name = re.sub(r"[^\w-]+", "-", title).strip("-_")[:MOST_NAME].strip("-_")
    return name or "map"
