"""The files of a place made out of an extract, written whole or not at all."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import uuid4

from geo.geojson import canonical_collection, canonical_feature, geometry_from_shape
from layers._layer import Text
from layers._registry import all_layers
from layers.errors import PlaceError
from layers.osm.facilities import SUNSHADES
from layers.osm.features import SITE
from layers.osm.report import LEFT_OUT, SKIPPED, Account
from layers.osm.whereabouts import Boundary, Whereabouts
from layers.place import PLACE_FILE, read_place

README, BOUNDARY_FILE = "README.md", "boundary.geojson"
ATTRIBUTION = "© OpenStreetMap contributors"
ATTRIBUTION_ZH = "© OpenStreetMap 贡献者"
LICENCE = "Open Database License 1.0"
LICENCE_URL = "https://opendatacommons.org/licenses/odbl/1-0/"
COPYRIGHT_URL = f"{SITE}/copyright"
COMMUNITIES_NOTICE = Text(
    "小区图层为 OpenStreetMap 中有名称的居住区,不是改造名单。",
    "The communities shown are the named residential areas of OpenStreetMap, "
    "not a list of renovations.",
)
TAKEN_FROM = {
    "parking": "`amenity=parking`, free at all times or at some",
    "parks": "`leisure=park`, and `leisure=garden` that is not private",
    "toilets": "`amenity=toilets`",
    "sunshades": "`amenity=shelter` with a `shelter_type` of "
    + ", ".join(f"`{kind}`" for kind in sorted(SUNSHADES)),
    "communities": "`landuse=residential` areas with a `name`; households are not known to OSM",
}
OUR_FEATURE = re.compile(
    rb'\{"type":"Feature","id":"(node|way|relation)/-?\d+".*"source":"OpenStreetMap"'
)


def place_toml(where: Whereabouts, *, data_date: date | None, has_communities: bool) -> str:
    """Return place.toml of an imported place."""
    lines = [
        "# Made by `facilities osm` from OpenStreetMap data.",
        f"name = {_words(where.name)}",
        f"country = {_string(where.country)}",
        f"timezone = {_string(where.timezone)}",
        f"metric_crs = {_string(where.metric_crs)}",
        *([f"boundary = {_string(BOUNDARY_FILE)}"] if where.boundary else []),
        f"draw_boundary = {'true' if where.boundary else 'false'}",
        f"attribution = {_words(Text(ATTRIBUTION_ZH, ATTRIBUTION))}",
        f"licence = {{ name = {_string(LICENCE)}, url = {_string(LICENCE_URL)} }}",
        *([f"notice = {_words(COMMUNITIES_NOTICE)}"] if has_communities else []),
        *([f"data_date = {data_date.isoformat()}"] if data_date else []),
    ]
    return "\n".join(lines) + "\n"


def _words(words: Text) -> str:
    return f"{{ zh = {_string(words.zh)}, en = {_string(words.en)} }}"


def _string(value: str) -> str:
    """Write a TOML basic string: JSON's escapes are among TOML's, which also wants DEL escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def boundary_geojson(boundary: Boundary) -> bytes:
    """Return the boundary as a canonical collection of one feature."""
    thing = boundary.thing
    properties = {"name": thing.tags["name"], "source": "OpenStreetMap"}
    shape = geometry_from_shape(boundary.area)
    return canonical_collection([canonical_feature(thing.id, shape, properties)])


def readme(
    where: Whereabouts,
    source: Path,
    *,
    counts: Mapping[str, int],
    account: Account,
    data_date: date | None,
) -> str:
    """Return README.md of an imported place: where it is from, what was taken and what was not."""
    heading = " ".join(dict.fromkeys(where.name))
    day = data_date.isoformat() if data_date else "未说明 not stated"
    layers = all_layers()
    lines = [
        f"# {heading}",
        "",
        f"由 `facilities osm` 从 `{source.name}` 生成。 "
        f"Made by `facilities osm` from `{source.name}`.",
        "",
        f"- 数据日期 Date of the data: {day}",
        f"- 来源 Source: [{ATTRIBUTION}]({COPYRIGHT_URL})",
        f"- 许可 Licence: [{LICENCE}]({LICENCE_URL})",
        "- 坐标 Datum: WGS 84. 位置为志愿者绘制,未经实测 (`approximate`),除非条目注明现场调查。 "
        "Positions were drawn by volunteers and are approximate, except where an object says that "
        "it was surveyed.",
        "",
        "| 图层 Layer | 文件 File | 数量 Number | 取自 Taken from |",
        "|---|---|---|---|",
    ]
    for name, number in counts.items():
        file = f"`{name}.geojson`" if number else "–"
        title = f"{layers[name].title.zh} {layers[name].title.en}"
        lines.append(f"| {title} | {file} | {number} | {TAKEN_FROM.get(name, '–')} |")
    if where.boundary:
        lines += ["", f"边界 Boundary: `{BOUNDARY_FILE}`, {SITE}/{where.boundary.thing.id}"]
    lines += _tallies("未收录 Left out", account, LEFT_OUT)
    lines += _tallies("已跳过(形状不可用) Skipped, no usable shape", account, SKIPPED)
    lines += [
        "",
        f"修复的自相交环 Self-crossing rings mended: {len(account.repaired)}. "
        f"未读懂的时间 Hours not understood: {account.hours_not_understood} "
        "(留空,原文在备注中 left null, the text kept in the note).",
    ]
    return "\n".join(lines) + "\n"


def _tallies(heading: str, account: Account, reasons: Mapping[str, Text]) -> list[str]:
    tallies = account.tallies(reasons)
    if not tallies:
        return []
    layers = all_layers()
    rows = [
        f"| {layers[tally.layer].title.zh} {layers[tally.layer].title.en} "
        f"| {tally.words.zh} {tally.words.en} | {tally.count} | {', '.join(tally.examples)} |"
        for tally in tallies
    ]
    head = ["", f"## {heading}", "", "| 图层 Layer | 原因 Reason | 数量 Number | 例 Examples |"]
    return [*head, "|---|---|---|---|", *rows]


def check_folder(out: Path, *, overwrite: bool) -> None:
    """Refuse a folder that has something in it.

    Raises
    ------
    PlaceError
        It is a file, or it is not empty and may not be written over.
    """
    if out.exists() and not out.is_dir():
        raise PlaceError(f"{out} is a file; give a folder for the place")
    if out.is_dir() and any(out.iterdir()) and not overwrite:
        raise PlaceError(
            f"{out} is not empty; give another folder, or allow to overwrite its place"
        )


def write_place(out: Path, contents: Mapping[str, bytes]) -> None:
    """Write the files of a place: a new folder at once, into an old one when all are ready.

    In a folder that is there already files are replaced one by one, place.toml last. Others stay
    as they are, except what an earlier import wrote and this one has nothing for.

    Raises
    ------
    PlaceError
        The folder cannot be written, or the place would not be readable.
    """
    out = out.absolute()
    try:
        # On the same disk as the place will be, even where its folder is a mounted one.
        with _scratch_folder(out if out.is_dir() else out.parent) as ready:
            for name, content in contents.items():
                (ready / name).write_bytes(content)
            read_place(ready)
            if out.is_dir():
                _replace(ready, out, list(contents))
            else:
                ready.rename(out)
    except OSError as fault:
        raise PlaceError(f"{fault.filename or out} cannot be written: {fault.strerror}") from fault


@contextmanager
def _scratch_folder(parent: Path) -> Iterator[Path]:
    """Make a hidden folder, and take it away again if it is still there."""
    parent.mkdir(parents=True, exist_ok=True)
    ready = parent / f".{uuid4().hex}.part"
    ready.mkdir()
    try:
        yield ready
    finally:
        shutil.rmtree(ready, ignore_errors=True)


def _replace(ready: Path, out: Path, names: list[str]) -> None:
    for name in sorted(names, key=lambda name: name == PLACE_FILE):
        (ready / name).replace(out / name)
    could_be_ours = {BOUNDARY_FILE, *(f"{layer}.geojson" for layer in all_layers())}
    for name in could_be_ours - set(names):
        if _is_ours(out / name):
            (out / name).unlink()


def _is_ours(path: Path) -> bool:
    """Tell whether an import wrote the file: its first feature says so."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        file.readline()
        return OUR_FEATURE.match(file.readline()) is not None
