"""Why no job is taken in, found, or has an answer: in words for whoever asks."""

from __future__ import annotations

from collections.abc import Sequence

from layers._layer import Text

# OGC 18-062r2, table 12 and section 7.13: the types of its exceptions.
EXCEPTIONS = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0"


class JobError(Exception):
    """Something about a process or a job is wrong; `words` say what, and what to do."""

    type = "about:blank"

    def __init__(self, words: Text) -> None:
        super().__init__(f"{words.zh} {words.en}")
        self.words = words


class NoProcessError(JobError):
    """There is no such process."""

    type = f"{EXCEPTIONS}/no-such-process"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(
            Text(
                f"没有“{name}”这个分析；可用：{', '.join(known)}。",
                f"No process {name!r}; known: {', '.join(known)}.",
            )
        )


class NoJobError(JobError):
    """There is no such job, or not any more."""

    type = f"{EXCEPTIONS}/no-such-job"

    def __init__(self) -> None:
        super().__init__(
            Text(
                "没有这个任务：可能已过期删除，或网址有误。请重新提交。",
                "There is no such job, or not any more; ask the question again.",
            )
        )


class NoResultError(JobError):
    """A job has no answer, or not yet."""

    type = f"{EXCEPTIONS}/result-not-ready"


class NotAskerError(JobError):
    """A job is dismissed by somebody who only knows it from the list."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "只有提交者能取消任务：请使用提交时得到的网址。",
                "Only whoever asked may dismiss a job, by the address that they were given.",
            )
        )


class RefusedQuestionError(JobError):
    """A question cannot be answered as it is asked; a smaller or another one can.

    Parameters
    ----------
    faults
        What is wrong with it, input by input.
    """

    def __init__(self, words: Text, faults: Sequence[dict[str, str]] = ()) -> None:
        super().__init__(words)
        self.faults = tuple(faults)


class FailedJobError(JobError):
    """A job ended without an answer, and nobody knows better."""


class JobsUnavailableError(JobError):
    """No job can be taken in now, whoever asks.

    Parameters
    ----------
    retry_after_s
        When it is worth asking again; None where somebody has to change something first.
    """

    def __init__(self, words: Text, *, retry_after_s: int | None = None) -> None:
        super().__init__(words)
        self.retry_after_s = retry_after_s
