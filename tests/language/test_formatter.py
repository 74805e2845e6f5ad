"""Formatting changes the layout of a rule file and nothing else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.diagnostics import DiagnosticError, Source
from checker.language import parse, unparse
from checker.language.ast import RuleFile
from checker.language.formatter import WIDTH, format_rules
from checker.language.lexer import tokenize
from tests.language.strategies import rule_files

RULES = Path(__file__).resolve().parents[2] / "rules"

BLANKS = ["", " ", "  ", "\n", "\n\n\n", "\n    ", " // why\n", "\n// why not  \n", " /* a b */ "]
BLANKS += ["/* two\n * lines */", "\n\n/* above */\n", "\n/* leading */ "]


def written(text: str) -> str:
    return format_rules(Source("rules.dl", text))


def comments(text: str) -> Counter[str]:
    found = parse(Source("rules.dl", text)).comments
    return Counter(
        "\n".join(line.strip(" \t*/") for line in each.span.text.splitlines()).strip()
        for each in found
    )


ITEMS = [
    ".decl a, b(x: symbol, yy: number) inline btree",
    ".type A <: symbol",
    ".type B = A | C",
    '.input a(IO="x", n="y")',
    ".output a, b",
    '.include "x.dl"',
    ".once",
    "a(1, -2.5).",
    "a(x), b(y) :- c(x, y), !d(-x, _); e(y), (f(x); g(y)), x != y - 1.",
    "a(n) :- n = count : { b(x, _), c(x) }, n > -1 + 2 * (3 - n).",
    'a(n) :- n = max x + 1 : { b(x) }, m = max(n, -n), match("a.*", cat(n, m)), true.',
    "a(x) :- b(x), c(x).\n.plan 0:(2,1), 1:(1,2)",
    "a(x) :- !(b(x) ; c(x)), as(x, T) = bnot (x) band 3.",
    "sum_off(a, bb) :- measured(a, bb, high, percent),"
    " ((a - high) * 100.0 > percent * max(high, a) ; (bb - high) * 100.0 > percent * high).",
    "long_head(first_column, second_column, third_column, cat(first_column, third_column, fourth))"
    " :- b(x).",
]


@st.composite
def rule_texts(draw: st.DrawFn) -> str:
    """Rule files with blanks and comments between their tokens, wherever they may stand."""
    joined = "\n".join(draw(st.lists(st.sampled_from(ITEMS), min_size=1, max_size=3)))
    random = draw(st.randoms(use_true_random=False))
    often = draw(st.sampled_from([0.05, 0.2, 0.6]))
    tokens = tokenize(Source("rules.dl", joined))
    text = ""
    at = 0
    for kind, start, end in zip(tokens.kinds, tokens.starts, tokens.ends, strict=True):
        blank = random.choice(BLANKS) if random.random() < often else ""
        text += joined[at:start] + blank + joined[start:end]
        text += " " * (kind.startswith(".") and kind != ".")  # or it would be no directive
        at = end
    return text


@given(rule_texts())
def test_formatting_twice_is_formatting_once(text: str) -> None:
    if _is_clean(text):
        once = written(text)
        assert written(once) == once


@given(rule_texts())
def test_the_tree_stays_as_it_is(text: str) -> None:
    if _is_clean(text):
        assert read(written(text)) == read(text)


@given(rule_files)
def test_the_tree_of_any_file_stays_as_it_is(file: RuleFile) -> None:
    assert read(written(unparse(file))) == file


@given(rule_texts())
def test_every_comment_is_kept(text: str) -> None:
    if _is_clean(text):
        assert comments(written(text)) == comments(text)


def _is_clean(text: str) -> bool:
    return all(each.level != "error" for each in parse(Source("a", text)).diagnostics)


def read(text: str) -> RuleFile:
    return parse(Source("a", text)).file


@pytest.mark.parametrize("path", sorted(RULES.rglob("*.dl")), ids=lambda path: path.name)
def test_the_shipped_packs_are_formatted(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert written(text) == text


def test_a_rule_that_fits_is_one_line() -> None:
    assert written("a( x ):-b(x) ,\n   !c(x,_)  .") == "a(x) :- b(x), !c(x, _).\n"


def test_literals_that_the_author_put_on_a_line_stay_there() -> None:
    rule = (
        "conflicting(lower, upper) :-\n"
        "    comparable(lower, a, measure, upper, b, measure, gap),\n"
        "    claim(a, _, here, _, _), claim(b, _, there, _, _), here != there.\n"
    )
    assert written(rule) == rule


def test_a_body_on_one_line_that_is_too_long_has_one_literal_a_line() -> None:
    literals = [f"relation_{at}(first, second, third)" for at in range(4)]
    rule = f"head(first) :- {', '.join(literals)}."
    assert written(rule) == "head(first) :-\n    " + ",\n    ".join(literals) + ".\n"


def test_a_declaration_that_is_too_long_breaks_between_columns() -> None:
    columns = ", ".join(f"column_{at}: symbol" for at in range(8))
    lines = written(f".decl relation({columns})").splitlines()
    assert lines[0] == ".decl relation("
    assert all(line.startswith("    column_") for line in lines[1:])
    assert all(len(line) <= WIDTH for line in lines)


def test_a_long_comparison_breaks_behind_an_operator() -> None:
    words = " + ".join(f"variable_number_{at}" for at in range(9))
    lines = written(f"a(x) :- x = {words}.").splitlines()
    assert all(len(line) <= WIDTH for line in lines)
    assert lines[1].endswith("+")


def test_alternatives_stand_below_each_other_in_their_brackets() -> None:
    one, other = (
        f"({side} - high) * 100.0 > allowed_percent * max(high, {side})" for side in ("a", "bb")
    )
    rule = written(f"sum_off(a, bb) :- measured(a, bb, high, allowed_percent), ({one};{other}).")
    assert rule.endswith(f",\n    ({one} ;\n     {other}).\n")


def test_trailing_comments_of_adjacent_lines_are_aligned() -> None:
    text = "a(1). // one\nlonger(2).// two\n\nb(3). // apart\n"
    assert written(text) == "a(1).       // one\nlonger(2).  // two\n\nb(3).  // apart\n"


def test_a_comment_keeps_its_place_in_a_body() -> None:
    text = (
        "head(x) :-  // what it is\n"
        "    // first this\n"
        "    one(x),   // because\n"
        "    two(x)  // and that\n"
        "    .\n"
    )
    assert written(text) == (
        "head(x) :-      // what it is\n"
        "    // first this\n"
        "    one(x),  // because\n"
        "    two(x).  // and that\n"
    ).replace(":-      //", ":-  //")


def test_a_documentation_comment_gets_its_margin() -> None:
    text = "   /**\n  * One.\n*\n     *  indented\n   */\n.decl a( x:symbol )"
    assert written(text) == "/**\n * One.\n *\n *  indented\n */\n.decl a(x: symbol)\n"


def test_blank_lines_are_kept_as_one() -> None:
    assert written("\n\na(1).\n\n\n\nb(2).\nc(3).\n\n") == "a(1).\n\nb(2).\nc(3).\n"


def test_parameters_plans_and_aggregates_have_their_own_spacing() -> None:
    assert written('.input a( IO = "file" ,n="x")') == '.input a(IO="file", n="x")\n'
    assert written("a(x):-b(x),c(x)..plan 0 : ( 2,1 )") == "a(x) :- b(x), c(x).\n.plan 0:(2, 1)\n"
    assert written("a(n):-n=count:{b(_)},n>-1.") == "a(n) :- n = count : { b(_) }, n > -1.\n"
    assert written("a(n):-n=max (x):{b(x)}.") == "a(n) :- n = max (x) : { b(x) }.\n"
    assert written("a(n):-b(x),n=max(x,-x)-1.") == "a(n) :- b(x), n = max(x, -x) - 1.\n"


def test_an_empty_file_stays_empty_and_comments_alone_stay() -> None:
    assert written("") == ""
    assert written("\n // alone \n") == "// alone\n"


def test_a_file_with_a_syntax_error_is_not_formatted() -> None:
    with pytest.raises(DiagnosticError):
        written("a(x :- b(x).")


def test_a_qualifier_that_stands_for_a_directive_stays_in_its_declaration() -> None:
    assert format_rules(Source("q.dl", ".decl a(x: number)   output\na(1).\n")) == (
        ".decl a(x: number) output\na(1).\n"
    )
