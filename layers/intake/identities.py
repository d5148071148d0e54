"""Which published facility each row is, and which published ones stay without a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from layers._layer import Layer
from layers.intake.building import OFFICE_ID, Feature
from layers.intake.outcome import Fate
from layers.intake.positions import Located
from layers.matching import match_rows, new_ids
from layers.store.snapshot import Snapshot

# Nearer than this, a place and a name make one facility.
SAME_FACILITY_M = 200.0

Key = tuple[Any, ...] | None


class Identities:
    """The rows of a file and the published facilities that they are.

    Matching is by id, else by the declared key, else by place and name; an office's own number, if
    the facility is published under another id, counts as that id. Of rows that are refused or wait,
    the name alone tells which facility they would have been.

    Parameters
    ----------
    published
        The layer as it is served now; None where the place has none.
    own_ids
        What the file calls each row; None where it says nothing.
    keys, key_fields
        Of each row the values of those fields; None where one is unknown.
    fates
        What became of each row so far.
    """

    def __init__(
        self,
        published: Snapshot | None,
        own_ids: Sequence[str | None],
        *,
        keys: Sequence[Key],
        key_fields: Sequence[str],
        names: Sequence[str | None],
        located: Located,
        fates: Sequence[Fate],
    ) -> None:
        self._published, self._own_ids = published, own_ids
        matches = match_rows(
            published,
            ids=self._ids_as_published(),
            keys=keys,
            key_fields=key_fields,
            names=names,
            lon=located.lon,
            lat=located.lat,
            within_m=SAME_FACILITY_M,
            misplaced=[fate != "published" for fate in fates],
        )
        self._matched: Sequence[str | None] = matches.ids

    def kept_rows(self, fates: Sequence[Fate], *, keep_missing: bool) -> list[int]:
        """Return the published rows that stay although no good row of the file brings them.

        A row that is refused, or waits for a position, does not remove its facility.
        """
        if self._published is None:
            return []
        good = {
            each for each, fate in zip(self._matched, fates, strict=True) if fate == "published"
        }
        wanted = set(self._matched) - good
        return [
            row
            for row, feature_id in enumerate(self._published_ids())
            if feature_id not in good and (keep_missing or feature_id in wanted)
        ]

    def of_rows(
        self, layer: Layer, rows: Sequence[int], taken_ids: Callable[[], Iterable[str]]
    ) -> list[str]:
        """Return the ids of rows: as published, else the file's own, else new ones.

        Parameters
        ----------
        taken_ids
            Gives ids that may not be given again; asked only if a new one is needed.
        """
        # A number of the office's that is the id of another facility here cannot be this one's too.
        known = set(self._published_ids())
        own = [None if each in known else each for each in self._own_ids]
        ids = [self._matched[row] or own[row] for row in rows]
        missing = ids.count(None)
        if missing:
            taken = {*filter(None, own), *known, *taken_ids()}
            fresh = iter(new_ids(layer, taken, missing))
            return [each if each is not None else next(fresh) for each in ids]
        return [each for each in ids if each is not None]

    def published_features(self, ids: Iterable[str]) -> Mapping[str, Feature]:
        """Return the published features of some ids."""
        if self._published is None:
            return {}
        rows = [self._published.row_of(each) for each in ids]
        features = self._published.decoded([row for row in rows if row is not None])
        return {feature["id"]: feature for feature in features}

    def in_order(self, features: Mapping[str, bytes], kept: Iterable[int]) -> list[bytes]:
        """Return the features of the new layer: as published, then new ones as in the file.

        Parameters
        ----------
        features
            By id, those of the file's rows in their order.
        kept
            Published rows that stay.
        """
        if self._published is None:
            return list(features.values())
        staying = set(kept)
        ids = self._published_ids()
        ordered = []
        for row, feature_id in enumerate(ids):
            if feature_id in features:
                ordered.append(features[feature_id])
            elif row in staying:
                ordered.append(self._published.feature(row))
        known = set(ids)
        return ordered + [each for name, each in features.items() if name not in known]

    def _published_ids(self) -> list[str]:
        published = self._published
        if published is None:
            return []
        return published.remember(
            "ids", lambda: [published.feature_id(row) for row in range(len(published))]
        )

    def _ids_as_published(self) -> list[str | None]:
        """Return for each row the published id that its own number stands for, if any.

        A number can be the id of one facility and the office's number of another. What more of the
        file's numbers are goes first; the others get what those leave.
        """
        own = {each for each in self._own_ids if each is not None}
        if self._published is None or not own:
            return [None] * len(self._own_ids)
        direct = {each: each for each in self._published_ids() if each in own}
        offices = {
            number: each for number, each in _by_office(self._published).items() if number in own
        }
        first, second = (direct, offices) if len(direct) >= len(offices) else (offices, direct)
        given = set(first.values())
        stands_for = {number: each for number, each in second.items() if each not in given} | first
        return [None if each is None else stands_for.get(each) for each in self._own_ids]


def _by_office(published: Snapshot) -> dict[str, str]:
    """Return the id of each facility by the office's own number, where one alone has it."""
    # Most layers have none, and searching the bytes costs little beside decoding them.
    if OFFICE_ID.encode() not in published.data:
        return {}
    ids: dict[str, str] = {}
    often: set[str] = set()
    for feature in published.decoded(range(len(published))):
        number = feature["properties"].get(OFFICE_ID)
        if isinstance(number, str):
            if number in ids:
                often.add(number)
            ids[number] = feature["id"]
    return {number: each for number, each in ids.items() if number not in often}
