"""Tables in JSON Lines: a row a line, an object with the relation's columns as its keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from checker.bulk.checks import column_type
from checker.bulk.errors import BROKEN_ROW
from checker.bulk.files import FoundTable
from checker.bulk.places import whole_line
from checker.bulk.reading import lines_source
from checker.bulk.tables import ColumnType
from checker.diagnostics import Diagnostic, DiagnosticError, DiagnosticKind, closest
from checker.facts import errors

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def load_lines(connection: DuckDBPyConnection, found: FoundTable, table: str) -> None:
    """Makes a table of the file's rows, in its order. A text that is none is NULL there; a figure
    is what the line has for it. Raises :class:`DiagnosticError` at lines that are no rows."""
    columns = [column.name for column in found.relation.columns]
    read = exp.Create(
        this=exp.to_table(f"{table}_lines"),
        kind="TABLE",
        expression=exp.select("line").from_(lines_source(found.path, f"{table}_rejects")),
    )
    connection.execute(read.sql(dialect="duckdb"))
    if faults := list(_faults(connection, found, columns, table)):
        raise DiagnosticError(faults)
    cells = exp.select(
        *(
            exp.alias_(_cell(column.name, column_type(column)), f"c{index}")
            for index, column in enumerate(found.relation.columns)
        )
    ).from_(f"{table}_lines")
    made = exp.Create(this=exp.to_table(table), kind="TABLE", expression=cells)
    connection.execute(made.sql(dialect="duckdb"))
    connection.execute(f"DROP TABLE {table}_lines")


def _cell(name: str, type_: ColumnType) -> exp.Expr:
    path = exp.Literal.string(f'$."{name}"')
    line = exp.column("line")
    if type_ is not ColumnType.SYMBOL:
        found = exp.Anonymous(this="json_extract", expressions=[line, path])
        return exp.cast(found, ColumnType.SYMBOL.value)
    is_text = exp.EQ(
        this=exp.Anonymous(this="json_type", expressions=[line.copy(), path.copy()]),
        expression=exp.Literal.string("VARCHAR"),
    )
    return exp.case().when(
        is_text, exp.Anonymous(this="json_extract_string", expressions=[line, path])
    )


def _faults(
    connection: DuckDBPyConnection, found: FoundTable, columns: Sequence[str], table: str
) -> Iterator[Diagnostic]:
    lost = connection.execute(
        f"SELECT count(DISTINCT line), min(line) FROM {table}_rejects"
    ).fetchone()
    if lost and lost[0]:  # what stands behind such a line has another number than its row
        yield _at_lines(
            found,
            BROKEN_ROW,
            (lost[0], lost[1], ""),
            "no text in UTF-8 of less than 8 MB",
            "save the file as UTF-8, without control characters",
        )
        return
    is_object = "CASE WHEN json_valid(line) THEN json_type(line) = 'OBJECT' END"
    broken = connection.execute(
        f"SELECT count(*), min(rowid) + 1, arg_min(line, rowid) FROM {table}_lines"
        f" WHERE NOT coalesce({is_object}, false)"
    ).fetchone()
    if broken and broken[0]:
        yield _at_lines(
            found,
            BROKEN_ROW,
            broken,
            "no object of JSON",
            f'write one row a line, as {{"{columns[0]}": ...}}, and no empty lines',
        )
        return
    further = connection.execute(
        "SELECT count(*), min(number), arg_min(line, number), arg_min(key, number) FROM"
        f" (SELECT rowid + 1 AS number, line, unnest(json_keys(line)) AS key FROM {table}_lines)"
        " WHERE NOT list_contains(CAST($columns AS VARCHAR[]), key)",
        {"columns": list(columns)},
    ).fetchone()
    if further and further[0]:
        near = closest(further[3], columns)
        yield _at_lines(
            found,
            errors.UNKNOWN_FIELD,
            further,
            f"the key `{further[3]}`, which is no column of `{found.relation.name}`",
            f"did you mean `{near}`?" if near else "take the key away",
        )
    twice = connection.execute(
        f"SELECT count(*), min(rowid) + 1, arg_min(line, rowid) FROM {table}_lines"
        " WHERE len(json_keys(line)) <> len(list_distinct(json_keys(line)))"
    ).fetchone()
    if twice and twice[0]:
        yield _at_lines(
            found, errors.DUPLICATE_KEY, twice, "one key twice", "take one of them away"
        )


def _at_lines(
    found: FoundTable,
    kind: DiagnosticKind,
    lines: Sequence[object],
    reason: str,
    mend: str,
) -> Diagnostic:
    """The diagnostic for some lines: how many, the number of the first, and its text."""
    count, number, text = lines[:3]
    assert isinstance(count, int)
    assert isinstance(number, int)
    has = "is" if reason.startswith("no ") else "has"
    many = "are" if has == "is" else "have"
    return kind.at(
        whole_line(found.name, number, str(text or "")),
        f"line {number:,} {has} {reason}"
        if count == 1
        else f"{count:,} lines {many} {reason}; line {number:,} is the first",
        help=mend,
    )
