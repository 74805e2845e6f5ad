"""Coverage says what the tests of rules do not look at."""

from __future__ import annotations

import pytest

from tests.cli.command import checker

PACK = """.include "schema.dl"
/**
 * A superlative of the narrator.
 *
 * @id       own/superlative
 * @severity info
 * @message  {c.quote}
 */
.decl f(c: ClaimId)
f(c) :- claim(c, _, _, voice, _), voice = "narrator", claim_superlative(c).
"""
FIRES = """
- name: the narrator's
  rule: own/superlative
  relations: {claim: [{claim: c, voice: narrator}], claim_superlative: [c]}
  expect: [{entities: {c: c}}]
"""
MISSES = """
- name: somebody's
  rule: own/superlative
  relations: {claim: [{claim: c, voice: direct}], claim_superlative: [c]}
  silent: true
- name: no superlative
  rule: own/superlative
  relations: {claim: [{claim: c, voice: narrator}]}
  silent: true
"""


@pytest.fixture
def covered(tmp_path):
    def run(cases, *options):
        (tmp_path / "own.dl").write_text(PACK)
        (tmp_path / "own.test.yaml").write_text(cases)
        return checker("rules", "coverage", "own.dl", *options, cwd=tmp_path)

    return run


def test_a_case_that_fires_alone_exercises_what_cannot_fail(covered):
    ran = covered(FIRES)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "own.dl     1/1         1/3       33 %" in ran.stdout
    assert "no case fails there: claim_superlative(c)" in ran.stdout


def test_near_misses_exercise_the_literals_that_they_fail_at(covered):
    ran = covered(FIRES + MISSES)
    assert "no case fails there: claim_superlative(c)" not in ran.stdout
    assert 'voice = "narrator"' not in ran.stdout


def test_a_rule_that_never_fires_is_counted(covered):
    ran = covered(MISSES)
    assert "own.dl     0/1" in ran.stdout


def test_too_little_coverage_fails_where_that_is_asked_for(covered):
    assert covered(FIRES, "--fail-under", "50").returncode == 1
    assert covered(FIRES + MISSES, "--fail-under", "50").returncode == 0


def test_the_shipped_packs_keep_their_coverage(tmp_path):
    ran = checker("rules", "coverage", "--fail-under", "70", cwd=tmp_path)
    assert ran.returncode == 0
    whole = next(line for line in ran.stdout.splitlines() if line.startswith("all "))
    fired, rules = whole.split()[1].split("/")
    assert fired == rules
