"""Explains why a variable has no value, and how to give it one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.analysis import errors
from checker.analysis.alternatives import (
    Aggregated,
    FlatLiteral,
    Generation,
    NegatedAtom,
    is_inserted,
    own_variables,
    shown,
    shown_literal,
    variables,
    written,
)
from checker.diagnostics import Diagnostic, Label, closest
from checker.language.ast import Atom, Body, Clause, Constraint, Variable


@dataclass(frozen=True, slots=True)
class Scope:
    """A body that could not be put in order.

    ``needed`` are the variables of the head, or of an aggregate's target. ``stuck`` are the
    literals of the body that could not come, for all that ``grounded`` have values.
    """

    clause: Clause
    needed: Sequence[Variable]
    body: Sequence[FlatLiteral]
    grounded: Collection[str]
    stuck: Sequence[FlatLiteral]


def explain_ungrounded(scope: Scope) -> list[Diagnostic]:
    """Of the variables without a value, those that the others wait for, each once."""
    missing: dict[str, Variable] = {}
    for variable in (*scope.needed, *(use for literal in scope.stuck for use in _uses(literal))):
        if variable.name not in scope.grounded:
            missing.setdefault(variable.name, variable)
    waiting = {
        name: literal
        for literal in scope.stuck
        for name in _computed_by(literal)
        if name in missing and (_waits_for(literal, name) - {name}) & missing.keys()
    }
    roots = [name for name in missing if name not in waiting] or list(missing)[:1]
    return [_explained(missing[name], scope, waiting) for name in roots]


def _uses(literal: FlatLiteral) -> Iterator[Variable]:
    yield from own_variables(literal)
    if isinstance(literal, Aggregated):
        for each in literal.body:
            yield from (use for use in _uses(each) if use.name in literal.outer)


def _computed_by(literal: FlatLiteral) -> Iterator[str]:
    """The variables that the literal would give a value to if it had the others'."""
    if isinstance(literal, Generation | Aggregated):
        yield literal.variable.name
    elif isinstance(literal, Constraint) and literal.op == "=":
        for side in (literal.left, literal.right):
            if isinstance(side, Variable):
                yield side.name


def _waits_for(literal: FlatLiteral, name: str) -> set[str]:
    """What the literal computes the variable from."""
    if isinstance(literal, Generation):
        return {variable.name for variable in variables(literal.functor)}
    if isinstance(literal, Aggregated):
        return set(literal.outer)
    assert isinstance(literal, Constraint)
    is_left = isinstance(literal.left, Variable) and literal.left.name == name
    return {each.name for each in variables(literal.right if is_left else literal.left)}


def _explained(first: Variable, scope: Scope, waiting: Mapping[str, FlatLiteral]) -> Diagnostic:
    """``waiting`` gives, for a variable that waits for another, the equation that does."""
    name = first.name
    for literal in scope.body:
        if isinstance(literal, Aggregated) and _has_inside(literal, written(name)):
            return _escaping(first, literal)
    uses = [
        Label(use.span, _why_not(literal, use))
        for literal in scope.stuck
        if (use := next((each for each in _uses(literal) if each.name == name), None))
    ]
    if any(variable.name == name for variable in scope.needed):
        label = "a value is needed here"
    else:
        label = uses.pop(0).text
    after = [
        f"{shown_literal(literal)} waits for it"
        for other, literal in waiting.items()
        if other != name and name in _waits_for(literal, other)
    ]
    return errors.UNGROUNDED.at(
        first.span,
        f"nothing gives {shown(first)} a value",
        label=label,
        related=uses[:3],
        note="; ".join(after[:3]),
        help=_mend(written(name) or "x", scope),
    )


def _why_not(literal: FlatLiteral, use: Variable) -> str:
    """Why the literal gives the variable no value."""
    if isinstance(literal, NegatedAtom):
        return "a negated literal asks for a value and gives none"
    if isinstance(literal, Aggregated):
        return f"the `{literal.aggregate.op}` is taken for a value and gives it none"
    if isinstance(literal, Generation):
        return "a range needs the values it is made of"
    if isinstance(literal, Constraint) and literal.op != "=":
        return f"`{literal.op}` compares values and gives none"
    if isinstance(literal, Constraint) and use in (literal.left, literal.right):
        return "the other side of the equation has no value without it"
    return "an expression is computed, not solved for its variables"


def _has_inside(literal: Aggregated, name: str) -> bool:
    """Whether an atom inside of an aggregate has a variable written so."""
    return any(
        (isinstance(each, Atom) and any(written(v.name) == name for v in own_variables(each)))
        or (isinstance(each, Aggregated) and _has_inside(each, name))
        for each in literal.body
    )


def _escaping(first: Variable, inside: Aggregated) -> Diagnostic:
    op, name = inside.aggregate.op, written(first.name)
    return errors.ESCAPING_VARIABLE.at(
        first.span,
        f"`{name}` has values inside of `{op}` only",
        label="no value is left here",
        related=[Label(inside.aggregate.span, f"goes over all values of `{name}`")],
        help="use the result in a literal of the body, as in `m = max x : { q(x, _) }, q(m, y)`"
        if op in ("min", "max")
        else f"give `{name}` its values in a literal of the body, outside of the aggregate",
    )


def _mend(name: str, scope: Scope) -> str:
    near = closest(name, [each for each in scope.grounded if not is_inserted(each)])
    if near is not None:
        return f"did you mean `{near}`?"
    if scope.clause.body is not None and _stands_in_an_atom(name, scope.clause.body):
        return f"another alternative gives `{name}` a value; each of them has to"
    return f"add a literal that gives it values, such as `relation({name})`"


def _stands_in_an_atom(name: str, body: Body) -> bool:
    for alternative in body.alternatives:
        for literal in alternative:
            if isinstance(literal, Body) and _stands_in_an_atom(name, literal):
                return True
            if isinstance(literal, Atom):
                for arg in literal.args:
                    if isinstance(arg, Variable) and arg.name == name:
                        return True
    return False
