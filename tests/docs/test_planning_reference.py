"""docs/reference/planning.md is complete: every field of a question with its default."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.planning.fields import FIELDS, QuestionFields
from api.planning.take_away import FILES as RESULT_FILES

REFERENCE = "docs/reference/planning.md"


def defaults(model: Any, names: list[str]) -> dict[str, str]:
    found = {
        name: model.model_fields[name].get_default(call_default_factory=True) for name in names
    }
    return {
        name: "" if value in {None, (), frozenset()} else str(value)
        for name, value in found.items()
    }


def test_every_field_of_a_question_is_described(document: Callable[[str], Any]) -> None:
    page, common = document(REFERENCE), list(QuestionFields.model_fields)
    wanted = {"What is asked": defaults(QuestionFields, common)}
    for process, model in FIELDS.items():
        own = [name for name in model.model_fields if name not in common]
        if own:
            wanted[process] = defaults(model, own)

    for heading, fields in wanted.items():
        (table,) = page.tables_under(heading)
        assert {row[0].strip("`"): row[1].strip("`") for row in table.rows} == fields


def test_every_file_of_an_answer_is_described(document: Callable[[str], Any]) -> None:
    tables = document("docs/reference/http.md").tables_under("GET /jobs/{job}/results/{file}")
    (files,) = (table for table in tables if table.columns[0] == "file")

    assert [row[0].strip("`") for row in files.rows] == list(RESULT_FILES)
