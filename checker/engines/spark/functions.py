"""The reference's functors as functions of a Spark session.

They run in Python beside Spark's executors, which therefore need this package; in local mode
they have it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from sqlglot import exp

from checker.analysis.program import Primitive
from checker.engines.spark.dialect import is_native, type_text
from checker.engines.sql import ReferenceFunction, reference_function, reference_functions

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_Function: TypeAlias = Callable[..., object]
_WIDE = frozenset({exp.DataType.Type.UBIGINT, exp.DataType.Type.INT128})


def define_functions(session: SparkSession, names: frozenset[str]) -> None:
    """Defines the functions of these names that Spark's SQL has not."""
    missing = (
        reference_function(
            "/", Primitive.UNSIGNED, (Primitive.UNSIGNED, Primitive.UNSIGNED), Primitive.UNSIGNED
        ),
        reference_function(
            "/", Primitive.FLOAT, (Primitive.FLOAT, Primitive.FLOAT), Primitive.FLOAT
        ),
    )
    for found in (*reference_functions(), *missing):
        if found.name in names and not is_native(found.name):
            session.udf.register(found.name, _for_spark(found), type_text(found.result))


def _for_spark(found: ReferenceFunction) -> _Function:
    """The function on what Spark hands over: integers of more than 64 bits are decimals there."""
    wide = [index for index, type_ in enumerate(found.parameters) if type_.this in _WIDE]
    result = found.result.expressions[0] if found.result.expressions else found.result
    if not wide and result.this not in _WIDE:
        return found.function
    return _converting(found.function, wide, result.this in _WIDE)


def _converting(function: _Function, wide: Sequence[int], wide_result: bool) -> _Function:
    def value(*args: object) -> object:
        plain = list(args)
        for index in wide:
            argument = plain[index]
            if isinstance(argument, Decimal):
                plain[index] = int(argument)
        found = function(*plain)
        if not wide_result or found is None:
            return found
        if isinstance(found, list):
            return [Decimal(each) for each in found]
        assert isinstance(found, int)
        return Decimal(found)

    return value
