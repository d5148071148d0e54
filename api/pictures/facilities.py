"""The facilities of a picture: areas, marks, circles where many stand close, names beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import shapely

from api.pages import said
from api.pictures import fonts
from api.pictures.drawing import Box, Clipped, Item, Path, Style
from api.pictures.ground import AREA, TOLERANCE_PX, rings
from api.pictures.grouping import MOST_ONE_BY_ONE, Group, grouped
from api.pictures.look import Palette, Sizes
from api.pictures.marks import disc, disc_reach, mark
from api.pictures.mercator import Window
from api.pictures.names import Label, names_beside
from api.pictures.presets import Labels
from api.published.map import Part
from api.reader import Lang
from api.views import facility_name
from geo.geodesic import FloatArray
from geo.index import BoolArray, IntArray
from layers._layer import Layer
from layers.store.columns import Categories
from layers.store.snapshot import Snapshot

# Marks grow smaller before they are taken together: then at most so many stand in circles.
SHRINKING = (1, 0.82, 0.66)
FEW_IN_CIRCLES = 0.1
# Marks that hide so much of each other's rims are still told apart.
NEARNESS = 0.9
# The chosen facility's mark, as on the pages' map (44 for 28).
CHOSEN = 44 / 28
# More names than these are no map any more, and take long to place.
MOST_NAMES = 120

# A layer's snapshot and a row of it.
Chosen = tuple[Snapshot, int]


@dataclass(frozen=True, eq=False)
class Scene:
    """The facilities that a window shows, placed in it.

    Parameters
    ----------
    parts
        The layers of the map.
    layer, row
        Of each facility which part it is of, and which row there, shape (n,).
    positions
        Where it stands, in pixels, shape (n, 2).
    """

    parts: Sequence[Part]
    window: Window
    layer: IntArray
    row: IntArray
    positions: FloatArray
    chosen: Chosen | None = None

    def counts(self, members: IntArray) -> list[tuple[Layer, int]]:
        """Return how many of some facilities are of each layer, none of them 0."""
        found = np.bincount(self.layer[members], minlength=len(self.parts)).tolist()
        return [
            (part.snapshot.layer, count)
            for part, count in zip(self.parts, found, strict=True)
            if count
        ]

    @cached_property
    def in_view(self) -> list[int]:
        """How many facilities of each layer the window shows."""
        found: list[int] = np.bincount(self.layer, minlength=len(self.parts)).tolist()
        for index, part in enumerate(self.parts):
            found[index] += self.chosen is not None and self.chosen[0] is part.snapshot
        return found

    @cached_property
    def shut(self) -> BoolArray:
        """Which facilities cannot be used: planned, being built, closed."""
        shut = np.zeros(len(self.row), bool)
        for index, part in enumerate(self.parts):
            mine = self.layer == index
            shut[mine] = _shut(part.snapshot, self.row[mine])
        return shut

    @property
    def chosen_is_shut(self) -> bool:
        """Whether the chosen facility cannot be used."""
        if self.chosen is None:
            return False
        snapshot, row = self.chosen
        return bool(_shut(snapshot, np.array([row]))[0])


def _shut(snapshot: Snapshot, rows: IntArray) -> BoolArray:
    column = snapshot.columns.get("status")
    if not isinstance(column, Categories):
        return np.zeros(len(rows), bool)
    return column.where_value(lambda value: value not in (None, "open"))[rows]


def scene(parts: Sequence[Part], window: Window, chosen: Chosen | None = None) -> Scene:
    """Return the facilities that a window shows; the chosen one stands apart from them."""
    layers, rows, placed = [], [], []
    for index, part in enumerate(parts):
        snapshot, shown = part.snapshot, part.rows
        if chosen is not None and chosen[0] is snapshot:
            shown = shown[shown != chosen[1]]
        at = window.place(snapshot.lon[shown], snapshot.lat[shown])
        inside = _inside(at, window.box)
        layers.append(np.full(int(inside.sum()), index))
        rows.append(shown[inside])
        placed.append(at[inside])
    return Scene(
        parts,
        window,
        np.concatenate(layers) if layers else np.empty(0, np.intp),
        np.concatenate(rows) if rows else np.empty(0, np.intp),
        np.concatenate(placed) if placed else np.empty((0, 2)),
        chosen,
    )


def _inside(positions: FloatArray, box: Box) -> BoolArray:
    x, y = positions.T
    inside: BoolArray = (x >= box.x) & (x <= box.right) & (y >= box.y) & (y <= box.bottom)
    return inside


@dataclass(frozen=True, eq=False)
class Placed:
    """The marks of a scene: in groups, and how large one is."""

    scene: Scene
    groups: Sequence[Group]
    size: float

    @cached_property
    def boxes(self) -> list[Box]:
        """The box of each mark and circle, the chosen facility's last."""
        found = [
            _around(group.x, group.y, disc_reach(group.count, self.size)) for group in self.groups
        ]
        if (at := self.chosen_at) is not None:
            found.append(_around(*at, disc_reach(1, self.size * CHOSEN)))
        return found

    @cached_property
    def chosen_at(self) -> tuple[float, float] | None:
        """Where the chosen facility stands, in pixels."""
        if self.scene.chosen is None:
            return None
        snapshot, row = self.scene.chosen
        ((x, y),) = self.scene.window.place(
            snapshot.lon[row : row + 1], snapshot.lat[row : row + 1]
        ).tolist()
        return x, y

    @cached_property
    def alone(self) -> list[Group]:
        """The marks of single facilities: by layer, as the files have them."""
        return sorted(
            (group for group in self.groups if group.count == 1),
            key=lambda group: int(group.members[0]),
        )

    def names(self, lang: Lang) -> list[str]:
        """Return the names of those facilities; else their addresses, or only what they are."""
        shown = self.scene
        found = []
        for group in self.alone:
            member = group.members[0]
            snapshot = shown.parts[shown.layer[member]].snapshot
            row = int(shown.row[member])
            name = _name(snapshot, row, lang)
            if not name:
                address = snapshot.decoded([row])[0]["properties"].get("address")
                name = fonts.settable(str(address or said(snapshot.layer.title, lang)))
            found.append(name)
        return found

    @property
    def has_circles(self) -> bool:
        """Whether some marks are taken together."""
        return any(group.count > 1 for group in self.groups)

    @property
    def has_hollow(self) -> bool:
        """Whether some mark stands for what cannot be used."""
        shut = self.scene.shut
        alone = any(group.count == 1 and shut[group.members[0]] for group in self.groups)
        return alone or self.scene.chosen_is_shut


def placed_marks(shown: Scene, size: float) -> Placed:
    """Return a scene's marks, smaller where many stand close, in circles where all else fails."""
    groups: list[Group] = []
    # So many stand in circles at any size.
    crowded = len(shown.row) > MOST_ONE_BY_ONE
    for share in SHRINKING[-1:] if crowded else SHRINKING:
        own = size * share
        groups = grouped(shown.positions, partial(_nearness, size=own))
        joined = sum(group.count for group in groups if group.count > 1)
        if joined <= FEW_IN_CIRCLES * len(shown.row):
            break
    return Placed(shown, groups, own)


def _nearness(count: int, size: float) -> float:
    return NEARNESS * disc_reach(count, size)


def facilities(
    marks: Placed,
    taken: Sequence[Box],
    palette: Palette,
    sizes: Sizes,
    lang: Lang,
    *,
    labels: Labels,
) -> Clipped:
    """Return areas, marks and what they are labelled with.

    Parameters
    ----------
    taken
        Where the map's furniture stands.
    labels
        Names stand beside the marks as far as there is room; numbers in those of single facilities,
        in the order of `Placed.names`.
    """
    shown, box = marks.scene, marks.scene.window.box
    items = _areas(shown, palette)
    numbers = {int(group.members[0]): place for place, group in enumerate(marks.alone, 1)}
    for group in marks.groups:
        number = numbers.get(int(group.members[0])) if labels == "numbers" else None
        items += _group(marks, group, palette, number)
    if shown.chosen is not None and marks.chosen_at is not None:
        layer = shown.chosen[0].layer
        size, shut = marks.size * CHOSEN, shown.chosen_is_shut
        items += mark(layer, *marks.chosen_at, size, palette, hollow=shut)
    if labels != "none":
        wanted = _labels(marks, sizes.small - 1, lang, all_names=labels == "names")
        items += names_beside(wanted, [*taken, *marks.boxes], box, palette)
    return Clipped(box, items)


def _group(marks: Placed, group: Group, palette: Palette, number: int | None) -> list[Item]:
    shown = marks.scene
    if group.count > 1:
        return disc(shown.counts(group.members), group.x, group.y, marks.size, palette)
    member = group.members[0]
    layer = shown.parts[shown.layer[member]].snapshot.layer
    shut = bool(shown.shut[member])
    at = group.x, group.y
    return mark(layer, *at, marks.size, palette, hollow=shut, number=number)


def _areas(shown: Scene, palette: Palette) -> list[Item]:
    """Return the outlines of facilities that are areas, as faint as on the pages' map."""
    items: list[Item] = []
    for part in shown.parts:
        shapes = part.snapshot.shapes
        if shapes is None:
            continue
        some = shapes[np.intersect1d(part.rows, part.snapshot.boxes.meeting(*shown.window.bounds))]
        areas = some[shapely.get_dimensions(some) == AREA]
        colour = palette.mark(part.snapshot.layer.mark)
        style = Style(
            fill=colour, fill_opacity=0.16, stroke=colour, stroke_width=1.5, even_odd=True
        )
        placed = shapely.simplify(shown.window.shapes(areas), TOLERANCE_PX)
        items += [Path(rings(shape), style) for shape in placed]
    return items


def _labels(marks: Placed, size: float, lang: Lang, *, all_names: bool) -> list[Label]:
    """Return the names that want a place: the chosen facility's first, then all others'."""
    shown = marks.scene
    labels = []
    if shown.chosen is not None and marks.chosen_at is not None:
        snapshot, row = shown.chosen
        reach = disc_reach(1, marks.size * CHOSEN)
        name = _name(snapshot, row, lang)
        labels.append(Label(name, size * 1.1, fonts.SEMIBOLD, *marks.chosen_at, reach, must=True))
    if not all_names or len(marks.alone) > MOST_NAMES:
        return labels
    reach = disc_reach(1, marks.size)
    for group in marks.alone:
        member = group.members[0]
        snapshot = shown.parts[shown.layer[member]].snapshot
        name = _name(snapshot, int(shown.row[member]), lang)
        labels.append(Label(name, size, fonts.REGULAR, group.x, group.y, reach))
    return labels


def _name(snapshot: Snapshot, row: int, lang: Lang) -> str:
    """Return a facility's name, empty where it has none."""
    properties = snapshot.decoded([row])[0]["properties"]
    if not (properties.get("name") or properties.get("name_en")):
        return ""
    return fonts.settable(said(facility_name(snapshot.layer, properties), lang))


def _around(x: float, y: float, reach: float) -> Box:
    return Box(x - reach, y - reach, 2 * reach, 2 * reach)
