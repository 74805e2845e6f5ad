"""What to say where types do not fit: the messages of type inference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from checker.analysis import errors
from checker.analysis.alternatives import shown
from checker.analysis.constants import possible_types
from checker.analysis.declarations import Declared
from checker.analysis.program import Primitive
from checker.analysis.types import PRIMITIVES, Type, TypeNames
from checker.analysis.values import BIT, LIKELIEST, NUMERIC, Value, mask_of
from checker.diagnostics import Diagnostic, Label, Span
from checker.language.ast import Argument, Functor, NumericConstant, StringConstant, TypeCast
from checker.language.functors import SIGNATURES, Signature

_CONVERSIONS: Final[Mapping[Primitive, str]] = {
    Primitive.NUMBER: "to_number",
    Primitive.UNSIGNED: "to_unsigned",
    Primitive.FLOAT: "to_float",
    Primitive.SYMBOL: "to_string",
}

# --- primitive types -------------------------------------------------------------------------


def wrong_operand(value: Value, node: Argument, mask: int, why: str) -> Diagnostic:
    """``node`` stands where only the types of ``mask`` may, which ``why`` says."""
    has = value.last_kin().mask
    return errors.TYPE_CLASH.at(
        node.span,
        f"{why}, and {shown(node)} is {_a(has)}",
        label=f"{_a(mask)} is expected here",
        related=_origin(value, node, _a(has)),
        help=_conversion(node, mask),
    )


def mixed_operands(before: Value, value: Value, functor: Functor) -> Diagnostic:
    one, other = _a(before.last_kin().mask), _a(value.last_kin().mask)
    return errors.TYPE_CLASH.at(
        functor.span,
        f"`{functor.name}` takes values of one type, and here are {one} and {other}",
        label="nothing is converted silently",
        related=[Label(before.node.span, one), Label(value.node.span, other)],
        help=_conversion_between(before, value),
    )


def incomparable(left: Value, right: Value, op: str, span: Span) -> Diagnostic:
    one, other = _a(left.last_kin().mask), _a(right.last_kin().mask)
    return errors.TYPE_CLASH.at(
        span,
        f"`{op}` stands between {one} and {other}",
        label="both sides must have one primitive type",
        related=[Label(left.node.span, one), Label(right.node.span, other)],
        help=_conversion_between(left, right),
    )


def wrong_in_column(value: Value, node: Argument, declared: Declared, at: int) -> Diagnostic:
    column = declared.columns[at]
    assert column is not None
    has, wanted = _a(value.last_kin().mask), _a(BIT[column.primitive])
    converted = f"{_CONVERSIONS[column.primitive]}({_bare(node)})"
    return errors.TYPE_CLASH.at(
        node.span,
        f"{declared.described(at)} is {wanted}, and {shown(node)} is {has}",
        label=f"{wanted} is expected here",
        related=[*_origin(value, node, has), Label(declared.place(at), "declared here")],
        help=f"convert it in an equation of its own: `y = {converted}`",
    )


def wrong_constant_in_column(
    node: StringConstant | NumericConstant, declared: Declared, at: int
) -> Diagnostic:
    column = declared.columns[at]
    assert column is not None
    possible = (
        possible_types(node.text) if isinstance(node, NumericConstant) else (Primitive.SYMBOL,)
    )
    wanted = _a(BIT[column.primitive])
    return errors.TYPE_CLASH.at(
        node.span,
        f"{declared.described(at)} is {wanted}, and {shown(node)} is {_a(mask_of(possible))}",
        label=f"{wanted} is expected here",
        related=[Label(declared.place(at), "declared here")],
        help=_rewritten(node, column.primitive),
    )


def _rewritten(node: StringConstant | NumericConstant, wanted: Primitive) -> str:
    """How to write the constant as one of another type."""
    if wanted is Primitive.SYMBOL:
        return f'write it as a text: "{_bare(node)}"'
    if isinstance(node, StringConstant):
        digits = node.value.removeprefix("-").replace(".", "", 1)
        if digits.isascii() and digits.isdigit():
            return f"leave out the quotes: {node.value}"
        return f"{_a(BIT[wanted])} is written in digits"
    if wanted is Primitive.FLOAT:
        return "write it with a decimal point"
    return f"write it as {_a(BIT[wanted])}, in digits alone"


def out_of_range(node: NumericConstant, primitive: Primitive) -> Diagnostic:
    text = node.text if len(node.text) <= 40 else f"{node.text[:37]}..."
    return errors.CONSTANT_RANGE.at(
        node.span,
        f"`{text}` is no {primitive}",
        label="out of range",
        note=errors.CONSTANT_RANGE.explanation,
        help="a quantity that large may be a float" if primitive is Primitive.NUMBER else "",
    )


def wrong_cast(node: TypeCast, has: int, target: Type) -> Diagnostic:
    converted = f"{_CONVERSIONS[target.primitive]}({_bare(node.argument)})"
    return errors.CAST.at(
        node.span,
        f"{shown(node.argument)} is {_a(has)}, and `{node.type_name}` is "
        f"{_a(BIT[target.primitive])}",
        label="a cast keeps the primitive type",
        help=f"convert it: `{converted}`"
        if node.type_name in PRIMITIVES
        else f"convert it first: `as({converted}, {node.type_name})`",
    )


def _conversion(node: Argument, wanted: int) -> str:
    return f"convert it: `{_CONVERSIONS[LIKELIEST[wanted]]}({_bare(node)})`"


def _conversion_between(left: Value, right: Value) -> str:
    """How to make two values comparable without losing anything."""
    one, other = left.last_kin().mask, right.last_kin().mask
    if other == BIT["float"] or one == BIT["symbol"]:
        return _conversion(left.node, other)
    return _conversion(right.node, one)


# --- declared types --------------------------------------------------------------------------


def apart_in_column(value: Value, node: Argument, column: Type) -> Diagnostic:
    """A variable stands in two columns whose types have nothing in common."""
    assert value.types is not None
    one, other = _typed(value.types), _typed(column.names)
    return errors.SUBTYPE_CLASH.at(
        node.span,
        f"no value is both {one} and {other}",
        label=f"{other} here",
        related=[Label(value.node.span, f"{one} here")],
        help=f"use two variables; {_widening(node, column.primitive)}",
    )


def apart_in_comparison(
    left: Value, right: Value, types: tuple[TypeNames, TypeNames], op: str, span: Span
) -> Diagnostic:
    one, other = map(_typed, types)
    return errors.SUBTYPE_CLASH.at(
        span,
        f"no value is both {one} and {other}",
        label=f"the two sides of `{op}` have nothing in common",
        related=[Label(left.node.span, one), Label(right.node.span, other)],
        help=_widening(left.node, LIKELIEST[left.last_kin().mask]),
    )


def _widening(node: Argument, primitive: Primitive) -> str:
    wide = f"as({_bare(node)}, {primitive})"
    return f"where one value may be of both types, compare it as what they share: `{wide}`"


def wider(node: Argument, value: Value, declared: Declared, at: int) -> Diagnostic:
    """A value goes into a column of a narrower type."""
    assert value.types is not None
    column, has = declared.declaration.attributes[at].type_name, _typed(value.types)
    return errors.WIDER_TYPE.at(
        node.span,
        f"{declared.described(at)} takes `{column}`, and {shown(node)} is {has}",
        label=f"not every {has} is `{column}`",
        related=[
            Label(value.node.span, f"{has} here"),
            Label(declared.place(at), "declared here"),
        ],
        help=f"declare the column as {has}, or write `as({_bare(node)}, {column})` where you know "
        "it to be one",
    )


# --- functors --------------------------------------------------------------------------------


def wrong_number_of_arguments(node: Functor) -> Diagnostic:
    signatures = SIGNATURES.get(node.name, ())
    expected = " or ".join(sorted({str(len(each.parameters)) for each in signatures}))
    if any(each.variadic for each in signatures):
        expected += " or more"
    return errors.ARITY.at(
        node.span,
        f"`{node.name}` takes {expected or 'no'} arguments, {len(node.args)} given",
        label=f"expected {expected}" if expected else "no functor of this name",
    )


def operands(name: str, found: Signature) -> str:
    """What a functor is defined for, as the reason of a fault."""
    *most, last = found.over
    return f"`{name}` is defined for {', '.join(most)} and {last}"


# --- words -----------------------------------------------------------------------------------


def _a(mask: int) -> str:
    """``a number or an unsigned``"""
    if mask == NUMERIC:
        return "a number"
    kinds = [each for each in Primitive if mask & BIT[each]]
    return " or ".join(f"an {kind}" if kind == "unsigned" else f"a {kind}" for kind in kinds)


def _typed(types: TypeNames) -> str:
    return " or ".join(f"`{name}`" for name in types)


def _bare(node: Argument) -> str:
    return shown(node).strip("`")


def _origin(value: Value, node: Argument, what: str) -> list[Label]:
    """Where a variable got its type, if that is another place."""
    return [] if value.node.span == node.span else [Label(value.node.span, f"{what} here")]
