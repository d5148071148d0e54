"""What can be wrong with a row besides its cells: its position, its outline, its neighbours."""

from layers.intake.checks.near_duplicates import near_duplicates
from layers.intake.checks.outlines import checked_outlines, unfit_shapes
from layers.intake.checks.rows import (
    nameless_rows,
    repeated_ids,
    rows_without_position,
    total_rows,
)
from layers.intake.checks.whereabouts import position_findings

__all__ = [
    "checked_outlines",
    "nameless_rows",
    "near_duplicates",
    "position_findings",
    "repeated_ids",
    "rows_without_position",
    "total_rows",
    "unfit_shapes",
]
