"""What a request brings in its body: who may send one, how much, how long, and in which form.

Only requests that write have one, so that nothing here is on the way of a question.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from pydantic import BaseModel, ValidationError

from api.asking import Ask
from api.errors import (
    BodiesBusyError,
    BodyError,
    BodyTooLargeError,
    LengthRequiredError,
    OtherSiteError,
    SlowBodyError,
    UnsupportedTypeError,
)
from api.faults import fault, given_twice, model_faults

Receive = Callable[[], Awaitable[dict[str, Any]]]

JSON_TYPE, FORM_TYPE = "application/json", "application/x-www-form-urlencoded"

# Ten times what the longest report takes.
MOST_BODY_BYTES = 4_096
# The tables and areas of a planner's question: 100,000 points take some 12 MB as GeoJSON.
MOST_LONG_BODY_BYTES = 20_000_000
# So much more is taken in and dropped, so that whoever sends too much can read why: a connection
# that is closed while they send takes the answer with it.
MOST_DROPPED_BYTES = 262_144
# On the worst mobile connection a report is through in a second or two.
BODY_WAIT_S = 10.0
LONG_BODY_WAIT_S = 120.0
# So much of long bodies is held at once, by each worker: four times the longest.
MOST_LONG_BODIES = 4
MOST_FIELDS = 20

_long_bodies = 0


def refuse_other_sites(ask: Ask) -> None:
    """Refuse what a page of another site makes a browser send.

    No cookie would make such a request anybody's; it would be the resident's address all the same.
    Programs send neither of the two headers, and may write.

    Raises
    ------
    OtherSiteError
        When the browser says that it comes from elsewhere.
    """
    site, origin = ask.headers.get("sec-fetch-site"), ask.headers.get("origin")
    if site is not None:
        # Written by the browser itself, and right behind every proxy.
        if site not in ("same-origin", "none"):
            raise OtherSiteError
    elif origin is not None:
        own = {urlsplit(ask.base).netloc, ask.headers.get("host", "")} - {""}
        if origin.lower().partition("://")[2] not in {name.lower() for name in own}:
            raise OtherSiteError


def is_long(model: type[BaseModel] | None) -> bool:
    """Return whether a body of this model may bring tables and areas along, as JSON."""
    return getattr(model, "brings_files", False)


def body_type(ask: Ask, *, forms: bool = True) -> str:
    """Return the media type of a request's body: JSON or a form.

    Raises
    ------
    UnsupportedTypeError
        When it is neither, or compressed, or a form where none is read.
    """
    types = (JSON_TYPE, FORM_TYPE) if forms else (JSON_TYPE,)
    stated = ask.headers.get("content-type", "")
    media_type, _, parameters = stated.partition(";")
    media_type = media_type.strip().lower()
    charset = parameters.lower().replace('"', "").replace(" ", "")
    is_known = media_type in types and charset in ("", "charset=utf-8")
    if not is_known or ask.headers.get("content-encoding", "identity") != "identity":
        raise UnsupportedTypeError(stated, types)
    return media_type


async def read_body(ask: Ask, receive: Receive, *, long: bool = False) -> bytes:
    """Return a request's body, which is not empty.

    Parameters
    ----------
    long
        Whether it may bring tables and areas along.

    Raises
    ------
    LengthRequiredError
        When there is none.
    BodyTooLargeError
        When it is longer than a body may be.
    BodiesBusyError
        When too many long ones come in already.
    SlowBodyError
        When it is not through in time.
    BodyError
        When it is empty, or the connection ends before it does.
    """
    most_bytes = MOST_LONG_BODY_BYTES if long else MOST_BODY_BYTES
    length = ask.headers.get("content-length")
    if length is None and "transfer-encoding" not in ask.headers:
        raise LengthRequiredError
    # The server has refused what is no number.
    if length is not None and int(length) > most_bytes + MOST_DROPPED_BYTES:
        raise BodyTooLargeError(most_bytes, goes_on=True)
    wait_s = LONG_BODY_WAIT_S if long else BODY_WAIT_S
    try:
        async with asyncio.timeout(wait_s):
            if long:
                return await _one_of_few(receive, most_bytes)
            return await _taken_in(receive, most_bytes)
    except TimeoutError:
        raise SlowBodyError(wait_s) from None


async def _one_of_few(receive: Receive, most_bytes: int) -> bytes:
    global _long_bodies  # noqa: PLW0603 - one event loop a process
    if _long_bodies >= MOST_LONG_BODIES:
        raise BodiesBusyError
    _long_bodies += 1
    try:
        return await _taken_in(receive, most_bytes)
    finally:
        _long_bodies -= 1


async def _taken_in(receive: Receive, most_bytes: int) -> bytes:
    kept: list[bytes] = []
    length, goes_on = 0, True
    while goes_on:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BodyError([fault("", "", "the connection ended before the body did")])
        part, goes_on = message.get("body", b""), message.get("more_body", False)
        length += len(part)
        if length <= most_bytes:
            kept.append(part)
        else:
            kept.clear()
        if length > most_bytes + MOST_DROPPED_BYTES or (length > most_bytes and not goes_on):
            raise BodyTooLargeError(most_bytes, goes_on=goes_on)
    if not length:
        raise BodyError([fault("", "", "the body is empty")])
    return b"".join(kept)


def read_fields(model: type[BaseModel], media_type: str, body: bytes) -> BaseModel:
    """Return the validated fields of a body.

    Raises
    ------
    BodyError
        Naming every field that is unknown, missing, given twice, or has a wrong value.
    """
    if is_long(model):
        # It reads itself: what it brings along is not taken apart here.
        made: BaseModel = model.read(body)  # type: ignore[attr-defined]
        return made
    given = _form(body) if media_type == FORM_TYPE else _json(body)
    try:
        return model.model_validate(given)
    except ValidationError as refused:
        errors = refused.errors(include_url=False)
        raise BodyError(model_faults(model, given, errors, called="field")) from None


def _form(body: bytes) -> Mapping[str, Any]:
    try:
        # What nobody filled in is left out, though a form sends it.
        pairs = parse_qsl(body.decode("ascii"), errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError as wrong:
        raise BodyError([fault("", "", f"not a form in UTF-8 ({wrong})")]) from None
    return _once(pairs)


def _json(body: bytes) -> Mapping[str, Any]:
    try:
        pairs = json.loads(body.decode("utf-8"), object_pairs_hook=list)
        # An escape of half a character (\\ud800) is JSON, and no text.
        json.dumps(pairs, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as wrong:
        raise BodyError([fault("", "", f"not JSON in UTF-8 ({wrong})")]) from None
    if not body.lstrip().startswith(b"{"):
        raise BodyError([fault("", "", "the body has to be a JSON object")])
    return _once(pairs)


def _once(pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
    if twice := given_twice(pairs):
        raise BodyError(twice)
    return dict(pairs)
