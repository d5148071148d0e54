"""Facilities as the resident's page loads them: what is known of each, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import msgspec
import numpy as np

from api.resident.days import NO_COURSE
from geo.geojson import DECIMALS, compact_json
from geo.index import IntArray
from layers.find.search import pinyin_of
from layers.store.snapshot import Snapshot

NULL = msgspec.Raw(b"null")
FEATURE = b'{"type":"Feature","id":%b,"geometry":%b,"properties":%b,"at":[%r,%r],"course":%b%b}'
# A name takes a tenth of a millisecond to be spelled, and this many some 10 MB to be kept.
MOST_SPELLED = 50_000


class _Stored(msgspec.Struct, gc=False):
    """A stored feature, each value as the bytes it has in the file."""

    id: msgspec.Raw
    geometry: msgspec.Raw
    properties: dict[str, msgspec.Raw]


_decode = msgspec.json.Decoder(_Stored).decode
_decode_text = msgspec.json.Decoder(str).decode


def written_features(
    snapshot: Snapshot, rows: IntArray, course_of: Mapping[int, int | None]
) -> list[bytes]:
    """Return features with their known properties, each value byte for byte as it is stored.

    Parameters
    ----------
    rows
        Which ones, shape (n,).
    course_of
        Which course of the document a `Snapshot.terms_code` has; None for no status.

    Returns
    -------
    list[bytes]
        Each carries `at`, the representative point, `course`, and `pinyin` where its name has
        Chinese characters.
    """
    courses = {code: b"%d" % n if n is not None else NO_COURSE for code, n in course_of.items()}
    lons = np.round(snapshot.lon[rows], DECIMALS).tolist()
    lats = np.round(snapshot.lat[rows], DECIMALS).tolist()
    written = []
    for row, lon, lat in zip(rows.tolist(), lons, lats, strict=True):
        stored = _decode(snapshot.feature(row))
        known = {name: value for name, value in stored.properties.items() if value != NULL}
        course = courses[snapshot.terms_code(row)]
        spelled = _spelled(bytes(known["name"])) if "name" in known else b""
        written.append(
            FEATURE % (stored.id, stored.geometry, compact_json(known), lon, lat, course, spelled)
        )
    return written


@lru_cache(maxsize=MOST_SPELLED)
def _spelled(name: bytes) -> bytes:
    """Return the member `pinyin` for a name as it is stored; empty where it needs none."""
    spellings = pinyin_of(_decode_text(name))
    return b',"pinyin":%b' % compact_json(spellings) if spellings else b""
