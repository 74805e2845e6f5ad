"""The published grammar (docs/grammar.lark) and the parser accept the same texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark
from lark import Lark
from lark.exceptions import LarkError

from checker.diagnostics import Level, Source
from checker.language import errors, parse, unparse
from checker.language.lexer import KEYWORDS, tokenize
from tests.language.strategies import names, rule_files

ROOT = Path(__file__).parents[2]
GRAMMAR_TEXT = (ROOT / "docs" / "grammar.lark").read_text(encoding="utf-8")
GRAMMAR = Lark(GRAMMAR_TEXT, parser="lalr", lexer="basic")

BEYOND_THE_GRAMMAR = {errors.REPEATED_QUALIFIER, errors.TOO_DEEP}
"""What the grammar says of itself that it does not say."""


def grammar_accepts(text: str) -> bool:
    try:
        GRAMMAR.parse(text)
    except LarkError:
        return False
    return True


def parser_accepts(text: str) -> bool:
    found = parse(Source("test.dl", text)).diagnostics
    return all(each.level is not Level.ERROR or each.kind in BEYOND_THE_GRAMMAR for each in found)


def _spaced(terminal: str) -> str:
    return f" {terminal} "


def texts_of(start: str) -> st.SearchStrategy[str]:
    """Texts of a rule of the grammar, with blanks around terminals that would run together."""
    grammar = Lark(GRAMMAR_TEXT, parser="lalr", lexer="basic", start=start)
    explicit = {
        "NAME": names.map(_spaced),
        "NUMBER": st.sampled_from(["0", "12", "0x1f", "0b10"]).map(_spaced),
        "UNSIGNED": st.sampled_from(["7u", "0x1fu"]).map(_spaced),
        "FLOAT": st.just("1.5").map(_spaced),
        "STRING": st.sampled_from(['""', '"a b"', r'"\"\n"']),
        "BLANK": st.sampled_from([" ", "\n", "\r\n", "\t"]),
        "COMMENT": st.sampled_from([" // a\n", " /* b */ "]),
    }
    for terminal in grammar.terminals:
        if terminal.pattern.value in KEYWORDS:
            explicit[terminal.name] = st.just(_spaced(terminal.pattern.value))
        elif terminal.pattern.value.startswith(r"\."):
            explicit[terminal.name] = st.just(f"\n.{terminal.name.lower()} ")
    explicit["INCLUDE"] = st.just('\n.include "a.dl"')
    known = {terminal.name for terminal in grammar.terminals}
    return from_lark(
        grammar,
        start=start,
        explicit={name: texts for name, texts in explicit.items() if name in known},
    )


@given(texts_of("start"))
def test_the_parser_accepts_the_files_of_the_grammar(text: str) -> None:
    assert parser_accepts(text)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(texts_of("body"))
def test_the_parser_accepts_the_bodies_of_the_grammar(text: str) -> None:
    assert parser_accepts(f"p() :- {text}.")


@given(rule_files.map(unparse))
def test_the_grammar_accepts_what_is_written_from_a_tree(text: str) -> None:
    assert grammar_accepts(text)


PUNCTUATION = ", ; : . :- ( ) { } ! = != < <= > >= <: | + - * / % ^ $ @ [ ]"
OTHER_TOKENS = 'x 1 1.5 1u "a" .decl .type .input .include .once .plan .pragma .number_type .comp'
VOCABULARY = [*sorted(KEYWORDS), *PUNCTUATION.split(), *OTHER_TOKENS.split()]


@st.composite
def mutated_texts(draw: st.DrawFn) -> str:
    """A program some of whose tokens were deleted, doubled, exchanged or put in."""
    source = Source("test.dl", unparse(draw(rule_files)))
    tokens = tokenize(source)
    words = [source.text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(words) - 1))
        other = draw(st.integers(0, len(words) - 1))
        match draw(st.sampled_from(["delete", "double", "exchange", "put in", "replace"])):
            case "delete" if len(words) > 1:
                del words[at]
            case "double":
                words.insert(at, words[at])
            case "exchange":
                words[at], words[other] = words[other], words[at]
            case "put in":
                words.insert(at, draw(st.sampled_from(VOCABULARY)))
            case _:
                words[at] = draw(st.sampled_from(VOCABULARY))
    return " ".join(words)


@given(mutated_texts())
@example(".type a p ( x ) .")
@example("p ( x ) :- ( x ) .")
@example("p ( x ) :- ( ( x ) < 1 ) , ( ( x ) ) < 1 .")
@example("p ( x ) :- x = min ( x ) : q ( x ) .")
@example("p ( x ) :- x = min ( x ) .")
@example("p ( x ) . .plan 0 : ( )")
@example("p ( x ) :- q ( x ) . .plan 0 : ( )")
@example("p ( x ) :- x = count : { ! ( q ( x ) ; r ( x ) ) } .")
@example("p ( x ) :- x = count : { ! ( q ( x ) , r ( x ) ) } .")
@example("p ( x ) :- x = count : { ! ! ( q ( x ) ; r ( x ) ) } .")
@example("p ( x ) :- not ( q ( x ) ) .")
@example("p ( - 1 ^ - 2 ) .")
def test_both_accept_the_same_texts(text: str) -> None:
    assert parser_accepts(text) == grammar_accepts(text)


@pytest.mark.parametrize("path", sorted((ROOT / "rules").rglob("*.dl")), ids=lambda path: path.name)
def test_both_accept_the_rules_of_the_project(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert parser_accepts(text)
    assert grammar_accepts(text)
