"""Which published facility an incoming row is, and what a new one is called."""

from layers.matching.new_ids import new_ids
from layers.matching.rows import How, Matches, match_rows

__all__ = ["How", "Matches", "match_rows", "new_ids"]
