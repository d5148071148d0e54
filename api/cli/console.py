"""What every command shares: where it prints, its common options, its errors in words."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from geo.errors import GeoError
from layers.errors import LayerError

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

# Control characters and those that turn the direction of reading or are not seen. JSON has them in
# texts only, where an escape is the same.
STEERING = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)

DataOption = Annotated[
    Path, typer.Option("--data", "--place", envvar="FACILITIES_DATA", help="Folder of the place.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="For programs: JSON instead of a table.")]


@contextmanager
def errors_in_words() -> Iterator[None]:
    """Turn an error that has words into those words and exit code 2."""
    try:
        yield
    except (LayerError, GeoError, ValueError, OSError) as wrong:
        err.print(f"[red]错误 Error:[/red] {escape(str(wrong))}")
        raise typer.Exit(CALL_IS_WRONG) from None


def print_json(value: Any) -> None:
    """Print a value as JSON, for programs; whatever it holds, no terminal is steered by it."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    sys.stdout.write(STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def progress_bar() -> Progress:
    """Return a line on standard error that shows how far a command is; it goes when done."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TimeElapsedColumn(),
        console=err,
        transient=True,
    )
