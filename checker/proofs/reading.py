"""What a literal means, read naively: over whole relations, without order, index or plan.

Functors, comparisons, ranges and aggregates are the reference's. Nothing here is quick; it is what
:mod:`checker.proofs.check` compares proofs with.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from checker.analysis.program import (
    Absent,
    Aggregation,
    Argument,
    Bind,
    Const,
    Generate,
    Literal,
    Match,
    Row,
    Term,
    Test,
    Value,
    Var,
    Wildcard,
)
from checker.engines.functors import AGGREGATES, COMPARISONS, EMPTY, span_of
from checker.engines.terms import evaluator
from checker.proofs.model import (
    Absence,
    Aggregate,
    Comparison,
    Computation,
    GroundAtom,
    Pattern,
    Premise,
)

Rows: TypeAlias = Mapping[str, Collection[Row]]
Binding: TypeAlias = Mapping[str, Value]
Reading: TypeAlias = tuple[Binding, Premise]
"""How a literal extends a binding, and why it then holds. An aggregate shows all its answers."""


def readings(literal: Literal, binding: Binding, rows: Rows) -> Iterator[Reading]:
    """The ways in which a literal holds under a binding.

    Raises :class:`checker.diagnostics.DiagnosticError` where a functor has no value, and
    :class:`checker.engines.functors.NoValueError` where an aggregate has none.
    """
    match literal:
        case Match(relation=relation, args=args):
            for row in rows[relation]:
                if (read := _matched(args, row, binding)) is not None:
                    yield read, GroundAtom(relation, row)
        case Absent(relation=relation, args=args):
            if all(_matched(args, row, binding) is None for row in rows[relation]):
                cells = (None if isinstance(a, Wildcard) else value_of(a, binding) for a in args)
                yield binding, Absence(Pattern(relation, tuple(cells)))
        case Test(op=op):
            left, right = value_of(literal.left, binding), value_of(literal.right, binding)
            if COMPARISONS[op](left, right):
                yield binding, Comparison(op, left, right)
        case Bind(var=var) | Generate(var=var):
            for value in _values(literal, binding):
                if binding.get(var.name, value) == value:
                    yield {**binding, var.name: value}, Computation(var.name, value)
        case Aggregation(var=var, op=op):
            answers = _answers(literal, binding, rows)
            total = _total(literal, [answer for answer, _ in answers])
            if total is not None and binding.get(var.name, total) == total:
                atoms = tuple(each for _, each in answers)
                reason = Aggregate(op, var.name, total, atoms, len(answers))
                yield {**binding, var.name: total}, reason


def _answers(
    literal: Aggregation, binding: Binding, rows: Rows
) -> list[tuple[Binding, tuple[GroundAtom, ...]]]:
    """The answers of an aggregate's body, each with its rows. They differ in a row or a value
    each, wherever a wildcard stands."""
    outer = {each.name: binding[each.name] for each in literal.outer}
    found: list[tuple[Binding, tuple[GroundAtom, ...]]] = [(outer, ())]
    for inner in literal.body:
        found = [
            (read, (*atoms, reason) if isinstance(reason, GroundAtom) else atoms)
            for known, atoms in found
            for read, reason in readings(inner, known, rows)
        ]
    return found


def _total(literal: Aggregation, answers: Sequence[Binding]) -> Value | None:
    if literal.target is None:
        return len(answers)
    values = [value_of(literal.target, answer) for answer in answers]
    key = literal.op, literal.operand
    return AGGREGATES[key](values) if values else EMPTY.get(key)


def _values(literal: Bind | Generate, binding: Binding) -> Iterable[Value]:
    if isinstance(literal, Bind):
        return [value_of(literal.term, binding)]
    bounds = value_of(literal.start, binding), value_of(literal.stop, binding)
    step = None if literal.step is None else value_of(literal.step, binding)
    return span_of(literal.var.type, *bounds, step)


def _matched(args: Sequence[Argument], row: Row, binding: Binding) -> Binding | None:
    """The binding with the row's values; None where they are others."""
    read = dict(binding)
    for arg, value in zip(args, row, strict=True):
        if isinstance(arg, Const) and arg.value != value:
            return None
        if isinstance(arg, Var) and read.setdefault(arg.name, value) != value:
            return None
    return read


def value_of(term: Term, binding: Binding) -> Value:
    """The term's value, whose variables all have one."""
    columns = {name: column for column, name in enumerate(binding)}
    return evaluator(term, columns)(tuple(binding.values()))
