"""Which column says what: proposed with reasons, or told by a TOML file."""

from layers.intake.columns.map_file import parse_column_map, read_column_map
from layers.intake.columns.map_writing import column_map_text, write_column_map
from layers.intake.columns.proposal import ColumnFate, DatumHint, Proposal
from layers.intake.columns.proposing import propose_columns

__all__ = [
    "ColumnFate",
    "DatumHint",
    "Proposal",
    "column_map_text",
    "parse_column_map",
    "propose_columns",
    "read_column_map",
    "write_column_map",
]
