"""Whether two rules are the same but for the names of variables and the order of literals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

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
    Rule,
    Term,
    Test,
    Var,
)

_Part: TypeAlias = "str | Var"
"""A word that has to be the same, or a variable that may be called otherwise."""

_MOST_STEPS = 2_000
"""How many pairs of literals are tried before two rules count as different."""


def shape(rule: Rule) -> str:
    """What two such rules have in common: everything but variables, in a settled order."""
    literals = sorted(_shape(list(_parts(literal))) for literal in rule.body)
    return "\n".join([rule.relation, _shape(list(_arguments(rule.args))), *literals])


def alike(one: Rule, other: Rule) -> bool:
    """Whether some renaming of variables makes the rules equal, whatever their literals' order.

    Rules that would take very long to compare count as different.
    """
    heads = _renamed({}, list(_arguments(one.args)), list(_arguments(other.args)))
    if one.relation != other.relation or len(one.body) != len(other.body) or heads is None:
        return False
    steps = iter(range(_MOST_STEPS))
    left = [list(_parts(literal)) for literal in one.body]
    right = [list(_parts(literal)) for literal in other.body]
    return _matched(heads, left, right, steps)


def _matched(
    names: dict[str, str], left: list[list[_Part]], right: list[list[_Part]], steps: Iterator[int]
) -> bool:
    if not left:
        return True
    for at, candidate in enumerate(right):
        if next(steps, None) is None:
            return False
        renamed = _renamed(names, left[0], candidate)
        if renamed is not None and _matched(
            renamed, left[1:], [*right[:at], *right[at + 1 :]], steps
        ):
            return True
    return False


def _renamed(
    names: dict[str, str], left: Sequence[_Part], right: Sequence[_Part]
) -> dict[str, str] | None:
    """The renaming, extended so that the parts agree; None where it cannot be."""
    if len(left) != len(right):
        return None
    names = dict(names)
    taken = set(names.values())
    for one, other in zip(left, right, strict=True):
        if isinstance(one, Var) and isinstance(other, Var):
            if one.name not in names and other.name not in taken:
                names[one.name] = other.name
                taken.add(other.name)
            elif names.get(one.name) != other.name:
                return None
        elif isinstance(one, Var) or isinstance(other, Var) or one != other:
            return None
    return names


def _shape(parts: Sequence[_Part]) -> str:
    return " ".join("?" if isinstance(part, Var) else part for part in parts)


def _parts(literal: Literal) -> Iterator[_Part]:
    match literal:
        case Match(relation=relation, args=args):
            yield relation
            yield from _arguments(args)
        case Absent(relation=relation, args=args):
            yield f"!{relation}"
            yield from _arguments(args)
        case Bind(var=var, term=term):
            yield "="
            yield from (var, *_term(term))
        case Test(op=op, left=left, right=right):
            turned = {">": "<", ">=": "<="}.get(op)
            yield turned or op
            yield from _term(right if turned else left)
            yield from _term(left if turned else right)
        case Generate(var=var, start=start, stop=stop, step=step):
            yield "range"
            yield var
            for bound in (start, stop, step):
                yield from _term(bound) if bound is not None else ["no step"]
        case Aggregation(var=var, op=op, target=target, body=body):
            yield op
            yield var
            yield from _term(target) if target is not None else ["no target"]
            for each in body:  # their order counts: an aggregate is seldom written twice
                yield from _parts(each)


def _arguments(args: Sequence[Argument]) -> Iterator[_Part]:
    for arg in args:
        if isinstance(arg, Var | Const):
            yield from _term(arg)
        else:
            yield "_"


def _term(term: Term) -> Iterator[_Part]:
    if isinstance(term, Var):
        yield term
    elif isinstance(term, Const):
        yield repr(term.value)
    elif isinstance(term, Apply):
        yield f"{term.op}/{len(term.args)}"
        for arg in term.args:
            yield from _term(arg)
