"""The application: a place's store behind routes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from api.routes import (
    collections,
    coverage,
    data,
    docs,
    embed,
    facility,
    facts,
    health,
    items,
    jobs,
    manifest,
    map_files,
    maps,
    nearest,
    newsroom,
    oembed,
    pictures,
    planner,
    processes,
    reports,
    resident,
    search,
    search_engines,
    static,
)
from api.routing import FacilitiesApp
from api.service import Service
from api.settings import Settings
from api.warming import warm
from layers._registry import all_layers
from layers.hours import Clock
from layers.store.files import FileStore
from layers.store.protocol import Store


def create_app(
    settings: Settings | None = None,
    store: Store | None = None,
    *,
    warmed: bool = False,
) -> FacilitiesApp:
    """Return the ASGI application that serves a place.

    Parameters
    ----------
    settings
        From the environment when not given.
    store
        Where the layers are kept; the folder `settings.data` when not given.
    warmed
        Whether what the first reader would wait for is made at the start.

    Raises
    ------
    PlaceError
        When the folder is no place.
    """
    settings = settings or Settings()
    store = store or FileStore(settings.data, poll_interval_s=settings.poll_interval_s)
    clock = Clock(store.place.timezone, store.place.calendar())

    @asynccontextmanager
    async def watch(_: Any) -> AsyncIterator[None]:
        store.start()
        warming = asyncio.create_task(warm(app.service)) if warmed else None
        try:
            yield
        finally:
            if warming is not None:
                warming.cancel()
            store.stop()
            await asyncio.to_thread(app.service.planning.close)

    app = FacilitiesApp(
        title="Public facilities map",
        version=version("public-facilities-map"),
        lifespan=watch,
        # Served by routes of our own, without another host.
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    app.service = Service(settings, store, clock)
    app.add_routers(
        maps.router,
        map_files.router,
        embed.router,
        embed.files_router,
        oembed.router,
        collections.router,
        items.items_router(all_layers().values()),
        facility.router,
        nearest.router,
        search.router,
        resident.router,
        facts.router,
        coverage.coverage_router(all_layers().values()),
        processes.router,
        jobs.router,
        pictures.router,
        newsroom.page_router,
        newsroom.router,
        reports.router,
        planner.router,
        data.router,
        docs.router,
        search_engines.router,
        manifest.router,
        static.router,
        health.router,
    )
    return app
