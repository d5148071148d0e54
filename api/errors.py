"""The only table from error to HTTP status, and the one shape of every error (RFC 9457)."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from api.planning.errors import (
    FailedJobError,
    JobError,
    JobsUnavailableError,
    NoJobError,
    NoProcessError,
    NoResultError,
    NotAskerError,
    RefusedQuestionError,
)
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
from layers.reports.errors import ReportError, ReportsUnavailableError, TooManyReportsError


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


class UnsupportedFormatError(ServiceError):
    """An answer is asked for in a form that no part of the service writes."""

    def __init__(self, asked: str, known: Sequence[str]) -> None:
        super().__init__(f"format {shown(asked)!r} is not written here; known: {', '.join(known)}")


class OtherSiteError(ServiceError):
    """A page of another site made a browser send what only our own pages may."""

    def __init__(self) -> None:
        super().__init__(
            "this was sent by a page of another site; only this service's own pages, and programs, "
            "may send it"
        )


class LengthRequiredError(ServiceError):
    """A request has no body where one is needed."""

    def __init__(self) -> None:
        super().__init__("there is no body; send one, with Content-Length")


class BodiesBusyError(ServiceError):
    """So many long bodies come in already that no other can be taken in."""

    retry_after_s = 10

    def __init__(self) -> None:
        super().__init__("too many long bodies are coming in; send this one again in 10 seconds")


class BodyTooLargeError(ServiceError):
    """A body is longer than a body may be.

    Parameters
    ----------
    goes_on
        Whether more of it would come, so that the connection can only be closed.
    """

    def __init__(self, most_bytes: int, *, goes_on: bool) -> None:
        super().__init__(f"the body is longer than {most_bytes} bytes; send a shorter one")
        self.goes_on = goes_on


class SlowBodyError(ServiceError):
    """A body was not through in time."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"the body was not through within {wait_s:.0f} seconds; send it again")


class UnsupportedTypeError(ServiceError):
    """A body is of a type that is not read here."""

    def __init__(self, stated: str, known: Sequence[str]) -> None:
        super().__init__(
            f"Content-Type {shown(stated)!r} is not read here; send {' or '.join(known)}, as UTF-8 "
            "and not compressed"
        )
        self.known = tuple(known)


class TooManyRequestsError(ServiceError):
    """More is asked, by one client or by all, than can be worked out in the time.

    Parameters
    ----------
    words
        What it was, and what to do.
    retry_after_s
        After how many seconds it may be asked again.
    """

    def __init__(self, words: Text, retry_after_s: int) -> None:
        super().__init__(f"{words.zh} {words.en}")
        self.words, self.retry_after_s = words, retry_after_s


class ParameterError(ServiceError):
    """One or more query parameters are wrong; all of them are named."""

    def __init__(self, faults: Sequence[dict[str, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            "; ".join(
                ": ".join(filter(None, (fault["parameter"], fault["reason"]))) for fault in faults
            )
        )


class BodyError(ParameterError):
    """One or more fields of a body are wrong, or the whole of it; all of them are named."""


STATUS: tuple[tuple[type[Exception], HTTPStatus], ...] = (
    (ParameterError, HTTPStatus.BAD_REQUEST),
    (OtherSiteError, HTTPStatus.FORBIDDEN),
    (MethodNotAllowedError, HTTPStatus.METHOD_NOT_ALLOWED),
    (SlowBodyError, HTTPStatus.REQUEST_TIMEOUT),
    (BodiesBusyError, HTTPStatus.SERVICE_UNAVAILABLE),
    (LengthRequiredError, HTTPStatus.LENGTH_REQUIRED),
    (BodyTooLargeError, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (UnsupportedTypeError, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    (TooManyReportsError, HTTPStatus.TOO_MANY_REQUESTS),
    (TooManyRequestsError, HTTPStatus.TOO_MANY_REQUESTS),
    (ReportsUnavailableError, HTTPStatus.SERVICE_UNAVAILABLE),
    (NotAskerError, HTTPStatus.FORBIDDEN),
    (NoProcessError, HTTPStatus.NOT_FOUND),
    (NoJobError, HTTPStatus.NOT_FOUND),
    (NoResultError, HTTPStatus.NOT_FOUND),
    (RefusedQuestionError, HTTPStatus.BAD_REQUEST),
    (FailedJobError, HTTPStatus.INTERNAL_SERVER_ERROR),
    (JobsUnavailableError, HTTPStatus.SERVICE_UNAVAILABLE),
    (NotAcceptableError, HTTPStatus.NOT_ACCEPTABLE),
    (UnsupportedFormatError, HTTPStatus.NOT_IMPLEMENTED),
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
    HTTPStatus.FORBIDDEN: Text("不允许", "Forbidden"),
    HTTPStatus.NOT_FOUND: Text("没有找到", "Not found"),
    HTTPStatus.METHOD_NOT_ALLOWED: Text("不支持此方法", "Method not allowed"),
    HTTPStatus.NOT_ACCEPTABLE: Text("不支持此格式", "Not acceptable"),
    HTTPStatus.REQUEST_TIMEOUT: Text("等候超时", "Request timeout"),
    HTTPStatus.LENGTH_REQUIRED: Text("没有内容", "Length required"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Text("内容过长", "Content too large"),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: Text("不支持此类型", "Unsupported media type"),
    HTTPStatus.TOO_MANY_REQUESTS: Text("请稍后再试", "Too many requests"),
    HTTPStatus.INTERNAL_SERVER_ERROR: Text("服务器内部错误", "Internal server error"),
    HTTPStatus.NOT_IMPLEMENTED: Text("不支持此格式", "Not implemented"),
    HTTPStatus.SERVICE_UNAVAILABLE: Text("暂时无法提供", "Service unavailable"),
}
# What a page says beside the exact reason, which is for programs too and so in English.
ADVICE = {
    HTTPStatus.BAD_REQUEST: Text(
        "网址中的参数有误，改正后再试。", "Mend the address and try again."
    ),
    HTTPStatus.FORBIDDEN: Text("请从本站的页面提交。", "Send it from a page of this site."),
    HTTPStatus.NOT_FOUND: Text(
        "这个网址没有内容：可能已移除，或网址有误。", "Nothing is here, or not any more."
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: Text(
        "这个网址不能这样使用。", "This address cannot be used in this way."
    ),
    HTTPStatus.NOT_ACCEPTABLE: Text("没有所要的格式。", "There is no such form of it."),
    HTTPStatus.REQUEST_TIMEOUT: Text(
        "网络太慢，内容没有传完，请再试一次。", "The connection was too slow; try again."
    ),
    HTTPStatus.LENGTH_REQUIRED: Text("没有收到内容，请再试一次。", "Nothing came; try again."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Text(
        "内容太长，请写短一些。", "It is too long; write less."
    ),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: Text(
        "请从本站的页面提交。", "Send it from a page of this site."
    ),
    HTTPStatus.NOT_IMPLEMENTED: Text("没有所要的格式。", "There is no such form of it."),
    HTTPStatus.INTERNAL_SERVER_ERROR: Text(
        "问题已记录，请稍后再试。", "It has been logged; try again later."
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: Text(
        "数据文件有误，待修正后恢复。", "A data file is broken; it returns once that is mended."
    ),
}
WRONG_FIELDS_ADVICE = Text(
    "填写的内容有误，返回改正后再提交。", "Go back, mend what you wrote, and send it again."
)
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
    if isinstance(error, BodyError):
        return WRONG_FIELDS_ADVICE
    if isinstance(error, ReportError | TooManyRequestsError | JobError):
        return error.words
    return ADVICE[status_of(error)]


def headers_of(error: Exception) -> tuple[tuple[bytes, bytes], ...]:
    """Return the headers that an error is sent with."""
    match error:
        case MethodNotAllowedError():
            return ((b"allow", ", ".join(error.allowed).encode()),)
        case (
            TooManyReportsError(retry_after_s=int(wait_s))
            | TooManyRequestsError(retry_after_s=int(wait_s))
            | BodiesBusyError(retry_after_s=int(wait_s))
            | JobsUnavailableError(retry_after_s=int(wait_s))
        ):
            return ((b"retry-after", b"%d" % wait_s),)
        case SlowBodyError() | BodyTooLargeError(goes_on=True):
            # What comes next on this connection is the rest of the body, and no request.
            return ((b"connection", b"close"),)
    return ()


def problem_of(error: Exception) -> dict[str, Any]:
    """Return the problem details of an error; the text of an unexpected one is never told."""
    status = status_of(error)
    # The words of a job that failed are written for whoever asked.
    is_told = status != HTTPStatus.INTERNAL_SERVER_ERROR or isinstance(error, JobError)
    detail = str(error) if is_told else UNEXPECTED
    problem: dict[str, Any] = {
        "type": error.type if isinstance(error, JobError) else "about:blank",
        "title": " ".join(TITLES[status]),
        "status": int(status),
        "detail": detail,
    }
    if isinstance(error, JobError):
        # By language, for pages that are in one.
        problem["words"] = error.words._asdict()
    if isinstance(error, ParameterError | RefusedQuestionError) and error.faults:
        problem["errors"] = list(error.faults)
    return problem


def problem_body(error: Exception) -> bytes:
    """Return the problem details as JSON."""
    return compact_json(problem_of(error))
