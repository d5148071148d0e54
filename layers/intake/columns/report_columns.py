"""The columns that our own report of faulty rows adds, ignored when a mended file comes back."""

from __future__ import annotations

from layers._layer import Text

LINE_COLUMN = Text("行号", "Line")
PROBLEM_COLUMN = Text("问题", "Problem")
SUGGESTION_COLUMN = Text("建议", "Suggestion")

REPORT_COLUMNS = (LINE_COLUMN, PROBLEM_COLUMN, SUGGESTION_COLUMN)
