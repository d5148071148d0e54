"""What tells one walking network of a place from another, without reading it."""

from __future__ import annotations

from pathlib import Path

from layers.network import NETWORK_FILE


def network_state(folder: Path) -> tuple[int, int] | None:
    """Return what tells one network of a place from another; None for none."""
    try:
        found = (folder / NETWORK_FILE).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
