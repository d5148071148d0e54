"""Draw the demonstration data: five layers for Weicheng District, the same bytes every time.

    .venv/bin/python data/source/weicheng.py

The totals are those of the news article of 2021-08-19. It gives no coordinates, so every position
is illustrative and says so.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from communities_layer import communities_bytes
from ground import Ground
from parking_layer import parking_bytes
from parks_layer import parks_bytes
from plane import Dice
from points_layer import sunshades_bytes, toilets_bytes


def layer_files() -> dict[str, bytes]:
    """Return the five layer files by layer."""
    dice = Dice("weicheng")
    ground = Ground(dice)
    villages = ground.countryside(dice)
    # Parks choose their ground first, since they need the largest pieces.
    parks, gates = parks_bytes(ground)
    return {
        "parks": parks,
        "communities": communities_bytes(ground, villages),
        "parking": parking_bytes(ground, villages),
        "toilets": toilets_bytes(ground, villages, gates),
        "sunshades": sunshades_bytes(ground),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Draw the five layers of the demonstration.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent)
    out = parser.parse_args().out
    for layer_name, content in layer_files().items():
        (out / f"{layer_name}.geojson").write_bytes(content)
