"""The shipped packs: every case passes, and every rule is complete and tested both ways."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from checker.analysis import analyse
from checker.analysis.program import FindingRule, Program
from checker.authoring import RuleCase, load_cases, run_case
from checker.engines import engine
from checker.language import load
from checker.resources import packs_dir

PACKS = sorted(path for path in packs_dir().glob("*.dl") if path.name != "schema.dl")
FAMILIES = {
    "attribution", "disputes", "editorial", "identity", "numbers", "promises", "quality", "time",
}  # fmt: skip
ENGINE = engine("pydatalog")


@cache
def program_of(pack: Path) -> Program:
    program = analyse(load([pack], include_dirs=[pack.parent], root=pack.parent).files).program
    assert program is not None
    return program


@cache
def cases_of(pack: Path) -> tuple[RuleCase, ...]:
    return load_cases(pack.with_suffix(".test.yaml"))


def rules() -> list[tuple[Path, FindingRule]]:
    return [(pack, rule) for pack in PACKS for rule in program_of(pack).findings]


packs = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.stem)
every_rule = pytest.mark.parametrize(
    ("pack", "rule"), rules(), ids=[rule.id for _, rule in rules()]
)
every_case = pytest.mark.parametrize(
    ("pack", "case"),
    [(pack, case) for pack in PACKS for case in cases_of(pack)],
    ids=[f"{case.rule}: {case.name}" for pack in PACKS for case in cases_of(pack)],
)


@every_case
def test_every_case_passes(pack, case):
    result = run_case(case, program_of(pack), ENGINE)

    assert result.passed, f"\n{result.difference()}"


@packs
def test_a_pack_stands_alone_without_a_warning(pack):
    loaded = load([pack], include_dirs=[pack.parent], root=pack.parent)
    analysis = analyse(loaded.files)

    assert [found.message for found in (*loaded.diagnostics, *analysis.diagnostics)] == []


def test_all_packs_stand_together_without_a_warning():
    loaded = load(PACKS, include_dirs=[packs_dir()], root=packs_dir())
    analysis = analyse(loaded.files)

    assert [found.message for found in (*loaded.diagnostics, *analysis.diagnostics)] == []


def test_there_is_a_pack_for_each_family():
    assert {pack.stem for pack in PACKS} == FAMILIES
    assert {rule.family for _, rule in rules()} == FAMILIES


@every_rule
def test_a_rule_is_of_its_packs_family_and_says_what_it_is_for(pack, rule):
    assert rule.family == pack.stem
    assert rule.summary.endswith(".")
    assert "Looks" in rule.description
    assert rule.advice.endswith(".")
    assert rule.tags[0] == rule.family


@every_rule
def test_a_rule_shows_evidence(pack, rule):
    columns = program_of(pack).relations[rule.relation].columns

    assert any(column.entity for column in columns)


@every_rule
def test_a_rule_has_a_case_that_fires_and_a_near_miss(pack, rule):
    cases = [case for case in cases_of(pack) if case.rule == rule.id]

    assert any(case.fires for case in cases)
    assert any(not case.fires for case in cases)
