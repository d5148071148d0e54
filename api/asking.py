"""What a route is given of a request: the service behind it and what the headers ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from starlette.requests import Request

from api.answers import Conditions
from api.errors import NotAcceptableError

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

    @property
    def base(self) -> str:
        """The address that links begin with, without a final slash."""
        if self.service.settings.base_url:
            return self.service.settings.base_url.rstrip("/")
        root = self.scope.get("root_path", "").rstrip("/")
        host = self._host if HOST.fullmatch(self._host) else b"localhost"
        return f"{self.scope['scheme']}://{host.decode('ascii')}{root}"

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


def preferred_format(accept: str) -> Format:
    """Return what an Accept header prefers of JSON and HTML; JSON where it does not care."""
    quality: dict[Format, float] = {"json": 0.0, "html": 0.0}
    for item in accept.split(","):
        media, *parameters = (part.strip().lower() for part in item.split(";"))
        weight = _weight(parameters)
        formats: tuple[Format, ...]
        if media in JSON_TYPES or media.endswith("+json"):
            formats = ("json",)
        elif media in HTML_TYPES or media == "text/*":
            formats = ("html",)
        elif media == "application/*":
            formats = ("json",)
        elif media == "*/*":
            # Said in general, so it counts less than any type that is named.
            formats, weight = ("json", "html"), weight * 0.001
        else:
            continue
        for one in formats:
            quality[one] = max(quality[one], weight)
    if not any(quality.values()):
        raise NotAcceptableError(accept)
    return "html" if quality["html"] > quality["json"] else "json"


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
    if b"gzip" not in value:
        return False
    for item in value.decode("latin-1").lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        if name == "gzip":
            return _weight(parameters) > 0
    return False
