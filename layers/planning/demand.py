"""Where people live, as rows out of any source, and those rows as points that can be counted."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from geo.demand import Demand, Reason, Refused, refused_areas, spread
from geo.geodesic import FloatArray
from geo.plane import ObjectArray
from geo.zones import mended_area
from layers._layer import Text
from layers.planning.errors import PlanningError
from layers.planning.ground import Ground
from layers.store.snapshot import Snapshot

REASONS: Mapping[Reason, Text] = {
    "no_position": Text("没有坐标", "it has no position"),
    "not_on_earth": Text("坐标不是经纬度", "its position is not on the earth"),
    "no_weight": Text("没有户数", "its number of households is not known"),
    "negative_weight": Text("户数为负", "its number of households is negative"),
    "broken_shape": Text("边界自相交，无法判断所指范围", "its outline crosses itself"),
    "no_area": Text("没有面积", "it has no area"),
}
HOUSEHOLDS = Text("户", "households")


@dataclass(frozen=True, eq=False)
class DemandRows:
    """Rows of one source, before any is refused.

    Parameters
    ----------
    source
        What they are, in words.
    version
        Of the layer or the file.
    unit
        What the weight counts.
    ids, names, zones
        Of each row; a zone is None where unknown.
    shapes
        Points and areas in WGS 84, None where there is none, shape (n,).
    weight
        NaN where unknown, shape (n,).
    estimate
        How the weight was estimated, where it was.
    """

    source: Text
    version: str
    unit: Text
    ids: tuple[str, ...]
    names: tuple[str, ...]
    zones: tuple[str | None, ...]
    shapes: ObjectArray = field(repr=False)
    weight: FloatArray = field(repr=False)
    estimate: Text | None = None

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, eq=False)
class Buildings:
    """What areas of the demand are spread over.

    Parameters
    ----------
    lon, lat
        WGS 84 degrees, shape (b,).
    weight
        How much each counts within its area, such as its dwellings, shape (b,).
    """

    lon: FloatArray
    lat: FloatArray
    weight: FloatArray

    def places(self, ground: Ground) -> FloatArray:
        """Return where they are in the plane of a place, shape (b, 2)."""
        return ground.plane.from_wgs84(self.lon, self.lat)


@dataclass(frozen=True, eq=False)
class PlacedDemand:
    """Rows as points of the plane.

    Parameters
    ----------
    demand
        Its owners are rows of `rows`.
    refused
        Rows that are left out, each with its reason.
    mended
        Rows whose outline crossed itself, and was mended with the same area.
    """

    rows: DemandRows
    demand: Demand
    refused: tuple[Refused, ...]
    mended: tuple[int, ...]


def community_rows(snapshot: Snapshot) -> DemandRows:
    """Return the households of the communities."""
    features = snapshot.decoded(range(len(snapshot)))
    shapes = snapshot.shapes
    if shapes is None:
        shapes = np.asarray(shapely.points(snapshot.lon, snapshot.lat), object)
    properties = [feature["properties"] for feature in features]
    return DemandRows(
        source=Text(
            f"{snapshot.layer.title.zh}的户数", f"Households of: {snapshot.layer.title.en}"
        ),
        version=snapshot.version,
        unit=HOUSEHOLDS,
        ids=tuple(feature["id"] for feature in features),
        names=tuple(one.get("name") or "" for one in properties),
        zones=tuple(one.get("subdistrict") for one in properties),
        shapes=shapes,
        weight=_numbers([one.get("households") for one in properties]),
    )


def table_rows(
    source: Text,
    shapes: ObjectArray,
    weight: Sequence[Any],
    *,
    names: Sequence[str] | None = None,
    zones: Sequence[str | None] | None = None,
    unit: Text = HOUSEHOLDS,
    estimate: Text | None = None,
) -> DemandRows:
    """Return the rows of a table or a file that somebody brought.

    Parameters
    ----------
    shapes
        Points and areas in WGS 84, shape (n,); None where a row has no position.
    weight
        What each cell holds; what is no number counts as unknown.
    """
    count = len(shapes)
    numbers = _numbers(weight)
    digest = hashlib.sha256(numbers.tobytes())
    for text in shapely.to_wkb(shapes, byte_order=1):
        digest.update(text or b"-")
    return DemandRows(
        source=source,
        version=digest.hexdigest()[:16],
        unit=unit,
        ids=tuple(str(number) for number in range(1, count + 1)),
        names=tuple(names) if names is not None else ("",) * count,
        zones=tuple(zones) if zones is not None else (None,) * count,
        shapes=shapes,
        weight=numbers,
        estimate=estimate,
    )


def _numbers(cells: Sequence[Any]) -> FloatArray:
    numbers = np.full(len(cells), np.nan)
    for row, cell in enumerate(cells):
        if isinstance(cell, bool) or cell is None:
            continue
        try:
            numbers[row] = float(cell)
        except (TypeError, ValueError):
            continue
    return numbers


def placed(
    rows: DemandRows,
    ground: Ground,
    *,
    buildings: Buildings | None = None,
) -> PlacedDemand:
    """Return rows as points of the plane: areas spread over their buildings, or evenly.

    A row that cannot be counted is left out with its reason; the others stay.

    Parameters
    ----------
    buildings
        What areas are spread over.

    Raises
    ------
    PlanningError
        No row at all can be counted.
    """
    shapes = rows.shapes.copy()
    on_earth = _on_earth(shapes)
    shapes[~on_earth] = None
    broken = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_valid(shapes)))
    mended = []
    for row in broken.tolist():
        repaired = mended_area(shapes[row])
        if repaired is not None:
            shapes[row] = repaired
            mended.append(row)
    usable, refused = refused_areas(shapes, rows.weight)
    refused = tuple(
        Refused(one.row, "not_on_earth") if not on_earth[one.row] else one for one in refused
    )
    if not usable.any():
        raise PlanningError(_nobody(rows, refused))
    kept = np.flatnonzero(usable)
    demand = spread(
        ground.plane.shapes_from_wgs84(shapes[kept]),
        rows.weight[kept],
        buildings=None if buildings is None else buildings.places(ground),
        building_weight=None if buildings is None else buildings.weight,
    )
    demand = Demand(demand.places, demand.weight, kept[demand.owners])
    return PlacedDemand(rows, demand, refused, tuple(mended))


def _on_earth(shapes: ObjectArray) -> Any:
    """Return which shapes are not known to lie off the earth, shape (n,)."""
    west, south, east, north = shapely.bounds(shapes).reshape(-1, 4).T
    with np.errstate(invalid="ignore"):
        off = (west < -180) | (east > 180) | (south < -90) | (north > 90)
    return ~off


def _nobody(rows: DemandRows, refused: Sequence[Refused]) -> Text:
    if not len(rows):
        return Text(
            f"“{rows.source.zh}”没有任何一行，请换一个需求来源。",
            f"{rows.source.en} has no row; choose another source of demand.",
        )
    why = REASONS[refused[0].reason]
    return Text(
        f"“{rows.source.zh}”共 {len(rows)} 行，没有一行可用（如第 1 行：{why.zh}）。"
        "请自带人口或户数：页面“自带数据”、--demand，或输入 demand。",
        f"{rows.source.en}: none of {len(rows)} rows can be counted (the first: {why.en}). "
        "Bring people of your own: on the page, by --demand, or as the input demand.",
    )
