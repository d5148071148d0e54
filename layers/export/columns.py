"""The columns of an exported table: which there are, and under which headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from geo.crs import BD09, CGCS2000, GCJ02, Datum
from layers._layer import Text
from layers.export.records import Records
from layers.export.report import Headings
from layers.intake.columns.headings import (
    EAST_HEADING,
    GEOMETRY_HEADING,
    ID_HEADING,
    LAT_HEADING,
    LON_HEADING,
    NORTH_HEADING,
)

# Control characters and what else XML 1.0 does not know (section 2.2).
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]")

Role = Literal["id", "field", "undeclared", "x", "y", "geometry"]


@dataclass(frozen=True)
class Column:
    """One column.

    Parameters
    ----------
    name
        Of the field or property; for any other role the same as the role.
    heading
        As it is written, unique in the file.
    """

    role: Role
    name: str
    heading: str


def property_columns(
    records: Records,
    headings: Headings,
    *,
    reserved: Collection[str] = (),
    same: Callable[[str], str] = str,
) -> tuple[list[Column], list[Text]]:
    """Return the columns of id, declared fields and undeclared properties, and what to note.

    Parameters
    ----------
    reserved
        Headings that the format or other columns use.
    same
        Two headings are the same when this makes them so; some formats pay no heed to case.
    """
    wanted: list[tuple[Role, str, str]] = [("id", "id", _worded(ID_HEADING, "id", headings))]
    wanted += [
        ("field", name, _worded(records.layer.label(name), name, headings))
        for name in records.layer.fields
    ]
    wanted += [("undeclared", name, name) for name in records.undeclared]
    taken = {same(heading) for heading in reserved}
    columns: list[Column] = []
    notes: list[Text] = []
    for role, name, heading in wanted:
        free = unused(heading, taken, same)
        taken.add(same(free))
        columns.append(Column(role, name, free))
        if free != heading:
            notes.append(
                Text(
                    f"列名“{heading}”已被占用或不能使用，字段 {name} 写作“{free}”。",
                    f"The heading {heading!r} was taken or will not do; {name} is written as "
                    f"{free!r}.",
                )
            )
    return columns, notes


def position_columns(records: Records, headings: Headings) -> list[Column]:
    """Return the columns of a table for where a feature lies.

    Two numbers; and WKT besides, where some geometry is more than a point.
    """
    if records.datum.projected:
        pairs = [("x", EAST_HEADING, "x"), ("y", NORTH_HEADING, "y")]
    else:
        pairs = [
            ("x", *_of_datum(records.datum, LON_HEADING, "lon")),
            ("y", *_of_datum(records.datum, LAT_HEADING, "lat")),
        ]
    if not records.only_points:
        pairs.append(("geometry", GEOMETRY_HEADING, "geometry"))
    roles: dict[str, Role] = {"x": "x", "y": "y", "geometry": "geometry"}
    return [Column(roles[role], role, _worded(text, name, headings)) for role, text, name in pairs]


def table_columns(records: Records, headings: Headings) -> tuple[list[Column], list[Text]]:
    """Return all columns of a table without geometries, and what to note."""
    places = position_columns(records, headings)
    columns, notes = property_columns(
        records, headings, reserved=[column.heading for column in places]
    )
    return [*columns, *places], notes


def unused(heading: str, taken: Collection[str], same: Callable[[str], str] = str) -> str:
    """Return a heading that is not taken: the same, or the same with a number after it.

    No format takes an empty one, and few take one with control characters.
    """
    whole = CONTROL.sub("", heading) or "unnamed"
    free, number = whole, 1
    while same(free) in taken:
        number += 1
        free = f"{whole} {number}"
    return free


def named(columns: Iterable[Column]) -> Text:
    """Return the names of some columns for a note."""
    names = [column.name for column in columns]
    return Text("、".join(names), ", ".join(names))


def _of_datum(datum: Datum, text: Text, name: str) -> tuple[Text, str]:
    """Return the headings of degrees that may be taken for WGS 84 and are not."""
    if datum not in (GCJ02, BD09, CGCS2000):
        return text, name
    mark = datum.name
    return (
        Text(f"{text.zh}({mark})", f"{text.en} ({mark})"),
        f"{name}_{mark.replace('-', '').lower()}",
    )


def _worded(text: Text, name: str, headings: Headings) -> str:
    return name if headings == "field" else getattr(text, headings)
