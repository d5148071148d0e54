"""The only table from error to HTTP status, and the one shape of every error (RFC 9457)."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from geo.errors import GeoError
from geo.geojson import compact_json
from layers._layer import Text
from layers.errors import (
    LayerError,
    LayerUnavailableError,
    UnknownLayerError,
    UnknownVersionError,
    shown,
)


class ServiceError(Exception):
    """Something about a request is wrong; the text names it and the way out."""


class NotFoundError(ServiceError):
    """Nothing lies at that address."""


class NoVersionError(NotFoundError):
    """No layer of an answer has such a version."""


class NoRouteError(NotFoundError):
    """No route has that address."""


class MethodNotAllowedError(ServiceError):
    """The address is right, the method is not."""

    def __init__(self, method: str, allowed: Sequence[str]) -> None:
        super().__init__(f"method {method} is not for this address; allowed: {', '.join(allowed)}")
        self.allowed = tuple(allowed)


class NotAcceptableError(ServiceError):
    """No form of the answer is one that the client takes."""

    def __init__(self, accept: str) -> None:
        super().__init__(
            f"no form of this is {shown(accept)!r}; ask for application/json or text/html, "
            "or add f=json or f=html"
        )


class ParameterError(ServiceError):
    """One or more query parameters are wrong; all of them are named."""

    def __init__(self, faults: Sequence[dict[str, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            "; ".join(
                ": ".join(filter(None, (fault["parameter"], fault["reason"]))) for fault in faults
            )
        )


STATUS: tuple[tuple[type[Exception], HTTPStatus], ...] = (
    (ParameterError, HTTPStatus.BAD_REQUEST),
    (MethodNotAllowedError, HTTPStatus.METHOD_NOT_ALLOWED),
    (NotAcceptableError, HTTPStatus.NOT_ACCEPTABLE),
    (NotFoundError, HTTPStatus.NOT_FOUND),
    (UnknownLayerError, HTTPStatus.NOT_FOUND),
    (UnknownVersionError, HTTPStatus.NOT_FOUND),
    (LayerUnavailableError, HTTPStatus.SERVICE_UNAVAILABLE),
    (LayerError, HTTPStatus.BAD_REQUEST),
    (GeoError, HTTPStatus.BAD_REQUEST),
)

# What a person reads, Chinese first.
TITLES = {
    HTTPStatus.BAD_REQUEST: Text("请求有误", "Bad request"),
    HTTPStatus.NOT_FOUND: Text("没有找到", "Not found"),
    HTTPStatus.METHOD_NOT_ALLOWED: Text("不支持此方法", "Method not allowed"),
    HTTPStatus.NOT_ACCEPTABLE: Text("不支持此格式", "Not acceptable"),
    HTTPStatus.INTERNAL_SERVER_ERROR: Text("服务器内部错误", "Internal server error"),
    HTTPStatus.SERVICE_UNAVAILABLE: Text("暂时无法提供", "Service unavailable"),
}
# What a page says beside the exact reason, which is for programs too and so in English.
ADVICE = {
    HTTPStatus.BAD_REQUEST: Text(
        "网址中的参数有误，改正后再试。", "Mend the address and try again."
    ),
    HTTPStatus.NOT_FOUND: Text(
        "这个网址没有内容：可能已移除，或网址有误。", "Nothing is here, or not any more."
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: Text("此处只供读取。", "This can only be read."),
    HTTPStatus.NOT_ACCEPTABLE: Text("没有所要的格式。", "There is no such form of it."),
    HTTPStatus.INTERNAL_SERVER_ERROR: Text(
        "问题已记录，请稍后再试。", "It has been logged; try again later."
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: Text(
        "数据文件有误，待修正后恢复。", "A data file is broken; it returns once that is mended."
    ),
}
NO_VERSION_ADVICE = Text(
    "没有这个数据版本：可能已移除，或网址有误。去掉网址中的 version 即为最新数据。",
    "There is no such version of the data, or not any more; without version= it is the newest.",
)
UNEXPECTED = "服务器出错,已记录。 Something went wrong here; it has been logged."


def status_of(error: Exception) -> HTTPStatus:
    """Return the HTTP status of an error; 500 for one that nobody expected."""
    for kind, status in STATUS:
        if isinstance(error, kind):
            return status
    return HTTPStatus.INTERNAL_SERVER_ERROR


def advice_of(error: Exception) -> Text:
    """Return what a person can do about an error."""
    if isinstance(error, (NoVersionError, UnknownVersionError)):
        return NO_VERSION_ADVICE
    return ADVICE[status_of(error)]


def problem_of(error: Exception) -> dict[str, Any]:
    """Return the problem details of an error; the text of an unexpected one is never told."""
    status = status_of(error)
    detail = UNEXPECTED if status == HTTPStatus.INTERNAL_SERVER_ERROR else str(error)
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": " ".join(TITLES[status]),
        "status": int(status),
        "detail": detail,
    }
    if isinstance(error, ParameterError):
        problem["errors"] = list(error.faults)
    return problem


def problem_body(error: Exception) -> bytes:
    """Return the problem details as JSON."""
    return compact_json(problem_of(error))
