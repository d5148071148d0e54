"""The map and the curve of an answer as drawings, with their legends inside."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.pictures.drawing import Box, Drawing, Item, Path, Style, Words, circle, polygon
from api.pictures.fonts import REGULAR, SEMIBOLD, width
from api.pictures.lines import wrapped
from api.pictures.look import LIGHT
from api.pictures.marks import mark, mark_in_text
from api.pictures.path_data import outline_of
from api.reader import Lang
from layers._layer import Text
from layers._registry import all_layers
from layers.planning.words import WAYS

Drawn = Mapping[str, Any]

INK, MUTED, LINE = "#1B1F24", "#57606A", "#DCD7CB"
PAPER, SERVED, SERVED_EDGE = "#F6F4EF", "#CFE8D6", "#3E7D57"
GAP, HATCH, SITE = "#FBE3DC", "#B3452C", "#5B2A86"
AREA = Style(fill=PAPER, stroke="#8B857A", stroke_width=1.5, dash=(6, 4))
OUTSIDE = Style(fill="#E7E3D8")
ADDED = Style(fill="#E2D8EE", stroke=SITE, stroke_width=0.8, even_odd=True)
REACHED = Style(fill=SERVED, stroke=SERVED_EDGE, stroke_width=0.6, even_odd=True)
MISSED = Style(fill=GAP, stroke=HATCH, stroke_width=0.8, even_odd=True)
HATCHED = Style(stroke=HATCH, stroke_width=0.7, stroke_opacity=0.7)
FACILITY = Style(fill=INK, stroke="#FFFFFF", stroke_width=1.5)
PLACE = Style(fill="#FFFFFF", stroke=HATCH, stroke_width=1.5)
CHOSEN = Style(fill=SITE, stroke="#FFFFFF", stroke_width=2)
GRID, AXIS = Style(stroke=LINE, stroke_width=1), Style(stroke=MUTED, stroke_width=1)
ON_FOOT, STRAIGHT = Style(stroke="#0B5D3B", stroke_width=2.5), Style(
    stroke="#5F6B76", stroke_width=2, dash=(7, 4)
)  # fmt: skip
THRESHOLD = Style(stroke=HATCH, stroke_width=1.5, dash=(2, 3))

# A pixel is 0.225 mm where a map fills an A4 page: marks of 3.4 mm, diamonds of 5.6 mm.
MARK_PX, FACILITY_PX, PLACE_PX, SITE_PX = 15.0, 5.8, 4.0, 12.5
# Of more facilities a mark each would hide the map.
MOST_MARKS = 200
# Numbers of gaps that would stand nearer to each other are left out; the table has them all.
APART_PX, MOST_NUMBERED = 26.0, 20
LEGEND_PX, LEGEND_SIZE, SAMPLE_PX = 26.0, 15.0, 22.0
TITLE_PX, SOURCE_PX, EDGE_PX = 28.0, 14.0, 24.0
# Of a picture in pixels of its drawing.
SCALE_LINE = Style(stroke=INK, stroke_width=2)
CURVE = Box(56, 14, 600, 200)

LEGENDS = {
    "served": Text("服务范围", "within reach"),
    "newly_served": Text("新增服务范围", "within reach of new sites"),
    "gaps": Text("盲区（编号为排名）", "gaps, numbered by rank"),
    "facilities": Text("设施", "facilities"),
    "places": Text("未覆盖", "not covered"),
    "people": Text("小区", "communities"),
    "sites": Text("建议选址", "proposed sites"),
}


def map_drawing(drawn: Drawn, title: str, lang: Lang) -> Drawing:
    """Return the map of an answer with its scale and its legend."""
    wide, high = drawn["width"], drawn["height"]
    legend, below = _legend(drawn, lang, wide, high + 8)
    items = [*_ground(drawn), *_marks(drawn), *_scale(drawn["scale"], wide, high, lang), *legend]
    return Drawing(
        width=wide,
        height=below,
        items=items,
        title=title,
        description=_description(drawn, lang),
        lang=_tag(lang),
    )


def poster(drawing: Drawing, notes: Sequence[str]) -> Drawing:
    """Return a map as a picture that stands for itself: title above, what it rests on below."""
    room = drawing.width
    title = wrapped(drawing.title, room, TITLE_PX, SEMIBOLD)
    top = EDGE_PX + len(title) * TITLE_PX * 1.25 + 8
    lines = [line for note in notes for line in wrapped(note, room, SOURCE_PX)]
    below = top + drawing.height + 8
    full = Box(0, 0, room + 2 * EDGE_PX, below + len(lines) * SOURCE_PX * 1.5 + EDGE_PX)
    items: list[Item] = [Path(full.outline(), Style(fill="#FFFFFF"))]
    items += [
        Words(line, EDGE_PX, EDGE_PX + (row + 0.85) * TITLE_PX * 1.25, TITLE_PX, SEMIBOLD, INK)
        for row, line in enumerate(title)
    ]
    items += [_moved(item, EDGE_PX, top) for item in drawing.items]
    items += [
        Words(line, EDGE_PX, below + (row + 1) * SOURCE_PX * 1.5, SOURCE_PX, REGULAR, MUTED)
        for row, line in enumerate(lines)
    ]
    return Drawing(
        width=full.width,
        height=full.height,
        items=items,
        title=drawing.title,
        description=drawing.description,
        lang=drawing.lang,
    )


def curve_drawing(drawn: Drawn, title: str, lang: Lang) -> Drawing | None:
    """Return the curve of coverage over distance; None where there is none."""
    curve = drawn["curve"]
    if curve is None or not curve["lines"]:
        return None
    items: list[Item] = [*_axes(curve["last_m"], lang)]
    x = CURVE.x + curve["threshold_x"] * CURVE.width / curve["width"]
    items.append(Path(polygon([(x, CURVE.y), (x, CURVE.bottom)], closed=False), THRESHOLD))
    at = CURVE.x
    for way, style in (("network", ON_FOOT), ("straight", STRAIGHT)):
        if way not in curve["lines"]:
            continue
        points = [
            (
                CURVE.x + float(left) * CURVE.width / curve["width"],
                CURVE.y + float(down) * CURVE.height / curve["height"],
            )
            for left, _, down in (pair.partition(",") for pair in curve["lines"][way].split())
        ]
        items.append(Path(polygon(points, closed=False), style))
        words = said(WAYS[way], lang)
        y = CURVE.bottom + 46
        items.append(Path(polygon([(at, y - 5), (at + 30, y - 5)], closed=False), style))
        items.append(Words(words, at + 36, y, LEGEND_SIZE, REGULAR, INK))
        at += 60 + width(words, LEGEND_SIZE)
    return Drawing(
        width=CURVE.right + 40,
        height=CURVE.bottom + 58,
        items=items,
        title=title,
        description=title,
        lang=_tag(lang),
    )


def said(words: Any, lang: Lang) -> str:
    """Return words in a language."""
    found: str = words.zh if lang == "zh" else words.en
    return found


def _tag(lang: Lang) -> str:
    return "zh-CN" if lang == "zh" else "en"


def _ground(drawn: Drawn) -> Iterator[Item]:
    whole = Box(0, 0, drawn["width"], drawn["height"])
    yield Path(whole.outline(), OUTSIDE)
    yield Path(outline_of(drawn["outline"]), AREA)
    for path in drawn["newly_served"]:
        yield Path(outline_of(path), ADDED)
    for path in drawn["served"]:
        yield Path(outline_of(path), REACHED)
    for gap in drawn["gaps"]:
        yield Path(outline_of(gap["path"]), MISSED)
    for x0, y0, x1, y1 in drawn["hatch"]:
        yield Path(polygon([(x0, y0), (x1, y1)], closed=False), HATCHED)


def _marks(drawn: Drawn) -> Iterator[Item]:
    for x, y in drawn["places"]:
        yield Path(circle(PLACE_PX), PLACE, x, y)
    layer, spots = all_layers()[drawn["layer"]], drawn["facilities"]
    for x, y in spots:
        if len(spots) <= MOST_MARKS:
            yield from mark(layer, x, y, MARK_PX, LIGHT)
        else:
            yield Path(circle(FACILITY_PX), FACILITY, x, y)
    numbered: list[tuple[float, float]] = []
    for gap in drawn["gaps"]:
        x, y = gap["at"]
        near = any(math.hypot(x - other, y - line) < APART_PX for other, line in numbered)
        if len(numbered) < MOST_NUMBERED and not near:
            numbered.append((x, y))
            yield _number(gap["rank"], x, y, 14, HATCH)
    for rank, (x, y) in enumerate(drawn["sites"], 1):
        yield Path(_diamond(), CHOSEN, x, y)
        yield _number(rank, x, y, 13, "#FFFFFF", halo=False)


def _diamond() -> Any:
    return polygon([(0, -SITE_PX), (SITE_PX, 0), (0, SITE_PX), (-SITE_PX, 0)])


def _number(number: int, x: float, y: float, size: float, colour: str, *, halo: bool = True) -> Any:
    text = str(number)
    left = x - width(text, size, SEMIBOLD) / 2
    return Words(
        text, left, y + size * 0.36, size, SEMIBOLD, colour, halo="#FFFFFF" if halo else None
    )


def _scale(scale: Mapping[str, float], wide: float, high: float, lang: Lang) -> Iterator[Item]:
    metres, long = scale["metres"], scale["width"]
    far = f"{metres / 1000:g} " + ("千米" if lang == "zh" else "km")
    words = far if metres >= 1000 else f"{metres:g} " + ("米" if lang == "zh" else "m")
    x, y = wide - long - 14, high - 14
    line = polygon([(x, y - 5), (x, y), (x + long, y), (x + long, y - 5)], closed=False)
    yield Path(line, SCALE_LINE)
    left = x + long / 2 - width(words, 14) / 2
    yield Words(words, left, y - 6, 14, REGULAR, INK, halo="#FFFFFF")


def _legend(drawn: Drawn, lang: Lang, wide: float, top: float) -> tuple[list[Item], float]:
    """Return what the marks are, in as many lines as that takes, and where they end."""
    items: list[Item] = []
    x, y = 4.0, top + LEGEND_PX / 2
    for name, words in LEGENDS.items():
        shown = "places" if name == "people" else name
        if not drawn[shown] or ((name in ("places", "people")) and (
            (name == "people") != (drawn["curve"] is None)
        )):  # fmt: skip
            continue
        text = said(words, lang)
        long = SAMPLE_PX + 8 + width(text, LEGEND_SIZE) + 20
        if x > 4 and x + long > wide:
            x, y = 4.0, y + LEGEND_PX
        if shown == "facilities" and len(drawn[shown]) <= MOST_MARKS:
            layer = all_layers()[drawn["layer"]]
            items += mark_in_text(layer, x + SAMPLE_PX / 2, y, MARK_PX, LIGHT)
        else:
            items += _sample(shown, x, y)
        items.append(Words(text, x + SAMPLE_PX + 8, y + 5, LEGEND_SIZE, REGULAR, INK))
        x += long
    return items, y + LEGEND_PX


def _sample(name: str, x: float, y: float) -> list[Item]:
    box, middle = Box(x, y - 8, SAMPLE_PX, 16), x + SAMPLE_PX / 2
    match name:
        case "served":
            return [Path(box.outline(), REACHED)]
        case "gaps":
            lines = [
                Path(polygon([(x + at, y + 8), (x + at + 8, y - 8)], closed=False), HATCHED)
                for at in (0, 7, 14)
            ]
            return [Path(box.outline(), MISSED), *lines]
        case "newly_served":
            return [Path(box.outline(), ADDED)]
        case "sites":
            return [Path(_diamond(), CHOSEN, middle, y)]
        case "facilities":
            return [Path(circle(FACILITY_PX), FACILITY, middle, y)]
    return [Path(circle(PLACE_PX), PLACE, middle, y)]


def _description(drawn: Drawn, lang: Lang) -> str:
    counts = [
        f"{said(words, lang)} {len(drawn[name])}"
        for name, words in LEGENDS.items()
        if name in ("facilities", "sites", "gaps") and drawn[name]
    ]
    return ("；" if lang == "zh" else "; ").join(counts)


def _axes(last_m: float, lang: Lang) -> Iterator[Item]:
    for tenth in range(0, 11, 2):
        y = CURVE.bottom - CURVE.height * tenth / 10
        style = AXIS if tenth == 0 else GRID
        yield Path(polygon([(CURVE.x, y), (CURVE.right, y)], closed=False), style)
        words = f"{tenth * 10} %"
        yield Words(words, CURVE.x - 8 - width(words, 13), y + 4, 13, REGULAR, MUTED)
    step = _round_step(last_m / 6)
    for number in range(int(last_m / step) + 1):
        x = CURVE.x + CURVE.width * number * step / last_m
        words = f"{number * step:g}"
        if number == int(last_m / step):
            words += " 米" if lang == "zh" else " m"
        yield Words(words, x - width(words, 13) / 2, CURVE.bottom + 18, 13, REGULAR, MUTED)


def _round_step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= least)


def _moved(item: Item, right: float, down: float) -> Item:
    match item:
        case Path():
            return Path(item.outline, item.style, item.x + right, item.y + down, item.scale)
        case Words():
            return Words(
                item.text, item.x + right, item.y + down, item.size, item.font, item.colour,
                item.halo, item.halo_width,
            )  # fmt: skip
    raise AssertionError
