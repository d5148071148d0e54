"""Where a published map leads: the same choice on the map of the place, the same as a picture."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from api.published.map import PublishedMap
from api.published.parameters import PublishedParameters, query_of
from api.reader import with_query
from layers.find.chips import FREE_THEN

# As the map's own addresses write them (browser/finder/links.js).
PLAIN = ",/:.~"
# The stays that the map's page offers (browser/finder/when.js); others it does not read.
STAYS = (30, 60, 120, 240, 720, 1440)


def map_href(base: str, asked: PublishedParameters, shown: PublishedMap) -> str:
    """Return the address of the map of the place with the choice of a published map.

    Parameters
    ----------
    base
        What addresses begin with.
    """
    href = f"{base}/"
    if asked.at is not None:
        href = with_query(href, f"at={quote(asked.at, safe=PLAIN)}")
    if shown.pinned:
        href = with_query(href, shown.version_query.removeprefix("?"))
    names = ",".join(name for name, _ in shown.versions)
    # Always: without filters the map's page begins with its own.
    filters = quote(",".join(chip.name for chip in asked.chips), safe=PLAIN)
    choice = [f"layers={names}", f"filters={filters}"]
    if asked.free_at is not None and shown.free is not None:
        choice.append(f"when={shown.free.at:%Y-%m-%dT%H:%M}")
    if asked.stay_minutes in STAYS:
        choice.append(f"stay={asked.stay_minutes}")
    return f"{href}#{'&'.join(choice)}"


def picture_href(base: str, asked: PublishedParameters, **looks: Any) -> str | None:
    """Return the address of a published map as a picture.

    None where what it shows changes by the minute: a picture stays.

    Parameters
    ----------
    base
        What addresses begin with.
    looks
        Language, preset, size of the picture.
    """
    if asked.free_at is None and any(chip.key == FREE_THEN for chip in asked.chips):
        return None
    given = PublishedParameters.model_fields.keys() & asked.model_fields_set
    values = {name: getattr(asked, name) for name in given} | looks
    return f"{base}/picture.png{query_of(values)}"
