"""What can be wrong with opening hours and with a calendar file."""

from __future__ import annotations

from layers.errors import LayerError, PlaceError


class HoursError(LayerError, ValueError):
    """Opening hours that cannot be judged rightly.

    Parameters
    ----------
    expression
        The text as it was given.
    reason
        What is wrong with it.
    suggestion
        The way out, such as ``write 08:00-18:00``.
    """

    def __init__(self, expression: str, reason: str, suggestion: str) -> None:
        super().__init__(expression, reason, suggestion)
        self.expression, self.reason, self.suggestion = expression, reason, suggestion

    def __str__(self) -> str:
        shown = self.expression if len(self.expression) <= 80 else f"{self.expression[:77]}..."
        return f"opening hours {shown!r}: {self.reason}; {self.suggestion}"


class CalendarError(PlaceError):
    """A calendar file is broken, or there is no calendar for a country."""
