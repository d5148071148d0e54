"""What a planner takes to a meeting: files that other programs read, the same each time."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from base64 import b64decode

import openpyxl
import pypdfium2
import pytest
from PIL import Image

from api.planning.job_folder import name_of
from api.planning.take_away import FILES
from tests.api.planning.conftest import collection, feature, people
from tests.layers.planning.scene import at

HOSTILE = "=1+1<script>alert(1)</script>"
# The town's own people, and one whose name means harm.
DEMAND = collection(
    people(100, 400, 400, name="甲村", 街道="北街道"),
    people(50, 0, 180, name=HOSTILE, 街道="南街道"),
    people(-1, 0, 180, name="负"),
)
ZONES = collection(feature(at(0, 0), name="点"))
COVERAGE = {"layer": "toilets", "metres": 500, "demand": DEMAND, "zones": ZONES}
SITING = {"layer": "toilets", "metres": 500, "sites": 1, "candidates": "layer:communities"}


@pytest.fixture(scope="module")
def jobs(planner):
    """Return a job of each process, and one more of the first: the same question again."""
    asked = {
        "coverage": ("coverage", COVERAGE),
        "again": ("coverage", COVERAGE),
        "siting": ("siting", SITING),
        "accessibility": ("accessibility", {"layer": "toilets", "metres": 500}),
    }
    made = {name: planner.job(*question) for name, question in asked.items()}
    for job in made.values():
        assert planner.ended(job)["status"] == "successful"
    return made


@pytest.fixture(scope="module")
def taken(planner, jobs):
    def take(job, name, lang="zh"):
        answer = planner.client.get(f"/jobs/{jobs[job]}/results/{name}?lang={lang}")
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == FILES[name].media_type
        return answer.content

    return take


@pytest.mark.parametrize("name", FILES)
def test_the_same_question_has_the_same_bytes(taken, name):
    assert taken("coverage", name) == taken("again", name)


@pytest.mark.parametrize("name", ["answer.gpkg", "answer.xlsx", "report.html"])
def test_every_answer_can_be_taken_away(taken, name):
    for process in ("siting", "accessibility"):
        assert len(taken(process, name, "en")) > 1000


def test_a_geopackage_holds_areas_people_and_tables(taken, tmp_path):
    import geopandas  # noqa: PLC0415
    import pyogrio  # noqa: PLC0415

    path = tmp_path / "answer.gpkg"
    path.write_bytes(taken("coverage", "answer.gpkg"))

    layers = dict(pyogrio.list_layers(path).tolist())
    assert (layers["served"], layers["gap"], layers["uncovered"]) == (
        "MultiPolygon",
        "MultiPolygon",
        "Point",
    )
    gaps = geopandas.read_file(path, layer="gap")
    assert gaps.crs.to_epsg() == 4326
    on_foot = gaps[gaps["method"] == "network"]
    assert on_foot["unserved"].sum() == 50
    with sqlite3.connect(path) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = base.execute("SELECT * FROM table_left_out").fetchall()
    assert rows[0][1:] == ("3", "负", "户数为负 its number of households is negative")


def test_tables_hold_texts_and_never_formulas(taken):
    book = openpyxl.load_workbook(io.BytesIO(taken("coverage", "answer.xlsx")))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert HOSTILE in {cell.value for cell in cells}
    assert book.sheetnames[:3] == ["说明 About", "未覆盖名单 Not covered", "分区覆盖 By zone"]

    text = taken("coverage", "answer.csv").decode("utf-8-sig")
    head, first, *_ = list(csv.reader(io.StringIO(text)))
    assert head[:4] == ["距离 distance", "排名 rank", "编号 id", "名称 name"]
    assert first[0] == "步行距离 on foot"
    assert not first[3].startswith("=")


def test_a_report_says_figures_with_denominator_method_standard_and_what_they_do_not_say(
    planner, taken, jobs
):
    page = taken("coverage", "report.html", "en").decode()

    assert "<title>Public toilets in Tiny Town: Coverage</title>" in page
    # One of two communities on foot, both as the crow flies.
    assert "66.7% (100 of 150 households)" in page
    assert "100.0% (150 of 150 households)" in page
    assert "500 m (7.6 min on foot at 1.1 m/s)" in page
    assert "its number of households is negative" in page
    # 100 households have 400 m to go, and 50 the 3220 m over the bridge.
    assert "<dt>Mean to the nearest (on foot)</dt><dd>1,340 m</dd>" in page
    assert "<dt>Median to the nearest (straight line)</dt><dd>400 m</dd>" in page
    assert "<dt>Zone in row 1</dt><dd>no area, not used</dd>" in page
    assert "What they do not say" in page
    assert "none: the question brought data of its own" in page
    # Names are texts.
    assert HOSTILE not in page
    assert "=1+1&lt;script&gt;" in page
    headers = planner.client.get(f"/jobs/{jobs['coverage']}/results/report.html").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["content-language"] == "zh-CN"


def test_a_report_stands_for_itself_and_its_map_shows_what_was_found(taken):
    page = taken("coverage", "report.html").decode()

    assert "<script" not in page
    assert not re.findall(r'(?:src|href)="(?!data:)', page)
    pictures = [b64decode(one).decode() for one in re.findall(r"svg\+xml;base64,([^\"]+)", page)]
    assert len(pictures) == 2
    assert "<title" in pictures[0]
    assert "公厕：服务覆盖" in pictures[0]
    assert "@media print" in page


def test_a_standard_is_told_with_its_source_and_how_sure_that_is(planner):
    job = planner.job("siting", {**SITING, "metres": None})
    planner.ended(job)
    page = planner.client.get(f"/jobs/{job}/results/report.html?lang=en").text

    assert re.search(r"<dt>Standard</dt><dd>[^<]+; [^<]+ \([^<]+\)</dd>", page)
    assert (
        "/planner?process=siting&amp;layer=toilets&amp;sites=1&amp;candidates=layer:communities"
        in page
    )


def test_a_map_of_sites_shows_what_is_reached_now_and_what_they_add(planner, jobs):
    drawn = json.loads((planner.folder / name_of(jobs["siting"]) / "drawing.json").read_bytes())

    assert [len(drawn[name]) for name in ("served", "newly_served", "sites")] == [1, 1, 1]
    assert drawn["layer"] == "toilets"
    assert (drawn["width"], drawn["gaps"]) == (800, [])


def test_a_pdf_can_be_searched_in_either_language(taken):
    for lang, words in (("zh", "这些数字怎么来的"), ("en", "How these figures were made")):
        document = pypdfium2.PdfDocument(taken("coverage", "report.pdf", lang))
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
        document.close()
        assert words in text
        assert "66.7%" in text


def test_a_picture_of_the_map_is_sharp_and_not_empty(taken):
    picture = Image.open(io.BytesIO(taken("coverage", "map.png")))

    assert picture.width >= 1600
    assert len(picture.convert("RGB").getcolors(1_000_000)) > 50


def test_a_file_that_is_not_there_is_404_and_names_those_that_are(planner, jobs):
    answer = planner.client.get(f"/jobs/{jobs['coverage']}/results/answer.exe")

    assert answer.status_code == 404
    assert "known: answer.json, answer.geojson" in answer.json()["detail"]
    waits = planner.client.get(f"/jobs/{jobs['coverage']}/results/report.pdf?colour=red")
    assert waits.status_code == 400


def test_what_a_point_is_called_is_kept_short(planner):
    long = collection(feature(at(0, 180), households=5, name="长" * 10_000))
    answer = planner.asked("coverage", {"layer": "toilets", "metres": 500, "demand": long})

    assert len(answer.json()["network"]["uncovered"][0]["name"]) == 200
