"""Cells as clean text: trimmed, without control characters, and without markup."""

from __future__ import annotations

import html
import re
import unicodedata
from datetime import date, datetime, time
from typing import Any

from layers._layer import Text
from layers.errors import shown
from layers.intake.values.reading import UnreadableCellError
from layers.intake.wording import words

# Ways in which offices leave a cell empty. `无` is among them; of a truth value it means no.
EMPTY_MARKS = frozenset(
    words(
        r"""
        无 無 无数据 无信息 无资料 暂无 暂缺 空 空白 缺 缺失 不详 不詳 不明 不清楚 未知 未填
        未填写 未统计 未提供 待定 待补 待补充 待核实 待确认 待查 没有 / // \ - -- --- — —— ― – _
        __ . … …… * ? ?? n/a na n.a. #n/a nan null none nil nat undefined unknown tbd tba (null)
        <null>
        """
    )
)
LONGEST_MARK = 9
LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Control characters, and marks that turn or hide text; joiners stay, emoji and scripts need them.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
SURROGATE = re.compile("[\ud800-\udfff]")
TAG = re.compile(
    r"<\s*[/!?]?\s*[A-Za-z][^<>]*>|<\s*/?(?:script|img|svg|iframe|style)\b", re.IGNORECASE
)
ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
TEMPLATE = re.compile(r"\$\{[^}]*\}?|\{\{[^}]*\}\}|\{%[^%]*%\}")
MARKUP_SIGNS = frozenset("<&{")
SUGGESTED_LENGTH = 60


def clean(text: str) -> str:
    """Return a text trimmed, with plain line ends, without tabs and invisible characters."""
    if text.isprintable():
        return text.strip()
    text = LINE_ENDS.sub("\n", text).replace("\t", " ")
    return INVISIBLE.sub("", text).strip()


def is_unknown(cell: Any) -> bool:
    """Return whether a cell is empty, or says in words that nothing is known."""
    if isinstance(cell, str):
        return not (text := clean(cell)) or is_empty_mark(text)
    return cell is None or cell != cell  # noqa: PLR0124 - NaN and NaT are not themselves


def is_empty_mark(text: str) -> bool:
    """Return whether a clean text stands for nothing: 无, /, -, N/A, 不详."""
    if len(text) > LONGEST_MARK:
        return False
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return text.casefold().strip() in EMPTY_MARKS


def as_text(cell: Any) -> str:
    """Return a cell as clean text; whole numbers without a point, dates as ISO 8601.

    Raises
    ------
    UnreadableCellError
        When it is a truth value, an object, or has broken characters.
    """
    if isinstance(cell, str):
        return whole(clean(cell))
    if isinstance(cell, bool):
        raise UnreadableCellError(
            "not_text",
            Text("应为文字，却是“是/否”值", "a truth value where a text belongs"),
            Text("请写文字，或留空。", "Write a text or leave it empty."),
        )
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time() and cell.tzinfo is None:
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, list) and not any(isinstance(each, list | dict) for each in cell):
        return "、".join(as_text(each) for each in cell if each is not None)
    if isinstance(cell, list | dict):
        raise UnreadableCellError(
            "not_text",
            Text("应为一段文字，却是列表或对象", "a list or an object where a text belongs"),
            Text("请写成一段文字。", "Write it as one text."),
        )
    return clean(str(cell))


def whole(text: str) -> str:
    """Return a text if all its characters are whole.

    Raises
    ------
    UnreadableCellError
        When it has halves of characters, which no file can hold.
    """
    if not text.isprintable() and SURROGATE.search(text):
        raise UnreadableCellError(
            "broken_characters",
            Text("含有残缺的字符", "it has halves of characters"),
            Text("请重新输入这一格。", "Type this cell anew."),
        )
    return text


def has_markup(text: str) -> bool:
    """Return whether a text has HTML tags, character entities or template marks in it."""
    if MARKUP_SIGNS.isdisjoint(text):
        return False
    return any(pattern.search(text) for pattern in (TAG, ENTITY, TEMPLATE))


def plain(text: str) -> str:
    """Return what a text with markup says without it."""
    # Once unescaped, an entity may turn out to be a tag; each round leaves less.
    while has_markup(text):
        shorter = TEMPLATE.sub("", TAG.sub("", html.unescape(text)))
        if shorter == text:
            shorter = ENTITY.sub("", text)
        text = shorter
    return " ".join(text.split())


def without_markup(text: str) -> str:
    """Return a text that has no markup, as it is.

    Raises
    ------
    UnreadableCellError
        When it has some; the suggestion is what it says without it.
    """
    if not has_markup(text):
        return text
    rest = shown(plain(text), SUGGESTED_LENGTH)
    raise UnreadableCellError(
        "markup",
        Text("文字里夹有网页代码或转义符", "there is markup in the text"),
        Text(f"请改为“{rest}”。", f"Write {rest!r}.")
        if rest
        else Text("请删去代码。", "Take it out."),
    )


def one_line(text: str) -> str:
    """Return a text without line breaks."""
    return text.replace("\n", " ") if "\n" in text else text
