"""An import from end to end: the table read, its rows made into facts, these checked and
written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from sqlglot import exp

from checker.analysis.program import WILDCARD, Match
from checker.bulk.checks import Check, checks_of, defines
from checker.bulk.reading import database
from checker.diagnostics import Diagnostic, DiagnosticError, Source, Span
from checker.engines.duckdb.database import add_functors
from checker.engines.duckdb.rows import create_table, insert_rows
from checker.engines.duckdb.session import insert_derived
from checker.engines.sql import column_names, functions_of
from checker.engines.statements import Statements
from checker.engines.terms import check_patterns
from checker.facts.files import shown
from checker.facts.relations import Relation
from checker.files import write_files
from checker.importing.errors import BAD_ROWS, BAD_TABLE, NOT_IN_MAP, NOT_WRITTEN
from checker.importing.mapping import Mapping, TableColumn, TargetRows
from checker.importing.program import TABLE, Plan, plan
from checker.importing.table import Table, load_table, open_table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SHOWN = 3


class OutputFormat(StrEnum):
    """What the facts are written as."""

    CSV = "csv"
    PARQUET = "parquet"
    JSONL = "jsonl"

    @property
    def suffix(self) -> str:
        """What the files' names end in; ``.jsonl`` has records of fact files in it."""
        return ".ndjson" if self is OutputFormat.JSONL else f".{self}"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import wrote: rows of the table read, and of each relation written."""

    read: int
    written: dict[str, int]
    folder: Path


Step = Callable[[int, int, str], None]
"""Called before each step: its number from 0, how many there are, and what is done."""


def import_table(
    mapping: Mapping,
    table: Path | None,
    folder: Path,
    *,
    format: OutputFormat = OutputFormat.CSV,  # noqa: A002 - the option's name
    root: Path,
    progress: Step | None = None,
) -> Imported:
    """Makes facts of a table and writes a file for each relation into ``folder``, all or none.

    ``table`` replaces the one that the mapping names. The same table gives the same files, to
    the last byte. Raises :class:`DiagnosticError` with what is wrong with mapping or table.
    """
    path = _path(mapping, table)
    _check_folder(folder, mapping, format)
    steps = _Steps(len({target.relation.name for target in mapping.targets}), progress)
    with (
        _beside(folder) as beside,
        database([path], beside) as connection,
    ):
        steps.begin("reading the table")
        opened = open_table(connection, mapping, path, shown(path, root))
        planned = plan(mapping, opened.types)
        check_patterns(planned.program)
        add_functors(connection, functions_of(planned.program))
        read = load_table(connection, mapping, opened, _used(opened, planned))
        tables = _Tables.create(connection, planned)
        _check_maps(connection, planned, tables)
        written = _write(connection, planned, tables, beside, format, steps)
        _move(beside, folder)
    return Imported(read, written, folder)


@dataclass(slots=True)
class _Steps:
    """Tells how far the import is."""

    relations: int
    progress: Step | None
    done: int = 0

    def begin(self, what: str) -> None:
        if self.progress is not None:
            self.progress(self.done, self.relations + 1, what)
        self.done += 1


# --- places ----------------------------------------------------------------------------------


def _path(mapping: Mapping, table: Path | None) -> Path:
    path = table or mapping.file
    whole = Span(mapping.source, 0, 0)
    if path is None:
        raise DiagnosticError(
            [
                BAD_TABLE.at(
                    whole,
                    "no table is named",
                    help="name it behind the mapping, or write `source: {file: table.csv}`",
                )
            ]
        )
    if not os.path.isfile(path):  # noqa: PTH113 - pathlib's raises for a name that is too long
        raise DiagnosticError(
            [
                BAD_TABLE.at(
                    whole,
                    f"there is no table `{path}`",
                    help="paths in a mapping start at its own folder",
                )
            ]
        )
    return Path(os.path.realpath(path))


def _check_folder(folder: Path, mapping: Mapping, format_: OutputFormat) -> None:
    """Refuses to leave facts of an earlier import beside those that replace them."""
    faults = [
        NOT_WRITTEN.at(
            Span(Source(str(other), ""), 0, 0),
            f"the folder has `{other.name}` of an earlier import",
            help=f"remove it, or write with `--format {earlier}`",
        )
        for name in sorted({target.relation.name for target in mapping.targets})
        for earlier in OutputFormat
        if earlier is not format_
        for other in [folder / f"{name}{earlier.suffix}"]
        if other.exists()
    ]
    if faults:
        raise DiagnosticError(faults)


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A new folder next to the one that is written to, removed in the end."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(os.path.realpath(mkdtemp(prefix=".import-", dir=folder.parent)))
    except OSError as error:
        raise DiagnosticError([_not_written(folder, error)]) from None
    try:
        yield beside
    finally:
        rmtree(beside, ignore_errors=True)


def _move(beside: Path, folder: Path) -> None:
    """Puts the files in their places once all of them are complete."""
    try:
        write_files({folder / file.name: file for file in sorted(beside.iterdir())})
    except OSError as error:
        raise DiagnosticError([_not_written(folder, error)]) from None


def _not_written(folder: Path, error: Exception) -> Diagnostic:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return NOT_WRITTEN.at(
        Span(Source(str(folder), ""), 0, 0),
        f"`{folder}` cannot be written to: {reason.lower()}",
        help="check the path and the permissions",
    )


# --- deriving --------------------------------------------------------------------------------


def _used(table: Table, planned: Plan) -> list[TableColumn]:
    """The table's columns that some rule reads."""
    seen: set[int] = set()
    for stratum in planned.program.strata:
        for rule in stratum.rules:
            for literal in rule.body:
                if isinstance(literal, Match) and literal.relation == TABLE:
                    seen.update(
                        index
                        for index, argument in enumerate(literal.args)
                        if argument is not WILDCARD
                    )
    return [column for index, column in enumerate(table.columns, start=1) if index in seen]


@dataclass(frozen=True, slots=True)
class _Tables:
    """The program's relations as tables of the database."""

    names: dict[str, str]

    @classmethod
    def create(cls, connection: DuckDBPyConnection, planned: Plan) -> _Tables:
        program = planned.program
        names = {name: f"r{number}" for number, name in enumerate(program.relations)}
        names[TABLE] = "source"
        statements = Statements()
        for name, table in names.items():
            if name != TABLE:
                create_table(connection, statements, table, program.relations[name])
        for map_ in planned.maps:
            relation = program.relations[map_.relation]
            insert_rows(connection, statements, names[map_.relation], relation, map_.rows)
        return cls(names)

    def derive(self, connection: DuckDBPyConnection, planned: Plan, relation: str) -> str:
        """Fills the table of a relation by its rules."""
        for rule in planned.rules(relation):
            insert_derived(connection, rule, self.names)
        return self.names[relation]


def _check_maps(connection: DuckDBPyConnection, planned: Plan, tables: _Tables) -> None:
    """Every value that is looked up in a map must have an entry."""
    faults = []
    for lookup in planned.lookups:
        if not planned.rules(lookup.relation):
            continue
        keys = tables.derive(connection, planned, lookup.relation)
        entries = tables.names[lookup.map.relation]
        missing = connection.execute(
            f"SELECT CAST(c0 AS VARCHAR) FROM {keys} ANTI JOIN {entries} USING (c0)"
            " GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        if missing:
            some = ", ".join(f"`{row[0][:40]}`" for row in missing[:_SHOWN])
            rest = f" and {len(missing) - _SHOWN:,} more" if len(missing) > _SHOWN else ""
            faults.append(
                NOT_IN_MAP.at(
                    lookup.span,
                    f"the map has no entry for {some}{rest}",
                    help="add entries, say `otherwise: VALUE`, or leave such rows out by `where`",
                )
            )
    if faults:
        raise DiagnosticError(faults)


def _write(
    connection: DuckDBPyConnection,
    planned: Plan,
    tables: _Tables,
    beside: Path,
    format_: OutputFormat,
    steps: _Steps,
) -> dict[str, int]:
    """Derives, checks and writes relation after relation; says how many rows each has."""
    faults: list[Diagnostic] = []
    by_relation: dict[str, list[tuple[str, TargetRows]]] = {}
    for name, target in planned.outputs:
        by_relation.setdefault(target.relation.name, []).append((name, target))
    counts: dict[str, int] = {}
    for relation, several in by_relation.items():
        steps.begin(relation)
        parts = []
        for name, target in several:
            table = tables.derive(connection, planned, name)
            faults += _wrong_rows(connection, table, target)
            parts.append(table)
        target = several[0][1]
        rows = _together(parts, target.relation)
        faults += _same_ids(connection, rows, target)
        if not faults:
            counts[relation] = _copy(
                connection, rows, target.relation, beside / f"{relation}{format_.suffix}", format_
            )
        for table in parts:
            connection.execute(f"DROP TABLE {table}")
    if faults:
        raise DiagnosticError(faults)
    return counts


def _together(parts: Sequence[str], relation: Relation) -> exp.Query:
    """The rows of several tables, each once, in the order of their values."""
    names = column_names(len(relation.columns))
    rows: exp.Query = exp.select(*names).from_(parts[0])
    for part in parts[1:]:
        rows = exp.union(rows, exp.select(*names).from_(part))
    return rows


def _copy(
    connection: DuckDBPyConnection,
    rows: exp.Query,
    relation: Relation,
    path: Path,
    format_: OutputFormat,
) -> int:
    import duckdb

    names = column_names(len(relation.columns))
    ordered = (
        exp.select(
            *(
                exp.alias_(exp.column(name), exp.to_identifier(column.name, quoted=True))
                for name, column in zip(names, relation.columns, strict=True)
            )
        )
        .from_(exp.Subquery(this=rows, alias="h"))
        .order_by(*names)
    )
    file = exp.Literal.string(str(path)).sql(dialect="duckdb")
    options = {
        OutputFormat.CSV: "FORMAT csv, HEADER true",
        OutputFormat.PARQUET: "FORMAT parquet, COMPRESSION zstd",
        OutputFormat.JSONL: "FORMAT json",
    }[format_]
    try:
        counted = connection.execute(
            f"COPY ({ordered.sql(dialect='duckdb')}) TO {file} ({options})"
        ).fetchone()
    except (duckdb.Error, OSError) as error:
        raise DiagnosticError([_not_written(path.parent, error)]) from None
    return int(counted[0]) if counted else 0


# --- checks ----------------------------------------------------------------------------------


def _wrong_rows(
    connection: DuckDBPyConnection, table: str, target: TargetRows
) -> Iterator[Diagnostic]:
    """The rows with a value that the relation does not take."""
    for check in checks_of(target.relation, None):
        query = (
            exp.select(
                exp.cast(exp.Count(this=exp.Star()), "BIGINT"),
                exp.Min(this=exp.cast(exp.column(f"c{check.index}"), "VARCHAR")),
            )
            .from_(table)
            .where(check.wrong.copy())
        )
        count, example = connection.execute(query.sql(dialect="duckdb")).fetchone() or (0, "")
        if count:
            yield _wrong(target, check, int(count), example)


def _wrong(target: TargetRows, check: Check, count: int, example: str | None) -> Diagnostic:
    column = target.relation.columns[check.index]
    value = f"`{example[:40]}`" if example else "the empty text"
    return BAD_ROWS.at(
        _span(target, check.index),
        f"`{target.relation.name}.{column.name}`: {count:,} row{'s' * (count != 1)} without"
        f" {check.expected}; {value} is one",
        label=f"{check.expected} is due",
        help="map the values to what is due, or leave such rows out by `where`",
    )


def _same_ids(
    connection: DuckDBPyConnection, rows: exp.Query, target: TargetRows
) -> Iterator[Diagnostic]:
    """Entities that differ and have one id."""
    if not defines(target.relation):
        return
    counting = (
        exp.select("c0", exp.Count(this=exp.Star()))
        .from_(exp.Subquery(this=rows, alias="h"))
        .group_by("c0")
        .having(exp.GT(this=exp.Count(this=exp.Star()), expression=exp.Literal.number(1)))
        .order_by("c0")
    )
    again = connection.execute(counting.sql(dialect="duckdb")).fetchall()
    if not again:
        return
    name = again[0][0]
    differing = (
        exp.select("*")
        .from_(exp.Subquery(this=rows, alias="h"))
        .where(exp.EQ(this=exp.column("c0"), expression=exp.Placeholder(this="id")))
        .limit(2)
    )
    pair = connection.execute(differing.sql(dialect="duckdb"), {"id": name}).fetchall()
    columns = [column.name for column in target.relation.columns]
    shown_pair = "; ".join(
        ", ".join(f"{column} {value!s:.40}" for column, value in zip(columns, row, strict=True))
        for row in sorted(pair)
    )
    relation = target.relation.name
    yield BAD_ROWS.at(
        _span(target, 0),
        f"`{relation}`: {len(again):,} id{'s' * (len(again) != 1)} with more than one row;"
        f" `{name[:40]}` is one",
        label="does not tell them apart",
        note=f"the rows are: {shown_pair}",
        help="make the id of everything that tells two of them apart, or give both the same values",
    )


def _span(target: TargetRows, index: int) -> Span:
    return target.values[index].span
