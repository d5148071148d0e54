"""What a facility's own page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from api.hours_table import DayView, StatusView
from api.navigation import NavigationLink
from api.nearby import NearbyGroup
from api.sharing import ShareCard
from api.views import Entry, FieldView, LayerView
from layers._layer import Text
from layers.reports.entries import MOST_TEXT
from layers.reports.kinds import Kind, kinds_of
from layers.store.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class ReportForm:
    """What a resident can report without scripts: fields as `POST /reports` takes them.

    Parameters
    ----------
    right
        That all is as the page says.
    wrong
        What may not be.
    version
        The version of the layer that was seen.
    """

    layer: str
    feature_id: str
    version: str
    right: Kind
    wrong: tuple[Kind, ...]
    text_length: int

    @classmethod
    def of(cls, snapshot: Snapshot, feature_id: str) -> ReportForm:
        """Return the form for a facility."""
        right, *wrong = kinds_of(snapshot.layer)
        return cls(
            layer=snapshot.layer.name,
            feature_id=feature_id,
            version=snapshot.version,
            right=right,
            wrong=tuple(wrong),
            text_length=MOST_TEXT,
        )


@dataclass(frozen=True, kw_only=True)
class FacilityPage:
    """One facility as a resident wants it: is it open, what has it, how does one get there.

    Parameters
    ----------
    other_name
        Its name in the language that the page is not in, if it has one.
    place_name
        Its name and address, to be copied.
    status
        What holds now; None for a layer that has no hours.
    as_of
        When that was judged.
    week
        The coming seven days; empty where there is nothing to tell day by day.
    hours
        The hours as they are declared.
    has
        What it has, unknown things too.
    about
        Whose it is, who says so and since when.
    links
        Into map apps.
    nearby
        What else is near, by layer.
    card
        How it looks where it is shared.
    json_ld
        What search engines are told, ready for a script element.
    report
        What somebody can say about it; None on a page of the past.
    """

    template: ClassVar[str] = "facility.html"
    view: LayerView
    entry: Entry
    other_name: str | None
    place_name: str
    status: StatusView | None
    as_of: Text
    week: Sequence[DayView]
    hours: Sequence[FieldView]
    has: Sequence[FieldView]
    about: Sequence[FieldView]
    links: Sequence[NavigationLink]
    nearby: Sequence[NearbyGroup]
    card: ShareCard
    json_ld: Markup
    report: ReportForm | None
