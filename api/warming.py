"""What the first reader would wait for, loaded and made while nobody waits yet."""

from __future__ import annotations

import asyncio
import logging

from api.resident import About, is_by_view
from api.routes.resident import about_layers
from api.service import Service
from layers.errors import LayerError

log = logging.getLogger("facilities.warming")


async def warm(service: Service) -> None:
    """Load what draws and spells, and make today's document of the resident's page.

    Of a place that is asked by view nothing: it has no document, and its memory is for its layers.
    A layer that cannot be served is no fault here; whoever asks for it is told.
    """
    snapshots = list(service.store.snapshots().values())
    if not snapshots or is_by_view(snapshots):
        return
    try:
        await asyncio.to_thread(_load)
        about: About = about_layers(service, snapshots)
        await service.resident.document(about)
    except LayerError as fault:
        log.info("not warmed: %s", fault)


def _load() -> None:
    # Folium brings pandas; pypinyin a dictionary; pictures ReportLab and PDFium. Together a second.
    import pypinyin  # noqa: F401, PLC0415

    import api.maps.folium_map  # noqa: PLC0415
    import api.pictures.files  # noqa: F401, PLC0415
