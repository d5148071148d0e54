"""Facilities that were probably written down twice: too near, or near and alike in name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from geo.geodesic import FloatArray
from geo.pairs import close_pairs
from layers._layer import Layer, Text
from layers.intake.finding import Finding
from layers.matching.names import plain_names, similar_names

# Two of one name within this are asked about, however near the layer's own distance is.
SAME_NAME_WITHIN_M = 100.0
# Above what is similar on one spot: names share their endings (…公厕, …停车场).
SIMILAR = 0.8
# A name that so many have says nothing of which one it is: 82 toilets of a city are just 公共厕所.
MOST_OF_ONE_NAME = 3
# Comparing names letter by letter takes microseconds; equal ones are found however many there are.
MOST_COMPARED = 200_000


def near_duplicates(
    layer: Layer,
    lon: FloatArray,
    lat: FloatArray,
    names: Sequence[str | None],
    *,
    lines: Sequence[int | None],
    ids: Sequence[str],
) -> Iterator[Finding]:
    """Yield a warning for each row that lies too near to an earlier one, the nearest one named.

    Too near is the layer's own `duplicates_within_m`; up to 100 m when both have the same name or a
    very similar one. A name that more than three rows share tells nothing and is not compared.

    Parameters
    ----------
    lon, lat
        WGS 84 degrees, shape (n,), finite.
    lines
        Where each row begins in the file; None for a facility that is published and not in it.
        No pair of two such is told.
    ids
        What such facilities are called.
    """
    radius_m = max(layer.duplicates_within_m, SAME_NAME_WITHIN_M)
    earlier, later, distance_m = close_pairs(lon, lat, radius_m)
    spoken = plain_names(names)
    common = {
        name for name, count in Counter(filter(None, spoken)).items() if count > MOST_OF_ONE_NAME
    }
    told: dict[int, tuple[float, int, bool]] = {}
    compared = 0
    for first, second, metres in zip(
        earlier.tolist(), later.tolist(), distance_m.tolist(), strict=True
    ):
        if lines[second] is None:
            # What comes later in the list is the published one: the row of the file is told.
            first, second = second, first  # noqa: PLW2901
        if lines[second] is None:
            continue
        alike = False
        one, other = spoken[first], spoken[second]
        if one and other and one not in common and other not in common:
            alike = one == other
            if not alike and compared < MOST_COMPARED:
                compared += 1
                alike = similar_names(one, other, least=SIMILAR)
        if metres > layer.duplicates_within_m and not alike:
            continue
        if second not in told or metres < told[second][0]:
            told[second] = (metres, first, alike)
    for second, (metres, first, alike) in sorted(told.items()):
        yield _finding(metres, names[first], lines[first], ids[first], lines[second], alike=alike)


def _finding(
    metres: float,
    name: str | None,
    line: int | None,
    feature_id: str,
    own_line: int | None,
    *,
    alike: bool,
) -> Finding:
    zh_where = f"第 {line} 行" if line is not None else f"已发布的 {feature_id}"
    en_where = f"line {line}" if line is not None else f"the published {feature_id}"
    zh_called, en_called = (f"（{name}）", f" ({name})") if name else ("", "")
    zh = f"与{zh_where}{zh_called}相距 {metres:.0f} 米{'，名称相近' if alike else ''}"
    en = f"lies {metres:.0f} m from {en_where}{en_called}"
    if alike:
        en += " and has a similar name"
    return Finding(
        "near_duplicate",
        "warning",
        Text(zh, en),
        Text("如系同一设施，请删去一行。", "If the two are one facility, delete one row."),
        own_line,
        "geometry",
    )
