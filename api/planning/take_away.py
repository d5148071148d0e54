"""The files that are taken away from an answer: their names, and who writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from api.planning.job_folder import ANSWER, MAP


class FileKind(NamedTuple):
    """A file of an answer.

    Parameters
    ----------
    words
        What it is, Chinese first.
    """

    media_type: str
    words: str


XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES: Mapping[str, FileKind] = {
    "answer.json": FileKind("application/json", "结果 Answer (JSON)"),
    "answer.geojson": FileKind("application/geo+json", "地图 Map (GeoJSON)"),
    "answer.gpkg": FileKind("application/geopackage+sqlite3", "地图与表格 GeoPackage"),
    "answer.csv": FileKind("text/csv; charset=utf-8", "排名表 Ranked list (CSV)"),
    "answer.xlsx": FileKind(XLSX_TYPE, "全部表格 All tables (Excel)"),
}


def make_file(folder: Path, name: str) -> None:
    """Write a file of a job's answer into its folder, in one step.

    Parameters
    ----------
    folder
        Of the job, with its answer.
    """
    document = msgspec.json.decode((folder / ANSWER).read_bytes())
    beside = folder / f".{name}"
    _writers()[name](beside, document, folder)
    beside.replace(folder / name)


def _writers() -> Mapping[str, Callable[[Path, Any, Path], None]]:
    from layers.planning.takeaway.geopackage import write_gpkg  # noqa: PLC0415
    from layers.planning.takeaway.tables import write_csv, write_xlsx  # noqa: PLC0415

    return {
        "answer.gpkg": lambda path, document, folder: write_gpkg(
            path, document, (folder / MAP).read_bytes()
        ),
        "answer.csv": lambda path, document, _: write_csv(path, document),
        "answer.xlsx": lambda path, document, _: write_xlsx(path, document),
    }
