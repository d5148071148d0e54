"""What search engines ask for: which pages there are, and which addresses are none for them."""

from __future__ import annotations

import asyncio

from fastapi.routing import APIRouter

from api.answers import Answer, prepared
from api.asking import Ask
from api.errors import NotFoundError
from api.framing import prefix
from api.routing import Route
from api.sitemap import part_count, sitemap_index, sitemap_of_facilities, sitemap_of_pages
from layers.errors import shown

router = APIRouter(route_class=Route)

XML = b"application/xml"
TEXT = b"text/plain; charset=utf-8"

# Data for programs, questions without an end, and what is sent and not read.
NOT_PAGES = (
    "/resident.json",
    "/collections/*/items?",
    "/nearest",
    "/search",
    "/reports",
    "/data/",
    "/*?version=",
    "/*&version=",
)


@router.get("/sitemap.xml", summary="网站地图 The sitemap", tags=["search engines"])
def read_sitemap(ask: Ask) -> Answer:
    """Return the index of the sitemap's parts."""
    service = ask.service
    key = ("sitemap", ask.base, service.version_key())
    return service.prepared(
        key, lambda: prepared(Answer(sitemap_index(ask.base, service.snapshots()), XML))
    )


@router.get("/sitemap/pages.xml", summary="网站地图：栏目 Pages", tags=["search engines"])
def read_page_sitemap(ask: Ask) -> Answer:
    """Return the sitemap's part with the pages that are no facility's."""
    service = ask.service
    key = ("sitemap of pages", ask.base, service.version_key())
    return service.prepared(
        key, lambda: prepared(Answer(sitemap_of_pages(ask.base, service.snapshots()), XML))
    )


@router.get(
    "/sitemap/{layer}/{part}.xml", summary="网站地图：设施 Facilities", tags=["search engines"]
)
async def read_facility_sitemap(ask: Ask, layer: str, part: str) -> Answer:
    """Return one part of a layer's facilities, as `/sitemap.xml` names it."""
    snapshot = ask.service.store.snapshot(layer)
    parts = part_count(snapshot)
    # Written as a number is written: each part has one address.
    if part not in {str(number) for number in range(1, parts + 1)}:
        raise NotFoundError(
            f"layer {layer!r} has no part {shown(part)!r}; /sitemap.xml names all {parts}"
        )
    base = ask.base
    # In a thread, and not kept: it is some megabytes that hardly anybody asks for.
    body = await asyncio.to_thread(sitemap_of_facilities, base, snapshot, int(part))
    return Answer(body, XML)


@router.get("/robots.txt", summary="爬虫规则 Rules for robots", tags=["search engines"])
def read_robots(ask: Ask) -> Answer:
    """Return where the sitemap is, and which addresses are not worth a robot's while."""
    base = prefix(ask)
    lines = [
        "User-agent: *",
        *(f"Disallow: {base}{path}" for path in NOT_PAGES),
        "",
        f"Sitemap: {ask.base}/sitemap.xml",
        "",
    ]
    return Answer("\n".join(lines).encode(), TEXT)
