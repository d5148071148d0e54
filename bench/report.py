"""The figures of one run as docs/performance.md: ratios first, and what is short of the aim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.intake import Intake
from bench.measure import FASTAPI, OURS, STARLETTE, Result
from bench.readers import AIM_P99_S, READERS, WORDS, Crowd

# What a place of a million facilities may cost (the aims of the service).
READY_WITHIN_S, READY_WITHIN_MB = 5.0, 1000.0
# What taking in an office file of 100,000 rows may cost.
IMPORTED_WITHIN_S, IMPORTED_WITHIN_MB = 20.0, 1000.0
# How much of the aim a million facilities must still reach.
LARGE_SHARE = 0.8


@dataclass(frozen=True)
class Start:
    """What it took to serve a place from its GeoJSON alone.

    Parameters
    ----------
    ready_s
        From the start of the process to its first answer.
    now_mb, highest_mb
        Resident memory, then and at its highest.
    """

    count: int
    file_mb: float
    ready_s: float
    now_mb: float
    highest_mb: float


@dataclass(frozen=True)
class Run:
    """All that one run measured, and where.

    Parameters
    ----------
    environment_mb
        What the packages that serving needs take on the disk.
    measured
        Number of facilities, and the results with that many.
    """

    date: str
    machine: str
    versions: str
    environment_mb: float
    rounds: int
    duration_s: int
    measured: Sequence[tuple[int, Sequence[Result]]]
    starts: Sequence[Start]
    intake: Intake
    crowds: Sequence[Crowd]


def report(run: Run) -> str:
    """Return the page."""
    parts = [
        HEAD.format(run=run),
        *(_table(count, results) for count, results in run.measured),
        _starts(run),
        _intake(run.intake),
        _crowds(run.crowds),
        _missed(run),
    ]
    return "\n".join(parts).rstrip() + "\n"


HEAD = """\
# Performance

Written by `make bench` on {run.date}. Run it again to have the figures of another machine; only the
ratios carry over.

- Machine: {run.machine}
- {run.versions}
- One worker on one core, `wrk` with 32 connections on the other; {run.rounds} rounds of
  {run.duration_s} s of each server in turns, the median of the rounds.

A **ratio** is answers a second divided by those of bare FastAPI, on uvicorn with uvloop and
httptools, sending a constant of the same size and media type without any parameters. Starlette's
constant beside it shows what the framework below can do. The service's answers are checked: the
true nearest in order, the right features of a box, the right bytes. Every question asks for another
position, box or id.

The **CPU ratio** compares the processor time of one answer instead: bare FastAPI's by the
service's. Where it is higher than the ratio, the client or something else on the machine held the
service up.
"""


def _table(count: int, results: Sequence[Result]) -> str:
    lines = [
        f"## {count:,} facilities",
        "",
        "| question | bytes | ratio | aim | CPU ratio | Starlette | a second | CPU µs | p99 ms |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    lines += [_row(result, count) for result in results]
    bare = ", ".join(
        f"{result.question.label} {result.requests_a_second(FASTAPI):,.0f}" for result in results
    )
    return "\n".join([*lines, "", f"Bare FastAPI's constants a second: {bare}.", ""])


def _row(result: Result, count: int) -> str:
    aim = _aim(result, count)
    return (
        f"| {result.question.label} | {result.form.answer_bytes:,.0f} "
        f"| **{result.ratio(OURS):.2f}** | {'–' if aim is None else f'{aim:.2f}'} "
        f"| {result.cpu_us(FASTAPI) / result.cpu_us(OURS):.2f} "
        f"| {result.ratio(STARLETTE):.2f} | {result.requests_a_second(OURS):,.0f} "
        f"| {result.cpu_us(OURS):.0f} | {result.p99_ms(OURS):.1f} |"
    )


def _aim(result: Result, count: int) -> float | None:
    """Return the ratio that is aimed at with so many facilities, None where there is no aim."""
    wanted = result.question.wanted
    return wanted and wanted * (LARGE_SHARE if count > 100_000 else 1)


def _starts(run: Run) -> str:
    lines = [
        "## Start",
        "",
        "From the start of the process to `/readyz`, from the GeoJSON alone, which the system has",
        "read before; on all cores. Memory is resident, then and at its highest.",
        "",
        "| facilities | file MB | ready s | memory MB | highest MB |",
        "|--:|--:|--:|--:|--:|",
        *(
            f"| {one.count:,} | {one.file_mb:.0f} | {one.ready_s:.1f} | {one.now_mb:.0f} "
            f"| {one.highest_mb:.0f} |"
            for one in run.starts
        ),
        "",
        f"The aim for 1,000,000: ready within {READY_WITHIN_S:g} s, in {READY_WITHIN_MB:,.0f} MB. "
        f"The packages that serving needs take {run.environment_mb:.0f} MB on the disk.",
        "",
    ]
    return "\n".join(lines)


def _crowds(crowds: Sequence[Crowd]) -> str:
    lines = [
        "## Many readers at once",
        "",
        f"{READERS:,} new readers open the same embedded map at the same moment, each with a",
        "connection of its own, at one worker; clients and server share all cores.",
        "",
        "| of the map is | failed | half within ms | 99 % within ms | aim ms |",
        "|---|--:|--:|--:|--:|",
    ]
    for words, one in zip(WORDS, crowds, strict=True):
        half, most = (one.quantile_s(share) * 1e3 for share in (0.5, 0.99))
        lines.append(
            f"| {words} | {one.failed} | {half:.0f} | {most:.0f} | {AIM_P99_S * 1e3:.0f} |"
        )
    return "\n".join([*lines, ""])


def _intake(one: Intake) -> str:
    rows = (
        ("`facilities import` into an empty place", one.first),
        ("the same file again: matched and compared", one.again),
        ("geopandas: read, keep what lies inside, write", one.script),
    )
    lines = [
        "## Import",
        "",
        f"A CSV file of {one.count:,} rows ({one.file_mb:.0f} MB) in GB18030 and GCJ-02, its hours",
        "in Chinese. Whole processes from start to end, on all cores. The script beside it checks,",
        "converts, matches and records nothing: the ratio says what all that costs.",
        "",
        "| what | s | ratio to the script | highest MB |",
        "|---|--:|--:|--:|",
        *(
            f"| {words} | {took.duration_s:.1f} "
            f"| {took.duration_s / one.script.duration_s:.2f} | {took.highest_mb:.0f} |"
            for words, took in rows
        ),
        "",
        f"The aim: within {IMPORTED_WITHIN_S:g} s and {IMPORTED_WITHIN_MB:,.0f} MB.",
        "",
    ]
    return "\n".join(lines)


def _missed(run: Run) -> str:
    missed = []
    for count, results in run.measured:
        for result in results:
            aim, ratio = _aim(result, count), result.ratio(OURS)
            if aim is not None and ratio < aim:
                what = f"{result.question.label} with {count:,} facilities"
                missed.append(f"- {what}: {ratio:.2f} instead of {aim:.2f}.")
    for one in run.starts:
        if one.ready_s > READY_WITHIN_S:
            missed.append(f"- {one.count:,} facilities ready in {one.ready_s:.1f} s.")
        if one.highest_mb > READY_WITHIN_MB:
            missed.append(
                f"- {one.count:,} facilities take {one.highest_mb:.0f} MB at the highest."
            )
    for took in (run.intake.first, run.intake.again):
        rows = f"{run.intake.count:,} rows imported"
        if took.duration_s > IMPORTED_WITHIN_S:
            missed.append(f"- {rows} in {took.duration_s:.1f} s.")
        if took.highest_mb > IMPORTED_WITHIN_MB:
            missed.append(f"- {rows} with {took.highest_mb:.0f} MB at the highest.")
    return "\n".join(["## Short of the aim", "", *(missed or ["Nothing in this run."]), ""])
