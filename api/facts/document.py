"""The figures as JSON: each with what it is a part of, its method, version, source and links."""

from __future__ import annotations

from typing import Any

from api.asking import Ask
from api.facts.addresses import (
    layer_data_address,
    layer_map_address,
    map_address,
    pinned_address,
    table_address,
)
from api.facts.facts import Facts, LayerFacts, Progress, SubdistrictFacts
from api.features import link
from api.published.figures import Figure, alt_text, map_title, notices, source_line
from api.published.map import PublishedMap
from api.published.parameters import ShownParameters
from api.reader import with_query
from api.views import CERTAINTY_WORDS
from api.words import unit_words
from geo.coverage import Share
from layers._layer import Text
from layers.planning.result import share_dict

JSON_TYPE, HTML_TYPE, CSV_TYPE, GEOJSON_TYPE = (
    "application/json", "text/html", "text/csv", "application/geo+json",
)  # fmt: skip


def facts_document(ask: Ask, asked: ShownParameters, facts: Facts) -> dict[str, Any]:
    """Return the figures as JSON values."""
    shown, base = facts.shown, ask.base
    here, pinned = f"{base}{ask.here}", pinned_address(base, asked, facts)
    return {
        "place": shown.place.name._asdict(),
        "title": _words(map_title, shown),
        "words": _words(alt_text, shown),
        "source": _words(source_line, shown),
        "notices": [Text(*both)._asdict() for both in zip(*_both(notices, shown), strict=True)],
        "pinned": shown.pinned,
        "newest": shown.newest,
        "data_date": shown.data_date and shown.data_date.isoformat(),
        "illustrative": shown.illustrative,
        "free_at": None if shown.free is None else shown.free.at.isoformat(),
        "stay_minutes": None if shown.free is None else shown.free.stay_minutes,
        "households": None if facts.demand is None else {"version": facts.demand.version},
        "layers": [_layer(base, asked, facts, one) for one in facts.layers],
        "links": [
            link(with_query(here, "f=json"), "self", JSON_TYPE),
            link(with_query(here, "f=html"), "alternate", HTML_TYPE),
            link(table_address(base, asked), "alternate", CSV_TYPE),
            link(with_query(pinned, "f=json"), "permalink", JSON_TYPE, "固定版本 Pinned"),
            link(map_address(base, asked, facts), "related", HTML_TYPE, "地图 The map"),
        ],
    }


def _layer(base: str, asked: ShownParameters, facts: Facts, one: LayerFacts) -> dict[str, Any]:
    snapshot, layer = one.part.snapshot, one.part.snapshot.layer
    return {
        "layer": layer.name,
        "title": layer.title._asdict(),
        "version": snapshot.version,
        "data_date": one.data_date and one.data_date.isoformat(),
        "filters": [chip.name for chip in one.part.chips],
        "words": {"zh": one.figure.sentence("zh"), "en": one.figure.sentence("en")},
        **_figure(one.figure),
        "whole": one.figure.whole,
        "reach": _reach(one),
        "subdistricts": [_subdistrict(part) for part in one.subdistricts],
        "targets": [_progress(progress) for progress in one.progress],
        "links": [
            link(layer_map_address(base, asked, facts, one), "related", HTML_TYPE, "地图 The map"),
            link(layer_data_address(base, one), "enclosure", GEOJSON_TYPE, "数据 The data"),
        ],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    layer, total = figure.layer, None
    if layer.total is not None:
        unit = unit_words(layer, layer.total)
        total = {
            "field": layer.total,
            "label": layer.label(layer.total)._asdict(),
            "unit": None if unit is None else unit._asdict(),
            "value": figure.total,
            "unknown": figure.total_unknown,
        }
    return {
        "count": figure.count,
        "always": figure.always,
        "hours_unknown": figure.hours_unknown,
        "total": total,
    }


def _reach(one: LayerFacts) -> dict[str, Any]:
    reach = one.reach
    if reach.shares is None:
        return {
            "known": False,
            "reason": None if reach.unknown is None else reach.unknown._asdict(),
        }
    standard = reach.shares.threshold
    certainty = None if standard.certainty is None else CERTAINTY_WORDS[standard.certainty]
    return {
        "known": True,
        **reach.shares.as_dict(),
        "certainty": None if certainty is None else certainty._asdict(),
    }


def _subdistrict(part: SubdistrictFacts) -> dict[str, Any]:
    return {
        "name": part.name,
        **_figure(part.figure),
        "straight": _share(part.straight),
        "network": _share(part.network),
    }


def _share(share: Share | None) -> dict[str, Any] | None:
    return None if share is None else share_dict(share)


def _progress(progress: Progress) -> dict[str, Any]:
    target, share = progress.target, progress.share
    return {
        "label": target.label._asdict(),
        "value": target.value,
        "unit": target.unit._asdict(),
        "now": progress.now,
        "share": None if share is None else round(share, 6),
        "source": target.source,
        "source_url": target.source_url,
    }


def _both(words: Any, shown: PublishedMap) -> tuple[Any, Any]:
    return words(shown, "zh"), words(shown, "en")


def _words(words: Any, shown: PublishedMap) -> dict[str, str]:
    return Text(*_both(words, shown))._asdict()
