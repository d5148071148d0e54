"""What stands behind the routes: the store, the clock of the place, and what is made only once."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from api.client_limits import ClientLimits
from api.facts.reach import Reaches
from api.pictures.desk import PictureDesk
from api.planning.desk import PlanningDesk
from api.reporting import ReportDesk
from api.resident import ResidentDocuments
from api.settings import Settings
from api.together import NearestTogether
from api.turns import Turns
from api.versions import PinnedVersions
from geo.geojson import compact_json
from layers._layer import Text
from layers.hours import Clock, Status, Terms, status_in_words
from layers.place import Place
from layers.reports.queue import ReportQueue
from layers.store.memo import Memo
from layers.store.protocol import Store
from layers.store.snapshot import Snapshot

T = TypeVar("T")

# Some two megabytes each.
MOST_KITS = 8
# Of what takes a moment, so much waits.
MOST_WAITING = 32
BUSY = Text("请求太多，请过几秒再试。", "Too much is asked at once; ask again in a few seconds.")

# Pages, maps and page files that are made once.
MOST_PREPARED = 256
# Those of past versions, kept apart: whoever goes through all of them drives out none of today's.
MOST_PINNED = 32
# A list of 200 facilities is some 100 kB, a page with it twice that.
MOST_EMBEDS = 64
MOST_EMBED_PAGES = 64
# Maps as one file: half a megabyte each, and rarely asked for twice.
MOST_STANDALONE = 8
EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(eq=False)
class Service:
    """One place, served."""

    settings: Settings
    store: Store
    clock: Clock
    together: NearestTogether = field(default_factory=NearestTogether, repr=False)
    versions: PinnedVersions = field(init=False, repr=False)
    resident: ResidentDocuments = field(init=False, repr=False)
    reports: ReportDesk = field(init=False, repr=False)
    reaches: Reaches = field(init=False, repr=False)
    planning: PlanningDesk = field(init=False, repr=False)
    pictures: PictureDesk = field(init=False, repr=False)
    # Apart: whoever asks for many figures drives out no page.
    figures: Memo = field(default_factory=lambda: Memo(MOST_PINNED), repr=False)
    kits: Turns = field(default_factory=lambda: Turns(MOST_KITS, MOST_WAITING, BUSY), repr=False)
    qr_codes: Turns = field(
        default_factory=lambda: Turns(MOST_PREPARED, MOST_WAITING, BUSY), repr=False
    )
    _prepared: Memo = field(default_factory=lambda: Memo(MOST_PREPARED), repr=False)
    pinned: Memo = field(default_factory=lambda: Memo(MOST_PINNED), repr=False)
    # What embed pages are made of, and the pages, whose titles are whatever anybody writes.
    embeds: Memo = field(default_factory=lambda: Memo(MOST_EMBEDS), repr=False)
    standalone: Turns = field(
        default_factory=lambda: Turns(MOST_STANDALONE, MOST_WAITING, BUSY), repr=False
    )
    embed_pages: Memo = field(default_factory=lambda: Memo(MOST_EMBED_PAGES), repr=False)
    # The present minute, since the epoch and as a time.
    _minute: int = -1
    _present: datetime = EPOCH

    def __post_init__(self) -> None:
        self.versions = PinnedVersions(self.store)
        self.resident = ResidentDocuments(self.clock, self.place.timezone)
        self.reports = report_desk(self.settings, self.place)
        self.reaches = Reaches(self.place, self.clock)
        self.planning = PlanningDesk(self.settings, self.place)
        self.pictures = PictureDesk(
            self.settings.pictures_per_minute, self.settings.pictures_per_day
        )

    @property
    def place(self) -> Place:
        """The place that is served."""
        return self.store.place

    def snapshots(self, names: Iterable[str] | None = None) -> list[Snapshot]:
        """Return the newest version of the named layers, of all without names.

        Raises
        ------
        UnknownLayerError, LayerUnavailableError
            When one of them cannot be served.
        """
        if names is None:
            return list(self.store.snapshots().values())
        return [self.store.snapshot(name) for name in names]

    def now(self) -> datetime:
        """Return the present minute, in the place's time zone."""
        minute = int(time.time() // 60)
        if self._minute != minute:
            self._present = self.clock.localise(datetime.fromtimestamp(minute * 60, UTC))
            self._minute = minute
        return self._present

    def prepared(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made before under this key, an answer mostly, or make it.

        A key holds the versions of all that the answer is made from, so that a new version makes a
        new one; the least used are forgotten.
        """
        return self._prepared.remember(key, make)

    def version_key(self, names: Iterable[str] | None = None) -> tuple[tuple[str, str], ...]:
        """Return names and versions of layers, which say whether an answer is still the same."""
        return tuple((one.layer.name, one.version) for one in self.snapshots(names))


def report_desk(settings: Settings, place: Place) -> ReportDesk:
    """Return where reports about a place are taken in, as a deployment has set it."""
    most_per_hour = settings.place_reports_per_hour
    return ReportDesk(
        ReportQueue(place.folder / settings.reports, most_per_hour=most_per_hour),
        ClientLimits(settings.reports_per_minute, settings.reports_per_day),
        is_open=most_per_hour > 0,
    )


class StatusMembers:
    """The `status` members of features at one minute, each distinct one written once.

    Parameters
    ----------
    at
        The time asked about, with or without a time zone (then the place's own).
    stay_minutes
        Length of the stay, if one was asked for.
    """

    def __init__(self, clock: Clock, at: datetime, stay_minutes: int | None) -> None:
        self._clock, self._stay_minutes = clock, stay_minutes
        # A time with a zone is slow to hash, and one object remembers its hash.
        self._at = at if not (at.second or at.microsecond) else at.replace(second=0, microsecond=0)

    def by_code(self, snapshot: Snapshot) -> Mapping[int, bytes]:
        """Return `,"status":{…}` by `Snapshot.terms_code`, ready to stand at a feature's end."""
        clock, at, stay_minutes = self._clock, self._at, self._stay_minutes
        return snapshot.remember(
            ("status", at, stay_minutes),
            lambda: _WrittenStatuses(clock, snapshot.terms, at, stay_minutes),
        )

    def of(self, snapshot: Snapshot, row: int) -> bytes:
        """Return the member of one row."""
        return self.by_code(snapshot)[snapshot.terms_code(row)]


class _WrittenStatuses(dict[int, bytes]):
    """Writes a member when it is first asked for."""

    def __init__(
        self, clock: Clock, terms: Sequence[Terms], at: datetime, stay_minutes: int | None
    ) -> None:
        super().__init__()
        self._clock, self._terms, self._at, self._stay_minutes = clock, terms, at, stay_minutes

    def __missing__(self, code: int) -> bytes:
        status = self._clock.status(self._terms[code], self._at, self._stay_minutes)
        member = self[code] = b',"status":%b' % compact_json(status_member(status, self._at))
        return member


def status_member(status: Status | None, at: datetime) -> dict[str, object] | None:
    """Return the status at a time as it is sent, with its words; None for a layer that has none."""
    if status is None:
        return None
    member: dict[str, object] = {
        "state": status.state,
        "until": status.until and status.until.isoformat(),
        "next_state": status.next_state,
        "whole_stay_free": status.whole_stay_free,
        "max_stay_minutes": status.max_stay_minutes,
        "reason": status.reason,
        "words": {
            "zh": status_in_words(status, at, "zh"),
            "en": status_in_words(status, at, "en"),
        },
    }
    if status.warning:
        member["warning"] = status.warning
    return member
