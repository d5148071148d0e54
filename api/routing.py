"""How a request reaches its function: declared with FastAPI, carried out without its overhead.

A route is declared once, in FastAPI's way: a function whose query parameters are a Pydantic model;
a route that writes has one for its body, too. FastAPI reads that for the OpenAPI document; `Route`
reads the same declaration and does the work: split the query string, validate it (Pydantic, in
Rust), call the function, send its answer.
FastAPI's own request handling takes longer than any question that is asked here
(docs/decisions.md), so there is no second, slower way beside it.
"""

from __future__ import annotations

import inspect
import logging
import re
import typing
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.params import Body, Query
from fastapi.routing import APIRoute, APIRouter
from pydantic import BaseModel

from api.answers import HTML, PROBLEM, UNCACHED, Answer, Headers, Send, send_answer
from api.asking import Ask
from api.bodies import (
    Receive,
    body_type,
    is_long,
    read_body,
    read_fields,
    refuse_other_sites,
)
from api.errors import (
    TITLES,
    MethodNotAllowedError,
    NoRouteError,
    NotAcceptableError,
    advice_of,
    headers_of,
    problem_body,
    problem_of,
    status_of,
)
from api.framed_problem import framed_problem
from api.framing import frame
from api.headers import page_headers
from api.pages import ProblemPage, render_page
from api.queries import NoParameters, nothing_asked, read_query
from layers.errors import shown

log = logging.getLogger("facilities.http")

READING = ("GET", "HEAD")
JOB = re.compile(r"^(/jobs/)[^/]+")

OWN_HEADERS: Headers = [
    (b"vary", b"accept, accept-encoding"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]
# Open data for every program, in a browser too; no cookie or credential is ever used.
API_HEADERS: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"etag"),
    *OWN_HEADERS,
]
# The files of pages have one form, whatever a browser says that it takes: so the service worker
# finds in the browser's own cache what the page has just loaded.
FILES = (b"text/css", b"text/javascript", b"image/")
FILE_HEADERS: Headers = [
    (name, b"accept-encoding" if name == b"vary" else value) for name, value in API_HEADERS
]


class Route(APIRoute):
    """A route whose declaration is FastAPI's and whose work is done here."""

    # Whether its pages may stand in a frame of another site.
    framed = False
    # Whether its page shows others of ours in frames.
    frames = False

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        # An id may hold any character, a line end too.
        self.path_regex = re.compile(self.path_regex.pattern, re.DOTALL)
        self.waits = inspect.iscoroutinefunction(endpoint)
        self.query_model: type[BaseModel] | None = None
        self.body_model: type[BaseModel] | None = None
        self.query_name = self.body_name = ""
        hints = typing.get_type_hints(endpoint, include_extras=True)
        for name in inspect.signature(endpoint).parameters:
            plain, *marks = typing.get_args(hints[name]) or (hints[name],)
            if any(isinstance(mark, Query) for mark in marks):
                self.query_model, self.query_name = plain, name
            elif any(isinstance(mark, Body) for mark in marks):
                self.body_model, self.body_name = plain, name

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


class FramedRoute(Route):
    """A route whose pages other sites may show in a frame, its errors too."""

    framed = True


class FramingRoute(Route):
    """A route whose page shows others of ours in frames."""

    frames = True


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

    def has(self, path: str) -> bool:
        """Tell whether a path has a route."""
        try:
            self.find(path)
        except NoRouteError:
            return False
        return True


class FacilitiesApp(FastAPI):
    """FastAPI for the declarations; requests go from the server straight to their route."""

    service: Any
    dispatcher: Dispatcher
    # Routes that write and that remove, apart, so that no question passes by them.
    writing: Dispatcher
    removing: Dispatcher

    def add_routers(self, *routers: APIRouter) -> None:
        """Add routes as they are declared, and make them findable."""
        for router in routers:
            self.router.routes.extend(router.routes)
        routes = [route for route in self.router.routes if isinstance(route, Route)]
        self.dispatcher = Dispatcher([one for one in routes if "GET" in (one.methods or ())])
        self.writing = Dispatcher([one for one in routes if "POST" in (one.methods or ())])
        self.removing = Dispatcher([one for one in routes if "DELETE" in (one.methods or ())])

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        scope["app"] = self
        ask = Ask(scope, self.service)
        if scope["method"] not in READING:
            await self._other_method(ask, receive, send)
            return
        framed = frames = False
        try:
            route, values = self.dispatcher.find(ask.path)
            framed, frames = route.framed, route.frames
            answer = route.answer(ask, values)
            if route.waits:
                answer = await answer
        except NoRouteError as error:
            answer = self._problem(ask, self._only_written(ask) or error)
        except Exception as error:
            answer = self._problem(ask, error, framed=framed)
        if answer.media_type is HTML:
            ancestors = self.service.settings.embed_ancestors if framed else None
            fixed = page_headers(self.service.place, ask.reader.lang, ancestors, frames=frames)
        else:
            fixed = FILE_HEADERS if answer.media_type.startswith(FILES) else API_HEADERS
        await send_answer(answer, ask.conditions, fixed, send)

    async def _other_method(self, ask: Ask, receive: Receive, send: Send) -> None:
        """Answer what is no question: something to be written, or what is allowed here."""
        path = ask.path
        writes = self.writing.has(path) or self.removing.has(path)
        try:
            allowed = self._allowed(path)
            if ask.scope["method"] == "OPTIONS":
                await _send_allowed(allowed, send)
                return
            answer = await self._written(ask, receive, allowed)
        except Exception as error:
            answer = self._problem(ask, error)
        # A script of another site reads no answer to what it may not send.
        fixed = OWN_HEADERS if writes else API_HEADERS
        if answer.media_type is HTML:
            fixed = page_headers(self.service.place, ask.reader.lang)
        await send_answer(answer, ask.conditions, fixed, send)

    async def _written(self, ask: Ask, receive: Receive, allowed: tuple[str, ...]) -> Answer:
        method = ask.scope["method"]
        if method not in allowed:
            raise MethodNotAllowedError(method, allowed)
        refuse_other_sites(ask)
        if method == "DELETE":
            route, values = self.removing.find(ask.path)
            removed: Answer = await route.answer(ask, values)
            return removed
        route, values = self.writing.find(ask.path)
        model = route.body_model
        assert model is not None
        long = is_long(model)
        media_type = body_type(ask, forms=not long)
        body = await read_body(ask, receive, long=long)
        fields: dict[str, Any] = {route.body_name: read_fields(model, media_type, body)}
        answer: Answer = await route.answer(ask, values | fields)
        return answer

    def _allowed(self, path: str) -> tuple[str, ...]:
        """Return the methods of a path.

        Raises
        ------
        NoRouteError
            When no route has it.
        """
        changing = [
            method
            for method, routes in (("POST", self.writing), ("DELETE", self.removing))
            if routes.has(path)
        ]
        if not changing:
            self.dispatcher.find(path)
        reading = READING if not changing or self.dispatcher.has(path) else ()
        return (*reading, "OPTIONS", *changing)

    def _only_written(self, ask: Ask) -> MethodNotAllowedError | None:
        """Return the error for a question to an address that only takes something in."""
        path = ask.path
        if not self.writing.has(path):
            return None
        return MethodNotAllowedError(ask.scope["method"], self._allowed(path))

    def _problem(self, ask: Ask, error: Exception, *, framed: bool = False) -> Answer:
        """Return an error as the client reads it, and log it.

        Never with the query, nor with an address that is none of ours: either may hold a position.
        """
        status = status_of(error)
        method = ask.scope["method"]
        path = "an unknown address" if isinstance(error, NoRouteError) else _shown(ask.path)
        if status == 500:
            log.error("%s %r: unexpected error", method, path, exc_info=error)
        else:
            log.info("%s %r: %d", method, path, status)
        headers = headers_of(error)
        if _wants_page(ask):
            if framed:
                body = framed_problem(frame(ask), error)
                return Answer(body, HTML, status, UNCACHED, headers=headers)
            page = ProblemPage(
                status=status,
                title=TITLES[status],
                detail=problem_of(error)["detail"],
                advice=advice_of(error),
            )
            return Answer(render_page(frame(ask), page), HTML, status, UNCACHED, headers=headers)
        return Answer(problem_body(error), PROBLEM, status, UNCACHED, headers=headers)


def _shown(path: str) -> str:
    """Return a path as it is logged: who knows the address of a job may dismiss it."""
    return JOB.sub(r"\1…", path)


async def _send_allowed(methods: tuple[str, ...], send: Send) -> None:
    headers: Headers = [
        *OWN_HEADERS,
        (b"allow", ", ".join(methods).encode()),
        (b"cache-control", UNCACHED),
    ]
    reading = [method for method in methods if method not in ("POST", "DELETE")]
    # A script of another site may read, and only our own pages write.
    if len(reading) > 1:
        headers += [
            *(header for header in API_HEADERS if header not in OWN_HEADERS),
            (b"access-control-allow-methods", ", ".join(reading).encode()),
            # If-None-Match is the one that a script of another site sets.
            (b"access-control-allow-headers", b"*"),
        ]
    # Not as an answer: a 204 has neither content nor Content-Length (RFC 9110, section 8.6).
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _wants_page(ask: Ask) -> bool:
    if b"f=json" in ask.scope["query_string"]:
        return False
    try:
        return ask.format(None) == "html"
    except NotAcceptableError:
        return False
