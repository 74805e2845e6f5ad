"""The plan's queries as Spark writes them.

Functors that Spark has with the same answers are written out; all others stay calls of functions
that :mod:`.functions` defines. Spark runs without its ANSI mode, where integers wrap in two's
complement and a division by zero is NULL. Unsigned is DECIMAL(20, 0), which Parquet's UINT_64 is
to Spark as well: order, sums and texts are right as they stand, at 24 bytes a value instead of 8.
Arithmetic on it goes by way of BIGINT, to which a cast keeps the low 64 bits.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from sqlglot import exp, parse_one

_UNSIGNED = "DECIMAL(20, 0)"
_SPARK_TYPES: Mapping[str, str] = {"UBIGINT": _UNSIGNED, "INT128": "DECIMAL(38, 0)"}

NOT_A_NUMBER: Final = "checker: a float is not a number"
"""What Spark is told to stop with when a sum or product of floats is NaN."""

_LARGE = 40
"""Nodes of an argument that is not written twice."""


def spark_text(query: exp.Expr) -> str:
    """The query in Spark's SQL, with the names of its parameters in it."""
    whole = query.copy()
    for node in reversed(list(whole.find_all(exp.Anonymous, exp.DataType))):  # inner ones first
        written = _functor(node) if isinstance(node, exp.Anonymous) else _type(node)
        if written is not None:
            node.replace(written)
    return whole.sql(dialect="spark")


def type_text(type_: exp.DataType) -> str:
    """A column's type in Spark's SQL."""
    return spark_text(exp.cast(exp.null(), type_)).removeprefix("CAST(NULL AS ").removesuffix(")")


def is_native(name: str) -> bool:
    """Whether the function is always written out."""
    return name in _NATIVE and name not in _TWICE


def _type(node: exp.Expr) -> exp.Expr | None:
    text = _SPARK_TYPES.get(node.this.value)
    return None if text is None else exp.DataType.build(text, dialect="spark")


def _functor(node: exp.Anonymous) -> exp.Expr | None:
    if node.name not in _NATIVE:
        return None
    arguments = dict(zip("abc", node.expressions, strict=False))
    if node.name in _TWICE and sum(1 for _ in node.expressions[0].walk()) > _LARGE:
        return None
    return exp.Paren(this=exp.replace_placeholders(_template(node.name).copy(), **arguments))


@cache
def _template(name: str) -> exp.Expr:
    return parse_one(_NATIVE[name], dialect="spark")


def _from_bigint(text: str) -> str:
    """Low 64 bits as unsigned."""
    return f"CAST(PMOD(CAST({text} AS {_UNSIGNED}), 18446744073709551616BD) AS {_UNSIGNED})"


def _bits(text: str) -> str:
    """An operation on the low 64 bits of two unsigneds."""
    low = text.replace(":a", "CAST(:a AS BIGINT)").replace(":b", "CAST(:b AS BIGINT)")
    return _from_bigint(low)


def _real(text: str) -> str:
    """A float with the one zero; what is no number stops the query."""
    return f"NANVL({text}, CAST(RAISE_ERROR('{NOT_A_NUMBER}') AS DOUBLE)) + CAST(0 AS DOUBLE)"


_ARITHMETIC: Mapping[str, str] = {
    "add": ":a + :b",
    "subtract": ":a - :b",
    "multiply": ":a * :b",
}
_BITWISE: Mapping[str, str] = {
    "band": ":a & :b",
    "bor": ":a | :b",
    "bxor": ":a ^ :b",
    "bnot": "~ :a",
}
_LOGIC: Mapping[str, str] = {
    "land": ":a <> 0 AND :b <> 0",
    "lor": ":a <> 0 OR :b <> 0",
    "lxor": "(:a <> 0) <> (:b <> 0)",
    "lnot": ":a = 0",
}
_NATIVE: Mapping[str, str] = {
    **{f"ck_{op}_number": text for op, text in {**_ARITHMETIC, **_BITWISE}.items()},
    **{f"ck_{op}_unsigned": _bits(text) for op, text in {**_ARITHMETIC, **_BITWISE}.items()},
    **{f"ck_{op}_float": _real(text) for op, text in _ARITHMETIC.items()},
    **{f"ck_{op}_number": f"CAST({text} AS BIGINT)" for op, text in _LOGIC.items()},
    **{f"ck_{op}_unsigned": f"CAST({text} AS {_UNSIGNED})" for op, text in _LOGIC.items()},
    "ck_divide_number": ":a DIV :b",
    "ck_remainder_number": ":a % :b",
    "ck_remainder_unsigned": f"CAST(:a % :b AS {_UNSIGNED})",
    "ck_neg_number": "- :a",
    "ck_neg_float": "CAST(0 AS DOUBLE) - :a",
    # Spark divides nothing by zero; infinity times the dividend is what IEEE 754 has there.
    "ck_divide_float": "NANVL(COALESCE(:a / :b, :a * CAST('Infinity' AS DOUBLE)),"
    " CAST(NULL AS DOUBLE)) + CAST(0 AS DOUBLE)",
    "ck_wrap_number": ":a",  # a sum of BIGINT wraps by itself
    "ck_wrap_unsigned": f"CAST(PMOD(CAST(:a AS DECIMAL(38, 0)), 18446744073709551616BD)"
    f" AS {_UNSIGNED})",
    "ck_strlen_symbol": "CAST(OCTET_LENGTH(:a) AS BIGINT)",
    "ck_contains": "CONTAINS(:b, :a)",
    "ck_to_number_unsigned": "CAST(:a AS BIGINT)",
    "ck_to_unsigned_number": _from_bigint(":a"),
    **{f"ck_to_float_{type_}": "CAST(:a AS DOUBLE)" for type_ in ("number", "unsigned")},
    **{f"ck_to_string_{type_}": "CAST(:a AS STRING)" for type_ in ("number", "unsigned")},
    **{f"ck_to_{type_}_{type_}": ":a" for type_ in ("number", "unsigned", "float")},
    "ck_to_string_symbol": ":a",
}
_TWICE = frozenset({"ck_divide_float"})
"""Functors whose first argument is written twice."""
