"""The fields of a layer that are filtered on, in arrays: one value a row, unknown kept apart."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.geodesic import FloatArray
from geo.index import BoolArray
from layers._layer import Layer, plain_type


@dataclass(frozen=True)
class Filter:
    """What is asked of one field; every part that is given must hold. Unknown never does.

    Parameters
    ----------
    any_of
        The value is one of these; for a field that holds a list, all of these are in it.
    at_least, at_most
        Bounds for a number, included.
    """

    field: str
    any_of: tuple[Any, ...] | None = None
    at_least: float | None = None
    at_most: float | None = None


@dataclass(frozen=True)
class Numbers:
    """A field of numbers; NaN where unknown."""

    values: FloatArray

    def where(self, wanted: Filter) -> BoolArray:
        """Return which rows pass, shape (n,)."""
        mask = ~np.isnan(self.values)
        if wanted.any_of is not None:
            mask &= np.isin(self.values, wanted.any_of)
        if wanted.at_least is not None:
            mask &= self.values >= wanted.at_least
        if wanted.at_most is not None:
            mask &= self.values <= wanted.at_most
        return mask


@dataclass(frozen=True)
class Categories:
    """A field of texts, choices, truths or lists: a code a row, and the distinct values."""

    codes: np.ndarray[Any, np.dtype[np.integer[Any]]]
    values: tuple[Any, ...]

    def where(self, wanted: Filter) -> BoolArray:
        """Return which rows pass, shape (n,)."""
        asked = set(wanted.any_of or ())

        def holds(value: Any) -> bool:
            if isinstance(value, tuple):
                return asked <= set(value)
            return value is not None and value in asked

        return self.where_value(holds)

    def where_value(self, holds: Callable[[Any], bool]) -> BoolArray:
        """Return the rows whose value passes a test, which is asked once a distinct value."""
        passing = np.fromiter((holds(value) for value in self.values), bool, len(self.values))
        return passing[self.codes] if len(self.values) else np.zeros(0, bool)

    def counts(self) -> list[tuple[Any, int]]:
        """Return each distinct value with the number of its rows."""
        return list(
            zip(
                self.values,
                np.bincount(self.codes, minlength=len(self.values)).tolist(),
                strict=True,
            )
        )


Column = Numbers | Categories


class Coder(dict[Any, int]):
    """Gives each new value the next number."""

    def __missing__(self, value: Any) -> int:
        """Return the next number for a value that was not met before."""
        code = self[value] = len(self)
        return code


class NumbersBuilder:
    """Collects a field of numbers of `count` features, some rows at a time."""

    def __init__(self, count: int) -> None:
        # Most fields of most places are unknown throughout, and then take no memory.
        self._values = np.broadcast_to(np.nan, count)

    def add(self, values: Iterable[float | None], first: int, last: int) -> None:
        """Take the values of the rows from `first` up to `last`, None where unknown."""
        given = list(values)
        if given.count(None) == len(given):
            return
        if not self._values.flags.writeable:
            self._values = self._values.copy()
        self._values[first:last] = np.array(given, np.float64)

    def build(self) -> Numbers:
        """Return the column."""
        return Numbers(self._values)


class CategoriesBuilder:
    """Collects a field of texts, choices, truths or lists, some rows at a time."""

    def __init__(self, count: int) -> None:
        self._codes = np.zeros(count, np.int32)
        self._coder = Coder()

    def add(self, values: Iterable[Any], first: int, last: int) -> None:
        """Take the values of the rows from `first` up to `last`, None where unknown."""
        # A map in C instead of a comprehension: half the time, and a million rows wait.
        codes = map(self._coder.__getitem__, values)
        self._codes[first:last] = np.fromiter(codes, np.int32, last - first)

    def build(self) -> Categories:
        """Return the column, its codes in the smallest type that holds them."""
        smallest = np.min_scalar_type(len(self._coder))
        return Categories(self._codes.astype(smallest), tuple(self._coder))


class ListsBuilder(CategoriesBuilder):
    """Collects a field of lists."""

    def add(self, values: Iterable[list[Any] | None], first: int, last: int) -> None:
        """Take the lists of the rows from `first` up to `last`, None where unknown."""
        super().add((None if one is None else tuple(one) for one in values), first, last)


def column_builder(layer: Layer, field: str, count: int) -> NumbersBuilder | CategoriesBuilder:
    """Return an empty builder that fits a field's type, for `count` features."""
    if is_numeric(layer, field):
        return NumbersBuilder(count)
    listed = typing.get_origin(plain_type(layer.fields[field])) is list
    return ListsBuilder(count) if listed else CategoriesBuilder(count)


def is_numeric(layer: Layer, field: str) -> bool:
    """Return whether a field holds numbers that can be bounded (grades and truths cannot)."""
    return plain_type(layer.fields[field]) in (int, float)
