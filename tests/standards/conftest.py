"""The same servers as the tests of the HTTP face, for checkers that others wrote."""

from __future__ import annotations

from tests.api.conftest import demonstration_url, town, town_url

__all__ = ["demonstration_url", "town", "town_url"]
