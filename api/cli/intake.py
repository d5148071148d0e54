"""`facilities import`: an office's file in, checked, compared and published as one step."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from api.cli.console import (
    CALL_IS_WRONG,
    DATA_HAS_ERRORS,
    DataOption,
    JsonOption,
    app,
    err,
    errors_in_words,
    out,
    print_json,
    progress_bar,
)
from layers.errors import LayerError

if TYPE_CHECKING:
    from layers.intake import Import, Options
    from layers.store.publication import Publication

WhoOption = Annotated[
    str | None, typer.Option("--who", help="Who publishes; the account's name without it.")
]
WhyOption = Annotated[str, typer.Option("--why", help="Why, for the history.")]


@app.command("import")
def import_(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    file: Annotated[Path, typer.Argument(help="CSV, Excel, GeoJSON, shapefile (.zip), KML …")],
    layer: Annotated[str, typer.Option("--layer", help="The layer that it is of.")],
    data: DataOption = Path("data"),
    datum: Annotated[
        str | None,
        typer.Option(help="What its coordinates refer to: wgs84, gcj02, bd09, EPSG:4549 …"),
    ] = None,
    trust_datum: Annotated[
        bool,
        typer.Option(
            "--trust-datum", help="The datum is right although what is published differs."
        ),
    ] = False,
    map_file: Annotated[
        Path | None, typer.Option("--map", help="TOML file that says which column is what.")
    ] = None,
    save_map: Annotated[
        Path | None, typer.Option(help="Write down how the columns were understood.")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(help="Sheet or layer of a file with several.")
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="How its text is written.")] = None,
    header_row: Annotated[
        int | None, typer.Option(min=0, help="The row with the headings; 0 for none.")
    ] = None,
    records: Annotated[
        str | None, typer.Option(help="Where the rows lie in a JSON file: result.items.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; publish nothing.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings keep rows out too.")] = False,
    keep_missing: Annotated[
        bool, typer.Option("--keep-missing", help="Facilities not in the file stay.")
    ] = False,
    allow_removals: Annotated[
        bool, typer.Option("--allow-removals", help="Let more than a fifth be removed.")
    ] = False,
    report: Annotated[
        list[Path] | None,
        typer.Option(help="Write the report: .json, or .xlsx with faulty rows marked; repeatable."),
    ] = None,
    queue: Annotated[
        Path | None,
        typer.Option(help="Where rows without coordinates go; else beside the file, if published."),
    ] = None,
    who: WhoOption = None,
    why: WhyOption = "",
    as_json: JsonOption = False,
) -> None:
    """Read an office's file, check it, compare it with what is published, and publish it.

    Exit code 0: every row is published or waits in the queue; 1: rows were refused, or all of it;
    2: the call is wrong or the file cannot be read.

    Example: [bold]facilities import toilets.xlsx --layer toilets --datum gcj02 --dry-run[/bold]
    """
    from api.cli.import_tables import print_import  # noqa: PLC0415
    from layers.intake import (  # noqa: PLC0415
        Options,
        import_report,
        read_column_map,
        write_column_map,
    )

    with errors_in_words():
        options = Options(
            column_map=read_column_map(map_file) if map_file else None,
            datum=datum,
            trust_datum=trust_datum,
            sheet=sheet,
            encoding=encoding,
            header_row=header_row,
            records=records,
            strict=strict,
            keep_missing=keep_missing,
            allow_removals=allow_removals,
        )
        _check_outputs(file, report or [], queue, save_map)
        imported, publish = _prepared(file, layer, data, options)
        # Before anything is published: rows that wait must not be lost for a folder that is full.
        written = []
        if imported.rows_of("queued") and (queue or (_settled(imported) and not dry_run)):
            written.append(_queue_written(imported, queue, beside=file))
        publication = None
        if imported.publishable and not dry_run:
            why = why or f"import {imported.table.file}"
            publication = _published(publish, written, who or getpass.getuser(), why)
        wanted = _reports(imported, publication, report or [])
        if save_map:
            wanted[save_map] = lambda path: write_column_map(imported.columns_as_used, path)
    unwritten = _write_each(wanted, written)
    if as_json:
        print_json(import_report(imported, publication))
    else:
        print_import(imported, publication, out, dry_run=dry_run)
    # Both may go to one place: in the order in which it happened.
    sys.stdout.flush()
    for path in written:
        err.print(f"已写入 Written: {escape(str(path))}")
    for words in unwritten:
        err.print(f"[red]错误 Error:[/red] {escape(words)}")
    if unwritten:
        raise typer.Exit(CALL_IS_WRONG)
    if imported.refusals or imported.counts.refused:
        raise typer.Exit(DATA_HAS_ERRORS)


def _prepared(
    file: Path, layer_name: str, data: Path, options: Options
) -> tuple[Import, Callable[..., Publication]]:
    """Return what would come of a file, and what publishes it."""
    from layers._registry import layer_named  # noqa: PLC0415
    from layers.intake import (  # noqa: PLC0415
        former_ids,
        prepare_import,
        publish_import,
        published_layer,
    )
    from layers.place import read_place  # noqa: PLC0415

    place, layer = read_place(data), layer_named(layer_name)
    with progress_bar() as progress:
        task = progress.add_task("", total=1.0)
        imported = prepare_import(
            file,
            layer,
            place,
            published_layer(place, layer),
            options,
            taken_ids=lambda: former_ids(place, layer),
            progress=lambda step, share: progress.update(task, description=step, completed=share),
        )
    return imported, partial(publish_import, place, imported)


def _published(
    publish: Callable[..., Publication], written: list[Path], who: str, why: str
) -> Publication:
    """Publish; where that fails, take back what was written for it."""
    try:
        return publish(who=who, why=why)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise


def _check_outputs(
    file: Path, reports: list[Path], queue: Path | None, save_map: Path | None
) -> None:
    for path in reports:
        if path.suffix.lower() not in {".json", ".xlsx"}:
            raise ValueError(f"--report {path}: a report is a .json or an .xlsx file")
    for path in (*reports, *filter(None, (queue, save_map))):
        if path.absolute() == file.absolute() or (path.exists() and path.samefile(file)):
            raise ValueError(f"{path} is the file that is imported; write to another")
        if not path.parent.is_dir():
            raise ValueError(
                f"{path} 所在的文件夹不存在，请先建好。 "
                f"{path} is in no folder that exists; make it first"
            )
    if queue and queue.exists():
        raise ValueError(f"--queue {queue} is there already, perhaps half filled in; name another")


def _settled(imported: Import) -> bool:
    """Return whether the waiting rows have only a position to wait for, and no second try."""
    return imported.publishable or "published" not in imported.fates


def _queue_beside(file: Path) -> Path:
    """Return a name that no file has: an earlier queue may be half filled in."""
    path, number = file.with_name(f"{file.stem}.queue.csv"), 1
    while path.exists():
        number += 1
        path = file.with_name(f"{file.stem}.queue-{number}.csv")
    return path


def _queue_written(imported: Import, queue: Path | None, *, beside: Path) -> Path:
    from layers.intake import write_queue  # noqa: PLC0415

    try:
        path = queue or _queue_beside(beside)
        write_queue(path, imported.table, imported.rows_of("queued"), imported.columns.position)
    except OSError as fault:
        raise ValueError(
            f"待定位清单无法写入（{fault}），未发布；请用 --queue 指定别处。 The queue cannot be "
            f"written ({fault}), so nothing was published; name another place with --queue"
        ) from fault
    return path


def _reports(
    imported: Import, publication: Publication | None, reports: list[Path]
) -> dict[Path, Callable[[Path], object]]:
    """Return what writes each report."""
    from geo.geojson import compact_json  # noqa: PLC0415
    from layers.intake import import_report, write_mending_workbook  # noqa: PLC0415

    def write(path: Path) -> None:
        if path.suffix.lower() == ".json":
            path.write_bytes(compact_json(import_report(imported, publication)))
        else:
            write_mending_workbook(path, imported)

    return dict.fromkeys(reports, write)


def _write_each(wanted: dict[Path, Callable[[Path], object]], written: list[Path]) -> list[str]:
    """Write files one by one; say of each that cannot be, since what is published stays so."""
    failed = []
    for path, write in wanted.items():
        try:
            write(path)
        except (LayerError, OSError) as fault:
            failed.append(str(fault))
        else:
            written.append(path)
    return failed
