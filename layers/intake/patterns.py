"""Patterns that a column map may use: regular expressions that cannot run away.

Python's `re` tries every way to match, so that `(a+)+$` takes longer than the world has on forty
letters. A map may come from a stranger, and a running search cannot be stopped. So a pattern is
short, repeats without a limit at most twice, never repeats what itself repeats or chooses, and is
searched in the first 2,000 characters of a cell.
"""

from __future__ import annotations

import re
from functools import lru_cache

MOST_PATTERN_LENGTH = 200
MOST_SEARCHED = 2_000
MOST_UNBOUNDED = 2
# More repetitions than this are as good as without a limit.
MOST_REPEATED = 100

TOKEN = re.compile(
    r"(?P<escape>\\(?:(?P<back>[1-9])|.))|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])"
    r"|(?P<look>\(\?(?:P=|<?[=!]|\())|(?P<open>\()|(?P<close>\))"
    r"|(?P<repeat>[*+?]|\{(?P<least>\d*)(?P<comma>,?)(?P<most>\d*)\})(?P<mode>[?+]?)|(?P<or>\|)|.",
    re.DOTALL,
)


@lru_cache(maxsize=256)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern compiled.

    Raises
    ------
    ValueError
        When it is no regular expression, or one that may run away; the text says why.
    """
    if len(pattern) > MOST_PATTERN_LENGTH:
        raise ValueError(f"a pattern has at most {MOST_PATTERN_LENGTH} characters")
    try:
        made = re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as fault:
        raise ValueError(f"not a regular expression: {fault}") from None
    if reason := _may_run_away(pattern):
        raise ValueError(reason)
    return made


def _may_run_away(pattern: str) -> str | None:
    """Return why a search may take for ever, None where it cannot."""
    branching = [False]  # of each open group: whether it repeats or chooses within
    unbounded = 0
    closed_branching = False
    for token in TOKEN.finditer(pattern):
        was_branching, closed_branching = closed_branching, False
        if token["back"] or token["look"]:
            return "it looks around or back; write what is before and after instead"
        if token["open"]:
            branching.append(False)
        elif token["close"]:
            closed_branching = branching.pop()
            branching[-1] |= closed_branching
        elif token["or"]:
            branching[-1] = True
        elif token["repeat"] and _most_repeats(token) > 1:
            if was_branching:
                return "it repeats a group that itself repeats or chooses; repeat one sort of sign"
            branching[-1] = True
            unbounded += _most_repeats(token) > MOST_REPEATED
    if unbounded > MOST_UNBOUNDED:
        return f"it repeats without limit {unbounded} times; at most {MOST_UNBOUNDED}"
    return None


def _most_repeats(token: re.Match[str]) -> float:
    if token["repeat"] in ("*", "+"):
        return float("inf")
    if token["repeat"] == "?":
        return 1
    if token["comma"] and not token["most"]:
        return float("inf")
    return int(token["most"] or token["least"] or 0)
