"""A page in Chinese says what its English twin says, and is written as Chinese is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CHINESE = ".zh-CN.md"
HAN = r"[\u3400-\u9fff]"


def is_about(page: Any) -> bool:
    return page.name.endswith(CHINESE)


@pytest.fixture
def twin(page: Any, document: Any) -> Any:
    return document(page.name.replace(CHINESE, ".md"))


def test_both_have_the_same_blocks_in_the_same_order(page: Any, twin: Any) -> None:
    assert [(one.language, one.text, one.marks) for one in page.blocks] == [
        (one.language, one.text, one.marks) for one in twin.blocks
    ]


def test_both_have_the_same_headings_by_depth(page: Any, twin: Any) -> None:
    def depths(one: Any) -> list[str]:
        return [token.tag for token in one.tokens if token.type == "heading_open"]

    assert depths(page) == depths(twin)


def test_each_leads_to_the_other(page: Any, twin: Any) -> None:
    assert twin.path.name in page.links
    assert page.path.name in twin.links


def test_chinese_has_full_width_punctuation(page: Any) -> None:
    prose = re.sub(r"\]\([^)]*\)", "]", page.prose)
    found = re.findall(rf"{HAN}[,;:!?()]|[,;:!?()]{HAN}", prose)

    assert found == []


def test_every_han_page_has_an_english_twin_and_is_linked(twin: Any) -> None:
    assert twin.path.exists()
