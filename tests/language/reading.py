"""Short ways to read a text, for tests."""

from __future__ import annotations

from checker.diagnostics import Diagnostic, Level, Source
from checker.language import parse
from checker.language.ast import Argument, Body, Clause, Constraint, Item, Literal, RuleFile


def read(text: str) -> RuleFile:
    """The tree of a text without a fault."""
    result = parse(Source("test.dl", text))
    assert result.diagnostics == ()
    return result.file


def read_item(text: str) -> Item:
    (item,) = read(text).items
    return item


def read_body(text: str) -> Body:
    clause = read_item(f"p() :- {text}.")
    assert isinstance(clause, Clause)
    assert clause.body is not None
    return clause.body


def read_literal(text: str) -> Literal:
    ((literal,),) = read_body(text).alternatives
    return literal


def read_argument(text: str) -> Argument:
    literal = read_literal(f"x = {text}")
    assert isinstance(literal, Constraint)
    return literal.right


def faults(text: str) -> tuple[Diagnostic, ...]:
    """The errors of a text; warnings are left out."""
    found = parse(Source("test.dl", text)).diagnostics
    return tuple(each for each in found if each.level is Level.ERROR)


def codes(text: str) -> list[str]:
    """The codes of all diagnostics of a text, in the order of their places."""
    return [found.code for found in parse(Source("test.dl", text)).diagnostics]
