"""The abstract syntax tree of a rule file: Soufflé's core, each node with its place.

Nodes compare by content alone; their spans do not count. Names follow Soufflé's own AST.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from checker.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Node:
    """Anything with a place in a rule file."""

    span: Span = field(compare=False, repr=False)


# --- arguments -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Variable(Node):
    name: str


@dataclass(frozen=True, slots=True)
class UnnamedVariable(Node):
    """``_``: a value that nothing else looks at."""


@dataclass(frozen=True, slots=True)
class NumericConstant(Node):
    """``12``, ``0x1f``, ``0b101``, ``12u`` or ``1.5``, as written.

    Its type (number, unsigned or float) is the analysis' to say: Soufflé lets ``12`` stand for
    any of the three, ``12u`` for unsigned and ``1.5`` for float alone. A sign is not part of
    the constant: ``-1`` is :class:`Functor` ``-`` of one argument.
    """

    text: str


@dataclass(frozen=True, slots=True)
class StringConstant(Node):
    """``"text"``; ``value`` has its escapes resolved."""

    value: str


@dataclass(frozen=True, slots=True)
class Functor(Node):
    """An operator or named functor of the dialect: ``a + b``, ``-a``, ``cat(a, b)``, ``bnot a``.

    ``name`` is the operator's token or the functor's name.
    """

    name: str
    args: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class TypeCast(Node):
    """``as(argument, type)``: the same value under another type of the same kind."""

    argument: Argument
    type_name: str


@dataclass(frozen=True, slots=True)
class Aggregate(Node):
    """``sum x : { body }``. ``op`` is count, sum, min, max or mean; count has no target."""

    op: str
    target: Argument | None
    body: Body


Argument: TypeAlias = (
    Variable | UnnamedVariable | NumericConstant | StringConstant | Functor | TypeCast | Aggregate
)


# --- bodies ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Atom(Node):
    """``relation(argument, ...)``."""

    relation: str
    args: tuple[Argument, ...]
    name_span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Constraint(Node):
    """``left op right``; op is ``=``, ``!=``, ``<``, ``<=``, ``>``, ``>=``, ``match`` or
    ``contains`` (the latter two written ``match(pattern, text)``)."""

    op: str
    left: Argument
    right: Argument


@dataclass(frozen=True, slots=True)
class BooleanConstraint(Node):
    """``true`` or ``false``."""

    value: bool


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """``! literal``, where the literal may be a disjunction in parentheses."""

    literal: Literal


@dataclass(frozen=True, slots=True)
class Body(Node):
    """Alternatives (``;``), each a conjunction (``,``) of literals."""

    alternatives: tuple[tuple[Literal, ...], ...]


Literal: TypeAlias = Atom | Constraint | BooleanConstraint | Negation | Body


# --- declarations ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DocComment(Node):
    """A ``/** ... */`` that stands directly above a declaration.

    ``text`` is what stands between the marks, each line without its leading `` * ``.
    ``span`` covers the whole comment.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Attribute(Node):
    """A column: ``name: Type``."""

    name: str
    type_name: str
    type_span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class RelationDeclaration(Node):
    """``.decl name(column: Type, ...) qualifiers``. One node for each declared name."""

    name: str
    attributes: tuple[Attribute, ...]
    qualifiers: tuple[str, ...]
    doc: DocComment | None
    name_span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TypeDeclaration(Node):
    """``.type Name <: base`` (``kind`` "subtype"), ``.type Name = base`` ("alias") or
    ``.type Name = one | two`` ("union")."""

    name: str
    kind: str
    bases: tuple[str, ...]
    doc: DocComment | None
    name_span: Span = field(compare=False, repr=False)
    base_spans: tuple[Span, ...] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Directive(Node):
    """``.input``, ``.output``, ``.printsize`` or ``.limitsize`` on one relation.

    ``kind`` is the word without its dot. One node for each relation named.
    """

    kind: str
    relation: str
    parameters: tuple[tuple[str, str], ...]
    name_span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Include(Node):
    """``.include "path"``, relative to the file it stands in."""

    path: str


@dataclass(frozen=True, slots=True)
class Once(Node):
    """``.once``: this file counts once, however often it is included."""


@dataclass(frozen=True, slots=True)
class Pragma(Node):
    """``.pragma "name" "value"``: a hint to an engine, kept and not acted on."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Clause(Node):
    """A fact (``body`` is None) or a rule; several heads share one body.

    ``plan`` keeps Soufflé's ``.plan`` text; it is a hint to an engine and changes no answer.
    """

    heads: tuple[Atom, ...]
    body: Body | None
    plan: str | None = None


Item: TypeAlias = (
    RelationDeclaration | TypeDeclaration | Directive | Include | Once | Pragma | Clause
)


@dataclass(frozen=True, slots=True)
class RuleFile(Node):
    """One parsed file."""

    items: tuple[Item, ...]
