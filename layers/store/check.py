"""Check a place whole: its own file, every layer file, every feature, and say every fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from layers._layer import Layer
from layers._registry import all_layers
from layers.errors import Fault, LayerFileError, PlaceError
from layers.place import Place, read_place
from layers.store.feature_check import FeatureCheck
from layers.store.reading import read_snapshot

# A file of more faults than this has one mistake many times.
MOST_FAULTS = 1000


def check_place(
    folder: Path, *, progress: Callable[[str], None] | None = None
) -> tuple[list[Fault], dict[str, int]]:
    """Return the faults of a place, and the number of features of each layer that can be served.

    Errors keep a layer from being served, or an opening time from being known; warnings are worth
    a look: a feature outside the boundary, an undeclared field, doubtful hours.

    Parameters
    ----------
    progress
        Told the name of each file before it is read.
    """
    tell = progress or (lambda _: None)
    tell("place.toml")
    try:
        place = read_place(folder)
    except PlaceError as wrong:
        return [Fault("place.toml", None, None, None, str(wrong))], {}
    faults: list[Fault] = []
    counts: dict[str, int] = {}
    for name, layer in all_layers().items():
        path = place.layer_path(name)
        if not path.exists():
            continue
        tell(path.name)
        try:
            data = path.read_bytes()
        except OSError as wrong:
            faults.append(Fault(path.name, None, None, None, wrong.strerror or str(wrong)))
            continue
        found, count = _check_file(place, layer, data, path.name)
        faults += _shortened(found, path.name)
        if count is not None:
            counts[name] = count
    faults += _stray_files(folder)
    if not counts and not faults:
        known = ", ".join(f"{name}.geojson" for name in all_layers())
        faults.append(Fault(str(folder), None, None, None, f"no layer file here; one of {known}"))
    return faults, counts


def _check_file(
    place: Place, layer: Layer, data: bytes, file: str
) -> tuple[list[Fault], int | None]:
    """Return all faults of a file, and how many features it has, None if it cannot be served."""
    try:
        faults = FeatureCheck(place, layer, file).faults(data)
    except LayerFileError as refused:
        return list(refused.faults), None
    try:
        count = len(read_snapshot(layer, data, file=file))
    except LayerFileError as refused:
        # What the server says of a file is said here too, whatever was found before.
        errors = any(fault.severity == "error" for fault in faults)
        return (faults if errors else [*faults, *refused.faults]), None
    return faults, count


def _shortened(faults: list[Fault], file: str) -> list[Fault]:
    if len(faults) <= MOST_FAULTS:
        return faults
    worst_first = sorted(faults, key=lambda fault: fault.severity != "error")
    more = f"{len(faults) - MOST_FAULTS} more faults are not shown; mend these and check again"
    return [*worst_first[:MOST_FAULTS], Fault(file, None, None, None, more, "warning")]


def _stray_files(folder: Path) -> Iterator[Fault]:
    known = {f"{name}.geojson" for name in (*all_layers(), "boundary", "context")}
    for path in sorted(folder.glob("*.geojson")):
        if path.name not in known:
            reason = f"no layer of this name, so it is not served; known: {', '.join(all_layers())}"
            yield Fault(path.name, None, None, None, reason, "warning")
