"""``checker schema`` prints what facts can say, and tells when a copy is old."""

from __future__ import annotations

import json

import jsonschema
import yaml

from tests.cli.command import ROOT, checker


def test_the_declarations_are_those_that_the_packs_include():
    printed = checker("schema", cwd=ROOT)
    assert printed.stdout == (ROOT / "rules" / "schema.dl").read_text()
    assert checker("schema", "--check", "rules/schema.dl", cwd=ROOT).returncode == 0


def test_an_old_copy_is_named_with_the_way_to_mend_it(tmp_path):
    (tmp_path / "schema.dl").write_text(".decl claim(claim: symbol)\n")
    ran = checker("schema", "--check", "schema.dl", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "checker schema --format datalog > schema.dl" in ran.stderr


def test_the_json_schema_accepts_the_facts_of_a_new_project(tmp_path):
    schema = json.loads(checker("schema", "--format", "json-schema", cwd=tmp_path).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    template = ROOT / "checker" / "_data" / "template" / "facts" / "harbour-tram.yaml"
    facts = yaml.load(template.read_text(), yaml.BaseLoader)
    assert set(facts) <= set(schema["properties"])


def test_the_table_is_markdown(tmp_path):
    ran = checker("schema", "--format", "markdown", cwd=tmp_path)
    assert ran.returncode == 0
    assert "| " in ran.stdout
