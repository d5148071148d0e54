"""Which of several sheets, layers or lists is read, and what is said of the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from layers._layer import Text
from layers.intake.finding import Finding
from layers.intake.reading.faults import unreadable

# So many others are named; a file of a thousand layers is told by its count.
NAMED = 20


def pick_table(
    asked: str | None, rows: Mapping[str, int], hidden: Mapping[str, int] | None = None
) -> str:
    """Return the one asked for, else the one with most rows, the first among equals.

    Parameters
    ----------
    asked
        A name, or nothing.
    rows
        The rows of each by name.
    hidden
        Those that are taken only if asked for, or if there are no others.

    Raises
    ------
    IntakeError
        None has the name asked for.
    """
    hidden = hidden or {}
    if asked is not None:
        if asked in rows or asked in hidden:
            return asked
        known = [*rows, *hidden][:NAMED]
        raise unreadable(
            f"没有名为“{asked}”的工作表或图层；有：{'、'.join(known)}。",
            f"There is no sheet or layer {asked!r}; known: {', '.join(known)}.",
        )
    choice = rows if any(rows.values()) or not hidden else hidden
    return max(choice, key=choice.__getitem__)


def other_tables(chosen: str, rows: Mapping[str, int], hidden: Iterable[str] = ()) -> list[Finding]:
    """Return the finding that names what was not read, if that holds any rows."""
    unseen = set(hidden)
    others = [(name, count) for name, count in rows.items() if name != chosen and count]
    if not others:
        return []
    zh = "、".join(
        f"“{name}”（{count:,} 行{'，隐藏' if name in unseen else ''}）"
        for name, count in others[:NAMED]
    )
    en = ", ".join(
        f"{name!r} ({count:,} rows{', hidden' if name in unseen else ''})"
        for name, count in others[:NAMED]
    )
    return [
        Finding(
            "other_tables",
            "warning",
            Text(
                f"只读取了“{chosen}”；文件里另有 {len(others)} 个未读：{zh}",
                f"only {chosen!r} was read; {len(others)} more in the file were not: {en}",
            ),
            Text("要读取其他的，请指明名称", "to read another one, name it"),
        )
    ]
