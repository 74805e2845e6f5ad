"""Finding rules and entities: what the documentation comments of a program say."""

from __future__ import annotations

import pytest

from checker.analysis import analyse, restrict
from checker.analysis.program import Column, FindingRule, Placeholder, Primitive, Severity
from checker.diagnostics import Source
from checker.language import parse
from tests.analysis.programs import accepted, analysed

ENTITIES = """
/** A claim of a text.
 *
 * @entity claim
 * @attributes source voice
 */
.type ClaimId <: symbol
.type DenialId <: ClaimId
.type Statement = DenialId
"""


def rule(comment: str, columns: str = "a: ClaimId, n: number") -> FindingRule:
    program = accepted(f"{ENTITIES}\n/**\n{comment}\n*/\n.decl r({columns})")
    (found,) = program.findings
    return found


def test_a_finding_rule_is_read_from_the_comment_of_its_relation() -> None:
    found = rule(
        """
         * Two figures for one quantity, i.e. the same measure. They cannot both
         * be true.
         *
         * A second paragraph.
         *
         * @id       numbers/conflict
         * @severity error
         * @message  {a.source} says {n};
         *           another says "more"
         * @advice   Trace both figures.
         * @tags     numbers cross-source
        """
    )

    assert found.id == "numbers/conflict"
    assert found.family == "numbers"
    assert found.relation == "r"
    assert found.severity is Severity.ERROR
    assert found.summary == "Two figures for one quantity, i.e. the same measure."
    assert found.description == "They cannot both be true.\n\nA second paragraph."
    assert found.message == (
        Placeholder("a", "source"),
        " says ",
        Placeholder("n", None),
        '; another says "more"',
    )
    assert found.advice == "Trace both figures."
    assert found.tags == ("numbers", "cross-source")
    assert found.span.text == "r"


def test_a_comment_on_one_line_will_do() -> None:
    found = rule("@id a/b\n@severity info\n@message said twice")

    assert (found.summary, found.description, found.message) == ("", "", ("said twice",))
    assert (found.advice, found.tags) == ("", ())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("{{{a}}}", ("{", Placeholder("a", None), "}")),
        ("{{a}}", ("{a}",)),
        ("{a}{n}", (Placeholder("a", None), Placeholder("n", None))),
        ("100 % {a.voice}", ("100 % ", Placeholder("a", "voice"))),
    ],
)
def test_braces_written_twice_are_meant_as_such(
    written: str, read: tuple[str | Placeholder, ...]
) -> None:
    assert rule(f"@id a/b\n@severity info\n@message {written}").message == read


def test_a_relation_is_no_finding_rule_for_its_prose_or_an_address_in_it() -> None:
    program = accepted("/** Ask desk@example.org about it. */\n.decl r(x: number)")

    assert program.findings == ()
    assert program.relations["r"].doc == "Ask desk@example.org about it."


def test_the_entity_of_a_column_is_that_of_its_type_or_of_the_nearest_type_above() -> None:
    program = accepted(
        f"""{ENTITIES}
        /** @entity quotation */
        .type QuotationId <: ClaimId
        .type Any = ClaimId | DenialId
        .type Other <: symbol
        .type Mixed = ClaimId | Other
        .decl r(a: ClaimId, b: DenialId, c: Statement, d: QuotationId, e: Any, f: Mixed, g: float)
        """
    )

    assert program.relations["r"].columns == (
        Column("a", "ClaimId", Primitive.SYMBOL, "claim"),
        Column("b", "DenialId", Primitive.SYMBOL, "claim"),
        Column("c", "Statement", Primitive.SYMBOL, "claim"),
        Column("d", "QuotationId", Primitive.SYMBOL, "quotation"),
        Column("e", "Any", Primitive.SYMBOL, "claim"),
        Column("f", "Mixed", Primitive.SYMBOL, None),
        Column("g", "float", Primitive.FLOAT, None),
    )


def test_each_fault_of_a_comment_is_reported_at_once() -> None:
    found = analysed(
        ENTITIES + "/** @id Conflict\n * @severity grave\n * @message {b} and {a.cue} }\n */\n"
        ".decl r(a: ClaimId)"
    ).diagnostics

    assert [each.code for each in found] == ["CHK253", "CHK255", "CHK257", "CHK258", "CHK256"]


def test_places_in_comments_are_right_whatever_stands_before_the_lines() -> None:
    text = "/**\r\n @id a/b\r\n\t* @severity info\r\n   @message  one {a}\r\n two {b}\r\n*/"
    source = Source("test.dl", f"{text}\r\n.decl r(a: number)")

    (found,) = analyse([parse(source).file]).diagnostics

    assert found.primary.span.text == "b"
    assert source.position(found.primary.span.start).line == 5


def test_directives_are_kept_with_their_parameters() -> None:
    program = accepted('.decl r(x: number)\n.input r(IO=file, filename="r.tsv")\n.output r')

    assert [(each.kind, each.relation, dict(each.parameters)) for each in program.directives] == [
        ("input", "r", {"IO": "file", "filename": "r.tsv"}),
        ("output", "r", {}),
    ]


def test_a_part_of_a_program_keeps_the_directives_and_findings_of_its_relations() -> None:
    program = accepted(
        """
        /** @id a/b
          * @severity info
          * @message {x} */
        .decl r(x: number)
        r(x) :- s(x).
        .decl s(x: number)
        .output r
        .output s
        """
    )

    part = restrict(program, ["s"])

    assert list(part.relations) == ["s"]
    assert [each.relation for each in part.directives] == ["s"]
    assert part.findings == ()
    with pytest.raises(KeyError):
        restrict(program, ["t"])
