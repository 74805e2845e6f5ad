"""The lookup that suits the rows of an evaluation."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from checker.analysis.program import Row
from checker.proofs.lookup import Lookup, MemoryLookup

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def lookup_in(relations: Mapping[str, Collection[Row]]) -> Lookup:
    """A lookup in the rows of an evaluation: in its database, where it has one."""
    if isinstance(relations, InDatabase):
        from checker.proofs.tables import TableLookup

        return TableLookup(relations.connection, relations.tables)
    return MemoryLookup(relations)


@runtime_checkable
class InDatabase(Protocol):
    """Rows that stand in a database's tables."""

    @property
    def connection(self) -> DuckDBPyConnection: ...

    @property
    def tables(self) -> Mapping[str, str]:
        """The table of each relation."""
        ...
