"""The servers that are measured, each a process of its own: ours, and the constants beside it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from pathlib import Path

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

CONSTANTS = "BENCH_CONSTANTS"
# A million features and their compressed whole are ready long before.
LONGEST_START_S = 120
CLOCK_TICKS_S = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Constant:
    """An answer that is always the same: as long, and of the same type, as one of ours."""

    size_bytes: int
    media_type: str
    status: int = 200
    content_encoding: str = ""

    def response(self) -> Response:
        """Return the answer, made anew as a service must, from bytes that are there."""
        return Response(
            self.body,
            self.status,
            headers={"content-encoding": self.content_encoding} if self.content_encoding else None,
            media_type=self.media_type,
        )

    def __post_init__(self) -> None:
        object.__setattr__(self, "body", b"x" * self.size_bytes)

    body = b""


def constants() -> dict[str, Constant]:
    """Return the constants that this process is asked to serve, by the name of their path."""
    return {name: Constant(**one) for name, one in json.loads(os.environ[CONSTANTS]).items()}


def fastapi_constants() -> FastAPI:
    """Return bare FastAPI: a route a constant, no parameters, a Response that is sent as it is."""
    app = FastAPI()
    for name, constant in constants().items():

        async def answer(constant: Constant = constant) -> Response:
            return constant.response()

        app.add_api_route(f"/{name}", answer)
    return app
