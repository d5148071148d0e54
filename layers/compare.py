"""What differs between two versions of a layer: added, removed, moved, reshaped, changed.

Most features of two versions are the same to the byte. Those are told by their hashes and never
decoded, so that comparing costs about as much as reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
import shapely
import xxhash

from geo.geodesic import FloatArray, geodesic_distance_m, mean_radius_m
from layers._layer import Layer, Text
from layers.store.parts import ObjectArray, Parts, drawn_shapes, feature_parts
from layers.store.snapshot import Snapshot

# The seventh decimal of a degree is up to 1.1 cm; what moves less than a few of those was rounded.
ROUNDING_M = 0.05


@dataclass(frozen=True)
class Move:
    """A facility that lies elsewhere now; the distance is that of the centres, geodesic."""

    feature_id: str
    distance_m: float


@dataclass(frozen=True)
class Change:
    """A facility whose fields differ: for each such field its value before and after."""

    feature_id: str
    fields: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """How one version of a layer differs from an earlier one. A facility may be in several lists.

    Parameters
    ----------
    before, after
        The versions; None where there was no layer before.
    added, removed
        Ids, in the order of the version that has them.
    moved
        Whose centre lies at least 5 cm elsewhere, in the order of the newer version like all below.
    reshaped
        Whose outline differs by at least 5 cm when the two are laid centre on centre.
    changed
        Whose fields differ. Null and absent are the same.
    rounded
        Whose position differs by less than 5 cm; that is no move, and they may count as unchanged.
    unchanged
        How many are neither added nor moved, reshaped or changed.
    names
        The name of each facility in the lists, None where it has none.
    """

    layer: Layer = field(repr=False)
    before: str | None
    after: str
    before_count: int
    after_count: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    moved: tuple[Move, ...]
    reshaped: tuple[str, ...]
    changed: tuple[Change, ...]
    rounded: tuple[str, ...]
    unchanged: int
    names: Mapping[str, str | None] = field(repr=False)

    @property
    def removed_share(self) -> float:
        """The share of the earlier version that is gone, 0 to 1; 0 where it was empty."""
        return len(self.removed) / self.before_count if self.before_count else 0.0

    @property
    def differs(self) -> bool:
        """Whether anything but the rounding or the order is different."""
        return bool(self.removed) or self.unchanged < self.after_count

    def counts(self) -> dict[str, int]:
        """Return how many facilities each list has."""
        return {
            "added": len(self.added),
            "removed": len(self.removed),
            "moved": len(self.moved),
            "reshaped": len(self.reshaped),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "rounded": len(self.rounded),
        }

    def summary(self) -> Text:
        """Return the counts in words, in one sentence."""
        count, total = self.layer.counter, self.after_count
        if not self.differs:
            return Text(f"没有变化，共 {total} {count}。", f"Nothing changed; {total} in all.")
        farthest_m = max((move.distance_m for move in self.moved), default=0.0)
        zh_far = f"（最远 {_metres(farthest_m)} 米）"
        en_far = f" (by up to {_metres(farthest_m)} m)"
        said = [
            (len(self.added), "新增", "added", "", ""),
            (len(self.removed), "减少", "removed", "", ""),
            (len(self.moved), "移动", "moved", zh_far, en_far),
            (len(self.reshaped), "轮廓改变", "reshaped", "", ""),
            (len(self.changed), "内容改变", "changed", "", ""),
        ]
        zh = [f"{verb} {number} {count}{more}" for number, verb, _, more, _ in said if number]
        en = [f"{number} {verb}{more}" for number, _, verb, _, more in said if number]
        zh.append(f"未变 {self.unchanged} {count}")
        en.append(f"{self.unchanged} unchanged")
        return Text("，".join(zh) + "。", ", ".join(en) + ".")

    def as_dict(self, most: int | None = None) -> dict[str, Any]:
        """Return all of it as JSON values; of each list at most `most` facilities, if given."""
        return {
            "layer": self.layer.name,
            "before": {"version": self.before, "features": self.before_count},
            "after": {"version": self.after, "features": self.after_count},
            "counts": self.counts(),
            "removed_share": round(self.removed_share, 4),
            "summary": self.summary()._asdict(),
            "added": [self._named(each) for each in self.added[:most]],
            "removed": [self._named(each) for each in self.removed[:most]],
            "moved": [
                self._named(move.feature_id) | {"distance_m": round(move.distance_m, 2)}
                for move in self.moved[:most]
            ],
            "reshaped": [self._named(each) for each in self.reshaped[:most]],
            "changed": [
                self._named(change.feature_id)
                | {
                    "fields": {
                        name: {"before": before, "after": after}
                        for name, (before, after) in change.fields.items()
                    }
                }
                for change in self.changed[:most]
            ],
            "rounded": [self._named(each) for each in self.rounded[:most]],
        }

    def _named(self, feature_id: str) -> dict[str, Any]:
        return {"id": feature_id, "name": self.names[feature_id]}


def compare_layers(before: Snapshot | None, after: Snapshot) -> Comparison:
    """Return how a layer differs from an earlier version of it, facility by facility, by id.

    Parameters
    ----------
    before
        The earlier version; None where there was none, and then all are added.
    after
        The newer version.
    """
    old_rows, new_rows = _differing_rows(before, after)
    old_parts = feature_parts(before, old_rows) if before is not None else []
    new_parts = feature_parts(after, new_rows)
    old = {each.id: each for each in old_parts}
    new = {each.id: each for each in new_parts}
    pairs = [(old[each.id], each) for each in new_parts if each.id in old]
    moved, reshaped, rounded = _movements(pairs)
    changes = ((now.id, _changed_fields(after.layer, was, now)) for was, now in pairs)
    changed = tuple(Change(each, MappingProxyType(fields)) for each, fields in changes if fields)
    added = tuple(each for each in new if each not in old)
    touched = {move.feature_id for move in moved} | set(reshaped)
    touched |= {change.feature_id for change in changed}
    removed = tuple(each for each in old if each not in new)
    listed = (*added, *removed, *touched, *rounded)
    return Comparison(
        layer=after.layer,
        before=None if before is None else before.version,
        after=after.version,
        before_count=0 if before is None else len(before),
        after_count=len(after),
        added=added,
        removed=removed,
        moved=moved,
        reshaped=reshaped,
        changed=changed,
        rounded=rounded,
        unchanged=len(after) - len(added) - len(touched),
        names={each: (new.get(each) or old[each]).properties.get("name") for each in listed},
    )


def _differing_rows(before: Snapshot | None, after: Snapshot) -> tuple[list[int], list[int]]:
    """Return the rows of both whose bytes the other does not have."""
    if before is None:
        return [], list(range(len(after)))
    if before.version == after.version:
        return [], []
    old, new = _hashes(before), _hashes(after)
    known_old, known_new = set(old), set(new)
    return (
        [row for row, each in enumerate(old) if each not in known_new],
        [row for row, each in enumerate(new) if each not in known_old],
    )


def _hashes(snapshot: Snapshot) -> list[int]:
    # Of 128 bits: that two of a million features share one by chance is beyond all odds.
    data, digest = memoryview(snapshot.data), xxhash.xxh3_128_intdigest
    spans = zip(snapshot.starts.tolist(), snapshot.ends.tolist(), strict=True)
    return [digest(data[start:end]) for start, end in spans]


def _changed_fields(layer: Layer, was: Parts, now: Parts) -> dict[str, tuple[Any, Any]]:
    before, after = was.properties, now.properties
    if before == after and _same(list(before.values()), list(after.values())):
        return {}
    names = dict.fromkeys((*layer.fields, *sorted(before.keys() | after.keys())))
    values = ((name, before.get(name), after.get(name)) for name in names)
    return {name: (old, new) for name, old, new in values if not _same(old, new)}


def _same(one: Any, other: Any) -> bool:
    """Return whether two JSON values are equal; Python alone takes true and 1 for the same."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[name], other[name]) for name in one)
    return bool(one == other)


def _movements(
    pairs: Iterable[tuple[Parts, Parts]],
) -> tuple[tuple[Move, ...], tuple[str, ...], tuple[str, ...]]:
    """Return what moved, what was reshaped, and what only differs by rounding."""
    drawn_anew = [(was, now) for was, now in pairs if bytes(was.geometry) != bytes(now.geometry)]
    if not drawn_anew:
        return (), (), ()
    before = drawn_shapes([was for was, _ in drawn_anew])
    after = drawn_shapes([now for _, now in drawn_anew])
    # The centre, not the representative point: that is the entrance where one is known, and an
    # entrance stays when a facility is drawn elsewhere.
    old, new = shapely.centroid(before), shapely.centroid(after)
    old_lon, old_lat = shapely.get_x(old), shapely.get_y(old)
    new_lon, new_lat = shapely.get_x(new), shapely.get_y(new)
    distance_m = geodesic_distance_m(old_lon, old_lat, new_lon, new_lat)
    outline_m = _outline_difference_m(
        _about(before, old_lon, old_lat), _about(after, new_lon, new_lat)
    )
    far, other = distance_m >= ROUNDING_M, outline_m >= ROUNDING_M
    ids = [now.id for _, now in drawn_anew]
    metres = distance_m.tolist()
    return (
        tuple(Move(ids[row], metres[row]) for row in np.flatnonzero(far).tolist()),
        _of(ids, other),
        _of(ids, ~far & ~other),
    )


def _of(ids: Sequence[str], wanted: Any) -> tuple[str, ...]:
    return tuple(ids[row] for row in np.flatnonzero(wanted).tolist())


def _about(shapes: ObjectArray, lon: FloatArray, lat: FloatArray) -> ObjectArray:
    """Return shapes in metres east and north of their centres; good for what one can walk round."""
    positions, which = shapely.get_coordinates(shapes, return_index=True)
    degree_m = np.radians(1) * mean_radius_m(lat)[which]
    east_m = (positions[:, 0] - lon[which]) * degree_m * np.cos(np.radians(lat[which]))
    north_m = (positions[:, 1] - lat[which]) * degree_m
    # `set_coordinates` writes into the array that it is given.
    local: ObjectArray = shapely.set_coordinates(shapes.copy(), np.column_stack((east_m, north_m)))
    return local


def _outline_difference_m(before: ObjectArray, after: ObjectArray) -> FloatArray:
    """Return how far outlines are apart at the most (Hausdorff, at the corners), shape (n,)."""
    points = (shapely.get_type_id(before) == 0) & (shapely.get_type_id(after) == 0)
    distance_m = np.zeros(len(before))
    distance_m[~points] = shapely.hausdorff_distance(before[~points], after[~points])
    return distance_m


def _metres(distance_m: float) -> str:
    return f"{distance_m:.0f}" if distance_m >= 10 else f"{distance_m:.2g}"
