"""What a resident can report of a facility: set choices, each declared once with its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from layers._layer import HoursSort, Layer, Text


@dataclass(frozen=True)
class Kind:
    """One choice.

    Parameters
    ----------
    name
        In requests and in the queue.
    label
        What a resident taps on, and the office reads.
    hours
        The layers that have it, by how their hours decide (`Layer.hours`); None for all layers.
    """

    name: str
    label: Text
    hours: frozenset[HoursSort] | None = None

    def fits(self, layer: Layer) -> bool:
        """Tell whether it can be said of a layer's facilities."""
        return self.hours is None or layer.hours in self.hours


_DECLARED = (
    Kind("right", Text("信息准确", "All correct")),
    Kind("place", Text("位置不对", "Wrong position")),
    Kind("hours", Text("时间不对", "Wrong hours"), frozenset({"open_hours", "free_hours"})),
    Kind("fee", Text("收费不符", "Wrong charge"), frozenset({"free_hours"})),
    Kind("gone", Text("已不存在", "No longer there")),
    Kind("broken", Text("损坏或停用", "Broken or out of use")),
    Kind("other", Text("其他问题", "Something else")),
)

# In the order in which a resident sees them.
KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _DECLARED})


def kinds_of(layer: Layer) -> tuple[Kind, ...]:
    """Return what can be reported of a layer's facilities, in order."""
    return tuple(kind for kind in KINDS.values() if kind.fits(layer))


def kind_label(name: str) -> Text:
    """Return the words of a kind; one that is not declared (any more) speaks for itself."""
    known = KINDS.get(name)
    return known.label if known else Text(name, name)
