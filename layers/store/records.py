"""The folder that holds one layer's history, and how a record is known to have happened.

`history/<layer>/` has an object `<version>.geojson.gz` for each content that was ever published and
a record `<number>-<version>.json` for each publication. While one is made its record is pending;
whether it happened is decided by the layer's file alone, so that file and history always agree.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from layers._layer import Layer
from layers.errors import Fault, LayerUnavailableError
from layers.place import Place
from layers.store.publication import Publication, RecordName, read_record, record_name

HISTORY_FOLDER = "history"
# A record that is pending may be finished between being listed and being read: look again.
READ_TRIES = 10


class Records:
    """Reads the history folder of one layer; needs no lock and no right to write.

    Parameters
    ----------
    place, layer
        Whose history.
    """

    def __init__(self, place: Place, layer: Layer) -> None:
        self.layer = layer
        self.folder = place.folder / HISTORY_FOLDER / layer.name
        # Where the file is a link, what it links to is read and replaced, and the link stays.
        self.layer_file = Path(os.path.realpath(place.layer_path(layer.name)))

    def names(self) -> list[RecordName]:
        """Return the names of all records by number; none where the layer has no history.

        Raises
        ------
        LayerUnavailableError
            When the folder cannot be read.
        """
        try:
            with os.scandir(self.folder) as entries:
                found = [record_name(entry.name) for entry in entries]
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as fault:
            raise self.unreadable(self.folder, reason_of(fault)) from fault
        return sorted(name for name in found if name is not None)

    def publications(
        self, is_wanted: Callable[[RecordName], bool] | None = None
    ) -> tuple[list[Publication], list[Fault]]:
        """Return the publications that can be read, oldest first, and what is wrong with others.

        Parameters
        ----------
        is_wanted
            Which of them, by the names of their records; all when not given.

        Raises
        ------
        LayerUnavailableError
            When the folder cannot be read.
        """
        for _ in range(READ_TRIES):
            try:
                return self._read(filter(is_wanted, self.names()))
            except FileNotFoundError:
                continue
        raise self.unreadable(self.folder, "it changes again and again while it is read")

    def last(self) -> Publication | None:
        """Return the last publication that can be read; the others are not looked at.

        Raises
        ------
        LayerUnavailableError
            When the folder cannot be read.
        """
        for name in reversed(self.names()):
            made, _ = self.publications(partial(_is_same, name))
            if made:
                return made[0]
        return None

    def _read(self, names: Iterable[RecordName]) -> tuple[list[Publication], list[Fault]]:
        made: list[Publication] = []
        faults: list[Fault] = []
        for name in names:
            path = self.folder / name.file
            try:
                publication = read_record(path)
                if not name.pending or self.happened(publication):
                    made.append(publication)
            except FileNotFoundError:
                raise
            except (OSError, ValueError) as fault:
                faults.append(Fault(self.shown(path), None, None, None, reason_of(fault)))
        return made, faults

    def happened(self, publication: Publication) -> bool:
        """Return whether a pending publication was carried out: the layer's file has its content.

        Raises
        ------
        OSError
            When the file is there and cannot be read.
        """
        if not self.object_path(publication.version).exists():
            return False
        try:
            with self.layer_file.open("rb") as file:
                content = hashlib.file_digest(file, "sha256")
        except FileNotFoundError:
            return False
        return content.hexdigest() == publication.sha256

    def object_path(self, version: str) -> Path:
        """Return where the content of a version lies, whether or not it is there."""
        return self.folder / f"{version}.geojson.gz"

    def content(self, publication: Publication) -> bytes:
        """Return what was published.

        Raises
        ------
        LayerUnavailableError
            When it is missing or damaged.
        """
        path = self.object_path(publication.version)
        try:
            data = gzip.decompress(path.read_bytes())
        except (OSError, EOFError, zlib.error) as fault:
            raise self.unreadable(path, reason_of(fault)) from fault
        if hashlib.sha256(data).hexdigest() != publication.sha256:
            raise self.unreadable(path, "its content is not what was published")
        return data

    def unreadable(self, path: Path, reason: str) -> LayerUnavailableError:
        """Return the error for a part of the history that cannot be read."""
        shown = self.shown(path)
        return LayerUnavailableError(
            f"{shown} 无法读取（{reason}），请从备份恢复。 "
            f"{shown} cannot be read ({reason}); restore it from a backup."
        )

    def shown(self, path: Path) -> str:
        """Return a path as errors name it: from the place's folder on, which the web may see."""
        if path == self.layer_file:
            return f"{self.layer.name}.geojson"
        return path.relative_to(self.folder.parents[1]).as_posix()


def _is_same(one: RecordName, other: RecordName) -> bool:
    """Return whether two names are of one record, be it pending or final."""
    return one[:2] == other[:2]


def reason_of(fault: Exception) -> str:
    """Return why something failed, without the path that an OSError adds."""
    return (isinstance(fault, OSError) and fault.strerror) or str(fault)
