"""How the layer modules are found: every module of this package that has a `LAYER`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import layers
from layers._layer import Layer
from layers.errors import UnknownLayerError


@cache
def all_layers() -> Mapping[str, Layer]:
    """Return every layer by name, in the order in which pages show them.

    A module's `ORDER` sets its place (0 first); without one it comes after those, by name.
    """
    found: list[tuple[int, str, Layer]] = []
    for module_info in pkgutil.iter_modules(layers.__path__):
        if module_info.ispkg or module_info.name.startswith("_"):
            continue
        module = importlib.import_module(f"layers.{module_info.name}")
        layer = getattr(module, "LAYER", None)
        if isinstance(layer, Layer):
            found.append((getattr(module, "ORDER", 1_000), layer.name, layer))
    return MappingProxyType({name: layer for _, name, layer in sorted(found, key=lambda f: f[:2])})


def layer_named(name: str) -> Layer:
    """Return one layer.

    Raises
    ------
    UnknownLayerError
        When no module declares it; the error lists the known ones.
    """
    known = all_layers()
    try:
        return known[name]
    except KeyError:
        raise UnknownLayerError(name, tuple(known)) from None
