"""The planner's town on graph paper, served: one keeper of jobs for all tests of this folder.

y 400   t1 ──────c1─────────────────────  400 m from the toilet, on its own bank
        river, with a bridge at x 1500
y 180   c2 ──────────────────────────c3   c2 is 220 m from the toilet, and 3220 m on foot
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
import pytest

from api.main import create_app
from api.settings import Settings
from tests.api.conftest import client_of
from tests.layers.planning.scene import at, community, toilet, town
from tests.serving import serving

HOUSEHOLDS = {"c1": 100, "c2": 50, "c3": 30}
ASYNC = {"prefer": "respond-async"}
# Far longer than anything takes.
PATIENCE_S = 60


class Planner(NamedTuple):
    """A served town: who asks it, and where its jobs are kept."""

    client: httpx2.Client
    app: Any
    folder: Path

    def asked(self, process: str, inputs: dict[str, Any], **options: Any) -> httpx2.Response:
        """Return the answer to a question that is waited for."""
        return self.client.post(
            f"/processes/{process}/execution", json={"inputs": inputs, **options}
        )

    def job(self, process: str, inputs: dict[str, Any], **options: Any) -> str:
        """Return the address of a job."""
        body = {"inputs": inputs, **options}
        answer = self.client.post(f"/processes/{process}/execution", json=body, headers=ASYNC)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["jobID"])

    def ended(self, job: str) -> dict[str, Any]:
        """Return a job once it has ended."""
        return self.until(job, {"successful", "failed", "dismissed"})

    def until(self, job: str, states: set[str]) -> dict[str, Any]:
        """Return a job once it is in one of some states."""
        ends = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends:
            info: dict[str, Any] = self.client.get(f"/jobs/{job}").json()
            if info["status"] in states:
                return info
        raise AssertionError(info)


@pytest.fixture(scope="session")
def planning_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the town; nobody changes it."""
    folder = tmp_path_factory.mktemp("planning") / "town"
    town(
        folder,
        toilets=[toilet(1, 0, 400, open_hours="06:00-22:00", accessible=True)],
        communities=[
            community(1, 400, 400, HOUSEHOLDS["c1"], subdistrict="北街道"),
            community(2, 0, 180, HOUSEHOLDS["c2"], subdistrict="南街道"),
            community(3, 1500, 180, HOUSEHOLDS["c3"], subdistrict="南街道"),
        ],
    )
    return folder


@pytest.fixture(scope="session")
def planner(planning_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planner]:
    """Serve the town."""
    jobs = tmp_path_factory.mktemp("office") / "jobs"
    limits = {"jobs_per_minute": 10_000, "jobs_per_day": 10_000, "job_memory_mb": 500}
    app = create_app(Settings(data=planning_town, jobs=jobs, **limits))
    with serving(app) as url, client_of(url) as client:
        yield Planner(client, app, jobs)


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    """Return a GeoJSON feature."""
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def collection(*features: dict[str, Any]) -> dict[str, Any]:
    """Return a GeoJSON FeatureCollection."""
    return {"type": "FeatureCollection", "features": list(features)}


def people(number: Any, x: float = 400, y: float = 400, **more: Any) -> dict[str, Any]:
    """Return somebody's row of a demand, on the graph paper."""
    return feature(at(x, y), households=number, **more)


def spot(x: float, y: float) -> str:
    """Return a place of the graph paper as a link holds it."""
    lon, lat = at(x, y)["coordinates"]
    return f"{lon:.7f},{lat:.7f}"
