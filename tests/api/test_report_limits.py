"""How often one may report: from one address, from all together, and over several workers."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from api import client_limits
from api.client_limits import ClientLimits
from layers.reports.errors import TooManyReportsError
from layers.reports.reading import read_reports
from tests.api.conftest import client_of, write_town
from tests.api.reports_town import GONE, office
from tests.api.running import FACILITIES, running

# The beginning of a day, and so of a minute.
MORNING_S = 20_000 * 86_400.0


def counted(limits: ClientLimits, address: str, *times_s: float) -> int:
    """Return how many of some reports at some times of the day are taken in."""
    taken = 0
    for time_s in times_s:
        try:
            limits.count(address, MORNING_S + time_s)
        except TooManyReportsError:
            continue
        taken += 1
    return taken


def test_one_address_has_so_many_a_minute_and_then_waits_for_the_next():
    limits = ClientLimits(per_minute=2, per_day=10)

    assert counted(limits, "203.0.113.7", 0, 1, 2, 59) == 2
    with pytest.raises(
        TooManyReportsError, match=r"每分钟最多报告 2 次，请 15 秒后再试"
    ) as refused:
        limits.count("203.0.113.7", MORNING_S + 45)
    assert refused.value.retry_after_s == 15
    assert counted(limits, "203.0.113.7", 60) == 1


def test_one_address_has_so_many_a_day_and_then_waits_for_the_next():
    limits = ClientLimits(per_minute=2, per_day=3)

    assert counted(limits, "203.0.113.7", 0, 60, 120, 180) == 3
    with pytest.raises(TooManyReportsError, match=r"At most 3 reports a day .* in 22 hours") as no:
        limits.count("203.0.113.7", MORNING_S + 2.5 * 3_600)
    assert no.value.retry_after_s == 21.5 * 3_600
    assert counted(limits, "203.0.113.7", 86_400) == 1


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("unknown", "unknown", True),
        ("unknown", "\udcff" * 10_000, False),
        ("", "203.0.113.7", False),
    ],
)
def test_a_client_is_an_ipv4_address_or_an_ipv6_network_of_64_bits(one, other, alike):
    limits = ClientLimits(per_minute=1, per_day=1)

    limits.count(one, MORNING_S)

    assert counted(limits, other, 0) == (0 if alike else 1)


def test_no_address_is_kept_and_a_client_has_another_name_each_day():
    limits, others = ClientLimits(5, 5), ClientLimits(5, 5)

    today = limits.count("203.0.113.7", MORNING_S)

    assert today == limits.count("203.0.113.7", MORNING_S + 1)
    assert today != limits.count("203.0.113.7", MORNING_S + 86_400)
    assert today != others.count("203.0.113.7", MORNING_S)
    assert "203.0" not in repr(vars(limits))
    assert b"\xcb\x00\x71\x07" not in repr(vars(limits)).encode("latin-1", "replace")
    assert len(limits) == 1


def test_whoever_comes_with_many_addresses_takes_no_more_memory(monkeypatch):
    monkeypatch.setattr(client_limits, "MOST_CLIENTS", 50)
    limits = ClientLimits(per_minute=1, per_day=1)

    for number in range(5_000):
        limits.count(f"2001:db8:{number:x}::1", MORNING_S)

    assert len(limits) == 50


def test_over_the_limit_is_429_and_says_when_to_come_again(town, tmp_path, caplog):
    with office(town, tmp_path / "reports", reports_per_minute=2, reports_per_day=2) as opened:
        answers = [
            opened.client.post("/reports", json=GONE | {"text": str(number)}) for number in range(4)
        ]

    assert [one.status_code for one in answers] == [202, 202, 429, 429]
    assert 0 < int(answers[2].headers["retry-after"]) <= 86_400
    assert answers[2].json()["title"] == "请稍后再试 Too many requests"
    assert "同一网络地址每天最多报告 2 次" in answers[2].json()["detail"]
    # All came from this machine, as they do behind a proxy that does not say from where.
    warned = [one.getMessage() for one in caplog.records if one.name == "facilities.reports"]
    assert len(warned) == 1
    assert "X-Forwarded-For" in warned[0]


def test_what_is_refused_does_not_count(town, tmp_path):
    with office(town, tmp_path / "reports", reports_per_minute=1, reports_per_day=1) as opened:
        for _ in range(5):
            assert opened.client.post("/reports", json=GONE | {"kind": "fee"}).status_code == 400
        assert opened.client.post("/reports", json=GONE).status_code == 202


def test_a_proxy_on_this_machine_says_who_asks_and_nobody_else_does(town, tmp_path):
    def report(opened, forwarded: str) -> int:
        told = {"x-forwarded-for": forwarded}
        return opened.client.post("/reports", json=GONE, headers=told).status_code

    with office(town, tmp_path / "reports", reports_per_minute=1, reports_per_day=1) as opened:
        assert report(opened, "203.0.113.1") == 202
        assert report(opened, "203.0.113.2") == 202
        # What the client wrote itself stands before what the proxy added.
        assert report(opened, "198.51.100.9, 203.0.113.1") == 429


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory):
    folder = write_town(tmp_path_factory.mktemp("two-workers"))
    command = [FACILITIES, "serve", "--data", folder, "--port", "0", "--workers", "2"]
    settings = {"FACILITIES_PLACE_REPORTS_PER_HOUR": "60", "FACILITIES_REPORTS": "said/here"}
    (folder / "said").mkdir()
    with running(command, **settings) as started:
        limits = httpx2.Limits(max_keepalive_connections=0)
        with client_of(started.address(), limits=limits) as visitor:
            yield folder, started, visitor


def test_two_workers_write_one_queue_and_share_the_limit_of_the_place(two_workers):
    folder, _, visitor = two_workers
    queue = folder / "said" / "here"
    # Another test may have had one of the 60.
    before = sum(one.count for one in read_reports(queue)[0])

    def report(number: int) -> tuple[int, int | None]:
        told = GONE | {"text": f"第 {number % 20} 种"}
        client = {"x-forwarded-for": f"203.0.113.{number}"}
        answer = visitor.post("/reports", json=told, headers=client)
        return answer.status_code, answer.json().get("number")

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(report, range(100)))

    # Each of the 20 was said 5 times, and the place takes 60 in an hour.
    assert sorted(status for status, _ in answers) == [202] * (60 - before) + [429] * (40 + before)
    reports, faults = read_reports(queue)
    assert not faults
    assert sum(one.count for one in reports) == 60
    assert {one.number for one in reports} >= {number for _, number in answers if number}
    assert len({one.text for one in reports}) == len(reports) <= 21


def test_no_log_line_tells_who_reported_or_what(two_workers):
    _, started, visitor = two_workers
    told = {"x-forwarded-for": "198.51.100.77", "user-agent": "a-secret-phone"}
    hidden = GONE | {"text": "说的是秘密"}
    visitor.post("/reports", json=hidden, headers=told)
    visitor.post("/reports", json=hidden | {"kind": "none"}, headers=told)
    visitor.post("/reports", content=json.dumps(hidden), headers=told)
    started.wait_for_log("POST '/reports': 415")

    everything = "\n".join(started.logged + started.said)
    for trace in ("198.51.100", "203.0.113", "secret", "秘密", "park-1"):
        assert trace not in everything
