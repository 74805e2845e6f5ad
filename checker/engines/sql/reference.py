"""Functors that SQL has not, or not with the same answers, as functions in Python: the reference's
own. A database calls them by name, and gets NULL where they have no value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from checker.analysis.program import Primitive, Value
from checker.engines.functors import AGGREGATES, FUNCTORS, NoValueError, matches, span_of
from checker.engines.patterns import PatternError
from checker.engines.sql.names import function_name
from checker.engines.sql.types import column_type, list_type

NUMBER, UNSIGNED, FLOAT, SYMBOL = (
    Primitive.NUMBER,
    Primitive.UNSIGNED,
    Primitive.FLOAT,
    Primitive.SYMBOL,
)
_BOOLEAN = exp.DataType(this=exp.DataType.Type.BOOLEAN)
_TOTAL = exp.DataType(this=exp.DataType.Type.INT128)


@dataclass(frozen=True, slots=True)
class ReferenceFunction:
    """A function by the name that the plan calls it by, and the types of its columns."""

    name: str
    parameters: tuple[exp.DataType, ...]
    result: exp.DataType
    function: Callable[..., Value | list[Value] | None]


def reference_functions() -> Iterator[ReferenceFunction]:
    """Each functor, range and aggregate that no database is left to."""
    yield ReferenceFunction("ck_match", (column_type(SYMBOL),) * 2, _BOOLEAN, _or_null(matches, 2))
    for operand in (NUMBER, UNSIGNED):
        for op in ("^", "bshl", "bshr", "bshru"):
            yield reference_function(op, operand, (operand, operand), operand)
        yield ReferenceFunction(
            function_name("mean", operand),
            (_TOTAL, column_type(NUMBER)),
            column_type(FLOAT),
            _integer_mean,
        )
    yield reference_function("^", FLOAT, (FLOAT, FLOAT), FLOAT)
    yield reference_function("substr", SYMBOL, (SYMBOL, NUMBER, NUMBER), SYMBOL)
    yield reference_function("to_number", FLOAT, (FLOAT,), NUMBER)
    yield reference_function("to_number", SYMBOL, (SYMBOL,), NUMBER)
    yield reference_function("to_unsigned", FLOAT, (FLOAT,), UNSIGNED)
    yield reference_function("to_unsigned", SYMBOL, (SYMBOL,), UNSIGNED)
    yield reference_function("to_float", SYMBOL, (SYMBOL,), FLOAT)
    yield reference_function("to_string", FLOAT, (FLOAT,), SYMBOL)
    for operand in (NUMBER, UNSIGNED, FLOAT):
        for arity in (2, 3):
            yield ReferenceFunction(
                function_name(f"range{arity}", operand),
                (column_type(operand),) * arity,
                list_type(operand),
                _range(operand, arity),
            )
    for op in ("sum", "mean"):
        yield ReferenceFunction(
            function_name(op, FLOAT), (list_type(FLOAT),), column_type(FLOAT), _of_floats(op)
        )


def reference_function(
    op: str, operand: Primitive, parameters: Sequence[Primitive], result: Primitive
) -> ReferenceFunction:
    """The reference of one functor, for a database that has it with other answers alone."""
    return ReferenceFunction(
        function_name(op, operand),
        tuple(map(column_type, parameters)),
        column_type(result),
        _or_null(FUNCTORS[op, operand], len(parameters)),
    )


def _or_null(function: Callable[..., Value], arity: int) -> Callable[..., Value | None]:
    """The function with NULL where it has no value, and of NULL."""

    def value(*args: Value | None) -> Value | None:
        if None in args:
            return None
        try:
            return function(*args)
        except (NoValueError, PatternError):
            return None

    # Databases count the parameters that a function declares.
    by_arity: Mapping[int, Callable[..., Value | None]] = {
        1: lambda a: value(a),
        2: lambda a, b: value(a, b),
        3: lambda a, b, c: value(a, b, c),
    }
    return by_arity[arity]


def _range(operand: Primitive, arity: int) -> Callable[..., list[Value] | None]:
    def values(start: Value | None, stop: Value | None, step: Value | None) -> list[Value] | None:
        if start is None or stop is None:
            return None
        return list(span_of(operand, start, stop, step))

    return (lambda a, b: values(a, b, None)) if arity == 2 else values


def _integer_mean(total: int | None, count: int) -> float | None:
    return None if total is None or not count else total / count


def _of_floats(op: str) -> Callable[..., Value | None]:
    aggregate = AGGREGATES[op, FLOAT]

    def value(values: list[float] | None) -> Value | None:
        if not values:
            return 0.0 if op == "sum" else None
        return aggregate(values)

    return value
