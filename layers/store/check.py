"""Check a place whole: its own file, every layer file, every feature, and say every fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import shapely

from layers._layer import Layer
from layers._registry import all_layers
from layers.errors import Fault, LayerFileError, PlaceError
from layers.hours import HoursError, parse_hours
from layers.place import Place, read_place
from layers.store.faults import undeclared_fields
from layers.store.reading import read_snapshot
from layers.store.snapshot import Snapshot

# More would not be read by anybody, and a file of a million faults is one mistake a million times.
MOST_FAULTS = 1000

HOURS_FIELDS = ("open_hours", "free_hours")


def check_place(
    folder: Path, *, progress: Callable[[str], None] | None = None
) -> tuple[list[Fault], dict[str, int]]:
    """Return the faults of a place, and the number of features of each layer that can be read.

    Errors keep a layer from being served (or an opening time from being known); warnings are worth
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
            snapshot = read_snapshot(
                layer, path.read_bytes(), file=path.name, most_faults=MOST_FAULTS
            )
        except LayerFileError as refused:
            faults += refused.faults
        except OSError as wrong:
            faults.append(Fault(path.name, None, None, None, wrong.strerror or str(wrong)))
        else:
            counts[name] = len(snapshot)
            faults += list(_feature_faults(place, layer, snapshot, path.name))[:MOST_FAULTS]
    faults += _stray_files(folder)
    if not counts and not faults:
        known = ", ".join(f"{name}.geojson" for name in all_layers())
        faults.append(Fault(str(folder), None, None, None, f"no layer file here; one of {known}"))
    return faults, counts


def _stray_files(folder: Path) -> Iterator[Fault]:
    known = {f"{name}.geojson" for name in all_layers()}
    for path in sorted(folder.glob("*.geojson")):
        if path.name not in known and path.name != "boundary.geojson":
            reason = f"no layer of this name, so it is not served; known: {', '.join(all_layers())}"
            yield Fault(path.name, None, None, None, reason, "warning")


def _feature_faults(place: Place, layer: Layer, snapshot: Snapshot, file: str) -> Iterator[Fault]:
    outside = _outside(place, snapshot)
    hours: dict[str, tuple[str, str] | None] = {}
    ids_by_place: Counter[tuple[float, float]] = Counter(
        zip(snapshot.lon.tolist(), snapshot.lat.tolist(), strict=True)
    )
    for row in range(len(snapshot)):
        feature = snapshot.decoded([row])[0]
        properties, feature_id = feature["properties"], feature["id"]
        found: list[tuple[str, str, str]] = []
        for field in HOURS_FIELDS:
            text = properties.get(field)
            if text is None or field not in layer.fields:
                continue
            if text not in hours:
                hours[text] = _hours_fault(text)
            fault = hours[text]
            if fault is not None:
                found.append((field, *fault))
        found += [
            (field, reason, "warning") for field, reason in undeclared_fields(layer, properties)
        ]
        if row in outside:
            found.append(("geometry", "lies outside the place's boundary", "warning"))
        if ids_by_place[snapshot.lon[row], snapshot.lat[row]] > 1:
            found.append(("geometry", "another feature of this layer lies on this spot", "warning"))
        for field, reason, severity in found:
            yield Fault(
                file,
                snapshot.line_of(row),
                feature_id,
                field,
                reason,
                "error" if severity == "error" else "warning",
            )


def _outside(place: Place, snapshot: Snapshot) -> set[int]:
    if place.boundary is None or not len(snapshot):
        return set()
    shapely.prepare(place.boundary)
    inside = shapely.intersects_xy(place.boundary, snapshot.lon, snapshot.lat)
    return set((~inside).nonzero()[0].tolist())


def _hours_fault(text: str) -> tuple[str, str] | None:
    try:
        schedule = parse_hours(text)
    except HoursError as wrong:
        return str(wrong), "error"
    return ("; ".join(schedule.warnings), "warning") if schedule.warnings else None
