"""Files of rule tests: what they may say, how they fail, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.authoring import load_cases, pack_of, run_tests
from checker.diagnostics import DiagnosticError, render
from checker.engines import engine

PACK = """
.decl amount(id: symbol, claim: symbol, low: float, high: float)
.decl day(id: symbol, first_day: number, last_day: number)
.type ClaimId <: symbol

/**
 * Two figures differ.
 *
 * @id       own/apart
 * @severity error
 * @message  {a} and {b} differ
 * @advice   Ask.
 * @tags     own
 */
.decl apart(a: ClaimId, b: ClaimId)
apart(as(a, ClaimId), as(b, ClaimId)) :-
    amount(_, a, _, high, ), amount(_, b, low, _), high < low.

/**
 * A figure is high.
 *
 * @id       own/high
 * @severity info
 * @message  {id} is {high} high
 * @advice   Ask.
 * @tags     own
 */
.decl high(id: symbol, claim: ClaimId, high: float)
high(id, as(claim, ClaimId), high) :- amount(id, claim, _, high), high > 100.0.

/**
 * A day is long.
 *
 * @id       own/long
 * @severity info
 * @message  {id} is long
 * @advice   Ask.
 * @tags     own
 */
.decl long(id: ClaimId, days: number)
long(as(id, ClaimId), last - first + 1) :- day(id, first, last), last > first.
""".replace("high, )", "high)")


@pytest.fixture
def own(tmp_path: Path):
    """Writes a test file beside the pack, and runs it."""
    pack = tmp_path / "own.dl"
    declarations, _, rest = PACK.partition("/**")
    kinds = declarations.replace(
        ".type ClaimId <: symbol", "/** @entity claim */ .type ClaimId <: symbol"
    )
    pack.write_text(kinds + "/**" + rest, encoding="utf-8")
    tests = tmp_path / "own.test.yaml"

    def run(text: str):
        tests.write_text(text, encoding="utf-8")
        return run_tests(tests, engine=engine("pydatalog"), root=tmp_path)

    return run


def faults_of(run, text: str) -> list[str]:
    """Each fault as line:column and message."""
    with pytest.raises(DiagnosticError) as caught:
        run(text)
    found = caught.value.diagnostics
    assert render(found)
    return [
        f"{fault.code} {fault.primary.span.position.line}:{fault.primary.span.position.column} "
        f"{fault.message}"
        for fault in found
    ]


TWO_FIGURES = """
- name: two figures
  rule: own/apart
  relations:
    amount:
      - {claim: a, low: 1, high: 2}
      - [q, b, 3, 4]
"""


def test_a_finding_that_is_expected_passes(own):
    (result,) = own(TWO_FIGURES + "  expect: [{entities: {a: a, b: b}}]")

    assert result.passed
    assert result.difference() == ""


def test_columns_left_out_of_an_expectation_may_have_any_value(own):
    (result,) = own(TWO_FIGURES + "  expect: [{entities: {a: a}}]")

    assert result.passed


def test_a_finding_that_is_not_expected_fails(own):
    (result,) = own(TWO_FIGURES + "  silent: true")

    assert not result.passed
    assert result.difference().splitlines() == [
        "own/apart: two figures",
        f"  --> {result.case.span.source.name}:2:9",
        "  + found     own/apart  a=a b=b  'a and b differ'",
    ]


def test_a_finding_that_is_missing_fails_and_what_was_found_is_shown(own):
    (result,) = own(
        TWO_FIGURES
        + """
  expect:
    - entities: {a: a, b: b}
      message: a and b differ
    - entities: {a: b, b: a}
"""
    )

    assert result.difference().splitlines()[2:] == [
        "  - expected  own/apart  a=b b=a",
        "    found     own/apart  a=a b=b  'a and b differ'",
    ]


def test_a_message_is_a_part_of_what_is_expected(own):
    (result,) = own(TWO_FIGURES + "  expect: [{entities: {a: a}, message: a and b agree}]")

    assert [finding.message for finding in result.missing] == ["a and b agree"]
    assert [finding.message for finding in result.unexpected] == ["a and b differ"]


def test_each_finding_meets_one_expectation_however_little_that_says(own):
    (result,) = own(
        """
- name: two pairs
  rule: own/apart
  relations:
    amount: [[p, a, 1, 1], [q, b, 2, 2], [r, c, 3, 3]]
  expect:
    - entities: {a: a}
    - entities: {}
    - entities: {a: a, b: b}
"""
    )

    assert result.passed


def test_many_open_expectations_give_way_one_after_another(own):
    rows = ", ".join(f"[q{at}, c{at}, 0, {at + 101}]" for at in range(300))
    given = "".join(f"    - entities: {{high: {at + 101}}}\n" for at in range(299))
    (result,) = own(
        f"- name: many\n  rule: own/high\n  relations:\n    amount: [{rows}]\n  expect:\n"
        f"    - entities: {{}}\n{given}"
    )

    assert result.passed


def test_one_expectation_does_not_stand_for_two_findings(own):
    (result,) = own(
        """
- name: two pairs
  rule: own/apart
  relations:
    amount: [[p, a, 1, 1], [q, b, 2, 2], [r, c, 2, 2]]
  expect:
    - entities: {a: a}
"""
    )

    assert len(result.unexpected) == 1


def test_other_rules_count_only_where_the_case_names_them(own):
    facts = """
  rule: own/apart
  relations:
    amount: [[p, a, 1, 1], [q, b, 200, 200]]
  expect:
    - entities: {a: a, b: b}
"""
    unnamed, expected, silent = own(
        f"- name: unnamed{facts}"
        f"- name: expected{facts}    - {{rule: own/high, entities: {{high: 200}}}}\n"
        f"- name: silent{facts}  silent: [own/high]\n"
    )

    assert unnamed.passed
    assert expected.passed
    assert [finding.rule for finding in silent.unexpected] == ["own/high"]


def test_a_case_may_state_the_rows_of_any_relation(own):
    facts = """
  rule: own/apart
  relations:
    amount: [[p, a, 1, 1], [q, b, 200, 200]]
  expect: [{entities: {a: a, b: b}}]
"""
    right, more, fewer = own(
        f"- name: right{facts}  derives: {{high: [{{claim: b}}], long: []}}\n"
        f"- name: more{facts}  derives: {{apart: [{{a: a}}, {{a: b}}]}}\n"
        f"- name: fewer{facts}  derives: {{apart: []}}\n"
    )

    assert right.passed
    assert more.difference().splitlines()[2:] == [
        "  - expected  apart  a=b",
        "    found     own/apart  a=a b=b  'a and b differ'",
        "    found     apart  a=a b=b",
    ]
    assert "  + found     apart  a=a b=b" in fewer.difference().splitlines()


def test_what_is_wrong_with_stated_rows_is_said_at_its_place(own):
    head = "- name: one\n  rule: own/apart\n  relations: {amount: []}\n  derives: "
    assert faults_of(own, head + "[]") == [
        "CHK701 4:12 `derives` takes a mapping from relations to rows"
    ]
    assert faults_of(own, head + "{apart: 1}") == ["CHK701 4:20 `apart` takes a list of rows"]
    assert faults_of(own, head + "{apart: [[a, b]]}") == [
        "CHK701 4:21 a derived row is given by its columns"
    ]
    assert faults_of(own, head + "{aparts: [{a: b}], high: [{low: 1}]}") == [
        "CHK703 4:13 there is no relation `aparts`",
        "CHK703 4:44 there is no column of `high` `low`",
    ]


def test_what_a_row_leaves_out_is_filled_with_what_nothing_else_has(own):
    (result,) = own(
        """
- name: fillers
  rule: own/high
  relations:
    amount: [{high: 101}, {high: 101}]
  expect: []
  silent: [own/high]
"""
    )

    assert len({finding.columns["id"] for finding in result.unexpected}) == 2


def test_no_bound_is_the_largest_number_and_a_day_may_be_a_date(own):
    figures, days = own(
        """
- name: bounds
  rule: own/apart
  relations:
    amount: [{claim: a, low: ~, high: 1}, {claim: b, low: 2, high: ~}]
  expect:
    - entities: {a: a, b: b}
- name: dates
  rule: own/long
  relations:
    day: [[july, 2025-07, 2025-07], [day, 2025-07-01, 2025-07-01], [four, 7, 10]]
  expect:
    - entities: {id: july, days: 31}
    - entities: {id: four, days: 4}
"""
    )

    assert figures.passed
    assert days.passed


def test_relations_may_be_put_together_from_parts(own):
    first, second = own(
        """
- name: base and own
  rule: own/apart
  relations:
    - &base
      amount: [[p, a, 1, 1]]
    - amount: [[q, b, 2, 2]]
  expect:
    - entities: {a: a, b: b}
- name: base alone
  rule: own/apart
  relations: [*base]
  silent: true
"""
    )

    assert first.passed
    assert second.passed


def test_all_that_is_wrong_with_the_shape_of_a_file_is_said_at_its_place(own):
    assert faults_of(
        own,
        """
- name: no rule
  relations: {amount: []}
  silent: true
- name: ""
  rule: own/apart
  facts: [nothing]
  expect: yes
- rule: own/apart
  name: neither nor
- name: wrong keys
  rule: own/apart
  relation: {}
  relations: {amount: {}}
  expect:
    - {columns: {}}
    - text
  silent: 3
- name: nested
  rule: own/apart
  relations:
    amount:
      - [[1]]
      - {id: [2]}
  expect: [{entities: {a: {}}}]
- text
- name: both
  rule: own/apart
  relations: []
  expect: [{entities: {a: x}}]
  silent: true
- name: a list
  rule: own/apart
  relations: 3
  silent: true
""",
    ) == [
        "CHK701 2:3 `rule` is missing",
        "CHK701 5:9 `name` takes a text",
        "CHK701 7:10 `facts` takes a bundle, as in a fact file",
        "CHK701 8:11 `expect` takes a list of findings",
        "CHK701 9:3 the case has neither `expect`, `silent` nor `derives`",
        "CHK701 9:3 the case has neither `facts` nor `relations`",
        "CHK701 13:3 a case has no `relation`",
        "CHK701 14:23 `amount` takes a list of rows",
        "CHK701 16:7 an expected finding has `entities`",
        "CHK701 16:8 an expected finding has no `columns`",
        "CHK701 17:7 an expected finding is a mapping",
        "CHK701 18:11 `silent` takes `true` or a list of rules",
        "CHK701 23:10 a column takes one value",
        "CHK701 24:14 a column takes one value",
        "CHK701 25:27 a column takes one value",
        "CHK701 26:3 a case is a mapping",
        "CHK701 31:11 `silent: true` stands beside `expect`",
        "CHK701 34:14 `relations` takes a mapping from relations to rows",
    ]


def test_all_that_does_not_fit_the_pack_is_said_at_its_place(own):
    assert faults_of(
        own,
        """
- name: unknown
  rule: own/a-part
  relations:
    amounts: [[p]]
  silent: [own/none]
- name: misfits
  rule: own/apart
  relations:
    amount:
      - [p, a, 1]
      - [p, a, one, true]
      - [p, a, 1e999, 1DIGITS]
      - {idd: p}
      - {id: 7}
    day:
      - {first_day: 1.5}
      - {first_day: someday, last_day: 99999999999999999999}
  expect:
    - entities: {c: x}
    - {rule: own/heigh, entities: {}}
""".replace("DIGITS", "0" * 390),
    ) == [
        "CHK702 3:9 the pack has no rule `own/a-part`",
        "CHK703 5:5 there is no relation `amounts`",
        "CHK702 6:12 the pack has no rule `own/none`",
        "CHK704 11:9 `amount` has 4 columns, the row has 3 values",
        "CHK704 12:16 column `low` takes a number",
        "CHK704 12:21 column `high` takes a number",
        "CHK704 13:16 column `low` takes a number",
        "CHK704 13:23 column `high` takes a number",
        "CHK703 14:15 there is no column of `amount` `idd`",
        "CHK704 17:21 column `first_day` takes a whole number or a date",
        "CHK704 18:21 column `first_day` takes a whole number or a date",
        "CHK704 18:40 column `last_day` takes a whole number or a date",
        "CHK703 20:21 there is no column of `apart` `c`",
        "CHK702 21:7 the pack has no rule `own/heigh`",
    ]


def test_two_cases_of_a_rule_have_two_names(own):
    case = "- {name: twice, rule: own/apart, relations: {}, silent: true}\n"
    other = "- {name: twice, rule: own/high, relations: {}, silent: true}\n"

    assert faults_of(own, case + other + case) == [
        "CHK705 3:10 a second case of `own/apart` is called `twice`"
    ]


def test_a_fault_in_a_bundle_is_shown_in_the_test_file(own):
    case = """
- name: from fact files
  rule: own/apart
  facts:
    documents:
      - {id: page, title: Page, content: "Ten died."}
    claims:
      - {id: a, document: page, span: Twenty died, voice: narrator, kind: report}
  silent: true
"""
    flow = case.replace("  facts:\n", "  facts: {checker: 1}\n", 1).partition("    documents")[0]

    assert faults_of(own, case) == [
        "CHK440 8:39 the span of claim `a` does not stand in the document"
    ]
    assert own(flow + "  silent: true\n")[0].passed


def test_a_file_that_is_no_yaml_or_is_not_there_is_refused(own, tmp_path):
    assert faults_of(own, "- name: [") == [
        "CHK403 1:10 no valid YAML: did not find expected node content"
    ]
    assert faults_of(own, "name: x") == ["CHK701 1:1 a file of rule tests is a list of cases"]
    with pytest.raises(DiagnosticError, match="cannot be read: No such file"):
        load_cases(tmp_path / "none.test.yaml")
    (tmp_path / "latin.test.yaml").write_bytes(b"- name: \xff")
    with pytest.raises(DiagnosticError, match="it is not UTF-8"):
        load_cases(tmp_path / "latin.test.yaml")


def test_tests_stand_beside_a_pack(tmp_path):
    (tmp_path / "own.dl").touch()

    assert pack_of(tmp_path / "own.test.yaml") == tmp_path / "own.dl"
    for name in ("other.test.yaml", "own.yaml"):
        with pytest.raises(DiagnosticError, match="there is no"):
            pack_of(tmp_path / name)


def test_a_faulty_pack_is_said_before_its_cases(tmp_path):
    (tmp_path / "own.dl").write_text("p(x) :- q(x).", encoding="utf-8")
    (tmp_path / "own.test.yaml").write_text(
        "- {name: n, rule: own/p, relations: {}, silent: true}", encoding="utf-8"
    )

    with pytest.raises(DiagnosticError) as caught:
        run_tests(tmp_path / "own.test.yaml", engine=engine("pydatalog"), root=tmp_path)
    assert {fault.code[:4] for fault in caught.value.diagnostics} == {"CHK2"}
