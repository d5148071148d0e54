"""`facilities export`: a layer as a file for an office or another program."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from api.cli.console import DataOption, JsonOption, app, errors_in_words, out, print_json
from api.cli.versions import LayerArgument


class Headings(StrEnum):
    """In what words the columns are headed."""

    ZH = "zh"
    EN = "en"
    FIELD = "field"


@app.command()
def export(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    layer: LayerArgument,
    out_file: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            help="The file; its ending says the format: .geojson .csv .xlsx .gpkg .zip .kml .fgb "
            ".parquet",
        ),
    ],
    data: DataOption = Path("data"),
    datum: Annotated[
        str, typer.Option(help="What the coordinates shall refer to: wgs84, gcj02, EPSG:4549 …")
    ] = "wgs84",
    headings: Annotated[
        Headings, typer.Option(help="Headings in Chinese, in English, or the fields' names.")
    ] = Headings.ZH,
    version: Annotated[
        str, typer.Option(help="Number or version; `now` is the present file.")
    ] = "now",
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write a layer to a file, whole; importing it again gives the same layer.

    Example: [bold]facilities export toilets -o toilets.xlsx --datum gcj02[/bold]
    """
    from api.cli.versions import layer_version  # noqa: PLC0415
    from layers.export import export_layer  # noqa: PLC0415
    from layers.place import read_place  # noqa: PLC0415

    with errors_in_words():
        report = export_layer(
            layer_version(data, layer, version),
            out_file,
            datum=datum,
            headings=headings.value,
            place=read_place(data),
            overwrite=force,
        )
    if as_json:
        print_json(report.as_dict() | {"file": str(report.path)})
        return
    out.print(
        f"{escape(str(report.path))}: {report.features} 个设施 features, {report.format}",
        highlight=False,
    )
    for note in report.notes:
        out.print(f"· {note.zh} {note.en}", markup=False, highlight=False)
