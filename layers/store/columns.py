"""The fields of a layer that are filtered on, in arrays: one value a row, unknown kept apart."""

from __future__ import annotations

import typing
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
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


class ColumnBuilder:
    """Collects one field, chunk by chunk."""

    def __init__(self, *, numeric: bool, listed: bool) -> None:
        self._numeric, self._listed = numeric, listed
        self._coder = Coder()
        self._parts: list[np.ndarray[Any, Any]] = []

    def add(self, values: list[Any]) -> None:
        """Take more values, None where unknown."""
        if self._numeric:
            self._parts.append(np.array(values, np.float64))
            return
        if self._listed:
            values = [None if value is None else tuple(value) for value in values]
        # dict.__getitem__ through map: half the time of a comprehension, and a million rows wait.
        self._parts.append(np.array(list(map(self._coder.__getitem__, values)), np.int32))

    def build(self) -> Column:
        """Return the column, in the smallest type that holds it."""
        if self._numeric:
            return Numbers(np.concatenate(self._parts) if self._parts else np.zeros(0))
        codes = np.concatenate(self._parts) if self._parts else np.zeros(0, np.int32)
        return Categories(codes.astype(np.min_scalar_type(len(self._coder))), tuple(self._coder))


def column_builder(layer: Layer, field: str) -> ColumnBuilder:
    """Return an empty builder that fits a field's type."""
    listed = typing.get_origin(plain_type(layer.fields[field])) is list
    return ColumnBuilder(numeric=is_numeric(layer, field), listed=listed)


def is_numeric(layer: Layer, field: str) -> bool:
    """Return whether a field holds numbers that can be bounded (grades and truths cannot)."""
    return plain_type(layer.fields[field]) in (int, float)


def is_temporal(layer: Layer, field: str) -> bool:
    """Return whether a field holds a date or a time."""
    plain = plain_type(layer.fields[field])
    return isinstance(plain, type) and issubclass(plain, date | datetime)
