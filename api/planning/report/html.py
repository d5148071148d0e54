"""A report as one HTML file that needs no other: no script, pictures within, styles for paper."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.pictures.drawing import Drawing
from api.pictures.svg import drawing_to_svg
from api.planning.report.content import Report

TEMPLATES = Path(__file__).parents[2] / "templates" / "planning"


def report_html(report: Report) -> bytes:
    """Return a report as HTML; the same report gives the same bytes."""
    page = _environment().get_template("report.html")
    text = page.render(
        report=report,
        style=style(),
        map_src=_picture(report.map),
        curve_src=None if report.curve is None else _picture(report.curve),
    )
    return text.encode()


@cache
def style() -> str:
    """Return the styles of a report, as they stand within it."""
    return (TEMPLATES / "report.css").read_text(encoding="utf-8")


@cache
def policy() -> str:
    """Return the security policy of a report: its own styles and pictures, and nothing else."""
    digest = b64encode(sha256(style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _picture(drawing: Drawing) -> str:
    return f"data:image/svg+xml;base64,{b64encode(drawing_to_svg(drawing)).decode()}"
