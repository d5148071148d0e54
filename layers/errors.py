"""The errors of layers, one root, and the fault that a file can have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from layers._layer import Text

if TYPE_CHECKING:
    from layers.store.publication import Publication

# A wrong value is repeated to whoever gave it, but not at any length.
SHOWN_LENGTH = 200
# Of many publications, the last ones are told of.
MOST_TOLD = 3


def shown(text: str, most: int = SHOWN_LENGTH) -> str:
    """Return a text as an error repeats it: cut where it is longer than `most`."""
    return text if len(text) <= most else text[:most] + "…"


def going_on(sentence: str) -> str:
    """Return a sentence of another's as it goes on after a colon: begun in lower case."""
    return sentence[:1].lower() + sentence[1:]


class LayerError(Exception):
    """Something about a layer, its file or its place is wrong."""


class UnknownLayerError(LayerError):
    """No layer of that name exists, or this place has no data for it."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"no layer {shown(name)!r}; known: {', '.join(known) or 'none'}")
        self.name, self.known = name, tuple(known)


class PlaceError(LayerError):
    """The place's own files (place.toml, boundary, calendar) are missing or wrong."""


Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file: where, what, why, and what to do about it."""

    file: str
    line: int | None
    feature_id: str | None
    field: str | None
    reason: str
    severity: Severity = "error"

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        what = " ".join(part for part in (self.feature_id, self.field) if part)
        return f"{where}: {what}: {self.reason}" if what else f"{where}: {self.reason}"


class LayerFileError(LayerError):
    """A layer file is broken; `faults` says where and why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        super().__init__(f"{self.faults[0]}{more}")


class LayerUnavailableError(LayerError):
    """A layer has a file, but no version of it could be read yet."""


class UnknownVersionError(LayerError):
    """A layer's history has no such version; `known` names a few that it has."""

    def __init__(self, layer: str, wanted: str, known: Sequence[str]) -> None:
        named = ", ".join(known)
        super().__init__(
            f"图层 {layer} 没有版本 {shown(wanted)!r}；已有版本：{named or '无'}。 "
            f"Layer {layer} has no version {shown(wanted)!r}; known: {named or 'none'}."
        )
        self.layer, self.wanted, self.known = layer, wanted, tuple(known)


class PublishError(LayerError):
    """A layer could not be published, and nothing was changed; `words` say why and what to do."""

    def __init__(self, words: Text) -> None:
        super().__init__(f"{words.zh} {words.en}")
        self.words = words


class StaleBaseError(PublishError):
    """A layer was changed since the version that a publication was made against.

    Parameters
    ----------
    base
        The version that it was made against; None for a layer without a file.
    present
        The version that is published now; None for a layer without a file.
    since
        What was published after `base`, oldest first; empty where `base` is not in the history.
    """

    def __init__(
        self, layer: str, *, base: str | None, present: str | None, since: Sequence[Publication]
    ) -> None:
        told = Text(
            "".join(f"；第 {made.number} 次，{made.who or '未登记'}，{made.why}" for made in since),
            "".join(
                f"; number {made.number}, {made.who or 'unknown'}, {made.why}" for made in since
            ),
        )
        super().__init__(
            Text(
                f"图层 {layer} 已有改动：本次以版本 {base or '无'} 为准，现在是 {present or '无'}"
                f"{told.zh}。未作任何改动；请与现在的版本比较后重新发布。",
                f"Layer {layer} was changed meanwhile: this was made against version "
                f"{base or 'none'}, now it is {present or 'none'}{told.en}. Nothing was changed; "
                "compare with the present version and publish again.",
            )
        )
        self.layer, self.base, self.present, self.since = layer, base, present, tuple(since)
