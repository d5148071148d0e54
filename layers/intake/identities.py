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
    the facility is published under another id, counts as that id.

    Parameters
    ----------
    published
        The layer as it is served now; None where the place has none.
    own_ids
        What the file calls each row; None where it says nothing.
    keys, key_fields
        Of each row the values of those fields; None where one is unknown.
    """

    def __init__(
        self,
        published: Snapshot | None,
        own_ids: Sequence[str | None],
        keys: Sequence[Key],
        key_fields: Sequence[str],
        names: Sequence[str | None],
        located: Located,
    ) -> None:
        self._published, self._own_ids = published, own_ids
        matches = match_rows(
            published,
            ids=_ids_as_published(published, own_ids),
            keys=keys,
            key_fields=key_fields,
            names=names,
            lon=located.lon,
            lat=located.lat,
            within_m=SAME_FACILITY_M,
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
        ids = [self._matched[row] or self._own_ids[row] for row in rows]
        missing = ids.count(None)
        if missing:
            taken = {*filter(None, self._own_ids), *self._published_ids(), *taken_ids()}
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


def _ids_as_published(
    published: Snapshot | None, own_ids: Sequence[str | None]
) -> list[str | None]:
    if published is None or not any(own_ids):
        return list(own_ids)
    by_office: dict[str, str] = {}
    for feature in published.decoded(range(len(published))):
        office = feature["properties"].get(OFFICE_ID)
        if isinstance(office, str):
            by_office.setdefault(office, feature["id"])
    return [None if own is None else by_office.get(own, own) for own in own_ids]
