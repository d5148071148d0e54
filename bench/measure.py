"""Ask all servers the same, in turns, and reckon the ratios."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.places import Place
from bench.questions import Form, Question, checked_form, questions
from bench.servers import BenchError, Server, constant_server, facilities
from bench.wrk import CONNECTIONS, Count, ask

OURS, FASTAPI, STARLETTE = "facilities", "FastAPI", "Starlette"
WARM_UP_S = 1


@dataclass(frozen=True)
class Round:
    """What one server did in one round."""

    count: Count
    cpu_us: float


@dataclass(frozen=True)
class Result:
    """What all rounds of one question gave.

    Parameters
    ----------
    rounds
        By the name of the server.
    """

    question: Question
    form: Form
    rounds: Mapping[str, list[Round]]

    def ratio(self, server: str) -> float:
        """Return answers a second in relation to bare FastAPI's in the same round, the median."""
        pairs = zip(self.rounds[server], self.rounds[FASTAPI], strict=True)
        return median(
            one.count.requests_a_second / bare.count.requests_a_second for one, bare in pairs
        )

    def requests_a_second(self, server: str) -> float:
        """Return answers a second, the median."""
        return median(one.count.requests_a_second for one in self.rounds[server])

    def cpu_us(self, server: str) -> float:
        """Return the server's processor time for one answer in microseconds, the median."""
        return median(one.cpu_us for one in self.rounds[server])

    def p99_ms(self, server: str) -> float:
        """Return the time in which 99 of 100 answers came, in milliseconds, the median."""
        return median(one.count.p99_us for one in self.rounds[server]) / 1e3


def two_cores() -> tuple[int, int]:
    """Return a core for the servers and one for the client.

    Raises
    ------
    BenchError
        When there is only one.
    """
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        raise BenchError("two cores are needed, one for the servers and one for the client")
    return cores[0], cores[1]


def measured(
    place: Place,
    *,
    whole_layer: bool,
    rounds: int,
    duration_s: int,
    progress: Callable[[str], None],
) -> list[Result]:
    """Return what the service and the constants did with each kind of question.

    The servers stand on one core and are asked in turns, round by round, so that what else the
    machine does falls on all of them alike.

    Raises
    ------
    BenchError
        When an answer was wrong.
    """
    server_core, client_core = two_cores()
    with ExitStack() as running:
        ours = running.enter_context(facilities(place.folder, core=server_core))
        progress("checking answers")
        asked = questions(place, ours.port, whole_layer=whole_layer)
        forms = [checked_form(ours.port, question) for question in asked]
        constants = {
            f"/{question.name}": form.constant for question, form in zip(asked, forms, strict=True)
        }
        servers = [
            ours,
            *(
                running.enter_context(
                    constant_server(name, application, constants, core=server_core)
                )
                for name, application in ((FASTAPI, "fastapi_app"), (STARLETTE, "starlette_app"))
            ),
        ]
        results = []
        for question, form in zip(asked, forms, strict=True):
            asking = _Asking(place.folder, question, form, client_core)
            for server in servers:
                asking.round(server, WARM_UP_S)
            counted: dict[str, list[Round]] = {server.name: [] for server in servers}
            for number in range(rounds):
                progress(f"{question.label}, round {number + 1} of {rounds}")
                for server in servers:
                    counted[server.name].append(asking.round(server, duration_s))
            results.append(Result(question, form, counted))
        return results


class _Asking:
    """One kind of question, asked of one server after the other."""

    def __init__(self, folder: Path, question: Question, form: Form, core: int) -> None:
        self.question, self.form, self.core = question, form, core
        self.ours = folder / f"{question.name}.paths"
        self.ours.write_text("\n".join(question.paths) + "\n", "utf-8")
        # The constants are asked with the same queries: as long to send, as long to take apart.
        self.constants = folder / f"{question.name}.constant.paths"
        self.constants.write_text(
            "\n".join(
                f"/{question.name}?{path.partition('?')[2] or path[1:]}" for path in question.paths
            )
            + "\n",
            "utf-8",
        )

    def round(self, server: Server, duration_s: int) -> Round:
        """Ask one server for so long.

        Raises
        ------
        BenchError
            When the answers were not as long as the right ones.
        """
        paths = self.ours if server.name == OURS else self.constants
        before_s = server.cpu_s()
        count = ask(
            server.port, paths, self.question.headers, core=self.core, duration_s=duration_s
        )
        cpu_s = server.cpu_s() - before_s
        if server.name == OURS:
            self._check_length(count)
        return Round(count, cpu_us=cpu_s / count.requests * 1e6)

    def _check_length(self, count: Count) -> None:
        right = self.form.answer_bytes
        # When time is up, wrk has counted a part of an answer on each connection.
        begun = CONNECTIONS * right / count.requests
        if not 0.97 * right <= count.bytes_an_answer <= 1.03 * right + begun:
            raise BenchError(
                f"{self.question.label}: answers of {count.bytes_an_answer:.0f} bytes, where the "
                f"right ones had {right:.0f}"
            )
