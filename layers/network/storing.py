"""A network in one file: a NumPy archive that any NumPy opens, the same bytes for the same network.

Positions are whole millimetres of the network's plane, along each edge as steps from one bend to
the next, which packs to a third.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from geo.network.network import Network
from geo.plane import Plane
from layers.errors import LayerError
from layers.network.report import NetworkReport
from layers.store.writing import write_whole

NETWORK_FILE = "network.npz"
FORMAT = 1
MILLIMETRES = 1000
# The earliest date that a zip archive can hold: one that changed would change the bytes.
DAY = (1980, 1, 1, 0, 0, 0)
WAY_OUT = "make it anew: facilities network FILE.osm.pbf --data FOLDER"


class NetworkFileError(LayerError):
    """A place's network file is damaged, or of another format."""


@dataclass(frozen=True, eq=False)
class StoredNetwork:
    """A network and what it was made of."""

    network: Network
    report: NetworkReport


def rounded(network: Network) -> Network:
    """Return a network with its positions in whole millimetres, as it is stored."""
    places = (np.rint(part * MILLIMETRES) / MILLIMETRES for part in (network.nodes, network.bends))
    nodes, bends = places
    return replace(network, nodes=nodes, bends=bends)


def version_of(network: Network) -> str:
    """Return the version of a network: the hash of what is stored of it."""
    digest = hashlib.sha256(f"{FORMAT} {network.plane.lon} {network.plane.lat}".encode())
    for part in _parts(network).values():
        digest.update(part.tobytes())
    return digest.hexdigest()[:16]


def write_network(path: Path, stored: StoredNetwork) -> None:
    """Write a network and its report, whole or not at all; the same network gives the same bytes.

    Raises
    ------
    OSError
        When it cannot be written; nothing is left behind then.
    """
    network, report = stored.network, stored.report
    about = {
        "format": FORMAT,
        "plane": [network.plane.lon, network.plane.lat],
        "report": report.as_dict(),
    }
    text = json.dumps(about, ensure_ascii=False, sort_keys=True).encode()
    parts = {"about": np.frombuffer(text, np.uint8), **_parts(network)}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, part in parts.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, part, allow_pickle=False)
            archive.writestr(
                zipfile.ZipInfo(f"{name}.npy", DAY), content.getvalue(), zipfile.ZIP_DEFLATED
            )
    write_whole(path, buffer.getvalue(), path.stat() if path.exists() else None)


def read_network(path: Path) -> StoredNetwork | None:
    """Return the network of a file; None where there is no file.

    Raises
    ------
    NetworkFileError
        When it is damaged, or was written by another version of this program.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            parts = {name: archive[name] for name in archive.files}
        about = json.loads(parts["about"].tobytes())
        if about["format"] != FORMAT:
            raise NetworkFileError(f"{path} has format {about['format']}, not {FORMAT}; {WAY_OUT}")
        network = _network(parts, Plane(*about["plane"]))
        return StoredNetwork(network, NetworkReport(**about["report"]))
    except FileNotFoundError:
        return None
    except (
        *(OSError, ValueError, KeyError, TypeError, IndexError, EOFError),
        *(zipfile.BadZipFile, zlib.error),
    ) as fault:
        raise NetworkFileError(f"{path} is damaged ({fault}); {WAY_OUT}") from fault


def _parts(network: Network) -> dict[str, np.ndarray[Any, Any]]:
    """Return what is stored: the ends, how many bends each edge has, and the steps along them."""
    whole = np.rint(network.bends * MILLIMETRES).astype(np.int64)
    steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), np.int64))
    first = network.starts[:-1]
    steps[first] = np.diff(whole[first], axis=0, prepend=np.zeros((1, 2), np.int64))
    return {
        "ends": network.ends.astype("<i4"),
        "sizes": np.diff(network.starts).astype("<i4"),
        # One axis after the other packs better than pairs.
        "steps": np.ascontiguousarray(steps.T).astype("<i4"),
    }


def _network(parts: dict[str, np.ndarray[Any, Any]], plane: Plane) -> Network:
    ends, sizes = parts["ends"].astype(np.int32), parts["sizes"].astype(np.int64)
    steps = parts["steps"].T.astype(np.int64)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    if starts[-1] != len(steps) or (sizes < 2).any() or ends.min(initial=0) < 0:
        raise ValueError("its parts do not fit each other")
    first = np.cumsum(steps[starts[:-1]], axis=0)
    walked = np.cumsum(steps, axis=0)
    whole = walked + np.repeat(first - walked[starts[:-1]], sizes, axis=0)
    bends = whole / MILLIMETRES
    nodes = np.empty((int(ends.max(initial=-1)) + 1, 2))
    nodes[ends[:, 0]], nodes[ends[:, 1]] = bends[starts[:-1]], bends[starts[1:] - 1]
    return Network(plane, nodes, ends, starts, bends)
