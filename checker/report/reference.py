"""The JSON report's fields as Markdown tables, from the models (docs/report.md holds them)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import NoneType, UnionType
from typing import Annotated, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from checker.analysis.program import Severity
from checker.described import descriptions
from checker.findings import (
    Absent,
    Baseline,
    BaselineState,
    Counts,
    DocumentSummary,
    EngineChoice,
    Evidence,
    Finding,
    Notice,
    Passage,
    Report,
    RuleSummary,
    Statistics,
    Suppression,
    Timing,
)
from checker.findings.proof import (
    AbsentPremise,
    AggregatePremise,
    AppliedRule,
    ComparisonPremise,
    FactStep,
    FoldedStep,
    ProofRecord,
    ProofRow,
    RowPremise,
    RuleStep,
    ValuePremise,
)

MODELS: tuple[type, ...] = (
    Report,
    Finding,
    Evidence,
    Passage,
    Suppression,
    Counts,
    Baseline,
    Absent,
    RuleSummary,
    DocumentSummary,
    EngineChoice,
    Notice,
    Statistics,
    Timing,
    ProofRecord,
    RuleStep,
    FactStep,
    FoldedStep,
    AppliedRule,
    RowPremise,
    AbsentPremise,
    ComparisonPremise,
    ValuePremise,
    AggregatePremise,
    ProofRow,
)
"""The models in the order in which a reader meets them."""

_SCALARS: dict[object, str] = {
    str: "string",
    int: "integer",
    float: "number",
    NoneType: "null",
    Severity: "string",
    BaselineState: "string",
}


def fields() -> str:
    """A section for each model: its sentence, and a table of its fields."""
    return "\n".join(map(_section, MODELS))


def _section(model: type) -> str:
    rows = [f"| `{name}` | {_type(hint)} | {said} |" for name, hint, said in _fields(model)]
    sentence = re.sub(r"\s+", " ", model.__doc__ or "").strip()
    head = (
        f"### {model.__name__}",
        "",
        sentence,
        "",
        "| field | type | meaning |",
        "|---|---|---|",
    )
    return "\n".join((*head, *rows, ""))


def _fields(model: type) -> Iterator[tuple[str, object, str]]:
    """Each field's name and type, and what it means."""
    if issubclass(model, BaseModel):
        hints = get_type_hints(model)
        said = descriptions(model)
        for name, field in model.model_fields.items():
            yield name, hints[name], said.get(name) or field.description or ""
        return
    for name, hint in get_type_hints(model, include_extras=True).items():
        if get_origin(hint) is Annotated:
            type_, field = get_args(hint)
            assert isinstance(field, FieldInfo)
            yield name, type_, field.description or ""
        else:
            yield name, hint, "Says which of the kinds this is."


def _type(hint: object) -> str:
    """A field's type in JSON's words, models as links to their sections."""
    if hint in _SCALARS:
        return _SCALARS[hint]
    parts = get_args(hint)
    origin = get_origin(hint)
    if origin in (UnionType, Union):
        return " or ".join(map(_type, parts))
    if origin is Literal:
        return f'`"{parts[0]}"`'
    if origin in (tuple, list):
        return f"list of {_type(parts[0])}"
    if origin in (Mapping, dict):
        return f"object of {_type(parts[1])}"
    assert isinstance(hint, type)  # as a typed dictionary is
    return f"[{hint.__name__}](#{hint.__name__.lower()})"
