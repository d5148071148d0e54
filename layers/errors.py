"""The errors of layers, one root, and the fault that a file can have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

# A wrong value is repeated to whoever gave it, but not at any length.
SHOWN_LENGTH = 200


def shown(text: str, most: int = SHOWN_LENGTH) -> str:
    """Return a text as an error repeats it: cut where it is longer than `most`."""
    return text if len(text) <= most else text[:most] + "…"


def going_on(sentence: str) -> str:
    """Return a sentence of another's as it goes on after a colon: begun in lower case."""
    return sentence[:1].lower() + sentence[1:]


class LayerError(Exception):
    """Something about a layer, its file or its place is wrong."""


class UnknownLayerError(LayerError):
    """No layer of that name exists, or this place has no data for it."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"no layer {shown(name)!r}; known: {', '.join(known) or 'none'}")
        self.name, self.known = name, tuple(known)


class PlaceError(LayerError):
    """The place's own files (place.toml, boundary, calendar) are missing or wrong."""


Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file: where, what, why, and what to do about it."""

    file: str
    line: int | None
    feature_id: str | None
    field: str | None
    reason: str
    severity: Severity = "error"

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        what = " ".join(part for part in (self.feature_id, self.field) if part)
        return f"{where}: {what}: {self.reason}" if what else f"{where}: {self.reason}"


class LayerFileError(LayerError):
    """A layer file is broken; `faults` says where and why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        super().__init__(f"{self.faults[0]}{more}")


class LayerUnavailableError(LayerError):
    """A layer has a file, but no version of it could be read yet."""
