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


def shown_literal(literal: FlatLiteral) -> str:
    """A literal as a message shows it."""
    text = " ".join(literal.span.text.split())
    return f"`{text if len(text) <= 60 else text[:57] + '...'}`"


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


def variables(argument: Argument) -> list[Variable]:
    """The variables of a flat argument, from left to right."""
    if isinstance(argument, Variable):
        return [argument]
    if isinstance(argument, Functor):
        return [variable for arg in argument.args for variable in variables(arg)]
    if isinstance(argument, TypeCast):
        return variables(argument.argument)
    return []


def own_variables(literal: FlatLiteral) -> list[Variable]:
    """The variables of a literal but for those inside of an aggregate."""
    if isinstance(literal, Atom):
        return atom_variables(literal)
    if isinstance(literal, NegatedAtom):
        return atom_variables(literal.atom)
    if isinstance(literal, Constraint):
        return variables(literal.left) + variables(literal.right)
    if isinstance(literal, Generation):
        return [literal.variable, *variables(literal.functor)]
    if isinstance(literal, Aggregated):
        return [literal.variable]
    return []


def atom_variables(atom: Atom) -> list[Variable]:
    """The variables of a flat atom, from left to right."""
    found: list[Variable] = []
    for arg in atom.args:
        if isinstance(arg, Variable):
            found.append(arg)
        elif isinstance(arg, TypeCast):
            found += variables(arg)
    return found
