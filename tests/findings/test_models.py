"""The models are a format that can be written, read back and documented."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from checker.described import descriptions
from checker.findings import Report, models
from checker.report import json_schema, render_json
from tests.findings.hand_made import a_report

MODELS = [
    model
    for model in vars(models).values()
    if isinstance(model, type)
    and issubclass(model, BaseModel)
    and model.__module__ == models.__name__
]


def test_every_field_is_described() -> None:
    bare = [
        f"{model.__name__}.{name}"
        for model in MODELS
        for name in model.model_fields
        if name not in descriptions(model)
    ]
    assert bare == []


def test_a_report_is_read_back_as_it_was_written() -> None:
    report = a_report()
    assert Report.model_validate_json(render_json(report)) == report


def test_what_checker_builds_unchecked_would_pass_the_check() -> None:
    report = a_report()
    assert Report.model_validate(report.model_dump()) == report


def test_the_fast_writer_writes_what_pydantic_would() -> None:
    report = a_report()
    assert json.loads(render_json(report)) == report.model_dump(mode="json")


def test_a_report_fits_its_json_schema() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema: dict[str, Any] = json.loads(json_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(render_json(a_report())), schema)


def test_a_reader_passes_over_fields_that_it_does_not_know() -> None:
    stored = json.loads(render_json(a_report()))
    stored["findings"][0]["of_a_later_version"] = 1
    assert Report.model_validate(stored) == a_report()


def test_a_reader_refuses_another_version() -> None:
    stored = json.loads(render_json(a_report()))
    stored["schema_version"] = "2.0"
    with pytest.raises(ValidationError, match="schema_version"):
        Report.model_validate(stored)


def test_findings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        a_report().findings[0].message = "x"


def test_findings_of_a_severity_and_worse() -> None:
    report = a_report()
    errors, all_of_them = (
        report.at_least(one) for one in (models.Severity.ERROR, models.Severity.INFO)
    )
    assert {one.severity for one in errors} == {"error"}
    assert all_of_them == report.findings
