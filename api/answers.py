"""An answer of the service: bytes with a strong ETag, compressed where asked for, 304 where known.

Answers are written here straight to the ASGI server. Starlette's Response costs as much as finding
ten neighbours among a million points.
"""

from __future__ import annotations

import gzip
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any, NamedTuple

from isal import igzip
from xxhash import xxh3_128_hexdigest

Headers = list[tuple[bytes, bytes]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

JSON = b"application/json"
GEOJSON = b"application/geo+json"
PROBLEM = b"application/problem+json"
OPENAPI = b"application/vnd.oai.openapi+json;version=3.0"
SCHEMA = b"application/schema+json"
HTML = b"text/html; charset=utf-8"
CSV = b"text/csv; charset=utf-8"

# Below this a compressed body is hardly shorter than one packet.
COMPRESS_FROM_BYTES = 1_200
# ISA-L's fastest: 6 kB in some 20 µs, where zlib takes 150.
QUICK_LEVEL = 0
# What is prepared once and sent often is made as small as gzip goes: zlib's best is a third smaller
# than ISA-L's and takes 20 ms a megabyte; a layer too large for that is worth the speed again.
THOROUGH_UP_TO_BYTES = 8_000_000
# A body goes to the socket in pieces, so that a slow reader of a large layer holds one piece of it.
PIECE_BYTES = 1 << 18

REVALIDATE = b"no-cache"
FOREVER = b"public, max-age=31536000, immutable"
UNCACHED = b"no-store"

COMPRESSIBLE = (b"json", b"text/", b"javascript", b"svg")


class Answer(NamedTuple):
    """What is sent.

    Parameters
    ----------
    body
        The bytes, uncompressed.
    media_type
        Content-Type.
    cache
        Cache-Control.
    etag
        A strong validator of the uncompressed bytes, quoted; worked out from them when not given.
    gzipped
        The body compressed beforehand, for what is sent often.
    headers
        More headers.
    """

    body: bytes
    media_type: bytes = JSON
    status: int = 200
    cache: bytes = REVALIDATE
    etag: bytes | None = None
    gzipped: bytes | None = None
    headers: tuple[tuple[bytes, bytes], ...] = ()


def prepared(answer: Answer) -> Answer:
    """Return an answer with its ETag and its compressed form made once, for what is sent often."""
    return answer._replace(
        etag=answer.etag or strong_etag(answer.body), gzipped=gzipped(answer.body)
    )


def gzipped(body: bytes) -> bytes | None:
    """Return a body compressed well, or None where that makes it no shorter."""
    if len(body) <= THOROUGH_UP_TO_BYTES:
        compressed = gzip.compress(body, compresslevel=9, mtime=0)
    else:
        compressed = igzip.compress(body, compresslevel=3, mtime=0)
    return compressed if len(compressed) < len(body) else None


def strong_etag(body: bytes) -> bytes:
    """Return a quoted validator that two different bodies do not share."""
    return b'"%b"' % xxh3_128_hexdigest(body).encode()


class Conditions(NamedTuple):
    """What a request's headers say about the form of the answer."""

    if_none_match: bytes | None
    gzip: bool
    head: bool


async def send_answer(
    answer: Answer, conditions: Conditions, fixed_headers: Headers, send: Send
) -> None:
    """Send an answer as the request wants it: whole, compressed, without body, or as 304."""
    body, etag = answer.body, answer.etag or strong_etag(answer.body)
    wants_gzip = (
        conditions.gzip and len(body) >= COMPRESS_FROM_BYTES and _compressible(answer.media_type)
    )
    if wants_gzip:
        # Each form of the bytes has a strong validator of its own (RFC 9110, section 8.8.3).
        etag = etag[:-1] + b'-gzip"'
    headers = [*fixed_headers, *answer.headers, (b"etag", etag), (b"cache-control", answer.cache)]
    if answer.status == 200 and conditions.if_none_match is not None:  # noqa: SIM102
        if _matches(conditions.if_none_match, etag):
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return
    headers.append((b"content-type", answer.media_type))
    if wants_gzip:
        body = answer.gzipped or igzip.compress(body, QUICK_LEVEL, mtime=0)
        headers.append((b"content-encoding", b"gzip"))
    headers.append((b"content-length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    if conditions.head:
        body = b""
    if len(body) <= PIECE_BYTES:
        await send({"type": "http.response.body", "body": body})
    else:
        await _send_pieces(memoryview(body), send)


async def _send_pieces(body: memoryview, send: Send) -> None:
    for start in range(0, len(body), PIECE_BYTES):
        end = start + PIECE_BYTES
        piece, more = body[start:end], end < len(body)
        await send({"type": "http.response.body", "body": piece, "more_body": more})


@cache
def _compressible(media_type: bytes) -> bool:
    return any(kind in media_type for kind in COMPRESSIBLE)


def _matches(if_none_match: bytes, etag: bytes) -> bool:
    # Weak comparison (RFC 9110, section 13.1.2): a W/ that a proxy put before it is looked past.
    return if_none_match == b"*" or etag in (
        tag.strip().removeprefix(b"W/") for tag in if_none_match.split(b",")
    )
