"""A DuckDB database of one evaluation: settings, and the dialect's functors as its functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection
from duckdb.func import FunctionNullHandling

from checker.analysis.program import Primitive, Value
from checker.bulk.reading import confine
from checker.engines.functors import (
    AGGREGATES,
    FUNCTORS,
    NoValueError,
    matches,
    span_of,
)
from checker.engines.patterns import PatternError
from checker.engines.sql import COLUMN_TYPES, function_name

NUMBER, UNSIGNED, FLOAT, SYMBOL = (
    Primitive.NUMBER,
    Primitive.UNSIGNED,
    Primitive.FLOAT,
    Primitive.SYMBOL,
)


def open_database(
    functions: frozenset[str],
    threads: int | None,
    memory_limit: str | None,
    files: Sequence[Path] = (),
) -> DuckDBPyConnection:
    """An empty database in memory that knows these functors, reads these files, and reaches
    nothing else outside.

    It spills to the system's folder for temporary files.
    """
    settings: dict[str, str | bool | int | float | list[str]] = {
        "preserve_insertion_order": False,
        "python_enable_replacements": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "enable_external_access": bool(files),
    }
    if threads is not None:
        settings["threads"] = threads
    if memory_limit is not None:
        settings["memory_limit"] = memory_limit
    connection = duckdb.connect(":memory:", config=settings)
    if files:
        confine(connection, files, None)
    add_functors(connection, functions)
    return connection


def add_functors(connection: DuckDBPyConnection, functions: frozenset[str]) -> None:
    """Makes the dialect's functors known to a database, of those in Python these alone."""
    for macro in _MACROS:
        connection.execute(f"CREATE TEMP MACRO {macro}")
    for name, parameters, result, function in _python_functions():
        if name not in functions:  # the first one costs an import of numpy
            continue
        connection.create_function(
            name,
            function,
            [duckdb.type(parameter) for parameter in parameters],
            duckdb.type(result),
            null_handling=FunctionNullHandling.SPECIAL,
        )


# --- functors that SQL has -------------------------------------------------------------------

_INTEGERS = (
    # A sum or product of two 64-bit integers fits into 128 bits and is wrapped from there.
    "ck_wrap_number(h) AS CASE"
    " WHEN h BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(h AS BIGINT)"
    " ELSE CAST(((h + 9223372036854775808) % 18446744073709551616 + 18446744073709551616)"
    " % 18446744073709551616 - 9223372036854775808 AS BIGINT) END",
    "ck_wrap_unsigned(h) AS CASE"
    " WHEN h BETWEEN 0 AND 18446744073709551615 THEN CAST(h AS UBIGINT)"
    " ELSE CAST((h % 18446744073709551616 + 18446744073709551616)"
    " % 18446744073709551616 AS UBIGINT) END",
    "ck_add_number(a, b) AS ck_wrap_number(CAST(a AS HUGEINT) + CAST(b AS HUGEINT))",
    "ck_subtract_number(a, b) AS ck_wrap_number(CAST(a AS HUGEINT) - CAST(b AS HUGEINT))",
    "ck_multiply_number(a, b) AS ck_wrap_number(CAST(a AS HUGEINT) * CAST(b AS HUGEINT))",
    "ck_neg_number(a) AS ck_wrap_number(-CAST(a AS HUGEINT))",
    "ck_divide_number(a, b) AS CASE WHEN b = 0 THEN NULL"
    " ELSE ck_wrap_number(CAST(a AS HUGEINT) // CAST(b AS HUGEINT)) END",
    "ck_remainder_number(a, b) AS CASE WHEN b = 0 THEN NULL"
    " ELSE CAST(CAST(a AS HUGEINT) % CAST(b AS HUGEINT) AS BIGINT) END",
    "ck_add_unsigned(a, b) AS ck_wrap_unsigned(CAST(a AS HUGEINT) + CAST(b AS HUGEINT))",
    "ck_subtract_unsigned(a, b) AS ck_wrap_unsigned(CAST(a AS HUGEINT) - CAST(b AS HUGEINT))",
    "ck_multiply_unsigned(a, b) AS CAST(CAST(a AS UHUGEINT) * CAST(b AS UHUGEINT)"
    " % 18446744073709551616::UHUGEINT AS UBIGINT)",
    "ck_divide_unsigned(a, b) AS CASE WHEN b = 0 THEN NULL ELSE a // b END",
    "ck_remainder_unsigned(a, b) AS CASE WHEN b = 0 THEN NULL ELSE a % b END",
    *(
        macro
        for type_, column in (("number", "BIGINT"), ("unsigned", "UBIGINT"))
        for macro in (
            f"ck_band_{type_}(a, b) AS a & b",
            f"ck_bor_{type_}(a, b) AS a | b",
            f"ck_bxor_{type_}(a, b) AS xor(a, b)",
            f"ck_bnot_{type_}(a) AS ~a",
            f"ck_land_{type_}(a, b) AS CAST(a <> 0 AND b <> 0 AS {column})",
            f"ck_lor_{type_}(a, b) AS CAST(a <> 0 OR b <> 0 AS {column})",
            f"ck_lxor_{type_}(a, b) AS CAST((a <> 0) <> (b <> 0) AS {column})",
            f"ck_lnot_{type_}(a) AS CAST(a = 0 AS {column})",
            f"ck_to_string_{type_}(a) AS CAST(a AS VARCHAR)",
            f"ck_to_float_{type_}(a) AS CAST(a AS DOUBLE)",
        )
    ),
    "ck_to_number_unsigned(a) AS ck_wrap_number(CAST(a AS HUGEINT))",
    "ck_to_unsigned_number(a) AS ck_wrap_unsigned(CAST(a AS HUGEINT))",
)
_FLOATS = (
    # Adding 0.0 makes the one zero of -0.0.
    "ck_real(x) AS CASE WHEN isnan(x) THEN error('NaN') ELSE x + CAST(0 AS DOUBLE) END",
    "ck_add_float(a, b) AS ck_real(a + b)",
    "ck_subtract_float(a, b) AS ck_real(a - b)",
    "ck_multiply_float(a, b) AS ck_real(a * b)",
    "ck_neg_float(a) AS CAST(0 AS DOUBLE) - a",
    "ck_divide_float(a, b) AS CASE WHEN isnan(a / b) THEN NULL ELSE a / b + CAST(0 AS DOUBLE) END",
)
_SYMBOLS = (
    "ck_strlen_symbol(a) AS CAST(strlen(a) AS BIGINT)",
    "ck_contains(part, whole) AS contains(whole, part)",
)
_SAME = (
    *(f"ck_to_{name}_{name}(a) AS a" for name in ("number", "unsigned", "float")),
    "ck_to_string_symbol(a) AS a",
)
_MACROS = (*_INTEGERS, *_FLOATS, *_SYMBOLS, *_SAME)


# --- functors that only the reference has ----------------------------------------------------

_Definition = tuple[str, list[str], str, Callable[..., Value | list[Value] | None]]


def _python_functions() -> list[_Definition]:
    """Functors that SQL has not, or not with the same answers: the reference's own."""
    two_integers = ("^", "bshl", "bshr", "bshru")
    found: list[_Definition] = [
        ("ck_match", ["VARCHAR", "VARCHAR"], "BOOLEAN", _or_null(matches, 2)),
        *(
            _functor(op, operand, (operand, operand), operand)
            for op in two_integers
            for operand in (NUMBER, UNSIGNED)
        ),
        _functor("^", FLOAT, (FLOAT, FLOAT), FLOAT),
        _functor("substr", SYMBOL, (SYMBOL, NUMBER, NUMBER), SYMBOL),
        _functor("to_number", FLOAT, (FLOAT,), NUMBER),
        _functor("to_number", SYMBOL, (SYMBOL,), NUMBER),
        _functor("to_unsigned", FLOAT, (FLOAT,), UNSIGNED),
        _functor("to_unsigned", SYMBOL, (SYMBOL,), UNSIGNED),
        _functor("to_float", SYMBOL, (SYMBOL,), FLOAT),
        _functor("to_string", FLOAT, (FLOAT,), SYMBOL),
    ]
    for operand in (NUMBER, UNSIGNED, FLOAT):
        column = COLUMN_TYPES[operand]
        for arity in (2, 3):
            found.append(
                (
                    function_name(f"range{arity}", operand),
                    [column] * arity,
                    f"{column}[]",
                    _range(operand, arity),
                )
            )
    for operand in (NUMBER, UNSIGNED):
        found.append(
            (function_name("mean", operand), ["HUGEINT", "BIGINT"], "DOUBLE", _integer_mean)
        )
    for op in ("sum", "mean"):
        found.append((function_name(op, FLOAT), ["DOUBLE[]"], "DOUBLE", _of_floats(op)))
    return found


def _functor(
    op: str, operand: Primitive, parameters: Sequence[Primitive], result: Primitive
) -> _Definition:
    types = [COLUMN_TYPES[parameter] for parameter in parameters]
    return (
        function_name(op, operand),
        types,
        COLUMN_TYPES[result],
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

    # DuckDB counts the parameters that a function declares.
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
