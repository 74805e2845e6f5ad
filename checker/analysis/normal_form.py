"""Takes clauses apart: a rule for each head and each way through the disjunctions of a body.

Before::

    p(x), q(x + 1) :- r(x, y), !(s(y) ; y > count : { t(x) }).

after::

    p(x)  :- r(x, y), !s(y), #1 = count : { t(x) }, y <= #1.
    q(#2) :- r(x, y), !s(y), #1 = count : { t(x) }, y <= #1, #2 = x + 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from checker.analysis import errors
from checker.analysis.alternatives import (
    Aggregated,
    Alternative,
    FlatLiteral,
    Generation,
    NegatedAtom,
)
from checker.diagnostics import Diagnostic, DiagnosticError, Span
from checker.language.ast import (
    Aggregate,
    Argument,
    Atom,
    Body,
    BooleanConstraint,
    Clause,
    Constraint,
    Functor,
    Literal,
    Negation,
    NumericConstant,
    StringConstant,
    TypeCast,
    UnnamedVariable,
    Variable,
)

MAX_ALTERNATIVES: Final = 1000
"""How many rules may come from one clause. People write tens; products write millions."""

Conjunction: TypeAlias = list[Literal]
"""Literals of which none is a body, and only atoms are negated."""

MAX_NESTING: Final = 100
"""How deep literals and expressions may stand inside each other. It is what the parser lets
through; later passes, here and in engines, may be recursive."""

_Simple: TypeAlias = Callable[[Argument], Argument | None]

_SIMPLE: Final = frozenset({Variable, UnnamedVariable, NumericConstant, StringConstant})
_OPPOSITE: Final = {
    "=": "!=",
    "!=": "=",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
    "match": "!match",
    "contains": "!contains",
}


def normalise(clauses: Iterable[Clause], found: list[Diagnostic]) -> list[Alternative]:
    """The alternatives of every clause, in the order of the source.

    A clause that has too many of them, or is nested too deeply, is reported and left out.
    """
    alternatives: list[Alternative] = []
    for clause in clauses:
        try:
            alternatives += _alternatives(clause)
        except DiagnosticError as error:
            found.extend(error.diagnostics)
    return alternatives


def _alternatives(clause: Clause) -> list[Alternative]:
    conjunctions = _conjunctions(clause.body, 0) if clause.body is not None else [[]]
    return [
        _Flattening().alternative(clause, head, conjunction)
        for head in clause.heads
        for conjunction in conjunctions
    ]


# --- disjunctions ----------------------------------------------------------------------------


def _conjunctions(body: Body, depth: int) -> list[Conjunction]:
    """The disjunctive normal form of a body."""
    _check_depth(body.span, depth)
    found: list[Conjunction] = []
    for alternative in body.alternatives:
        factors = [_positive(literal, depth) for literal in alternative]
        for conjunction in _product(body.span, factors):
            if conjunction not in found:
                found.append(conjunction)
        _check_number(body.span, len(found))
    return found


def _positive(literal: Literal, depth: int) -> list[Conjunction]:
    if isinstance(literal, Negation):
        return _negative(literal.literal, depth + 1)
    if isinstance(literal, Body):
        return _conjunctions(literal, depth + 1)
    return [[literal]]


def _negative(literal: Literal, depth: int) -> list[Conjunction]:
    """The normal form of a literal's negation."""
    _check_depth(literal.span, depth)
    if isinstance(literal, Negation):
        return _positive(literal.literal, depth + 1)
    if isinstance(literal, Body):
        factors = [
            [one for each in alternative for one in _negative(each, depth + 1)]
            for alternative in literal.alternatives
        ]
        return _product(literal.span, factors)
    if isinstance(literal, Constraint):
        opposite = _OPPOSITE[literal.op]
        return [[Constraint(literal.span, opposite, literal.left, literal.right)]]
    if isinstance(literal, BooleanConstraint):
        return [[BooleanConstraint(literal.span, not literal.value)]]
    return [[Negation(literal.span, literal)]]


def _product(span: Span, factors: list[list[Conjunction]]) -> list[Conjunction]:
    """Every choice of one conjunction a factor, joined."""
    products: list[Conjunction] = [[]]
    for factor in factors:
        _check_number(span, len(products) * len(factor))
        if len(factor) == 1:
            for product in products:
                product += factor[0]
        else:
            products = [
                product + [literal for literal in conjunction if literal not in product]
                for product in products
                for conjunction in factor
            ]
    return products


def _check_number(span: Span, number: int) -> None:
    if number > MAX_ALTERNATIVES:
        raise DiagnosticError(
            [
                errors.TOO_MANY_ALTERNATIVES.at(
                    span,
                    f"this body has more than {MAX_ALTERNATIVES} alternatives",
                    label="these alternatives multiply",
                    help="derive a disjunction in a relation of its own and use that here",
                )
            ]
        )


def _check_depth(span: Span, depth: int) -> None:
    if depth > MAX_NESTING:
        raise DiagnosticError(
            [
                errors.TOO_DEEP.at(
                    span,
                    f"more than {MAX_NESTING} levels of nesting",
                    label="this is too deep",
                    help="cut the clause into several",
                )
            ]
        )


# --- expressions -----------------------------------------------------------------------------


class _Flattening:
    """Flattens one conjunction; numbers the variables that it puts in."""

    def __init__(self) -> None:
        self._inserted = 0
        self._depth = 0
        self._literals: list[FlatLiteral] = []

    def alternative(self, clause: Clause, head: Atom, conjunction: Conjunction) -> Alternative:
        for literal in conjunction:
            self._literal(literal)
        flat_head = self._atom(head, _simple_in_sink)
        return Alternative(clause, flat_head, tuple(self._literals))

    def _literal(self, literal: Literal) -> None:
        """Adds a literal, after those that compute its arguments."""
        if isinstance(literal, Atom):
            self._literals.append(self._atom(literal, _simple_in_source))
        elif isinstance(literal, Constraint):
            self._constraint(literal)
        elif isinstance(literal, Negation):
            assert isinstance(literal.literal, Atom)
            atom = self._atom(literal.literal, _simple_in_sink)
            self._literals.append(NegatedAtom(atom, literal.span))
        elif isinstance(literal, BooleanConstraint):
            self._literals.append(literal)
        else:
            raise AssertionError(f"{type(literal).__name__} in a conjunction")

    def _atom(self, atom: Atom, simple: _Simple) -> Atom:
        for arg in atom.args:
            if type(arg) not in _SIMPLE:
                break
        else:
            return atom
        args = tuple([simple(arg) or self._inserted_for(arg) for arg in atom.args])
        return Atom(atom.span, atom.relation, args, atom.name_span)

    def _constraint(self, literal: Constraint) -> None:
        left, right = literal.left, literal.right
        if literal.op == "=" and isinstance(left, Variable) and _generates(right):
            self._equation(left, right, literal.span)
        elif literal.op == "=" and isinstance(right, Variable) and _generates(left):
            self._equation(right, left, literal.span)
        else:
            flat_left, flat_right = self._expression(left), self._expression(right)
            if flat_left is not left or flat_right is not right:
                literal = Constraint(literal.span, literal.op, flat_left, flat_right)
            self._literals.append(literal)

    def _inserted_for(self, argument: Argument) -> Variable:
        """A variable that equals the argument."""
        self._inserted += 1
        variable = Variable(argument.span, f"#{self._inserted}")
        self._equation(variable, argument, argument.span)
        return variable

    def _equation(self, variable: Variable, argument: Argument, span: Span) -> None:
        if isinstance(argument, Aggregate):
            self._aggregate(variable, argument, span)
            return
        flat = self._arguments(argument) if _generates(argument) else self._expression(argument)
        if isinstance(flat, Functor) and _generates(flat):
            self._literals.append(Generation(variable, flat, span))
        else:
            self._literals.append(Constraint(span, "=", variable, flat))

    def _expression(self, argument: Argument) -> Argument:
        """The argument, with variables for the aggregates and ranges in it."""
        if type(argument) in _SIMPLE:
            return argument
        constant = _constant(argument)
        if constant is not None:
            return constant
        self._depth += 1
        _check_depth(argument.span, self._depth)
        flat = self._inserted_for(argument) if _generates(argument) else self._arguments(argument)
        self._depth -= 1
        return flat

    def _arguments(self, argument: Argument) -> Argument:
        if isinstance(argument, Functor):
            args = tuple([self._expression(arg) for arg in argument.args])
            if all(new is old for new, old in zip(args, argument.args, strict=True)):
                return argument
            return Functor(argument.span, argument.name, args)
        if isinstance(argument, TypeCast):
            value = self._expression(argument.argument)
            return TypeCast(argument.span, value, argument.type_name)
        return argument

    def _aggregate(self, variable: Variable, aggregate: Aggregate, span: Span) -> None:
        conjunctions = _conjunctions(aggregate.body, self._depth)
        if len(conjunctions) != 1:
            raise DiagnosticError(
                [
                    errors.AGGREGATE_ALTERNATIVES.at(
                        aggregate.body.span,
                        "the body of an aggregate has alternatives",
                        label="one conjunction is expected here",
                        help="derive the alternatives in a relation and aggregate over that",
                    )
                ]
            )
        around, self._literals = self._literals, []
        for at, literal in enumerate(conjunctions[0]):
            if literal not in conjunctions[0][:at]:  # written twice it is not counted twice
                self._literal(literal)
        target = None if aggregate.target is None else self._expression(aggregate.target)
        body, self._literals = tuple(self._literals), around
        around.append(Aggregated(variable, aggregate, target, body, (), span))


def _generates(argument: Argument) -> bool:
    """Whether the argument is a literal by itself once it is flat."""
    return isinstance(argument, Aggregate) or (
        isinstance(argument, Functor) and argument.name == "range"
    )


def _constant(argument: Argument) -> NumericConstant | None:
    """``-1`` as the constant that it is, after Soufflé's parser."""
    if isinstance(argument, Functor) and argument.name == "-" and len(argument.args) == 1:
        (arg,) = argument.args
        if isinstance(arg, NumericConstant) and not arg.text.startswith("-"):
            return NumericConstant(argument.span, f"-{arg.text}")
    return None


def _simple_in_source(argument: Argument) -> Argument | None:
    """The argument as it may stand in an atom that gives values, or None."""
    return argument if type(argument) in _SIMPLE else _constant(argument)


def _simple_in_sink(argument: Argument) -> Argument | None:
    """The argument as it may stand in a head or a negated atom, which only take values."""
    if isinstance(argument, TypeCast):
        inner = _simple_in_sink(argument.argument)
        if inner is None or isinstance(inner, UnnamedVariable):
            return None
        return TypeCast(argument.span, inner, argument.type_name)
    return _simple_in_source(argument)
