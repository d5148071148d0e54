"""The files that are taken away from an answer: their names, and who writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from api.planning.job_folder import ANSWER, DRAWING, MAP
from api.reader import Lang


class FileKind(NamedTuple):
    """A file of an answer.

    Parameters
    ----------
    words
        What it is, Chinese first.
    is_said
        Whether it is in one language.
    """

    media_type: str
    words: str
    is_said: bool = False


XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES: Mapping[str, FileKind] = {
    "answer.json": FileKind("application/json", "结果 Answer (JSON)"),
    "answer.geojson": FileKind("application/geo+json", "地图 Map (GeoJSON)"),
    "answer.gpkg": FileKind("application/geopackage+sqlite3", "地图与表格 GeoPackage"),
    "answer.csv": FileKind("text/csv; charset=utf-8", "排名表 Ranked list (CSV)"),
    "answer.xlsx": FileKind(XLSX_TYPE, "全部表格 All tables (Excel)"),
    "report.html": FileKind("text/html; charset=utf-8", "报告 Report (HTML)", is_said=True),
    "report.pdf": FileKind("application/pdf", "报告 Report (PDF)", is_said=True),
    "map.png": FileKind("image/png", "地图 Map (PNG)", is_said=True),
}
# Of a map as a picture: sharp on paper half a page wide.
PIXELS_A_PX = 2


def kept_as(name: str, lang: Lang) -> str:
    """Return under which name a file lies in the folder of its job."""
    kind = FILES.get(name)
    if kind is None or not kind.is_said:
        return name
    stem, _, end = name.partition(".")
    return f"{stem}.{lang}.{end}"


def make_file(folder: Path, name: str) -> None:
    """Write a file of a job's answer into its folder, in one step.

    Parameters
    ----------
    folder
        Of the job, with its answer.
    name
        As it is kept.
    """
    document = msgspec.json.decode((folder / ANSWER).read_bytes())
    beside = folder / f".{name}"
    stem, *lang, end = name.split(".")
    if lang:
        beside.write_bytes(_said_file(folder, document, f"{stem}.{end}", lang[0]))
    else:
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


def _said_file(folder: Path, document: Any, name: str, lang: Any) -> bytes:
    from api.planning.report.content import report_of  # noqa: PLC0415

    drawn = msgspec.json.decode((folder / DRAWING).read_bytes())
    report = report_of(document, drawn, lang)
    if name == "report.html":
        from api.planning.report.html import report_html  # noqa: PLC0415

        return report_html(report)
    if name == "report.pdf":
        from api.planning.report.pdf import report_pdf  # noqa: PLC0415

        return report_pdf(report)
    from api.pictures.pdf import drawing_to_pdf  # noqa: PLC0415
    from api.pictures.raster import pdf_to_png  # noqa: PLC0415
    from api.planning.report.pictures import poster  # noqa: PLC0415

    figures = [f"{label}：{value}" if lang == "zh" else f"{label}: {value}"
               for label, value in report.headline]  # fmt: skip
    drawing = poster(report.map, [*figures, report.under, *report.cautions])
    size = (round(drawing.width * PIXELS_A_PX), round(drawing.height * PIXELS_A_PX))
    return pdf_to_png(drawing_to_pdf(drawing), size)
