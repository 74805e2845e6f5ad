"""Finds the type of every variable and constant of a clause, after Soufflé's type analysis.

Two things are found at once. The *primitive type* is the same for all that is compared, added or
bound to each other; a constant such as ``1`` takes the one that its surroundings ask for. The
*declared types* of a variable are those of the columns of the body that it stands in; equations
and comparisons make them meet. The results of functors and constants fit any subtype.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checker.analysis import type_faults
from checker.analysis.alternatives import (
    Aggregated,
    Alternative,
    FlatLiteral,
    Generation,
    NegatedAtom,
)
from checker.analysis.constants import constant_value, possible_types
from checker.analysis.declarations import Declared, Relations, undeclared_type
from checker.analysis.program import Primitive
from checker.analysis.types import Type, Types
from checker.analysis.values import BIT, EVERY, LIKELIEST, NONE, NUMERIC, Value, mask_of
from checker.diagnostics import Diagnostic, Span
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


@dataclass(frozen=True, slots=True)
class Typing:
    """The primitive types in an alternative: of its variables by name, and of the numeric
    constants that are no arguments of atoms by the identity of their node."""

    variables: Mapping[str, Primitive]
    constants: Mapping[int, Primitive]


def infer_types(
    alternatives: Iterable[Alternative],
    relations: Relations,
    types: Types,
    found: list[Diagnostic],
) -> list[Typing]:
    """The types in each alternative."""
    return [_Inference(relations, types, found).typing(each) for each in alternatives]


class _Inference:
    """The inference in one alternative."""

    def __init__(self, relations: Relations, types: Types, found: list[Diagnostic]) -> None:
        self._relations = relations
        self._types = types
        self._found = found
        self._variables: dict[str, Value] = {}
        self._constants: list[tuple[NumericConstant, Value]] = []

    def typing(self, alternative: Alternative) -> Typing:
        self._atoms(alternative.body)
        self._other_literals(alternative.body)
        head = self._sink(alternative.head)
        if head is not None:
            self._check_head(alternative.head, head)
        constants = {}
        for node, value in self._constants:
            mask = value.last_kin().mask
            constants[id(node)] = primitive = LIKELIEST[mask]
            if mask and constant_value(node.text, primitive) is None:
                self._found.append(type_faults.out_of_range(node, primitive))
        variables = {
            name: LIKELIEST[value.last_kin().mask] for name, value in self._variables.items()
        }
        return Typing(variables, constants)

    def _atoms(self, literals: tuple[FlatLiteral, ...]) -> None:
        """The atoms that give values; they come first, because their types are declared."""
        for literal in literals:
            if isinstance(literal, Atom):
                declared = self._relations.get(literal.relation)
                if declared is not None and len(declared.columns) == len(literal.args):
                    self._source(literal, declared)
            elif isinstance(literal, Aggregated):
                self._atoms(literal.body)

    def _source(self, atom: Atom, declared: Declared) -> None:
        known = self._variables
        for at, (arg, column) in enumerate(zip(atom.args, declared.columns, strict=True)):
            if column is None:
                continue
            if isinstance(arg, Variable):
                value = known.get(arg.name)
                if value is None:
                    known[arg.name] = Value(arg, BIT[column.primitive], column.names)
                elif value.types != column.names:
                    self._variable_in_column(value, arg, declared, at, column)
            elif isinstance(arg, StringConstant | NumericConstant):
                self._constant_in_column(arg, declared, at, column)

    def _variable_in_column(
        self, value: Value, node: Argument, declared: Declared, at: int, column: Type
    ) -> None:
        if not self._narrow_in_column(value, node, declared, at, column):
            return
        met = column.names if value.types is None else self._types.meet(value.types, column.names)
        if not met:
            self._found.append(type_faults.apart_in_column(value, node, column))
        value.types = met or None

    def _narrow_in_column(
        self, value: Value, node: Argument, declared: Declared, at: int, column: Type
    ) -> bool:
        """Restricts a value to a column's primitive type, and says whether it can have it."""
        last = value.last_kin()
        if not last.mask & BIT[column.primitive]:
            if last.mask:
                self._found.append(type_faults.wrong_in_column(value, node, declared, at))
            last.mask = NONE
            return False
        last.mask = BIT[column.primitive]
        return True

    def _constant_in_column(
        self, node: StringConstant | NumericConstant, declared: Declared, at: int, column: Type
    ) -> None:
        if isinstance(node, StringConstant):
            fits = column.primitive is Primitive.SYMBOL
        else:
            fits = column.primitive in possible_types(node.text)
            if fits and constant_value(node.text, column.primitive) is None:
                self._found.append(type_faults.out_of_range(node, column.primitive))
        if not fits:
            self._found.append(type_faults.wrong_constant_in_column(node, declared, at))

    def _other_literals(self, literals: tuple[FlatLiteral, ...]) -> None:
        for literal in literals:
            if isinstance(literal, Constraint):
                self._constraint(literal)
            elif isinstance(literal, NegatedAtom):
                self._sink(literal.atom)
            elif isinstance(literal, Generation):
                variable, functor = self._value(literal.variable), self._value(literal.functor)
                self._same(variable, functor, "=", literal.span)
            elif isinstance(literal, Aggregated):
                self._other_literals(literal.body)
                self._aggregated(literal)

    def _constraint(self, literal: Constraint) -> None:
        left, right = self._value(literal.left), self._value(literal.right)
        if literal.op in ("match", "contains", "!match", "!contains"):
            op = literal.op.removeprefix("!")
            for value, node in ((left, literal.left), (right, literal.right)):
                self._narrow(value, node, BIT["symbol"], f"`{op}` takes symbols")
        self._same(left, right, literal.op, literal.span)

    def _aggregated(self, literal: Aggregated) -> None:
        op, target = literal.aggregate.op, literal.target
        result = self._value(literal.variable)
        if target is None:
            self._narrow(result, literal.variable, BIT["number"], f"`{op}` gives a number")
            return
        value = self._value(target)
        if op == "mean":
            self._narrow(value, target, BIT["float"], "`mean` goes over floats")
        else:
            self._narrow(value, target, NUMERIC, f"`{op}` goes over numbers")
        self._same(result, value, "=", literal.span)

    # --- heads and negated atoms ---

    def _sink(self, atom: Atom) -> list[Value | None] | None:
        """An atom that takes values: they must have the columns' primitive types."""
        declared = self._relations.get(atom.relation)
        if declared is None or len(declared.columns) != len(atom.args):
            return None
        values: list[Value | None] = []
        for at, (arg, column) in enumerate(zip(atom.args, declared.columns, strict=True)):
            if column is None or isinstance(arg, UnnamedVariable):
                values.append(None)
            elif isinstance(arg, StringConstant | NumericConstant):
                self._constant_in_column(arg, declared, at, column)
                values.append(None)
            else:
                value = self._value(arg)
                self._narrow_in_column(value, arg, declared, at, column)
                values.append(value)
        return values

    def _check_head(self, head: Atom, values: list[Value | None]) -> None:
        declared = self._relations[head.relation]
        for at, (value, column) in enumerate(zip(values, declared.columns, strict=True)):
            if value is None or column is None:
                continue
            twin = value.last_twin()
            if twin.types is None or not value.last_kin().mask or twin.types == column.names:
                continue
            if not all(self._types.is_subtype(name, column.name) for name in twin.types):
                self._found.append(type_faults.wider(head.args[at], twin, declared, at))

    # --- expressions ---

    def _value(self, node: Argument) -> Value:
        if isinstance(node, Variable):
            value = self._variables.get(node.name)
            if value is None:
                value = self._variables[node.name] = Value(node, EVERY, None)
            return value
        if isinstance(node, NumericConstant):
            value = Value(node, mask_of(possible_types(node.text)), None)
            self._constants.append((node, value))
            return value
        if isinstance(node, StringConstant):
            return Value(node, BIT["symbol"], None)
        if isinstance(node, Functor):
            return self._functor(node)
        if isinstance(node, TypeCast):
            return self._cast(node)
        return Value(node, EVERY, None)  # `_`, which has been reported

    def _functor(self, node: Functor) -> Value:
        found = signature(node.name, len(node.args))
        if found is None:
            self._found.append(type_faults.wrong_number_of_arguments(node))
            return Value(node, NONE, None)
        shared = before = Value(node, mask_of(found.over), None)
        for at, arg in enumerate(node.args):
            parameter = found.parameters[min(at, len(found.parameters) - 1)]
            value = self._value(arg)
            if parameter != ANY:
                self._narrow(value, arg, BIT[parameter], f"`{node.name}` takes a {parameter} here")
            elif self._narrow(
                value, arg, mask_of(found.over), type_faults.operands(node.name, found)
            ):
                self._kindred(before, value, node)
                before = value if before is shared else before
        return shared if found.result == ANY else Value(node, BIT[found.result], None)

    def _cast(self, node: TypeCast) -> Value:
        inner = self._value(node.argument)
        if node.type_name not in self._types:
            self._found.append(undeclared_type(node.type_name, node.span, self._types))
            return Value(node, NONE, None)
        target = self._types.get(node.type_name)
        if target is None:
            return Value(node, NONE, None)
        last = inner.last_kin()
        if last.mask and not last.mask & BIT[target.primitive]:
            self._found.append(type_faults.wrong_cast(node, last.mask, target))
            last.mask = NONE
        elif last.mask:
            last.mask = BIT[target.primitive]
        return Value(node, BIT[target.primitive], target.names)

    # --- putting together what is known ---

    def _narrow(self, value: Value, node: Argument, mask: int, why: str) -> bool:
        """Restricts a value to some primitive types, and says whether it can have one of them."""
        last = value.last_kin()
        if last.mask & mask:
            last.mask &= mask
            return True
        if last.mask:
            self._found.append(type_faults.wrong_operand(value, node, mask, why))
        last.mask = NONE
        return False

    def _kindred(self, before: Value, value: Value, functor: Functor) -> None:
        """Gives an argument of a functor the primitive type of one before it."""
        one, other = before.last_kin(), value.last_kin()
        if one is not other:
            mask = one.mask & other.mask
            if not mask and one.mask and other.mask:
                self._found.append(type_faults.mixed_operands(before, value, functor))
            other.mask = mask
            one.kin = other

    def _same(self, left: Value, right: Value, op: str, span: Span) -> None:
        """Gives two values that are compared the same types."""
        one, other = left.last_kin(), right.last_kin()
        if one is not other:
            mask = one.mask & other.mask
            if not mask and one.mask and other.mask:
                self._found.append(type_faults.incomparable(left, right, op, span))
            other.mask = mask
            one.kin = other
            if not mask:
                return
        first, second = left.last_twin(), right.last_twin()
        if first is second:
            return
        if first.types is None or second.types is None:
            second.types = second.types or first.types
        else:
            met = self._types.meet(first.types, second.types)
            if not met:
                types = first.types, second.types
                self._found.append(type_faults.apart_in_comparison(left, right, types, op, span))
            second.types = met or None
        first.twin = second
