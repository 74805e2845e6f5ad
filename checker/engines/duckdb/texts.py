"""Delimited text on its way into DuckDB's tables and out of them, past Python."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection
from sqlglot import exp

from checker.analysis.program import Primitive, Relation
from checker.bulk.reading import MAX_LINE
from checker.engines.sql import call, column_names, column_type
from checker.engines.texts import TextFile, UnusualTextError


def insert_text(
    connection: DuckDBPyConnection, table: str, relation: Relation, file: TextFile
) -> None:
    """Puts the rows of a file into the relation's table, one that occurs twice twice.

    Raises :class:`UnusualTextError` at anything but the plainest spelling of a value, since the
    database takes more for numbers (``1_000``, ``1.5`` for a whole one) than the dialect does.
    """
    values = [
        exp.alias_(_value(name, column.primitive), name)
        for name, column in zip(_names(relation), relation.columns, strict=True)
    ]
    insertion = exp.insert(exp.select(*values).from_(_source(file, relation)), table)
    try:
        counted = connection.execute(insertion.sql(dialect="duckdb")).fetchone()
    except (duckdb.InterruptException, duckdb.OutOfMemoryException):
        raise
    except duckdb.Error as error:
        raise UnusualTextError(str(error)) from None
    # The database skips empty lines.
    if counted is None or counted[0] != file.lines:
        raise UnusualTextError(f"{file.path} has other lines than rows")


def write_text(
    connection: DuckDBPyConnection, table: str, relation: Relation, path: Path, delimiter: str
) -> bool:
    """See :meth:`checker.engines.texts.WritesText.write_text`."""
    if _is_ambiguous(connection, table, relation, delimiter):
        return False
    names = _names(relation)
    texts = [
        _text(exp.column(name, table="r"), column.primitive)
        for name, column in zip(names, relation.columns, strict=True)
    ]
    query = (
        exp.select(*texts)
        .from_(exp.alias_(exp.to_table(table), "r", table=True))
        .order_by(*[exp.column(name, table="r") for name in names])
    )
    settings = {
        "FORMAT": exp.var("csv"),
        "HEADER": exp.false(),
        "DELIMITER": exp.Literal.string(delimiter),
        "QUOTE": exp.Literal.string(""),
    }
    copy = exp.Copy(
        this=exp.Subquery(this=query),
        kind=False,
        files=[exp.Literal.string(str(path))],
        params=[
            exp.CopyParameter(this=exp.var(name), expression=value)
            for name, value in settings.items()
        ],
    )
    connection.execute(copy.sql(dialect="duckdb"))
    return True


def _names(relation: Relation) -> tuple[str, ...]:
    return column_names(len(relation.columns))


def _source(file: TextFile, relation: Relation) -> exp.Table:
    columns = [
        exp.PropertyEQ(this=exp.Literal.string(name), expression=exp.Literal.string("VARCHAR"))
        for name in _names(relation)
    ]
    nothing = exp.Literal.string("")
    options: dict[str, exp.Expr] = {
        "auto_detect": exp.false(),
        "header": exp.false(),
        "delim": exp.Literal.string(file.delimiter),
        "quote": nothing,
        "escape": nothing,
        "comment": nothing,
        "max_line_size": exp.Literal.number(MAX_LINE),
        "columns": exp.Struct(expressions=columns),
    }
    arguments = [
        exp.Literal.string(str(file.path)),
        *(exp.Kwarg(this=exp.var(option), expression=value) for option, value in options.items()),
    ]
    return exp.Table(this=exp.Anonymous(this="read_csv", expressions=arguments))


def _value(name: str, primitive: Primitive) -> exp.Expr:
    text = exp.column(name)
    if primitive is Primitive.SYMBOL:
        return exp.Coalesce(this=text, expressions=[exp.Literal.string("")])
    value: exp.Expr = exp.cast(text, column_type(primitive))
    if primitive is Primitive.FLOAT:  # adding 0.0 makes the one zero of -0.0
        value = exp.Add(
            this=value, expression=exp.cast(exp.Literal.number(0), column_type(primitive))
        )
        unusual = exp.or_(*_unusual_float(text, value))
    else:
        unusual = exp.NullSafeNEQ(
            this=exp.cast(value.copy(), column_type(Primitive.SYMBOL)), expression=text.copy()
        )
    error = call("error", exp.Literal.string("another spelling of a number"))
    return exp.Case().when(unusual, error).else_(value)


def _unusual_float(text: exp.Expr, value: exp.Expr) -> Iterator[exp.Expr]:
    """What the database takes for a float and the dialect does not, and its NaN and infinity."""
    yield exp.Is(this=text.copy(), expression=exp.Null())
    yield call("contains", text.copy(), exp.Literal.string("_"))
    yield call("starts_with", text.copy(), exp.Literal.string("+"))
    last = call("right", text.copy(), exp.Literal.number(1))
    yield exp.not_(
        exp.Between(this=last, low=exp.Literal.string("."), high=exp.Literal.string("9"))
    )
    yield exp.not_(call("isfinite", value.copy()))


def _text(column: exp.Expr, primitive: Primitive) -> exp.Expr:
    if primitive is Primitive.FLOAT:  # as checker.io writes a float
        return call("printf", exp.Literal.string("%.17g"), column)
    return column


def _is_ambiguous(
    connection: DuckDBPyConnection, table: str, relation: Relation, delimiter: str
) -> bool:
    """Whether a symbol holds what ends a value or a line."""
    found = [
        call("contains", exp.column(name), exp.Literal.string(mark))
        for name, column in zip(_names(relation), relation.columns, strict=True)
        if column.primitive is Primitive.SYMBOL
        for mark in (delimiter, "\n", "\r")
    ]
    if not found:
        return False
    query = exp.select(exp.true()).from_(table).where(exp.or_(*found)).limit(1)
    return connection.execute(query.sql(dialect="duckdb")).fetchone() is not None
