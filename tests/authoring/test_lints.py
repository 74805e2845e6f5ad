"""Lints warn of rules that mean something and are hardly meant."""

from __future__ import annotations

import pytest

from checker.analysis import analyse
from checker.authoring.lints import lint
from checker.diagnostics import Source
from checker.language import parse
from checker.resources import packs_dir

SCHEMA = (packs_dir() / "schema.dl").read_text(encoding="utf-8")


def codes(text: str) -> list[str]:
    """The lints of a rule file that includes the schema."""
    files = [parse(Source("schema.dl", SCHEMA)).file, parse(Source("own.dl", text)).file]
    analysis = analyse(files)
    assert analysis.program is not None, analysis.diagnostics
    return [each.code for each in lint(analysis.program, {"own.dl"})]


def rule(body: str, columns: str = "x: number") -> str:
    names = ", ".join(column.split(":")[0].strip() for column in columns.split(","))
    return f".decl p({columns})\np({names}) :- {body}.\n.output p\n"


NUMBER = "sentence(_, _, x)"


@pytest.mark.parametrize(
    "body",
    [
        f"{NUMBER}, x < 3, x > 5",
        f"{NUMBER}, x < 3, x >= 3",
        f"{NUMBER}, x = 2, x > 3",
        f"{NUMBER}, x = 2, x = 3",
        f"{NUMBER}, x != x",
        f"{NUMBER}, sentence(_, _, y), x < y, y < x",
        f"{NUMBER}, sentence(_, _, y), x < y, y <= x",
        f"{NUMBER}, sentence(_, _, y), x = y, x != y",
        "sentence(_, _, x), document(_, _, _, kind, _), claim(_, _, _, kind, _)",
    ],
)
def test_a_body_whose_literals_exclude_each_other_never_fires(body: str) -> None:
    assert "CHK270" in codes(rule(body))


@pytest.mark.parametrize(
    "body",
    [
        f"{NUMBER}, x > 3, x < 5",
        f"{NUMBER}, x >= 3, x <= 3",
        f"{NUMBER}, x = 3, x < 4",
        f"{NUMBER}, sentence(_, _, y), x <= y, y <= x",
        f"{NUMBER}, (x < 3 ; x > 5)",
    ],
)
def test_a_body_that_can_hold_is_let_pass(body: str) -> None:
    assert codes(rule(body)) == []


@pytest.mark.parametrize(
    "body",
    [
        'claim(x, _, _, "narator", _)',
        'claim(x, _, _, voice, _), voice = "quoted"',
        'claim(x, _, _, voice, _), voice != "quoted"',
        'claim(x, _, _, _, _), !claim(x, _, _, "narator", _)',
    ],
)
def test_a_constant_outside_of_a_vocabulary_is_found(body: str) -> None:
    assert codes(rule(body, "x: ClaimId")) == ["CHK271"]


def test_a_constant_of_the_vocabulary_is_let_pass() -> None:
    assert codes(rule('claim(x, _, _, voice, "denial"), voice != "narrator"', "x: ClaimId")) == []


def test_a_relation_that_nothing_gives_is_found_where_it_is_read() -> None:
    text = ".decl extra(c: ClaimId)\n" + rule("claim(x, _, _, _, _), !extra(x)", "x: ClaimId")
    assert codes(text) == ["CHK272"]
    assert codes(text + ".input extra\n") == []
    assert codes(text + 'extra("a").\n') == []


def test_literals_that_share_no_variable_are_a_cross_product() -> None:
    assert codes(rule("claim(x, _, _, _, _), agent(a, _, _), agent_side(a, _)", "x: ClaimId")) == [
        "CHK273"
    ]


@pytest.mark.parametrize(
    "body",
    [
        "claim(x, _, a, _, _), agent(a, _, _)",
        "claim(x, d, _, _, _), sentence(_, _, n), document_published(d, first, _), n < first",
        "claim(x, _, _, _, _), agent(_, _, _)",
        "claim(x, _, a, _, _), n = count : { agent_side(a, _side) }, n > 1",
    ],
)
def test_literals_that_a_comparison_or_nothing_joins_are_let_pass(body: str) -> None:
    assert codes(rule(body, "x: ClaimId")) == []


def test_a_relation_that_nothing_reads_is_found() -> None:
    text = ".decl left(c: ClaimId)\nleft(c) :- claim(c, _, _, _, _).\n"
    assert codes(text) == ["CHK274"]
    assert codes(text + ".output left\n") == []
    assert codes(text + "left(c) :- left(c), claim_superlative(c).\n") == ["CHK274"]


def test_a_rule_written_twice_is_found_whatever_its_names_and_its_order() -> None:
    one = "p(x) :- claim(x, d, _, _, _), document_published(d, f, l), f < l.\n"
    same = "p(c) :- document_published(e, a, b), b > a, claim(c, e, _, _, _).\n"
    other = "p(c) :- document_published(e, a, b), a > b, claim(c, e, _, _, _).\n"
    head = ".decl p(x: ClaimId)\n.output p\n"
    assert codes(head + one + same) == ["CHK275"]
    assert codes(head + one + other) == []


def finding(tags: str, prose: str = "Something is found.") -> str:
    return (
        f"/**\n * {prose}\n *\n * @id own/rule\n{tags} */\n"
        ".decl f(a: ClaimId, b: ClaimId)\n"
        "f(a, b) :- claim(a, d, _, _, _), claim(b, d, _, _, _), a < b.\n"
    )


INFO = " * @severity info\n"


@pytest.mark.parametrize("message", ["Two claims", "{a.source} says {a.quote}"])
def test_a_message_that_hides_a_side_is_found(message: str) -> None:
    assert codes(finding(f"{INFO} * @message {message}\n")) == ["CHK276"]


@pytest.mark.parametrize("message", ["{a.source}, {b.source}", "{a.quote} is recorded twice"])
def test_a_message_of_both_sides_or_of_what_they_share_is_let_pass(message: str) -> None:
    assert codes(finding(f"{INFO} * @message {message}\n")) == []


def test_a_finding_rule_says_what_it_finds_and_what_to_do() -> None:
    message = " * @message {a.quote}, {b.quote}\n"
    assert codes(finding(INFO + message, prose="")) == ["CHK277"]
    assert codes(finding(f" * @severity error\n{message}")) == ["CHK278"]
    assert codes(finding(f" * @severity error\n * @advice Look.\n{message}")) == []


def test_nothing_is_said_of_files_that_are_only_included() -> None:
    text = ".decl left(c: ClaimId)\nleft(c) :- claim(c, _, _, _, _).\n"
    program = analyse([parse(Source("schema.dl", SCHEMA + text)).file]).program
    assert program is not None
    assert lint(program, {"own.dl"}) == ()
