"""`facilities layers` and `facilities nearest`: look into a place."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from api.bounds import FARTHEST_M, LONGEST_STAY_MINUTES, MOST_NEIGHBOURS
from api.cli.console import (
    DATA_HAS_ERRORS,
    DataOption,
    JsonOption,
    app,
    err,
    errors_in_words,
    out,
    print_json,
)


@app.command()
def layers(data: DataOption = Path("data"), as_json: JsonOption = False) -> None:
    """List the layers of a place: how many facilities, which version, how fresh.

    Example: [bold]facilities layers --data data[/bold]
    """
    from layers.store.files import FileStore  # noqa: PLC0415

    with errors_in_words():
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
        print_json(rows)
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
    from api.cli.nearest_table import NearestQuestion, nearest_rows, nearest_table  # noqa: PLC0415

    with errors_in_words():
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
        print_json(rows)
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
