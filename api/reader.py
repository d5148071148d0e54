"""Who reads a page: in which language, and whether in large type.

The language follows the browser. Whoever chooses another one, or large type, does it by a link, and
every link on the page then keeps the choice: no cookie is needed, and what is sent on opens alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal, NamedTuple
from urllib.parse import parse_qsl

Lang = Literal["zh", "en"]

# As documents are marked, and as Open Graph and manifests name them.
LANGUAGE_TAGS: dict[Lang, str] = {"zh": "zh-CN", "en": "en"}
NAMES: dict[Lang, str] = {"zh": "中文", "en": "English"}
CHOICES = frozenset({"lang", "text"})
# Not part of where a page is: the form, and how it is read.
ABOUT_FORM = frozenset({"f", *CHOICES})


class Reader(NamedTuple):
    """How a page is to be read.

    Parameters
    ----------
    lang
        The language of the page.
    large
        Whether in large type.
    chosen
        The query that keeps what was chosen by a link: `lang=en&text=large`; empty where the
        browser's wish was followed.
    """

    lang: Lang = "zh"
    large: bool = False
    chosen: str = ""

    @property
    def tag(self) -> str:
        """The language tag of the document."""
        return LANGUAGE_TAGS[self.lang]

    def keep(self, href: str) -> str:
        """Return a link to another page of ours that keeps what was chosen."""
        return with_query(href, self.chosen) if self.chosen else href

    def switched(self, here: str, *, lang: Lang | None = None, large: bool | None = None) -> str:
        """Return the address of this page, read otherwise.

        Parameters
        ----------
        here
            The page's path and query, without any choice.
        """
        chosen = dict(parse_qsl(self.chosen))
        if lang is not None:
            chosen["lang"] = lang
        if large is not None:
            chosen.pop("text", None)
            if large:
                chosen["text"] = "large"
        return with_query(here, "&".join(f"{name}={value}" for name, value in chosen.items()))


# Where nobody says anything: Chinese, in normal type.
ANYBODY = Reader()


def with_query(href: str, query: str) -> str:
    """Return an address with more in its query, before a fragment if it has one."""
    if not query:
        return href
    path, hash_mark, fragment = href.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{query}{hash_mark}{fragment}"


def reader_of(scope: Mapping[str, Any]) -> Reader:
    """Return who reads, by the query and the Accept-Language header of an ASGI scope."""
    accepted = b""
    for name, value in scope["headers"]:
        if name == b"accept-language":
            accepted = value
    query = scope["query_string"]
    given = query if b"lang=" in query or b"text=" in query else b""
    return _reader(given.decode("latin-1"), accepted.decode("latin-1"))


@lru_cache(maxsize=256)
def _reader(query: str, accepted: str) -> Reader:
    given = dict(parse_qsl(query))
    chosen = []
    lang: Lang
    match given.get("lang"):
        case "zh" | "en" as asked:
            lang = asked
            chosen.append(f"lang={asked}")
        case _:
            lang = preferred_language(accepted)
    large = given.get("text") == "large"
    if large:
        chosen.append("text=large")
    return Reader(lang, large, "&".join(chosen))


def preferred_language(accepted: str) -> Lang:
    """Return the language of an Accept-Language header that we have (RFC 9110, section 12.5.4).

    Chinese where nothing is said or anything will do; English for those who read neither.
    """
    weights: dict[str, float] = {}
    for item in accepted.split(","):
        match = re.fullmatch(r"\s*([A-Za-z]{1,8}|\*)[-A-Za-z0-9]*\s*(?:;\s*q=([0-9.]+)\s*)?", item)
        if match is None:
            continue
        try:
            weight = float(match[2]) if match[2] else 1.0
        except ValueError:
            continue
        language = match[1].lower()
        weights[language] = max(weights.get(language, 0.0), weight)
    chinese, english = weights.get("zh", 0.0), weights.get("en", 0.0)
    if chinese or english:
        return "zh" if chinese >= english else "en"
    return "en" if any(weight for name, weight in weights.items() if name != "*") else "zh"
