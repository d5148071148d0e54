"""Past versions: which layers a list of versions names, read one at a time and off the event loop.

Whoever writes an article pins what it showed; whoever reads it must not slow down those who ask
about today. So one past version is read at a time, in a thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from weakref import WeakValueDictionary

from api.errors import NoVersionError, ParameterError
from layers._registry import all_layers
from layers.errors import UnknownLayerError, UnknownVersionError
from layers.store.memo import Memo
from layers.store.protocol import Store
from layers.store.snapshot import Snapshot

T = TypeVar("T")

# Versions that a layer was found not to have: a few hundred bytes each.
MOST_ABSENT = 1_000


@dataclass(frozen=True, eq=False)
class PinnedVersions:
    """Finds and reads versions of layers for the event loop."""

    store: Store
    # Which are kept in memory is the store's affair; here they are known for as long.
    _held: WeakValueDictionary[tuple[str, str], Snapshot] = field(
        default_factory=WeakValueDictionary
    )
    _absent: Memo = field(default_factory=lambda: Memo(MOST_ABSENT))
    # One: reading holds the interpreter, and two at once would only take more of it from others.
    _turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))

    async def snapshot(self, name: str, version: str) -> Snapshot:
        """Return one version of a layer, the present one or a past one.

        Raises
        ------
        UnknownLayerError
            When no such layer is declared, or the place never had data for it.
        UnknownVersionError
            When the layer never had such a version.
        LayerUnavailableError
            When the version is damaged.
        """
        present = self.store.snapshots().get(name)
        if present is not None and present.version == version:
            return present
        held = self._held.get((name, version))
        if held is not None:
            return held
        read = await self.in_turn(lambda: self.store.past(name, version))
        self._held[name, version] = read
        return read

    async def snapshots(
        self, names: Sequence[str] | None, versions: Iterable[str]
    ) -> list[Snapshot]:
        """Return the layers of an answer, each at the version of a list that is its own.

        Parameters
        ----------
        names
            The layers of the answer, in order; without them those that the versions name.
        versions
            At most one a layer, in any order.

        Raises
        ------
        UnknownLayerError
            When no such layer is declared.
        NoVersionError
            When a version belongs to none of the layers.
        ParameterError
            When a layer has no version in the list, or two.
        """
        asked = tuple(all_layers()) if names is None else tuple(names)
        for name in asked:
            if name not in all_layers():
                raise UnknownLayerError(name, tuple(self.store.snapshots()))
        wanted = tuple(dict.fromkeys(versions))
        found = {name: await self.of_layer(name, wanted) for name in asked}
        _refuse_unknown(asked, wanted, found)
        if names is None:
            found = {name: own for name, own in found.items() if own}
        chosen = assigned(found)
        faults = [self._fault(name, found[name]) for name, one in chosen.items() if one is None]
        if faults:
            raise ParameterError(faults)
        return [found[name][version] for name, version in chosen.items() if version is not None]

    async def in_turn(self, work: Callable[[], T]) -> T:
        """Return what some work on past versions comes to, done in a thread when it is its turn."""
        async with self._turn:
            return await asyncio.to_thread(work)

    async def of_layer(self, name: str, versions: Iterable[str]) -> dict[str, Snapshot]:
        """Return those of some versions that a layer has or had."""
        found = {}
        present = self.store.snapshots().get(name)
        # A history grows only by a publication, and each makes the layer's file another one.
        state = present and (present.version, present.read_at)
        for version in versions:
            absent = (name, version, state)
            if state is not None and self._absent.get(absent):
                continue
            try:
                found[version] = await self.snapshot(name, version)
            except (UnknownLayerError, UnknownVersionError):
                self._absent.remember(absent, lambda: True)
        return found

    def _fault(self, name: str, own: Iterable[str]) -> dict[str, str]:
        if own:
            several = " and ".join(own)
            reason = f"{several} are both versions of layer {name!r}; give one for each layer"
            return {"parameter": "version", "value": ",".join(own), "reason": reason}
        present = self.store.snapshot(name).version
        return {
            "parameter": "version",
            "value": "",
            "reason": f"layer {name!r} is in the answer, and none of the versions is its own; "
            f"add one of it, such as the present {present}",
        }


def assigned(found: Mapping[str, Iterable[str]]) -> dict[str, str | None]:
    """Return for each layer the version that is meant for it; None where none is, or several are.

    Layers without a feature have the same bytes and so the same version. Where a layer has or had
    several of the versions, those do not count that are the only one of another layer.
    """
    own = {name: set(versions) for name, versions in found.items()}
    certain = {version for versions in own.values() if len(versions) == 1 for version in versions}
    chosen = {
        name: versions if len(versions) == 1 else versions - certain
        for name, versions in own.items()
    }
    return {
        name: next(iter(versions)) if len(versions) == 1 else None
        for name, versions in chosen.items()
    }


def _refuse_unknown(
    asked: Sequence[str], wanted: Iterable[str], found: Mapping[str, Mapping[str, Snapshot]]
) -> None:
    known = {version for own in found.values() for version in own}
    unknown = [version for version in wanted if version not in known]
    if unknown:
        raise NoVersionError(
            f"version {', '.join(unknown)} belongs to none of the layers {', '.join(asked)}; "
            "/collections/{layer} says the present version of each"
        )
