"""Tables in files of this machine, in DuckDB: how they are read, and what of them cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from checker.bulk.checks import column_type, defines
from checker.bulk.database import Cell, Loaded, Position
from checker.bulk.errors import BROKEN_ROW
from checker.bulk.files import FoundTable, broken, csv_header
from checker.bulk.headers import check_header, check_types
from checker.bulk.json_lines import load_lines
from checker.bulk.lines import RowPlaces, line_at
from checker.bulk.places import counted_rows, whole_line
from checker.bulk.reading import csv_source, database, parquet_source
from checker.bulk.tables import BulkTable, Format
from checker.bulk.validation import validate
from checker.diagnostics import Diagnostic, DiagnosticError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from checker.facts import Corpus
    from checker.facts.references import Elsewhere


def validate_files(
    found: Sequence[FoundTable], read: Callable[[Elsewhere], Corpus]
) -> tuple[Corpus, tuple[BulkTable, ...]]:
    """:func:`validate` for tables in files of this machine."""
    with database([table.path for table in found]) as connection:
        return validate(found, FileDatabase(connection), read)


class FileDatabase:
    """:class:`checker.bulk.database.Database` of files, each read once."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self._connection = connection

    def load(self, found: FoundTable, sql_name: str) -> Loaded[BulkTable]:
        import duckdb

        try:
            header = self._read(found, sql_name)
        except duckdb.Error as error:
            raise DiagnosticError([broken(found.name, _reason(error))]) from None
        places = None
        faults: tuple[Diagnostic, ...] = ()
        if found.format is Format.CSV:
            rejects = f"{sql_name}_rejects"
            lost = rejected_offsets(self._connection, rejects)
            places = RowPlaces(found.path, lost, columns=len(header))
            faults = tuple(broken_rows(self._connection, rejects, found.path, found.name, header))
        ((rows,),) = self._connection.execute(f"SELECT count(*) FROM {sql_name}").fetchall()
        return Loaded(
            found.relation,
            found.format,
            header,
            sql_name,
            _table(found, header, rows),
            _places(found.name, places),
            faults,
        )

    def give(self, sql_name: str, columns: Mapping[str, Sequence[str]]) -> None:
        described = ", ".join(f"{name} VARCHAR" for name in columns)
        self._connection.execute(f"CREATE OR REPLACE TABLE {sql_name} ({described})")
        given = ", ".join(f"unnest(CAST(${name} AS VARCHAR[]))" for name in columns)
        if any(columns.values()):
            self._connection.execute(
                f"INSERT INTO {sql_name} SELECT {given}",
                {name: list(texts) for name, texts in columns.items()},
            )

    def define(self, sql_name: str, query: exp.Expr) -> None:
        view = exp.Create(this=exp.to_table(sql_name), kind="VIEW", expression=query)
        self._connection.execute(view.sql(dialect="duckdb"))

    def ask(self, query: exp.Expr) -> Sequence[Sequence[Cell]]:
        return self._connection.execute(query.sql(dialect="duckdb")).fetchall()

    def _read(self, found: FoundTable, sql_name: str) -> tuple[str, ...]:
        """Makes a table of the file as it is; says its header."""
        columns = [column.name for column in found.relation.columns]
        if found.format is Format.JSON_LINES:
            load_lines(self._connection, found, sql_name)
            return tuple(columns)
        if found.format is Format.CSV:
            header = csv_header(found.path, found.name)
            check_header(found.relation, found.name, header)
            source = csv_source(found.path, header, rejects=f"{sql_name}_rejects")
        else:
            source = parquet_source(found.path)
            described = self._connection.execute(
                exp.Describe(this=exp.select("*").from_(source)).sql(dialect="duckdb")
            ).fetchall()
            header = tuple(row[0] for row in described)
            check_header(found.relation, found.name, header)
            types = {row[0]: row[1] for row in described}
            check_types(found.relation, found.name, header, types)
        select = exp.select(
            *(
                exp.alias_(_as_it_is(exp.column(name, quoted=True), found.format), f"c{index}")
                for index, name in enumerate(columns)
            )
        ).from_(source)
        table = exp.Create(this=exp.to_table(sql_name), kind="TABLE", expression=select)
        self._connection.execute(table.sql(dialect="duckdb"))
        return header


def _as_it_is(column: exp.Expr, format_: Format) -> exp.Expr:
    if format_ is Format.PARQUET:
        return column
    return exp.Coalesce(this=column, expressions=[exp.Literal.string("")])


def _table(found: FoundTable, header: tuple[str, ...], rows: int) -> BulkTable:
    relation = found.relation
    return BulkTable(
        relation.name,
        found.path,
        found.name,
        found.format,
        tuple(column.name for column in relation.columns),
        tuple(column_type(column) for column in relation.columns),
        header,
        rows,
        distinct=defines(relation),
    )


def _places(name: str, places: RowPlaces | None) -> Callable[[Cell], Position]:
    """Where the row stands that was loaded as number N, from 0."""

    def place(loaded: Cell) -> Position:
        assert isinstance(loaded, int)
        if places is None:  # a line is a row, or there are no lines
            return Position(name, loaded + 1, loaded + 1)
        found = places.place(loaded)
        return Position(name, found.row, found.line)

    return place


def _reason(error: Exception) -> str:
    first = str(error).split("\n")[0]
    if "state machine" in first:
        return "its line ends are mixed, or a quote is not closed"
    return first.partition(": ")[2] or first


# --- rows that are none -----------------------------------------------------------------------


def rejected_offsets(connection: DuckDBPyConnection, rejects: str) -> list[int]:
    """The offsets, from 1, of the rows of a CSV file that could not be read."""
    found = connection.execute(f"SELECT DISTINCT line_byte_position FROM {rejects}").fetchall()
    return [int(offset) for (offset,) in found if offset is not None]


def broken_rows(
    connection: DuckDBPyConnection, rejects: str, path: Path, name: str, header: Sequence[str]
) -> Iterator[Diagnostic]:
    """The lines of a CSV file that are no rows, by what is wrong with them."""
    found = connection.execute(
        "SELECT error_type::VARCHAR, count(*), min(line_byte_position),"
        f" arg_min(csv_line, line_byte_position) FROM {rejects} GROUP BY ALL"
    ).fetchall()
    for kind, count, offset, text in found:
        reason, mend = _REJECTED.get(kind, ("it is no row of CSV", "write it anew after RFC 4180"))
        yield BROKEN_ROW.at(
            whole_line(name, line_at(path, int(offset or 1)), (text or "").lstrip("\r\n")),
            f"{counted_rows(count)} cannot be read: {reason}",
            label=f"the first of {count:,}" if count > 1 else "",
            note=f"the header has {len(header)} columns: {', '.join(header)}",
            help=mend,
        )


_REJECTED: Mapping[str, tuple[str, str]] = {
    "MISSING COLUMNS": ("too few cells", "write two commas where a cell is empty"),
    "TOO MANY COLUMNS": (
        "too many cells",
        'put a cell that has a comma in it between quotes: "a, b"',
    ),
    "UNQUOTED VALUE": (
        "a quote that is not closed, or text behind a closing quote",
        'close the quote; double a quote inside of one: "say ""no"""',
    ),
    "INVALID ENCODING": ("bytes that are not UTF-8", "save the file as UTF-8"),
    "LINE SIZE OVER MAXIMUM": (
        "a row of more than 8 MB",
        "close the quote that is open, or cut the cell",
    ),
}
