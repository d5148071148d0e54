"""`facilities reports`: what residents reported, for the office to read and to deal with."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from api.cli.console import DataOption, JsonOption, app, err, errors_in_words, out, print_json

if TYPE_CHECKING:
    from layers.place import Place
    from layers.reports.queue import ReportQueue
    from layers.reports.reading import Report


@app.command()
def reports(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    numbers: Annotated[
        list[int] | None, typer.Argument(min=1, help="Only these; with --done, those handled.")
    ] = None,
    data: DataOption = Path("data"),
    folder: Annotated[
        Path,
        typer.Option(
            "--reports",
            envvar="FACILITIES_REPORTS",
            help="Folder of the reports; a relative one lies in the folder of the place.",
        ),
    ] = Path("reports"),
    layer: Annotated[
        list[str] | None, typer.Option("--layer", help="Only of this layer; may be repeated.")
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            help="Only this: right place hours fee gone broken other; may be repeated.",
        ),
    ] = None,
    with_handled: Annotated[bool, typer.Option("--all", help="Handled ones too.")] = False,
    by_facility: Annotated[bool, typer.Option("--by-facility", help="One row a facility.")] = False,
    out_file: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write them to a file: .csv or .xlsx.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    done: Annotated[bool, typer.Option("--done", help="Mark these numbers as handled.")] = False,
    note: Annotated[str, typer.Option("--note", help="What was done, with --done.")] = "",
    who: Annotated[
        str | None, typer.Option("--who", help="Who did it; the account's name without it.")
    ] = None,
    archive: Annotated[
        bool, typer.Option("--archive", help="Move handled ones to a file of their own.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """List what residents reported, newest first, and mark what was dealt with.

    Example: [bold]facilities reports --layer toilets --kind hours[/bold]
    """
    from layers._registry import layer_named  # noqa: PLC0415
    from layers.place import read_place  # noqa: PLC0415
    from layers.reports.queue import ReportQueue  # noqa: PLC0415
    from layers.reports.reading import chosen_reports, read_reports  # noqa: PLC0415

    with errors_in_words():
        place = read_place(data)
        queue = ReportQueue(place.folder / folder)
        _check_call(kind or (), done=done, archive=archive, numbers=numbers or ())
        layers = [layer_named(name).name for name in layer or ()]
        if done:
            _mark_handled(queue, numbers or (), note=note, who=who)
            return
        if archive:
            _archive(queue)
            return
        every, faults = read_reports(queue.folder)
        # Whoever names a number wants to see it, handled or not.
        wanted = chosen_reports(
            every,
            layers=layers,
            kinds=kind or (),
            numbers=numbers or (),
            handled=with_handled or bool(numbers),
        )
    _show(place, wanted, by_facility=by_facility, out_file=out_file, force=force, as_json=as_json)
    for fault in faults:
        err.print(f"[yellow]提醒 Warning:[/yellow] {escape(str(fault))}")


def _check_call(kinds: Sequence[str], *, done: bool, archive: bool, numbers: Sequence[int]) -> None:
    from layers.reports.kinds import KINDS  # noqa: PLC0415

    for name in kinds:
        if name not in KINDS:
            raise ValueError(f"no kind {name!r}; known: {', '.join(KINDS)}")
    if done and not numbers:
        raise ValueError("--done 须写明编号 needs numbers: facilities reports --done 12 15")
    if archive and (done or numbers):
        raise ValueError("--archive 单独使用 stands alone: facilities reports --archive")


def _mark_handled(
    queue: ReportQueue, numbers: Sequence[int], *, note: str, who: str | None
) -> None:
    from layers.reports.errors import ReportError, ReportsUnavailableError  # noqa: PLC0415

    try:
        handled = queue.mark_handled(
            numbers, who=who or getpass.getuser(), note=note, now=datetime.now(UTC)
        )
    except ReportsUnavailableError as unavailable:
        raise ReportError(unavailable.reason) from unavailable
    before = sorted(set(numbers) - set(handled))
    if handled:
        named = ", ".join(map(str, handled))
        out.print(f"已标记为已处理 Marked as handled: {named}", highlight=False)
    if before:
        named = ", ".join(map(str, before))
        out.print(f"此前已处理 Handled before: {named}", highlight=False)


def _archive(queue: ReportQueue) -> None:
    from layers.reports.archiving import archive_handled  # noqa: PLC0415
    from layers.reports.errors import ReportError, ReportsUnavailableError  # noqa: PLC0415

    try:
        moved = archive_handled(queue, datetime.now(UTC))
    except ReportsUnavailableError as unavailable:
        raise ReportError(unavailable.reason) from unavailable
    if moved is None:
        out.print("没有已处理的报告可移出。 No handled report to move out.", highlight=False)
    else:
        out.print(
            f"已移出 {moved.reports} 条到 {escape(str(moved.path))} {moved.reports} moved there",
            highlight=False,
        )


def _show(
    place: Place,
    wanted: list[Report],
    *,
    by_facility: bool,
    out_file: Path | None,
    force: bool,
    as_json: bool,
) -> None:
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    from api.cli.reports_table import (  # noqa: PLC0415
        counts_in_words,
        facilities_table,
        report_rows,
        reports_table,
    )

    timezone = ZoneInfo(place.timezone)
    if out_file is not None:
        from layers.reports.table import write_reports  # noqa: PLC0415

        with errors_in_words():
            write_reports(out_file, wanted, timezone, overwrite=force)
        out.print(f"{escape(str(out_file))}: {len(wanted)} 条报告 reports", highlight=False)
    elif as_json:
        print_json(report_rows(wanted))
    else:
        if wanted:
            table = facilities_table if by_facility else reports_table
            out.print(table(wanted, timezone))
        out.print(counts_in_words(wanted), highlight=False, markup=False)
