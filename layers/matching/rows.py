"""Which published facility an incoming row is: by id, else by key, else by place and name.

A name alone identifies nothing: 82 toilets of one city are all called 公共厕所. So names are only
compared where the places are near, and a name that several have only where they are very near;
but for a row whose position is mistyped there is nothing else to go by.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely

from geo.geodesic import FloatArray, earth_centred, geodesic_distance_m, longest_chord_m
from geo.index import BoolArray
from geo.pairs import neighbours
from layers.matching.names import plain_names, similar_names
from layers.store.parts import Parts, drawn_shapes, feature_parts
from layers.store.snapshot import Snapshot

How = Literal["id", "key", "place_and_name", "name"]
# The grade of a pair, its distance in metres, the row, the published row: the best sorts first.
Pair = tuple[int, float, int, int]

# Two picks of one point on a map, or two readings of a hand-held receiver, lie so near.
SHARED_NAME_WITHIN_M = 30.0
# So near, it is the same spot, and a name that is only similar (公厕, 公共厕所) does.
SAME_PLACE_WITHIN_M = 5.0
# Farther than anything on earth, so that another name in a fourth dimension is never near.
NAME_STEP_M = 1e8
# Two positions of a layer file are the same when they are so written.
DECIMALS = 7


@dataclass(frozen=True)
class Matches:
    """For each incoming row, which published facility it is; no facility is given twice.

    Parameters
    ----------
    ids
        The published id, None for a row that is new.
    how
        What told them to be the same.
    distance_m
        Geodesic metres from the published position to the row's, shape (n,); NaN where there is no
        match or the row has no position.
    missing
        Published ids that no row is.
    """

    ids: tuple[str | None, ...]
    how: tuple[How | None, ...]
    distance_m: FloatArray
    missing: tuple[str, ...]

    def counts(self) -> dict[str, int]:
        """Return how many rows were matched in each way, and how many are `new`."""
        found = Counter(self.how)
        return {
            "id": found["id"],
            "key": found["key"],
            "place_and_name": found["place_and_name"],
            "name": found["name"],
            "new": found[None],
        }


def match_rows(  # noqa: PLR0913 - what is known of the rows, each by its name
    published: Snapshot | None,
    *,
    ids: Sequence[str | None],
    keys: Sequence[tuple[Any, ...] | None],
    names: Sequence[str | None],
    lon: FloatArray,
    lat: FloatArray,
    within_m: float,
    key_fields: Sequence[str] | None = None,
    misplaced: Sequence[bool] | None = None,
) -> Matches:
    """Return which published facility each row is, one to one; the same input, the same answer.

    First come ids. Then keys that one row and one facility have. Then place and name, the best
    pairs first: the same name within `within_m`, but within 30 m where several have that name; or
    the same spot (5 m) with a similar name or with none. Last, of rows whose position cannot be
    trusted, the name alone.

    Parameters
    ----------
    ids, keys, names
        Of each row, n of each; None where it has none. A key is the values of `key_fields`; one
        with a None among them tells nothing.
    lon, lat
        WGS 84 degrees, shape (n,), not of the entrance; NaN where a row has no position.
    within_m
        How far, in geodesic metres, a facility of the same name is taken to have moved.
    key_fields
        The fields of the keys; the layer's own key when not given.
    misplaced
        Which rows have no position, or one that is wrong; n of them. None when all are right.
    """
    nothing = np.full(len(ids), np.nan)
    if published is None:
        return Matches((None,) * len(ids), (None,) * len(ids), nothing, ())
    parts = feature_parts(published, range(len(published)))
    matching = _Matching(parts, len(ids))
    matching.by_id(ids)
    matching.by_key(keys, tuple(key_fields or published.layer.key))
    there = shapely.point_on_surface(drawn_shapes(parts))
    old = _Side(
        [each.properties.get("name") for each in parts], shapely.get_x(there), shapely.get_y(there)
    )
    new = _Side(names, np.asarray(lon, np.float64), np.asarray(lat, np.float64))
    matching.by_place_and_name(new, old, within_m)
    if misplaced is not None:
        matching.by_name(new, old, np.asarray(misplaced, bool))
    matched = matching.published >= 0
    rows = matching.published[matched]
    nothing[matched] = geodesic_distance_m(
        old.lon[rows], old.lat[rows], new.lon[matched], new.lat[matched]
    )
    taken = set(rows.tolist())
    return Matches(
        tuple(parts[row].id if row >= 0 else None for row in matching.published.tolist()),
        tuple(matching.how),
        nothing,
        tuple(each.id for row, each in enumerate(parts) if row not in taken),
    )


class _Side:
    """The names, as they are compared, and positions of the rows or of what is published."""

    def __init__(self, names: Sequence[str | None], lon: FloatArray, lat: FloatArray) -> None:
        self.names = plain_names(names)
        self.bearers = Counter(self.names)
        self.lon, self.lat = lon, lat
        self.placed = np.isfinite(lon) & np.isfinite(lat)


class _Matching:
    """Who has been given to whom so far."""

    def __init__(self, parts: Sequence[Parts], count: int) -> None:
        self.parts = parts
        self.published = np.full(count, -1, np.intp)
        self.how: list[How | None] = [None] * count
        self.free = np.ones(len(parts), bool)

    def take(self, row: int, published: int, how: How) -> None:
        if self.published[row] < 0 and self.free[published]:
            self.published[row] = published
            self.how[row] = how
            self.free[published] = False

    def by_id(self, ids: Sequence[str | None]) -> None:
        known = {each.id: place for place, each in enumerate(self.parts)}
        for row, feature_id in enumerate(ids):
            if feature_id in known:
                self.take(row, known[feature_id], "id")

    def by_key(self, keys: Sequence[tuple[Any, ...] | None], fields: tuple[str, ...]) -> None:
        if not any(keys):
            return
        wanted = _plain_keys(keys)
        known = _plain_keys(
            [tuple(each.properties.get(name) for name in fields) for each in self.parts]
        )
        once = Counter(wanted)
        places = {key: place for place, key in enumerate(known) if key is not None}
        often = Counter(known)
        for row, key in enumerate(wanted):
            if key is not None and once[key] == 1 and often[key] == 1:
                self.take(row, places[key], "key")

    def by_place_and_name(self, new: _Side, old: _Side, within_m: float) -> None:
        for row, place in self._at_the_same_spot(new, old):
            self.take(row, place, "place_and_name")
        pairs = [
            *self._of_one_name(new, old, within_m),
            *self._of_a_shared_name(new, old, min(within_m, SHARED_NAME_WITHIN_M)),
            *self._of_a_similar_name(new, old, min(within_m, SAME_PLACE_WITHIN_M)),
        ]
        for _, _, row, place in sorted(pairs):
            self.take(row, place, "place_and_name")

    def by_name(self, new: _Side, old: _Side, misplaced: BoolArray) -> None:
        waiting: dict[str, deque[int]] = defaultdict(deque)
        for place in np.flatnonzero(self.free).tolist():
            waiting[old.names[place]].append(place)
        for row in np.flatnonzero((self.published < 0) & misplaced).tolist():
            if (name := new.names[row]) and waiting[name]:
                self.take(row, waiting[name].popleft(), "name")

    def _left(self, new: _Side, old: _Side) -> tuple[Any, Any]:
        """Return the rows and the published rows that are not given yet and have a position."""
        return (
            np.flatnonzero((self.published < 0) & new.placed),
            np.flatnonzero(self.free & old.placed),
        )

    def _at_the_same_spot(self, new: _Side, old: _Side) -> Iterator[tuple[int, int]]:
        """Yield those of the same name and the same position, in order where there are several."""
        rows, places = self._left(new, old)
        waiting: dict[tuple[str, float, float], deque[int]] = defaultdict(deque)
        for place, spot in zip(places.tolist(), _spots(old, places), strict=True):
            waiting[spot].append(place)
        for row, spot in zip(rows.tolist(), _spots(new, rows), strict=True):
            if waiting.get(spot):
                yield row, waiting[spot].popleft()

    def _of_one_name(self, new: _Side, old: _Side, within_m: float) -> Iterator[Pair]:
        """Yield those of a name that no other row and no other facility has."""
        rows, places = self._left(new, old)
        bearer = {
            old.names[place]: place for place in places.tolist() if _distinct(old.names[place], old)
        }
        found = [
            (row, bearer[new.names[row]])
            for row in rows.tolist()
            if new.names[row] in bearer and _distinct(new.names[row], new)
        ]
        here, there = np.array(found, np.intp).reshape(-1, 2).T
        distance_m = _distance_m(new, here, old, there)
        for (row, place), metres in zip(found, distance_m.tolist(), strict=True):
            if metres <= within_m:
                yield 0, metres, row, place

    def _of_a_shared_name(self, new: _Side, old: _Side, within_m: float) -> Iterator[Pair]:
        """Yield those near each other whose name is the same, and is another's too."""
        rows, places = self._left(new, old)
        codes: dict[str, int] = {}
        coded = [
            np.array([codes.setdefault(side.names[row], len(codes)) for row in which.tolist()])
            for side, which in ((new, rows), (old, places))
        ]
        for pair in _near(new, rows, old, places, within_m, apart=coded):
            if new.names[pair[2]]:
                yield pair

    def _of_a_similar_name(self, new: _Side, old: _Side, within_m: float) -> Iterator[Pair]:
        """Yield those on one spot whose names do not speak against it."""
        rows, places = self._left(new, old)
        for _, metres, row, place in _near(new, rows, old, places, within_m):
            one, other = new.names[row], old.names[place]
            if not one or not other or similar_names(one, other):
                yield 1, metres, row, place


def _distinct(name: str, side: _Side) -> bool:
    return bool(name) and side.bearers[name] == 1


def _spots(side: _Side, rows: Any) -> Iterator[tuple[str, float, float]]:
    lon, lat = side.lon[rows].round(DECIMALS).tolist(), side.lat[rows].round(DECIMALS).tolist()
    return zip((side.names[row] for row in rows.tolist()), lon, lat, strict=True)


def _near(
    new: _Side,
    rows: Any,
    old: _Side,
    places: Any,
    within_m: float,
    *,
    apart: Sequence[Any] | None = None,
) -> Iterator[Pair]:
    """Yield each row with the nearest free facilities within a distance.

    Parameters
    ----------
    apart
        A number for each of both sides; only those of one number are near each other.
    """
    points = earth_centred(new.lon[rows], new.lat[rows])
    others = earth_centred(old.lon[places], old.lat[places])
    if apart is not None:
        points = np.column_stack((points, NAME_STEP_M * apart[0]))
        others = np.column_stack((others, NAME_STEP_M * apart[1]))
    reach_m = longest_chord_m(within_m) * (1 + 1e-12) + 1e-3
    which, found = neighbours(points, others, reach_m)
    here, there = rows[which], places[found]
    distance_m = _distance_m(new, here, old, there)
    for metres, row, place in zip(distance_m.tolist(), here.tolist(), there.tolist(), strict=True):
        if metres <= within_m:
            yield 0, metres, row, place


def _distance_m(new: _Side, here: Any, old: _Side, there: Any) -> FloatArray:
    return geodesic_distance_m(new.lon[here], new.lat[here], old.lon[there], old.lat[there])


def _plain_keys(keys: Sequence[tuple[Any, ...] | None]) -> list[tuple[Any, ...] | None]:
    whole = [key if key and all(part not in (None, "") for part in key) else None for key in keys]
    texts = list(
        dict.fromkeys(part for key in whole for part in key or () if isinstance(part, str))
    )
    plain = dict(zip(texts, plain_names(texts), strict=True))
    return [
        None
        if key is None
        else tuple(plain[part] if isinstance(part, str) else repr(part) for part in key)
        for key in whole
    ]
