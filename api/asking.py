"""What a route is given of a request: the service behind it and what the headers ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from starlette.requests import Request

from api.answers import Conditions
from api.errors import NotAcceptableError
from api.reader import ABOUT_FORM, Reader, reader_of, with_query

if TYPE_CHECKING:
    from api.service import Service

Format = Literal["json", "html"]

HOST = re.compile(rb"[A-Za-z0-9._~:\[\]-]{1,255}")
JSON_TYPES = (
    "application/geo+json",
    "application/json",
    "application/vnd.oai.openapi+json",
    "application/schema+json",
    "application/problem+json",
)
HTML_TYPES = ("text/html", "application/xhtml+xml")
RANGES: dict[str, tuple[tuple[Format, int], ...]] = {
    "application/*": (("json", 2),),
    "text/*": (("html", 2),),
    "*/*": (("json", 1), ("html", 1)),
}


class Ask(Request):
    """One request. FastAPI knows it for a Request, so that it is no parameter of the route."""

    def __init__(self, scope: Mapping[str, Any], service: Service) -> None:
        # Not Request's own: its url, headers and state are made only where they are read.
        self.scope = scope  # type: ignore[assignment]
        self.service = service
        self.accept = b""
        self._host = b""
        if_none_match, gzip = None, False
        for name, value in scope["headers"]:
            match name:
                case b"accept":
                    self.accept = value
                case b"host":
                    self._host = value
                case b"if-none-match":
                    if_none_match = value
                case b"accept-encoding":
                    gzip = _accepts_gzip(value)
        self.conditions = Conditions(if_none_match, gzip, scope["method"] == "HEAD")

    @cached_property
    def reader(self) -> Reader:
        """Who reads the page that is asked for."""
        return reader_of(self.scope)

    @property
    def path(self) -> str:
        """The path below where the service stands, decoded."""
        path: str = self.scope["path"]
        root: str = self.scope.get("root_path", "")
        return path[len(root) :] if root and path.startswith(root + "/") else path

    @property
    def here(self) -> str:
        """The path and query of the page, without its form and how it is read."""
        query = self.scope["query_string"].decode("latin-1")
        pairs = [pair for pair in query.split("&") if pair.partition("=")[0] not in ABOUT_FORM]
        path = quote(self.path, safe="/,:@!$'()*;~")
        return with_query(path, "&".join(filter(None, pairs)))

    @property
    def base(self) -> str:
        """The address that links begin with, without a final slash."""
        if self.service.settings.base_url:
            return self.service.settings.base_url.rstrip("/")
        return _address(self.scope["scheme"], self._host, self.scope.get("root_path", ""))

    def format(self, asked: Format | None) -> Format:
        """Return the form to answer in: as `f=` says, else as the Accept header prefers.

        Raises
        ------
        NotAcceptableError
            When neither JSON nor HTML will do.
        """
        if asked is not None:
            return asked
        if not self.accept or self.accept == b"*/*":
            return "json"
        return preferred_format(self.accept.decode("latin-1"))


@lru_cache(maxsize=64)
def _address(scheme: str, host: bytes, root: str) -> str:
    true_host = host if HOST.fullmatch(host) else b"localhost"
    return f"{scheme}://{true_host.decode('ascii')}{root.rstrip('/')}"


def preferred_format(accept: str) -> Format:
    """Return what an Accept header prefers of JSON and HTML; JSON where it does not care.

    The most exact range that fits a form says how much it is wanted (RFC 9110, section 12.5.1); of
    two forms wanted alike, the one that is named more exactly is sent.

    Raises
    ------
    NotAcceptableError
        When it wants neither.
    """
    # For each form how exactly it was named so far (type, group, anything), and its weight there.
    named: dict[Format, tuple[int, float]] = {"json": (0, 0.0), "html": (0, 0.0)}
    for item in accept.split(","):
        media, *parameters = (part.strip().lower() for part in item.split(";"))
        for form, exactness in _fitting(media):
            named[form] = max(named[form], (exactness, _weight(parameters)))
    (json_exactness, json_weight), (html_exactness, html_weight) = named["json"], named["html"]
    if not (json_weight or html_weight):
        raise NotAcceptableError(accept)
    wants_html = (html_weight, html_exactness) > (json_weight, json_exactness)
    return "html" if wants_html else "json"


def _fitting(media: str) -> tuple[tuple[Format, int], ...]:
    """Return the forms that a media range fits, and how exactly it names them."""
    if media in JSON_TYPES or media.endswith("+json"):
        return (("json", 3),)
    if media in HTML_TYPES:
        return (("html", 3),)
    return RANGES.get(media, ())


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0


def _accepts_gzip(value: bytes) -> bool:
    value = value.lower()
    if b"gzip" not in value:
        return False
    for item in value.decode("latin-1").split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        if name == "gzip":
            return _weight(parameters) > 0
    return False
