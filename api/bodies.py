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
# So much more is taken in and dropped, so that whoever sends too much can read why: a connection
# that is closed while they send takes the answer with it.
MOST_DROPPED_BYTES = 262_144
# On the worst mobile connection a report is through in a second or two.
BODY_WAIT_S = 10.0
MOST_FIELDS = 20


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


def body_type(ask: Ask) -> str:
    """Return the media type of a request's body: JSON or a form.

    Raises
    ------
    UnsupportedTypeError
        When it is neither, or compressed.
    """
    stated = ask.headers.get("content-type", "")
    media_type, _, parameters = stated.partition(";")
    media_type = media_type.strip().lower()
    charset = parameters.lower().replace('"', "").replace(" ", "")
    is_known = media_type in (JSON_TYPE, FORM_TYPE) and charset in ("", "charset=utf-8")
    if not is_known or ask.headers.get("content-encoding", "identity") != "identity":
        raise UnsupportedTypeError(stated, (JSON_TYPE, FORM_TYPE))
    return media_type


async def read_body(ask: Ask, receive: Receive) -> bytes:
    """Return a request's body, which is not empty.

    Raises
    ------
    LengthRequiredError
        When there is none.
    BodyTooLargeError
        When it is longer than a body may be.
    SlowBodyError
        When it is not through in time.
    BodyError
        When it is empty, or the connection ends before it does.
    """
    length = ask.headers.get("content-length")
    if length is None and "transfer-encoding" not in ask.headers:
        raise LengthRequiredError
    # The server has refused what is no number.
    if length is not None and int(length) > MOST_BODY_BYTES + MOST_DROPPED_BYTES:
        raise BodyTooLargeError(MOST_BODY_BYTES, goes_on=True)
    try:
        async with asyncio.timeout(BODY_WAIT_S):
            return await _taken_in(receive)
    except TimeoutError:
        raise SlowBodyError(BODY_WAIT_S) from None


async def _taken_in(receive: Receive) -> bytes:
    kept: list[bytes] = []
    length, goes_on = 0, True
    while goes_on:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BodyError([fault("", "", "the connection ended before the body did")])
        part, goes_on = message.get("body", b""), message.get("more_body", False)
        length += len(part)
        if length <= MOST_BODY_BYTES:
            kept.append(part)
        else:
            kept.clear()
        if length > MOST_BODY_BYTES + MOST_DROPPED_BYTES or (
            length > MOST_BODY_BYTES and not goes_on
        ):
            raise BodyTooLargeError(MOST_BODY_BYTES, goes_on=goes_on)
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
