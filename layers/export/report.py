"""What an export says of itself, and its errors."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from layers._layer import Text
from layers.errors import LayerError

Headings = Literal["zh", "en", "field"]


class ExportError(LayerError):
    """A layer cannot be exported so; the text says why and what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")
        self.text = Text(zh, en)


class FileExistsAlreadyError(ExportError):
    """A file of that name is there, and nobody said that it may be replaced."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} 已存在：请换一个文件名，或指明可以覆盖。",
            f"{path} exists already: choose another name, or say that it may be overwritten",
        )
        self.path = path


@dataclass(frozen=True)
class ExportReport:
    """What was written.

    Parameters
    ----------
    path
        The file.
    format
        Its format, by the name in `FORMATS`.
    features
        How many facilities it has.
    datum
        What its coordinates refer to, as `geo.crs.Datum.code` says it.
    encoding
        How its text is written; None for a binary file.
    notes
        What this format could not hold just as it is and how it was written, and what must be told
        to whoever gets the file because the file cannot say it.
    """

    path: Path
    format: str
    features: int
    datum: str
    encoding: str | None
    notes: tuple[Text, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values; of the path only the name."""
        return {
            "file": self.path.name,
            "format": self.format,
            "features": self.features,
            "datum": self.datum,
            "encoding": self.encoding,
            "notes": [note._asdict() for note in self.notes],
        }
