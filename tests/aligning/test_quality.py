"""How well alignment does: on the dossier, whose shared measures and claims are known, and on
claims that were written to be told in other words, or another matter in the same.

Six outlets on one accident: the desk gave figures of one measure one name, and linked claims that
restate each other. The figures are compared with these names hidden, or under names that another
desk would have given; the claims without their links.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import combinations

import pytest
import yaml

from checker.aligning import Encoder, Least, Proposals, propose
from checker.aligning.proposals import comparable, of_figures
from checker.aligning.statements import figures, statements
from checker.aligning.wording import Rarity
from checker.facts.corpus import Inspection
from tests.aligning.facts import document, inspected, model, renamed, unlinked
from tests.aligning.facts import dossier as dossier_facts
from tests.cli.command import ROOT

GOLD = ROOT / "tests" / "aligning" / "gold"


@pytest.fixture(scope="module")
def dossier() -> Inspection:
    return dossier_facts()


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return model()


def test_figures_of_one_measure_are_told_from_others_without_its_name(dossier: Inspection) -> None:
    told = statements(dossier)
    rarity = Rarity.of(statement.words for statement in told)
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


def restated(dossier: Inspection, encoder: Encoder | None) -> tuple[int, int, int]:
    """Of claims that the desk linked across documents: how many are proposed, of how many, among
    how many proposals."""
    claims = {name: placed.record for name, placed in dossier.records.claims.items()}
    linked = {
        frozenset((claim.id, link.claim))
        for claim in claims.values()
        for link in claim.links
        if link.link == "restates" and claims[link.claim].document != claim.document
    }
    proposed = propose(unlinked(dossier), Least(), encoder).propositions
    found = {frozenset((each.one.claim.id, each.other.claim.id)) for each in proposed}
    return len(found & linked), len(linked), len(found)


def test_claims_that_the_desk_linked_are_found(dossier: Inspection) -> None:
    hits, shared, proposed = restated(dossier, None)
    print(f"propositions: {hits} of {shared}; {proposed} proposed")
    assert (hits, shared) == (8, 9)
    assert proposed <= 45


def test_by_meaning_all_are_found_that_the_desk_linked(
    dossier: Inspection, encoder: Encoder
) -> None:
    hits, shared, proposed = restated(dossier, encoder)
    print(f"propositions by meaning: {hits} of {shared}; {proposed} proposed")
    assert hits == shared == 9
    assert proposed <= 230  # of 17,453 pairs


def other_names(dossier: Inspection, encoder: Encoder | None) -> tuple[int, int, int]:
    """Of measures that one document calls otherwise than the rest: how many are proposed, of how
    many, and how many other proposals there are."""
    names = yaml.safe_load((GOLD / "measures.yaml").read_text(encoding="utf-8"))
    users: defaultdict[str, set[str]] = defaultdict(set)
    for placed in dossier.records.claims.values():
        for quantity in placed.record.quantities:
            users[quantity.measure].add(placed.record.document)
    hits = shared = wrong = 0
    for name in sorted(set().union(*users.values())):
        own = {old: names[old] for old in names if name in users[old] and len(users[old]) > 1}
        wanted = {frozenset(pair) for pair in own.items()}
        proposed = propose(renamed(dossier, name, own), Least(), encoder).measures
        found = {
            frozenset((each.keep, each.rename))
            for each in proposed
            if "duration of the rescue operation" not in (each.keep, each.rename)  # one as it is
        }
        hits += len(found & wanted)
        shared += len(wanted)
        wrong += len(found - wanted)
    return hits, shared, wrong


def test_by_meaning_more_measures_are_known_by_another_name(
    dossier: Inspection, encoder: Encoder
) -> None:
    hits, shared, wrong = other_names(dossier, None)
    more, _, more_wrong = other_names(dossier, encoder)
    print(f"renamed measures, of {shared}: {hits} (+{wrong} wrong), {more} (+{more_wrong} wrong)")
    assert shared == 42
    assert hits >= 18
    assert more >= 22
    assert wrong <= 1
    assert more_wrong <= 5


@cache
def told_otherwise(half: str) -> Inspection:
    """Document a has claims, b the same in other words, and c other claims in the same words."""
    rows = yaml.safe_load((GOLD / f"{half}.yaml").read_text(encoding="utf-8"))
    parts = {"a": "claim", "b": "same", "c": "other"}
    return inspected(document(name, [row[part] for row in rows]) for name, part in parts.items())


def lined_up(found: Proposals, one: str, other: str) -> tuple[int, int]:
    """How many proposals between two documents are of claims in one row, and how many are not."""
    pairs = [
        (each.one.claim.id, each.other.claim.id)
        for each in found.propositions
        if (each.one.claim.document, each.other.claim.document) == (one, other)
    ]
    aligned = sum(first[-2:] == second[-2:] for first, second in pairs)
    return aligned, len(pairs) - aligned


@pytest.mark.parametrize(("half", "least"), [("tuning", 18), ("held_out", 17)])
def test_what_is_said_in_other_words_is_found_by_meaning_alone(
    half: str, least: int, encoder: Encoder
) -> None:
    facts = told_otherwise(half)
    by_words, by_meaning = propose(facts, Least()), propose(facts, Least(), encoder)
    print(f"{half}: {lined_up(by_words, 'a', 'b')}, {lined_up(by_meaning, 'a', 'b')}")
    assert lined_up(by_words, "a", "b") == (0, 0)
    found, wrong = lined_up(by_meaning, "a", "b")
    assert found >= least  # of 24
    assert wrong == 0


@pytest.mark.parametrize("half", ["tuning", "held_out"])
def test_another_matter_in_the_same_words_is_taken_for_one_as_the_page_says(
    half: str, encoder: Encoder
) -> None:
    facts = told_otherwise(half)
    by_words, by_meaning = propose(facts, Least()), propose(facts, Least(), encoder)
    print(f"{half}: {lined_up(by_words, 'a', 'c')}, {lined_up(by_meaning, 'a', 'c')}")
    assert lined_up(by_words, "a", "c")[0] <= 9
    assert lined_up(by_meaning, "a", "c")[1] == 0


@pytest.mark.parametrize("by_meaning", [False, True], ids=["words", "meaning"])
def test_the_one_measure_that_the_desk_named_twice_is_proposed_and_no_other(
    dossier: Inspection, encoder: Encoder, by_meaning: bool
) -> None:
    (proposal,) = propose(dossier, Least(), encoder if by_meaning else None).measures
    assert (proposal.keep, proposal.rename) == (
        "duration of the rescue",
        "duration of the rescue operation",
    )


def test_no_two_of_fifteen_different_events_are_taken_for_one(dossier: Inspection) -> None:
    assert propose(dossier, Least()).events == ()
