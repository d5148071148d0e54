"""Reports by hand: what somebody says of a toilet, and when."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from layers.reports.entries import QUEUE_FILE
from layers.reports.queue import NewReport

# 16:00 in Shanghai.
NOON = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)


def after(**span: float) -> datetime:
    """Return a time after noon."""
    return NOON + timedelta(**span)


def said(**changes: str | None) -> NewReport:
    """Return what is said, about toilet t-1 unless changed."""
    told = {
        "layer": "toilets",
        "facility": "t-1",
        "name": "东街公厕",
        "version": "0123456789abcdef",
        "kind": "hours",
        "text": "晚上八点就关门",
    }
    return NewReport(**told | changes)


def entries(folder: Path) -> list[dict[str, Any]]:
    """Return the lines of a queue's file."""
    text = (folder / QUEUE_FILE).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]
