"""The types of columns as expressions of SQL."""

from __future__ import annotations

from sqlglot import exp

from checker.analysis.program import Primitive
from checker.engines.sql.names import COLUMN_TYPES


def column_type(primitive: Primitive) -> exp.DataType:
    return exp.DataType(this=exp.DataType.Type[COLUMN_TYPES[primitive]])


def list_type(primitive: Primitive) -> exp.DataType:
    return exp.DataType(
        this=exp.DataType.Type.ARRAY, expressions=[column_type(primitive)], nested=True
    )
