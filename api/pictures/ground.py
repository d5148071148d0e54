"""What lies below the facilities: paper, the place's own context lines, its boundary."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from api.pictures.drawing import Box, Clipped, Item, Outline, Path, Style, polygon
from api.pictures.look import Palette
from api.pictures.mercator import Window
from layers.context import Context
from layers.place import Place

OUTSIDE_OPACITY = 0.75
# Below what a printer at 300 dpi can show.
TOLERANCE_PX = 0.2
# As shapely counts dimensions.
AREA = 2
# Strokes at the frame's edge are cut off by it, not drawn along it.
BEYOND_PX = 8


def ground(place: Place, window: Window, palette: Palette) -> Clipped:
    """Return paper, context lines and boundary of a place in a window."""
    box = window.box
    items: list[Item] = [Path(box.outline(), Style(fill=palette.paper))]
    if place.context is not None:
        items += _context(place.context, window, palette)
    if place.draw_boundary and place.boundary is not None:
        items += _boundary(place.boundary, window, palette)
    return Clipped(box, items)


def _context(context: Context, window: Window, palette: Palette) -> list[Item]:
    """Return roads, waters and greens, each kind as one path."""
    items: list[Item] = []
    frame = shapely.box(*window.bounds)
    for kind, shapes in context.items():
        near = shapes[shapely.intersects(shapes, frame)]
        placed = shapely.simplify(window.shapes(near), TOLERANCE_PX)
        cut = shapely.clip_by_rect(placed, *_beyond(window.box).bounds)
        is_area = shapely.get_dimensions(cut) == AREA
        colour = {"green": palette.green, "water": palette.water, "road": palette.road}[kind]
        areas, strokes = Style(fill=colour, even_odd=True), Style(stroke=colour, stroke_width=1.5)
        items += [Path(rings(shape), areas) for shape in cut[is_area]]
        along = tuple(command for shape in cut[~is_area] for command in lines(shape))
        items.append(Path(along, strokes))
    return items


def _boundary(boundary: BaseGeometry, window: Window, palette: Palette) -> list[Item]:
    shape = seen(boundary, window)
    outside = shapely.difference(_beyond(window.box), shape)
    fill = Style(fill=palette.outside, fill_opacity=OUTSIDE_OPACITY, even_odd=True)
    line = Style(stroke=palette.line_strong, stroke_width=1.5, dash=(6, 5))
    return [Path(rings(outside), fill), Path(rings(shape), line)]


def seen(geometry: BaseGeometry, window: Window) -> BaseGeometry:
    """Return the part of a geometry that a window shows, in pixels, as simple as it may be."""
    shape = window.shapes(np.array([geometry], object))[0]
    cut = shapely.clip_by_rect(shape, *_beyond(window.box).bounds)
    simple: BaseGeometry = shapely.simplify(cut, TOLERANCE_PX)
    return simple


def _beyond(box: Box) -> BaseGeometry:
    wide = box.inset(-BEYOND_PX)
    return shapely.box(wide.x, wide.y, wide.right, wide.bottom)


def rings(geometry: BaseGeometry) -> Outline:
    """Return the outline of all areas of a geometry, holes too."""
    return tuple(
        command
        for part in shapely.get_parts(geometry)
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
        for command in polygon(ring.coords[:-1])
    )


def lines(geometry: BaseGeometry) -> Outline:
    """Return the outline of all lines of a geometry."""
    return tuple(
        command
        for part in shapely.get_parts(geometry)
        if part.geom_type in ("LineString", "LinearRing")
        for command in polygon(part.coords, closed=False)
    )
