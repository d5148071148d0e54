"""What an import took, left out, skipped and repaired, and what it could not understand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from layers._layer import Text
from layers._registry import all_layers

MOST_EXAMPLES = 5

# Why an object is not in a layer: by what its tags say …
LEFT_OUT: Mapping[str, Text] = {
    "fee_unknown": Text("未说明是否收费", "whether parking costs money is not said"),
    "paid": Text("始终收费", "always charged for"),
    "private": Text("不对所有人开放", "not open to everybody"),
    "other_shelter": Text("其他类型的棚屋", "a shelter of another sort, or of none stated"),
    "no_name": Text("居住区没有名称", "a residential area without a name"),
    "part_of_relation": Text("是另一条目的外环", "the outer ring of another facility here"),
}
# … or because it has no usable shape.
SKIPPED: Mapping[str, Text] = {
    "missing_nodes": Text("节点不在文件中", "some of its nodes are not in the file"),
    "missing_members": Text("成员不在文件中", "some of its member ways are not in the file"),
    "unclosed_ring": Text("环不闭合", "a ring is not closed"),
    "too_few_positions": Text("环不足四个位置", "a ring has fewer than four positions"),
    "no_area": Text("环没有面积", "a ring has no area"),
    "self_crossing": Text("环自相交", "a ring crosses itself or another"),
    "ring_roles": Text(
        "内外环角色与位置不符", "inner and outer rings do not lie as their roles say"
    ),
    "nested_relation": Text("成员是另一个关系", "a ring is another relation"),
    "not_an_area": Text("不是面", "a point, line or site where an area is needed"),
    "antimeridian": Text("跨越 180° 经线", "it crosses the antimeridian"),
    "no_position": Text("坐标无效", "its position is not on the earth"),
    "does_not_fit": Text("字段不合格", "its values do not fit the layer's fields"),
}
REASONS: Mapping[str, Text] = {**LEFT_OUT, **SKIPPED}


@dataclass(frozen=True)
class Tally:
    """How many objects of one layer share one reason, and the ids of a few."""

    layer: str
    reason: str
    count: int
    examples: tuple[str, ...]

    @property
    def words(self) -> Text:
        """The reason in Chinese and in English."""
        return REASONS[self.reason]

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values, with the reason in words."""
        return asdict(self) | {"examples": list(self.examples)} | self.words._asdict()


@dataclass(frozen=True)
class HoursNotUnderstood:
    """Hours that became null: whose, in which field, the text, and why."""

    id: str
    field: str
    text: str
    reason: str


@dataclass(frozen=True)
class OsmReport:
    """What became of an OSM file.

    Parameters
    ----------
    source, out
        The file that was read, the folder that was written.
    counts
        Facilities by layer, layers without any included.
    left_out
        Objects that are not of a layer after all, by what their tags say.
    skipped
        Objects without a usable shape.
    repaired
        Features whose ring crossed itself and could be mended with the same area.
    repeated
        How many objects are more than once in the file; the newest version was taken.
    hours_not_understood, hours_examples
        How many hours became null, and a few of them.
    bounds
        West, south, east, north of the facilities, in degrees.
    files
        The names of the files that were written.
    warnings
        What should be looked at, in English.
    """

    source: Path
    out: Path
    counts: Mapping[str, int]
    left_out: tuple[Tally, ...]
    skipped: tuple[Tally, ...]
    repaired: tuple[str, ...]
    repeated: int
    hours_not_understood: int
    hours_examples: tuple[HoursNotUnderstood, ...]
    bounds: tuple[float, float, float, float]
    files: tuple[str, ...]
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "source": str(self.source),
            "out": str(self.out),
            "counts": dict(self.counts),
            "left_out": [tally.as_dict() for tally in self.left_out],
            "skipped": [tally.as_dict() for tally in self.skipped],
            "repaired": list(self.repaired),
            "repeated": self.repeated,
            "hours_not_understood": self.hours_not_understood,
            "hours_examples": [asdict(hours) for hours in self.hours_examples],
            "bounds": list(self.bounds),
            "files": list(self.files),
            "warnings": list(self.warnings),
        }


@dataclass
class Account:
    """The report in the making."""

    counted: dict[tuple[str, str], int] = field(default_factory=dict)
    examples: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    repaired: list[str] = field(default_factory=list)
    hours_not_understood: int = 0
    hours_examples: list[HoursNotUnderstood] = field(default_factory=list)
    repeated: int = 0
    warnings: list[str] = field(default_factory=list)

    def note(self, layer: str, reason: str, feature_id: str) -> None:
        """Count one object of a layer that is left out or skipped."""
        key = (layer, reason)
        self.counted[key] = self.counted.get(key, 0) + 1
        shown = self.examples.setdefault(key, [])
        if len(shown) < MOST_EXAMPLES:
            shown.append(feature_id)

    def note_hours(self, feature_id: str, name: str, text: str, reason: str) -> None:
        """Count hours that became null."""
        self.hours_not_understood += 1
        if len(self.hours_examples) < MOST_EXAMPLES:
            self.hours_examples.append(HoursNotUnderstood(feature_id, name, text, reason))

    def tallies(self, reasons: Mapping[str, Text]) -> tuple[Tally, ...]:
        """Return what was counted for these reasons, by layer, in the order of the reasons."""
        order = list(reasons)
        found = [
            Tally(layer, reason, number, tuple(self.examples[layer, reason]))
            for (layer, reason), number in self.counted.items()
            if reason in reasons
        ]
        layers = list(all_layers())
        return tuple(
            sorted(found, key=lambda tally: (layers.index(tally.layer), order.index(tally.reason)))
        )
