"""What is written from the models and relations is current, and valid where it is read."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from checker.diagnostics import DiagnosticKind, Source
from checker.facts import errors, load_corpus, relation_names
from checker.facts.models import Bundle
from checker.facts.relations import SECTIONS
from checker.facts.schema import datalog, json_schema
from checker.facts.yaml_reader import read_yaml
from checker.language import load

ROOT = Path(__file__).parents[2]
CORPORA = sorted(path.parent for path in (ROOT / "facts").glob("*/*.yaml"))


def test_rules_schema_dl_is_current() -> None:
    assert (ROOT / "rules" / "schema.dl").read_text(encoding="utf-8") == datalog()


def test_rules_schema_dl_is_a_rule_file() -> None:
    loaded = load([ROOT / "rules" / "schema.dl"], root=ROOT)
    assert loaded.diagnostics == ()
    declared = [item.name for item in loaded.files[0].items if hasattr(item, "qualifiers")]
    assert tuple(declared) == relation_names()


def test_every_relation_and_column_is_explained() -> None:
    for section in SECTIONS:
        for relation in section.relations:
            assert relation.meaning.endswith((".", '"'))
            assert all(column.meaning for column in relation.columns)


def test_every_diagnostic_has_a_code_of_its_own() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, DiagnosticKind)]
    assert len({kind.code for kind in kinds}) == len(kinds) > 10
    assert all(kind.code.startswith("CHK4") and kind.explanation for kind in kinds)


@pytest.mark.parametrize("folder", sorted(set(CORPORA)), ids=lambda folder: folder.name)
def test_the_repository_s_own_facts_load_and_fit_the_json_schema(folder: Path) -> None:
    load_corpus([folder], root=ROOT)
    validator = jsonschema.Draft202012Validator(json.loads(json_schema()))
    for path in folder.glob("*.yaml"):
        value, _ = read_yaml(Source(path.name, path.read_text(encoding="utf-8")))
        bundle = Bundle.model_validate(value)
        validator.validate(bundle.model_dump(mode="json", by_alias=True, exclude_unset=True))
