"""The files that pages load: scripts, styles, icons; from memory, compressed once."""

from __future__ import annotations

import mimetypes
from functools import cache
from pathlib import Path
from typing import Annotated

from fastapi import Query
from fastapi.routing import APIRouter

from api.answers import FOREVER, REVALIDATE, Answer, prepared
from api.asking import Ask
from api.errors import NotFoundError
from api.pages import STATIC, static_url
from api.params import StaticParameters
from api.routing import Route
from layers.errors import shown

router = APIRouter(route_class=Route)

# Python's own table depends on the machine; these must not.
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
}


@router.get("/static/{name:path}", summary="页面文件 Page files", tags=["pages"])
def read_static(ask: Ask, name: str, asked: Annotated[StaticParameters, Query()]) -> Answer:
    """Return a file that a page loads; with its content's hash as `v` it may be kept for ever."""
    path = static_files().get(name)
    if path is None:
        raise NotFoundError(f"no page file {shown(name)!r}")
    kept = asked.v is not None and static_url(name).endswith(f"?v={asked.v}")
    cache_control = FOREVER if kept else REVALIDATE

    def make() -> Answer:
        return prepared(Answer(path.read_bytes(), _media_type(path), cache=cache_control))

    return ask.service.prepared(("static", name, kept), make)


@router.get("/sw.js", summary="离线脚本 The service worker", tags=["pages"])
def read_worker(ask: Ask) -> Answer:
    """Return the script by which the map works without a network; its address sets its scope."""
    return read_static(ask, "built/sw.js", StaticParameters())


@router.get("/favicon.ico", summary="图标 Icon", tags=["pages"])
def read_icon(ask: Ask) -> Answer:
    """Return the icon for programs that look for it here."""
    return read_static(ask, "favicon.svg", StaticParameters())


@cache
def static_files() -> dict[str, Path]:
    """Return all page files by name: only what is in this table is ever read."""
    return {
        path.relative_to(STATIC).as_posix(): path
        for path in sorted(STATIC.rglob("*"))
        if path.is_file()
    }


def _media_type(path: Path) -> bytes:
    known = MEDIA_TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    return (known or "application/octet-stream").encode()
