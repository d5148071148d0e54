"""The town with a queue of reports of its own, and what somebody says of one of its parks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx2

from api.main import create_app
from api.settings import Settings
from layers.reports.reading import Report, read_reports
from tests.api.conftest import client_of
from tests.serving import serving

# What is open in the town now, said of a park.
GONE = {"layer": "parks", "id": "park-1", "kind": "gone"}


class Office(NamedTuple):
    """A served town: who visits it, where, and the folder in which its reports are kept."""

    client: httpx2.Client
    url: str
    folder: Path

    def reports(self) -> list[Report]:
        """Return what the office reads, oldest first."""
        reports, faults = read_reports(self.folder)
        assert not faults
        return sorted(reports, key=lambda one: one.number)


@contextmanager
def office(town: Path, folder: Path, **settings: Any) -> Iterator[Office]:
    """Serve the town with its reports in another folder; enough for many tests, unless set."""
    chosen = {"reports_per_minute": 10_000, "reports_per_day": 10_000} | settings
    app = create_app(Settings(data=town, reports=folder, **chosen))
    with serving(app) as url, client_of(url) as client:
        yield Office(client, url, folder)
