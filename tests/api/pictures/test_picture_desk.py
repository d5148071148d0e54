"""Drawing takes a core: so it is done once, one at a time, and not for anybody without an end."""

from __future__ import annotations

import asyncio
import threading

import pytest
from starlette.testclient import TestClient

from api.answers import Answer
from api.errors import TooManyRequestsError
from api.main import create_app
from api.pictures import desk
from api.pictures.desk import PictureDesk
from api.settings import Settings
from tests.api.conftest import DEMONSTRATION


class Easel:
    """Draws when it is let; counts how many it draws at once."""

    def __init__(self) -> None:
        self.go, self.drawn, self.at_once, self.most_at_once = threading.Event(), 0, 0, 0

    def draw(self) -> Answer:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.go.wait(10)
        self.drawn, self.at_once = self.drawn + 1, self.at_once - 1
        return Answer(b"x" * 100)


def test_many_who_ask_for_one_picture_get_it_drawn_once() -> None:
    async def ask() -> tuple[int, int]:
        pictures, easel = PictureDesk(5, 5), Easel()
        asking = [
            asyncio.create_task(pictures.drawn("one", easel.draw, "10.0.0.1")) for _ in range(50)
        ]
        await asyncio.sleep(0)
        easel.go.set()
        return len(await asyncio.gather(*asking)), easel.drawn

    assert asyncio.run(ask()) == (50, 1)


def test_one_is_drawn_at_a_time_and_what_is_too_much_is_refused() -> None:
    async def ask() -> tuple[int, int, int]:
        pictures, easel = PictureDesk(1000, 1000), Easel()
        asking = [
            asyncio.create_task(pictures.drawn(number, easel.draw, "10.0.0.1"))
            for number in range(desk.MOST_WAITING + 3)
        ]
        await asyncio.sleep(0)
        easel.go.set()
        found = await asyncio.gather(*asking, return_exceptions=True)
        refused = sum(isinstance(one, TooManyRequestsError) for one in found)
        return refused, easel.drawn, easel.most_at_once

    assert asyncio.run(ask()) == (3, desk.MOST_WAITING, 1)


def test_who_goes_away_does_not_take_it_from_the_others() -> None:
    async def ask() -> bytes:
        pictures, easel = PictureDesk(5, 5), Easel()
        first = asyncio.create_task(pictures.drawn("one", easel.draw, "10.0.0.1"))
        second = asyncio.create_task(pictures.drawn("one", easel.draw, "10.0.0.2"))
        await asyncio.sleep(0)
        first.cancel()
        easel.go.set()
        return (await second).body

    assert asyncio.run(ask()) == b"x" * 100


def test_what_was_drawn_is_kept_up_to_so_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "MOST_KEPT_BYTES", 250)

    async def ask() -> list[bool]:
        pictures, easel = PictureDesk(10, 10), Easel()
        easel.go.set()
        for key in ("a", "b", "a", "c"):
            await pictures.drawn(key, easel.draw, "10.0.0.1")
        return [pictures.kept(key) is not None for key in ("a", "b", "c")]

    # Of 100 bytes each, two stay: the one used longest ago goes.
    assert asyncio.run(ask()) == [True, False, True]


def test_a_client_is_told_when_the_next_new_picture_is_drawn() -> None:
    with TestClient(create_app(Settings(data=DEMONSTRATION, pictures_per_day=1))) as client:
        address = "/picture.svg?preset=thumbnail&layers=parks"
        assert client.get(address).status_code == 200

        refused = client.get(f"{address}&lang=en", headers={"accept": "text/html"})
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 86_400
        assert "每天最多绘制 1 张新图片" in refused.text
        # What is drawn already costs nothing.
        assert client.get(address).status_code == 200
