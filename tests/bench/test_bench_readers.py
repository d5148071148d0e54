"""The bench of a crowd counts those who were served, and those who were not."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from api.main import create_app
from api.settings import Settings
from bench.readers import PATH, PLACE, crowd
from tests.serving import serving


def test_every_reader_is_counted_as_served_or_failed():
    with serving(create_app(Settings(data=PLACE))) as address:
        port = urlsplit(address).port
        assert port is not None
        served = asyncio.run(crowd(port, PATH, 20))
        failed = asyncio.run(crowd(port, "/embed?view=1", 5))

    assert (len(served.waits_s), served.failed) == (20, 0)
    assert 0 < served.quantile_s(0.5) <= served.quantile_s(0.99)
    assert (len(failed.waits_s), failed.failed) == (0, 5)
