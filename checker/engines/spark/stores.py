"""Tables on a store, found, checked and looked up by Spark: no file passes through this machine.

The checks are those of :mod:`checker.bulk.validation`, written in Spark's SQL. Nothing is copied:
each check reads the columns that it needs from where they lie.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from checker.bulk.checks import column_type, defines
from checker.bulk.database import Cell, Loaded, Position
from checker.bulk.errors import BROKEN_TABLE, NOT_ON_STORE
from checker.bulk.files import FORMATS, relation_of
from checker.bulk.headers import check_header, check_types
from checker.bulk.stores import Address, StoredFile, masked
from checker.bulk.tables import ColumnType, Format, StoredTable
from checker.diagnostics import Diagnostic, DiagnosticError, Source, Span
from checker.engines.spark.dialect import spark_text
from checker.engines.spark.rows import parquet_frame, quoted, table_frame
from checker.engines.spark.starting import first_line
from checker.facts.files import SUFFIXES

if TYPE_CHECKING:
    from py4j.java_gateway import JavaObject  # type: ignore[import-untyped]
    from pyspark.sql import SparkSession
    from sqlglot import exp

    from checker.facts.relations import Relation, Row

_PARQUET = f".{Format.PARQUET}"


class SparkStores:
    """:class:`checker.bulk.stores.Stores` by a session of Spark's."""

    def __init__(self, session: SparkSession) -> None:
        self._session = session

    def found(self, addresses: Sequence[Address]) -> tuple[list[StoredFile], list[Diagnostic]]:
        tables: dict[str, StoredFile] = {}
        faults: list[Diagnostic] = []
        for address in addresses:
            try:
                for found in self._at(address):
                    if isinstance(found, Diagnostic):
                        faults.append(found)
                    else:
                        tables.setdefault(found.name, found)
            except DiagnosticError as error:
                faults.extend(error.diagnostics)
        return sorted(tables.values(), key=lambda table: table.name), faults

    def database(self) -> SparkDatabase:
        return SparkDatabase(self._session)

    def rows(self, table: StoredTable, keys: Sequence[str]) -> list[Row]:
        wanted = self._session.createDataFrame([(key,) for key in keys], "c0 STRING")
        with _told(table.name):
            found = table_frame(self._session, table).join(wanted, "c0", "left_semi")
            names = [f"c{index}" for index in range(len(table.columns))]
            return [tuple(row) for row in found.select(*names).collect()]

    def _at(self, address: Address) -> Iterator[StoredFile | Diagnostic]:
        """The table at an address, or those directly in the folder there."""
        text = address.text.rstrip("/")
        store = _Store(self._session, text)
        if text.endswith(tuple(FORMATS)) or not store.is_folder(text):
            yield from _table(store, text)
            return
        inside = store.inside(text)
        for name in inside:
            if name.endswith(tuple(FORMATS)):
                yield from _table(store, f"{text}/{name}")
            elif name.endswith(SUFFIXES):
                yield _not_read(f"{text}/{name}", "fact files are read from this machine alone")
        if not any(name.endswith((*FORMATS, *SUFFIXES)) for name in inside):
            yield _broken(text, "no table lies directly in this folder", _NAMED)


_NAMED = "tables are named after their relations, as claim.parquet: a file, or a folder of parts"


def _table(store: _Store, text: str) -> Iterator[StoredFile | Diagnostic]:
    name = PurePosixPath(text).name
    if not name.endswith(_PARQUET):
        yield _not_read(text, "of a store, tables in Parquet alone are read")
        return
    relation = relation_of(name, text)
    if isinstance(relation, Diagnostic):
        yield relation
    elif not store.is_folder(text):
        yield StoredFile(relation, text, (text,))
    else:
        yield _of_parts(relation, text, store.inside(text))


def _of_parts(relation: Relation, text: str, parts: Mapping[str, bool]) -> StoredFile | Diagnostic:
    if not parts:
        return _broken(text, "no file lies in this folder", "write the table anew")
    folders = [name for name, is_folder in parts.items() if is_folder]
    if folders:
        reason = f"there is a folder among its parts, `{folders[0]}`"
        return _broken(text, reason, "write the table without partitions: its columns stay in it")
    return StoredFile(relation, text, tuple(f"{text}/{part}" for part in parts))


def _not_read(text: str, reason: str) -> Diagnostic:
    return NOT_ON_STORE.at(
        Span(Source(text, ""), 0, 0),
        f"`{text}` is not read: {reason}",
        help="write tables as Parquet; name fact files by their paths, beside the address",
    )


def _broken(text: str, reason: str, mend: str) -> Diagnostic:
    return BROKEN_TABLE.at(
        Span(Source(text, ""), 0, 0), f"`{text}` cannot be read: {masked(reason)}", help=mend
    )


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Says what Spark, or the store, has against a table."""
    from py4j.protocol import Py4JError  # type: ignore[import-untyped]
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise DiagnosticError([_refused(name, first_line(error))]) from None


def _refused(name: str, reason: str) -> Diagnostic:
    said = re.sub(r"^((?:\w+\.)+\w+: )*(?:\[[A-Z0-9_.]+\] )?", "", reason)
    if "FileNotFoundException" in reason or "NotInMountpointException" in reason:
        return _broken(name, "there is nothing at this address", "check the address")
    if "No FileSystem for scheme" in said or "ClassNotFoundException" in reason:
        mend = (
            "let Spark load the store's client, as in"
            " --spark-conf spark.jars.packages=org.apache.hadoop:hadoop-aws:VERSION"
        )
        return _broken(name, said, mend)
    return _broken(
        name, said, "check the address, and whether Spark may read there (docs/scale.md)"
    )


class _Store:
    """The file system behind an address, as Hadoop lists it."""

    def __init__(self, session: SparkSession, text: str) -> None:
        self._jvm = session._jvm
        with _told(text):
            conf = session._jsparkSession.sessionState().newHadoopConf()
            self._system = self._path(text).getFileSystem(conf)

    def is_folder(self, text: str) -> bool:
        with _told(text):
            return bool(self._system.getFileStatus(self._path(text)).isDirectory())

    def _path(self, text: str) -> JavaObject:
        assert self._jvm is not None
        is_root = "/" not in text.partition("://")[2]
        return self._jvm.org.apache.hadoop.fs.Path(f"{text}/" if is_root else text)

    def inside(self, text: str) -> dict[str, bool]:
        """The names in a folder, in their order, without those that Spark passes over, and whether
        each is of a folder."""
        with _told(text):
            entries = self._system.listStatus(self._path(text))
            found = {str(each.getPath().getName()): bool(each.isDirectory()) for each in entries}
        return {name: found[name] for name in sorted(found) if not name.startswith(("_", "."))}


class SparkDatabase:
    """:class:`checker.bulk.database.Database` of tables on a store.

    A row's ``rowid`` is a text: the name of the part that it stands in, and its number there.
    """

    def __init__(self, session: SparkSession) -> None:
        self._session = session

    def load(self, found: StoredFile, sql_name: str) -> Loaded[StoredTable]:
        relation = found.relation
        with _told(found.name):
            frame = parquet_frame(self._session, found.files)
            header = tuple(frame.columns)
            check_header(relation, found.name, header)
            types = {name: _duckdb_type(type_) for name, type_ in frame.dtypes}
            check_types(relation, found.name, header, types)
            names = [
                f"{quoted(column.name)} AS c{at}" for at, column in enumerate(relation.columns)
            ]
            frame.selectExpr(*names, _ROWID).createOrReplaceTempView(sql_name)
            rows = self._counted(relation, found, sql_name)
        return Loaded(
            relation,
            Format.PARQUET,
            header,
            sql_name,
            StoredTable(
                relation.name,
                found.files,
                found.name,
                tuple(column.name for column in relation.columns),
                tuple(column_type(column) for column in relation.columns),
                rows,
                distinct=defines(relation),
            ),
            _places(found),
        )

    def give(self, sql_name: str, columns: Mapping[str, Sequence[str]]) -> None:
        schema = ", ".join(f"{name} STRING" for name in columns)
        rows = list(zip(*columns.values(), strict=True))
        self._session.createDataFrame(rows, schema).createOrReplaceTempView(sql_name)

    def define(self, sql_name: str, query: exp.Expr) -> None:
        self._session.sql(spark_text(query)).createOrReplaceTempView(sql_name)

    def ask(self, query: exp.Expr) -> Sequence[Sequence[Cell]]:
        with _told("the tables"):
            return [tuple(row) for row in self._session.sql(spark_text(query)).collect()]

    def _counted(self, relation: Relation, found: StoredFile, sql_name: str) -> int:
        """How many rows a table has. Raises :class:`DiagnosticError` where texts are none: what
        DuckDB refuses to read, Spark would hand over."""
        texts = [
            f"is_valid_utf8(c{index})"
            for index, column in enumerate(relation.columns)
            if column_type(column) is ColumnType.SYMBOL
        ]
        broken = f"count_if(NOT ({' AND '.join(texts)}))" if texts else "0"
        ((rows, wrong),) = self._session.sql(f"SELECT count(*), {broken} FROM {sql_name}").collect()
        if wrong:
            mend = "write its texts as UTF-8"
            raise DiagnosticError([_broken(found.name, "some texts in it are not UTF-8", mend)])
        return int(rows)


_ROWID = (
    "concat(_metadata.file_name, '#', lpad(CAST(_metadata.row_index AS STRING), 12, '0')) AS rowid"
)


def _places(found: StoredFile) -> Callable[[Cell], Position]:
    """Where the row of a ``rowid`` stands."""

    def place(rowid: Cell) -> Position:
        file, _, number = str(rowid).rpartition("#")
        name = found.name if found.files == (found.name,) else f"{found.name}/{file}"
        return Position(name, int(number) + 1, int(number) + 1)

    return place


_DUCKDB_TYPES: Final[Mapping[str, str]] = {
    "string": "VARCHAR",
    "int": "INTEGER",
    "binary": "BLOB",
    "decimal(20,0)": "UBIGINT",  # Parquet's UINT_64, as Spark reads it
}


def _duckdb_type(type_: str) -> str:
    """A type of Spark's as messages call it."""
    return _DUCKDB_TYPES.get(type_, re.sub(r"\bstring\b", "varchar", type_).upper())
