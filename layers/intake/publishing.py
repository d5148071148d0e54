"""Publish what came of a file, as one step, with what it changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

import msgspec

from layers._layer import Layer
from layers.errors import PublishError
from layers.intake.outcome import Import
from layers.place import Place
from layers.store.history import History
from layers.store.publication import Counts, Publication
from layers.store.publishing import publish_layer

COUNTED = ("added", "removed", "moved", "changed", "unchanged")
# So many former versions are looked through for ids that may not be given again.
MOST_VERSIONS = 20
ID_MEMBER = re.compile(rb'^\{"type":"Feature","id":("(?:[^"\\]|\\.)*")', re.MULTILINE)


def publish_import(
    place: Place, imported: Import, *, who: str, why: str, now: datetime | None = None
) -> Publication:
    """Publish the new layer of an import.

    Raises
    ------
    PublishError
        When the import may not be published, or it cannot be written; nothing is changed then.
    StaleBaseError
        When somebody else published meanwhile.
    """
    if imported.after is None or imported.refusals:
        raise PublishError(imported.refusals[0])
    counted = imported.comparison.counts() if imported.comparison else {}
    return publish_layer(
        place,
        imported.layer,
        imported.after.data,
        base=imported.base,
        who=who,
        why=why,
        counts=Counts(**{name: counted.get(name, 0) for name in COUNTED}),
        source=imported.table.file,
        now=now,
    )


def former_ids(place: Place, layer: Layer) -> Iterator[str]:
    """Yield the ids of a layer's former versions, which no new facility may get.

    The newest twenty versions are looked through.
    """
    history = History(place)
    versions = dict.fromkeys(
        publication.version for publication in reversed(history.publications(layer))
    )
    for version in list(versions)[:MOST_VERSIONS]:
        for match in ID_MEMBER.finditer(history.read(layer, version)):
            yield msgspec.json.decode(match[1])
