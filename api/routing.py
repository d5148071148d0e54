"""How a request reaches its function: declared with FastAPI, carried out without its overhead.

A route is declared once, in FastAPI's way: a function whose query parameters are a Pydantic model.
FastAPI reads that for the OpenAPI document; `Route` reads the same declaration and does the work:
split the query string, validate it (Pydantic, in Rust), call the function, send its answer.
FastAPI's own request handling takes longer than any question that is asked here
(docs/decisions.md), so there is no second, slower way beside it.
"""

from __future__ import annotations

import inspect
import logging
import re
import typing
from collections.abc import Callable
from difflib import get_close_matches
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from fastapi import FastAPI
from fastapi.params import Query
from fastapi.routing import APIRoute, APIRouter
from pydantic import BaseModel, TypeAdapter, ValidationError

from api.answers import HTML, PROBLEM, UNCACHED, Answer, Headers, Send, send_answer
from api.asking import Ask
from api.errors import (
    TITLES,
    MethodNotAllowedError,
    NoRouteError,
    NotAcceptableError,
    ParameterError,
    advice_of,
    problem_body,
    problem_of,
    status_of,
)
from api.framing import frame
from api.headers import page_headers
from api.pages import ProblemPage, render_page
from layers.errors import going_on, shown

log = logging.getLogger("facilities.http")

ALLOWED = ("GET", "HEAD", "OPTIONS")
# Far more than any true question needs.
MOST_QUERY_BYTES = 8_000
MOST_PARAMETERS = 100

# Open data for every program, in a browser too; no cookie or credential is ever used.
API_HEADERS: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"etag"),
    (b"vary", b"accept, accept-encoding"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]


class Route(APIRoute):
    """A route whose declaration is FastAPI's and whose work is done here."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        # An id may hold any character, a line end too.
        self.path_regex = re.compile(self.path_regex.pattern, re.DOTALL)
        self.waits = inspect.iscoroutinefunction(endpoint)
        self.query_model: type[BaseModel] | None = None
        self.query_name = ""
        hints = typing.get_type_hints(endpoint, include_extras=True)
        for name in inspect.signature(endpoint).parameters:
            plain, *marks = typing.get_args(hints[name]) or (hints[name],)
            if any(isinstance(mark, Query) for mark in marks):
                self.query_model, self.query_name = plain, name

    def answer(self, ask: Ask, path_values: dict[str, str]) -> Any:
        """Return what the route's function answers to a request; to be awaited if it `waits`."""
        values: dict[str, Any] = path_values
        query_string = ask.scope["query_string"]
        if self.query_model is not None:
            values[self.query_name] = (
                read_query(self.query_model, query_string)
                if query_string
                else nothing_asked(self.query_model)
            )
        elif query_string:
            read_query(NoParameters, query_string)
        return self.endpoint(ask, **values)


class NoParameters(BaseModel, extra="forbid"):
    """The query parameters of a route that takes none."""


@cache
def nothing_asked(model: type[BaseModel]) -> BaseModel:
    """Return the parameters, which never change, of a query string that is empty.

    Raises
    ------
    ParameterError
        When the route needs one.
    """
    return read_query(model, b"")


def read_query(model: type[BaseModel], query_string: bytes) -> BaseModel:
    """Return the validated parameters of a query string.

    Raises
    ------
    ParameterError
        Naming every parameter that is unknown, given twice, or has a wrong value.
    """
    pairs = _pairs(query_string)
    given = dict(pairs)
    if len(given) < len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise ParameterError(
            [_fault(name, given[name], "is given more than once") for name in twice]
        )
    try:
        return _validator(model).validate_strings(given)  # type: ignore[no-any-return]
    except ValidationError as refused:
        faults = [_parameter_fault(model, given, error) for error in refused.errors()]
        # A list has an error an item, and each would say the same of the whole.
        raise ParameterError(
            list({fault["parameter"]: fault for fault in faults}.values())
        ) from None


@cache
def _validator(model: type[BaseModel]) -> Any:
    # What `model_validate_strings` calls, a fifth of its time spared.
    return TypeAdapter(model).validator


def _pairs(query_string: bytes) -> list[tuple[str, str]]:
    if not query_string:
        return []
    if len(query_string) > MOST_QUERY_BYTES or query_string.count(b"&") >= MOST_PARAMETERS:
        raise ParameterError(
            [
                _fault(
                    "",
                    "",
                    f"the query is longer than {MOST_QUERY_BYTES} bytes or "
                    f"{MOST_PARAMETERS} parameters",
                )
            ]
        )
    if b"%" in query_string or b"+" in query_string:
        return parse_qsl(query_string.decode("latin-1"), keep_blank_values=True)
    parts = [pair.partition("=") for pair in query_string.decode("latin-1").split("&")]
    return [(name, value) for name, _, value in parts if name]


def _fault(parameter: str, value: str, reason: str) -> dict[str, str]:
    return {"parameter": shown(parameter), "value": shown(value), "reason": reason}


def _parameter_fault(model: type[BaseModel], given: dict[str, str], error: Any) -> dict[str, str]:
    name = str(error["loc"][0]) if error["loc"] else ""
    value = given.get(name, "")
    if error["type"] == "extra_forbidden":
        known = [field.alias or key for key, field in model.model_fields.items()]
        close = get_close_matches(name, known, n=1)
        hint = f"did you mean {close[0]!r}? " if close else ""
        return _fault(name, value, f"unknown parameter; {hint}known: {', '.join(known) or 'none'}")
    if error["type"] == "missing":
        return _fault(name, "", "is required")
    reason = str(error["msg"]).removeprefix("Value error, ")
    return _fault(name, value, f"{shown(value)!r}: {going_on(reason)}")


class Dispatcher:
    """Finds the route of a path: whole paths in one look-up, patterns by their first segments."""

    def __init__(self, routes: list[Route]) -> None:
        self.whole = {route.path: route for route in routes if "{" not in route.path}
        self.patterns = [(route.path.split("{")[0], route) for route in routes if "{" in route.path]
        # The longest fixed beginning first, so that the most exact pattern answers.
        self.patterns.sort(key=lambda entry: -len(entry[0]))

    def find(self, path: str) -> tuple[Route, dict[str, str]]:
        """Return the route of a path with the values in it.

        Raises
        ------
        NoRouteError
            When no route has it.
        """
        route = self.whole.get(path)
        if route is not None:
            return route, {}
        for beginning, route in self.patterns:
            if path.startswith(beginning):
                match = route.path_regex.match(path)
                if match:
                    return route, match.groupdict()
        shorter = path.rstrip("/")
        hint = f"; did you mean {shorter}?" if shorter != path and shorter in self.whole else ""
        raise NoRouteError(f"nothing at {shown(path)}{hint}")


class FacilitiesApp(FastAPI):
    """FastAPI for the declarations; requests go from the server straight to their route."""

    service: Any
    dispatcher: Dispatcher

    def add_routers(self, *routers: APIRouter) -> None:
        """Add routes as they are declared, and make them findable."""
        for router in routers:
            self.router.routes.extend(router.routes)
        routes = [route for route in self.router.routes if isinstance(route, Route)]
        self.dispatcher = Dispatcher(routes)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        scope["app"] = self
        ask = Ask(scope, self.service)
        try:
            if scope["method"] not in ("GET", "HEAD"):
                await self._other_method(ask, send)
                return
            route, values = self.dispatcher.find(ask.path)
            answer = route.answer(ask, values)
            if route.waits:
                answer = await answer
        except Exception as error:
            answer = self._problem(ask, error)
        fixed = (
            page_headers(self.service.place, ask.reader.lang)
            if answer.media_type is HTML
            else API_HEADERS
        )
        await send_answer(answer, ask.conditions, fixed, send)

    async def _other_method(self, ask: Ask, send: Send) -> None:
        self.dispatcher.find(ask.path)
        if ask.scope["method"] != "OPTIONS":
            raise MethodNotAllowedError(ask.scope["method"], ALLOWED)
        allowed = ", ".join(ALLOWED).encode()
        headers: Headers = [
            *API_HEADERS,
            (b"allow", allowed),
            (b"access-control-allow-methods", allowed),
            # If-None-Match is the one that a script of another site sets.
            (b"access-control-allow-headers", b"*"),
            (b"cache-control", UNCACHED),
        ]
        # Not as an answer: a 204 has neither content nor Content-Length (RFC 9110, section 8.6).
        await send({"type": "http.response.start", "status": 204, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    def _problem(self, ask: Ask, error: Exception) -> Answer:
        """Return an error as the client reads it, and log it.

        Never with the query, nor with an address that is none of ours: either may hold a position.
        """
        status = status_of(error)
        method = ask.scope["method"]
        path = "an unknown address" if isinstance(error, NoRouteError) else ask.scope["path"]
        if status == 500:
            log.error("%s %r: unexpected error", method, path, exc_info=error)
        else:
            log.info("%s %r: %d", method, path, status)
        headers: tuple[tuple[bytes, bytes], ...] = ()
        if isinstance(error, MethodNotAllowedError):
            headers = ((b"allow", ", ".join(error.allowed).encode()),)
        if _wants_page(ask):
            page = ProblemPage(
                status=status,
                title=TITLES[status],
                detail=problem_of(error)["detail"],
                advice=advice_of(error),
            )
            return Answer(render_page(frame(ask), page), HTML, status, UNCACHED, headers=headers)
        return Answer(problem_body(error), PROBLEM, status, UNCACHED, headers=headers)


def _wants_page(ask: Ask) -> bool:
    if b"f=json" in ask.scope["query_string"]:
        return False
    try:
        return ask.format(None) == "html"
    except NotAcceptableError:
        return False
