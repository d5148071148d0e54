"""A place: its name, time zone, boundary, targets, basemap. Read from a folder's place.toml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from geo.geojson import canonical_feature, geometry_from_shape
from layers._layer import Text
from layers._registry import layer_named
from layers.boundary import read_boundary
from layers.context import Context, read_context
from layers.errors import PlaceError
from layers.hours import CalendarError, WorkingCalendar, YearCalendar, read_year_calendar
from layers.place_file import PLACE_FILE, Basemap, Licence, Target, read_place_file

__all__ = ["PLACE_FILE", "Basemap", "Licence", "Place", "Target", "read_place"]

CALENDAR_FOLDER = "calendar"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place as its folder describes it.

    Parameters
    ----------
    folder
        Where place.toml and the layer files lie.
    name
        Its name.
    code
        Administrative division code.
    country, subdivision
        ISO 3166-1 alpha-2 and the part of ISO 3166-2 after it: whose working calendar holds.
    timezone
        IANA name.
    metric_crs
        Projected system in metres for areas and lengths.
    boundary
        Valid Polygon or MultiPolygon, WGS 84.
    boundary_json
        The same as a canonical GeoJSON feature, ready to be served.
    draw_boundary
        Whether maps show the boundary.
    context
        What pictures draw below the facilities (roads, waters, greens), if anything.
    approval_line
        Map approval number (审图号); may be empty.
    attribution, licence
        Of the data.
    notice
        A sentence that every page shows.
    data_date
        The day that the data speak of.
    basemap
        None where the map stands alone.
    targets
        In the order of the file.
    """

    folder: Path
    name: Text
    code: str | None
    country: str
    subdivision: str | None
    timezone: str
    metric_crs: str
    boundary: BaseGeometry | None
    boundary_json: bytes | None
    draw_boundary: bool
    context: Context | None
    approval_line: str
    attribution: Text
    licence: Licence
    notice: Text | None
    data_date: date | None
    basemap: Basemap | None
    targets: tuple[Target, ...]

    def calendar(self) -> WorkingCalendar:
        """Return the working calendar, with the years that the place's calendar/*.toml correct.

        Raises
        ------
        PlaceError
            When such a file is broken, two are about one year, or nothing is known of the country.
        """
        overrides: dict[int, YearCalendar] = {}
        for path in sorted((self.folder / CALENDAR_FOLDER).glob("*.toml")):
            calendar = read_year_calendar(path)
            # A year's file may also move days of the December before, never later ones.
            year = max(day.year for day in calendar.holidays)
            if year in overrides:
                raise PlaceError(f"{path}: year {year} has a file already; keep one of the two")
            overrides[year] = calendar
        try:
            return WorkingCalendar.of_country(
                self.country, subdivision=self.subdivision, overrides=overrides
            )
        except CalendarError as fault:
            raise PlaceError(f"{self.folder / PLACE_FILE}: country: {fault}") from fault

    def layer_path(self, name: str) -> Path:
        """Return where a layer's file lies, whether or not there is one.

        Raises
        ------
        UnknownLayerError
            When no module declares that layer.
        """
        return self.folder / f"{layer_named(name).name}.geojson"


def read_place(folder: Path) -> Place:
    """Read a place from its folder: place.toml, and the boundary that it names.

    Raises
    ------
    PlaceError
        When a file is missing or wrong; the error names the file, the key, the value and the way
        out.
    """
    if not folder.is_dir():
        raise PlaceError(f"no folder {folder}; a place is a folder with a {PLACE_FILE}")
    path = folder / PLACE_FILE
    written = read_place_file(path)
    boundary = None if written.boundary is None else read_boundary(folder / written.boundary)
    boundary_json = None
    if boundary is not None:
        boundary_json = canonical_feature(
            written.code or "boundary",
            geometry_from_shape(boundary.geometry),
            {"name": written.name.zh, "name_en": written.name.en, **boundary.properties},
        )
    place = Place(
        folder=folder,
        name=written.name,
        code=written.code,
        country=written.country,
        subdivision=written.subdivision,
        timezone=written.timezone,
        metric_crs=written.metric_crs,
        boundary=None if boundary is None else boundary.geometry,
        boundary_json=boundary_json,
        draw_boundary=written.draw_boundary,
        context=None if written.context is None else read_context(folder / written.context),
        approval_line=written.approval_line,
        attribution=written.attribution,
        licence=written.licence,
        notice=written.notice,
        data_date=written.data_date,
        basemap=written.basemap,
        targets=tuple(written.targets),
    )
    # A calendar that cannot be had is the place's fault, and is told now.
    place.calendar()
    return place
