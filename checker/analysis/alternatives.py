"""A clause taken apart: conjunctions of flat literals, between the AST and the program.

In a flat literal every argument of an atom is a variable, a constant or ``_`` (or a cast of one,
in heads and negated atoms), and whatever has values of its own, an aggregate or a ``range``, is
a literal by itself. Variables that were put in for an expression are called ``#1``, ``#2``, ...
and have its span.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from checker.diagnostics import Span
from checker.language.ast import (
    Aggregate,
    Argument,
    Atom,
    BooleanConstraint,
    Clause,
    Constraint,
    Functor,
    TypeCast,
    Variable,
)


@dataclass(frozen=True, slots=True)
class NegatedAtom:
    """``! atom``"""

    atom: Atom
    span: Span


@dataclass(frozen=True, slots=True)
class Generation:
    """``variable = range(...)``"""

    variable: Variable
    functor: Functor
    span: Span


@dataclass(frozen=True, slots=True)
class Aggregated:
    """``variable = op target : { body }``

    ``outer`` are the variables of the body that belong to a scope around it; those of the target
    and all others are its own.
    """

    variable: Variable
    aggregate: Aggregate
    target: Argument | None
    body: tuple[FlatLiteral, ...]
    outer: tuple[str, ...]
    span: Span


FlatLiteral: TypeAlias = (
    Atom | NegatedAtom | Constraint | BooleanConstraint | Generation | Aggregated
)


@dataclass(frozen=True, slots=True)
class Alternative:
    """One head and one conjunction of a clause. ``body`` is empty for a fact."""

    clause: Clause
    head: Atom
    body: tuple[FlatLiteral, ...]


def is_inserted(name: str) -> bool:
    """Whether a variable stands for an expression of the source."""
    return name.startswith("#")


def shown(argument: Argument) -> str:
    """An argument as a message shows it."""
    if isinstance(argument, Variable) and not is_inserted(argument.name):
        return f"`{written(argument.name)}`"
    text = " ".join(argument.span.text.split())
    return f"`{text if len(text) <= 40 else text[:37] + '...'}`"


def written(name: str) -> str:
    """A variable's name as it stands in the source; renaming apart adds ``#`` and a number."""
    return name.partition("#")[0]


def atoms(literals: tuple[FlatLiteral, ...]) -> Iterator[tuple[Atom, str]]:
    """Every atom, also in aggregates, with how it is looked at: "", "negation", "aggregation"."""
    for literal in literals:
        if isinstance(literal, Atom):
            yield literal, ""
        elif isinstance(literal, NegatedAtom):
            yield literal.atom, "negation"
        elif isinstance(literal, Aggregated):
            for atom, _ in atoms(literal.body):
                yield atom, "aggregation"


def variables(argument: Argument) -> Iterator[Variable]:
    """The variables of a flat argument, from left to right."""
    if isinstance(argument, Variable):
        yield argument
    elif isinstance(argument, Functor):
        for arg in argument.args:
            yield from variables(arg)
    elif isinstance(argument, TypeCast):
        yield from variables(argument.argument)


def own_variables(literal: FlatLiteral) -> Iterator[Variable]:
    """The variables of a literal but for those inside of an aggregate."""
    if isinstance(literal, Atom | NegatedAtom):
        atom = literal if isinstance(literal, Atom) else literal.atom
        for arg in atom.args:
            yield from variables(arg)
    elif isinstance(literal, Constraint):
        yield from variables(literal.left)
        yield from variables(literal.right)
    elif isinstance(literal, Generation):
        yield literal.variable
        yield from variables(literal.functor)
    elif isinstance(literal, Aggregated):
        yield literal.variable
