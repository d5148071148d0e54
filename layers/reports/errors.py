"""Why a report is not taken in, or not found: in words for residents and for whoever serves."""

from __future__ import annotations

from layers._layer import Text
from layers.errors import LayerError


class ReportError(LayerError):
    """Something about a report is wrong; `words` say what, and what to do."""

    def __init__(self, words: Text) -> None:
        super().__init__(f"{words.zh} {words.en}")
        self.words = words


class ReportsUnavailableError(ReportError):
    """No report can be taken in now, whoever sends it.

    Parameters
    ----------
    words
        For residents: nothing about folders.
    reason
        For whoever runs the service: what is wrong, and the way out.
    """

    def __init__(self, words: Text, reason: Text) -> None:
        super().__init__(words)
        self.reason = reason


class TooManyReportsError(ReportError):
    """One client, or all together, have sent as many as are taken in for now.

    Parameters
    ----------
    retry_after_s
        After how many seconds one more is taken in.
    """

    def __init__(self, words: Text, retry_after_s: int) -> None:
        super().__init__(words)
        self.retry_after_s = retry_after_s


class UnknownReportError(ReportError):
    """The queue has no report of that number."""
