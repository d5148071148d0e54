"""What every reader raises, in both languages, and how a library's own errors become it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from layers.errors import shown
from layers.intake.table import IntakeError


def unreadable(zh: str, en: str) -> IntakeError:
    """Return the error for a file that cannot be taken in, Chinese first."""
    return IntakeError(f"{zh} {en}")


class NoRecordsError(IntakeError):
    """A document is whole and holds no records; another one in the same file may."""


@contextmanager
def library_faults(zh: str, en: str) -> Iterator[None]:
    """Turn whatever a library raises on a broken file into an `IntakeError`.

    Readers written in Rust and C raise errors of many families, and a panic of Rust is no
    `Exception`; a stop by the user passes.

    Parameters
    ----------
    zh, en
        What was read and what to do; the library's own words follow.
    """
    try:
        yield
    except (IntakeError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as fault:
        words = shown(" ".join(str(fault).split()), 160) or type(fault).__name__
        raise unreadable(f"{zh}（{words}）。", f"{en} ({words}).") from fault
