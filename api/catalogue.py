"""The words of pages in other languages: gettext catalogues; message ids are the Chinese words.

Chinese is what pages are written in, so it has no catalogue. What data says in two languages
(names, labels of fields) is a `Text` and not here. `make messages` brings the catalogues up to the
sources.
"""

from __future__ import annotations

import gettext
import json
from functools import cache
from pathlib import Path

from api.reader import Lang

LOCALE = Path(__file__).parent / "locale"
DOMAIN = "facilities"


@cache
def translations(lang: Lang) -> gettext.NullTranslations:
    """Return the catalogue of a language; for Chinese one that leaves everything as it is."""
    if lang == "zh":
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALE, [lang])


@cache
def browser_messages(lang: Lang) -> dict[str, str | list[str]]:
    """Return what the scripts of pages say, by its Chinese; a list where the number matters."""
    path = LOCALE / lang / "browser.json"
    if lang == "zh":
        return {}
    messages: dict[str, str | list[str]] = json.loads(path.read_text(encoding="utf-8"))
    return messages
