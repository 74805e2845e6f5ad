"""Bulk tables as sources of queries, and a database that reaches them alone.

Names and paths enter a query as literals and identifiers that sqlglot writes, never as text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from tempfile import gettempdir
from typing import TYPE_CHECKING

from sqlglot import exp

from checker.bulk.confining import confine
from checker.bulk.tables import BulkTable, ColumnType, Format

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MAX_LINE = 8 << 20
"""Bytes of the longest line of a CSV file that is read."""


@contextmanager
def database(files: Iterable[Path], folder: Path | None = None) -> Iterator[DuckDBPyConnection]:
    """A database in memory that spills to the system's temporary folder, and reaches these files
    and what it writes below ``folder`` alone.

    Rows keep the order of their files.
    """
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "python_enable_replacements": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "temp_directory": str(Path(gettempdir()) / f"checker-{token_hex(8)}"),
    }
    connection = duckdb.connect(":memory:", config=settings)
    try:
        confine(connection, files, folder)
        yield connection
    finally:
        connection.close()


def typed_rows(table: BulkTable) -> exp.Select:
    """A query for a table's rows: columns ``c0``, ``c1``, ... in the relation's order, of its
    types, an empty cell of a CSV file as the empty text, the zeros as the one zero."""
    types = dict(zip(table.columns, table.types, strict=True))
    if table.format is Format.CSV:
        source = csv_source(table.path, table.header, types)
    elif table.format is Format.PARQUET:
        source = parquet_source(table.path)
    else:
        source = json_source(table.path, table.columns, lines=True, types=types)
    return exp.select(
        *(
            exp.alias_(_canonical(exp.column(name, quoted=True), type_), f"c{index}")
            for index, (name, type_) in enumerate(zip(table.columns, table.types, strict=True))
        )
    ).from_(source)


def _canonical(column: exp.Expr, type_: ColumnType) -> exp.Expr:
    if type_ is ColumnType.SYMBOL:
        text = exp.cast(column, type_.value)
        return exp.Coalesce(this=text, expressions=[exp.Literal.string("")])
    value = exp.cast(column, type_.value)
    if type_ is ColumnType.FLOAT:  # adding 0.0 makes the one zero of -0.0
        return exp.Add(this=value, expression=exp.cast(exp.Literal.number(0), type_.value))
    return value


def csv_source(
    path: Path,
    header: Collection[str],
    types: dict[str, ColumnType] | None = None,
    *,
    delimiter: str = ",",
    header_rows: int = 1,
    rejects: str | None = None,
) -> exp.Table:
    """A CSV file as a source, RFC 4180 to the letter; each column a text unless ``types`` says
    otherwise. What is no row goes into the table ``rejects``, where it is named."""
    columns = exp.Struct(
        expressions=[
            exp.PropertyEQ(
                this=exp.Literal.string(name),
                expression=exp.Literal.string((types or {}).get(name, ColumnType.SYMBOL).value),
            )
            for name in header
        ]
    )
    options: dict[str, exp.Expr] = {
        "auto_detect": exp.false(),
        "header": exp.true() if header_rows else exp.false(),
        "delim": exp.Literal.string(delimiter),
        "quote": exp.Literal.string('"'),
        "escape": exp.Literal.string('"'),
        "max_line_size": exp.Literal.number(MAX_LINE),
        "columns": columns,
    }
    if rejects is not None:
        options["store_rejects"] = exp.true()
        options["rejects_table"] = exp.Literal.string(rejects)
        options["rejects_scan"] = exp.Literal.string(f"{rejects}_scan")
    return _function("read_csv", path, options)


def parquet_source(path: Path) -> exp.Table:
    """A Parquet file as a source."""
    return _function("read_parquet", path, {})


def json_source(
    path: Path,
    columns: Collection[str],
    lines: bool,
    types: Mapping[str, ColumnType] | None = None,
) -> exp.Table:
    """A file of JSON as a source: one array of objects, or an object a line; each column a text
    unless ``types`` says otherwise."""
    struct = exp.Struct(
        expressions=[
            exp.PropertyEQ(
                this=exp.Literal.string(name),
                expression=exp.Literal.string((types or {}).get(name, ColumnType.SYMBOL).value),
            )
            for name in columns
        ]
    )
    shape = exp.Literal.string("newline_delimited" if lines else "array")
    return _function("read_json", path, {"format": shape, "columns": struct})


def lines_source(path: Path, rejects: str) -> exp.Table:
    """A file's lines as a source, in the column ``line``; those that are no texts go into the
    table ``rejects``. A control character, which no JSON has in it, takes the place of commas."""
    return _function(
        "read_csv",
        path,
        {
            "auto_detect": exp.false(),
            "header": exp.false(),
            "delim": exp.Literal.string("\x01"),
            "quote": exp.Literal.string(""),
            "escape": exp.Literal.string(""),
            "max_line_size": exp.Literal.number(MAX_LINE),
            "columns": exp.Struct(
                expressions=[
                    exp.PropertyEQ(
                        this=exp.Literal.string("line"),
                        expression=exp.Literal.string(ColumnType.SYMBOL.value),
                    )
                ]
            ),
            "store_rejects": exp.true(),
            "rejects_table": exp.Literal.string(rejects),
            "rejects_scan": exp.Literal.string(f"{rejects}_scan"),
        },
    )


def _function(name: str, path: Path, options: dict[str, exp.Expr]) -> exp.Table:
    arguments = [
        exp.Literal.string(str(path)),
        *(exp.Kwarg(this=exp.var(option), expression=value) for option, value in options.items()),
    ]
    return exp.Table(
        this=exp.Anonymous(this=name, expressions=arguments),
        alias=exp.TableAlias(this=exp.to_identifier("file")),
    )
