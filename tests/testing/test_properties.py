"""Each property fails for a pack that lacks it, and shows the smallest facts that tell."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from checker.diagnostics import DiagnosticError
from checker.testing import (
    Bounds,
    Facts,
    Pack,
    PropertyError,
    check_bounds,
    check_conflict,
    check_order,
    check_pack,
    check_pairs,
    check_renaming,
    check_unrelated,
    stated,
)

HEADER = """.include "schema.dl"
/**
 * Something.
 *
 * @id       mine/rule
 * @severity info
 * @message  {MESSAGE}
 */
.decl found(COLUMNS)
.output found
"""
EXAMPLES = 40


@pytest.fixture
def pack(tmp_path):
    def written(rules: str, columns: str = "a: ClaimId, b: ClaimId") -> Pack:
        message = " ".join(f"{{{column.split(':')[0].strip()}}}" for column in columns.split(","))
        text = HEADER.replace("{MESSAGE}", message).replace("COLUMNS", columns) + rules
        (tmp_path / "mine.dl").write_text(text)
        return Pack.read(tmp_path / "mine.dl", root=tmp_path)

    return written


ONE_SUBJECT = "found(a, b) :- proposition(a, s, _, _), proposition(b, s, _, _), "


def test_a_sound_pack_has_every_property(pack):
    check_pack(
        pack(ONE_SUBJECT + "a < b.\n"),
        examples=10,
    )


def test_a_pack_is_read_from_its_path(tmp_path, monkeypatch):
    (tmp_path / "mine.dl").write_text(
        HEADER.replace("{MESSAGE}", "{a}").replace("COLUMNS", "a: ClaimId")
        + 'found(a) :- claim(a, _, _, _, "pledge").\n'
    )
    monkeypatch.chdir(tmp_path)

    check_pack("mine.dl", examples=5)


def test_a_pair_from_both_sides_is_shown_with_the_smallest_facts(pack):
    with pytest.raises(PropertyError, match="a pair is reported from both sides") as caught:
        check_pairs(pack(ONE_SUBJECT + "a != b.\n"), examples=EXAMPLES)

    message, shown = str(caught.value), "\n".join(caught.value.__notes__)
    assert message.count("  + mine/rule") == 2
    assert shown.count("document: ") == 2
    assert "quantities" not in shown


def test_a_directed_rule_may_report_both_ways(pack):
    check_pairs(pack(ONE_SUBJECT + "a != b.\n"), directed=["mine/rule"], examples=5)


def test_a_rule_that_counts_everything_sees_unrelated_documents(pack):
    counting = pack("found(n) :- n = count : { claim(_, _, _, _, _) }.\n", "n: number")

    with pytest.raises(PropertyError, match="beside an unrelated document") as caught:
        check_unrelated(counting, examples=EXAMPLES)

    assert "- mine/rule  n=" in str(caught.value)


def test_a_rule_that_looks_into_ids_sees_their_renaming(pack):
    looking = pack('found(a) :- claim(a, _, _, _, _), contains("daily", a), strlen(a) < 9.\n',
                   "a: ClaimId")  # fmt: skip

    with pytest.raises(PropertyError, match="under other ids"):
        check_renaming(looking, examples=EXAMPLES)


def test_an_order_among_ids_is_kept_when_they_are_renamed(pack):
    check_renaming(pack(ONE_SUBJECT + "a < b.\n"), examples=10)


def test_a_rule_that_counts_relations_by_rules_is_free_of_order(pack):
    check_order(pack("found(a, a) :- mine(a).\n.decl mine(a: ClaimId)\n"
                     "mine(a) :- claim(a, _, _, _, _).\n"), examples=10)  # fmt: skip


def test_a_conflict_that_is_overlooked_is_shown(pack):
    far_apart = pack(
        "found(a, b) :- quantity(_, a, m, x, _, _), quantity(_, b, m, y, _, _), x + 5.0 < y.\n"
    )

    with pytest.raises(PropertyError, match="does not find 1 against 2"):
        check_conflict(far_apart, "mine/rule", stated, examples=EXAMPLES)


def test_a_finding_that_stays_inside_of_bounds_is_shown(pack):
    always = pack("found(a) :- quantity(_, a, _, _, _, _).\n", "a: ClaimId")
    bounds = Bounds(stated, inside=st.integers(3, 9), outside=st.integers(10, 20))

    with pytest.raises(PropertyError, match="finds 3, inside of its bounds"):
        check_bounds(always, "mine/rule", bounds, examples=EXAMPLES)


def test_a_rule_without_a_value_is_a_failure_and_no_crash(pack):
    dividing = pack("found(1 / (n - n)) :- n = count : { claim(_, _, _, _, _) }.\n", "n: number")

    with pytest.raises(PropertyError, match="cannot be evaluated"):
        check_pairs(dividing, examples=5)


def test_an_unknown_rule_is_refused_with_those_there_are(pack):
    with pytest.raises(ValueError, match="no rule `mine/rul`; it has mine/rule"):
        check_conflict(pack("found(a, a) :- claim(a, _, _, _, _).\n"), "mine/rul", stated)


def test_a_faulty_pack_is_refused_with_its_diagnostics(pack):
    with pytest.raises(DiagnosticError):
        pack("found(a, b) :- claim(a, _, _, _, _).\n")


def test_facts_print_as_a_fact_file():
    shown = repr(Facts({"agents": [{"id": "ann", "name": "Ann", "kind": "person"}], "claims": []}))

    assert shown == "Facts(\nagents:\n- id: ann\n  name: Ann\n  kind: person\n)"


# --- the cases beside a pack ---

CASE = """- name: two claims on one subject
  rule: mine/rule
  relations:
    claim: [{claim: first}, {claim: second}]
    proposition: [{claim: first, subject: dam}, {claim: second, subject: dam}]
  silent: true
"""


@pytest.fixture
def pack_with_case(tmp_path, pack):
    def written(rules: str, columns: str = "a: ClaimId, b: ClaimId") -> Pack:
        (tmp_path / "mine.test.yaml").write_text(CASE)
        return pack(rules, columns)

    return written


NEVER_DRAWN = st.just(Facts({}))


def test_a_pair_from_both_sides_is_shown_in_its_case(pack_with_case):
    with pytest.raises(PropertyError) as caught:
        check_pairs(pack_with_case(ONE_SUBJECT + "a != b.\n"), facts=NEVER_DRAWN)

    assert str(caught.value).splitlines() == [
        "mine/rule: two claims on one subject: a pair is reported from both sides",
        "  + a=first b=second",
        "  + a=second b=first",
    ]


def test_a_rule_that_counts_everything_counts_the_facts_beside_its_case(pack_with_case):
    counting = pack_with_case("found(n) :- n = count : { claim(_, _, _, _, _) }.\n", "n: number")

    with pytest.raises(PropertyError) as caught:
        check_unrelated(counting, facts=NEVER_DRAWN)

    first, *rows = str(caught.value).splitlines()
    assert first.startswith("mine/rule: two claims on one subject: beside an unrelated document")
    assert rows == ["  - n=2", "  + n=4"]


def test_a_rule_that_pairs_whatever_there_is_shows_of_which_cases(pack_with_case):
    pairing = pack_with_case("found(a, b) :- claim(a, _, _, _, _), claim(b, _, _, _, _), a < b.\n")

    with pytest.raises(PropertyError) as caught:
        check_unrelated(pairing, facts=NEVER_DRAWN)

    lines = str(caught.value).splitlines()
    assert "  + a=first@1 b=first@2" in lines
    assert lines[-1] == "  @2 is mine/rule: two claims on one subject"


def test_a_rule_that_looks_into_ids_sees_those_of_its_case_renamed(pack_with_case):
    looking = pack_with_case("found(a) :- claim(a, _, _, _, _), strlen(a) < 6.\n", "a: ClaimId")

    with pytest.raises(PropertyError) as caught:
        check_renaming(looking, facts=NEVER_DRAWN)

    assert str(caught.value).splitlines() == [
        "mine/rule: two claims on one subject: under other ids, something else is found",
        "  - a=id-first",
    ]


def test_a_sound_pack_passes_on_its_cases(pack_with_case):
    check_pack(pack_with_case(ONE_SUBJECT + "a < b.\n"), facts=NEVER_DRAWN, examples=1)


def test_a_case_for_a_rule_that_is_not_there_is_told(pack_with_case, tmp_path):
    written = pack_with_case(ONE_SUBJECT + "a < b.\n")
    (tmp_path / "mine.test.yaml").write_text(CASE.replace("mine/rule", "mine/rul"))

    with pytest.raises(DiagnosticError, match="no rule `mine/rul`"):
        check_order(Pack.read(tmp_path / "mine.dl", root=tmp_path))
    assert written.situations
