"""The servers beside ours: bare FastAPI and Starlette, sending constants as long as our answers."""

from __future__ import annotations

import json
import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

VARIABLE = "BENCH_CONSTANTS"


@dataclass(frozen=True)
class Constant:
    """The form of an answer that is always the same."""

    size_bytes: int
    media_type: str | None
    status: int = 200
    content_encoding: str | None = None


def environment(constants: Mapping[str, Constant]) -> dict[str, str]:
    """Return what the environment of a server of these constants needs to hold."""
    return {VARIABLE: json.dumps({path: asdict(one) for path, one in constants.items()})}


def fastapi_app() -> FastAPI:
    """Return bare FastAPI: no parameters, no model, a Response that is sent as it is."""
    app = FastAPI()
    for path, respond in _responders().items():
        app.add_api_route(path, _without_parameters(respond))
    return app


def starlette_app() -> Starlette:
    """Return bare Starlette, which is as little as a Python framework does for a request."""
    return Starlette(
        routes=[Route(path, _with_request(respond)) for path, respond in _responders().items()]
    )


def _responders() -> dict[str, Callable[[], Response]]:
    asked = json.loads(os.environ[VARIABLE])
    return {path: _responder(Constant(**one)) for path, one in asked.items()}


def _responder(constant: Constant) -> Callable[[], Response]:
    body = b"x" * constant.size_bytes
    encoding = constant.content_encoding
    headers = {"content-encoding": encoding} if encoding else None

    def respond() -> Response:
        return Response(body, constant.status, headers, constant.media_type)

    return respond


def _without_parameters(respond: Callable[[], Response]) -> Callable[[], Awaitable[Response]]:
    async def answer() -> Response:
        return respond()

    return answer


def _with_request(
    respond: Callable[[], Response],
) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_: Request) -> Response:
        return respond()

    return answer
