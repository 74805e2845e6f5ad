"""Finds the type of every variable and constant of a clause, after Soufflé's type analysis.

Two things are found at once. The *primitive type* is the same for all that is compared, added or
bound to each other; a constant such as ``1`` takes the one that its surroundings ask for. The
*declared types* of a variable are those of the columns of the body that it stands in; equations
and comparisons make them meet. The results of functors and constants fit any subtype.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from checker.analysis import errors
from checker.analysis.alternatives import (
    Aggregated,
    Alternative,
    FlatLiteral,
    Generation,
    NegatedAtom,
    shown,
)
from checker.analysis.constants import constant_value, possible_types
from checker.analysis.declarations import Declared, Relations, undeclared_type
from checker.analysis.program import Primitive
from checker.analysis.types import PRIMITIVES, Type, TypeNames, Types
from checker.diagnostics import Diagnostic, Label, Span
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
from checker.language.functors import ANY, SIGNATURES, Signature, signature


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


# --- what is known of a value ----------------------------------------------------------------

_BIT: Final[Mapping[str, int]] = {str(each): 1 << at for at, each in enumerate(Primitive)}
_LOWEST: Final[tuple[Primitive, ...]] = tuple(
    next((each for each in Primitive if mask & _BIT[each]), Primitive.NUMBER) for mask in range(16)
)
"""The type that is taken where several are possible: Soufflé's order of preference."""
_EVERY: Final = 15
_NUMERIC: Final = _BIT["number"] | _BIT["unsigned"] | _BIT["float"]
_NONE: Final = 0
"""No primitive type is possible. That has been reported, and nothing more is said of it."""


class _Value:
    """What is known of the value of an argument.

    Values of one primitive type hang together by ``kin``, and values of the same declared types
    by ``twin``; the last in such a chain holds ``mask`` and ``types`` for all. ``types`` is None
    where every subtype is possible. ``node`` is where the value was first met.
    """

    __slots__ = ("kin", "mask", "node", "twin", "types")

    def __init__(self, node: Argument, mask: int, types: TypeNames | None) -> None:
        self.node = node
        self.mask = mask
        self.types = types
        self.kin: _Value | None = None
        self.twin: _Value | None = None

    def first_kin(self) -> _Value:
        value = self
        while value.kin is not None:
            value = value.kin
        return value

    def first_twin(self) -> _Value:
        value = self
        while value.twin is not None:
            value = value.twin
        return value


# --- inference -------------------------------------------------------------------------------


class _Inference:
    """The inference in one alternative."""

    def __init__(self, relations: Relations, types: Types, found: list[Diagnostic]) -> None:
        self._relations = relations
        self._types = types
        self._found = found
        self._variables: dict[str, _Value] = {}
        self._constants: list[tuple[NumericConstant, _Value]] = []

    def typing(self, alternative: Alternative) -> Typing:
        self._atoms(alternative.body)
        self._other_literals(alternative.body)
        head = self._sink(alternative.head)
        if head is not None:
            self._check_head(alternative.head, head)
        constants = {}
        for node, value in self._constants:
            mask = value.first_kin().mask
            constants[id(node)] = primitive = _LOWEST[mask]
            if mask and constant_value(node.text, primitive) is None:
                self._found.append(_out_of_range(node, primitive))
        variables = {
            name: _LOWEST[value.first_kin().mask] for name, value in self._variables.items()
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
            kind = type(arg)
            if kind is UnnamedVariable or column is None:
                continue
            if kind is not Variable:
                self._constant_in_column(arg, declared, at, column)
                continue
            name = arg.name  # type: ignore[union-attr]
            value = known.get(name)
            if value is None:
                known[name] = _Value(arg, _BIT[column.primitive], column.names)
            elif value.types != column.names:
                self._variable_in_column(value, arg, declared, at, column)

    def _variable_in_column(
        self, value: _Value, node: Argument, declared: Declared, at: int, column: Type
    ) -> None:
        if not self._narrow_in_column(value, node, declared, at, column):
            return
        met = column.names if value.types is None else self._types.meet(value.types, column.names)
        if not met:
            assert value.types is not None
            self._found.append(
                errors.SUBTYPE_CLASH.at(
                    node.span,
                    f"no value is both {_typed(value.types)} and {_typed(column.names)}",
                    label=f"{_typed(column.names)} here",
                    related=[Label(value.node.span, f"{_typed(value.types)} here")],
                    help="use two variables; " + _widening(node, value.first_kin().mask),
                )
            )
        value.types = met or None

    def _narrow_in_column(
        self, value: _Value, node: Argument, declared: Declared, at: int, column: Type
    ) -> bool:
        """Restricts a value to a column's primitive type, and says whether it can have it."""
        first = value.first_kin()
        if not first.mask & _BIT[column.primitive]:
            if first.mask:
                self._found.append(_wrong_in_column(first, node, value, declared, at, column))
            first.mask = _NONE
            return False
        first.mask = _BIT[column.primitive]
        return True

    def _constant_in_column(
        self, node: Argument, declared: Declared, at: int, column: Type
    ) -> None:
        if isinstance(node, StringConstant):
            if column.primitive is Primitive.SYMBOL:
                return
            mask = _BIT["symbol"]
        elif isinstance(node, NumericConstant):
            possible = possible_types(node.text)
            if column.primitive in possible:
                if constant_value(node.text, column.primitive) is None:
                    self._found.append(_out_of_range(node, column.primitive))
                return
            mask = _mask(possible)
        else:
            raise AssertionError(f"{type(node).__name__} in a flat atom")
        value = _Value(node, mask, None)
        self._found.append(_wrong_in_column(value, node, value, declared, at, column))

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
                self._narrow(value, node, _BIT["symbol"], f"`{op}` takes symbols")
        self._same(left, right, literal.op, literal.span)

    def _aggregated(self, literal: Aggregated) -> None:
        op, target = literal.aggregate.op, literal.target
        result = self._value(literal.variable)
        if target is None:
            self._narrow(result, literal.variable, _BIT["number"], f"`{op}` gives a number")
            return
        value = self._value(target)
        if op == "mean":
            self._narrow(value, target, _BIT["float"], "`mean` goes over floats")
        else:
            self._narrow(value, target, _NUMERIC, f"`{op}` goes over numbers")
        self._same(result, value, "=", literal.span)

    # --- heads and negated atoms ---

    def _sink(self, atom: Atom) -> list[_Value | None] | None:
        """An atom that takes values: they must have the columns' primitive types."""
        declared = self._relations.get(atom.relation)
        if declared is None or len(declared.columns) != len(atom.args):
            return None
        values: list[_Value | None] = []
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

    def _check_head(self, head: Atom, values: list[_Value | None]) -> None:
        declared = self._relations[head.relation]
        for at, (value, column) in enumerate(zip(values, declared.columns, strict=True)):
            if value is None or column is None:
                continue
            twin = value.first_twin()
            if twin.types is None or not value.first_kin().mask or twin.types == column.names:
                continue
            if not all(self._types.is_subtype(name, column.name) for name in twin.types):
                self._found.append(_wider(head.args[at], twin, declared, at))

    # --- expressions ---

    def _value(self, node: Argument) -> _Value:
        if isinstance(node, Variable):
            value = self._variables.get(node.name)
            if value is None:
                value = self._variables[node.name] = _Value(node, _EVERY, None)
            return value
        if isinstance(node, NumericConstant):
            value = _Value(node, _mask(possible_types(node.text)), None)
            self._constants.append((node, value))
            return value
        if isinstance(node, StringConstant):
            return _Value(node, _BIT["symbol"], None)
        if isinstance(node, Functor):
            return self._functor(node)
        if isinstance(node, TypeCast):
            return self._cast(node)
        return _Value(node, _EVERY, None)  # `_`, which has been reported

    def _functor(self, node: Functor) -> _Value:
        found = signature(node.name, len(node.args))
        if found is None:
            self._found.append(_wrong_number(node))
            return _Value(node, _NONE, None)
        shared = before = _Value(node, _mask(found.over), None)
        for at, arg in enumerate(node.args):
            parameter = found.parameters[min(at, len(found.parameters) - 1)]
            value = self._value(arg)
            if parameter != ANY:
                self._narrow(value, arg, _BIT[parameter], f"`{node.name}` takes a {parameter} here")
            elif self._narrow(value, arg, _mask(found.over), _takes(node.name, found)):
                self._kindred(before, value, node)
                before = value if before is shared else before
        return shared if found.result == ANY else _Value(node, _BIT[found.result], None)

    def _cast(self, node: TypeCast) -> _Value:
        inner = self._value(node.argument)
        if node.type_name not in self._types:
            self._found.append(undeclared_type(node.type_name, node.span, self._types))
            return _Value(node, _NONE, None)
        target = self._types.get(node.type_name)
        if target is None:
            return _Value(node, _NONE, None)
        first = inner.first_kin()
        if first.mask and not first.mask & _BIT[target.primitive]:
            self._found.append(_wrong_cast(node, first.mask, target))
            first.mask = _NONE
        elif first.mask:
            first.mask = _BIT[target.primitive]
        return _Value(node, _BIT[target.primitive], target.names)

    # --- putting together what is known ---

    def _narrow(self, value: _Value, node: Argument, mask: int, why: str) -> bool:
        """Restricts a value to some primitive types, and says whether it can have one of them."""
        first = value.first_kin()
        if first.mask & mask:
            first.mask &= mask
            return True
        if first.mask:
            self._found.append(
                errors.TYPE_CLASH.at(
                    node.span,
                    f"{why}, and {shown(node)} is {_a(first.mask)}",
                    label=f"{_a(mask)} is expected here",
                    related=_origin(value, node, _a(first.mask)),
                    help=_joining(node)
                    if why.startswith("`+`") and first.mask == _BIT["symbol"]
                    else _conversion(node, mask),
                )
            )
        first.mask = _NONE
        return False

    def _kindred(self, before: _Value, value: _Value, functor: Functor) -> None:
        """Gives an argument of a functor the primitive type of one before it."""
        one, other = before.first_kin(), value.first_kin()
        if one is other:
            return
        mask = one.mask & other.mask
        if not mask and one.mask and other.mask:
            self._found.append(
                errors.TYPE_CLASH.at(
                    functor.span,
                    f"`{functor.name}` takes values of one type, and here are "
                    f"{_a(one.mask)} and {_a(other.mask)}",
                    label="nothing is converted silently",
                    related=[
                        Label(before.node.span, _a(one.mask)),
                        Label(value.node.span, _a(other.mask)),
                    ],
                    help=_between(before, value),
                )
            )
        other.mask = mask
        one.kin = other

    def _same(self, left: _Value, right: _Value, op: str, span: Span) -> None:
        """Gives two values that are compared the same types."""
        one, other = left.first_kin(), right.first_kin()
        if one is not other:
            mask = one.mask & other.mask
            if not mask and one.mask and other.mask:
                self._found.append(_incomparable(left, right, op, span))
            other.mask = mask
            one.kin = other
            if not mask:
                return
        first, second = left.first_twin(), right.first_twin()
        if first is second:
            return
        if first.types is None or second.types is None:
            second.types = second.types or first.types
        else:
            met = self._types.meet(first.types, second.types)
            if not met:
                self._found.append(
                    errors.SUBTYPE_CLASH.at(
                        span,
                        f"no value is both {_typed(first.types)} and {_typed(second.types)}",
                        label=f"the two sides of `{op}` have nothing in common",
                        related=[
                            Label(left.node.span, _typed(first.types)),
                            Label(right.node.span, _typed(second.types)),
                        ],
                        help=_widening(left.node, other.mask),
                    )
                )
            second.types = met or None
        first.twin = second


# --- what to say -----------------------------------------------------------------------------


def _mask(names: Iterable[str]) -> int:
    return sum(_BIT[name] for name in names)


def _kinds(mask: int) -> list[str]:
    return [str(each) for each in Primitive if mask & _BIT[each]]


def _a(mask: int) -> str:
    """``a number or an unsigned``"""
    if mask == _NUMERIC:
        return "a number"
    return " or ".join(f"an {kind}" if kind == "unsigned" else f"a {kind}" for kind in _kinds(mask))


def _typed(types: TypeNames) -> str:
    return " or ".join(f"`{name}`" for name in types)


def _takes(name: str, found: Signature) -> str:
    *most, last = found.over
    kinds = f"{', '.join(most)} and {last}" if most else last
    return f"`{name}` is defined for {kinds}"


_CONVERSIONS: Final[Mapping[Primitive, str]] = {
    Primitive.NUMBER: "to_number",
    Primitive.UNSIGNED: "to_unsigned",
    Primitive.FLOAT: "to_float",
    Primitive.SYMBOL: "to_string",
}


def _conversion(node: Argument, wanted: int) -> str:
    return f"convert it: `{_CONVERSIONS[_LOWEST[wanted]]}({_bare(node)})`"


def _between(left: _Value, right: _Value) -> str:
    """How to make two values comparable without losing anything."""
    one, other = left.first_kin().mask, right.first_kin().mask
    if other == _BIT["float"] or one == _BIT["symbol"]:
        return _conversion(left.node, other)
    return _conversion(right.node, one)


def _joining(node: Argument) -> str:
    return f"`cat({_bare(node)}, ...)` joins texts; `to_number` and `to_float` read one"


def _origin(value: _Value, node: Argument, what: str) -> list[Label]:
    """Where a variable got its type, if that is another place."""
    return [] if value.node.span == node.span else [Label(value.node.span, f"{what} here")]


def _bare(node: Argument) -> str:
    return shown(node).strip("`")


def _wrong_in_column(
    kin: _Value, node: Argument, value: _Value, declared: Declared, at: int, column: Type
) -> Diagnostic:
    has = kin.mask
    converted = _CONVERSIONS[column.primitive]
    return errors.TYPE_CLASH.at(
        node.span,
        f"{declared.described(at)} is {_a(_BIT[column.primitive])}, and {shown(node)} is {_a(has)}",
        label=f"{_a(_BIT[column.primitive])} is expected here",
        related=[*_origin(value, node, _a(has)), Label(declared.place(at), "declared here")],
        help=_constant_mend(node, column.primitive)
        if isinstance(node, StringConstant | NumericConstant)
        else f"convert it in an equation of its own: `y = {converted}({_bare(node)})`",
    )


def _constant_mend(node: StringConstant | NumericConstant, wanted: Primitive) -> str:
    if wanted is Primitive.SYMBOL:
        return f'write it as a text: "{_bare(node)}"'
    if isinstance(node, StringConstant):
        numeric = node.value.removeprefix("-").replace(".", "", 1)
        if numeric.isascii() and numeric.isdigit():
            return f"leave out the quotes: {node.value}"
        return f"a {wanted} is written in digits"
    if wanted is Primitive.FLOAT:
        return "write it with a decimal point"
    return f"write it as {'an' if wanted is Primitive.UNSIGNED else 'a'} {wanted}, in digits alone"


def _out_of_range(node: NumericConstant, primitive: Primitive) -> Diagnostic:
    text = node.text if len(node.text) <= 40 else f"{node.text[:37]}..."
    return errors.CONSTANT_RANGE.at(
        node.span,
        f"`{text}` is no {primitive}",
        label="out of range",
        note=errors.CONSTANT_RANGE.explanation,
        help="a quantity that large or that precise may be a float"
        if primitive is Primitive.NUMBER
        else "",
    )


def _wrong_number(node: Functor) -> Diagnostic:
    arities = sorted({len(each.parameters) for each in SIGNATURES.get(node.name, ())})
    expected = " or ".join(map(str, arities))
    if any(each.variadic for each in SIGNATURES.get(node.name, ())):
        expected += " or more"
    return errors.ARITY.at(
        node.span,
        f"`{node.name}` takes {expected or 'no'} arguments, {len(node.args)} given",
        label=f"expected {expected}" if expected else "no functor of this name",
    )


def _wrong_cast(node: TypeCast, has: int, target: Type) -> Diagnostic:
    wanted = target.primitive
    converted = f"{_CONVERSIONS[wanted]}({_bare(node.argument)})"
    return errors.CAST.at(
        node.span,
        f"{shown(node.argument)} is {_a(has)}, and `{node.type_name}` is {_a(_BIT[wanted])}",
        label="a cast keeps the primitive type",
        help=f"convert it: `{converted}`"
        if node.type_name in PRIMITIVES
        else f"convert it first: `as({converted}, {node.type_name})`",
    )


def _incomparable(left: _Value, right: _Value, op: str, span: Span) -> Diagnostic:
    one, other = left.first_kin().mask, right.first_kin().mask
    return errors.TYPE_CLASH.at(
        span,
        f"`{op}` stands between {_a(one)} and {_a(other)}",
        label="both sides must have one primitive type",
        related=[Label(left.node.span, _a(one)), Label(right.node.span, _a(other))],
        help=_between(left, right),
    )


def _widening(node: Argument, mask: int) -> str:
    wide = f"as({_bare(node)}, {_LOWEST[mask]})"
    return f"where one value may be of both types, compare it as what they share: `{wide}`"


def _wider(node: Argument, value: _Value, declared: Declared, at: int) -> Diagnostic:
    assert value.types is not None
    column = declared.declaration.attributes[at].type_name
    return errors.WIDER_TYPE.at(
        node.span,
        f"{declared.described(at)} takes `{column}`, and {shown(node)} is {_typed(value.types)}",
        label=f"not every {_typed(value.types)} is `{column}`",
        related=[
            Label(value.node.span, f"{_typed(value.types)} here"),
            Label(declared.place(at), "declared here"),
        ],
        help=f"declare the column as {_typed(value.types)}, or write `as({_bare(node)}, {column})` "
        f"where you know it to be one",
    )
