"""SVG path data, as layers' marks are written, to outlines of lines and cubic curves."""

from __future__ import annotations

import cmath
import math
import re
from collections.abc import Iterator
from functools import cache

from api.pictures.drawing import Command, Outline

SEPARATOR = re.compile(r"[\s,]*")
LETTER = re.compile(r"[A-Za-z]")
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
FLAG = re.compile(r"[01]")
# How many numbers a command takes each time.
TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


@cache
def outline_of(path_data: str) -> Outline:
    """Return path data as an outline (SVG 2, chapter 9)."""
    pen = _Pen()
    for name, values in _steps(path_data):
        pen.step(name, values)
    return tuple(pen.commands)


class _Pen:
    """Follows path data; positions are complex numbers."""

    def __init__(self) -> None:
        self.commands: list[Command] = []
        self._at = self._start = 0j
        # The handle that a smooth curve mirrors, after which sort of curve.
        self._handle: tuple[str, complex] | None = None

    def step(self, name: str, values: list[float]) -> None:
        """Carry out one command."""
        kind, origin = name.upper(), self._at if name.islower() else 0j
        before, self._handle = self._handle, None
        points = [origin + complex(x, y) for x, y in zip(values[::2], values[1::2], strict=False)]
        match kind:
            case "Z":
                self.commands.append(("Z",))
                self._at = self._start
            case "M":
                self._at = self._start = points[0]
                self.commands.append(("M", self._at.real, self._at.imag))
            case "L":
                self._line(points[0])
            case "H":
                self._line(complex(values[0] + origin.real, self._at.imag))
            case "V":
                self._line(complex(self._at.real, values[0] + origin.imag))
            case "A":
                self.commands += _arc(self._at, values, origin + complex(*values[5:]))
                self._at = origin + complex(*values[5:])
            case _:
                self._curved(kind, points, before)

    def _line(self, to: complex) -> None:
        self._at = to
        self.commands.append(("L", to.real, to.imag))

    def _curved(self, kind: str, points: list[complex], before: tuple[str, complex] | None) -> None:
        sort = "C" if kind in "CS" else "Q"
        if kind in "ST":
            mirrored = before is not None and before[0] == sort
            points = [2 * self._at - before[1] if mirrored and before else self._at, *points]
        self._handle = (sort, points[-2])
        if sort == "Q":
            control, end = points
            points = [*(one + (control - one) * 2 / 3 for one in (self._at, end)), end]
        self._at = points[-1]
        self.commands.append(_curve(*points))


def _steps(path_data: str) -> Iterator[tuple[str, list[float]]]:
    """Yield each command with its numbers; what follows without a letter repeats the last."""
    at, name = 0, ""

    def take(pattern: re.Pattern[str]) -> str | None:
        nonlocal at
        begins = SEPARATOR.match(path_data, at).end()  # type: ignore[union-attr]
        found = pattern.match(path_data, begins)
        at = found.end() if found else begins
        return found and found[0]

    while True:
        letter = take(LETTER)
        if letter is None and at == len(path_data):
            return
        # More points after a move are lines.
        name = letter or {"M": "L", "m": "l"}.get(name, name)
        if letter is None and name in ("", "Z", "z"):
            raise ValueError(f"no command before {path_data[at:]!r} in path data")
        patterns = [NUMBER] * TAKES[name.upper()]
        if name in "Aa":
            # An arc's two flags may stand without a space.
            patterns[3:5] = [FLAG, FLAG]
        values = [take(pattern) for pattern in patterns]
        if None in values:
            raise ValueError(f"{name} has too few numbers before {path_data[at:]!r} in path data")
        yield name, [float(value) for value in values if value is not None]


def _curve(first: complex, second: complex, end: complex) -> Command:
    return ("C", first.real, first.imag, second.real, second.imag, end.real, end.imag)


def _arc(start: complex, values: list[float], end: complex) -> list[Command]:
    """Return an elliptic arc as curves (SVG 2, appendix B.2)."""
    radius_x, radius_y = abs(values[0]), abs(values[1])
    if start == end:
        return []
    if not radius_x or not radius_y:
        return [("L", end.real, end.imag)]
    turn = cmath.rect(1, math.radians(values[2]))
    half = (start - end) / 2 / turn
    off = (half.real / radius_x) ** 2 + (half.imag / radius_y) ** 2
    grown = math.sqrt(max(1.0, off))
    radius_x, radius_y = radius_x * grown, radius_y * grown
    # On the unit circle: where the arc begins and ends, and its middle.
    unit = complex(half.real / radius_x, half.imag / radius_y)
    length = abs(unit)
    away = 1j * unit / length * math.sqrt(max(0.0, 1 - length**2))
    middle = away if bool(values[3]) == bool(values[4]) else -away
    first = cmath.phase(unit - middle)
    sweep = (cmath.phase(-unit - middle) - first) % (2 * math.pi)
    if not values[4]:
        sweep -= 2 * math.pi
    centre = (start + end) / 2

    def place(point: complex) -> complex:
        point += middle
        return centre + turn * complex(point.real * radius_x, point.imag * radius_y)

    pieces = max(1, math.ceil(abs(sweep) / (math.pi / 2) - 1e-9))
    step = sweep / pieces
    handle = 4 / 3 * math.tan(step / 4)
    commands = []
    for piece in range(pieces):
        begins, ends = (cmath.rect(1, first + (piece + side) * step) for side in (0, 1))
        to = end if piece == pieces - 1 else place(ends)
        commands.append(
            _curve(place(begins + 1j * handle * begins), place(ends - 1j * handle * ends), to)
        )
    return commands
