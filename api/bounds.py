"""The bounds of questions, the same over HTTP and on the command line."""

from __future__ import annotations

MOST_NEIGHBOURS = 100
# Half the way round the earth: nothing is farther.
FARTHEST_M = 20_037_509
# A week; longer is no visit.
LONGEST_STAY_MINUTES = 10_080
