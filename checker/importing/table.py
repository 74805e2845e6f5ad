"""The table to import, in the database: opened, its columns found, its cells read as the mapping
says that they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from checker.bulk.checks import REAL, WHOLE
from checker.bulk.files import csv_header
from checker.bulk.lines import RowPlace, RowPlaces
from checker.bulk.local import broken_rows, rejected_offsets
from checker.bulk.places import whole_line
from checker.bulk.reading import csv_source, json_source, parquet_source
from checker.bulk.tables import ColumnType
from checker.diagnostics import Diagnostic, DiagnosticError, Label, Source, Span, closest
from checker.importing.errors import BAD_CELL, BAD_TABLE, UNKNOWN_NAME
from checker.importing.expressions import NAME
from checker.importing.mapping import SKIP, Mapping, SourceFormat, TableColumn

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Table:
    """A table that can be read. ``columns`` are those that values may use, in the order in which
    the database has them behind ``row``; ``header`` are the file's own names."""

    path: Path
    name: str
    format: SourceFormat
    delimiter: str
    header: tuple[str, ...]
    columns: tuple[TableColumn, ...]

    @property
    def types(self) -> dict[str, ColumnType]:
        return {column.name: column.type or ColumnType.SYMBOL for column in self.columns}


def open_table(connection: DuckDBPyConnection, mapping: Mapping, path: Path, name: str) -> Table:
    """Looks at the table's header. Raises :class:`DiagnosticError`."""
    import duckdb

    format_ = mapping.format_of(path)
    if format_ is None:
        raise DiagnosticError(
            [_bad(name, "its name does not say its format", "give `format:` under `source`")]
        )
    delimiter = mapping.delimiter_of(path)
    own: dict[str, ColumnType] = {}
    try:
        if format_ is SourceFormat.CSV:
            header = (
                csv_header(path, name, delimiter)
                if mapping.header
                else tuple(column.header for column in mapping.columns)
            )
        elif format_ is SourceFormat.PARQUET:
            query = exp.Describe(this=exp.select("*").from_(parquet_source(path)))
            described = connection.execute(query.sql(dialect="duckdb")).fetchall()
            header = tuple(row[0] for row in described)
            own = {row[0]: _type_of(row[1]) for row in described}
        else:
            header = _json_header(mapping)
    except duckdb.Error as error:
        raise DiagnosticError([_bad(name, _reason(error), "check the file")]) from None
    _check_header(mapping, header, name)
    return Table(path, name, format_, delimiter, header, tuple(_columns(mapping, header, own)))


def _type_of(type_: str) -> ColumnType:
    """How the dialect holds a Parquet file's column."""
    if type_.endswith("INT") or type_ == "INTEGER" or type_ == "UINTEGER":
        return ColumnType.NUMBER
    if type_ in ("DOUBLE", "FLOAT") or type_.startswith("DECIMAL"):
        return ColumnType.FLOAT
    return ColumnType.SYMBOL


def _json_header(mapping: Mapping) -> tuple[str, ...]:
    """The fields that the mapping declares: objects need not all have the same."""
    names = [column.header for column in mapping.columns]
    if mapping.unpivot is not None:
        names += [scalar.text for scalar in mapping.unpivot.columns]
    return tuple(dict.fromkeys(names))


def _check_header(mapping: Mapping, header: Sequence[str], name: str) -> None:
    faults = []
    for twice in {column for column in header if header.count(column) > 1}:
        faults.append(_bad(name, f"its header has `{twice}` twice", "rename one of the two"))
    wanted = [(column.header, column.span) for column in mapping.columns]
    if mapping.unpivot is not None:
        wanted += [(scalar.text, scalar.span) for scalar in mapping.unpivot.columns]
    for column, span in wanted:
        if column not in header:
            near = closest(column, header)
            faults.append(
                UNKNOWN_NAME.at(
                    span,
                    f"`{name}` has no column `{column}`",
                    help=f"did you mean `{near}`?"
                    if near
                    else f"its columns are {', '.join(header)}"[:400],
                )
            )
    if faults:
        raise DiagnosticError(faults)


def _columns(
    mapping: Mapping, header: Sequence[str], own: dict[str, ColumnType]
) -> Iterator[TableColumn]:
    """The declared columns, and those that need no declaration: texts by their own names."""
    gone: set[str] = set()
    if mapping.unpivot is not None:
        gone = {scalar.text for scalar in mapping.unpivot.columns}
    taken = {column.name for column in mapping.columns} | gone | {"row"}
    whole = Span(mapping.source, 0, 0)
    for column in mapping.columns:
        type_ = column.type or own.get(column.header)
        yield TableColumn(column.name, column.header, type_, column.empty, column.span)
    if mapping.unpivot is not None:
        spread = mapping.unpivot
        taken |= {spread.name, spread.value.name}
        yield TableColumn(spread.name, spread.name, None, None, spread.span)
        yield spread.value
    for name in header:
        if name not in taken and NAME.match(name):
            yield TableColumn(name, name, own.get(name), None, whole)


# --- reading ---------------------------------------------------------------------------------


def load_table(
    connection: DuckDBPyConnection, mapping: Mapping, table: Table, used: Sequence[TableColumn]
) -> int:
    """Reads the columns that are used into ``source``, as ``c0`` (the number of the row) and on,
    in the order of the table's columns; those that are not used are empty texts or zeros there.
    Says how many rows there are. Raises :class:`DiagnosticError`."""
    import duckdb

    try:
        texts = _texts(mapping, table, used)
        connection.execute(
            exp.Create(this=exp.to_table("texts"), kind="TABLE", expression=texts).sql(
                dialect="duckdb"
            )
        )
    except duckdb.Error as error:
        mend = "check the file, and `source` in the mapping"
        raise DiagnosticError([_bad(table.name, _reason(error), mend)]) from None
    faults: list[Diagnostic] = []
    if table.format is SourceFormat.CSV:
        faults += broken_rows(connection, "rejects", table.path, table.name, table.header)
    faults += _bad_cells(connection, table, used, _places(connection, mapping, table))
    if faults:
        raise DiagnosticError(faults)
    select = exp.select(
        exp.alias_(exp.column("row_number"), "c0"),
        *(
            exp.alias_(_typed(column) if column in used else _nothing(column), f"c{index}")
            for index, column in enumerate(table.columns, start=1)
        ),
    ).from_("texts")
    for column in used:
        if column.empty == SKIP:
            select = select.where(exp.NEQ(this=_text(column), expression=exp.Literal.string("")))
    connection.execute(
        exp.Create(this=exp.to_table("source"), kind="TABLE", expression=select).sql(
            dialect="duckdb"
        )
    )
    connection.execute("DROP TABLE texts")
    row = connection.execute("SELECT count(*) FROM source").fetchone()
    return int(row[0]) if row else 0


def _texts(mapping: Mapping, table: Table, used: Sequence[TableColumn]) -> exp.Select:
    """The table's cells as texts, NULL as the empty one, with the numbers of their rows."""
    if table.format is SourceFormat.CSV:
        source = csv_source(
            table.path,
            [_field(table, name) for name in table.header],
            delimiter=table.delimiter,
            header_rows=int(mapping.header),
            rejects="rejects",
        )
    elif table.format is SourceFormat.PARQUET:
        source = parquet_source(table.path)
    else:
        lines = table.format is SourceFormat.JSONL
        source = json_source(table.path, table.header, lines)
    number = exp.alias_(exp.Window(this=exp.RowNumber()), "row_number")
    spread = mapping.unpivot
    if spread is None:
        cells = (_as_text(_field(table, c.header), _slot(c.name)) for c in used)
        return exp.select(number, *cells).from_(source)
    parts = {scalar.text: f"part{index}" for index, scalar in enumerate(spread.columns)}
    plain = [c for c in used if c.name not in (spread.name, spread.value.name)]
    wide = exp.select(
        number,
        *(_as_text(_field(table, column.header), _slot(column.name)) for column in plain),
        *(_as_text(_field(table, header), part) for header, part in parts.items()),
    ).from_(source)
    return exp.select(
        exp.column("row_number"),
        *(exp.column(_slot(column.name)) for column in plain),
        exp.alias_(
            exp.Explode(this=exp.Array(expressions=[exp.Literal.string(h) for h in parts])),
            _slot(spread.name),
        ),
        exp.alias_(
            exp.Explode(this=exp.Array(expressions=[exp.column(p) for p in parts.values()])),
            _slot(spread.value.name),
        ),
    ).from_(exp.Subquery(this=wide, alias="wide"))


def _as_text(field: str, name: str) -> exp.Expr:
    text = exp.Coalesce(
        this=exp.cast(exp.column(field, quoted=True), "VARCHAR"),
        expressions=[exp.Literal.string("")],
    )
    return exp.alias_(text, name)


def _field(table: Table, header: str) -> str:
    """A column's name in the source of the query. Those of a CSV file go by their places: names
    that differ in case alone are one to the database."""
    if table.format is not SourceFormat.CSV:
        return header
    return f"h{table.header.index(header)}"


def _slot(name: str) -> str:
    """A column's name in the database, where upper and lower case are one."""
    return f"t_{name.encode().hex()}"


def _text(column: TableColumn) -> exp.Expr:
    """The cell's text, or what stands for it where it is empty."""
    text = exp.column(_slot(column.name))
    if column.empty in (None, SKIP):
        return text
    blank = exp.EQ(this=text, expression=exp.Literal.string(""))
    return exp.Case(
        ifs=[exp.If(this=blank, true=exp.Literal.string(column.empty or ""))],
        default=text.copy(),
    )


def _typed(column: TableColumn) -> exp.Expr:
    if column.type in (None, ColumnType.SYMBOL):
        return _text(column)
    value: exp.Expr = exp.TryCast(
        this=_text(column), to=exp.DataType.build((column.type or ColumnType.SYMBOL).value)
    )
    if column.type is ColumnType.FLOAT:  # of the two zeros one
        value = exp.Add(this=value, expression=exp.cast(exp.Literal.number(0), "DOUBLE"))
    return value


def _nothing(column: TableColumn) -> exp.Expr:
    if column.type in (None, ColumnType.SYMBOL):
        return exp.Literal.string("")
    return exp.cast(exp.Literal.number(0), (column.type or ColumnType.SYMBOL).value)


def _bad_cells(
    connection: DuckDBPyConnection,
    table: Table,
    used: Sequence[TableColumn],
    places: RowPlaces | None,
) -> Iterator[Diagnostic]:
    """The cells that are no figures of their columns' types."""
    figures = [c for c in used if c.type not in (None, ColumnType.SYMBOL)]
    if not figures:
        return
    counting = exp.select(
        *(
            exp.Filter(this=exp.Count(this=exp.Star()), expression=exp.Where(this=_misread(c)))
            for c in figures
        )
    ).from_("texts")
    counts = connection.execute(counting.sql(dialect="duckdb")).fetchone() or ()
    for column, count in zip(figures, counts, strict=True):
        if not count:
            continue
        query = (
            exp.select("row_number", _slot(column.name))
            .from_("texts")
            .where(_misread(column))
            .order_by("row_number")
            .limit(_SHOWN)
        )
        rows = [
            (_place(places, loaded), text)
            for loaded, text in connection.execute(query.sql(dialect="duckdb")).fetchall()
        ]
        first = rows[0]
        due = "a whole number of 64 bits" if column.type is ColumnType.NUMBER else "a finite number"
        value = f"`{first[1][:40]}`" if first[1] else "an empty cell"
        yield BAD_CELL.at(
            column.span,
            f"column `{column.header}`: {count:,} row{'s' * (count != 1)} without {due};"
            f" {value} in row {first[0].row:,}",
            label=f"declared {'number' if column.type is ColumnType.NUMBER else 'float'} here",
            related=[
                Label(whole_line(table.name, at.line, text), f"row {at.row:,} of the table")
                for at, text in rows
            ],
            help=f"mend the table, or declare `{column.name}: {{type: ..., empty: skip}}` to leave"
            " out the rows where it is empty"
            if not first[1]
            else "mend the table, or leave the column a text and make figures of it by an"
            " expression",
        )


def _misread(column: TableColumn) -> exp.Expr:
    text = _text(column)
    whole = column.type is ColumnType.NUMBER
    read = exp.TryCast(this=text, to=exp.DataType.build((column.type or ColumnType.SYMBOL).value))
    pattern = exp.Literal.string(WHOLE if whole else REAL)
    shaped = exp.Anonymous(this="regexp_full_match", expressions=[text.copy(), pattern])
    good = (
        exp.not_(exp.Is(this=read, expression=exp.Null()))
        if whole
        else exp.Anonymous(this="isfinite", expressions=[read])
    )
    found = exp.not_(exp.Coalesce(this=exp.and_(shaped, good), expressions=[exp.false()]))
    if column.empty == SKIP:
        filled = exp.NEQ(this=text.copy(), expression=exp.Literal.string(""))
        return exp.and_(filled, found)
    return found


def _places(connection: DuckDBPyConnection, mapping: Mapping, table: Table) -> RowPlaces | None:
    """Where rows stand in a CSV file; elsewhere it is their number that tells it."""
    if table.format is not SourceFormat.CSV:
        return None
    return RowPlaces(
        table.path,
        rejected_offsets(connection, "rejects"),
        columns=len(table.header),
        delimiter=table.delimiter,
        header_rows=int(mapping.header),
    )


def _place(places: RowPlaces | None, number: int) -> RowPlace:
    """The place of the row with this number, from 1, among those that were read."""
    return RowPlace(number, number) if places is None else places.place(number - 1)


def _reason(error: Exception) -> str:
    return str(error).split("\n")[0].partition(": ")[2]


def _bad(name: str, reason: str, mend: str) -> Diagnostic:
    return BAD_TABLE.at(
        Span(Source(name, ""), 0, 0), f"`{name}` cannot be imported: {reason}", help=mend
    )
