"""`facilities osm`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import (
    JsonOption,
    app,
    errors_in_words,
    out,
    print_json,
    progress_bar,
)


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
    from api.cli.osm_table import print_report  # noqa: PLC0415
    from layers.osm import import_osm  # noqa: PLC0415

    with errors_in_words(), progress_bar() as progress:
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
        print_json(report.as_dict())
    else:
        print_report(report, out)
