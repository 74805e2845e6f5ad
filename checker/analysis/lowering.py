"""Turns ordered and typed alternatives into the rules of a program."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import count

from checker.analysis.alternatives import (
    Aggregated,
    Alternative,
    FlatLiteral,
    Generation,
    NegatedAtom,
    atom_variables,
)
from checker.analysis.constants import constant_value
from checker.analysis.declarations import Relations
from checker.analysis.inference import Typing
from checker.analysis.program import (
    WILDCARD,
    Absent,
    Aggregation,
    Apply,
    Bind,
    Const,
    Generate,
    Literal,
    Match,
    Primitive,
    Rule,
    Term,
    Test,
    Var,
)
from checker.analysis.program import Argument as ProgramArgument
from checker.analysis.types import Type
from checker.diagnostics import Span
from checker.language.ast import (
    Argument,
    Atom,
    Constraint,
    Functor,
    NumericConstant,
    StringConstant,
    TypeCast,
    UnnamedVariable,
    Variable,
)
from checker.language.functors import ANY, signature


def lower(
    alternatives: Iterable[tuple[Alternative, Typing]], relations: Relations
) -> tuple[Rule, ...]:
    """A rule for each alternative, numbered in the order of the source."""
    return tuple(
        _Lowering(typing, relations).rule(number, alternative)
        for number, (alternative, typing) in enumerate(alternatives)
    )


class _Lowering:
    """The lowering of one alternative. ``grounded`` are the variables that have values."""

    def __init__(self, typing: Typing, relations: Relations) -> None:
        self._types = typing.variables
        self._constants = typing.constants
        self._relations = relations
        self._vars: dict[str, Var] = {}
        self._ranges = count(1)

    def rule(self, number: int, alternative: Alternative) -> Rule:
        body = self._body(alternative.body, set())
        head = alternative.head
        args = zip(head.args, self._relations[head.relation].columns, strict=True)
        values = tuple([self._value(arg, _primitive(column)) for arg, column in args])
        return Rule(number, head.relation, values, body, alternative.clause.span)

    def _body(self, literals: Iterable[FlatLiteral], grounded: set[str]) -> tuple[Literal, ...]:
        body: list[Literal] = []
        for literal in literals:
            if isinstance(literal, Atom):
                body.append(Match(literal.relation, self._arguments(literal), literal.span))
                grounded.update([variable.name for variable in atom_variables(literal)])
            elif isinstance(literal, NegatedAtom):
                atom = literal.atom
                body.append(Absent(atom.relation, self._arguments(atom), literal.span))
            elif isinstance(literal, Constraint):
                body.append(self._constraint(literal, grounded))
            elif isinstance(literal, Generation):
                body.extend(self._generation(literal, grounded))
            elif isinstance(literal, Aggregated):
                body.append(self._aggregation(literal))
                grounded.add(literal.variable.name)
            elif not literal.value:
                body.append(_never(literal.span))
        return tuple(body)

    def _constraint(self, literal: Constraint, grounded: set[str]) -> Literal:
        left, right = literal.left, literal.right
        if literal.op == "=":
            if isinstance(left, Variable) and left.name not in grounded:
                grounded.add(left.name)
                return Bind(self._variable(left), self._term(right), literal.span)
            if isinstance(right, Variable) and right.name not in grounded:
                grounded.add(right.name)
                return Bind(self._variable(right), self._term(left), literal.span)
        term = self._term(left)
        return Test(literal.op, term, self._term(right), term.type, literal.span)

    def _generation(self, literal: Generation, grounded: set[str]) -> list[Literal]:
        start, stop, *steps = [self._term(arg) for arg in literal.functor.args]
        step = steps[0] if steps else None
        variable = self._variable(literal.variable)
        if variable.name not in grounded:
            grounded.add(variable.name)
            return [Generate(variable, start, stop, step, literal.span)]
        each = Var(f"#range{next(self._ranges)}", variable.type)
        return [
            Generate(each, start, stop, step, literal.span),
            Test("=", variable, each, variable.type, literal.span),
        ]

    def _aggregation(self, literal: Aggregated) -> Aggregation:
        body = self._body(literal.body, set(literal.outer))
        target = None if literal.target is None else self._term(literal.target)
        variable = self._variable(literal.variable)
        return Aggregation(
            variable,
            literal.aggregate.op,
            target,
            body,
            tuple(_variable(name, self._types[name]) for name in literal.outer),
            Primitive.NUMBER if target is None else target.type,
            literal.span,
        )

    def _arguments(self, atom: Atom) -> tuple[ProgramArgument, ...]:
        columns = self._relations[atom.relation].columns
        return tuple(
            [
                WILDCARD
                if isinstance(arg, UnnamedVariable)
                else self._value(arg, _primitive(column))
                for arg, column in zip(atom.args, columns, strict=True)
            ]
        )

    def _value(self, argument: Argument, primitive: Primitive) -> Var | Const:
        """A variable or constant in a column, without the casts around it."""
        if isinstance(argument, Variable):
            return self._variable(argument)
        if isinstance(argument, TypeCast):
            return self._value(argument.argument, primitive)
        if isinstance(argument, StringConstant):
            return Const(argument.value, primitive)
        assert isinstance(argument, NumericConstant)
        return _constant(argument, primitive)

    def _variable(self, variable: Variable) -> Var:
        name = variable.name
        var = self._vars.get(name)
        if var is None:
            var = self._vars[name] = _variable(name, self._types[name])
        return var

    def _term(self, argument: Argument) -> Term:
        if isinstance(argument, Variable):
            return self._variable(argument)
        if isinstance(argument, StringConstant):
            return Const(argument.value, Primitive.SYMBOL)
        if isinstance(argument, NumericConstant):
            return _constant(argument, self._constants[id(argument)])
        if isinstance(argument, TypeCast):
            return self._term(argument.argument)
        assert isinstance(argument, Functor)
        return self._application(argument)

    def _application(self, functor: Functor) -> Apply:
        args = tuple([self._term(arg) for arg in functor.args])
        found = signature(functor.name, len(args))
        assert found is not None
        operand = args[0].type
        result = operand if found.result == ANY else Primitive(found.result)
        return Apply(found.op_on(operand), args, operand, result, functor.span)


# Programs are kept in files, where an object that stands in many places is written and read once.
_variable = lru_cache(maxsize=1024)(Var)


def _primitive(column: Type | None) -> Primitive:
    assert column is not None  # an unknown type is an error, and nothing is lowered after one
    return column.primitive


def _constant(node: NumericConstant, primitive: Primitive) -> Const:
    value = constant_value(node.text, primitive)
    assert value is not None
    return Const(value, primitive)


def _never(span: Span) -> Test:
    """``false``"""
    one, zero = Const(1, Primitive.NUMBER), Const(0, Primitive.NUMBER)
    return Test("=", one, zero, Primitive.NUMBER, span)
