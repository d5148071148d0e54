"""`facilities network`, `coverage`, `siting` and `accessibility`: the planner's questions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from api.cli.console import (
    DATA_HAS_ERRORS,
    DataOption,
    JsonOption,
    app,
    errors_in_words,
    out,
    print_json,
    progress_bar,
)

LayerArgument = Annotated[str, typer.Argument(help="Layer of the facilities that serve.")]
MetresOption = Annotated[
    float | None,
    typer.Option("--metres", min=1, max=50_000, help="How far is within reach; else the standard."),
]
MinutesOption = Annotated[
    float | None, typer.Option("--minutes", min=0.1, max=600, help="The same as a walk.")
]
SpeedOption = Annotated[
    float,
    typer.Option("--speed", min=0.1, max=3, help="Walking speed in m/s; older people about 0.8."),
]
WhereOption = Annotated[
    list[str] | None,
    typer.Option(
        "--where", help="Only such facilities, as in /items: accessible=true. May be repeated."
    ),
]
DemandOption = Annotated[
    Path | None,
    typer.Option(
        "--demand", help="Table or layer with people; else the households of the communities."
    ),
]
WeightOption = Annotated[
    str | None, typer.Option("--weight", help="The column of --demand that counts them.")
]
BuildingsOption = Annotated[
    Path | None,
    typer.Option(
        "--buildings", help="OSM extract: areas of the demand are spread over its dwellings."
    ),
]
WriteOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write the map's areas and points (.geojson).")
]
MethodOption = Annotated[
    Literal["network", "straight"] | None,
    typer.Option("--method", help="On foot or straight; else on foot where there is a network."),
]


@app.command()
def network(
    file: Annotated[Path, typer.Argument(help="Extract: .osm.pbf, .osm, .osm.gz or .osm.bz2.")],
    data: DataOption = Path("data"),
    margin_m: Annotated[
        float, typer.Option("--margin-m", min=0, max=100_000, help="How far around the place.")
    ] = 2000.0,
    smallest_island: Annotated[
        float,
        typer.Option("--smallest-island", min=0, max=1, help="Drop parts of a smaller share."),
    ] = 0.01,
    private_ways: Annotated[
        bool, typer.Option("--private-ways", help="Take ways marked as private too.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Make the walking network of a place out of an OpenStreetMap extract, and keep it there.

    Example: [bold]facilities network weifang.osm.pbf --data data[/bold]
    """
    from api.cli.planning_tables import print_network  # noqa: PLC0415
    from layers.network import make_network  # noqa: PLC0415
    from layers.place import read_place  # noqa: PLC0415

    with errors_in_words(), progress_bar() as progress:
        task = progress.add_task("", total=1.0)
        report = make_network(
            file,
            read_place(data),
            margin_m=margin_m,
            smallest_island=smallest_island,
            with_private=private_ways,
            progress=lambda step, share: progress.update(task, description=step, completed=share),
        )
    if as_json:
        print_json(report.as_dict())
    else:
        print_network(report, out)


@app.command()
def coverage(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    layer: LayerArgument,
    data: DataOption = Path("data"),
    metres: MetresOption = None,
    minutes: MinutesOption = None,
    speed: SpeedOption = 1.1,
    where: WhereOption = None,
    demand: DemandOption = None,
    weight: WeightOption = None,
    buildings: BuildingsOption = None,
    zones: Annotated[
        Path | None, typer.Option("--zones", help="Areas to break figures down by; else streets'.")
    ] = None,
    zone_name: Annotated[
        str | None, typer.Option("--zone-name", help="The column of --zones with their names.")
    ] = None,
    output: WriteOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say who is within reach of a layer's facilities, who is not, and where the gaps are.

    Exit code 1 where a row of the demand could not be counted; the others were.

    Example: [bold]facilities coverage toilets --metres 500 --where free_at=2026-10-01T23:00[/bold]
    """
    from api.cli.planning_asked import Asked  # noqa: PLC0415
    from api.cli.planning_files import write_features  # noqa: PLC0415
    from api.cli.planning_tables import print_coverage  # noqa: PLC0415
    from layers.planning import CoverageQuestion, answer_coverage  # noqa: PLC0415
    from layers.planning.features import coverage_features  # noqa: PLC0415

    with errors_in_words(), progress_bar() as progress:
        task = progress.add_task("", total=1.0)
        asked = Asked(data, layer, where or [], demand, weight, buildings=buildings)
        question = CoverageQuestion(
            asked.supply,
            asked.threshold(metres, minutes, speed),
            zones=None if zones is None else asked.zones(zones, zone_name),
        )
        answer = answer_coverage(
            question,
            asked.scene,
            progress=lambda step, share: progress.update(task, description=step, completed=share),
        )
        if output is not None:
            write_features(output, coverage_features(answer))
    if as_json:
        print_json(answer.as_dict())
    else:
        print_coverage(answer, out)
    if answer.made.left_out:
        raise typer.Exit(DATA_HAS_ERRORS)


@app.command()
def siting(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    layer: LayerArgument,
    data: DataOption = Path("data"),
    goal: Annotated[
        Literal["most_covered", "fewest_sites", "least_distance"],
        typer.Option("--goal", help="Most households, fewest sites, or least mean distance."),
    ] = "most_covered",
    sites: Annotated[int, typer.Option("--sites", min=1, max=500, help="How many new ones.")] = 3,
    share: Annotated[
        float, typer.Option("--share", min=0.01, max=1, help="For fewest_sites: what to reach.")
    ] = 1.0,
    candidates: Annotated[
        str, typer.Option("--candidates", help="grid, network, or a file with points.")
    ] = "grid",
    step_m: Annotated[
        float, typer.Option("--step-m", min=10, max=10_000, help="Between points of a grid.")
    ] = 100.0,
    spacing_m: Annotated[
        float, typer.Option("--spacing-m", min=0, max=50_000, help="Between sites at least.")
    ] = 0.0,
    forbidden: Annotated[
        Path | None, typer.Option("--forbidden", help="Areas in which nothing is built.")
    ] = None,
    capacity: Annotated[
        float | None, typer.Option("--capacity", min=1, help="Households a site serves at most.")
    ] = None,
    time_limit_s: Annotated[
        float, typer.Option("--time-limit-s", min=1, max=3600, help="For the solver.")
    ] = 50.0,
    metres: MetresOption = None,
    minutes: MinutesOption = None,
    speed: SpeedOption = 1.1,
    method: MethodOption = None,
    where: WhereOption = None,
    demand: DemandOption = None,
    weight: WeightOption = None,
    buildings: BuildingsOption = None,
    output: WriteOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say where to build next, and how good that is known to be.

    Exit code 1 where there is no answer, or a row of the demand could not be counted.

    Example: [bold]facilities siting toilets --sites 3 --metres 500 --spacing-m 300[/bold]
    """
    from api.cli.planning_asked import Asked  # noqa: PLC0415
    from api.cli.planning_files import write_features  # noqa: PLC0415
    from api.cli.planning_tables import print_siting  # noqa: PLC0415
    from layers.planning import SitingQuestion, answer_siting  # noqa: PLC0415
    from layers.planning.features import siting_features  # noqa: PLC0415

    with errors_in_words(), progress_bar() as progress:
        progress.add_task("求解选址 Choosing sites", total=None)
        asked = Asked(data, layer, where or [], demand, weight, buildings=buildings)
        threshold = asked.threshold(metres, minutes, speed)
        question = SitingQuestion(
            goal,
            asked.supply,
            threshold,
            sites=sites,
            share=share,
            method=asked.method(method),
            spacing_m=spacing_m,
            forbidden=None if forbidden is None else asked.areas(forbidden),
            capacity=capacity,
            time_limit_s=time_limit_s,
        )
        spots = asked.candidates(candidates, step_m, threshold.metres)
        answer = answer_siting(question, asked.scene, spots)
        if output is not None:
            write_features(output, siting_features(answer))
    if as_json:
        print_json(answer.as_dict())
    else:
        print_siting(answer, out)
    if answer.reason is not None or answer.made.left_out:
        raise typer.Exit(DATA_HAS_ERRORS)


@app.command()
def accessibility(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    layer: LayerArgument,
    data: DataOption = Path("data"),
    capacity: Annotated[
        str | None,
        typer.Option("--capacity", help="The field that says how much each has; else 1 each."),
    ] = None,
    catchment: Annotated[
        Literal["2sfca", "e2sfca", "3sfca"], typer.Option("--catchment", help="Which method.")
    ] = "e2sfca",
    metres: MetresOption = None,
    minutes: MinutesOption = None,
    speed: SpeedOption = 1.1,
    method: MethodOption = None,
    where: WhereOption = None,
    demand: DemandOption = None,
    weight: WeightOption = None,
    buildings: BuildingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say how much of a layer's supply each community can reach, and how unequal that is.

    Exit code 1 where a row of the demand could not be counted; the others were.

    Example: [bold]facilities accessibility parking --capacity spaces --metres 300[/bold]
    """
    from api.cli.planning_asked import Asked  # noqa: PLC0415
    from api.cli.planning_tables import print_access  # noqa: PLC0415
    from layers.planning import AccessQuestion, answer_access  # noqa: PLC0415

    with errors_in_words():
        asked = Asked(
            data, layer, where or [], demand, weight, buildings=buildings, capacity=capacity
        )
        question = AccessQuestion(
            asked.supply,
            asked.threshold(metres, minutes, speed),
            catchment=catchment,
            method=asked.method(method),
        )
        answer = answer_access(question, asked.scene)
    if as_json:
        print_json(answer.as_dict())
    else:
        print_access(answer, out)
    if answer.made.left_out:
        raise typer.Exit(DATA_HAS_ERRORS)
