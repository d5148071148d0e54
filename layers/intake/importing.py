"""A file on its way in, step by step: read, understand, locate, check, match, compare.

Nothing is written here. What comes out says of every row what becomes of it, and holds the whole
new layer, ready to be published as one step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from layers._layer import Layer
from layers.collector import collector_off
from layers.intake.outcome import Import, Options
from layers.intake.reading import read_table
from layers.intake.run import ImportRun, Progress
from layers.intake.table import Table
from layers.place import Place
from layers.store.snapshot import Snapshot


def prepare_import(
    file: Path,
    layer: Layer,
    place: Place,
    published: Snapshot | None,
    options: Options | None = None,
    *,
    taken_ids: Callable[[], Iterable[str]] | None = None,
    progress: Progress | None = None,
) -> Import:
    """Read a file and say what would come of it, row by row; nothing is written.

    Parameters
    ----------
    published
        The layer as it is served now; None where the place has none.
    taken_ids
        Gives the ids of former versions, which no new facility may get; asked only if one is
        needed.
    progress
        Told the step in words and how much of the whole is done, 0 to 1.

    Raises
    ------
    IntakeError
        When the file cannot be read at all, or the column map does not fit it.
    UnknownDatumError
        When the declared datum is none.
    """
    options = options or Options()
    tell = progress or _silent
    tell("读取 Reading", 0.0)
    with collector_off():
        table = read_table(
            file,
            sheet=options.sheet,
            encoding=options.encoding,
            header_row=options.header_row,
            records=options.records,
            progress=lambda step, share: tell(step, share * 0.25),
        )
    return import_table(
        table, layer, place, published, options, taken_ids=taken_ids, progress=progress
    )


def import_table(
    table: Table,
    layer: Layer,
    place: Place,
    published: Snapshot | None,
    options: Options | None = None,
    *,
    taken_ids: Callable[[], Iterable[str]] | None = None,
    progress: Progress | None = None,
) -> Import:
    """Do what `prepare_import` does with a table that has been read."""
    run = ImportRun(table, layer, place, published, options or Options(), progress or _silent)
    with collector_off():
        run.understand()
        run.locate()
        run.check()
        if run.refusals:
            return run.outcome(None)
        run.match()
        run.find_doubles()
        run.build(taken_ids or tuple)
        return run.outcome(run.compare())


def _silent(_step: str, _share: float) -> None:
    """Tell nobody."""
