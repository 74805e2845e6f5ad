"""What a bulk table is: a relation's rows in a file that a database reads by itself."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from checker.dataclasses import dataclass

if TYPE_CHECKING:
    from checker.bulk.stores import Stores


class Format(StrEnum):
    """How a file holds rows; its suffix says so."""

    CSV = "csv"
    PARQUET = "parquet"
    JSON_LINES = "ndjson"


class ColumnType(StrEnum):
    """The types of a relation's columns, as databases call them."""

    SYMBOL = "VARCHAR"
    NUMBER = "BIGINT"
    FLOAT = "DOUBLE"


@dataclass(frozen=True, slots=True)
class BulkTable:
    """A file with rows of one relation, checked: each cell has a value of its column's type.

    ``columns`` and ``types`` are in the relation's order, ``header`` has the same names in the
    file's. ``path`` is absolute and ``name`` what it is shown as. ``rows`` counts the file's
    rows; where ``distinct``, no two of them are the same, nor is one in another table of the
    relation.
    """

    relation: str
    path: Path
    name: str
    format: Format
    columns: tuple[str, ...]
    types: tuple[ColumnType, ...]
    header: tuple[str, ...]
    rows: int
    distinct: bool


@dataclass(frozen=True, slots=True)
class StoredTable:
    """As :class:`BulkTable`, in Parquet on a store: ``files`` are the addresses of its parts."""

    relation: str
    files: tuple[str, ...]
    name: str
    columns: tuple[str, ...]
    types: tuple[ColumnType, ...]
    rows: int
    distinct: bool


AnyTable: TypeAlias = "BulkTable | StoredTable"


@dataclass(frozen=True, slots=True)
class BulkFacts:
    """Checked tables, by the relation whose rows they hold. ``stores`` reads those that lie on
    one."""

    tables: Mapping[str, tuple[AnyTable, ...]]
    stores: Stores | None = None

    @property
    def rows(self) -> int:
        """How many rows the tables have."""
        return sum(table.rows for tables in self.tables.values() for table in tables)


NO_BULK_FACTS: Final = BulkFacts({})
