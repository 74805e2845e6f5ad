"""Checks a proof against program and rows, knowing nothing of how it was found.

It shares no code with the prover: literals are read from left to right over whole relations, and
functors, comparisons and aggregates are the reference's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from checker.analysis.program import (
    Absent,
    Aggregation,
    Apply,
    Argument,
    Bind,
    Const,
    Generate,
    Literal,
    Match,
    Program,
    Row,
    Term,
    Test,
    Value,
    Var,
    Wildcard,
)
from checker.engines.functors import AGGREGATES, COMPARISONS, EMPTY, FUNCTORS, span_of
from checker.proofs.model import (
    Absence,
    Aggregate,
    Application,
    Comparison,
    Computation,
    GroundAtom,
    Pattern,
    Premise,
    Proof,
)

_Rows = Mapping[str, Collection[Row]]
_Binding = Mapping[object, Value]


def faults(proof: Proof, program: Program, rows: _Rows, given: _Rows) -> Iterator[str]:
    """What is wrong with a proof, step by step; nothing, where it proves its goal.

    ``rows`` are those of every relation, ``given`` the facts that the evaluation started from.
    """
    rules = {rule.id: rule for stratum in program.strata for rule in stratum.rules}
    if proof.goal not in proof.steps:
        yield f"there is no step for the goal {proof.goal}"
    for atom, step in proof.steps.items():
        if not isinstance(step, Application):
            if atom.row not in given.get(atom.relation, ()):
                yield f"{atom} was not given"
            continue
        rule = step.rule
        binding: _Binding = dict(step.substitution)
        if rules.get(rule.id) != rule or rule.relation != atom.relation:
            yield f"{atom} does not follow by a rule of the program"
        elif atom.row != tuple(_value(arg, binding) for arg in rule.args):
            yield f"{atom} is not the head under {step.substitution}"
        elif len(step.premises) != len(rule.body):
            yield f"{atom} has {len(step.premises)} premises for {len(rule.body)} literals"
        else:
            for literal, premise in zip(rule.body, step.premises, strict=True):
                if not _holds(literal, premise, binding, rows):
                    yield f"{premise} is no reason for {literal}"
        above = [proof.steps.get(each) for each in step.premises if isinstance(each, GroundAtom)]
        if None in above:
            yield f"a premise of {atom} has no step"
        elif step.height != 1 + max((each.height for each in above if each), default=0):
            yield f"{atom} does not stand one above its premises"  # nor, then, in a circle


def _holds(literal: Literal, premise: Premise, binding: _Binding, rows: _Rows) -> bool:
    match literal, premise:
        case Match(relation=relation, args=args), GroundAtom(relation=found, row=row):
            return relation == found and row in rows[relation] and _agrees(args, row, binding)
        case Absent(relation=relation, args=args), Absence(pattern=pattern):
            cells = tuple(None if isinstance(a, Wildcard) else _value(a, binding) for a in args)
            none = not any(_agrees(args, row, binding) for row in rows[relation])
            return none and pattern == Pattern(relation, cells)
        case Test(op=op), Comparison():
            left, right = _value(literal.left, binding), _value(literal.right, binding)
            return bool(COMPARISONS[op](left, right)) and premise == Comparison(op, left, right)
        case Bind(var=var) | Generate(var=var), Computation(variable=name, value=value):
            values = list(_values(literal, binding))
            return name == var.name and value in values and binding[name] == value
        case Aggregation(var=var, op=op), Aggregate():
            named = premise.op == op and premise.variable == var.name
            counted = premise.total == len(_answers(literal, binding, rows))
            right = premise.value == _aggregated(literal, binding, rows) == binding[var.name]
            return named and counted and right
    return False


def _values(literal: Literal, binding: _Binding) -> Iterator[Value]:
    if isinstance(literal, Bind):
        yield _value(literal.term, binding)
    elif isinstance(literal, Generate):
        step = None if literal.step is None else _value(literal.step, binding)
        bounds = _value(literal.start, binding), _value(literal.stop, binding)
        yield from span_of(literal.var.type, *bounds, step)


def _aggregated(literal: Aggregation, binding: _Binding, rows: _Rows) -> Value | None:
    answers = _answers(literal, binding, rows)
    if literal.target is None:
        return len(answers)
    values = [_value(literal.target, answer) for answer in answers]
    key = literal.op, literal.operand
    return AGGREGATES[key](values) if values else EMPTY.get(key)


def _answers(literal: Aggregation, binding: _Binding, rows: _Rows) -> list[_Binding]:
    """The distinct bindings of the body; a wildcard is a variable of its own."""
    found: list[_Binding] = [{each.name: binding[each.name] for each in literal.outer}]
    for inner in literal.body:
        found = [extended for each in found for extended in _extensions(inner, each, rows)]
    return [*{frozenset(each.items()): each for each in found}.values()]


def _extensions(literal: Literal, binding: _Binding, rows: _Rows) -> Iterator[_Binding]:
    match literal:
        case Match(relation=relation, args=args):
            for row in rows[relation]:
                new: dict[object, Value] = {
                    (id(literal), column) if isinstance(arg, Wildcard) else arg.name: value
                    for column, (arg, value) in enumerate(zip(args, row, strict=True))
                    if not isinstance(arg, Const)
                }
                if _agrees(args, row, {**new, **binding}):
                    yield {**new, **binding}
        case Absent(relation=relation, args=args):
            if not any(_agrees(args, row, binding) for row in rows[relation]):
                yield binding
        case Test(op=op, left=left, right=right):
            if COMPARISONS[op](_value(left, binding), _value(right, binding)):
                yield binding
        case Bind(var=var) | Generate(var=var):
            for value in _values(literal, binding):
                if binding.get(var.name, value) == value:
                    yield {**binding, var.name: value}
        case Aggregation(var=var):
            found = _aggregated(literal, binding, rows)
            if found is not None and binding.get(var.name, found) == found:
                yield {**binding, var.name: found}


def _agrees(args: tuple[Argument, ...], row: Row, binding: _Binding) -> bool:
    return all(
        isinstance(arg, Wildcard) or _value(arg, binding) == value
        for arg, value in zip(args, row, strict=True)
    )


def _value(term: Term, binding: _Binding) -> Value:
    """The term's value, its parts computed before it, however deep it is nested."""
    pending: list[Term] = [term]
    ordered: list[Term] = []
    while pending:
        part = pending.pop()
        ordered.append(part)
        if isinstance(part, Apply):
            pending += part.args
    values: list[Value] = []
    for part in reversed(ordered):
        if isinstance(part, Var):
            values.append(binding[part.name])
        elif isinstance(part, Const):
            values.append(part.value)
        else:
            args = [values.pop() for _ in part.args]
            values.append(FUNCTORS[part.op, part.operand](*reversed(args)))
    return values[0]
