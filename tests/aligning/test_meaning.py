"""Comparison by meaning adds proposals and changes none, is the same on every machine, and fetches
nothing."""

from __future__ import annotations

import json
import os
import socket
import sys
from importlib.metadata import PackageNotFoundError
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from checker.aligning import Encoder, Least, Proposals, encoders, file_text, propose
from checker.aligning import installed_encoder as installed
from checker.aligning.by_meaning import Meaning, cosine, nearest_pairs, rounded
from checker.aligning.by_words import Wording, least_shared
from checker.aligning.likeness import Score
from checker.aligning.proposals import comparable, of_figures
from checker.aligning.statements import figures, statements
from checker.diagnostics import Diagnostic, DiagnosticError
from tests.aligning.facts import document, dossier, inspected, model, unlinked
from tests.cli.command import ROOT, checker


@pytest.fixture
def encoder() -> Encoder:
    return model()


def one_claim_each(one: str, other: str) -> list[dict[str, object]]:
    return [document("a", [one]), document("b", [other])]


# --- what is proposed ----------------------------------------------------------------------------


def test_the_reasons_say_how_near_two_claims_are_by_meaning_and_by_words(encoder: Encoder) -> None:
    facts = inspected(
        one_claim_each(
            "The airline will buy forty new jets from the Brazilian maker.",
            "The carrier has ordered 40 aircraft of a manufacturer in Brazil.",
        )
    )
    assert propose(facts, Least()).propositions == ()
    (found,) = propose(facts, Least(), encoder).propositions
    assert [reason.what for reason in found.score.reasons] == ["meaning", "words", "wording"]
    meaning, words, wording = found.score.reasons
    assert meaning.likeness > Least().meaning > words.likeness
    assert words.weight == wording.weight == 0
    assert found.score.value == pytest.approx(meaning.likeness)


def test_what_is_proposed_by_words_keeps_its_score(encoder: Encoder) -> None:
    facts = unlinked(dossier())
    before, after = propose(facts, Least()), propose(facts, Least(), encoder)
    scores = {
        (each.one.claim.id, each.other.claim.id): each.score.value for each in after.propositions
    }
    assert len(scores) > len(before.propositions)
    for each in before.propositions:
        assert scores[each.one.claim.id, each.other.claim.id] == each.score.value
    assert {(each.keep, each.rename) for each in before.measures} <= {
        (each.keep, each.rename) for each in after.measures
    }
    assert before.events == after.events


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("The minister knew of the leak.", "The minister never knew of the leak.", "“never”"),
        ("The army shelled the town.", "The army didn’t shell the town.", "“didn't”"),
        ("The flood killed 31 people.", "The flood killed 29 people.", "31 against 29"),
    ],
)
def test_a_denial_and_another_figure_are_named_where_claims_are_near(
    encoder: Encoder, one: str, other: str, said: str
) -> None:
    (found,) = propose(inspected(one_claim_each(one, other)), Least(), encoder).propositions
    assert any(said in difference for difference in found.differences)
    assert "link: contradicts" in file_text(Proposals((), (), (found,)))


def test_one_figure_written_in_two_ways_is_no_difference(encoder: Encoder) -> None:
    one, other = "It paid 5,000 euros to each of them.", "It paid each of them 5000 euros."
    (found,) = propose(inspected(one_claim_each(one, other)), Least(), encoder).propositions
    assert found.differences == ()


def test_what_the_facts_say_of_denial_and_figures_comes_before_the_words(encoder: Encoder) -> None:
    one, other = one_claim_each("Four died in the fire.", "Five died in the fire.")
    for bundle, polarity, amount in ((one, "positive", 4), (other, "negative", 5)):
        (claim,) = bundle["claims"]  # type: ignore[misc]
        quantity = {"id": f"q{amount}", "measure": "dead", "amount": amount, "unit": "{person}"}
        claim |= {"polarity": polarity, "quantities": [quantity]}
    (found,) = propose(inspected([one, other]), Least(), encoder).propositions
    assert found.differences == (
        "one affirms, the other negates",
        "4 {person} against 5 {person}",
    )


def test_no_meaning_makes_figures_of_two_units_one_measure(encoder: Encoder) -> None:
    one, other = one_claim_each("It took 3 hours.", "It took 3 metres.")
    for bundle, unit in ((one, "h"), (other, "m")):
        (claim,) = bundle["claims"]  # type: ignore[misc]
        claim["quantities"] = [
            {"id": f"q-{unit}", "measure": f"extent of it in {unit}", "amount": 3, "unit": unit}
        ]
    assert propose(inspected([one, other]), Least(measures=0), encoder).measures == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("homes with power", "homes without power"),
        ("doses in phase 1", "doses in phase 2"),
        ("people vaccinated", "people not vaccinated"),
    ],
)
def test_names_with_a_denial_or_other_numerals_are_not_compared_by_meaning(
    encoder: Encoder, one: str, other: str
) -> None:
    meaning = Meaning([], [one, other], encoder, 0.25)
    assert meaning.names(one, other).likeness == 0
    assert meaning.names(one, one).likeness == pytest.approx(1, abs=0.001)


@pytest.mark.parametrize(
    "vectors", [np.zeros(2), np.zeros((3, 4)), np.full((2, 4), np.nan)], ids=["flat", "more", "nan"]
)
def test_an_encoder_that_gives_no_vector_for_each_text_is_refused(
    vectors: NDArray[np.float64],
) -> None:
    facts = inspected(one_claim_each("The dam broke.", "The dam held."))
    with pytest.raises(ValueError, match="2 texts need as many vectors"):
        propose(facts, Least(), lambda texts: vectors)


def test_any_encoder_can_be_passed() -> None:
    facts = inspected(one_claim_each("The dam broke.", "Water burst through the wall."))
    (found,) = propose(facts, Least(), lambda texts: np.ones((len(texts), 2))).propositions
    assert str(found.score) == "meaning 1.00, words 0.00, wording 0.37"


# --- the same whatever the order -----------------------------------------------------------------


def test_the_order_of_files_makes_no_difference(encoder: Encoder) -> None:
    rows = ["Two men drowned.", "2 fishermen died in the water.", "Two boats of the lake sank."]
    bundles = [document(name, rows[turn:] + rows[:turn]) for turn, name in enumerate("abc")]
    for bundle in bundles:
        for claim in bundle["claims"][:2]:
            name = claim["id"]
            quantity = {"id": f"q-{name}", "measure": f"dead of {name[:1]}", "amount": 2}
            claim["quantities"] = [quantity | {"unit": "{person}"}]
    texts = {
        file_text(propose(inspected(given), Least(), encoder))
        .replace("facts/", "")
        .replace(str(ROOT), "")
        for given in (bundles, bundles[::-1], bundles[1:] + bundles[:1])
    }
    assert len(texts) == 1


def test_a_vector_does_not_depend_on_what_else_is_read(encoder: Encoder) -> None:
    texts = ["The dam broke.", "", "Nobody saw it.", "a" * 5000]
    together = encoder(texts)
    for text, vector in zip(texts, together, strict=True):
        assert np.array_equal(encoder([text])[0], vector)


VECTORS = arrays(
    np.float64,
    st.tuples(st.integers(1, 12), st.just(3)),
    elements=st.floats(-10, 10, allow_subnormal=False),
)


@given(VECTORS, st.data())
def test_nearest_pairs_are_those_of_a_plain_search_and_order_does_not_matter(
    vectors: NDArray[np.float64], data: st.DataObject
) -> None:
    count = len(vectors)
    documents = data.draw(st.lists(st.sampled_from("abc"), min_size=count, max_size=count))
    whole = rounded(vectors)
    found = set(nearest_pairs(whole, documents, 0.25))
    plain = set()
    for one in range(count):
        for other in range(one + 1, count):
            likeness = cosine(whole[one], whole[other])
            if documents[one] != documents[other] and likeness >= 0.25:
                rivals = [
                    cosine(whole[first], whole[second])
                    for first, second in ((one, k) for k in range(count))
                    if documents[second] == documents[other]
                ] + [
                    cosine(whole[other], whole[k])
                    for k in range(count)
                    if documents[k] == documents[one]
                ]
                if likeness >= max(rivals):
                    plain.add((one, other))
    assert {pair for pair in found if cosine(whole[pair[0]], whole[pair[1]]) < 1} == {
        pair for pair in plain if cosine(whole[pair[0]], whole[pair[1]]) < 1
    }
    order = data.draw(st.permutations(range(count)))
    turned = nearest_pairs(whole[order], [documents[place] for place in order], 0.25)
    assert {tuple(sorted((order[one], order[other]))) for one, other in turned} == found


@given(VECTORS)
def test_products_of_rounded_vectors_are_exact_in_single_precision(
    vectors: NDArray[np.float64],
) -> None:
    whole = rounded(vectors)
    exact = whole.astype(np.int64) @ whole.astype(np.int64).T
    assert np.array_equal((whole @ whole.T).astype(np.int64), exact)
    assert np.array_equal((whole[:, ::-1] @ whole.T[::-1]).astype(np.int64), exact)


def test_a_claim_is_proposed_in_no_more_than_its_nearest_documents() -> None:
    count = 40
    turns = np.linspace(0, 1, count)  # one circle's arc: the nearer in number, the nearer
    vectors = rounded(np.stack([np.cos(turns), np.sin(turns)], axis=1))
    found = list(nearest_pairs(vectors, [f"{number:02}" for number in range(count)], 0.25))
    assert max(other - one for one, other in found) <= 8
    assert len(found) <= 4 * count


def test_passing_over_pairs_by_their_words_loses_no_proposal() -> None:
    facts = unlinked(dossier())
    found = statements(facts)
    words = Wording(found, 0.7)
    passed = set(words.pairs())
    assert len(passed) < 2000  # of 17,453
    floor = least_shared(0.7)
    for one in range(len(found)):
        for other in range(one + 1, len(found)):
            if found[one].claim.document != found[other].claim.document:
                shared = words.rarity.shared(found[one].words, found[other].words)
                assert ((one, other) in passed) == (shared >= floor)


@pytest.mark.parametrize("least", [0.3, 0.6])
def test_passing_over_figures_by_their_names_loses_no_proposal(least: float) -> None:
    facts = dossier()
    found = statements(facts)
    words = Wording(found, 0.7)
    best: dict[frozenset[str], float] = {}
    for one, other in combinations(figures(facts, found), 2):
        pair = frozenset((one.quantity.measure, other.quantity.measure))
        if len(pair) == 2 and comparable(one, other):
            score = Score((*of_figures(one, other, words.rarity).reasons, words.names(*pair)))
            best[pair] = max(best.get(pair, 0.0), score.value)
    apart = {
        frozenset(pair)
        for desk in facts.records.desks
        for pair in (
            *((each.subset, each.whole) for each in desk.record.subsets),
            *combinations(desk.record.functional_measures, 2),
        )
    }
    wanted = {pair: value for pair, value in best.items() if value >= least and pair not in apart}
    proposed = propose(facts, Least(measures=least)).measures
    found_values = {frozenset((each.keep, each.rename)): each.score.value for each in proposed}
    assert found_values == pytest.approx(wanted)


# --- untrusted text ------------------------------------------------------------------------------


@given(st.lists(st.text(st.characters(exclude_categories=[]), max_size=60), max_size=4))
def test_any_text_has_a_vector(texts: list[str]) -> None:
    vectors = rounded(model()(texts))
    assert vectors.shape == (len(texts), 256)
    assert np.isfinite(vectors).all()


def test_of_a_long_text_the_first_tokens_are_read(encoder: Encoder) -> None:
    text = "The river rose overnight. " * 100
    assert np.array_equal(encoder([text])[0], encoder([text + "x" * 10_000_000])[0])


# --- what is installed ---------------------------------------------------------------------------


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    model()  # or the test is skipped

    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("a connection was asked for")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    (vector,) = installed()(["The town was flooded."])
    assert vector.any()


def test_none_of_the_packages_code_runs(encoder: Encoder) -> None:
    assert encoder(["The town was flooded."]).any()
    assert "wordllama" not in sys.modules


def test_a_package_without_its_model_is_named_and_nothing_else_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wordllama-0.4.9.dist-info").mkdir()
    (tmp_path / "wordllama-0.4.9.dist-info/METADATA").write_text(
        "Name: wordllama\nVersion: 0.4.9\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert fault().code == "CHK744"
    assert "l2_supercat_256.safetensors" in fault().message
    for name in (
        "weights/l2_supercat_256.safetensors",
        "tokenizers/l2_supercat_tokenizer_config.json",
    ):
        path = tmp_path / "wordllama" / name
        path.parent.mkdir(parents=True)
        path.write_bytes(b"\xff{}")
    assert fault().code == "CHK744"
    assert "cannot be read" in fault().message


def test_a_package_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(encoders, "distribution", missing)
    assert fault().code == "CHK740"
    assert "checker[embeddings]" in fault().help


def fault() -> Diagnostic:
    with pytest.raises(DiagnosticError) as caught:
        installed()
    (found,) = caught.value.diagnostics
    return found


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path) -> Path:
    bundles = one_claim_each(
        "The airline will buy forty new jets from the Brazilian maker.",
        "The carrier has ordered 40 aircraft of a manufacturer in Brazil.",
    )
    (tmp_path / "facts").mkdir()
    for number, bundle in enumerate(bundles):
        (tmp_path / f"facts/{number}.json").write_text(json.dumps(bundle))
    return tmp_path


def test_the_command_compares_by_meaning_when_asked_and_writes_the_same_each_time(
    project: Path,
) -> None:
    assert "0 propositions proposed" in checker("align", "facts", cwd=project).stdout
    ran = checker("align", "facts", "--meaning", "-o", "one.yaml", cwd=project)
    assert ran.returncode == 0, ran.stderr
    assert "1 proposition proposed" in ran.stdout
    assert "meaning 0." in ran.stdout
    one_thread = {"OPENBLAS_NUM_THREADS": "1", "OPENBLAS_CORETYPE": "Prescott"}
    checker("align", "facts", "--meaning", "-o", "two.yaml", cwd=project, environment=one_thread)
    assert (project / "one.yaml").read_bytes() == (project / "two.yaml").read_bytes()
    far = checker("align", "facts", "--meaning", "--least-meaning", "0.9", cwd=project)
    assert "0 propositions proposed" in far.stdout


def test_the_command_names_the_extra_where_the_package_is_missing(project: Path) -> None:
    blocked = project / "without"
    blocked.mkdir()
    (blocked / "tokenizers.py").write_text("raise ImportError\n")
    path = os.pathsep.join((str(blocked), str(ROOT)))
    ran = checker("align", "facts", "--meaning", cwd=project, environment={"PYTHONPATH": path})
    assert ran.returncode == 2
    assert "error[CHK740]" in ran.stderr
    assert "pip install 'checker[embeddings]'" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_nearness_without_meaning_is_a_wrong_usage(project: Path) -> None:
    ran = checker("align", "facts", "--least-meaning", "0.4", cwd=project)
    assert ran.returncode == 2
    assert "--meaning" in ran.stderr
