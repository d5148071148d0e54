"""One demonstration facility: every declared field in order, null unless given."""

from __future__ import annotations

from typing import Any

import msgspec

from geo.geojson import canonical_collection, canonical_feature
from layers import communities, parking, parks, sunshades, toilets
from layers._facility import Facility

MODELS: dict[str, type[Facility]] = {
    module.LAYER.name: module.LAYER.model
    for module in (parking, parks, toilets, sunshades, communities)
}
SOURCE = "示意数据 (illustrative), totals from the article of 2021-08-19"
# The day of the article: the data speak of that day, and nothing changed them since.
UPDATED_AT = "2021-08-19T00:00:00+08:00"


def feature(layer_name: str, feature_id: str, geometry: dict[str, Any], **given: Any) -> bytes:
    """Write one facility canonically, checked by its layer's own model.

    Raises
    ------
    KeyError
        When a given field is not one of the layer's.
    pydantic.ValidationError
        When a value is not one that the field may have.
    """
    model = MODELS[layer_name]
    properties: dict[str, Any] = dict.fromkeys(model.model_fields)
    common = {"position": "illustrative", "source": SOURCE, "updated_at": UPDATED_AT}
    for name, value in {**common, **given}.items():
        if name not in properties:
            raise KeyError(f"layer {layer_name!r} has no field {name!r}")
        properties[name] = value
    model.model_validate_json(msgspec.json.encode(properties))
    return canonical_feature(feature_id, geometry, properties)


def collection(features: dict[str, bytes]) -> bytes:
    """Write a layer file: the features by id."""
    return canonical_collection(features[feature_id] for feature_id in sorted(features))
