"""OSM tags -> the fields of each layer. What no tag says is null."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from layers._facility import NAME_LENGTH
from layers.hours import HoursError, parse_hours
from layers.osm.conditional import clauses
from layers.osm.errors import LeftOutError
from layers.osm.fees import fee_of, is_charged
from layers.osm.values import (
    Tags,
    count,
    full_date,
    height_m,
    one_line,
    text,
    truth,
    year,
)
from layers.osm.wanted import PUBLIC_ACCESS
from layers.osm.week import Change, NotExactError, hours_after

PARKING_KINDS = {
    "street_side": "kerbside",
    "lane": "kerbside",
    "on_kerb": "kerbside",
    "half_on_kerb": "kerbside",
    "surface": "lot",
    "rooftop": "lot",
    "multi-storey": "lot",
    "underground": "underground",
}
# Motor traffic's keys for access; the most specific one that is there counts.
PARKING_ACCESS = ("motorcar", "motor_vehicle", "vehicle", "access")
PRIVATE_GARDENS = frozenset({"residential", "private"})
# Roofs to wait or rest under. Left out are bus shelters (a part of the stop, of which a city has
# thousands), huts, hides and caves, and shelters of no stated type: in the mountains of Andorra
# every one of those is a hut.
SUNSHADES = frozenset({"sun_shelter", "weather_shelter", "gazebo", "pavilion", "picnic_shelter"})


@dataclass
class Taken:
    """What the tags of one object say in a layer's own fields.

    Parameters
    ----------
    fields
        By the layer's field names; fields that are not here are null.
    notes
        What no field can hold, Chinese first.
    not_understood
        Hours that became null: the field, the text, and why.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    not_understood: list[tuple[str, str, str]] = field(default_factory=list)

    def set_hours(self, name: str, given: str | None) -> None:
        """Set a field to opening hours, or to null with a note where they are not understood."""
        hours = one_line(given or "")
        if not hours:
            return
        try:
            self.fields[name] = parse_hours(hours).expression
        except HoursError as fault:
            self.refuse_hours(name, hours, f"{fault.reason}; {fault.suggestion}")

    def refuse_hours(self, name: str, given: str, reason: str) -> None:
        """Set a field to null, keeping the text in a note."""
        self.fields[name] = None
        self.not_understood.append((name, given, reason))
        self.notes.append(f"时间未能读懂 Hours not understood: {given}")


def taken(layer: str, tags: Tags) -> Taken:
    """Return the fields that a layer takes from an object's tags.

    Raises
    ------
    LeftOutError
        The object is not of the layer: private, charged for, of another sort, without a name.
    """
    return _READERS[layer](tags)


def _require_public(tags: Tags) -> None:
    if tags.get("access", "") not in PUBLIC_ACCESS:
        raise LeftOutError("private")


def _parking(tags: Tags) -> Taken:
    found = Taken()
    found.set_hours("open_hours", tags.get("opening_hours"))
    shared = _limit_to_public_hours(tags, found)
    fee = fee_of(tags)
    found.fields |= {
        "spaces": count(tags.get("capacity"), most=100_000),
        "accessible_spaces": count(tags.get("capacity:disabled"), most=10_000),
        "kind": "shared" if shared else PARKING_KINDS.get(tags.get("parking", "")),
        "free_hours": fee.free_hours,
        "max_stay_minutes": fee.max_stay_minutes,
        "height_limit_m": height_m(tags.get("maxheight")),
    }
    if fee.not_understood:
        found.refuse_hours("free_hours", *fee.not_understood)
    elif fee.rule:
        found.notes.append(f"收费规则 Fee rule: {fee.rule}")
    if ("open_hours" in found.fields) and found.fields["open_hours"] is None:
        # Nobody can say when it is free where nobody can say when one may enter.
        found.fields["free_hours"] = None
    return found


def _limit_to_public_hours(tags: Tags, found: Taken) -> bool:
    """Limit the opening hours to those for everybody; tell whether it is private otherwise."""
    key = next((key for key in PARKING_ACCESS if key in tags), "access")
    public = tags.get(key, "") in PUBLIC_ACCESS
    conditional = one_line(tags.get(f"{key}:conditional", tags.get("access:conditional", "")))
    if not conditional:
        if not public:
            raise LeftOutError("private")
        return False
    parts = clauses(conditional)
    if all(part.understood and not part.for_some and part.stay is None for part in parts):
        changes = [Change(part.value in PUBLIC_ACCESS, part.hours) for part in parts]
        try:
            hours = hours_after(changes, open_at_first=public)
        except (HoursError, NotExactError):
            hours = ""
        if hours is None:
            raise LeftOutError("private")
        if hours and "open_hours" not in found.fields:
            found.fields["open_hours"] = hours
            return not public
    if not public:
        raise LeftOutError("private")
    found.refuse_hours("open_hours", conditional, "when it is open to everybody does not follow")
    return False


def _park(tags: Tags) -> Taken:
    _require_public(tags)
    if tags.get("leisure") == "garden" and tags.get("garden:type") in PRIVATE_GARDENS:
        raise LeftOutError("private")
    found = Taken({"features": _stated_features(tags)})
    _set_open_hours(tags, found)
    return found


def _stated_features(tags: Tags) -> list[str]:
    features = {
        "lighting": tags.get("lit") in {"yes", "24/7", "automatic"},
        "toilets": tags.get("toilets") == "yes",
        "seating": tags.get("bench") == "yes",
        "accessible_paths": tags.get("wheelchair") in {"yes", "designated"},
        "dogs_allowed": tags.get("dog") in {"yes", "leashed", "unleashed", "designated"},
    }
    return [feature for feature, stated in features.items() if stated]


def _set_open_hours(tags: Tags, found: Taken) -> None:
    """Set the opening hours, unless money is asked: open would then be read as free."""
    if not is_charged(tags):
        found.set_hours("open_hours", tags.get("opening_hours"))
        return
    stated = [
        f"{key}={one_line(tags[key])}"
        for key in ("fee", "fee:conditional", "charge")
        if key in tags
    ]
    if "opening_hours" in tags:
        stated.append(f"opening_hours={one_line(tags['opening_hours'])}")
    found.notes.append(f"收费 Fee charged: {'; '.join(stated)}")


def _toilets(tags: Tags) -> Taken:
    _require_public(tags)
    found = Taken(
        {
            "accessible": truth(tags.get("wheelchair")),
            "family_room": truth(tags.get("toilets:family", tags.get("family"))),
            "baby_change": truth(tags.get("changing_table", tags.get("diaper"))),
        }
    )
    if tags.get("wheelchair") == "limited":
        found.notes.append("轮椅部分可达 Wheelchair access is limited")
    if tags.get("changing_table") == "limited":
        found.notes.append("婴儿台有限 Baby changing is limited")
    _set_open_hours(tags, found)
    return found


def _sunshade(tags: Tags) -> Taken:
    _require_public(tags)
    if tags.get("shelter_type") not in SUNSHADES:
        raise LeftOutError("other_shelter")
    return Taken({"built_on": full_date(tags.get("start_date"))})


def _community(tags: Tags) -> Taken:
    if text(tags, "name", limit=NAME_LENGTH) is None:
        raise LeftOutError("no_name")
    return Taken({"built_year": year(tags.get("start_date"))})


_READERS: dict[str, Callable[[Tags], Taken]] = {
    "parking": _parking,
    "parks": _park,
    "toilets": _toilets,
    "sunshades": _sunshade,
    "communities": _community,
}
