"""A drawing as SVG: outlines only, so that it looks alike wherever it is opened, with any fonts."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from api.pictures import fonts
from api.pictures.drawing import Clipped, Drawing, Item, Outline, Path, Style, Words


def drawing_to_svg(drawing: Drawing) -> bytes:
    """Return a drawing as an SVG file (UTF-8); title and description are in it as text."""
    writer = _Writer()
    body = "".join(writer.item(item) for item in drawing.items)
    width, height = _number(drawing.width), _number(drawing.height)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
        f'lang={quoteattr(drawing.lang)} aria-labelledby="title desc">'
        f'<title id="title">{escape(drawing.title)}</title>'
        f'<desc id="desc">{escape(drawing.description)}</desc>'
    )
    definitions = "".join(writer.definitions)
    return f"{head}<defs>{definitions}</defs>{body}</svg>\n".encode()


class _Writer:
    """Writes items; each outline that is placed by scale and position is written only once."""

    def __init__(self) -> None:
        self.definitions: list[str] = []
        self._names: dict[Outline, str] = {}
        self._clips = 0

    def item(self, item: Item) -> str:
        match item:
            case Path():
                return self._path(item)
            case Words():
                return self._words(item)
            case Clipped():
                return self._clipped(item)

    def _path(self, path: Path) -> str:
        if not path.outline:
            return ""
        if (path.x, path.y, path.scale) == (0, 0, 1):
            return f'<path d="{_data(path.outline)}"{_style(path.style)}/>'
        return self._placed(path.outline, path.x, path.y, path.scale, path.style)

    def _placed(self, outline: Outline, x: float, y: float, scale: float, style: Style) -> str:
        return f"<use {self._use(outline, x, y, scale)}{_style(style, scale)}/>"

    def _use(self, outline: Outline, x: float, y: float, scale: float) -> str:
        name = self._names.get(outline)
        if name is None:
            name = self._names[outline] = f"o{len(self._names)}"
            self.definitions.append(f'<path id="{name}" d="{_data(outline, 4)}"/>')
        place = f"translate({_number(x)} {_number(y)})"
        if scale != 1:
            place += f" scale({_number(scale, 4)})"
        return f'xlink:href="#{name}" transform="{place}"'

    def _words(self, words: Words) -> str:
        uses = "".join(
            f"<use {self._use(outline, words.x + at * words.size, words.y, words.size)}/>"
            for at, outline in fonts.letters(words.text, words.font)
            if outline
        )
        halo = ""
        if words.halo is not None:
            style = Style(stroke=words.halo, stroke_width=words.halo_width)
            halo = f"<g{_style(style, words.size)}>{uses}</g>"
        return f'{halo}<g fill="{words.colour}">{uses}</g>'

    def _clipped(self, clipped: Clipped) -> str:
        name = f"c{self._clips}"
        self._clips += 1
        box = _data(clipped.box.outline())
        self.definitions.append(f'<clipPath id="{name}"><path d="{box}"/></clipPath>')
        items = "".join(self.item(item) for item in clipped.items)
        return f'<g clip-path="url(#{name})">{items}</g>'


def _style(style: Style, scale: float = 1) -> str:
    """Return a style as attributes; strokes and dashes are written in the enlarged path's units."""
    parts = [f' fill="{style.fill or "none"}"']
    if style.fill and style.fill_opacity != 1:
        parts.append(f' fill-opacity="{_number(style.fill_opacity)}"')
    if style.fill and style.even_odd:
        parts.append(' fill-rule="evenodd"')
    if style.stroke:
        parts.append(
            f' stroke="{style.stroke}" stroke-width="{_number(style.stroke_width / scale, 4)}"'
        )
        parts.append(' stroke-linejoin="round"')
        if style.stroke_opacity != 1:
            parts.append(f' stroke-opacity="{_number(style.stroke_opacity)}"')
        if style.dash:
            parts.append(f' stroke-dasharray="{_numbers((one / scale for one in style.dash), 4)}"')
    return "".join(parts)


def _data(outline: Outline, decimals: int = 2) -> str:
    return "".join(command[0] + _numbers(command[1:], decimals) for command in outline)


def _numbers(values: Iterable[float], decimals: int = 2) -> str:
    return " ".join(_number(value, decimals) for value in values)


def _number(value: float, decimals: int = 2) -> str:
    written = f"{value:.{decimals}f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written == "-0" else written
