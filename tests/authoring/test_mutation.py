"""Edits of a rule are noticed by its cases, or are shown."""

from __future__ import annotations

import pytest

from checker.authoring.edits import edits
from checker.diagnostics import Source
from checker.language import parse
from tests.authoring.test_coverage import FIRES, MISSES, PACK
from tests.cli.command import checker


def names(rule: str) -> list[str]:
    return [edit.name for edit in edits(parse(Source("own.dl", rule)).file)]


@pytest.mark.parametrize(
    ("rule", "name", "edited"),
    [
        ("a(x) :- b(x), c(x).", "drop b(x)", "a(x) :- c(x)."),
        ("a(x) :- b(x), c(x).", "drop c(x)", "a(x) :- b(x)."),
        ("a(x) :- b(x), c(x).", "negate c(x)", "a(x) :- b(x), !c(x)."),
        ("a(x) :- b(x), !c(x).", "affirm !c(x)", "a(x) :- b(x), c(x)."),
        ("a(x) :- b(x), c(x).", "any value for x in c(x)", "a(x) :- b(x), c(_)."),
        ('a(x) :- b(x, "y").', 'any value for "y" in b(x, "y")', "a(x) :- b(x, _)."),
        ("a(x, y) :- b(x, y).", "swap x and y in b(x, y)", "a(x, y) :- b(y, x)."),
        ("a(x) :- b(x), x < 3.", "<= for < in x < 3", "a(x) :- b(x), x <= 3."),
        ("a(x) :- b(x), x < 3.", "> for < in x < 3", "a(x) :- b(x), x > 3."),
        ("a(x) :- b(x), x < 3.", "4 for 3 in x < 3", "a(x) :- b(x), x < 4."),
        ("a(x) :- b(x), x > 1.5.", "3.0 for 1.5 in x > 1.5", "a(x) :- b(x), x > 3.0."),
        ("a(x) :- b(x) ; c(x).", "drop c(x)", "a(x) :- b(x)."),
        ("a(n) :- n = count : { b(x), c(x) }.", "drop b(x)", "a(n) :- n = count : { c(x) }."),
        ("a(x) :- b(x), !(c(x) ; d(x)).", "drop d(x)", "a(x) :- b(x), !(c(x))."),
    ],
)
def test_an_edit_changes_one_thing(rule, name, edited):
    found = {each.name: each for each in edits(parse(Source("own.dl", rule)).file)}
    assert found[name].edited.text == edited
    assert f"+{edited}" in found[name].difference()


def test_facts_and_values_that_nobody_looks_at_are_left_alone():
    assert names("a(1).") == []
    assert names("a(x) :- b(x, _).") == ["any value for x in b(x, _)", "negate b(x, _)"]


@pytest.fixture
def mutated(tmp_path):
    def run(cases, *options):
        (tmp_path / "own.dl").write_text(PACK)
        (tmp_path / "own.test.yaml").write_text(cases)
        return checker("rules", "mutate", "own.dl", *options, cwd=tmp_path)

    return run


def test_an_edit_that_no_case_notices_is_shown_as_a_difference(mutated):
    ran = mutated(FIRES)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "f: drop claim_superlative(c)\n--- own.dl\n+++ own.dl\n" in ran.stdout


def test_cases_that_look_at_every_literal_leave_fewer_edits(mutated):
    ran = mutated(FIRES + MISSES)
    assert "f: drop claim_superlative(c)" not in ran.stdout
    assert 'f: != for = in voice = "narrator"' not in ran.stdout


DECLARED = """
- equivalent: f
  edit: drop claim_superlative(c)
  reason: every claim here is one
"""


def test_an_edit_that_changes_no_answer_is_declared_with_its_reason(mutated):
    ran = mutated(FIRES + DECLARED)
    assert "f: drop claim_superlative(c)\n  equivalent: every claim here is one\n" in ran.stdout
    assert "1 equivalent" in ran.stdout
    assert mutated(FIRES + DECLARED.replace("reason", "why")).returncode == 2


def test_a_declaration_that_is_not_needed_is_refused(mutated):
    ran = mutated(FIRES + MISSES + DECLARED)
    assert ran.returncode == 2
    assert "own.test.yaml:16:15" in ran.stderr
    assert "CHK708" in ran.stderr
    assert (
        "no rule derives this relation"
        in mutated(FIRES + DECLARED.replace("equivalent: f", "equivalent: g")).stderr
    )
    assert mutated(FIRES + MISSES + DECLARED, "--max", "3").returncode == 1


def test_edits_are_of_one_rule_and_as_many_as_asked_for(mutated):
    assert "10 edits" in mutated(FIRES, "--rule", "own/superlative").stdout
    assert mutated(FIRES, "--rule", "own/other").returncode == 2
    assert "own.test.yaml: 3 edits" in mutated(FIRES, "--max", "3").stdout


def test_files_without_cases_have_nothing_to_edit(tmp_path):
    (tmp_path / "own.dl").write_text(PACK)
    ran = checker("rules", "mutate", "own.dl", cwd=tmp_path)
    assert ran.returncode == 2
    assert "nothing to edit: no cases stand beside these files" in ran.stderr


def test_a_rule_that_runs_away_is_noticed(tmp_path):
    (tmp_path / "own.dl").write_text(
        "/**\n * One.\n *\n * @id own/one\n * @severity info\n * @message {x}\n */\n"
        ".decl n(x: number)\nn(1).\nn(x + 1) :- n(x), x < 3.\n"
    )
    (tmp_path / "own.test.yaml").write_text(
        "- {name: up to three, rule: own/one, relations: {n: [1]},"
        " expect: [{entities: {x: 1}}, {entities: {x: 2}}, {entities: {x: 3}}]}\n"
    )
    ran = checker("rules", "mutate", "own.dl", cwd=tmp_path)
    assert "0 survived" in ran.stdout


def test_what_packs_include_is_edited_on_the_cases_of_all_of_them(tmp_path):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "voices.dl").write_text(
        '.once\n.include "schema.dl"\n.decl own(c: ClaimId)\n'
        'own(c) :- claim(c, _, _, "narrator", kind), kind != "report".\n'
    )
    pack = PACK.replace('.include "schema.dl"', '.include "lib/voices.dl"').replace(
        'claim(c, _, _, voice, _), voice = "narrator"', "own(c)"
    )
    for name in ("own", "other"):
        (tmp_path / f"{name}.dl").write_text(pack.replace("own/", f"{name}/"))
    (tmp_path / "own.test.yaml").write_text(FIRES)
    other = MISSES.replace("own/", "other/")
    (tmp_path / "other.test.yaml").write_text(other)
    ran = checker("rules", "mutate", ".", cwd=tmp_path)
    assert "own.test.yaml: 6 edits" in ran.stdout
    assert "voices.dl: 7 edits, 2 killed, 1 survived" in ran.stdout
    assert 'own: drop kind != "report"' in ran.stdout
    assert 'any value for "narrator"' not in ran.stdout
    alone = checker("rules", "mutate", "lib/voices.dl", cwd=tmp_path)
    assert "voices.dl: 7 edits" not in alone.stdout  # no shipped pack reads it
