"""The analysed program: what engines evaluate and what proofs are read from.

Every name is resolved, every term has its primitive type, disjunctions and several heads are
rules of their own, and the literals of a body stand in an order in which each is grounded when
it is reached (for engines that resolve left to right).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

from checker.dataclasses import dataclass
from checker.diagnostics import Span

Value: TypeAlias = int | float | str
"""A value of a relation: ``int`` for number and unsigned, ``float``, or ``str`` for symbol."""

Row: TypeAlias = tuple[Value, ...]


class Primitive(StrEnum):
    """Soufflé's primitive types; number and unsigned are 64 bits wide, float is IEEE 754 double."""

    NUMBER = "number"
    UNSIGNED = "unsigned"
    FLOAT = "float"
    SYMBOL = "symbol"


# --- terms -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Var:
    """A variable of one rule. ``x#2`` is written ``x`` and belongs to an aggregate inside of the
    rule; a name that begins with ``#`` stands for an expression."""

    name: str
    type: Primitive


@dataclass(frozen=True, slots=True)
class Const:
    """A value of a type."""

    value: Value
    type: Primitive


@dataclass(frozen=True, slots=True)
class Apply:
    """A functor on terms. ``op`` and ``operand`` (the arguments' primitive type; the first
    argument's where they differ) name the entry of :mod:`checker.language.functors`; ``type``
    is the result's."""

    op: str
    args: tuple[Term, ...]
    operand: Primitive
    type: Primitive
    span: Span


@dataclass(frozen=True, slots=True)
class Wildcard:
    """An argument whose value is not looked at."""


WILDCARD = Wildcard()

Term: TypeAlias = Var | Const | Apply
Argument: TypeAlias = Var | Const | Wildcard


# --- literals --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Match:
    """A row of ``relation`` that agrees with ``args``; grounds their variables."""

    relation: str
    args: tuple[Argument, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Absent:
    """No row of ``relation`` agrees with ``args``, all of whose variables are grounded."""

    relation: str
    args: tuple[Argument, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Bind:
    """Grounds ``var``, not grounded before, with the value of ``term``, whose variables are."""

    var: Var
    term: Term
    span: Span


@dataclass(frozen=True, slots=True)
class Test:
    """A comparison of grounded terms of one primitive type.

    ``op`` is ``=``, ``!=``, ``<``, ``<=``, ``>``, ``>=``, ``match``, ``contains``,
    ``!match`` or ``!contains``.
    """

    __test__ = False  # pytest would collect a class of this name

    op: str
    left: Term
    right: Term
    operand: Primitive
    span: Span


@dataclass(frozen=True, slots=True)
class Generate:
    """``var = range(start, stop, step)``: grounds ``var`` with each value from ``start`` on.

    ``stop`` is left out. Where ``step`` is None it is 1, or -1 if ``stop`` lies below ``start``;
    unsigned has no -1, and nothing lies between there.
    """

    var: Var
    start: Term
    stop: Term
    step: Term | None
    span: Span


@dataclass(frozen=True, slots=True)
class Aggregation:
    """``var = op target : { body }`` over the answers of ``body`` for each binding of ``outer``.

    ``outer`` are the variables of ``body`` and ``target`` that are grounded outside; all others
    are local. ``count`` has no target. Answers are counted by the distinct bindings of the
    body's local variables (wildcards count as variables of their own), as Soufflé counts.
    ``count`` and ``sum`` of nothing are 0; ``min``, ``max`` and ``mean`` of nothing do not
    hold. ``var`` may be grounded before; then this is a test.
    """

    var: Var
    op: str
    target: Term | None
    body: tuple[Literal, ...]
    outer: tuple[Var, ...]
    operand: Primitive
    span: Span


Literal: TypeAlias = Match | Absent | Bind | Test | Generate | Aggregation


# --- rules and relations ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rule:
    """``relation(args) :- body``. A fact has an empty body, or one of binds alone.

    ``id`` counts from 0 in the order of the source; rules that come from one clause (several
    heads, alternatives) share its ``span``.
    """

    id: int
    relation: str
    args: tuple[Var | Const, ...]
    body: tuple[Literal, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Column:
    """``type_name`` is the declared type; ``entity`` is the kind of entity that its values
    identify (``claim``, ``quantity``, ...), or None."""

    name: str
    type_name: str
    primitive: Primitive
    entity: str | None


@dataclass(frozen=True, slots=True)
class Relation:
    """A declared relation."""

    name: str
    columns: tuple[Column, ...]
    doc: str
    span: Span


@dataclass(frozen=True, slots=True)
class IoDirective:
    """``kind`` is input, output, printsize or limitsize."""

    kind: str
    relation: str
    parameters: Mapping[str, str]
    span: Span


@dataclass(frozen=True, slots=True)
class Stratum:
    """Relations that depend on each other, and all rules that derive them.

    ``recursive`` where a rule of the stratum reads a relation of it.
    """

    relations: tuple[str, ...]
    rules: tuple[Rule, ...]
    recursive: bool


# --- finding rules ---------------------------------------------------------------------------


class Severity(StrEnum):
    """How much a finding matters to a desk; order is worst first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """``{column}`` or ``{column.attribute}`` of a message."""

    column: str
    attribute: str | None


@dataclass(frozen=True, slots=True)
class FindingRule:
    """A relation whose rows are findings, with the metadata of its documentation comment."""

    id: str
    relation: str
    severity: Severity
    summary: str
    description: str
    message: tuple[str | Placeholder, ...]
    advice: str
    tags: tuple[str, ...]
    span: Span

    @property
    def family(self) -> str:
        """The part of the id before the slash."""
        return self.id.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Program:
    """Strata in the order of evaluation; a relation without rules is in none of them."""

    relations: Mapping[str, Relation]
    strata: tuple[Stratum, ...]
    directives: tuple[IoDirective, ...]
    findings: tuple[FindingRule, ...]
