"""The doubts about an expression in Chinese, beside the English that `parse_hours` has them in."""

from __future__ import annotations

import re

from layers._layer import Text
from layers.hours.rule import WEEKDAYS

_WEEKDAYS = dict(
    zip(WEEKDAYS, ("周一", "周二", "周三", "周四", "周五", "周六", "周日"), strict=True)
)
_QUOTED = r"'([^']*)'"
_DOUBTS = (
    (
        rf"(\w\w) (00:00-\S+) is closed, since {_QUOTED} .*?(?:write (.*))?$",
        "{0} {1} 不在内，因为“{2}”从写的那天晚上算起；如果这段也算，请写 {3}",
    ),
    (
        rf"{_QUOTED} ends at midnight on (\w\w), since {_QUOTED} .*?(?:write (.*))?$",
        "“{0}”到{1}半夜就结束，因为“{2}”另定了第二天；如果第二天早上也算，请写 {3}",
    ),
    (
        rf"{_QUOTED} never holds, .*",
        "“{0}”从不生效，后面的规则把它全代替了；请把它放到最后",
    ),
    (
        rf"{_QUOTED} does not hold on holidays that fall on (\S+), since {_QUOTED} .*",
        "节假日逢 {1} 时“{0}”不生效，被“{2}”代替；请把它放到最后",
    ),
    (
        rf"{_QUOTED} goes round the clock; .*",
        "“{0}”首尾相接，是整整一昼夜；如果是全天，请写 00:00-24:00",
    ),
    (r"write (.*)", "建议写成 {0}"),
)
_PATTERNS = [(re.compile(form), zh) for form, zh in _DOUBTS]
_OWN_RULE = "明那一天早上的时段"


def doubt_in_words(doubt: str) -> Text:
    """Return a doubt of `parse_hours` in both languages."""
    for form, zh in _PATTERNS:
        if match := form.fullmatch(doubt):
            parts = [_OWN_RULE if part is None else part for part in match.groups()]
            parts = [_WEEKDAYS.get(part, part) for part in parts]
            return Text(zh.format(*parts).replace(f" {_OWN_RULE}", _OWN_RULE), doubt)
    return Text(f"请核对是否写错：{doubt}", doubt)
