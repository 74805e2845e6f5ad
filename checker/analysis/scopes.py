"""Which variables belong to an aggregate: gives those names of their own.

Before::

    p(x, n, m) :- q(x, y), n = sum y : { r(x, y, z) }, m = count : { s(z) }.

after::

    p(x, n, m) :- q(x, y), n = sum y#2 : { r(x, y#2, z) }, m = count : { s(z#2) }.

A variable belongs to an aggregate if it stands in its target, or nowhere around it. Source:
Soufflé's Aggregate.cpp, SimplifyAggregateTargetExpression.cpp, UniqueAggregationVariables.cpp.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count

from checker.analysis import errors
from checker.analysis.alternatives import (
    Aggregated,
    Alternative,
    FlatLiteral,
    Generation,
    NegatedAtom,
    atom_variables,
    is_inserted,
    own_variables,
    variables,
    written,
)
from checker.diagnostics import Diagnostic, Label
from checker.language.ast import (
    Argument,
    Atom,
    Constraint,
    Functor,
    TypeCast,
    Variable,
)


def separate_scopes(
    alternatives: Iterable[Alternative], found: list[Diagnostic]
) -> list[Alternative]:
    """The alternatives with the variables of their aggregates named apart."""
    return [
        _Scopes(alternative, found).separated()
        if any(type(literal) is Aggregated for literal in alternative.body)
        else alternative
        for alternative in alternatives
    ]


class _Scopes:
    """The scopes of one alternative."""

    def __init__(self, alternative: Alternative, found: list[Diagnostic]) -> None:
        self._alternative = alternative
        self._found = found
        self._first: dict[str, Variable] = {}
        self._remember(atom_variables(alternative.head))
        for literal in alternative.body:
            self._remember(own_variables(literal))
        self._taken = set(self._first)

    def _remember(self, occurring: Iterable[Variable]) -> None:
        for variable in occurring:
            self._first.setdefault(variable.name, variable)

    def separated(self) -> Alternative:
        around = {name: name for name in self._first}
        body = tuple(
            self._aggregated(literal, around) if isinstance(literal, Aggregated) else literal
            for literal in self._alternative.body
        )
        return Alternative(self._alternative.clause, self._alternative.head, body)

    def _aggregated(self, literal: Aggregated, around: Mapping[str, str]) -> Aggregated:
        """``around`` gives the new name of each variable of the scopes around the aggregate."""
        targets = [] if literal.target is None else variables(literal.target)
        for target in targets:
            if target.name in around and not is_inserted(target.name):
                self._warn_of_shadow(target, literal)
        own = dict.fromkeys(target.name for target in targets)
        for each in literal.body:
            own.update((variable.name, None) for variable in own_variables(each))
        belonging = {target.name for target in targets} | (own.keys() - around.keys())
        names = {**around, **{name: self._name_for(name) for name in own if name in belonging}}
        body = tuple(self._renamed(each, names) for each in literal.body)
        outer = dict.fromkeys(names[name] for name in own if name not in belonging)
        inside = {names[name] for name in belonging}
        for each in body:
            if isinstance(each, Aggregated):
                outer.update((name, None) for name in each.outer if name not in inside)
        return Aggregated(
            _variable(literal.variable, around),
            literal.aggregate,
            None if literal.target is None else _argument(literal.target, names),
            body,
            tuple(outer),
            literal.span,
        )

    def _name_for(self, name: str) -> str:
        """A name that no other scope of the rule has."""
        if name in self._taken:
            name = next(
                free for at in count(2) if (free := f"{written(name)}#{at}") not in self._taken
            )
        self._taken.add(name)
        return name

    def _renamed(self, literal: FlatLiteral, names: Mapping[str, str]) -> FlatLiteral:
        if isinstance(literal, Aggregated):
            return self._aggregated(literal, names)
        if isinstance(literal, Atom):
            return _atom(literal, names)
        if isinstance(literal, NegatedAtom):
            return NegatedAtom(_atom(literal.atom, names), literal.span)
        if isinstance(literal, Constraint):
            left, right = _argument(literal.left, names), _argument(literal.right, names)
            return Constraint(literal.span, literal.op, left, right)
        if isinstance(literal, Generation):
            functor = _argument(literal.functor, names)
            assert isinstance(functor, Functor)
            return Generation(_variable(literal.variable, names), functor, literal.span)
        return literal

    def _warn_of_shadow(self, target: Variable, literal: Aggregated) -> None:
        first = self._first.get(target.name)
        self._found.append(
            errors.SHADOWED_VARIABLE.at(
                target.span,
                f"`{target.name}` here is not the `{target.name}` outside of the aggregate",
                label=f"a variable of `{literal.aggregate.op}` alone",
                related=[] if first is None else [Label(first.span, "another variable")],
                help="give it another name; to aggregate for one value alone, compare the two",
            )
        )


def _atom(atom: Atom, names: Mapping[str, str]) -> Atom:
    args = tuple([_argument(arg, names) for arg in atom.args])
    return Atom(atom.span, atom.relation, args, atom.name_span)


def _argument(argument: Argument, names: Mapping[str, str]) -> Argument:
    if isinstance(argument, Variable):
        return _variable(argument, names)
    if isinstance(argument, Functor):
        args = tuple([_argument(arg, names) for arg in argument.args])
        return Functor(argument.span, argument.name, args)
    if isinstance(argument, TypeCast):
        return TypeCast(argument.span, _argument(argument.argument, names), argument.type_name)
    return argument


def _variable(variable: Variable, names: Mapping[str, str]) -> Variable:
    name = names[variable.name]
    return variable if name == variable.name else Variable(variable.span, name)
