"""Text that a spreadsheet would run: made harmless going out, the same again coming in.

A cell of a CSV file that begins with = + - or @ is a formula to Excel and LibreOffice, whatever
quotes are round it (CWE-1236; OWASP, CSV Injection). An apostrophe before it makes it text; that is
also how Excel itself marks text. A text that has apostrophes before such a mark gets one more, so
that taking one away gives back the same text, whatever it was.
"""

from __future__ import annotations

import re

# Tabs and line ends are skipped by spreadsheets before they look; full-width marks count in East
# Asian editions. One mark alone (a dash for "nothing") is no formula.
RISKY = re.compile(r"'*[=+\-@\t\r\n＝＋－＠].", re.DOTALL)


def guarded(text: str) -> str:
    """Return a text as it is written to a cell of a text file."""
    return f"'{text}" if RISKY.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text that a cell of such a file stands for; `guarded` undone."""
    return cell[1:] if cell.startswith("'") and RISKY.match(cell, 1) else cell
