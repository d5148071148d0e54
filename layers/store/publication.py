"""One entry of a layer's history: which version, who, when, why, and how it is written down."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import msgspec

How = Literal["import", "rollback", "found"]

VERSION = re.compile(r"[0-9a-f]{16}")
RECORD_NAME = re.compile(r"(\d{6,9})-([0-9a-f]{16})(\.pending)?\.json")
# So much of what a person writes is kept; enough for a reason, too little to fill a page.
MOST_CHARACTERS = 1000

Number = Annotated[int, msgspec.Meta(ge=0)]
Version = Annotated[str, msgspec.Meta(pattern=f"^{VERSION.pattern}$")]


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many features a publication added, removed, moved, changed and left as they were."""

    added: Number = 0
    removed: Number = 0
    moved: Number = 0
    changed: Number = 0
    unchanged: Number = 0


@dataclass(frozen=True, kw_only=True)
class Publication:
    """One version of a layer becoming the published one.

    Parameters
    ----------
    number
        Counted from 1 in each layer.
    version
        As in `Snapshot.version`; a rollback has the version that it goes back to.
    sha256
        Of the content, whole.
    at
        When, in UTC; of content that was found, when its file was last changed.
    who, why
        As the publisher said; `who` is empty for content that was found.
    how
        By an import, by a rollback, or found: in the folder already, or changed there by hand.
    base
        The version that it replaced; None where the layer had no file.
    features
        How many there are; None for found content that is no layer file (it was broken).
    counts
        What changed against `base`, where the publisher compared.
    source
        The name of the file that was imported.
    """

    number: Number
    version: Version
    sha256: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    who: str
    why: str
    how: How
    base: Version | None
    features: Number | None
    counts: Counts | None = None
    source: str | None = None


class RecordName(NamedTuple):
    """What the name of a record's file says: the record need not be readable to be counted."""

    number: int
    version: str
    pending: bool

    @property
    def file(self) -> str:
        """The file's name."""
        return f"{self.number:06d}-{self.version}{'.pending' if self.pending else ''}.json"


def record_name(file: str) -> RecordName | None:
    """Return what a file's name says, None for a file that is no record."""
    parts = RECORD_NAME.fullmatch(file)
    return RecordName(int(parts[1]), parts[2], parts[3] is not None) if parts else None


def record_bytes(publication: Publication) -> bytes:
    """Return a publication as JSON that people can read."""
    return msgspec.json.format(msgspec.json.encode(publication), indent=2) + b"\n"


def read_record(path: Path) -> Publication:
    """Read a publication from its record.

    Raises
    ------
    ValueError
        When the record is damaged, or is not the one that its name says; the text says how.
    OSError
        When it cannot be read.
    """
    data = path.read_bytes()
    publication = _decode(data)
    name = record_name(path.name)
    if name is None or (publication.number, publication.version) != (name.number, name.version):
        raise ValueError(f"it is of number {publication.number}, version {publication.version}")
    return publication


# msgspec's refusals and those of UTF-8 are both ValueErrors.
_decode = msgspec.json.Decoder(Publication).decode


def plain_words(text: str) -> str:
    """Return what a person wrote on one line, without what is no text, and not at any length.

    A file's name may hold bytes that are not UTF-8 (surrogates here), and neither they nor the
    control characters that steer a terminal belong in a record.
    """
    whole = text.encode("utf-8", "replace").decode()
    printable = "".join(letter if letter.isprintable() else " " for letter in whole)
    return " ".join(printable.split())[:MOST_CHARACTERS]
