"""A mixed-integer program and its solution by HiGHS (Huangfu & Hall, 2018)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any, Literal

import highspy
import numpy as np
from scipy.sparse import csr_array

from geo.geodesic import FloatArray
from geo.index import BoolArray

# Looked at again and again while HiGHS works: True ends it with the best so far.
Cancelled = Callable[[], bool]

TIME_LIMIT_S = 50.0
# One household in ten thousand is far below what such figures are exact to.
RELATIVE_GAP = 1e-6
# A chosen site is a variable above a half: HiGHS gives 1e-9 and 0.9999999 for 0 and 1.
CHOSEN_ABOVE = 0.5


@dataclass(frozen=True, eq=False)
class Program:
    """Minimise `costs` @ v, with v between 0 and `upper`, and `low` <= `rows` @ v <= `high`.

    Parameters
    ----------
    whole
        Which of the variables are whole numbers.
    """

    costs: FloatArray
    upper: FloatArray
    whole: BoolArray
    rows: csr_array[Any, Any]
    low: FloatArray
    high: FloatArray


class Deadline:
    """When a question is to be answered, whatever of it takes how long.

    Parameters
    ----------
    seconds
        From now on.
    """

    def __init__(self, seconds: float) -> None:
        self._ends = monotonic() + seconds

    @property
    def left_s(self) -> float:
        """How many seconds are left; 0 at least."""
        return max(0.0, self._ends - monotonic())


@dataclass(frozen=True, eq=False)
class Solution:
    """What HiGHS found.

    Parameters
    ----------
    values
        None where it found nothing.
    bound
        No solution has lower costs.
    """

    values: FloatArray | None
    bound: float
    status: Literal["optimal", "time_limit", "cancelled", "infeasible"]


class _Silent(highspy.Highs):
    """HiGHS that prints nothing: a command's output may be JSON."""

    def enableCallbacks(self) -> None:  # noqa: N802 - HiGHS' name
        """Be silent before the first thing that would print HiGHS' name."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


def solve(
    program: Program,
    *,
    start: FloatArray | None = None,
    time_limit_s: float = TIME_LIMIT_S,
    cancelled: Cancelled | None = None,
) -> Solution:
    """Return the best solution of a program, or the best until the time is up.

    The same program gives the same solution, unless the time limit ends it.

    Parameters
    ----------
    start
        A solution to begin with, such as a heuristic's.
    """
    solver = _Silent()  # type: ignore[no-untyped-call]
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    solver.setOptionValue("time_limit", float(time_limit_s))
    solver.setOptionValue("mip_rel_gap", RELATIVE_GAP)
    count = len(program.costs)
    solver.passModel(
        *(count, len(program.low), program.rows.nnz),
        *(int(highspy.MatrixFormat.kRowwise), int(highspy.ObjSense.kMinimize), 0.0),
        *(program.costs, np.zeros(count), program.upper, program.low, program.high),
        *(program.rows.indptr.astype(np.int32), program.rows.indices.astype(np.int32)),
        *(program.rows.data.astype(np.float64), program.whole.astype(np.int32)),
    )
    if start is not None:
        solver.setSolution(count, np.arange(count, dtype=np.int32), start)
    if cancelled is not None:
        asked = cancelled
        solver.cbMipInterrupt += lambda event: event.interrupt() if asked() else None
    solver.run()
    return _solution(solver, program)


def _solution(solver: highspy.Highs, program: Program) -> Solution:
    statuses = highspy.HighsModelStatus
    status, info = solver.getModelStatus(), solver.getInfo()
    if status in (statuses.kInfeasible, statuses.kUnboundedOrInfeasible):
        return Solution(None, np.inf, "infeasible")
    found = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    values = np.array(solver.getSolution().col_value) if found else None
    if status in (statuses.kOptimal, statuses.kModelEmpty):
        exact = program.whole.any()
        bound = info.mip_dual_bound if exact else info.objective_function_value
        return Solution(values, float(bound), "optimal")
    ended: Literal["cancelled", "time_limit"] = (
        "cancelled" if status == statuses.kInterrupt else "time_limit"
    )
    return Solution(values, float(info.mip_dual_bound), ended)


def rows_of(
    row: np.ndarray[Any, Any],
    column: np.ndarray[Any, Any],
    value: np.ndarray[Any, Any],
    shape: tuple[int, int],
) -> csr_array[Any, Any]:
    """Return a sparse matrix of entries, in HiGHS' order."""
    matrix = csr_array((np.asarray(value, np.float64), (row, column)), shape=shape)
    matrix.sort_indices()
    return matrix
