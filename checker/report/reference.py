"""The JSON report's fields as Markdown tables, from the models (docs/report.md holds them)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from checker.analysis.program import Severity
from checker.findings import (
    Absent,
    Baseline,
    BaselineState,
    Counts,
    DocumentSummary,
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

MODELS: tuple[type[BaseModel], ...] = (
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
    Notice,
    Statistics,
    Timing,
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


def _section(model: type[BaseModel]) -> str:
    hints = get_type_hints(model)
    rows = [
        f"| `{name}` | {_type(hints[name])} | {field.description} |"
        for name, field in model.model_fields.items()
    ]
    sentence = re.sub(r"\s+", " ", model.__doc__ or "")
    head = (
        f"### {model.__name__}",
        "",
        sentence,
        "",
        "| field | type | meaning |",
        "|---|---|---|",
    )
    return "\n".join((*head, *rows, ""))


def _type(hint: object) -> str:
    """A field's type in JSON's words, models as links to their sections."""
    if hint in _SCALARS:
        return _SCALARS[hint]
    parts = get_args(hint)
    origin = get_origin(hint)
    if origin in (UnionType, Union):
        return " or ".join(map(_type, parts))
    if origin is tuple:
        return f"list of {_type(parts[0])}"
    if origin is Mapping:
        return f"object of {_type(parts[1])}"
    assert isinstance(hint, type)
    return f"[{hint.__name__}](#{hint.__name__.lower()})"
