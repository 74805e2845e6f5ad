"""A DuckDB database of one evaluation: settings, and the dialect's functors as its functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from secrets import token_hex
from tempfile import gettempdir

import duckdb
from duckdb import DuckDBPyConnection
from duckdb.func import FunctionNullHandling

from checker.bulk.confining import confine


def open_database(
    functions: frozenset[str],
    threads: int | None,
    memory_limit: str | None,
    files: Sequence[Path] = (),
    folder: Path | None = None,
) -> DuckDBPyConnection:
    """An empty database in memory that knows these functors, reads these files, writes below
    ``folder``, and reaches nothing else outside.

    It spills to the system's folder for temporary files, where it makes one of its own when it
    has to, and takes it away when it is closed.
    """
    reaches_out = bool(files) or folder is not None
    settings: dict[str, str | bool | int | float | list[str]] = {
        "preserve_insertion_order": False,
        "python_enable_replacements": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "enable_external_access": reaches_out,
        "temp_directory": str(Path(gettempdir()) / f"checker-{token_hex(8)}"),
    }
    if threads is not None:
        settings["threads"] = threads
    if memory_limit is not None:
        settings["memory_limit"] = memory_limit
    connection = duckdb.connect(":memory:", config=settings)
    if reaches_out:
        confine(connection, files, folder)
    add_functors(connection, functions)
    return connection


def add_functors(connection: DuckDBPyConnection, functions: frozenset[str]) -> None:
    """Makes these functors known to a database."""
    if not functions:
        return
    for name, macro in _MACROS.items():
        if name in functions or name in _HELPERS:
            connection.execute(f"CREATE TEMP MACRO {macro}")
    if functions <= _MACROS.keys():
        return
    from checker.engines.sql import reference_functions

    for found in reference_functions():
        if found.name not in functions:
            continue
        # DuckDB imports it for functions of ours, and takes a Ctrl-C meanwhile for a machine that
        # does not have it.
        import numpy  # noqa: F401

        connection.create_function(
            found.name,
            found.function,
            [duckdb.type(parameter.sql("duckdb")) for parameter in found.parameters],
            duckdb.type(found.result.sql("duckdb")),
            null_handling=FunctionNullHandling.SPECIAL,
        )


# --- functors that SQL has -------------------------------------------------------------------

# A macro is text: one that wrote its argument twice would double a sum at each of its terms. Where
# a value is needed twice, a lambda over a list of one names it.
_INTEGERS = (
    "ck_divisor(b) AS list_transform([b], lambda d: CASE WHEN d = 0 THEN NULL ELSE d END)[1]",
    # A sum or product of two 64-bit integers fits into 128 bits and is wrapped from there.
    "ck_wrap_number(h) AS CAST(((h + 9223372036854775808) % 18446744073709551616"
    " + 18446744073709551616) % 18446744073709551616 - 9223372036854775808 AS BIGINT)",
    "ck_wrap_unsigned(h) AS CAST((h % 18446744073709551616 + 18446744073709551616)"
    " % 18446744073709551616 AS UBIGINT)",
    "ck_add_number(a, b) AS ck_wrap_number(CAST(a AS HUGEINT) + CAST(b AS HUGEINT))",
    "ck_subtract_number(a, b) AS ck_wrap_number(CAST(a AS HUGEINT) - CAST(b AS HUGEINT))",
    "ck_multiply_number(a, b) AS ck_wrap_number(CAST(a AS HUGEINT) * CAST(b AS HUGEINT))",
    "ck_neg_number(a) AS ck_wrap_number(-CAST(a AS HUGEINT))",
    "ck_divide_number(a, b) AS"
    " ck_wrap_number(CAST(a AS HUGEINT) // ck_divisor(CAST(b AS HUGEINT)))",
    "ck_remainder_number(a, b) AS"
    " CAST(CAST(a AS HUGEINT) % ck_divisor(CAST(b AS HUGEINT)) AS BIGINT)",
    "ck_add_unsigned(a, b) AS ck_wrap_unsigned(CAST(a AS HUGEINT) + CAST(b AS HUGEINT))",
    "ck_subtract_unsigned(a, b) AS ck_wrap_unsigned(CAST(a AS HUGEINT) - CAST(b AS HUGEINT))",
    "ck_multiply_unsigned(a, b) AS CAST(CAST(a AS UHUGEINT) * CAST(b AS UHUGEINT)"
    " % 18446744073709551616::UHUGEINT AS UBIGINT)",
    "ck_divide_unsigned(a, b) AS a // ck_divisor(b)",
    "ck_remainder_unsigned(a, b) AS a % ck_divisor(b)",
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
    "ck_real(x) AS list_transform([x],"
    " lambda v: CASE WHEN isnan(v) THEN error('NaN') ELSE v + CAST(0 AS DOUBLE) END)[1]",
    "ck_add_float(a, b) AS ck_real(a + b)",
    "ck_subtract_float(a, b) AS ck_real(a - b)",
    "ck_multiply_float(a, b) AS ck_real(a * b)",
    "ck_neg_float(a) AS CAST(0 AS DOUBLE) - a",
    "ck_divide_float(a, b) AS list_transform([a / b],"
    " lambda v: CASE WHEN isnan(v) THEN NULL ELSE v + CAST(0 AS DOUBLE) END)[1]",
)
_SYMBOLS = (
    "ck_strlen_symbol(a) AS CAST(strlen(a) AS BIGINT)",
    "ck_contains(part, whole) AS contains(whole, part)",
)
_SAME = (
    *(f"ck_to_{name}_{name}(a) AS a" for name in ("number", "unsigned", "float")),
    "ck_to_string_symbol(a) AS a",
)
_MACROS: Mapping[str, str] = {
    macro.partition("(")[0]: macro for macro in (*_INTEGERS, *_FLOATS, *_SYMBOLS, *_SAME)
}
_HELPERS = frozenset({"ck_wrap_number", "ck_wrap_unsigned", "ck_divisor", "ck_real"})
"""Those that others call."""
