"""The report for programs: one JSON document, the same bytes for the same report.

Fields stand in the order of :mod:`checker.findings.models`, two spaces deep, in UTF-8, with a
newline at the end. Columns of a row keep the rule's order; lists are ordered as their fields say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isinf
from typing import TypeAlias

from pydantic import BaseModel

from checker.findings.models import Report
from checker.report.sources import SHOWN_DEPTH, Sources

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def render_json(report: Report, sources: Sources | None = None) -> str:
    """The report in the format that ``Report.model_validate_json`` reads; with its ``sources``,
    findings have proofs."""
    return written(plain(_proven(report, sources) if sources else report))


def written(value: Json) -> str:
    """A value as JSON text that UTF-8 can hold, two spaces deep, ended by a newline."""
    return _encodable(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def json_schema() -> str:
    """The JSON Schema of the report (draft 2020-12)."""
    schema = Report.model_json_schema(mode="serialization")
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def plain(value: object) -> Json:
    """A model's fields as JSON has them; what ``model_dump(mode="json")`` gives, without the
    serializers that pydantic would have to build for one use."""
    match value:
        case BaseModel():
            return {name: plain(field) for name, field in value.__dict__.items()}
        case Mapping():
            return {str(name): plain(field) for name, field in value.items()}
        case tuple() | list():
            return [plain(item) for item in value]
        case float() if isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        case str():
            return str(value)
        case None | bool() | int() | float():
            return value
        case _:
            raise TypeError(f"a report holds no {type(value).__name__}")


def _proven(report: Report, sources: Sources) -> Report:
    from checker.proofs import proof_to_json

    records = {
        fingerprint: proof_to_json(proof, depth=SHOWN_DEPTH)
        for fingerprint, proof in sources.proofs(report).items()
    }
    findings = tuple(
        finding.model_copy(update={"proof": records.get(finding.fingerprint)})
        for finding in report.findings
    )
    return report.model_copy(update={"findings": findings})


def _encodable(text: str) -> str:
    """Lone surrogates, which UTF-8 does not have, as JSON's escapes."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join(
            f"\\u{ord(character):04x}" if "\ud800" <= character <= "\udfff" else character
            for character in text
        )
    return text
