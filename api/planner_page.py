"""The planner's page: a question as a sentence, the Folium map, and room for the answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from markupsafe import Markup

from api.asking import Ask
from api.data_blocks import data_block
from api.framing import frame, prefix
from api.map_page import page_settings, rendered_map
from api.pages import Frame, render_page
from api.planner_form import PROCESSES, PlannerForm
from api.planner_link import COMMON, link_query
from api.planning.fields import Process
from api.views import CERTAINTY_WORDS, StandardView
from api.words import field_config, field_order
from layers._layer import Text
from layers.store.snapshot import Snapshot


@dataclass(frozen=True)
class Tab:
    """One of the questions that may be asked, with what they have in common kept."""

    process: Process
    words: Text
    href: str
    current: bool


@dataclass(frozen=True)
class PlannerAnswer:
    """The answer for who reads without scripts, or why there is none.

    Parameters
    ----------
    result
        The answer's document, its words as words.
    """

    result: Any = None
    refused: Text | None = None

    @property
    def standard(self) -> StandardView | None:
        """The standard that the threshold is taken from."""
        if self.result is None or (threshold := self.result["threshold"])["label"] is None:
            return None
        sure = CERTAINTY_WORDS[threshold["certainty"]]
        return StandardView(threshold["label"], threshold["metres"], threshold["source"], sure)


def answer_of(document: bytes) -> PlannerAnswer:
    """Return an answer out of its document."""
    return PlannerAnswer(json.loads(document, object_hook=_as_words))


def _as_words(found: dict[str, Any]) -> Any:
    return Text(**found) if found.keys() == {"zh", "en"} else found


@dataclass(frozen=True, kw_only=True)
class PlannerPage:
    """A question and its answer.

    Parameters
    ----------
    asked
        Whether the link asks something, so that it is answered without another word.
    map_html, script_href
        The Folium map's place in the page, and its script.
    settings, planner
        What scripts need to know of the page, and of the question.
    found
        The answer, where the link asks for it within the page.
    answer_href
        The same page with the answer in it.
    """

    template: ClassVar[str] = "planner.html"
    form: PlannerForm
    tabs: Sequence[Tab]
    asked: bool
    map_html: Markup
    script_href: str
    settings: Markup
    planner: Markup
    found: PlannerAnswer | None
    answer_href: str


def planner_page(
    ask: Ask,
    form: PlannerForm,
    snapshot: Snapshot,
    *,
    asked: bool,
    found: PlannerAnswer | None = None,
) -> bytes:
    """Return the planner's page as HTML.

    Parameters
    ----------
    snapshot
        The layer of the question.
    """
    around, base = frame(ask, [snapshot]), prefix(ask)
    rendered = rendered_map(ask.service, [snapshot], base=base, pinned=False)
    page = PlannerPage(
        form=form,
        tabs=_tabs(around, form),
        asked=asked,
        map_html=rendered.html,
        script_href=f"{base}/map.js?layers={form.layer.name}&v={rendered.version}",
        settings=data_block({**page_settings(around), "map": rendered.config}),
        planner=data_block(_planner(form, snapshot, base, asked=asked)),
        found=found,
        answer_href=around.page(f"/planner?{link_query({**form.given, 'answer': 'page'})}"),
    )
    return render_page(around, page)


def _tabs(around: Frame, form: PlannerForm) -> list[Tab]:
    kept = {name: form.given[name] for name in COMMON if name in form.given}
    return [
        Tab(
            process,
            words,
            around.page(f"/planner?{link_query({**kept, 'process': process})}"),
            process == form.process,
        )
        for process, words in PROCESSES.items()
    ]


def _planner(form: PlannerForm, snapshot: Snapshot, base: str, *, asked: bool) -> Mapping[str, Any]:
    layer = form.layer
    return {
        "process": form.process,
        "asked": asked,
        "hasNetwork": form.has_network,
        "layer": layer.name,
        "count": len(snapshot),
        "itemsUrl": f"{base}/collections/{layer.name}/items",
        "communitiesUrl": f"{base}/collections/communities/items",
        "fields": {
            name: field_config(layer, name)["label"]
            for name in field_order(layer)
            if name in layer.fields
        },
        "filters": list(layer.filters),
    }
