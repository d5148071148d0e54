"""What pages tell the finder about the layers."""

from __future__ import annotations

from typing import Any

from api.words import field_config, field_order, hours_chips
from layers._layer import Layer


def layer_config(layer: Layer) -> dict[str, Any]:
    """Return a layer as `LayerConfig` in api/browser/finder/types.d.ts wants it."""
    return {
        "name": layer.name,
        "title": layer.title,
        "fields": [field_config(layer, name) for name in field_order(layer)],
        "hoursChips": hours_chips(layer),
    }
