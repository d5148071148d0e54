"""The syntax of opening hours that is taken, as patterns."""

from __future__ import annotations

import re

from layers.hours.rule import MONTHS, WEEKDAYS

YEAR = r"(?:19|[2-9]\d)\d\d"
MONTH = f"(?:{'|'.join(MONTHS)})"
WEEKDAY = f"(?:{'|'.join(WEEKDAYS)})"
# Without a digit behind, or "Jan 12:00-07:30" would be 1 January from 2:00.
DAY = r"\d{1,2}(?!\d)"
OFFSET = r"(?: [+-]\d{1,2} days?)"
YEARS = rf"{YEAR}(?:-{YEAR}(?:/[1-9]\d?)?|\+)?(?:,{YEAR}(?:-{YEAR})?)*"
DATE = rf"(?:(?:{YEAR} )?(?:{MONTH} {DAY}|{MONTH} {WEEKDAY}\[-?[1-5]\])|easter{OFFSET}?)"
DATE_RANGE = rf"(?:{DATE}(?: ?- ?(?:{DATE}|{DAY}))?|(?:{YEAR} )?{MONTH}(?:-{MONTH})?)"
WEEK_RANGE = rf"{DAY}(?:-{DAY}(?:/[1-9]\d?)?)?"
DATES = (
    rf"(?=\S)(?:{YEARS}(?![\d/,-]))?(?: ?{DATE_RANGE}(?:,{DATE_RANGE})*)?"
    rf"(?: ?week ?{WEEK_RANGE}(?:,{WEEK_RANGE})*)?"
)
HOLIDAY = rf"PH{OFFSET}?"
NTH = r"\[-?[1-5](?:-[1-5])?(?:,-?[1-5](?:-[1-5])?)*\]"
WEEKDAY_RANGE = rf"{WEEKDAY}(?:-{WEEKDAY}|{NTH}{OFFSET}?)?"
ANY_DAY = rf"(?:{HOLIDAY}|{WEEKDAY_RANGE})"
DAYS = rf"(?:PH {WEEKDAY_RANGE}(?:,{WEEKDAY_RANGE})*|{ANY_DAY}(?:,{ANY_DAY})*)"
TIME = r"\d{1,2}:\d\d"
SPAN = rf"{TIME}(?: ?- ?{TIME}\+?|\+)"

RULE = re.compile(
    rf"(?:24/7|(?P<dates>{DATES})?:?\ ?(?P<days>{DAYS})?\ ?(?P<times>{SPAN}(?:,\ ?{SPAN})*)?)"
    r'(?:\ ?(?P<kind>open|closed|off|unknown)\b)?(?:\ ?"(?P<comment>[^"]+)")?'
)
# A comma with a space starts a new rule, except before a further time of the same rule.
SEPARATOR = re.compile(rf'("[^"]*")|\s*(;|\|\|)\s*|\s*(,) (?!{TIME}\s?[-+])')
EXAMPLE = "write it like Mo-Fr 08:00-18:00; Sa,PH off"


class GrammarError(Exception):
    """A rule that is not understood: what is wrong, and the way out."""

    def __init__(self, reason: str, suggestion: str) -> None:
        super().__init__(reason)
        self.reason, self.suggestion = reason, suggestion
