"""Cells into typed field values, and what was wrong with those that would not go."""

from layers.intake.values.converting import Values, convert_columns
from layers.intake.values.points import RawPoints

__all__ = ["RawPoints", "Values", "convert_columns"]
