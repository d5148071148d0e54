"""The other reference pages are complete against the code: keys, settings, options, errors."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

import api.errors
import api.planning.errors
import geo.accessibility
import geo.crs
import geo.errors
import geo.plane
import layers.errors
import layers.export.report
import layers.hours.errors
import layers.intake.table
import layers.network.storing
import layers.osm.errors
import layers.planning.errors
import layers.reports.errors
from api.bounds import LOADED_WHOLE
from api.cli import console as cli
from api.settings import Settings
from layers.hours import HORIZON_DAYS
from layers.hours.calendar_file import KEYS as CALENDAR_KEYS
from layers.place_file import Basemap, Licence, PlaceFile, Target
from layers.store.files import POLL_INTERVAL_S
from layers.store.reading import CHUNK_LINES

KEYS = ["key", "needed", "default", "meaning"]
ARGUMENTS = ["argument", "default", "meaning"]
ERROR_MODULES = (
    geo.errors,
    geo.crs,
    geo.plane,
    geo.accessibility,
    layers.errors,
    layers.hours.errors,
    layers.intake.table,
    layers.export.report,
    layers.osm.errors,
    layers.reports.errors,
    layers.network.storing,
    layers.planning.errors,
    api.errors,
    api.planning.errors,
)
# Caught where they are raised, one object at a time: no caller sees them.
INNER = {"BrokenShapeError", "LeftOutError"}


def toml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize(
    ("heading", "model"),
    [("Keys", PlaceFile), ("licence", Licence), ("basemap", Basemap), ("targets", Target)],
)
def test_every_key_of_the_place_file_is_described(
    document: Callable[[str], Any], heading: str, model: type[BaseModel]
) -> None:
    (table,) = document("docs/reference/place-file.md").tables_under(heading)
    described = {row[0].strip("`"): (row[1], row[2].strip("`")) for row in table.rows}

    wanted = {}
    for name, info in model.model_fields.items():
        default = info.get_default(call_default_factory=True)
        has_one = default not in {None, PydanticUndefined} if _hashable(default) else True
        wanted[name] = ("required" if info.is_required() else "", toml(default) if has_one else "")
    assert described == wanted


def _hashable(value: Any) -> bool:
    return not isinstance(value, list)


def test_every_key_of_a_calendar_file_is_described(document: Callable[[str], Any]) -> None:
    (table,) = document("docs/reference/place-file.md").tables_under("The calendar")

    assert [row[0].strip("`") for row in table.rows] == list(CALENDAR_KEYS)


def test_every_setting_is_described_with_its_default(document: Callable[[str], Any]) -> None:
    (table,) = document("docs/reference/settings.md").tables
    described = {row[0].strip("`"): row[1].strip("`") for row in table.rows}

    prefix = Settings.model_config["env_prefix"]
    assert described == {
        f"{prefix}{name}".upper(): str(info.default) for name, info in Settings.model_fields.items()
    }


def test_every_command_and_option_is_described_with_its_default(
    document: Callable[[str], Any], cli_commands: dict[str, Any]
) -> None:
    page = document("docs/reference/command-line.md")
    headings = {each.split()[1] for each in page.headings if each.startswith("facilities ")}
    assert headings == set(cli_commands)

    for name, command in cli_commands.items():
        (table,) = page.tables_under(f"facilities {name}")
        assert table.columns == ARGUMENTS
        described = {row[0].strip("`"): row[1].strip("`") for row in table.rows}
        assert described == {each.opts[0]: _default(each) for each in command.params}, name


def _default(parameter: Any) -> str:
    if parameter.required:
        return "required"
    if parameter.name == "layer":
        return "all"
    default = parameter.default
    return "" if default in {None, False} else str(default)


def test_the_exit_codes_are_described(document: Callable[[str], Any]) -> None:
    table = document("docs/reference/command-line.md").tables[0]

    assert [row[0] for row in table.rows] == [
        "0",
        str(cli.DATA_HAS_ERRORS),
        str(cli.CALL_IS_WRONG),
    ]


def test_every_status_of_an_error_is_described(document: Callable[[str], Any]) -> None:
    (table,) = document("docs/reference/errors.md").tables_under("Over HTTP")
    described = {int(row[0]): row[1] for row in table.rows}

    assert described == {
        int(status): " ".join(title) for status, title in api.errors.TITLES.items()
    }


def test_every_error_of_the_code_is_described(document: Callable[[str], Any]) -> None:
    (table,) = document("docs/reference/errors.md").tables_under("In the code")

    declared = [name for module in ERROR_MODULES for name in _errors_of(module)]
    assert [row[0].strip("`") for row in table.rows] == [
        name for name in declared if name not in INNER
    ]


def _errors_of(module: ModuleType) -> list[str]:
    return [
        name
        for name, one in vars(module).items()
        if inspect.isclass(one) and issubclass(one, Exception) and one.__module__ == module.__name__
    ]


def test_figures_of_the_explanations_are_those_of_the_code(
    document: Callable[[str], Any],
) -> None:
    architecture = " ".join(document("docs/architecture.md").text.split())
    decisions = " ".join(document("docs/decisions.md").text.split())

    assert POLL_INTERVAL_S == 0.5  # twice a second
    assert f"{CHUNK_LINES:,} lines at a time" in architecture
    assert f"more than {LOADED_WHOLE:,} features" in architecture
    assert f"Above {LOADED_WHOLE:,} features" in decisions
    assert f"{HORIZON_DAYS} days ahead" in decisions
