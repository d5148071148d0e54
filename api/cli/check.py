"""`facilities check`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from api.cli.console import (
    CALL_IS_WRONG,
    DATA_HAS_ERRORS,
    JsonOption,
    app,
    err,
    out,
    print_json,
    progress_bar,
)
from layers.errors import Fault


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
    with progress_bar() as progress:
        task = progress.add_task("", total=None)
        faults, counts = check_place(
            folder, progress=lambda name: progress.update(task, description=name)
        )
    errors = sum(fault.severity == "error" for fault in faults)
    if as_json:
        print_json({"features": counts, "errors": errors, "faults": [vars(f) for f in faults]})
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
