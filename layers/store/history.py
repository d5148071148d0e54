"""What was published of each layer, when, by whom and why; and the content of every version."""

from __future__ import annotations

from functools import partial

from layers._layer import Layer
from layers.errors import Fault, LayerUnavailableError, UnknownVersionError
from layers.place import Place
from layers.store.present import read_present
from layers.store.publication import VERSION, Publication, RecordName
from layers.store.records import Records, reason_of

# How many versions an error names, the newest first.
MOST_NAMED = 5


class History:
    """Reads the history of a place's layers: without the lock, and in a read-only folder too.

    Parameters
    ----------
    place
        Whose layers.
    """

    def __init__(self, place: Place) -> None:
        self._place = place

    def publications(self, layer: Layer) -> tuple[Publication, ...]:
        """Return what was published of a layer, oldest first.

        Damaged records are left out here; `faults` names them.

        Raises
        ------
        LayerUnavailableError
            When the history folder cannot be read.
        """
        return tuple(Records(self._place, layer).publications()[0])

    def faults(self, layer: Layer) -> tuple[Fault, ...]:
        """Return which records of a layer's history are damaged, and how.

        Raises
        ------
        LayerUnavailableError
            When the history folder cannot be read.
        """
        return tuple(Records(self._place, layer).publications()[1])

    def find(self, layer: Layer, which: int | str) -> Publication:
        """Return a publication by its number, or the first that brought a version.

        Parameters
        ----------
        which
            A number (also as text), or a version of 16 hexadecimal digits.

        Raises
        ------
        UnknownVersionError
            When there is none; the error names the newest ones.
        LayerUnavailableError
            When there is one and its record is damaged.
        """
        records = Records(self._place, layer)
        found, faults = records.publications(partial(_is_meant, str(which).strip()))
        if found:
            return found[0]
        if faults:
            raise LayerUnavailableError(
                f"{layer.title.zh}的历史记录已损坏，请从备份恢复。 "
                f"A record of the history is damaged; restore it from a backup. {faults[0]}"
            )
        raise UnknownVersionError(layer.name, str(which), self.newest(layer))

    def newest(self, layer: Layer) -> tuple[str, ...]:
        """Return a few versions of a layer as errors name them, the newest first; reads no file."""
        names = Records(self._place, layer).names()[-MOST_NAMED:]
        return tuple(f"{name.version} ({name.number})" for name in reversed(names))

    def read(self, layer: Layer, version: str) -> bytes:
        """Return the content of a version: a layer file, as it was published.

        Raises
        ------
        UnknownVersionError
            When it was never published.
        LayerUnavailableError
            When it is missing or damaged.
        """
        return Records(self._place, layer).content(self.find(layer, version))

    def current(self, layer: Layer) -> Publication | None:
        """Return the publication that the layer's file holds.

        None where it has no file, or one that nobody published (changed by hand).

        Raises
        ------
        LayerUnavailableError
            When the history folder or the layer's file cannot be read.
        """
        records = Records(self._place, layer)
        last = records.last()
        try:
            present = read_present(records, last)
        except OSError as fault:
            raise records.unreadable(records.layer_file, reason_of(fault)) from fault
        return last if last and present and present.version == last.version else None


def _is_meant(which: str, name: RecordName) -> bool:
    if VERSION.fullmatch(which):
        return name.version == which
    return which.isdecimal() and which.isascii() and which.lstrip("0") == str(name.number)
