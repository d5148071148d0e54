"""Objects as rows: their members become columns, nested objects dotted ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from layers._layer import Text
from layers.intake.finding import Finding
from layers.intake.reading.limits import check_columns
from layers.intake.reading.shapes import is_geojson, shapes_of_geojson
from layers.intake.table import Cell, LongArray, ObjectArray

# Deeper objects stay values in their cells.
FLATTENED_DEPTH = 4


class Rows(NamedTuple):
    """Columns of cells by heading, perhaps geometries, and what was noticed."""

    columns: dict[str, list[Cell]]
    geometries: ObjectArray | None
    findings: list[Finding]


def rows_of_records(records: Sequence[Any], lines: LongArray) -> Rows:
    """Return a list of objects as columns.

    A member that holds a GeoJSON geometry in most records that have it is the row's geometry;
    other objects become columns under dotted names. An entry that is no object is a row without
    cells, and said.

    Parameters
    ----------
    records
        Values of JSON.
    lines
        As in `Table.lines`.
    """
    member = _geometry_member(records)
    flattened = [_flattened(record, member) for record in records]
    columns = columns_of_objects(flattened)
    findings = [
        _no_object(int(lines[row]))
        for row, record in enumerate(records)
        if not isinstance(record, dict)
    ]
    if member is None:
        return Rows(columns, None, findings)
    given = [record.get(member) if isinstance(record, dict) else None for record in records]
    shapes, unreadable = shapes_of_geojson(given, lines)
    return Rows(columns, shapes, findings + unreadable)


def rows_of_features(features: Sequence[Any], lines: LongArray) -> Rows:
    """Return GeoJSON features as columns: their properties, `id`, and members of others' making.

    Properties stay as they are, objects among them too, so that a layer exported and read again is
    the same.
    """
    objects, geometries, findings = [], [], []
    for row, feature in enumerate(features):
        if not isinstance(feature, dict):
            findings.append(_no_object(int(lines[row])))
            feature = {}  # noqa: PLW2901
        geometry = feature if is_geojson(feature) else feature.get("geometry")
        properties = {} if geometry is feature else feature.get("properties")
        if not isinstance(properties, dict):
            if properties is not None:
                findings.append(_no_properties(properties, int(lines[row])))
            properties = {}
        geometries.append(geometry)
        foreign = {} if geometry is feature else _foreign(feature)
        objects.append(_identified(feature, {**foreign, **properties}, int(lines[row]), findings))
    shapes, unreadable = shapes_of_geojson(geometries, lines)
    return Rows(columns_of_objects(objects), shapes, findings + unreadable)


def columns_of_objects(objects: Iterable[Mapping[str, Any]]) -> dict[str, list[Cell]]:
    """Return objects as columns in the order in which their keys first come; missing is None."""
    rows = list(objects)
    names = dict.fromkeys(name for row in rows for name in row)
    check_columns(len(names))
    headings = {name: name.strip() or f"列{place} column {place}"
                for place, name in enumerate(names, 1)}  # fmt: skip
    if len(set(headings.values())) < len(headings):
        headings = {name: name for name in names}
    return {headings[name]: [_cell(row.get(name)) for row in rows] for name in names}


def _cell(value: Any) -> Cell:
    if isinstance(value, str) and (not value or value.isspace()):
        return None
    return value


def _geometry_member(records: Sequence[Any]) -> str | None:
    """Return the member that is a geometry in most of the records in which it is an object."""
    geometries: Counter[str] = Counter()
    objects: Counter[str] = Counter()
    for record in records:
        if isinstance(record, dict):
            for name, value in record.items():
                if isinstance(value, dict):
                    objects[name] += 1
                    geometries[name] += is_geojson(value)
    likely = [name for name, count in geometries.items() if 2 * count > objects[name]]
    return max(likely, key=geometries.__getitem__, default=None)


def _flattened(record: Any, geometry: str | None) -> dict[str, Any]:
    if not isinstance(record, dict):
        return {}
    if not any(isinstance(value, dict) for value in record.values()):
        return record
    flattened: dict[str, Any] = {}
    for name, value in record.items():
        if name != geometry:
            _flatten(flattened, name, value, 1)
    return flattened


def _flatten(into: dict[str, Any], name: str, value: Any, depth: int) -> None:
    if not isinstance(value, dict) or depth >= FLATTENED_DEPTH or not value:
        into.setdefault(name, value if value != {} else None)
        return
    for key, part in value.items():
        _flatten(into, f"{name}.{key}", part, depth + 1)


def _foreign(feature: Mapping[str, Any]) -> dict[str, Any]:
    declared = {"type", "id", "geometry", "properties", "bbox"}
    return {name: value for name, value in feature.items() if name not in declared}


def _identified(
    feature: Mapping[str, Any], properties: dict[str, Any], line: int, findings: list[Finding]
) -> Mapping[str, Any]:
    """Return properties with the feature's own id, unless they hold one."""
    own = feature.get("id")
    if own is None:
        return properties
    if properties.get("id") is None:
        return {"id": own, **{name: cell for name, cell in properties.items() if name != "id"}}
    if str(properties["id"]) != str(own):
        findings.append(
            Finding(
                "ids_differ",
                "warning",
                Text(
                    f"要素的 id 是“{own}”，属性里的 id 是“{properties['id']}”，取属性里的",
                    f"the feature's id is {own!r} and that among its properties "
                    f"{properties['id']!r}; the latter was taken",
                ),
                Text("请使两者一致，或删去一个", "make them equal or delete one"),
                line=line,
                field="id",
                column="id",
                value=str(own),
            )
        )
    return properties


def _no_object(line: int) -> Finding:
    return Finding(
        "not_a_record",
        "error",
        Text("此项不是一条记录（对象）", "this entry is no record (object)"),
        Text("请删去或补全", "delete it or complete it"),
        line=line,
    )


def _no_properties(value: Any, line: int) -> Finding:
    return Finding(
        "not_a_record",
        "error",
        Text("要素的 properties 不是对象", "the properties of the feature are no object"),
        Text("请改为“名称: 值”的形式", "write them as names and values"),
        line=line,
        value=str(value)[:200],
    )
