"""What can be wrong with a planner's question as a whole."""

from __future__ import annotations

from layers._layer import Text
from layers.errors import LayerError


class PlanningError(LayerError):
    """A question cannot be answered; `words` say why and what to do."""

    def __init__(self, words: Text) -> None:
        super().__init__(f"{words.zh} {words.en}")
        self.words = words
