"""The headings that are known for a layer's fields, from their declarations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from types import MappingProxyType

from layers._layer import Layer, Text, extra
from layers.intake.columns.heading import Reading, readings, two_languages
from layers.intake.columns.headings import ID_HEADING
from layers.intake.columns.proposal import How
from layers.intake.units import unit_factor
from layers.intake.wording import has_han, simplified, word_key, words

# Of a facility's number in the office's own register; the weaker ones may also be a category.
ID_SYNONYMS = words(
    """
        设施编号 设施编码 唯一编号 唯一编码 唯一标识 唯一标识码 标识码 统一编号 统一编码
        资源编号 点位编号 点位编码 厕所编号 公厕编号 公厕编码 停车场编号 停车场编码 公园编号
        绿地编号 小区编号 小区编码 遮阳棚编号 项目编号 facilityid featureid toiletid parkid
        parkingid carparkid siteid assetid recordid uuid guid globalid 主键 编码 代码 code
        number refno ref identifier bianhao bh kennung identifiant identificador 管理番号
        """
)
WEAK_ID = frozenset({"编码", "代码", "code", "number", "ref", "refno", "bh"})

# What offices call the facilities of a table in its headings: 停车场地址, 厕所位置.
NOUNS = words(
    """
        公厕 厕所 公共厕所 卫生间 停车场 停车点 泊位 公园 绿地 游园 小区 遮阳棚 设施 点位 项目
        站点 场所
        """
)

# How surely a heading is told, the surest first.
STRENGTHS: tuple[How, ...] = ("label", "unit", "synonym", "traditional", "noun", "cut", "spelling")
# A Latin heading this like a known one, from the same first letter on, is its misspelling.
LIKENESS = 0.85
LEAST_LATIN, LEAST_HAN = 5, 3
# A field's name in dBASE; a character of Chinese that did not fit is left out whole.
CUT_BYTES = 10


@dataclass(frozen=True)
class Match:
    """A field that a heading may stand for.

    Parameters
    ----------
    how
        By what it was told.
    rank
        The place of the synonym in the field's list; lower is more usual.
    factor
        Of the unit that the heading names.
    word
        The known heading that it was taken for.
    """

    field: str
    how: How
    rank: int = 0
    factor: float = 1.0
    word: str = ""
    unit: str | None = None

    @property
    def strength(self) -> int:
        """Where it stands among the ways of telling; 0 is the surest."""
        return STRENGTHS.index(self.how)


@dataclass(frozen=True)
class _Known:
    field: str
    rank: int
    word: str


@lru_cache(maxsize=64)
def _known(layer: Layer) -> Mapping[str, _Known]:
    """Return the known headings of a layer by key; rank 0 are its own labels and names."""
    known: dict[str, _Known] = {}
    for field in ("id", *layer.fields):
        label = ID_HEADING if field == "id" else layer.label(field)
        for word in (field, label.zh, label.en, f"{label.zh}{label.en}"):
            known.setdefault(word_key(word), _Known(field, 0, word))
    for field, info in layer.fields.items():
        for rank, word in enumerate(extra(info).get("x-also", ()), 1):
            known.setdefault(word_key(word), _Known(field, rank, word))
    for rank, word in enumerate(ID_SYNONYMS, 1):
        known.setdefault(word_key(word), _Known("id", rank, word))
    return MappingProxyType(known)


def matches(heading: str, layer: Layer, *, cut: bool = False) -> Iterator[Match]:
    """Yield the fields that a heading may stand for, the surest first.

    Parameters
    ----------
    cut
        Whether headings may have been cut to ten bytes, as a shapefile does.
    """
    known = _known(layer)
    for reading in readings(heading):
        if found := known.get(reading.key):
            yield _match(layer, found, reading, "label" if found.rank == 0 else "synonym")
    if both := two_languages(simplified(heading)):
        fields = [known.get(key) for key in both]
        if fields[0] and fields[1] and fields[0].field == fields[1].field:
            yield Match(fields[0].field, "label", fields[0].rank, 1.0, fields[0].word)
    for reading in readings(simplified(heading)):
        if found := known.get(reading.key):
            yield _match(layer, found, reading, "traditional")
    yield from _after_noun(heading, layer)
    if cut:
        yield from _whole(heading, layer)
    yield from _misspelt(heading, layer)


def _match(layer: Layer, found: _Known, reading: Reading, how: How) -> Match:
    symbol = None if found.field == "id" else extra(layer.fields[found.field]).get("x-unit")
    factor = unit_factor(reading.unit, symbol) if reading.unit else None
    if factor is None:
        return Match(found.field, how, found.rank, 1.0, found.word)
    return Match(found.field, "unit", found.rank, factor, found.word, reading.unit)


def _after_noun(heading: str, layer: Layer) -> Iterator[Match]:
    """Yield what is left of 公厕地址 or `ParkArea` when the layer's own word is taken away."""
    nouns = {word_key(word) for word in (layer.title.zh, layer.title.en, layer.name, *NOUNS)}
    nouns |= {noun.removesuffix("s") for noun in nouns}
    known = _known(layer)
    for reading in readings(simplified(heading)):
        for noun in sorted(nouns, key=len, reverse=True):
            rest = reading.key.removeprefix(noun)
            if rest != reading.key and rest and (found := known.get(rest)):
                match = _match(layer, found, reading, "noun")
                yield Match(found.field, "noun", found.rank, match.factor, found.word, match.unit)


def _whole(heading: str, layer: Layer) -> Iterator[Match]:
    """Yield the field whose known headings alone begin as a heading of ten bytes does."""
    sizes = (len(heading.encode()), len(heading.encode("gb18030", "replace")))
    if not any(CUT_BYTES - 2 <= size <= CUT_BYTES for size in sizes):
        return
    key = next(readings(simplified(heading))).key
    begun = [each for word, each in _known(layer).items() if word.startswith(key)]
    if len({each.field for each in begun}) == 1:
        first = min(begun, key=lambda each: each.rank)
        yield Match(first.field, "cut", first.rank, 1.0, first.word)


def _misspelt(heading: str, layer: Layer) -> Iterator[Match]:
    """Yield the known heading that sounds alike (Chinese) or is spelt nearly alike (Latin)."""
    known = _known(layer)
    key = next(readings(simplified(heading))).key
    if has_han(key):
        if len(key) >= LEAST_HAN and (found := _by_sound(layer).get(_sound(key))):
            yield Match(found.field, "spelling", found.rank, 1.0, found.word)
    elif len(key) >= LEAST_LATIN and key.isascii():
        alike = [word for word in known if word[:1] == key[:1] and len(word) >= LEAST_LATIN]
        for close in get_close_matches(key, alike, n=1, cutoff=LIKENESS):
            yield Match(known[close].field, "spelling", known[close].rank, 1.0, known[close].word)


@lru_cache(maxsize=64)
def _by_sound(layer: Layer) -> Mapping[str, _Known]:
    sounds: dict[str, _Known] = {}
    for key, each in _known(layer).items():
        if has_han(key) and len(key) >= LEAST_HAN:
            sounds.setdefault(_sound(key), each)
    return MappingProxyType(sounds)


def _sound(key: str) -> str:
    """Return the syllables of a text: wrong characters are typed by the right sound."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    return " ".join(lazy_pinyin(key))


def match_words(match: Match, label: Text) -> Text:
    """Return in words how a heading was matched to the field of that label."""
    word = match.word
    scale = (
        Text(f"，单位“{match.unit}”已换算", f", its unit {match.unit!r} converted")
        if match.unit and match.factor != 1
        else Text("", "")
    )
    said = {
        "label": Text(f"就是“{label.zh}”", f"is {label.en!r} itself"),
        "unit": Text(f"是带单位的“{label.zh}”", f"is {label.en!r} with a unit"),
        "synonym": Text(
            f"“{word}”是“{label.zh}”的常见写法", f"{word!r} is a known heading of {label.en!r}"
        ),
        "traditional": Text(
            f"按繁简对照就是“{word}”，即“{label.zh}”",
            f"{word!r} in Traditional characters: {label.en!r}",
        ),
        "noun": Text(
            f"去掉图层名就是“{word}”，即“{label.zh}”",
            f"{word!r} after the layer's own word: {label.en!r}",
        ),
        "cut": Text(
            f"列名被截短，应为“{word}”，即“{label.zh}”",
            f"its heading was cut short; {word!r} is {label.en!r}",
        ),
        "spelling": Text(
            f"猜测：像是“{word}”的笔误，其值也符合“{label.zh}”",
            f"a guess: it looks like {word!r} misspelt, and its values fit {label.en!r}",
        ),
    }[match.how]
    return Text(said.zh + scale.zh, said.en + scale.en)
