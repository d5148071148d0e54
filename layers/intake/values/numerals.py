"""Chinese numerals as numbers: 二十, 一百零五, 两千三百, 贰拾, 一万一千."""

from __future__ import annotations

import re

DIGITS = "零一二三四五六七八九"
UNITS = {"千": 1_000, "百": 100, "十": 10}
OTHER_SIGNS = str.maketrans(
    "〇两兩壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬", "零二二一二二三三四五六六七八九十百千万"
)
# Longer ones count nothing that a district has.
LONGEST = 12


def chinese_number(text: str) -> int | None:
    """Return the number that Chinese numerals say; None where they are not wholly clear.

    Digits alone are read as such (二〇〇五). Short forms that leave a unit out (三千五 for 3,500)
    are not taken: what is read must be written again just so.
    """
    if not 0 < len(text) <= LONGEST:
        return None
    plain = text.translate(OTHER_SIGNS).replace("廿", "二十").replace("卅", "三十")
    if all(sign in DIGITS for sign in plain):
        return int("".join(str(DIGITS.index(sign)) for sign in plain))
    if not re.fullmatch(f"[{DIGITS}千百十万]+", plain):
        return None
    myriads, mark, rest = plain.rpartition("万")
    number = _below_myriad(myriads) * 10_000 + _below_myriad(rest)
    usual = plain.removeprefix("一") if plain.startswith("一十") else plain
    return number if number and _written(number) == usual and (not mark or myriads) else None


def _below_myriad(text: str) -> int:
    total = digit = 0
    for sign in text:
        if sign in UNITS:
            total += (digit or 1) * UNITS[sign]
            digit = 0
        elif sign in DIGITS:
            digit = DIGITS.index(sign)
    return total + digit


def _written(number: int) -> str:
    """Return a number below a hundred million as it is usually written; 10 to 19 begin with 十."""
    myriads, rest = divmod(number, 10_000)
    text = f"{_group(myriads)}万" if myriads else ""
    if rest:
        text += ("零" if myriads and rest < 1_000 else "") + _group(rest)
    return text.removeprefix("一") if text.startswith("一十") else text


def _group(number: int) -> str:
    text = ""
    for sign, unit in UNITS.items():
        digit, number = divmod(number, unit)
        if digit:
            text += DIGITS[digit] + sign
        elif text and number and not text.endswith("零"):
            text += "零"
    return text + (DIGITS[number] if number else "")
