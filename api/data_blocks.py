"""Values as JSON inside of pages and scripts, where no text of them can end the element."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from geo.geojson import compact_json

# What ends a script element, begins a comment in it, or ends a line of an old script.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def data_block(value: Any) -> Markup:
    """Return a value as JSON that is safe in a script file and in a script element."""
    return safe_json(compact_json(value))


def safe_json(text: bytes) -> Markup:
    """Return a JSON text so that it is safe there."""
    # In JSON these signs stand in strings only.
    return Markup(text.decode().translate(ESCAPES))
