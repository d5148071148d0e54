"""A column map written as TOML, to be read, mended and used again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from layers._layer import Text
from layers.intake.column_map import ColumnMap, PositionColumns, Source
from layers.intake.table import IntakeError

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
HEAD = Text(
    "列对照表：文件的哪一列是哪一项。改好后随导入命令用 --map 交回。",
    "Column map: which column of the file says what. Mend it and give it back with --map.",
)


def write_column_map(column_map: ColumnMap, path: Path) -> None:
    """Write a column map as a commented TOML file; reading it gives the same map.

    Raises
    ------
    IntakeError
        When the file cannot be written.
    """
    try:
        path.write_text(column_map_text(column_map), encoding="utf-8", newline="\n")
    except OSError as fault:
        raise IntakeError(
            f"{path} 无法写入 · {path} cannot be written: {fault.strerror}"
        ) from fault


def column_map_text(column_map: ColumnMap) -> str:
    """Return a column map as TOML text."""
    lines = [*_comment(HEAD), "", *_top(column_map)]
    lines += ["", *_comment(COLUMNS), "[columns]"]
    lines += [f"{_key(field)} = {_source(each)}" for field, each in column_map.fields.items()]
    if column_map.position.sort != "unsaid":
        lines += ["", *_comment(POSITION), "[position]", *_position(column_map.position)]
    if column_map.constants:
        lines += ["", *_comment(CONSTANTS), "[constants]"]
        lines += [f"{_key(name)} = {_value(each)}" for name, each in column_map.constants.items()]
    for field, words in column_map.values.items():
        lines += ["", *_comment(VALUES), f"[values.{_key(field)}]"]
        lines += [f"{_key(word)} = {_value(each)}" for word, each in words.items()]
    return "\n".join(lines) + "\n"


def _comment(text: Text) -> Iterator[str]:
    yield f"# {text.zh}"
    yield f"# {text.en}"


def _top(column_map: ColumnMap) -> Iterator[str]:
    yield from _comment(DATUM)
    yield f"datum = {_text(column_map.datum)}" if column_map.datum else '# datum = "gcj02"'
    if column_map.key:
        yield from _comment(KEY)
        yield f"key = {_value(column_map.key)}"
    yield from _comment(KEEP)
    yield f"keep = {_value(column_map.kept)}"
    yield from _comment(IGNORE)
    yield f"ignore = {_value(column_map.ignored)}"
    if column_map.only:
        yield from _comment(ONLY)
        yield "only = true"


def _source(source: Source) -> str:
    if source.pattern is None and source.factor == 1:
        return _text(source.column)
    parts = [f"column = {_text(source.column)}"]
    if source.pattern is not None:
        parts.append(f"pattern = {_pattern(source.pattern)}")
    if source.factor != 1:
        parts.append(f"factor = {_value(float(source.factor))}")
    return f"{{ {', '.join(parts)} }}"


def _position(position: PositionColumns) -> Iterator[str]:
    if position.sort == "none":
        yield "none = true"
    elif position.sort == "geometry":
        yield f"geometry = {_text(position.columns[0]) if position.columns else 'true'}"
    elif position.sort == "pair":
        yield f"pair = {_text(position.columns[0])}"
        if position.order:
            yield f'order = "{position.order}"'
    else:
        yield f"longitude = {_text(position.columns[0])}"
        yield f"latitude = {_text(position.columns[1])}"


def _key(name: str) -> str:
    return name if BARE_KEY.fullmatch(name) else _text(name)


def _pattern(pattern: str) -> str:
    """Return a pattern between single quotes, where backslashes are themselves, if it can be."""
    plain = "'" not in pattern and all(sign.isprintable() for sign in pattern)
    return f"'{pattern}'" if plain else _text(pattern)


def _text(text: str) -> str:
    """Return a basic string: what JSON escapes TOML reads, but for DEL, which it escapes too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{_key(k)} = {_value(v)}' for k, v in value.items())} }}"
    return repr(value)


DATUM = Text(
    "坐标系：wgs84、gcj02(高德、腾讯)、bd09(百度)或 EPSG 代码",
    "Datum of the coordinates: wgs84, gcj02 (Amap, Tencent), bd09 (Baidu) or an EPSG code",
)
KEY = Text(
    "没有编号时用来认定同一设施的项", "Fields that tell facilities apart where there is no id"
)
KEEP = Text("不是该图层的项目、按原列名保留的列", "Columns kept under their own headings")
IGNORE = Text("不采用的列", "Columns left out")
ONLY = Text("其余未提到的列一律不采用", "Columns that are not mentioned are left out")
COLUMNS = Text(
    '项目 = "列名"；也可写 { column = "列名", pattern = \'正则\', factor = 换算系数 }',
    'field = "heading", or { column = "…", pattern = \'…\', factor = … }',
)
POSITION = Text(
    "位置：longitude 与 latitude(或 easting 与 northing)，或 pair，或 geometry，或 none = true",
    "Position: longitude and latitude (or easting and northing), pair, geometry, or none = true",
)
CONSTANTS = Text("每一行都相同的值", "Values that every row has")
VALUES = Text('单元格文字 = 取值；"" 表示未知', 'What a cell says = the value; "" is unknown')
