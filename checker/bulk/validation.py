"""Bulk tables checked by columns, inside a database: no row passes through Python but those of
which an error tells."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from checker.bulk.checks import (
    UNSAID,
    Check,
    checks_of,
    column_type,
    defines,
    references,
)
from checker.bulk.errors import BROKEN_ROW
from checker.bulk.files import FoundTable, broken, csv_header
from checker.bulk.json_lines import load_lines
from checker.bulk.lines import RowPlace, RowPlaces, line_at
from checker.bulk.places import cell, member, whole_line
from checker.bulk.reading import csv_source, database, parquet_source
from checker.bulk.tables import BulkTable, ColumnType, Format
from checker.diagnostics import (
    Diagnostic,
    DiagnosticError,
    DiagnosticKind,
    Label,
    Span,
    closest,
)
from checker.facts import errors

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from checker.facts import Corpus
    from checker.facts.references import Elsewhere
    from checker.facts.relations import Row

_NULL = "NULL"
_SHOWN = 3
"""Of the rows with one fault, those that a diagnostic shows."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A table in the database, as ``b0``, ``b1``, ...: columns ``c0``, ... in the relation's
    order, as they stand in the file. ``places`` tells where in a CSV file."""

    found: FoundTable
    header: tuple[str, ...]
    sql_name: str
    rows: int
    places: RowPlaces | None

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.found.relation.columns)

    def place(self, loaded: int) -> RowPlace:
        """The place of the row that was loaded as this one, counted from 0."""
        if self.places is None:  # a line is a row, or there are no lines
            return RowPlace(loaded + 1, loaded + 1)
        return self.places.place(loaded)


def validate(
    found: Sequence[FoundTable], read: Callable[[Elsewhere], Corpus]
) -> tuple[Corpus, tuple[BulkTable, ...]]:
    """The facts of fact files, which ``read`` gives, and the tables, each proved to hold what its
    relation takes.

    Both may refer to entities of each other. Where the fact files cannot be read, references of
    tables are not looked at.
    Raises :class:`DiagnosticError` with everything that is wrong: for each column of a table and
    each kind of fault how many rows have it, and the first few of them.
    """
    with database([table.path for table in found]) as connection:
        faults: list[Diagnostic] = []
        loaded: list[_Loaded] = []
        unread: set[str] = set()
        for number, table in enumerate(found):
            try:
                one = _load(connection, table, f"b{number}")
            except DiagnosticError as error:
                faults.extend(error.diagnostics)
                unread.add(table.relation.name)
            else:
                loaded.append(one)
                lost = list(_lost_rows(connection, one))
                faults.extend(lost)
                if lost:
                    unread.add(table.relation.name)
                faults.extend(_wrong_cells(connection, one))
        try:
            corpus = read(partial(_known, connection, loaded, unread))
        except DiagnosticError as error:
            corpus = None
            faults[:0] = error.diagnostics
        given = _Given(connection, loaded, {} if corpus is None else corpus.relations)
        for relation in dict.fromkeys(table.found.relation.name for table in loaded):
            faults.extend(_duplicates(given, relation))
        if corpus is not None:
            for one in loaded:
                faults.extend(_dangling(given, one, unread))
            faults.extend(_misquotes(given, corpus))
    if faults or corpus is None:
        raise DiagnosticError(faults)
    return corpus, tuple(_checked(one) for one in loaded)


def _known(
    connection: DuckDBPyConnection,
    loaded: Sequence[_Loaded],
    unread: Collection[str],
    kind: str,
    ids: Collection[str],
) -> Mapping[str, str]:
    """See :data:`checker.facts.references.Elsewhere`. A table that could not be read may have
    whatever is referred to."""
    if kind in unread:
        return {name: name for name in ids}
    known: dict[str, str] = {}
    for one in loaded:
        if one.found.relation.name == kind:
            called = "c1" if "name" in one.columns[1:2] else "c0"
            known |= connection.execute(
                f"SELECT CAST(c0 AS VARCHAR), CAST({called} AS VARCHAR) FROM {one.sql_name}"
                " WHERE c0 IN (SELECT unnest(CAST($ids AS VARCHAR[])))",
                {"ids": list(ids)},
            ).fetchall()
    return known


def _checked(one: _Loaded) -> BulkTable:
    relation = one.found.relation
    return BulkTable(
        relation.name,
        one.found.path,
        one.found.name,
        one.found.format,
        one.columns,
        tuple(column_type(column) for column in relation.columns),
        one.header,
        one.rows,
        distinct=defines(relation),
    )


# --- reading ---------------------------------------------------------------------------------


def _load(connection: DuckDBPyConnection, found: FoundTable, sql_name: str) -> _Loaded:
    """Reads a table as it is. Raises :class:`DiagnosticError` where that cannot be."""
    import duckdb

    columns = [column.name for column in found.relation.columns]
    try:
        if found.format is Format.JSON_LINES:
            load_lines(connection, found, sql_name)
            return _Loaded(found, tuple(columns), sql_name, _count(connection, sql_name), None)
        if found.format is Format.CSV:
            header = csv_header(found.path, found.name)
            _settle(_header_faults(found, header))
            source = csv_source(found.path, header, rejects=f"{sql_name}_rejects")
        else:
            source = parquet_source(found.path)
            described = connection.execute(
                exp.Describe(this=exp.select("*").from_(source)).sql(dialect="duckdb")
            ).fetchall()
            header = tuple(row[0] for row in described)
            _settle(_header_faults(found, header))
            _settle(_type_faults(found, header, {row[0]: row[1] for row in described}))
        select = exp.select(
            *(
                exp.alias_(_as_it_is(exp.column(name, quoted=True), found.format), f"c{index}")
                for index, name in enumerate(columns)
            )
        ).from_(source)
        table = exp.Create(this=exp.to_table(sql_name), kind="TABLE", expression=select)
        connection.execute(table.sql(dialect="duckdb"))
    except duckdb.Error as error:
        raise DiagnosticError([broken(found.name, _reason(error))]) from None
    places = None
    if found.format is Format.CSV:
        lost = rejected_offsets(connection, f"{sql_name}_rejects")
        places = RowPlaces(found.path, lost, columns=len(header))
    return _Loaded(found, header, sql_name, _count(connection, sql_name), places)


def _count(connection: DuckDBPyConnection, sql_name: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {sql_name}").fetchone()
    return int(row[0]) if row else 0


def _as_it_is(column: exp.Expr, format_: Format) -> exp.Expr:
    if format_ is Format.PARQUET:
        return column
    return exp.Coalesce(this=column, expressions=[exp.Literal.string("")])


def _settle(faults: Iterable[Diagnostic]) -> None:
    if found := list(faults):
        raise DiagnosticError(found)


def _reason(error: Exception) -> str:
    first = str(error).split("\n")[0]
    if "state machine" in first:
        return "its line ends are mixed, or a quote is not closed"
    return first.partition(": ")[2] or first


def _header_faults(found: FoundTable, header: Sequence[str]) -> Iterator[Diagnostic]:
    columns = [column.name for column in found.relation.columns]
    due = f"the columns of `{found.relation.name}` are {', '.join(columns)}"
    missing = [name for name in columns if name not in header]
    for index, name in enumerate(header):
        span = cell(found.name, 1, header, index)
        if name in header[:index]:
            yield errors.DUPLICATE_KEY.at(
                span, f"column `{name}` stands twice in the header", help="take one of them away"
            )
        elif name not in columns:
            near = closest(name, missing)
            yield errors.UNKNOWN_FIELD.at(
                span,
                f"`{found.relation.name}` has no column `{name}`",
                note=due,
                help=f"did you mean `{near}`?" if near else "take the column away",
            )
    whole = ",".join(header)
    for name in missing:
        yield errors.MISSING_FIELD.at(
            whole_line(found.name, 1, whole),
            f"column `{name}` is missing",
            label="the header",
            note=due,
            help=f"add the column `{name}`; columns may stand in any order",
        )


_SIGNED = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
_WHOLE_TYPES = (*_SIGNED, *(f"U{name}" for name in _SIGNED))
_ACCEPTED: Mapping[ColumnType, tuple[str, ...]] = {
    ColumnType.SYMBOL: ("VARCHAR", "ENUM"),
    ColumnType.NUMBER: _WHOLE_TYPES,
    ColumnType.FLOAT: (*_WHOLE_TYPES, "DOUBLE", "FLOAT", "DECIMAL"),
}


def _type_faults(
    found: FoundTable, header: Sequence[str], types: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """The columns of a Parquet file that are of another type than the relation's."""
    for column in found.relation.columns:
        type_ = types[column.name]
        wanted = column_type(column)
        if type_.partition("(")[0] not in _ACCEPTED[wanted]:
            yield errors.WRONG_TYPE.at(
                cell(found.name, 1, header, header.index(column.name)),
                f"column `{column.name}` is of type {type_}; {wanted} is due",
                help=f"write the column as {wanted}",
            )


# --- rows and cells --------------------------------------------------------------------------


def _lost_rows(connection: DuckDBPyConnection, one: _Loaded) -> Iterator[Diagnostic]:
    if one.found.format is Format.CSV:
        rejects = f"{one.sql_name}_rejects"
        yield from broken_rows(connection, rejects, one.found.path, one.found.name, one.header)


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
            f"{_rows(count)} cannot be read: {reason}",
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


def _wrong_cells(connection: DuckDBPyConnection, one: _Loaded) -> Iterator[Diagnostic]:
    """The faults of single cells: one pass counts them all, a second one finds the first few."""
    checks = tuple(checks_of(one.found.relation, one.found.format))
    if not checks or not one.rows:
        return
    counting = exp.select(
        *(
            exp.Filter(
                this=exp.Count(this=exp.Star()), expression=exp.Where(this=check.wrong.copy())
            )
            for check in checks
        )
    ).from_(one.sql_name)
    counts = connection.execute(counting.sql(dialect="duckdb")).fetchone() or ()
    for check, count in zip(checks, counts, strict=True):
        if count:
            rows = _first_rows(connection, one, check.wrong)
            yield _about(one, check.kind, check.index, rows, int(count), check)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table, to be shown: where it stands, and its cells in the relation's order."""

    place: RowPlace
    cells: tuple[str, ...]


def _first_rows(connection: DuckDBPyConnection, one: _Loaded, condition: exp.Expr) -> list[_Row]:
    """The first rows under a condition."""
    texts = [
        exp.Coalesce(
            this=exp.cast(exp.column(f"c{index}"), "VARCHAR"),
            expressions=[exp.Literal.string(_NULL)],
        )
        for index in range(len(one.columns))
    ]
    query = (
        exp.select(exp.column("rowid"), *texts)
        .from_(one.sql_name)
        .where(condition.copy())
        .order_by("rowid")
        .limit(_SHOWN)
    )
    found = connection.execute(query.sql(dialect="duckdb")).fetchall()
    return [_Row(one.place(int(row[0])), tuple(row[1:])) for row in found]


def _about(
    one: _Loaded,
    kind: DiagnosticKind,
    index: int,
    rows: Sequence[_Row],
    count: int,
    check: Check,
) -> Diagnostic:
    """The diagnostic for all rows with one fault in one column."""
    first, *more = rows
    value = f"`{_short(first.cells[index])}`" if first.cells[index] else "an empty cell"
    return kind.at(
        _cell(one, first, index),
        f"{_column(one, index)}: {_rows(count)} without {check.expected};"
        f" {value} in row {first.place.row:,}"
        if count > 1
        else f"{_column(one, index)}: {value} in row {first.place.row:,} is not {check.expected}",
        label=f"{check.expected} is due",
        related=[Label(_cell(one, row, index), f"row {row.place.row:,}") for row in more],
        help=check.mend,
    )


def _cell(one: _Loaded, row: _Row, index: int) -> Span:
    if one.found.format is Format.JSON_LINES:
        return member(one.found.name, row.place.line, _members(one, row), index)
    by_name = dict(zip(one.columns, row.cells, strict=True))
    cells = [by_name.get(name, "") for name in one.header]
    return cell(one.found.name, row.place.line, cells, one.header.index(one.columns[index]))


def _members(one: _Loaded, row: _Row) -> Iterator[tuple[str, str]]:
    """The columns with their values as JSON."""
    for column, value in zip(one.found.relation.columns, row.cells, strict=True):
        if value == _NULL:
            yield column.name, "null"
        elif column_type(column) is ColumnType.SYMBOL:
            yield column.name, json.dumps(value, ensure_ascii=False)
        else:
            yield column.name, value


def _column(one: _Loaded, index: int) -> str:
    return f"`{one.found.relation.name}.{one.columns[index]}`"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 40 else f"{plain[:39]}…"


# --- between tables --------------------------------------------------------------------------


class _Given:
    """The ids of entities, from tables and fact files together, as tables of the database."""

    def __init__(
        self,
        connection: DuckDBPyConnection,
        loaded: Sequence[_Loaded],
        relations: Mapping[str, Sequence[Row]],
    ) -> None:
        self.connection = connection
        self.loaded = loaded
        self._relations = relations
        self._made: set[str] = set()

    def tables(self, relation: str) -> list[_Loaded]:
        return [one for one in self.loaded if one.found.relation.name == relation]

    def ids(self, kind: str) -> str:
        """A view of every id of a kind: ``part`` is the table's number, -1 for fact files."""
        name = f"ids_{kind}"
        if name not in self._made:
            self._made.add(name)
            self.connection.execute(f"CREATE TABLE {name}_given (id VARCHAR)")
            rows = self._relations.get(kind, ())
            if rows:
                self.connection.execute(
                    f"INSERT INTO {name}_given SELECT unnest(CAST($ids AS VARCHAR[]))",
                    {"ids": [row[0] for row in rows]},
                )
            parts = [f"SELECT -1 AS part, rowid AS row, id FROM {name}_given"]
            parts += [
                f"SELECT {self.loaded.index(one)} AS part, rowid AS row, CAST(c0 AS VARCHAR) AS id"
                f" FROM {one.sql_name}"
                for one in self.tables(kind)
            ]
            self.connection.execute(f"CREATE VIEW {name} AS {' UNION ALL '.join(parts)}")
        return name


def _duplicates(given: _Given, relation: str) -> Iterator[Diagnostic]:
    """The ids that a kind of entities has twice, in whatever files."""
    tables = given.tables(relation)
    if not defines(tables[0].found.relation):
        return
    ids = given.ids(relation)
    counted = given.connection.execute(
        f"SELECT count(*) - count(DISTINCT id) FROM {ids}"
    ).fetchone()
    count = int(counted[0]) if counted else 0
    if not count:
        return
    again = given.connection.execute(
        "SELECT part, row, id, earlier_part, earlier_row FROM (SELECT part, row, id,"
        " first_value(part) OVER w AS earlier_part, first_value(row) OVER w AS earlier_row,"
        f" row_number() OVER w AS nth FROM {ids} WINDOW w AS (PARTITION BY id ORDER BY part, row)"
        f") WHERE nth > 1 AND part >= 0 ORDER BY part, row LIMIT {_SHOWN}"
    ).fetchall()
    part, row, name, earlier_part, earlier_row = again[0]
    one = given.loaded[part]
    shown = _row(given, one, row)
    earlier = "a fact file"
    if earlier_part >= 0:
        other = given.loaded[earlier_part]
        earlier = f"row {other.place(earlier_row).row:,} of {other.found.name}"
    others = [(given.loaded[at], _row(given, given.loaded[at], row)) for at, row, *_ in again[1:]]
    yield errors.DUPLICATE_ID.at(
        _cell(one, shown, 0),
        f"{_column(one, 0)}: {_rows(count)} with an id that another row has;"
        f" `{_short(name)}` in row {shown.place.row:,}",
        label=f"{earlier} has it first",
        related=[Label(_cell(other, row, 0), f"row {row.place.row:,}") for other, row in others],
        help=f"keep one row for each {relation}, or give ids of their own to what differs",
    )


def _row(given: _Given, one: _Loaded, row: int) -> _Row:
    same = exp.EQ(this=exp.column("rowid"), expression=exp.Literal.number(row))
    return _first_rows(given.connection, one, same)[0]


def _dangling(given: _Given, one: _Loaded, unread: set[str]) -> Iterator[Diagnostic]:
    """The references of a table's rows to entities that nothing has."""
    relation = one.found.relation
    for index, kind in references(relation):
        if kind in unread:  # a table that could not be read may have what is referred to
            continue
        value = exp.cast(exp.column(f"c{index}", table=one.sql_name), "VARCHAR")
        known = (
            exp.select("id")
            .from_(given.ids(kind))
            .where(exp.EQ(this=exp.column("id", table=given.ids(kind)), expression=value))
        )
        condition: exp.Expr = exp.not_(exp.Exists(this=known))
        if (relation.name, relation.columns[index].name) in UNSAID:
            blank = exp.NEQ(this=value.copy(), expression=exp.Literal.string(""))
            condition = exp.and_(blank, condition)
        else:  # an empty cell is a fault of its own
            condition = exp.and_(
                exp.NEQ(this=value.copy(), expression=exp.Literal.string("")), condition
            )
        counting = exp.select(exp.Count(this=exp.Star())).from_(one.sql_name).where(condition)
        counted = given.connection.execute(counting.sql(dialect="duckdb")).fetchone()
        count = int(counted[0]) if counted else 0
        if not count:
            continue
        first, *more = _first_rows(given.connection, one, condition)
        yield errors.DANGLING.at(
            _cell(one, first, index),
            f"{_column(one, index)}: {_rows(count)} with the id of no {kind};"
            f" `{_short(first.cells[index])}` in row {first.place.row:,}",
            label=f"no {kind} has this id",
            related=[Label(_cell(one, row, index), f"row {row.place.row:,}") for row in more],
            help=f"add a row to the table `{kind}`, say it in a fact file, or name another one",
        )


# --- documents -------------------------------------------------------------------------------

_QUOTES = (
    ("claim_text", 1, "claim", 1),
    ("date", 2, "date", 1),
)
"""Relation and column of a quotation, relation and column that give its document; both relations
have the entity in their first column."""


def _misquotes(given: _Given, corpus: Corpus) -> Iterator[Diagnostic]:
    """The quotations that do not stand in their documents, where the documents' texts are given."""
    if not corpus.documents:
        return
    given.connection.execute("CREATE TABLE texts (id VARCHAR, text VARCHAR)")
    given.connection.execute(
        "INSERT INTO texts SELECT unnest(CAST($ids AS VARCHAR[])),"
        " unnest(CAST($texts AS VARCHAR[]))",
        {
            "ids": [document.id for document in corpus.documents],
            "texts": [document.text for document in corpus.documents],
        },
    )
    for quoting, column, placing, place in _QUOTES:
        for one in given.tables(quoting):
            for other in given.tables(placing):
                condition = exp.Exists(
                    this=exp.select(exp.Literal.number(1))
                    .from_(exp.alias_(exp.to_table(other.sql_name), "owner", table=True))
                    .join("texts", on=f"texts.id = CAST(owner.c{place} AS VARCHAR)")
                    .where(f"CAST(owner.c0 AS VARCHAR) = CAST({one.sql_name}.c0 AS VARCHAR)")
                    .where(f"NOT contains(texts.text, CAST({one.sql_name}.c{column} AS VARCHAR))")
                )
                rows = _first_rows(given.connection, one, condition)
                if not rows:
                    continue
                counting = (
                    exp.select(exp.Count(this=exp.Star())).from_(one.sql_name).where(condition)
                )
                counted = given.connection.execute(counting.sql(dialect="duckdb")).fetchone()
                first, *more = rows
                yield errors.SPAN_NOT_FOUND.at(
                    _cell(one, first, column),
                    f"{_column(one, column)}: {_rows(int(counted[0]) if counted else 1)} with"
                    f" words that do not stand in the document;"
                    f" `{_short(first.cells[column])}` in row {first.place.row:,}",
                    label="must stand there to the letter",
                    related=[
                        Label(_cell(one, row, column), f"row {row.place.row:,}") for row in more
                    ],
                    help="copy the passage from the document, with its punctuation",
                )
