"""Goals as people write them."""

import pytest

from checker.analysis.program import Program
from checker.diagnostics import DiagnosticError, render
from checker.proofs import Pattern, read_goal, written
from tests.engines.running import program

TEXT = """
.type Name <: symbol
.decl person(name: Name, age: number, height: float, id: unsigned)
.decl nothing()
"""


@pytest.fixture(scope="module")
def declared() -> Program:
    return program(TEXT)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('person("a", -1, 1.5, 7)', ("a", -1, 1.5, 7)),
        ('  person("a",_,1,0x10u).\n', ("a", None, 1.0, 16)),
        ('person("say \\"so\\"", _, _, _)', ('say "so"', None, None, None)),
    ],
)
def test_a_goal_has_a_constant_or_a_blank_for_each_column(declared, text, cells):
    goal = read_goal(text, declared)
    assert goal == Pattern("person", cells)
    assert read_goal(written(goal), declared) == goal


def test_a_relation_without_columns_has_a_goal(declared):
    assert read_goal("nothing()", declared) == Pattern("nothing", ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("persn(_, _, _, _)", ["CHK802", "did you mean `person`?"]),
        ('person("a")', ["CHK803", "has 4 columns, and the goal 1", "name: Name, age: number"]),
        ('person(anna, "x", "y", -1)', ["CHK803", 'quote it: `"anna"`', "4 errors"]),
        ("person(1, _, _, _)", ["CHK803", 'quote it: `"1"`']),
        ("person(_, 1 + 1, _, _)", ["CHK803", "write a constant, or `_`"]),
        ("person(_, 99999999999999999999, _, _)", ["CHK803", "no number"]),
        ("person(_, _", ["CHK801"]),
        ("person", ["CHK801"]),
        ("", ["CHK801"]),
        ("nothing(). nothing()", ["CHK801"]),
        ("nothing() :- nothing()", ["CHK801", "one row of a relation"]),
        (".decl other()", ["CHK801"]),
        ("(" * 5_000, ["CHK801"]),
        ("\udcff(_)", ["CHK801"]),
    ],
)
def test_what_is_no_goal_is_explained(declared, text, expected):
    with pytest.raises(DiagnosticError) as caught:
        read_goal(text, declared)
    shown = render(caught.value.diagnostics)
    shown += f"{len(caught.value.diagnostics)} errors"
    for part in expected:
        assert part in shown
