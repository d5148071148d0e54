"""The errors of geo, one root."""


class GeoError(Exception):
    """Something about a shape, a position or a distance is wrong."""


class GeometryError(GeoError):
    """A geometry is not what RFC 7946 or its own type demands."""
