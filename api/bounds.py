"""The bounds of questions: over HTTP, on the command line, from the pages."""

from __future__ import annotations

MOST_NEIGHBOURS = 100
# Half the way round the earth: nothing is farther.
FARTHEST_M = 20_037_509
# A week; longer is no visit.
LONGEST_STAY_MINUTES = 10_080
# Above this a browser asks for what is in view instead of loading whole layers.
LOADED_WHOLE = 5_000
# So many facilities are shown one by one at most; above, they are counted.
MOST_IN_VIEW = 2_000
