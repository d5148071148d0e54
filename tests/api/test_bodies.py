"""Bodies that are too long, lie, stall or are no text: refused, and nothing is held meanwhile."""

from __future__ import annotations

import json
import socket
from urllib.parse import urlsplit

import pytest

from api import bodies
from tests.api.reports_town import GONE, office

JSON = {"content-type": "application/json"}
HEAD = "POST /reports HTTP/1.1\r\nHost: town\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def served(town, tmp_path_factory):
    with office(town, tmp_path_factory.mktemp("served") / "reports") as opened:
        yield opened


@pytest.fixture
def impatient(town, tmp_path, monkeypatch):
    monkeypatch.setattr(bodies, "BODY_WAIT_S", 0.2)
    with office(town, tmp_path / "reports") as opened:
        yield opened


def answered(url: str, *parts: bytes | str, ends: bool = False) -> tuple[int, str, str]:
    """Send bytes as they are, and return status, head and body of the answer."""
    host, port = urlsplit(url).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        for part in parts:
            connection.sendall(part if isinstance(part, bytes) else part.encode())
        if ends:
            connection.shutdown(socket.SHUT_WR)
        with connection.makefile("rb") as stream:
            head = []
            while line := stream.readline().strip():
                head.append(line.decode("latin-1").lower())
            (length,) = [one.split()[1] for one in head if one.startswith("content-length")]
            body = stream.read(int(length)).decode()
    return int(head[0].split()[1]), "\n".join(head), body


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def test_a_body_of_4096_bytes_is_read_and_one_more_byte_is_refused(served):
    told = json.dumps(GONE).encode()

    fits = served.client.post("/reports", content=told.ljust(4_096), headers=JSON)
    too_long = served.client.post("/reports", content=told.ljust(4_097), headers=JSON)

    assert (fits.status_code, too_long.status_code) == (202, 413)
    assert "longer than 4096 bytes" in too_long.json()["detail"]


def test_whoever_sends_100_kb_reads_why_it_is_refused_and_keeps_the_connection(served):
    answer = served.client.post("/reports", content=b"x" * 100_000, headers=JSON)

    assert answer.status_code == 413
    assert "connection" not in answer.headers


def test_a_length_that_nobody_will_drop_is_refused_before_the_body_comes(served):
    status, head, _ = answered(served.url, HEAD, "Content-Length: 99999999999\r\n\r\n")

    assert status == 413
    assert "connection: close" in head


def test_chunks_without_end_are_cut_off(served):
    chunks = [chunk(b"[" * 65_536) for _ in range(5)]
    status, head, _ = answered(served.url, HEAD, "Transfer-Encoding: chunked\r\n\r\n", *chunks)

    assert status == 413
    assert "connection: close" in head


def test_chunks_that_end_are_read(served):
    told = json.dumps(GONE).encode()
    parts = [chunk(told[:9]), chunk(told[9:]), b"0\r\n\r\n"]
    status, _, body = answered(served.url, HEAD, "Transfer-Encoding: chunked\r\n\r\n", *parts)

    assert status == 202, body


@pytest.mark.parametrize(
    "sent",
    [
        ("Content-Length: 200\r\n\r\n", '{"layer":'),
        ("Content-Length: 200\r\n\r\n",),
        ("Transfer-Encoding: chunked\r\n\r\n", chunk(b'{"layer"')),
        ("Transfer-Encoding: chunked\r\n\r\n", b"ff\r\nhalf a chunk"),
    ],
)
def test_a_body_that_stalls_is_refused_in_time_and_the_connection_closed(impatient, sent):
    status, head, body = answered(impatient.url, HEAD, *sent)

    assert status == 408
    assert "connection: close" in head
    assert "send it again" in body
    assert impatient.reports() == []


def test_a_connection_that_ends_before_its_body_leaves_nothing(impatient):
    host, port = urlsplit(impatient.url).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        connection.sendall(f"{HEAD}Content-Length: 200\r\n\r\n{{".encode())

    assert impatient.client.post("/reports", json=GONE).json()["number"] == 1
    assert len(impatient.reports()) == 1


def test_no_body_is_411_and_an_empty_one_400(served):
    status, _, body = answered(served.url, HEAD, "\r\n")
    assert status == 411
    assert "there is no body" in body

    empty = served.client.post("/reports", content=b"", headers=JSON)
    assert empty.status_code == 400
    assert "the body is empty" in empty.json()["detail"]


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "text/plain"},
        {"content-type": "multipart/form-data; boundary=x"},
        {"content-type": "application/xml"},
        {"content-type": "application/json; charset=gbk"},
        {"content-type": "application/json", "content-encoding": "gzip"},
        {},
    ],
)
def test_another_type_is_415_and_says_which_are_read(served, headers):
    answer = served.client.post("/reports", content=json.dumps(GONE).encode(), headers=headers)

    assert answer.status_code == 415
    assert "send application/json or application/x-www-form-urlencoded" in answer.json()["detail"]


@pytest.mark.parametrize(
    "stated", ["application/json;charset=UTF-8", 'Application/JSON; charset="utf-8"']
)
def test_utf_8_may_be_said(served, stated):
    told = json.dumps(GONE).encode()

    answer = served.client.post("/reports", content=told, headers={"content-type": stated})

    assert answer.status_code == 202


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"not JSON", "not JSON"),
        (b'{"layer": "parks"', "not JSON"),
        (b"\xff\xfe{\x00}\x00", "not JSON"),
        ('{"layer": "公园"}'.encode("gbk"), "not JSON"),
        (b"[" * 4_000, "not JSON"),
        (b"[]", "has to be a JSON object"),
        (b'"parks"', "has to be a JSON object"),
        (b"null", "has to be a JSON object"),
        (b'{"layer":"parks","layer":"toilets"}', "layer: is given more than once"),
        (b'{"layer":"\\ud800","id":"park-1","kind":"gone"}', "not JSON"),
        (b'{"layer":"parks","id":"park-1","kind":"gone","text":"\\udfff"}', "not JSON"),
        (b'{"layer":"parks","id":"park-1","kind":"gone","\\ud800":""}', "not JSON"),
        (b'{"layer":NaN,"id":Infinity,"kind":1e999}', "layer: 'nan'"),
        (b'{"layer":' + b"[" * 900 + b"]" * 900 + b"}", "layer: '…': input should be"),
        (b'{"layer":' + b"[" * 2_000 + b"]" * 2_000 + b"}", "not JSON"),
        (b'{"":"","layer":"parks","id":"park-1","kind":"gone"}', "unknown field"),
    ],
)
def test_what_is_no_object_of_fields_is_refused_in_words(served, body, words):
    before = served.reports()
    answer = served.client.post("/reports", content=body, headers=JSON)

    assert answer.status_code == 400
    assert words in answer.json()["detail"]
    assert served.reports() == before


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"layer=parks&layer=toilets&id=park-1&kind=gone", "layer: is given more than once"),
        (b"layer=%FF&id=park-1&kind=gone", "not a form in UTF-8"),
        ("layer=公园".encode(), "not a form in UTF-8"),
        (b"&".join(b"a%d=1" % number for number in range(500)), "not a form"),
        (b"layer=parks&id=park-1&kind=", "kind: is required"),
        (b"=&;;;", "layer: is required"),
    ],
)
def test_a_form_that_is_none_is_refused_in_words(served, body, words):
    form = {"content-type": "application/x-www-form-urlencoded"}
    answer = served.client.post("/reports", content=body, headers=form)

    assert answer.status_code == 400
    assert words in answer.json()["detail"]
