"""`facilities history`, `diff` and `rollback`: what was published, what it changed, and back."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

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

if TYPE_CHECKING:
    from layers.store.publication import Publication
    from layers.store.snapshot import Snapshot

LayerArgument = Annotated[str, typer.Argument(help="Name of the layer.")]

HOW = {"import": "导入 import", "rollback": "回退 rollback", "found": "原有 found"}


@app.command()
def history(
    layer: LayerArgument, data: DataOption = Path("data"), as_json: JsonOption = False
) -> None:
    """List every version of a layer: when, by whom, why, and what it changed.

    Example: [bold]facilities history toilets[/bold]
    """
    from layers._registry import layer_named  # noqa: PLC0415
    from layers.place import read_place  # noqa: PLC0415
    from layers.store.history import History  # noqa: PLC0415

    with errors_in_words():
        place, declared = read_place(data), layer_named(layer)
        known = History(place)
        made, faults = known.publications(declared), known.faults(declared)
        current = known.current(declared)
    if as_json:
        print_json([_publication(one, current) for one in made])
    else:
        out.print(_history_table(f"{declared.title.zh} {layer}", made, current))
        if current is None:
            err.print(
                "现在的文件不在历史中（未发布过，或被直接改动）。 "
                "The present file is in no version: never published, or changed by hand."
            )
    for fault in faults:
        err.print(f"[red]错误 Error:[/red] {escape(str(fault))}")
    if faults:
        raise typer.Exit(DATA_HAS_ERRORS)


def _publication(one: Publication, current: Publication | None) -> dict[str, Any]:
    return {
        "number": one.number,
        "version": one.version,
        "at": one.at.isoformat(),
        "who": one.who,
        "why": one.why,
        "how": one.how,
        "base": one.base,
        "features": one.features,
        "counts": one.counts and vars(one.counts),
        "sha256": one.sha256,
        "source": one.source,
        "current": one == current,
    }


def _history_table(title: str, made: tuple[Publication, ...], current: Publication | None) -> Table:
    table = Table(title=escape(title))
    # Both are to be copied into the next command, so that no line end may come in between.
    table.add_column("", no_wrap=True)
    table.add_column("版本 Version", no_wrap=True)
    for heading in ("时间 When", "谁 Who", "方式 How", "数量 Features"):
        table.add_column(heading, overflow="fold")
    table.add_column("增 删 移 改 + − → ~", overflow="fold")
    table.add_column("原因 Why", overflow="fold")
    for one in reversed(made):
        counts = one.counts
        changed = (
            f"+{counts.added} −{counts.removed} →{counts.moved} ~{counts.changed}" if counts else ""
        )
        table.add_row(
            f"{one.number}{' ●' if one == current else ''}",
            one.version,
            f"{one.at.astimezone():%Y-%m-%d %H:%M}",
            escape(one.who),
            HOW[one.how],
            "" if one.features is None else str(one.features),
            changed,
            escape(one.why),
        )
    return table


@app.command()
def diff(
    layer: LayerArgument,
    before: Annotated[str, typer.Argument(help="Number or version.")],
    after: Annotated[str, typer.Argument(help="Number or version; `now` is the present file.")],
    data: DataOption = Path("data"),
    as_json: JsonOption = False,
) -> None:
    """Compare two versions of a layer: added, removed, moved, changed field by field.

    Example: [bold]facilities diff toilets 3 now[/bold]
    """
    from api.cli.comparison_table import print_comparison  # noqa: PLC0415
    from layers.compare import compare_layers  # noqa: PLC0415

    with errors_in_words():
        comparison = compare_layers(
            *(layer_version(data, layer, which) for which in (before, after))
        )
    if as_json:
        print_json(comparison.as_dict())
    else:
        print_comparison(comparison, out)


def layer_version(data: Path, name: str, which: str) -> Snapshot:
    """Return a version of a layer by number or hash, or as its file is `now`.

    Raises
    ------
    LayerError
        When there is none, or it cannot be read.
    """
    from layers._registry import layer_named  # noqa: PLC0415
    from layers.errors import LayerUnavailableError  # noqa: PLC0415
    from layers.place import read_place  # noqa: PLC0415
    from layers.store.history import History  # noqa: PLC0415
    from layers.store.present import published_layer  # noqa: PLC0415
    from layers.store.reading import read_snapshot  # noqa: PLC0415

    place, layer = read_place(data), layer_named(name)
    if which == "now":
        present = published_layer(place, layer)
        if present is None:
            raise LayerUnavailableError(f"{place.layer_path(name)} 不存在 is not there")
        return present
    known = History(place)
    found = known.find(layer, which)
    return read_snapshot(
        layer, known.read(layer, found.version), file=f"{name} {found.number}", read_at=found.at
    )


@app.command()
def rollback(
    layer: LayerArgument,
    version: Annotated[str, typer.Argument(help="Number or version to go back to.")],
    data: DataOption = Path("data"),
    who: Annotated[
        str | None, typer.Option("--who", help="Who does it; the account's name without it.")
    ] = None,
    why: Annotated[str, typer.Option("--why", help="Why, for the history.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Publish an earlier version again. Nothing is deleted: going back is one more version.

    Example: [bold]facilities rollback toilets 3 --why "wrong datum"[/bold]
    """
    from layers._registry import layer_named  # noqa: PLC0415
    from layers.place import read_place  # noqa: PLC0415
    from layers.store.history import History  # noqa: PLC0415
    from layers.store.publishing import rollback_layer  # noqa: PLC0415

    with errors_in_words():
        place, declared = read_place(data), layer_named(layer)
        before = History(place).current(declared)
        made = rollback_layer(
            place,
            declared,
            version,
            who=who or getpass.getuser(),
            why=why or f"rollback to {version}",
        )
    if as_json:
        print_json(_publication(made, made))
    elif made == before:
        out.print(
            f"{layer}: 现在就是版本 {made.version}，未作改动 "
            f"version {made.version} is the present one; nothing was changed",
            highlight=False,
        )
    else:
        out.print(
            f"{layer}: 第 {made.number} 次发布，版本 {made.version} "
            f"publication {made.number}, version {made.version}",
            highlight=False,
        )
