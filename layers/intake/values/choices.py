"""Cells as one of the values that a field allows, by code, by word, in either script."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from layers._layer import Text, extra
from layers.errors import shown
from layers.intake.values.numerals import chinese_number
from layers.intake.values.reading import Reading, UnreadableCellError
from layers.intake.values.texts import as_text
from layers.intake.wording import simplified, word_key

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
AROUND_NUMBER = re.compile(r"第|[类類级級等档]|grade|class|level|category")
# More than this are not listed in a suggestion.
MOST_LISTED = 20
SHOWN_LENGTH = 40


class Choices:
    """The values that a field allows and the words for them.

    Parameters
    ----------
    allowed
        The values themselves, texts or whole numbers.
    info
        The field as it is declared, with the words for each value.
    """

    def __init__(self, allowed: tuple[Any, ...], info: Any) -> None:
        more = extra(info)
        self._words: Mapping[str, list[str]] = more.get("x-values", {})
        self._allowed = allowed
        self._by_word: dict[str, Any] = {}
        also: Mapping[str, list[str]] = more.get("x-values-also", {})
        for value in allowed:
            for word in (str(value), *self._words.get(str(value), ()), *also.get(str(value), ())):
                self._by_word.setdefault(word_key(word), value)
        self._numbers = {value for value in allowed if isinstance(value, int)}

    def find(self, cell: Any) -> Any:
        """Return the value that a cell names, None if it names none."""
        text = as_text(cell)
        for key in (word_key(text), word_key(simplified(text))):
            if key in self._by_word:
                return self._by_word[key]
        return self._number(text) if self._numbers else None

    def read(self, cell: Any) -> Reading:
        """Read a cell as one of the values.

        Raises
        ------
        UnreadableCellError
            When it is none of them; the suggestion lists them, the closest first.
        """
        found = self.find(cell)
        if found is not None:
            return Reading(found)
        text = shown(as_text(cell), SHOWN_LENGTH)
        raise UnreadableCellError(
            "not_in_list",
            Text(f"“{text}”不在允许的取值之内", f"{text!r} is not one of the allowed values"),
            self._suggestion(text),
        )

    def _number(self, text: str) -> int | None:
        bare = AROUND_NUMBER.sub("", word_key(simplified(text)))
        number = int(bare) if bare.isdecimal() else chinese_number(bare) or ROMAN.get(bare)
        return number if number in self._numbers else None

    def _suggestion(self, text: str) -> Text:
        def likeness(value: Any) -> float:
            words = (str(value), *self._words.get(str(value), ()))
            return max(SequenceMatcher(None, text, word).ratio() for word in words)

        nearest = sorted(self._allowed, key=likeness, reverse=True)[:MOST_LISTED]
        words = [self._words.get(str(value), [str(value), str(value)]) for value in nearest]
        zh, en = ("、".join(w[0] for w in words), ", ".join(w[1] for w in words))
        return Text(f"请从中选用:{zh}。", f"Use one of: {en}.")
