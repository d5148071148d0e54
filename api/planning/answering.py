"""A question asked over HTTP, answered: the planner's own question, its result, its documents.

This is what a job's process does, by the same functions that the command line calls; here stands
only how the fields of a link become their arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from api.filtering import selection_of
from api.planning.brought import (
    BroughtError,
    Rows,
    brought_words,
    digest_of,
    read_rows,
)
from api.planning.fields import AccessFields, QuestionFields, SitingFields
from api.planning.question import Question
from api.planning.scenery import Scenery
from geo.geojson import canonical_collection, compact_json
from layers._layer import Text
from layers.find.select import EVERYTHING
from layers.planning import (
    AccessQuestion,
    Added,
    CoverageQuestion,
    DemandRows,
    PlanningError,
    Scene,
    SitingQuestion,
    Supply,
    Zones,
    answer_access,
    answer_coverage,
    answer_siting,
    community_rows,
    table_rows,
)
from layers.planning.candidates import (
    Candidates,
    grid_candidates,
    network_candidates,
    point_candidates,
)
from layers.planning.coverage_result import Method
from layers.planning.demand import HOUSEHOLDS as HOUSEHOLD_UNIT
from layers.planning.features import Result, result_features
from layers.planning.raster import raster_rows
from layers.planning.result import Threshold, threshold_in_minutes, threshold_of
from layers.planning.takeaway.drawing import drawn

Progress = Callable[[str, float], None]
# Of a question's whole time, what the solver may take: the rest is for what comes before and after.
SOLVER_SHARE = 0.7
NO_COLUMNS: Mapping[str, str] = {}
HOUSEHOLDS = ("households", "户数")
WEIGHTS = ("households", "户数", "population", "people", "人口", "weight")
NAMES, ZONES = ("name", "名称", "小区", "街道"), ("subdistrict", "zone", "街道", "分区")
DEMAND = "communities"
NO_DEMAND = Text(
    "本地域没有小区图层，不知道哪里住着多少户。请自带需求数据。",
    "This place has no layer of communities, so nobody knows who lives where; bring a demand.",
)


@dataclass(frozen=True, eq=False)
class Answered:
    """An answer as it is kept.

    Parameters
    ----------
    document
        Question and answer as canonical JSON.
    map_file
        What it shows on a map, as canonical GeoJSON.
    drawing
        What a report draws of it, as JSON.
    """

    document: bytes = field(repr=False)
    map_file: bytes = field(repr=False)
    drawing: bytes = field(repr=False)


def answered(
    question: Question,
    scenery: Scenery,
    brought: Path,
    columns: Mapping[str, str] = NO_COLUMNS,
    *,
    limit_s: float,
    progress: Progress,
) -> Answered:
    """Return the answer to a question, as it is kept.

    The same question about the same data has the same bytes.

    Parameters
    ----------
    brought
        The folder of what came along.
    columns
        Names of columns in that: `weight` of the demand, `zone_name` of the zones.
    limit_s
        How long all of it may take.

    Raises
    ------
    PlanningError, LayerError, BroughtError
        The question cannot be answered, each with the way out.
    """
    work = Work(question, scenery, brought, columns)
    result = work.result(limit_s, progress)
    files = {path.stem: {"sha256": digest_of(path)} for path in sorted(brought.iterdir())}
    document = {
        "process": question.process,
        "question": question.canonical(),
        "link": None if files else f"/planner?{question.link()}",
        "brought": files,
        "columns": dict(columns),
        **result.as_dict(),
    }
    features = list(result_features(result, work.scene.demand))
    facilities = work.scene.facilities(work.supply)
    drawing = drawn(document, features, scenery.ground, facilities)
    return Answered(
        compact_json(document), canonical_collection(iter(features)), compact_json(drawing)
    )


class Work:
    """One question with the place that it is about.

    Parameters
    ----------
    brought
        The folder of what came along.
    columns
        As for `answered`.
    """

    def __init__(
        self, question: Question, scenery: Scenery, brought: Path, columns: Mapping[str, str]
    ) -> None:
        self._question, self._scenery, self._columns = question, scenery, columns
        self._brought = {path.stem: path for path in brought.iterdir()}
        self._fields: QuestionFields = question.fields

    def result(self, limit_s: float, progress: Progress) -> Result:
        """Return the answer."""
        fields = self._fields
        if isinstance(fields, SitingFields):
            progress("读取 Reading", 0.0)
            asked = self._siting(fields, limit_s)
            candidates = self._candidates(fields)
            progress("求解选址 Choosing sites", 0.3)
            return answer_siting(asked, self.scene, candidates)
        if isinstance(fields, AccessFields):
            progress("计算可达性 Working out accessibility", 0.1)
            return answer_access(self._access(fields), self.scene)
        coverage = CoverageQuestion(
            self.supply, self._threshold, zones=self._zones, join_limit_m=fields.join_limit_m
        )
        return answer_coverage(coverage, self.scene, progress=progress)

    @cached_property
    def supply(self) -> Supply:
        """Which facilities serve."""
        fields, filters = self._fields, self._question.filters
        selection = EVERYTHING
        if filters.model_fields_set:
            selection = selection_of(self._question.layer, filters, self._scenery.zone)
        return Supply(
            selection,
            also_not_in_use=fields.also_not_in_use,
            added=tuple(Added(spot.lon, spot.lat, capacity=spot.capacity) for spot in fields.add),
            moved=tuple((one.id, one.lon, one.lat) for one in fields.move),
            removed=fields.remove,
            capacity=fields.capacity if isinstance(fields, AccessFields) else None,
        )

    @cached_property
    def scene(self) -> Scene:
        """What is asked about."""
        scenery = self._scenery
        snapshot = scenery.store.snapshot(self._question.layer.name)
        return Scene(scenery.ground, snapshot, self._demand(), scenery.clock)

    @property
    def _threshold(self) -> Threshold:
        fields, layer = self._fields, self._question.layer
        if fields.minutes is not None:
            return threshold_in_minutes(fields.minutes, speed_m_s=fields.speed)
        if fields.metres is not None:
            return Threshold(fields.metres, fields.speed)
        return threshold_of(layer.standards[(fields.standard or 1) - 1], speed_m_s=fields.speed)

    def _method(self, given: Method | None) -> Method:
        if given is not None:
            return given
        return "straight" if self._scenery.ground.network is None else "network"

    def _demand(self) -> DemandRows:
        path = self._brought.get("demand")
        if path is None:
            communities = self._scenery.store.snapshots().get(DEMAND)
            if communities is None:
                raise PlanningError(NO_DEMAND)
            return community_rows(communities)
        if path.suffix == ".tif":
            return raster_rows(path, self._scenery.ground)
        rows = read_rows(path)
        name = self._columns.get("weight")
        found = name or next((one for one in WEIGHTS if rows.cells([one]) is not None), None)
        weight = None if found is None else rows.cells([found])
        if name is not None and weight is None:
            raise _no_column("weight", name, rows)
        return table_rows(
            brought_words(len(rows)),
            rows.shapes,
            [1.0] * len(rows) if weight is None else weight,
            names=rows.texts(NAMES),
            zones=_zones_of(rows),
            unit=_unit_of(found),
        )

    @property
    def _zones(self) -> Zones | None:
        path = self._brought.get("zones")
        if path is None:
            return None
        rows = read_rows(path)
        wanted = self._columns.get("zone_name")
        names = rows.texts([wanted] if wanted else NAMES)
        if wanted and names is None:
            raise _no_column("zone_name", wanted, rows)
        numbers = range(1, len(rows) + 1)
        called = names or [""] * len(rows)
        return Zones(
            tuple(name or str(number) for name, number in zip(called, numbers, strict=True)),
            rows.shapes,
        )

    def _siting(self, fields: SitingFields, limit_s: float) -> SitingQuestion:
        forbidden = self._brought.get("forbidden")
        return SitingQuestion(
            fields.goal,
            self.supply,
            self._threshold,
            sites=fields.sites,
            share=fields.share,
            method=self._method(fields.method),
            spacing_m=fields.spacing_m,
            forbidden=None if forbidden is None else read_rows(forbidden).shapes,
            capacity=fields.capacity,
            join_limit_m=fields.join_limit_m,
            time_limit_s=min(fields.time_limit_s, limit_s * SOLVER_SHARE),
        )

    def _candidates(self, fields: SitingFields) -> Candidates:
        ground = self._scenery.ground
        path = self._brought.get("candidates")
        if path is not None:
            rows = read_rows(path)
            names = tuple(rows.texts(NAMES) or [""] * len(rows))
            return point_candidates(
                brought_words(len(rows)), *_positions(rows.shapes), names, ground
            )
        if fields.candidates.startswith("layer:"):
            snapshot = self._scenery.store.snapshot(fields.candidates.removeprefix("layer:"))
            features = snapshot.decoded(range(len(snapshot)))
            names = tuple(one["properties"].get("name") or one["id"] for one in features)
            return point_candidates(snapshot.layer.title, snapshot.lon, snapshot.lat, names, ground)
        make = grid_candidates if fields.candidates == "grid" else network_candidates
        return make(
            ground,
            step_m=fields.step_m,
            near=self.scene.counted().points.places,
            within_m=self._threshold.metres,
        )

    def _access(self, fields: AccessFields) -> AccessQuestion:
        return AccessQuestion(
            self.supply,
            self._threshold,
            catchment=fields.catchment,
            method=self._method(fields.method),
            join_limit_m=fields.join_limit_m,
        )


def _unit_of(column: str | None) -> Text:
    if column is None:
        return Text("行", "rows")
    return HOUSEHOLD_UNIT if column in HOUSEHOLDS else Text(column, column)


def _zones_of(rows: Rows) -> list[str | None] | None:
    texts = rows.texts(ZONES)
    return None if texts is None else [text or None for text in texts]


def _no_column(option: str, name: str, rows: Rows) -> BroughtError:
    known = sorted({key for row in rows.properties[:100] for key in row})[:20]
    return BroughtError(option, f"no column {name!r}; known: {', '.join(known) or 'none'}")


def _positions(shapes: Any) -> tuple[Any, Any]:
    lon, lat = np.full((2, len(shapes)), np.nan)
    known = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    lon[known], lat[known] = shapely.get_coordinates(shapely.centroid(shapes[known])).T
    return lon, lat
