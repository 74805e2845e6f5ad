"""docs/report.md documents the JSON report as it is."""

from __future__ import annotations

from typing_extensions import is_typeddict

from checker.findings import models, proof
from checker.report.reference import MODELS, fields
from tests.golden.update import REPORT_DOC, with_fields


def test_the_page_on_the_report_is_current() -> None:
    page = REPORT_DOC.read_text("utf-8")
    assert page == with_fields(page), "run `python -m tests.golden.update`"


def test_every_model_is_on_it() -> None:
    assert {model.__name__ for model in MODELS} == {
        name
        for name, value in vars(models).items()
        if isinstance(value, type) and issubclass(value, models._Model) and not name.startswith("_")
    } | {name for name, value in vars(proof).items() if is_typeddict(value)}


def test_types_are_said_in_the_words_of_json() -> None:
    table = fields()
    assert "| `tags` | list of string |" in table
    assert '| `by` | `"folded"` |' in table
    assert "| `passage` | [Passage](#passage) or null |" in table
    assert "| `row` | object of integer or number or string |" in table
