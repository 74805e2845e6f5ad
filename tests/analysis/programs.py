"""Programs for the tests: from text to an analysis."""

from __future__ import annotations

from checker.analysis import Analysis, analyse
from checker.analysis.program import (
    Absent,
    Aggregation,
    Apply,
    Bind,
    Const,
    Generate,
    Literal,
    Match,
    Program,
    Rule,
    Term,
    Test,
    Var,
    Wildcard,
)
from checker.diagnostics import Source
from checker.language import parse


def analysed(text: str) -> Analysis:
    """The analysis of a program that has no syntax error."""
    result = parse(Source("test.dl", text))
    assert not result.diagnostics, [found.message for found in result.diagnostics]
    return analyse([result.file])


def accepted(text: str) -> Program:
    """The program of a text in which nothing is wrong."""
    analysis = analysed(text)
    assert not analysis.diagnostics, [found.message for found in analysis.diagnostics]
    assert analysis.program is not None
    return analysis.program


def rules(program: Program) -> list[str]:
    """All rules as text, in the order of their numbers."""
    found = [rule for stratum in program.strata for rule in stratum.rules]
    return [shown(rule) for rule in sorted(found, key=lambda rule: rule.id)]


def shown(rule: Rule) -> str:
    head = f"{rule.relation}({', '.join(map(_term, rule.args))})"
    return f"{head} :- {', '.join(map(_literal, rule.body))}." if rule.body else f"{head}."


def _literal(literal: Literal) -> str:
    match literal:
        case Match(relation, args):
            return f"{relation}({', '.join(map(_term, args))})"
        case Absent(relation, args):
            return f"!{relation}({', '.join(map(_term, args))})"
        case Bind(var, term):
            return f"{var.name} := {_term(term)}"
        case Test(op, left, right, operand):
            return f"{_term(left)} {op}[{operand}] {_term(right)}"
        case Generate(var, start, stop, step):
            bounds = [start, stop] if step is None else [start, stop, step]
            return f"{var.name} := range({', '.join(map(_term, bounds))})"
        case Aggregation(var, op, target, body, outer, operand):
            names = " ".join(each.name for each in outer)
            of = "" if target is None else f" {_term(target)}"
            inside = ", ".join(map(_literal, body))
            return f"{var.name} := {op}[{operand}]{of} : {{ {inside} }} for ({names})"


def _term(term: Term | Wildcard) -> str:
    match term:
        case Var(name):
            return name
        case Const(value):
            return f'"{value}"' if isinstance(value, str) else str(value)
        case Wildcard():
            return "_"
        case Apply(op, args, operand):
            return f"{op}[{operand}]({', '.join(map(_term, args))})"
