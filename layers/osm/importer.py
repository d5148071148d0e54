"""From an OSM file to a place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import shapely

from geo.geojson import canonical_collection
from layers._registry import all_layers
from layers.osm.errors import BrokenShapeError, LeftOutError, OsmFileError
from layers.osm.extract import Extract, Thing
from layers.osm.facilities import taken
from layers.osm.features import (
    Feature,
    add_entrances,
    add_features_inside,
    feature_of,
    outer_ways,
    shape_of,
)
from layers.osm.geometry import Shape
from layers.osm.place import (
    BOUNDARY_FILE,
    README,
    boundary_geojson,
    check_folder,
    place_toml,
    readme,
    write_place,
)
from layers.osm.read import TELL_EVERY, Progress, read_extract
from layers.osm.report import LEFT_OUT, SKIPPED, Account, OsmReport
from layers.osm.values import Tags
from layers.osm.wanted import facility_layers
from layers.osm.whereabouts import whereabouts
from layers.place import PLACE_FILE

SHAPES_SHARE, WRITING_SHARE = 0.75, 0.95
ByLayer = dict[str, list[Feature]]


def import_osm(
    source: Path,
    out: Path,
    *,
    name: str | None = None,
    timezone: str | None = None,
    country: str | None = None,
    progress: Progress | None = None,
    overwrite: bool = False,
) -> OsmReport:
    """Make a place out of an OpenStreetMap extract.

    The same file gives the same bytes. Broken objects are skipped one by one and counted; nothing
    is written unless the whole place is.

    Parameters
    ----------
    source
        .osm.pbf, .osm, .osm.gz or .osm.bz2; the content tells which.
    out
        The place's folder: not there yet, empty, or with `overwrite` an older place, of which the
        files of the same names are replaced.
    name
        The place's name; else that of the boundary around it, else the file's.
    timezone
        IANA name; else the one at the facilities' centre.
    country
        ISO 3166-1 alpha-2 code, whose holidays count; else the one of the centre's time zone.
    progress
        Called with words (Chinese and English) and the share done, which never falls.

    Raises
    ------
    OsmFileError
        The file is missing, damaged, not OSM, or has no facility of any layer.
    PlaceError
        The folder is not empty or cannot be written, or the time zone or country is not known.
    """
    tell = progress or _say_nothing
    check_folder(out, overwrite=overwrite)
    account = Account()
    extract = read_extract(source, _wants(account), tell)
    account.repeated = extract.repeated
    if extract.unreadable:
        account.warnings.append(
            f"{len(extract.unreadable)} objects have text that is not UTF-8 and were skipped, "
            f"such as {extract.unreadable[0]}"
        )
    features = _features(extract, account, tell)
    tell("写出文件 Writing files", WRITING_SHARE)
    report = _write(features, extract, account, source, out, (name, timezone, country))
    tell("完成 Done", 1.0)
    return report


def _say_nothing(_words: str, _share: float) -> None:
    """Stand in for a progress display that nobody asked for."""


def _wants(account: Account) -> Callable[[str, Tags], bool]:
    """Return what tells facilities by their tags, and counts those that are left out."""

    def wants(thing_id: str, tags: Tags) -> bool:
        is_wanted = False
        for layer in facility_layers(tags):
            try:
                taken(layer, tags)
                is_wanted = True
            except LeftOutError as reason:
                account.note(layer, reason.reason, thing_id)
        return is_wanted

    return wants


def _features(extract: Extract, account: Account, tell: Progress) -> ByLayer:
    """Return the features of every layer, sorted by kind and number."""
    features: ByLayer = {layer: [] for layer in all_layers()}
    for row, thing in enumerate(extract.facilities.values()):
        if row % TELL_EVERY == 0:
            share = row / len(extract.facilities)
            tell("组成面 Assembling shapes", SHAPES_SHARE + share * (WRITING_SHARE - SHAPES_SHARE))
        for feature, layer in _features_of(thing, extract, account):
            features[layer].append(feature)
    for layer, found in features.items():
        features[layer] = sorted(_without_outlines(layer, found, account), key=_order)
    for park in features["parks"]:
        add_entrances(park, extract)
    add_features_inside(features["parks"], extract)
    return features


def _order(feature: Feature) -> tuple[str, int]:
    return feature.order


def _features_of(thing: Thing, extract: Extract, account: Account) -> Iterator[tuple[Feature, str]]:
    """Go through the features that one object gives, counting what cannot be taken."""
    statuses = facility_layers(thing.tags) if thing.visible else {}
    for layer, status in statuses.items():
        try:
            found = taken(layer, thing.tags)
            shape = shape_of(thing, extract)
            feature = feature_of(layer, status, thing, shape, found)
        except LeftOutError:
            continue  # counted when it was found
        except BrokenShapeError as broken:
            account.note(layer, broken.reason, thing.id)
            continue
        if isinstance(shape, Shape) and shape.repaired:
            account.repaired.append(thing.id)
        for problem in found.not_understood:
            account.note_hours(thing.id, *problem)
        yield feature, layer


def _without_outlines(layer: str, features: list[Feature], account: Account) -> list[Feature]:
    """Leave out ways that are the outline of a relation that is there itself."""
    outlines = {
        number
        for feature in features
        if feature.thing.kind == "relation"
        for number in outer_ways(feature.thing)
    }
    kept: list[Feature] = []
    for feature in features:
        if feature.thing.kind == "way" and feature.thing.number in outlines:
            account.note(layer, "part_of_relation", feature.thing.id)
        else:
            kept.append(feature)
    return kept


def _written(features: ByLayer, account: Account) -> tuple[dict[str, bytes], ByLayer]:
    """Return each layer's file, and the features that are in them."""
    contents: dict[str, bytes] = {}
    kept: ByLayer = {}
    for name, layer in all_layers().items():
        lines: list[bytes] = []
        kept[name] = []
        for feature in features[name]:
            try:
                lines.append(feature.written(layer))
                kept[name].append(feature)
            except BrokenShapeError as broken:
                account.note(name, broken.reason, feature.thing.id)
        if lines:
            contents[f"{name}.geojson"] = canonical_collection(lines)
    return contents, kept


def _write(
    features: ByLayer,
    extract: Extract,
    account: Account,
    source: Path,
    out: Path,
    given: tuple[str | None, str | None, str | None],
) -> OsmReport:
    contents, kept = _written(features, account)
    counts = {layer: len(found) for layer, found in kept.items()}
    everything = [feature for found in kept.values() for feature in found]
    if not everything:
        raise OsmFileError(_nothing_found(source, account))
    shapes = [feature.shape for feature in everything]
    name, timezone, country = given
    where = whereabouts(shapes, extract, source, name=name, timezone=timezone, country=country)
    day = _data_date(extract, everything)
    if where.boundary:
        contents[BOUNDARY_FILE] = boundary_geojson(where.boundary)
    has_communities = bool(kept["communities"])
    toml = place_toml(where, data_date=day, has_communities=has_communities)
    text = readme(where, source, counts=counts, account=account, data_date=day)
    contents |= {README: text.encode(), PLACE_FILE: toml.encode()}
    write_place(out, contents)
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object)).tolist()
    return OsmReport(
        source=source,
        out=out,
        counts=counts,
        left_out=account.tallies(LEFT_OUT),
        skipped=account.tallies(SKIPPED),
        repaired=tuple(account.repaired),
        repeated=account.repeated,
        hours_not_understood=account.hours_not_understood,
        hours_examples=tuple(account.hours_examples),
        bounds=(west, south, east, north),
        files=tuple(sorted(contents)),
        warnings=(*account.warnings, *where.warnings),
    )


def _data_date(extract: Extract, features: list[Feature]) -> date | None:
    """Return the day that the file says it shows, else that of the newest object."""
    times = [feature.thing.updated_at for feature in features]
    newest = max((time for time in times if time), default=None)
    shown = extract.data_date or newest
    return shown.date() if shown else None


def _nothing_found(source: Path, account: Account) -> str:
    seen = [
        f"{tally.count} {tally.layer} ({tally.words.en})"
        for tally in (*account.tallies(LEFT_OUT), *account.tallies(SKIPPED))
    ]
    but = f", only {'; '.join(seen)}" if seen else ""
    return f"{source} has no facility of any layer{but}; take a larger or another extract"
