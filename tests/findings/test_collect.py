"""Rows of finding rules become findings with evidence, in an editor's order."""

from __future__ import annotations

from itertools import permutations

from checker.analysis.program import Program, Row, Severity
from checker.findings import Finding, collect
from tests.findings.hand_made import Corpus, agent, claim, corpus, document, program, rule, whole

PAGE = document("page", "Kyiv said 3 died.\nMoscow said 5 died.\n", head="---\nhead\n---\n")
THREE = claim("three", PAGE, "3 died", source="Kyiv", voice="indirect", cue="said")
FIVE = claim("five", PAGE, "5 died", source="Moscow", voice="direct", cue="said")
CONFLICT = rule(
    "numbers/conflict",
    "a: ClaimId, b: ClaimId, by: number",
    "{a.source} says {a}; {b.source} says {b.quote} ({by} apart)",
    severity=Severity.ERROR,
)


def test_a_message_is_filled_from_the_attributes_of_the_columns() -> None:
    (found,) = _collect(corpus(PAGE, THREE, FIVE), numbers_conflict=[("three", "five", 2)])
    assert found.message == "Kyiv says 3 died; Moscow says 5 died (2 apart)"


def test_a_finding_carries_the_words_of_its_rule() -> None:
    (found,) = _collect(corpus(PAGE, THREE, FIVE), numbers_conflict=[("three", "five", 2)])
    assert (found.rule, found.severity) == ("numbers/conflict", Severity.ERROR)
    assert (found.summary, found.advice) == ("Summary of numbers/conflict.", "Ask.")
    assert found.row == {"a": "three", "b": "five", "by": 2}
    assert list(found.row) == ["a", "b", "by"]


def test_an_entity_column_is_followed_to_its_span_in_the_file() -> None:
    (found,) = _collect(corpus(PAGE, THREE, FIVE), numbers_conflict=[("three", "five", 2)])
    first, second = found.evidence
    assert (first.role, first.kind, first.id) == ("a", "claim", "three")
    assert (first.source, first.voice, first.cue) == ("Kyiv", "indirect", "said")
    assert (first.document, first.title, first.path) == ("page", "Title of page", "page.txt")
    place = second.passage
    assert place is not None
    assert (place.start, place.end) == (30, 36)
    assert (place.line, place.column, place.end_line, place.end_column) == (5, 13, 5, 19)
    assert (place.prefix, place.exact) == ("Kyiv said 3 died.\nMoscow said ", "5 died")
    assert place.suffix == ".\n"
    assert place.lines == ("Moscow said 5 died.",)


def test_a_quote_over_two_lines_shows_both() -> None:
    both = claim("both", PAGE, "3 died.\nMoscow")
    (found,) = _collect(corpus(PAGE, both), rule("x/y", "c: ClaimId", "m"), x_y=[("both",)])
    place = found.evidence[0].passage
    assert place is not None
    assert (place.line, place.end_line, place.end_column) == (4, 5, 7)
    assert place.lines == ("Kyiv said 3 died.", "Moscow said 5 died.")


def test_an_agent_is_evidence_without_a_place() -> None:
    (found,) = _collect(
        corpus(agent("kyiv", "Kyiv")), rule("x/y", "who: AgentId", "{who} again"), x_y=[("kyiv",)]
    )
    assert found.message == "Kyiv again"
    assert found.document is None
    assert found.evidence[0].label == "Kyiv"
    assert found.evidence[0].passage is None


def test_a_finding_is_listed_under_the_first_document_of_its_columns() -> None:
    (found,) = _collect(
        corpus(PAGE, whole(PAGE), agent("kyiv", "Kyiv")),
        rule("x/y", "who: AgentId, where: DocumentId", "m"),
        x_y=[("kyiv", "page")],
    )
    assert found.document == "page"
    assert (found.evidence[1].title, found.evidence[1].passage) == ("Title of page", None)


def test_an_entity_that_the_corpus_lacks_is_called_by_its_id() -> None:
    (found,) = _collect(
        corpus(), rule("x/y", "who: AgentId", "{who.name} and {who}"), x_y=[("nobody",)]
    )
    assert found.message == "nobody and nobody"
    assert found.evidence[0].label == "nobody"


def test_an_empty_attribute_is_said_to_be_unstated() -> None:
    (found,) = _collect(
        corpus(PAGE, claim("c", PAGE, "3 died", topic="")),
        rule("x/y", "c: ClaimId", "on {c.topic}"),
        x_y=[("c",)],
    )
    assert found.message == "on unstated"


def test_a_message_is_one_line_whatever_the_quote() -> None:
    both = claim("both", PAGE, "died.\nMoscow")
    (found,) = _collect(corpus(PAGE, both), rule("x/y", "c: ClaimId", "“{c}”"), x_y=[("both",)])
    assert found.message == "“died. Moscow”"


def test_floats_are_written_as_people_write_them() -> None:
    found = _collect(
        corpus(),
        rule("x/y", "a: float, b: float", "from {a} to {b}"),
        x_y=[(3.0, 1.7976931348623157e308), (0.25, 1e20)],
    )
    assert {one.message for one in found} == {"from 3 to no bound", "from 0.25 to 1e+20"}


def test_braces_in_data_are_only_braces() -> None:
    (found,) = _collect(
        corpus(PAGE, claim("c", PAGE, "3 died", source="{b.quote} {0}")),
        rule("x/y", "c: ClaimId", "{c.source}"),
        x_y=[("c",)],
    )
    assert found.message == "{b.quote} {0}"


def test_rows_with_the_same_evidence_and_message_are_one_finding() -> None:
    (found,) = _collect(
        corpus(PAGE, THREE, FIVE),
        rule("x/y", "a: ClaimId, b: ClaimId, n: number", "two figures"),
        x_y=[("three", "five", 7), ("five", "three", 7), ("three", "five", 2)],
    )
    assert found.row == {"a": "five", "b": "three", "n": 7}


def test_rows_with_other_evidence_or_another_message_are_findings_of_their_own() -> None:
    found = _collect(
        corpus(PAGE, THREE, FIVE),
        rule("x/y", "a: ClaimId, n: number", "{n}"),
        x_y=[("three", 1), ("three", 2), ("five", 1)],
    )
    assert len(found) == 3


def test_findings_are_ordered_by_document_and_place_then_worst_first() -> None:
    other = document("other", "Later.", path="a-other.txt")
    facts = corpus(PAGE, other, THREE, FIVE, claim("later", other, "Later"), agent("kyiv", "Kyiv"))
    rules = (
        rule("a/note", "c: ClaimId", "m", severity=Severity.INFO),
        rule("b/error", "c: ClaimId", "m", severity=Severity.ERROR),
        rule("c/agent", "who: AgentId", "m", severity=Severity.ERROR),
    )
    found = _collect(
        facts,
        *rules,
        a_note=[("three",), ("five",)],
        b_error=[("five",), ("three",), ("later",)],
        c_agent=[("kyiv",)],
    )
    assert [(one.evidence[0].id, one.rule) for one in found] == [
        ("later", "b/error"),
        ("three", "b/error"),
        ("three", "a/note"),
        ("five", "b/error"),
        ("five", "a/note"),
        ("kyiv", "c/agent"),
    ]


def test_the_order_of_facts_and_rules_leaves_no_trace() -> None:
    parts = (PAGE, THREE, FIVE, agent("kyiv", "Kyiv"))
    rules = (CONFLICT, rule("x/y", "c: ClaimId", "m"), rule("x/z", "who: AgentId", "m"))
    rows = {
        "numbers_conflict": [("three", "five", 2), ("five", "three", 2)],
        "x_y": [("three",), ("five",)],
        "x_z": [("kyiv",)],
    }
    expected = collect(program(*rules), rows, corpus(*parts))
    assert len(expected) == 5
    for order in permutations(range(3)):
        shuffled = program(*(rules[at] for at in order))
        backwards = {name: list(reversed(rows[name])) for name in reversed(rows)}
        assert collect(shuffled, backwards, corpus(*reversed(parts))) == expected


def _collect(facts: Corpus, *rules: object, **rows: list[Row]) -> tuple[Finding, ...]:
    made: Program = program(*(rules or (CONFLICT,)))  # type: ignore[arg-type]
    return collect(made, rows, facts)  # type: ignore[arg-type]
