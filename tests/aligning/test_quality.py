"""How well alignment does on the dossier, whose shared measures and claims are known.

Six outlets on one accident: the desk gave figures of one measure one name, and linked claims that
restate each other. The figures are compared with these names hidden.
"""

from __future__ import annotations

from itertools import combinations

import pytest

from checker.aligning.likeness import Rarity
from checker.aligning.proposals import (
    Least,
    comparable,
    of_figures,
    of_statements,
    propose,
)
from checker.aligning.statements import Statement, figures, statements
from checker.facts.corpus import Inspection, inspect
from checker.facts.files import find_files, read_file
from tests.cli.command import ROOT


@pytest.fixture(scope="module")
def dossier() -> Inspection:
    found, _ = find_files([ROOT / "facts" / "dossier"], ROOT)
    return inspect([read_file(path, ROOT) for path in found], (), ROOT)


@pytest.fixture(scope="module")
def told(dossier: Inspection) -> list[Statement]:
    return statements(dossier)


@pytest.fixture(scope="module")
def rarity(told: list[Statement]) -> Rarity:
    return Rarity.of(statement.words for statement in told)


def test_figures_of_one_measure_are_told_from_others_without_its_name(
    dossier: Inspection, told: list[Statement], rarity: Rarity
) -> None:
    hits = proposed = shared = 0
    for one, other in combinations(figures(dossier, told), 2):
        if comparable(one, other):
            is_one = one.quantity.measure == other.quantity.measure
            is_proposed = of_figures(one, other, rarity).value >= Least().measures
            shared += is_one
            proposed += is_proposed
            hits += is_one and is_proposed
    precision, recall = hits / proposed, hits / shared
    print(f"measures: precision {precision:.2f}, recall {recall:.2f}, {shared} pairs")
    assert shared > 50
    assert precision >= 0.65
    assert recall >= 0.8


def test_claims_that_the_desk_linked_are_found(told: list[Statement], rarity: Rarity) -> None:
    linked = {
        frozenset((statement.claim.id, link.claim))
        for statement in told
        for link in statement.claim.links
        if link.link == "restates"
    }
    pairs = [
        (one, other)
        for one, other in combinations(told, 2)
        if one.claim.document != other.claim.document
    ]
    shared = [pair for pair in pairs if frozenset(each.claim.id for each in pair) in linked]
    found = [pair for pair in pairs if of_statements(*pair, rarity).value >= Least().propositions]
    recall = sum(pair in found for pair in shared) / len(shared)
    print(f"propositions: recall {recall:.2f} of {len(shared)}; {len(found)} of {len(pairs)} pairs")
    assert recall >= 0.8
    assert len(found) < len(pairs) / 250


def test_the_one_measure_that_the_desk_named_twice_is_proposed_and_no_other(
    dossier: Inspection,
) -> None:
    (proposal,) = propose(dossier, Least()).measures
    assert (proposal.keep, proposal.rename) == (
        "duration of the rescue",
        "duration of the rescue operation",
    )


def test_no_two_of_fifteen_different_events_are_taken_for_one(dossier: Inspection) -> None:
    assert propose(dossier, Least()).events == ()
