"""Publish a layer as one step, and undo it: the whole new layer or nothing, and nothing is lost.

The order of the writes is what makes it safe: a pending record, the content in the history, the
layer's file, and then the record is final. Wherever a publisher is killed, the layer's file decides
whether the pending record happened, and the next publisher clears what is left.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property

from isal import igzip

from layers._layer import Layer, Text
from layers.errors import Fault, LayerError, LayerFileError, PublishError, StaleBaseError
from layers.place import Place
from layers.store.history import History
from layers.store.locking import taking_turns
from layers.store.present import Present, read_present
from layers.store.publication import (
    Counts,
    How,
    Publication,
    RecordName,
    plain_words,
    read_record,
    record_bytes,
)
from layers.store.reading import read_snapshot
from layers.store.records import Records
from layers.store.snapshot import Snapshot
from layers.store.writing import make_folder, part_path, sync_folder, write_error, write_whole

log = logging.getLogger("facilities.store")

# ISA-L's best: 56 MB of parking become 2.9 MB in 0.09 s; zlib's usual level 2.6 MB in 0.26 s.
GZIP_LEVEL = 3
FOUND = "文件夹中的内容，未经发布登记 found in the folder, not published"
BROKEN = "文件夹中的内容，文件有误，无法使用 found in the folder, broken"


def publish_layer(  # noqa: PLR0913
    place: Place,
    layer: Layer,
    data: bytes,
    *,
    base: str | None,
    who: str,
    why: str,
    how: How = "import",
    counts: Counts | None = None,
    source: str | None = None,
    now: datetime | None = None,
) -> Publication:
    """Make `data` the published content of a layer and return the record of it.

    What the folder holds and the history does not know (a first file, a change by hand) is recorded
    before. Content that is published already makes no new version: the record of the present one
    comes back, with `base` as its version.

    Parameters
    ----------
    data
        The whole layer as a canonical file (geo.geojson.canonical_collection).
    base
        The version that it was made against; None where the layer had no file.
    who, why
        Kept in the history.
    counts
        What changed against `base`, where the caller compared.
    source
        The name of the file that it came from.
    now
        When it is published, with a time zone; the present time when not given.

    Raises
    ------
    LayerFileError
        When the data are not canonical or break the layer's declaration.
    StaleBaseError
        When another version than `base` is published now.
    PublishError
        When others publish all the while, or the folder cannot be read and written: the disk is
        full, there is no right to …; nothing was changed.
    LayerUnavailableError
        When the history cannot be read.
    """
    snapshot = read_snapshot(layer, data, file=f"{layer.name}.geojson")
    if snapshot.lines is not None:
        reason = "it is not written canonically: one feature a line (canonical_collection)"
        raise LayerFileError([Fault(f"{layer.name}.geojson", 1, None, None, reason)])
    wanted = _wanted(snapshot, who=who, why=why, how=how, now=now)
    wanted = replace(wanted, counts=counts, source=None if source is None else plain_words(source))
    with _publisher(place, layer, wanted.who) as publisher:
        present = publisher.present
        if base != (present.version if present else None):
            raise publisher.stale(base)
        return publisher.publish(wanted, snapshot.data)


def rollback_layer(
    place: Place,
    layer: Layer,
    version_or_number: str | int,
    *,
    who: str,
    why: str,
    now: datetime | None = None,
) -> Publication:
    """Publish the content of a past version again and return the record of it.

    Nothing is deleted: the history gets one more entry, and a rollback can be rolled back. A broken
    layer file is kept in the history as it is, and replaced. Going back to what is published makes
    no new version.

    Raises
    ------
    UnknownVersionError
        When the history has no such version.
    LayerFileError
        When that version breaks the layer's declaration of today, or was broken when it was found.
    LayerUnavailableError
        When that version is damaged.
    PublishError
        As in `publish_layer`.
    """
    history = History(place)
    past = history.find(layer, version_or_number)
    file = f"{layer.name}.geojson ({past.number})"
    snapshot = read_snapshot(layer, history.read(layer, past.version), file=file)
    wanted = _wanted(snapshot, who=who, why=why, how="rollback", now=now)
    with _publisher(place, layer, wanted.who) as publisher:
        return publisher.publish(wanted, snapshot.data)


def _wanted(
    snapshot: Snapshot, *, who: str, why: str, how: How, now: datetime | None
) -> Publication:
    who = plain_words(who)
    if not who:
        raise PublishError(
            Text(
                "请写明发布人：历史记录须能查到是谁发布的。",
                "Say who publishes: the history has to tell.",
            )
        )
    return Publication(
        number=0,
        version=snapshot.version,
        sha256=hashlib.sha256(snapshot.data).hexdigest(),
        at=(now or datetime.now(UTC)).astimezone(UTC),
        who=who,
        why=plain_words(why),
        how=how,
        base=None,
        features=len(snapshot),
    )


@contextmanager
def _publisher(place: Place, layer: Layer, who: str) -> Iterator[_Publisher]:
    records = Records(place, layer)
    try:
        root = place.folder.stat()
        make_folder(records.folder.parent, root)
        make_folder(records.folder, root)
        with taking_turns(records.folder, who):
            publisher = _Publisher(records)
            publisher.settle()
            publisher.record_found()
            yield publisher
    except OSError as fault:
        raise write_error(place.folder, fault) from fault


class _Publisher:
    """Writes one layer's file and history while it holds the lock."""

    def __init__(self, records: Records) -> None:
        self._records = records

    @cached_property
    def present(self) -> Present | None:
        """What the layer's file held when the lock was taken."""
        return read_present(self._records, self._records.last())

    def stale(self, base: str | None) -> StaleBaseError:
        """Return the error for a publication that was made against another version."""
        made, _ = self._records.publications()
        places = [place for place, one in enumerate(made) if one.version == base]
        since = made[places[-1] + 1 :] if places else made if base is None else []
        present = self.present.version if self.present else None
        return StaleBaseError(self._records.layer.name, base=base, present=present, since=since)

    def settle(self) -> None:
        """Finish or drop what a publisher left that was killed, and remove its temporary files."""
        folder = self._records.folder
        for part in (
            part_path(self._records.layer_file),
            *folder.glob(part_path(folder / "*").name),
        ):
            part.unlink(missing_ok=True)
        names = self._records.names()
        final = {name.version for name in names if not name.pending}
        for name in names:
            if name.pending:
                self._settle(name, keep_content=name.version in final)

    def _settle(self, name: RecordName, *, keep_content: bool) -> None:
        path = self._records.folder / name.file
        try:
            happened = self._records.happened(read_record(path))
        except ValueError:
            # Damaged, so nobody can say what it was; the layer's file is recorded as found.
            happened = False
        if happened:
            self._finish(name)
            return
        if not keep_content:
            self._records.object_path(name.version).unlink(missing_ok=True)
        # Last, so that whoever is killed here leaves the record to tell of the content.
        path.unlink()

    def record_found(self) -> None:
        """Record what the layer's file holds, unless it is the last version of the history."""
        present, last = self.present, self._records.last()
        if present is None or (last is not None and last.version == present.version):
            return
        found = Publication(
            number=0,
            version=present.version,
            sha256=present.sha256,
            at=present.changed_at,
            who="",
            why=FOUND if present.features is not None else BROKEN,
            how="found",
            base=last.version if last else None,
            features=present.features,
        )
        self._write(found, present.data)

    def publish(self, wanted: Publication, data: bytes) -> Publication:
        """Publish, or return the record of what is published if that is the same."""
        present, last = self.present, self._records.last()
        if last is not None and present is not None and present.version == wanted.version:
            return last
        wanted = replace(wanted, base=present.version if present else None)
        return self._write(wanted, data)

    def _write(self, wanted: Publication, data: bytes) -> Publication:
        names = self._records.names()
        wanted = replace(wanted, number=names[-1].number + 1 if names else 1)
        name = RecordName(wanted.number, wanted.version, pending=True)
        try:
            self._carry_out(wanted, name, data)
        except BaseException as fault:
            with suppress(OSError, LayerError):
                self.settle()
            if not isinstance(fault, OSError) or not self._is_published(wanted):
                raise
            # What readers see is the new version: it is no failure any more.
            log.warning("layer %s: published, but %s", self._records.layer.name, fault)
        return wanted

    def _is_published(self, wanted: Publication) -> bool:
        try:
            return wanted.how != "found" and self._records.happened(wanted)
        except OSError:
            return False

    def _carry_out(self, wanted: Publication, name: RecordName, data: bytes) -> None:
        records = self._records
        like = records.layer_file.stat() if records.layer_file.exists() else None
        write_whole(records.folder / name.file, record_bytes(wanted), like)
        compressed = igzip.compress(data, GZIP_LEVEL, mtime=0)
        write_whole(records.object_path(wanted.version), compressed, like)
        if wanted.how != "found":
            write_whole(records.layer_file, data, like)
        self._finish(name)

    def _finish(self, name: RecordName) -> None:
        folder = self._records.folder
        (folder / name.file).replace(folder / name._replace(pending=False).file)
        sync_folder(folder)
