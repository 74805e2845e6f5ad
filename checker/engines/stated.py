"""Facts that rules state: their rows are known before any relation is read."""

from __future__ import annotations

from checker.analysis.program import Bind, Row, Rule, Value
from checker.engines.terms import evaluator


def is_fact(rule: Rule) -> bool:
    """Whether the rule reads no relation and asks for nothing."""
    return all(isinstance(literal, Bind) for literal in rule.body)


def row_of(fact: Rule) -> Row:
    """The row of a fact. Raises :class:`checker.diagnostics.DiagnosticError` at a functor that
    has no value."""
    columns: dict[str, int] = {}
    values: list[Value] = []
    for literal in fact.body:
        assert isinstance(literal, Bind), "a fact has binds alone"
        values.append(evaluator(literal.term, columns)(tuple(values)))
        columns[literal.var.name] = len(columns)
    grounded = tuple(values)
    return tuple(evaluator(argument, columns)(grounded) for argument in fact.args)
