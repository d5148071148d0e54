"""The walking network of a place: made out of an OpenStreetMap extract, kept in one file."""

from layers.network.making import make_network
from layers.network.report import NetworkReport
from layers.network.storing import (
    NETWORK_FILE,
    NetworkFileError,
    StoredNetwork,
    read_network,
)

__all__ = [
    "NETWORK_FILE",
    "NetworkFileError",
    "NetworkReport",
    "StoredNetwork",
    "make_network",
    "read_network",
]
