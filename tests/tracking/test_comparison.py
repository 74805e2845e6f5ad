"""What came, went and changed between two runs, and which facts did it."""

from __future__ import annotations

import json

from checker.findings import Report
from checker.report.difference import render_difference, render_difference_json
from checker.tracking import Difference, Ground, compare
from tests.findings.hand_made import a_report, claim, corpus, document, report_of, rule

NAMES = ("old", "new")


def pair(*quotes: tuple[str, str], ids: str = "c") -> Report:
    """A report with a finding for every pair of quotes."""
    page = document("page", " ".join(quote for pair in quotes for quote in pair))
    claims = [
        claim(f"{ids}{number}{side}", page, quote, source="Kyiv", voice="direct")
        for number, sides in enumerate(quotes)
        for side, quote in zip("ab", sides, strict=True)
    ]
    return report_of(
        corpus(page, *claims),
        rule("x/pair", "a: ClaimId, b: ClaimId", "{a} against {b}"),
        x_pair=[(f"{ids}{number}a", f"{ids}{number}b") for number in range(len(quotes))],
    )


def messages(difference: Difference) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    return (
        [change.new.message for change in difference.came if change.new],
        [change.old.message for change in difference.went if change.old],
        [
            (change.old.message, change.new.message)
            for change in difference.changed
            if change.old and change.new
        ],
    )


def test_a_report_is_the_same_as_itself() -> None:
    difference = compare(a_report(), a_report(), names=NAMES)
    assert difference.is_empty
    assert difference.unchanged == 3
    assert render_difference(difference) == "The same 3 findings in both.\n"


def test_what_came_and_what_went_is_told_apart() -> None:
    old, new = pair(("one", "two"), ("three", "four")), pair(("one", "two"), ("five", "six"))
    difference = compare(old, new, names=NAMES)
    # Ids do not pair them: those of `three` are those of `five`, but the words are others.
    assert difference.unchanged == 1
    assert messages(compare(old, pair(("one", "two")), names=NAMES)) == (
        [],
        ["three against four"],
        [],
    )
    assert messages(compare(pair(("one", "two")), old, names=NAMES)) == (
        ["three against four"],
        [],
        [],
    )


def test_the_same_rule_on_the_same_first_evidence_has_changed() -> None:
    old, new = pair(("one", "two")), pair(("one", "three"), ids="other")
    assert messages(compare(old, new, names=NAMES)) == (
        [],
        [],
        [("one against two", "one against three")],
    )


def test_the_same_evidence_by_its_ids_has_changed_as_well() -> None:
    old, new = pair(("one", "two")), pair(("three", "four"))
    assert messages(compare(old, new, names=NAMES))[2] == [
        ("one against two", "three against four")
    ]


def test_another_severity_or_message_is_a_change() -> None:
    report = a_report()
    first, *others = report.findings
    louder = report.model_copy(
        update={"findings": (first.model_copy(update={"message": "louder"}), *others)}
    )
    difference = compare(report, louder, names=NAMES)
    assert (len(difference.changed), difference.unchanged) == (1, 2)


def test_the_rows_that_name_the_evidence_are_what_made_the_difference() -> None:
    old, new = pair(("one", "two")), pair(("one", "two"), ("three", "four"))
    before = {"claim": [("c0a", 1)], "quantity": [("q", "c9", 2.0)]}
    after = {"claim": [("c0a", 1), ("c1a", 2)], "quantity": [("q", "c1b", 2.0)], "other": [("x",)]}
    difference = compare(old, new, names=NAMES, grounds=(Ground(before, {}), Ground(after, {})))
    (came,) = difference.came
    assert [(one.change, one.relation, one.row) for one in came.facts] == [
        ("added", "claim", ("c1a", 2)),
        ("added", "quantity", ("q", "c1b", 2.0)),
    ]
    text = render_difference(difference)
    assert '      + claim("c1a", 2)\n      + quantity("q", "c1b", 2.0)\n' in text
    assert text.endswith("0 gone, 1 new, 0 changed, 1 unchanged\n")


def test_the_rows_of_a_proof_go_before_those_that_name_the_evidence() -> None:
    old, new = pair(), pair(("one", "two"))
    before = {"claim": [("far", 1), ("away", 3)], "noise": []}
    after = {"claim": [("far", 1), ("away", 2)], "noise": [("c0a",), ("away",)]}
    (name,) = (one.fingerprint for one in new.findings)
    proofs = {name: [("claim", ("far", 1)), ("claim", ("away", 2))]}
    difference = compare(old, new, names=NAMES, grounds=(Ground(before, {}), Ground(after, proofs)))
    assert [(one.change, one.relation, one.row) for one in difference.came[0].facts] == [
        ("removed", "claim", ("away", 3)),
        ("added", "claim", ("away", 2)),
    ]


def test_a_long_list_of_rows_is_cut_and_counted() -> None:
    rows = {"claim": [("c0a", number) for number in range(50)]}
    difference = compare(
        pair(), pair(("one", "two")), names=NAMES, grounds=(Ground({}, {}), Ground(rows, {}))
    )
    assert (len(difference.came[0].facts), difference.came[0].more_facts) == (20, 30)
    assert "and 30 more" in render_difference(difference)


def test_it_is_written_as_json_and_read_back() -> None:
    grounds = (Ground({"claim": [("c0a", float("inf"))]}, {}), Ground({"claim": []}, {}))
    difference = compare(pair(("one", "two")), pair(), names=NAMES, grounds=grounds)
    text = render_difference_json(difference)
    assert json.loads(text)["schema_version"] == "1.0"
    assert json.loads(text)["went"][0]["facts"][0]["row"] == ["c0a", "Infinity"]
    assert Difference.model_validate_json(text).went[0].old == difference.went[0].old
