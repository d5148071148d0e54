"""What is known of a job: written by whoever works on it, read by every web worker."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

from layers._layer import Text

# OGC 18-062r2, section 7.12, says these names.
State = Literal["accepted", "running", "successful", "failed", "dismissed"]
FINAL = frozenset({"successful", "failed", "dismissed"})
# Why there is no answer: the question, a limit of this service, or nobody knows.
Failure = Literal["refused", "limit", "unexpected"]

ACCEPTED = Text("已受理，排队中", "taken in, waiting for its turn")
STARTED = Text("开始计算", "started")
DONE = Text("完成", "done")
DISMISSED = Text("已取消", "dismissed")


class Record(msgspec.Struct, kw_only=True, frozen=True, omit_defaults=True):
    """One job as it stands.

    Parameters
    ----------
    open
        Whether it asks about nothing but the place's own data, so that it may be listed.
    progress
        In percent; it never falls but where it is begun again.
    created, started, finished, updated
        ISO 8601, UTC.
    limit_s
        How long it may take.
    tries
        How often it was begun.
    whole
        Whether the answer is wanted within an object of all outputs.
    failure
        Of a failed one.
    faults
        What is wrong with the question, input by input.
    """

    process: str
    open: bool
    state: State = "accepted"
    message: Text = ACCEPTED
    progress: int = 0
    created: str
    updated: str
    started: str | None = None
    finished: str | None = None
    limit_s: float
    tries: int = 0
    whole: bool = False
    failure: Failure | None = None
    faults: tuple[dict[str, str], ...] = ()

    @property
    def is_final(self) -> bool:
        """Whether nothing will change any more."""
        return self.state in FINAL

    def changed(self, **changes: Any) -> Record:
        """Return it as it stands from now on."""
        return msgspec.structs.replace(self, updated=now(), **changes)

    def begun(self) -> Record:
        """Return it as being worked on."""
        return self.changed(
            state="running", message=STARTED, started=now(), progress=0, tries=self.tries + 1
        )

    def waiting_again(self) -> Record:
        """Return it as waiting, after the service was stopped before it ended."""
        return self.changed(state="accepted", message=ACCEPTED, started=None)

    def answered(self) -> Record:
        """Return it as having an answer."""
        return self._ended("successful", DONE, progress=100)

    def dismissed(self) -> Record:
        """Return it as no longer wanted."""
        return self._ended("dismissed", DISMISSED)

    def failed(
        self, failure: Failure, words: Text, faults: tuple[dict[str, str], ...] = ()
    ) -> Record:
        """Return it as ended without an answer."""
        return self._ended("failed", words, failure=failure, faults=faults)

    def lost(self) -> Record:
        """Return it as failed, after the process that worked on it ended without a word."""
        if self.started is not None:
            took = datetime.now(UTC) - datetime.fromisoformat(self.started)
            if took.total_seconds() >= self.limit_s:
                return self.failed("limit", too_slow(self.limit_s))
        return self.failed("unexpected", CRASHED)

    def _ended(self, state: State, words: Text, **changes: Any) -> Record:
        return self.changed(state=state, message=words, finished=now(), **changes)


CRASHED = Text(
    "计算意外中断（多为内存不足），已记录。请缩小问题后重试。",
    "The work ended unexpectedly, mostly for want of memory; it has been logged. Try a smaller "
    "question.",
)
TOO_LARGE = Text(
    "这个问题需要的内存超出上限。请缩小范围、减少点数或候选地点。",
    "This question needs more memory than one may have; take a smaller area, fewer points or "
    "candidates.",
)


def too_slow(limit_s: float) -> Text:
    """Return the words for a question that took too long."""
    return Text(
        f"计算超过时限 {limit_s:g} 秒，已停止。请缩小范围、减少点数或候选地点。",
        f"It took longer than the {limit_s:g} seconds that one may take, and was stopped; take a "
        "smaller area, fewer points or candidates.",
    )


def now() -> str:
    """Return the present, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


encoded = msgspec.json.Encoder().encode
decoded = msgspec.json.Decoder(Record).decode
