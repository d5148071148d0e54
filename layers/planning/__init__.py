"""The planner's questions: who is not served, where the gaps are, where to build next.

One question makes one result, and the result says how it was made. Pages, HTTP and commands show
the same one.
"""

from layers.planning.access import AccessQuestion, AccessResult, answer_access
from layers.planning.coverage import answer_coverage, answer_shares
from layers.planning.coverage_result import (
    CoverageQuestion,
    CoverageResult,
    CoverageShares,
    Zones,
)
from layers.planning.demand import DemandRows, community_rows, table_rows
from layers.planning.errors import PlanningError
from layers.planning.ground import Ground, ground_of
from layers.planning.scene import Scene
from layers.planning.siting import answer_siting
from layers.planning.siting_result import SitingQuestion, SitingResult
from layers.planning.supply import Added, Supply

__all__ = [
    "AccessQuestion",
    "AccessResult",
    "Added",
    "CoverageQuestion",
    "CoverageResult",
    "CoverageShares",
    "DemandRows",
    "Ground",
    "PlanningError",
    "Scene",
    "SitingQuestion",
    "SitingResult",
    "Supply",
    "Zones",
    "answer_access",
    "answer_coverage",
    "answer_shares",
    "answer_siting",
    "community_rows",
    "ground_of",
    "table_rows",
]
