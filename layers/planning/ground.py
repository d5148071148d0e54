"""What stands behind every question about a place: its plane, its outline, its walking network."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from geo.network.joining import Joiner
from geo.network.network import Network
from geo.network.reach import Grid, grid_over
from geo.plane import ObjectArray, Plane, plane_around
from layers._layer import Text
from layers.network import NETWORK_FILE, StoredNetwork, read_network
from layers.place import Place
from layers.planning.errors import PlanningError
from layers.store.snapshot import Snapshot

# Without a boundary, the place is what lies this near to what is known of it.
AROUND_M = 500.0
NO_NETWORK = Text(
    "本地域没有步行路网：请先运行 facilities network，或改用直线距离。",
    "This place has no walking network: make one with `facilities network`, or ask for straight "
    "lines.",
)


class Ground:
    """A place in its plane, with what is worked out of its network only once.

    Parameters
    ----------
    place
        With or without a boundary.
    snapshots
        The layers that stand for the place where it has no boundary.
    stored
        Its walking network; None for straight lines only.
    """

    def __init__(
        self, place: Place, snapshots: Iterable[Snapshot], stored: StoredNetwork | None
    ) -> None:
        self.place, self.stored = place, stored
        self._snapshots = tuple(snapshots)
        self._grids: dict[float, Grid] = {}

    @cached_property
    def plane(self) -> Plane:
        """The plane of the network, else one around the place."""
        if self.stored is not None:
            return self.stored.network.plane
        if self.place.boundary is not None:
            corners = shapely.get_coordinates(self.place.boundary)
            return plane_around(corners[:, 0], corners[:, 1])
        lon, lat = self._positions
        return plane_around(lon, lat)

    def check_walkable(self) -> None:
        """Refuse a question about walking where there is no network.

        Raises
        ------
        PlanningError
            With the way out.
        """
        if self.stored is None:
            raise PlanningError(NO_NETWORK)

    @property
    def network(self) -> Network | None:
        """The walking network."""
        return None if self.stored is None else self.stored.network

    @cached_property
    def outline(self) -> Any:
        """The place as an area in the plane: its boundary, else a hull around what is known."""
        if self.place.boundary is not None:
            [outline] = self.plane.shapes_from_wgs84(np.array([self.place.boundary], object))
            return outline
        places = self.plane.from_wgs84(*self._positions)
        return shapely.convex_hull(shapely.MultiPoint(places)).buffer(AROUND_M)

    @property
    def _positions(self) -> tuple[Any, Any]:
        lon = np.concatenate([np.empty(0), *(one.lon for one in self._snapshots)])
        lat = np.concatenate([np.empty(0), *(one.lat for one in self._snapshots)])
        return lon, lat

    @cached_property
    def joiner(self) -> Joiner:
        """Joins places to the network."""
        assert self.network is not None
        return Joiner(self.network)

    def grid(self, limit_m: float) -> Grid:
        """Return the grid that areas are drawn by, for a farthest way to the network."""
        if limit_m not in self._grids:
            bounds = tuple(shapely.bounds(self.outline).tolist())
            self._grids[limit_m] = grid_over(self.joiner, bounds, limit_m=limit_m)
        return self._grids[limit_m]

    def in_degrees(self, shapes: Iterable[Any]) -> ObjectArray:
        """Return shapes of the plane in WGS 84."""
        some = np.empty(0, object)
        listed = list(shapes)
        if listed:
            some = np.array([None, *listed], object)[1:]
        return self.plane.shapes_to_wgs84(some)


def ground_of(place: Place, snapshots: Iterable[Snapshot]) -> Ground:
    """Return the ground of a place, with the network that lies in its folder, if one does.

    Raises
    ------
    NetworkFileError
        When there is one and it is damaged.
    """
    return Ground(place, snapshots, read_network(place.folder / NETWORK_FILE))
