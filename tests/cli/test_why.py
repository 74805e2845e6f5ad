"""``checker why`` and ``checker why-not``: answers that an editor can follow to the text."""

from __future__ import annotations

import json

import pytest

from tests.cli.command import ROOT, checker

CHILDREN = 'contested("c-children-alleged", "c-children-denied")'


def findings(*arguments: str) -> list[dict[str, str]]:
    ran = checker("audit", "--format", "json", *arguments, cwd=ROOT)
    listed: list[dict[str, str]] = json.loads(ran.stdout)["findings"]
    return listed


@pytest.fixture(scope="module")
def contested() -> str:
    """The fingerprint of the contested allegation of the seed."""
    [found] = [
        finding["fingerprint"]
        for finding in findings("--select", "disputes/contested")
        if "339 children" in finding["message"]
    ]
    return found


def test_a_finding_is_proven_down_to_facts_with_their_words(contested):
    ran = checker("why", contested[:8], cwd=ROOT)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert f"error  disputes/contested  {contested}" in ran.stdout
    assert "rules/disputes.dl:" in ran.stdout
    assert "One source says it, another denies it." in ran.stdout
    assert "“He denied Kiev’s claims” (Vladimir Medinsky, indirectly" in ran.stdout
    assert 'stance: "denies"' in ran.stdout
    assert "no outdated(claim: c-children-alleged)  not found" in ran.stdout
    assert ran.stdout.count("He denied Kiev’s claims”") == 1  # quoted where it comes first
    assert max(map(len, ran.stdout.splitlines()[4:])) <= 100


def test_a_row_is_proven_as_the_finding_is(contested):
    by_row, by_name = (
        json.loads(checker("why", what, "--format", "json", cwd=ROOT).stdout)
        for what in (CHILDREN, contested)
    )
    assert by_row["finding"] is None
    assert by_name["finding"] == contested
    assert by_row["proofs"] == by_name["proofs"]


def test_every_engine_gives_the_same_answer():
    one, other = (
        checker("why", CHILDREN, "--engine", engine, cwd=ROOT).stdout
        for engine in ("pydatalog", "duckdb")
    )
    assert one == other != ""


def test_a_proof_is_folded_below_a_depth():
    ran = checker("why", CHILDREN, "--depth", "1", cwd=ROOT)
    assert "folded" in ran.stdout
    assert "stance(" not in ran.stdout


def test_several_proofs_are_shown_on_request():
    circle = 'circular_sourcing("c-courier-bridge", "c-radio-bridge")'
    ran = checker("why", circle, "facts/dossier", "--count", "2", cwd=ROOT)
    first, second = ran.stdout.split("proof 2 of 2, height ")
    assert first.startswith("proof 1 of 2, height ")
    assert second != first.removeprefix("proof 1 of 2, height ")


def test_figures_of_the_dossier_are_proven():
    [first, *_] = findings("facts/dossier", "--select", "numbers/parts-and-whole")
    ran = checker("why", first["fingerprint"], "facts/dossier", cwd=ROOT)
    assert "sum over 3 answers" in ran.stdout
    assert ran.stdout.count("· part_of_whole(") == 3


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("123", "too short"),
        ("zzzzzz", "no finding begins with `zzzzzz`"),
        ("contestd(_, _)", "did you mean `contested`?"),
        ("contested(x, _)", 'quote it: `"x"`'),
        ('contested("x", _)', "checker why-not 'contested(\"x\", _)'"),
    ],
)
def test_what_cannot_be_explained_is_said_with_a_mend(what, said):
    ran = checker("why", what, cwd=ROOT)
    assert ran.returncode == 2
    assert said in ran.stderr
    assert ran.stdout == ""


def test_what_stands_in_the_way_is_named_with_the_nearest_facts():
    ran = checker(
        "why-not",
        'partial_admission("c-children-alleged", "c-children-denied", "c-children-alleged")',
        cwd=ROOT,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "✓ refused(" in ran.stdout
    assert "✗ claim(" in ran.stdout
    assert "source and kind differ" in ran.stdout
    assert "A number of these children are in Ukraine again by now" in ran.stdout


def test_a_row_that_holds_is_not_argued_away():
    ran = checker("why-not", CHILDREN, cwd=ROOT)
    assert ran.returncode == 0
    assert "it holds" in ran.stdout
    assert f"checker why '{CHILDREN}'" in ran.stdout


def test_why_not_is_json_for_programs():
    ran = checker("why-not", 'stance("c-nowhere", _, _, _)', "--format", "json", cwd=ROOT)
    answer = json.loads(ran.stdout)
    assert answer["given"] is True
    assert answer["goal"]["row"] == ["c-nowhere", None, None, None]
