"""How reading goes on behind a fault."""

from __future__ import annotations

import pytest

from checker.diagnostics import Source
from checker.language import parse, unparse
from checker.language.ast import RuleFile
from tests.language.reading import codes, faults, read


def understood(text: str) -> RuleFile:
    """The tree of a text that has faults."""
    assert faults(text) != ()
    return parse(Source("test.dl", text)).file


@pytest.mark.parametrize(
    ("faulty", "mended"),
    [
        ("p(x) :- q(x)", "p(x) :- q(x)."),
        ("p(x) :- q(x)\nr(x) :- s(x).", "p(x) :- q(x).\nr(x) :- s(x)."),
        ("p(1)\np(2)\np(3)", "p(1). p(2). p(3)."),
        ("p(1)\n.output p", "p(1).\n.output p"),
        ("p(x) :- q(x) r(x).", "p(x) :- q(x), r(x)."),
        ("p(x) :-\n  q(x)\n  !r(x)\n  (s(x); t(x)).", "p(x) :- q(x), !r(x), (s(x); t(x))."),
        ("p(x y).", "p(x, y)."),
        ("p(x :- q(x).", "p(x) :- q(x)."),
        ("p(x) :- q(x, cat(x, y).", "p(x) :- q(x, cat(x, y))."),
        ("p(x) :- (q(x); r(x).", "p(x) :- (q(x); r(x))."),
        ("p(n) :- n = count : { q(_).", "p(n) :- n = count : { q(_) }."),
        ("p(n) :- n = count { q(_) }.", "p(n) :- n = count : { q(_) }."),
        ("p(n) :- n = sum x { q(x) }.", "p(n) :- n = sum x : { q(x) }."),
        (".decl p(x: number\np(1).", ".decl p(x: number)\np(1)."),
        ("p(x)).", "p(x)."),
        ("p(x) :- q(x)), r(x).", "p(x) :- q(x), r(x)."),
        ("p(x) := q(x).", "p(x) :- q(x)."),
        ("p(x) <- q(x).", "p(x) :- q(x)."),
        ("p(x) <-- q(x).", "p(x) :- q(x)."),
        ("p(x) =: q(x).", "p(x) :- q(x)."),
        ("p(x) => q(x).", "p(x) :- q(x)."),
        ("p(x) : q(x).", "p(x) :- q(x)."),
        ("p(x) ← q(x).", "p(x) :- q(x)."),
        ("p(x) if q(x).", "p(x) :- q(x)."),
        ("p(x) <= q(x), r(x).", "p(x) :- q(x), r(x)."),
        ("p(x) :- x == 1.", "p(x) :- x = 1."),
        ("p(x) :- x === 1.", "p(x) :- x = 1."),
        ("p(x) :- x := 1.", "p(x) :- x = 1."),
        ("p(x) :- x is 1 + 2.", "p(x) :- x = 1 + 2."),
        ("p(x) :- x <> 1.", "p(x) :- x != 1."),
        ("p(x) :- x ~= 1.", "p(x) :- x != 1."),
        ("p(x) :- x =< 1.", "p(x) :- x <= 1."),
        ("p(x) :- x => 1.", "p(x) :- x >= 1."),
        ("p(x) :- not q(x).", "p(x) :- !q(x)."),
        ("p(x) :- not (q(x), r(x)).", "p(x) :- !(q(x), r(x))."),
        ("p(x) :- not not q(x).", "p(x) :- !!q(x)."),
        ("p(x) :- ~q(x).", "p(x) :- !q(x)."),
        ("p(x) :- \\+ q(x).", "p(x) :- !q(x)."),
        ("p(x) :- ¬q(x).", "p(x) :- !q(x)."),
        ("p(x) :- q(x) and r(x) or s(x).", "p(x) :- q(x), r(x); s(x)."),
        ("p(x) :- q(x) & r(x) && s(x) || t(x).", "p(x) :- q(x), r(x), s(x); t(x)."),
        ("p(x) :- q(x)\n  and(x).", "p(x) :- q(x), and(x)."),
        ("p(x) :- q(x) and (r(x); s(x)).", "p(x) :- q(x), (r(x); s(x))."),
        ("p('a', “b”, ‘c’, „d“).", 'p("a", "b", "c", "d").'),
        ('p("one).', 'p("one").'),
        ('p(x) :- q("one, x), r(x).\n', 'p(x) :- q("one, x), r(x").\n'),
        ('p("one).\np("two").', 'p("one").\np("two").'),
        ('p("one).\np("").', 'p("one").\np("").'),
        ("% it's one\np(1).", "p(1)."),
        ("# one\np(1).", "p(1)."),
        ("p(x) :- % it's \"one\n q(x).", "p(x) :- q(x)."),
        (".decl p()\n% it's one", ".decl p()"),
        ("p(12km, 1e3, .5).", "p(12, 1, 0.5)."),
        (".output p.\np(1).", ".output p\np(1)."),
        (".decl\np(x: number)", ".decl p(x: number)"),
        (".input\np", ".input p"),
        ("p(\u00a0x).", "p(x)."),
        ("p(x\u200b).", "p(x)."),
        (".decl p(x: number) inline inline", ".decl p(x: number) inline"),
        (".decl p(x: number) eqrel", ".decl p(x: number)"),
    ],
)
def test_a_fault_with_a_plain_mend_is_read_as_if_it_were_mended(faulty: str, mended: str) -> None:
    assert understood(faulty) == read(mended)


@pytest.mark.parametrize(
    "fault",
    [
        "p(x) :- q(x), .",
        "p(x) ? q(x).",
        "p(x) :- q(x",
        "p(x) :- q(x) ] r(x).",
        "p(1, 2",
        ".decl p(x)",
        ".type A : B",
        ".input p(x=-1)",
        ".pragma a",
        ".foo bar baz",
        ". foo",
        ":- p(x).",
        ")",
        "}",
        "p([1, nil], $, $A(2), @f(3)) :- q(x).",
        "p(a) <= p(b) :- a < b.",
        ".comp A<T> : B<T>, C {\n  .comp D { .decl p(x: T) p(1). }\n  .init d = D\n}",
        ".lattice L<> { Bottom -> x, Top -> y }",
        ".functor f(x: number): number",
        ".functor f(): number",
        ".init a = B<c, d>",
        ".lattice L<>",
        ".debug_delta p",
        ".comp A",
        "#define N 1",
        '"a string"',
        "12",
        "x = 1.",
    ],
)
def test_the_items_around_a_fault_are_understood(fault: str) -> None:
    before = "one(1).\n.decl two(x: number)\n"
    after = "\n.decl three(x: number)\nfour(x) :- five(x).\n"
    file = understood(before + fault + after)
    texts = [unparse(item) for item in file.items]
    assert texts[:2] == ["one(1).", ".decl two(x: number)"]
    assert texts[-2:] == [".decl three(x: number)", "four(x) :-\n    five(x)."]


def test_a_rule_that_follows_an_unfinished_one_is_understood() -> None:
    file = understood("p(x) ? q(x)\nr(x) :- s(x).\n")
    assert [unparse(item) for item in file.items] == ["r(x) :-\n    s(x)."]


def test_a_line_break_in_a_head_list_begins_no_new_rule() -> None:
    assert codes("a(x),\nb(x) :-\nc(x),\nd(x).") == []


def test_an_unclosed_string_ends_with_its_line() -> None:
    assert codes('p("one).\np("two).\np("three").\n') == ["CHK102", "CHK102"]


def test_what_stands_in_an_unclosed_comment_is_not_read() -> None:
    assert codes("/* p( q( r(") == ["CHK103"]


def test_faults_of_tokens_and_of_structure_are_reported_together_in_order() -> None:
    text = "p(café).\np(x) :- q(x\np('a').\n.decl q(x)\n"
    assert codes(text) == ["CHK101", "CHK111", "CHK111", "CHK112", "CHK110"]


@pytest.mark.parametrize("line", ["p(1).\n", "p(x) :- q(x).\n", ".decl p(x: number)\n"])
def test_one_fault_is_one_diagnostic(line: str) -> None:
    assert len(faults(line * 3 + "p(x) :- q(x)\n" + line * 3)) == 1


def test_a_refused_declaration_stays_known_by_its_name() -> None:
    file = understood(".type R = [a: number]\n.decl p(x: R) eqrel\n")
    assert [unparse(item) for item in file.items] == [".type R = symbol", ".decl p(x: R)"]
