"""Delimited text on its way into DuckDB's tables and out of them, past Python."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from checker.analysis.program import Program, Relation, Row
from checker.engines.sql import primitives_of, written_symbols
from checker.engines.statements import Statement, Statements
from checker.engines.tables import Tables
from checker.engines.texts import TextFile, TextFiles, UnusualTextError


def insert_text(
    connection: DuckDBPyConnection,
    statements: Statements,
    table: str,
    relation: Relation,
    file: TextFile,
) -> None:
    """Puts the rows of a file into the relation's table, one that occurs twice twice.

    Raises :class:`UnusualTextError` at anything but the plainest spelling of a value.
    """
    primitives = primitives_of(relation)

    def make() -> Statement:
        from checker.engines.duckdb.queries import insertion_of_text

        return insertion_of_text(table, primitives, file.delimiter)

    insertion = statements.get(("text", table, file.delimiter, *map(str, primitives)), make)
    try:
        counted = connection.execute(insertion.text, {"path": str(file.path)}).fetchone()
    except (duckdb.InterruptException, duckdb.OutOfMemoryException):
        raise
    except duckdb.Error as error:
        raise UnusualTextError(str(error)) from None
    # The database skips empty lines.
    if counted is None or counted[0] != file.lines:
        raise UnusualTextError(f"{file.path} has other lines than rows")


def write_text(
    connection: DuckDBPyConnection,
    statements: Statements,
    table: str,
    relation: Relation,
    path: Path,
    delimiter: str,
    *,
    plain: bool,
) -> bool:
    """See :meth:`checker.engines.texts.WritesText.write_text`. Where ``plain``, it is known that
    no symbol holds the delimiter or a line break."""
    primitives = primitives_of(relation)

    def look() -> Statement | None:
        from checker.engines.duckdb.queries import ambiguous_text

        return ambiguous_text(table, primitives, delimiter)

    def make() -> Statement:
        from checker.engines.duckdb.queries import writing_of_text

        return writing_of_text(table, primitives, delimiter)

    if not plain:
        ambiguous = statements.find(("ambiguous", table, delimiter, *map(str, primitives)), look)
        if ambiguous is not None and connection.execute(ambiguous.text).fetchone() is not None:
            return False
    writing = statements.get(("write", table, delimiter, *map(str, primitives)), make)
    connection.execute(writing.text, {"path": str(path)})
    return True


def plain_delimiters(
    program: Program, given: Iterable[Collection[Row]], tables: Tables, texts: TextFiles
) -> frozenset[str]:
    """The delimiters that no symbol holds, nor a line break, in any row that the program derives
    from these: that of the files, where rows are read from nothing else."""
    if any(given) or any(tables.values()):
        return frozenset()
    delimiters = {file.delimiter for several in texts.values() for file in several}
    symbols = written_symbols(program)
    if len(delimiters) != 1 or symbols is None:
        return frozenset()
    marks = ("\n", "\r", *delimiters)
    if any(mark in symbol for symbol in symbols for mark in marks):
        return frozenset()
    return frozenset(delimiters)
