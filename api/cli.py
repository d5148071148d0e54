"""The `facilities` command: serve a place, look into it, check it, make one from OpenStreetMap."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from api.bounds import FARTHEST_M, LONGEST_STAY_MINUTES, MOST_NEIGHBOURS
from geo.errors import GeoError
from layers.errors import Fault, LayerError

app = typer.Typer(
    name="facilities",
    help="便民设施地图 Public facilities map: serve a place, look into it, check it.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
)

# Exit codes: 0 done; 1 the data has errors; 2 the call or the place is wrong.
DATA_HAS_ERRORS, CALL_IS_WRONG = 1, 2

# A line is as long as it is: programs read these too, and cut words are hard to search for.
out, err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)

DataOption = Annotated[
    Path, typer.Option("--data", envvar="FACILITIES_DATA", help="Folder of the place.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="For programs: JSON instead of a table.")]


@contextmanager
def _errors_in_words() -> Iterator[None]:
    """Turn an error that has words into those words and exit code 2."""
    try:
        yield
    except (LayerError, GeoError, ValueError, OSError) as wrong:
        err.print(f"[red]错误 Error:[/red] {escape(str(wrong))}")
        raise typer.Exit(CALL_IS_WRONG) from None


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


@app.command()
def serve(
    data: DataOption = Path("data"),
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes.")] = 1,
) -> None:
    """Serve a place over HTTP and say where once it answers.

    Example: [bold]facilities serve --data data --port 8000 --workers 2[/bold]
    """
    # Imported here, as in the other commands, so that none waits for what it does not need.
    from api.server import run_server  # noqa: PLC0415

    with _errors_in_words():
        run_server(data, host=host, port=port, workers=workers)


@app.command()
def layers(data: DataOption = Path("data"), as_json: JsonOption = False) -> None:
    """List the layers of a place: how many facilities, which version, how fresh.

    Example: [bold]facilities layers --data data[/bold]
    """
    from layers.store.files import FileStore  # noqa: PLC0415

    with _errors_in_words():
        store = FileStore(data)
    rows = [
        {
            "layer": name,
            "title": one.layer.title.zh,
            "title_en": one.layer.title.en,
            "features": len(one),
            "version": one.version,
            "updated_at": one.updated_at and one.updated_at.isoformat(),
            "illustrative": one.illustrative,
        }
        for name, one in store.snapshots().items()
    ]
    if as_json:
        _print_json(rows)
    else:
        table = Table(title=f"{store.place.name.zh} {store.place.name.en}")
        for heading in ("图层 Layer", "", "数量 Features", "版本 Version", "更新 Updated", "示意"):
            table.add_column(heading, overflow="fold")
        for row in rows:
            table.add_row(
                escape(str(row["layer"])),
                f"{row['title']} {row['title_en']}",
                str(row["features"]),
                str(row["version"]),
                str(row["updated_at"] or "未知 unknown"),
                "是 yes" if row["illustrative"] else "",
            )
        out.print(table)
    for name, trouble in store.troubles().items():
        err.print(f"[red]{name}[/red]: {escape(str(trouble))}")
    if store.troubles():
        raise typer.Exit(DATA_HAS_ERRORS)


@app.command()
def nearest(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    lon: Annotated[float, typer.Argument(min=-180, max=180, help="Longitude, WGS 84.")],
    lat: Annotated[float, typer.Argument(min=-90, max=90, help="Latitude, WGS 84.")],
    data: DataOption = Path("data"),
    layer: Annotated[
        list[str] | None, typer.Option("--layer", help="Look only here; may be repeated.")
    ] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=MOST_NEIGHBOURS, help="How many.")] = 5,
    max_distance_m: Annotated[
        float, typer.Option(min=1, max=FARTHEST_M, help="Only so far away.")
    ] = FARTHEST_M,
    free_at: Annotated[
        str | None, typer.Option(help="Only what is free then, such as 2026-10-01T08:00.")
    ] = None,
    stay_minutes: Annotated[
        int | None,
        typer.Option(min=1, max=LONGEST_STAY_MINUTES, help="…for a stay of so many minutes."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Find the nearest facilities, with distance and status.

    Example: [bold]facilities nearest 119.09 36.71 --layer toilets -k 3[/bold]
    """
    from api.nearest_table import NearestQuestion, nearest_rows, nearest_table  # noqa: PLC0415

    with _errors_in_words():
        asked = NearestQuestion(
            lon=lon,
            lat=lat,
            k=k,
            layers=tuple(layer or ()),
            max_distance_m=max_distance_m,
            free_at=_instant("--free-at", free_at) if free_at else None,
            stay_minutes=stay_minutes,
        )
        rows = nearest_rows(data, asked)
    if as_json:
        _print_json(rows)
        return
    if not rows:
        err.print("附近没有符合条件的设施。 Nothing within reach.")
        raise typer.Exit(0)
    out.print(nearest_table(rows))


def _instant(option: str, text: str) -> datetime:
    from api.params import parse_instant  # noqa: PLC0415

    try:
        return parse_instant(text)
    except ValueError as wrong:
        raise ValueError(f"{option} {text!r}: {wrong}") from None


@app.command()
def check(
    folder: Annotated[Path, typer.Argument(help="Folder of a place.")],
    as_json: JsonOption = False,
) -> None:
    """Check a place and list every fault with file, line, id, field and reason.

    Exit code 0: no errors (warnings may be there); 1: errors; 2: no such folder.

    Example: [bold]facilities check data[/bold]
    """
    from layers.store.check import check_place  # noqa: PLC0415

    if not folder.is_dir():
        err.print(f"[red]错误 Error:[/red] no folder {escape(repr(str(folder)))}")
        raise typer.Exit(CALL_IS_WRONG)
    with _progress() as progress:
        task = progress.add_task("", total=None)
        faults, counts = check_place(
            folder, progress=lambda name: progress.update(task, description=name)
        )
    errors = sum(fault.severity == "error" for fault in faults)
    if as_json:
        _print_json({"features": counts, "errors": errors, "faults": [vars(f) for f in faults]})
    else:
        _print_faults(faults)
        counted = ", ".join(f"{name} {count}" for name, count in counts.items()) or "none"
        out.print(
            f"{errors} 个错误 errors, {len(faults) - errors} 个提醒 warnings; features: {counted}"
        )
    if errors:
        raise typer.Exit(DATA_HAS_ERRORS)


def _print_faults(faults: list[Fault]) -> None:
    if not faults:
        return
    table = Table()
    for heading in ("", "文件 File", "行 Line", "id", "字段 Field", "原因 Reason"):
        table.add_column(heading, overflow="fold")
    for fault in faults:
        table.add_row(
            "[red]错误[/red]" if fault.severity == "error" else "[yellow]提醒[/yellow]",
            escape(fault.file),
            str(fault.line or ""),
            escape(fault.feature_id or ""),
            escape(fault.field or ""),
            escape(fault.reason),
        )
    out.print(table)


@app.command()
def osm(
    file: Annotated[Path, typer.Argument(help="Extract: .osm.pbf, .osm, .osm.gz or .osm.bz2.")],
    out_folder: Annotated[Path, typer.Option("--out", help="Folder of the new place.")],
    name: Annotated[str | None, typer.Option(help="What the place is called.")] = None,
    timezone: Annotated[str | None, typer.Option(help="Its time zone, as Europe/Helsinki.")] = None,
    country: Annotated[str | None, typer.Option(help="Its country, as FI.")] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace what an earlier import wrote there.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Make a place out of an OpenStreetMap extract.

    Example: [bold]facilities osm helsinki.osm.pbf --out helsinki[/bold], then
    [bold]facilities serve --data helsinki[/bold]
    """
    from api.osm_table import print_report  # noqa: PLC0415
    from layers.osm import import_osm  # noqa: PLC0415

    with _errors_in_words(), _progress() as progress:
        task = progress.add_task("", total=1.0)
        report = import_osm(
            file,
            out_folder,
            name=name,
            timezone=timezone,
            country=country,
            overwrite=force,
            progress=lambda step, share: progress.update(task, description=step, completed=share),
        )
    if as_json:
        _print_json(report.as_dict())
    else:
        print_report(report, out)


def _progress() -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TimeElapsedColumn(),
        console=err,
        transient=True,
    )


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
