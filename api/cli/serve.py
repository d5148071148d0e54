"""`facilities serve`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import DataOption, app, errors_in_words


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

    with errors_in_words():
        run_server(data, host=host, port=port, workers=workers)
