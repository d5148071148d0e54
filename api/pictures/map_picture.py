"""A published map as a picture: title, map with its legend in the frame, source and notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from api.pages import said
from api.pictures import fonts, furniture
from api.pictures.drawing import Box, Drawing, Item, Path, Style, Words
from api.pictures.facilities import (
    MOST_NAMES,
    Chosen,
    Placed,
    facilities,
    placed_marks,
    scene,
)
from api.pictures.furniture import Legend, Row, ScaleBar, corner
from api.pictures.ground import ground
from api.pictures.key import Key
from api.pictures.lines import wrapped
from api.pictures.look import PALETTES, Palette, Scheme, Sizes, sizes
from api.pictures.mercator import window_of
from api.pictures.presets import Labels
from api.published.figures import alt_text, map_title, notices, source_line
from api.published.map import Part, PublishedMap
from api.published.parameters import Bounds, View
from api.reader import LANGUAGE_TAGS, Lang
from api.views import facility_name

# Smaller pictures than this have no legend and no names: a thumbnail is looked at, not read.
READ_FROM_PX = 420
# What may stand below the map, as a share of the height, before it is shortened.
MOST_FOOT = 0.18
TITLE_LINES = 2
# What a key may take of the map, and how often map and key are fitted to each other.
MOST_KEY = 0.5
MOST_TRIES = 6
# A middle dot is as wide as a Chinese character in this font, and has its room in itself.
DOT, WIDE_DOT = " · ", "·"


@dataclass(frozen=True, kw_only=True)
class MapPicture:
    """What is drawn.

    Parameters
    ----------
    view
        What the map shows; its zoom is in pixels of the picture.
    width, height
        In CSS pixels.
    title
        None for the facility's or the layers' own, empty for none.
    accent
        Colour #RRGGBB of a rule over the title.
    chosen
        The facility that the picture is about.
    large
        Whether small type is larger.
    labels
        Names beside the marks; or numbers in them, with a key below the map, where there is room
        for it.
    """

    shown: PublishedMap
    view: View | Bounds
    width: float
    height: float
    lang: Lang = "zh"
    theme: Scheme = "light"
    title: str | None = None
    credit: str | None = None
    accent: str | None = None
    chosen: Chosen | None = None
    large: bool = False
    labels: Labels = "names"

    @property
    def is_read(self) -> bool:
        """Whether it is large enough to be read."""
        return self.width >= READ_FROM_PX


def map_drawing(picture: MapPicture) -> Drawing:
    """Return the drawing of a map."""
    shown, lang = picture.shown, picture.lang
    size, palette = (
        sizes(picture.width, picture.height, large=picture.large),
        PALETTES[picture.theme],
    )
    title = own_title(picture) if picture.title is None else picture.title
    page = Box(0, 0, picture.width, picture.height)
    inner = page.inset(size.margin)
    items: list[Item] = [Path(page.outline(), Style(fill=palette.surface))]
    head, top = _head(title, picture.accent, inner, palette, size)
    foot, bottom = _foot(picture, inner, palette, size)
    frame = Box(inner.x, top, inner.width, bottom - top)
    return Drawing(
        width=picture.width,
        height=picture.height,
        items=[*items, *_map(picture, frame, palette, size), *head, *foot],
        title=title or own_title(picture),
        description=alt_text(shown, lang),
        lang=LANGUAGE_TAGS[lang],
    )


def own_title(picture: MapPicture) -> str:
    """Return the title of a picture that was given none: the facility's name, or the layers'."""
    if picture.chosen is None:
        return map_title(picture.shown, picture.lang)
    snapshot, row = picture.chosen
    properties = snapshot.decoded([row])[0]["properties"]
    return said(facility_name(snapshot.layer, properties), picture.lang)


def _head(
    title: str, accent: str | None, inner: Box, palette: Palette, size: Sizes
) -> tuple[list[Item], float]:
    """Return the title, and where it ends."""
    y, items = inner.y, list[Item]()
    if accent is not None:
        items.append(Path(Box(inner.x, y, size.title * 1.6, 3).outline(), Style(fill=accent)))
        y += 3 + size.title * 0.3
    text = fonts.settable(title, fonts.SEMIBOLD)
    for line in wrapped(text, inner.width, size.title, fonts.SEMIBOLD, lines=TITLE_LINES):
        baseline = y + size.title * 0.95
        items.append(Words(line, inner.x, baseline, size.title, fonts.SEMIBOLD, palette.ink))
        y += size.title * 1.28
    return items, y + (size.title * 0.2 if items else 0)


def _foot(
    picture: MapPicture, inner: Box, palette: Palette, size: Sizes
) -> tuple[list[Item], float]:
    """Return source and notices, and where they begin."""
    lines = _foot_lines(picture, inner, size)
    height = len(lines) * size.leading
    top = inner.bottom - height
    items: list[Item] = [
        Words(
            line, inner.x, top + (index + 0.5) * size.leading + size.small * 0.37,
            size.small, fonts.REGULAR, palette.muted,
        )
        for index, line in enumerate(lines)
    ]  # fmt: skip
    return items, top - (size.leading * 0.4 if lines else 0)


def _foot_lines(picture: MapPicture, inner: Box, size: Sizes) -> list[str]:
    shown, lang = picture.shown, picture.lang
    source = fonts.settable(source_line(shown, lang, picture.credit).replace(DOT, WIDE_DOT))
    told = [fonts.settable(one) for one in notices(shown, lang)]
    lines = [line for text in (source, *told) for line in wrapped(text, inner.width, size.small)]
    if len(lines) * size.leading <= MOST_FOOT * picture.height:
        return lines
    # Short: one line of source; of the notices the two that must not be left out.
    general = shown.place.notice and fonts.settable(said(shown.place.notice, lang))
    kept = wrapped(WIDE_DOT.join(one for one in told if one != general), inner.width, size.small)
    return [fonts.fitting(source, inner.width, size.small), *kept]


def _map(picture: MapPicture, frame: Box, palette: Palette, size: Sizes) -> list[Item]:
    """Return the map with its furniture, framed, and its key."""
    key = _key(picture, frame, size)
    labels = picture.labels if picture.is_read else "none"
    if key is None:
        labels = "names" if labels == "numbers" else labels
        return _framed(picture, frame, palette, size, labels)
    upper = replace(frame, height=frame.height - key.height)
    below = key.items(frame.x, upper.bottom, palette)
    return [*_framed(picture, upper, palette, size, labels), *below]


def _key(picture: MapPicture, frame: Box, size: Sizes) -> Key | None:
    """Return the key, None where none is wanted or it would take too much of the map."""
    if picture.labels != "numbers" or not picture.is_read:
        return None
    height = 0.0
    # A lower map joins other marks, so that its key changes with it.
    for _ in range(MOST_TRIES):
        upper = replace(frame, height=frame.height - height)
        marks = _furnished(picture, upper, PALETTES[picture.theme], size)[0]
        if len(marks.alone) > MOST_NAMES:
            return None
        key = Key(marks.names(picture.lang), frame.width, size)
        if key.height > MOST_KEY * frame.height:
            return None
        if key.height == height:
            return key
        height = key.height
    return None


def _framed(
    picture: MapPicture, frame: Box, palette: Palette, size: Sizes, labels: Labels
) -> list[Item]:
    marks, items, taken = _furnished(picture, frame, palette, size)
    return [
        ground(picture.shown.place, marks.scene.window, palette),
        facilities(marks, taken, palette, size, picture.lang, labels=labels),
        *items,
        Path(frame.outline(), Style(stroke=palette.line, stroke_width=1)),
    ]


def _furnished(
    picture: MapPicture, frame: Box, palette: Palette, size: Sizes
) -> tuple[Placed, list[Item], list[Box]]:
    """Return the marks in a frame, and the furniture with where it stands."""
    marks = _marks(picture, frame, size)
    drawn = _furniture(picture, marks, frame, palette, size)
    if drawn is not None:
        return marks, *drawn
    # No corner is free: legend and scale stand below the map, in its frame.
    height = _strip(picture, marks, frame, palette, size)[1]
    marks = _marks(picture, replace(frame, height=frame.height - height), size)
    return marks, _strip(picture, marks, frame, palette, size)[0], []


def _marks(picture: MapPicture, box: Box, size: Sizes) -> Placed:
    window = window_of(picture.view, box, border_px=size.mark * 1.2)
    return placed_marks(scene(picture.shown.parts, window, picture.chosen), size.mark)


def _furniture(
    picture: MapPicture, marks: Placed, frame: Box, palette: Palette, size: Sizes
) -> tuple[list[Item], list[Box]] | None:
    """Return legend and scale in corners, with where they stand; None where they would hide one."""
    blocks: list[tuple[furniture.Block, tuple[str, ...]]] = [
        (_scale_bar(picture, marks, palette, size), ("se", "ne", "sw", "nw"))
    ]
    if picture.is_read:
        legend = Legend(_rows(picture, marks), palette, size)
        blocks.insert(0, (legend, ("sw", "nw", "ne", "se")))
    items, taken = list[Item](), list[Box]()
    for block, order in blocks:
        box = corner(block, frame, [*marks.boxes, *taken], order)
        if box is None:
            return None
        items += block.items(box.x, box.y)
        taken.append(box)
    return items, taken


def _strip(
    picture: MapPicture, marks: Placed, frame: Box, palette: Palette, size: Sizes
) -> tuple[list[Item], float]:
    """Return legend and scale as a strip at the frame's lower edge, and its height."""
    bar = _scale_bar(picture, marks, palette, size)
    gap = size.small * 0.6
    rows = _rows(picture, marks) if picture.is_read else []
    room = frame.width - 3 * gap - bar.width
    legend = Legend(rows, palette, size, room) if rows else None
    inner = max(bar.height, legend.height if legend else 0)
    height = inner + 2 * gap
    strip = Box(frame.x, frame.bottom - height, frame.width, height)
    items: list[Item] = [
        Path(strip.outline(), Style(fill=palette.surface, stroke=palette.line, stroke_width=1))
    ]
    if legend:
        items += legend.items(strip.x + gap, strip.y + (height - legend.height) / 2)
    y = strip.bottom - gap - bar.height
    return [*items, *bar.items(strip.right - gap - bar.width, y)], height


def _scale_bar(picture: MapPicture, marks: Placed, palette: Palette, size: Sizes) -> ScaleBar:
    return ScaleBar(marks.scene.window.metres_a_px(), palette, size, picture.lang)


def _rows(picture: MapPicture, marks: Placed) -> Sequence[Row]:
    """Return the legend's rows: each layer with its number, and what else is to be explained."""
    lang, shown = picture.lang, marks.scene
    rows = [
        Row(fonts.settable(legend_words(part, seen, lang)), part.snapshot.layer)
        for part, seen in zip(picture.shown.parts, shown.in_view, strict=True)
    ]
    if marks.has_circles:
        rows.append(Row(said(furniture.CIRCLES, lang), sign="circle"))
    if marks.has_hollow:
        rows.append(Row(said(furniture.HOLLOW, lang), sign="hollow"))
    return rows


def legend_words(part: Part, seen: int, lang: Lang) -> str:
    """Return a layer with its number on the map, and how many of them the picture shows."""
    figure, layer = part.figure, part.snapshot.layer
    whole = f"{figure.count:,}"
    asked = figure.asked(lang)
    if lang == "zh":
        number = whole if seen == figure.count else f"图内 {seen:,} / 共 {whole}"
        return f"{layer.title.zh}{asked} {number} {layer.counter}"
    number = whole if seen == figure.count else f"{seen:,} of {whole} in view"
    return f"{layer.title.en}{asked}: {number}"
