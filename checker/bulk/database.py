"""What checks of tables ask of a database, whichever it is.

A check is one query, built once; each database writes it in its own dialect of SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeAlias, TypeVar

from checker.bulk.tables import AnyTable, Format
from checker.diagnostics import Diagnostic

if TYPE_CHECKING:
    from sqlglot import exp

    from checker.facts.relations import Relation

Cell: TypeAlias = object
"""A value as a database hands it over; None is NULL."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a row stands: in the file ``name``, as row ``row`` behind the header, beginning in
    line ``line``, both from 1."""

    name: str
    row: int
    line: int


class Found(Protocol):
    """A table that is not opened yet."""

    @property
    def relation(self) -> Relation:
        """The relation whose rows it holds."""
        ...


FoundT = TypeVar("FoundT", bound=Found)
TableT = TypeVar("TableT", bound=AnyTable)
_Found = TypeVar("_Found", bound=Found, contravariant=True)
_Table = TypeVar("_Table", bound=AnyTable, covariant=True)


@dataclass(frozen=True, slots=True)
class Loaded(Generic[_Table]):
    """A table that can be asked about as ``sql_name``: columns ``c0``, ... in the relation's order,
    as they stand in the file, and ``rowid``, by which rows are ordered.

    ``place`` tells where the row of a ``rowid`` stands. ``faults`` are of rows that could not be
    read.
    """

    relation: Relation
    format: Format
    header: tuple[str, ...]
    sql_name: str
    table: _Table
    place: Callable[[Cell], Position]
    faults: tuple[Diagnostic, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The relation's columns."""
        return self.table.columns


class Queries(Protocol):
    """What answers queries to tables.

    Names of tables are the checks' own; what users wrote enters a query as a literal.
    """

    def give(self, sql_name: str, columns: Mapping[str, Sequence[str]]) -> None:
        """Makes a table of texts, in place of one of this name."""
        ...

    def define(self, sql_name: str, query: exp.Expr) -> None:
        """Gives a query a name."""
        ...

    def ask(self, query: exp.Expr) -> Sequence[Sequence[Cell]]:
        """The query's rows."""
        ...


class Database(Queries, Protocol[_Found, _Table]):
    """Tables of rows, and queries to them."""

    def load(self, found: _Found, sql_name: str) -> Loaded[_Table]:
        """Makes a table of a file. Raises :class:`DiagnosticError` where that cannot be."""
        ...
