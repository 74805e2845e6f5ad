"""Rows on their way into Spark, from one query to the next, and out again."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial, reduce
from typing import TYPE_CHECKING, Final

from checker.analysis.program import Primitive, Relation, Row
from checker.bulk.tables import AnyTable, BulkTable, ColumnType, Format
from checker.diagnostics import DiagnosticError
from checker.engines.errors import WRONG_FACT
from checker.engines.spark.dialect import type_text
from checker.engines.spark.releasing import when_gone
from checker.engines.sql import PRESENT, column_names, column_type
from checker.engines.tables import unreadable

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, Observation, SparkSession

_MANY: Final = 8
"""Pieces of a relation before the small ones among them are put together."""


class Piece:
    """Rows that stand computed in Spark's storage, with no way back to what they came from.

    So neither a query's plan nor what Spark would do again after a failure grows with the rounds
    of a recursion. In Spark's storage rows are in memory, and on disk where that is full; where
    the session has a checkpoint folder they are there, and outlive the loss of an executor.
    """

    __slots__ = ("frame", "rows")

    def __init__(self, frame: DataFrame, rows: int) -> None:
        self.frame = frame
        self.rows = rows

    def release(self) -> None:
        """Frees the storage; the rows cannot be read any more."""
        plan = self.frame._jdf.queryExecution().logical()
        if hasattr(plan, "rdd"):
            plan.rdd().unpersist(False)


def keep(frame: DataFrame) -> Piece:
    """Computes the rows of a query."""
    from pyspark.sql import Observation, functions

    if frame.sparkSession.sparkContext.getCheckpointDir() is None:
        seen = Observation()
        counted = frame.observe(seen, functions.count(functions.lit(1)).alias("rows"))
        kept = counted.localCheckpoint()
        return Piece(kept, _told(seen, kept))
    frame.persist()  # or the rows would be computed for each of the two
    try:
        rows = frame.count()
        return Piece(frame.checkpoint(), rows)
    finally:
        frame.unpersist()


def _told(seen: Observation, kept: DataFrame) -> int:
    """How many rows were seen on their way into storage. Where Spark did without the plan's part
    that counts them, as it may of a query that it knows to be empty, they are counted there."""
    try:
        return int(seen.get["rows"])
    except (KeyError, IndexError, TypeError):  # a row of metrics without the one asked for
        return kept.count()


class Pieces:
    """The rows of a relation, no row in two pieces."""

    def __init__(self, empty: DataFrame) -> None:
        self._empty = empty
        self._pieces: list[Piece] = []
        self._replaced: list[Piece] = []

    @property
    def rows(self) -> int:
        return sum(piece.rows for piece in self._pieces)

    @property
    def frame(self) -> DataFrame:
        return _together([piece.frame for piece in self._pieces] or [self._empty])

    def add(self, piece: Piece) -> None:
        """Takes the rows of one more piece in."""
        if piece.rows:
            self._pieces.append(piece)
        else:
            piece.release()

    def take(self, others: Pieces) -> None:
        """Takes all rows of others over, at the end of a round.

        Small pieces are put together from time to time, each row about as often as the rows
        double, as a log-structured merge tree does it. What they were made from is read until the
        next round ends.
        """
        for piece in self._replaced:
            piece.release()
        self._replaced.clear()
        self._pieces += others._pieces
        others._pieces.clear()
        if len(self._pieces) > _MANY:
            self._merge()

    def release(self) -> None:
        for piece in (*self._pieces, *self._replaced):
            piece.release()
        self._pieces.clear()
        self._replaced.clear()

    def _merge(self) -> None:
        first = len(self._pieces) - _MANY // 2
        while first and self._pieces[first - 1].rows <= 2 * sum(
            piece.rows for piece in self._pieces[first:]
        ):
            first -= 1
        small = self._pieces[first:]
        whole = _together([piece.frame for piece in small])
        width = max(1, whole.sparkSession.sparkContext.defaultParallelism)
        self._pieces[first:] = [keep(whole.coalesce(width))]
        self._replaced += small


def _together(frames: Sequence[DataFrame]) -> DataFrame:
    return reduce(lambda whole, frame: whole.unionAll(frame), frames)


# --- in --------------------------------------------------------------------------------------


def schema(relation: Relation) -> str:
    """The relation's columns as Spark declares them."""
    return ", ".join(f"{name} {type_}" for name, type_ in _columns(relation))


def no_rows(session: SparkSession, relation: Relation) -> DataFrame:
    """The relation without rows."""
    nothing = ", ".join(f"CAST(NULL AS {type_}) AS {name}" for name, type_ in _columns(relation))
    return session.sql(f"SELECT {nothing} WHERE false")


def _columns(relation: Relation) -> list[tuple[str, str]]:
    if not relation.columns:
        return [(PRESENT, "BOOLEAN")]
    types = [type_text(column_type(column.primitive)) for column in relation.columns]
    return list(zip(column_names(len(types)), types, strict=True))


def given_frame(session: SparkSession, relation: Relation, rows: Collection[Row]) -> DataFrame:
    """Rows of the relation that are values in Python.

    Raises :class:`DiagnosticError` where a text is none in UTF-8.
    """
    if not relation.columns:
        return session.createDataFrame([(True,)], schema(relation), verifySchema=False)
    unsigned = [
        index
        for index, column in enumerate(relation.columns)
        if column.primitive is Primitive.UNSIGNED
    ]
    _check_texts(relation, rows)
    return session.createDataFrame(
        [_widened(row, unsigned) for row in rows], schema(relation), verifySchema=False
    )


def _widened(row: Row, unsigned: Sequence[int]) -> tuple[object, ...]:
    if not unsigned:
        return row
    values: list[object] = list(row)
    for index in unsigned:
        values[index] = Decimal(row[index])
    return tuple(values)


def _check_texts(relation: Relation, rows: Collection[Row]) -> None:
    for row in rows:
        for value in row:
            if isinstance(value, str) and not value.isascii():
                try:
                    value.encode()
                except UnicodeEncodeError:
                    raise DiagnosticError(
                        [
                            WRONG_FACT.at(
                                relation.span,
                                f"a row given for `{relation.name}` does not fit: half of a"
                                " surrogate pair is no text",
                                label="declared here",
                                note="Spark keeps texts as UTF-8, which has no code for it",
                                help="mend the text, or use `--engine pydatalog`",
                            )
                        ]
                    ) from None


def table_frame(session: SparkSession, table: AnyTable) -> DataFrame:
    """The rows of a bulk table, read by Spark: the file must be at the same path for every
    executor. An empty cell of a CSV file is the empty text, and the zeros are the one zero."""
    if isinstance(table, BulkTable):
        source = _file_frame(session, table)
    else:
        source = parquet_frame(session, table.files)
    return source.select(
        *(
            _cell(source[quoted(name)], type_).alias(f"c{index}")
            for index, (name, type_) in enumerate(zip(table.columns, table.types, strict=True))
        )
    )


def parquet_frame(session: SparkSession, addresses: Sequence[str]) -> DataFrame:
    """The rows of Parquet files as they are; all files have the same columns."""
    # Of several files, Spark takes the first one's columns for all, unless it is told to look.
    several = "true" if len(addresses) > 1 else "false"
    reader = session.read.option("mergeSchema", several)
    return reader.parquet(*(_without_patterns(address) for address in addresses))


def _without_patterns(address: str) -> str:
    return re.sub(r"([*?{}\[\]\\])", r"\\\1", address)


def _file_frame(session: SparkSession, table: BulkTable) -> DataFrame:
    address = f"file://{table.path}"
    if table.format is Format.PARQUET:
        return parquet_frame(session, [address])
    path = _without_patterns(address)
    if table.format is Format.JSON_LINES:
        columns = zip(table.columns, table.types, strict=True)
        typed = ", ".join(f"{quoted(name)} {_SPARK_NAMES[type_]}" for name, type_ in columns)
        return session.read.schema(typed).option("mode", "FAILFAST").json(path)
    texts = ", ".join(f"{quoted(name)} STRING" for name in table.header)
    return (
        session.read.schema(texts)
        .option("header", "true")
        .option("enforceSchema", "true")
        .option("quote", '"')
        .option("escape", '"')
        .option("multiLine", "true")
        .option("mode", "FAILFAST")
        .csv(path)
    )


_SPARK_NAMES: Mapping[ColumnType, str] = {
    ColumnType.SYMBOL: "STRING",
    ColumnType.NUMBER: "BIGINT",
    ColumnType.FLOAT: "DOUBLE",
}


def quoted(name: str) -> str:
    """A column's name as Spark's SQL has it."""
    return "`" + name.replace("`", "``") + "`"


def _cell(column: Column, type_: ColumnType) -> Column:
    from pyspark.sql import functions

    if type_ is ColumnType.SYMBOL:
        return functions.coalesce(column.cast("string"), functions.lit(""))
    if type_ is ColumnType.FLOAT:  # adding 0.0 makes the one zero of -0.0
        return column.cast("double") + functions.lit(0.0)
    return column.cast("bigint")


def kept_tables(
    session: SparkSession, tables: Sequence[AnyTable], given: DataFrame, has_given: bool
) -> Piece:
    """The rows of a relation's tables and those given beside them, each once.

    Raises :class:`DiagnosticError` where a table is not what it was when it was checked.
    """
    from pyspark.errors import PySparkException
    from pyspark.sql import functions

    try:
        whole = _together([given, *(table_frame(session, table) for table in tables)])
        if has_given or not all(table.distinct for table in tables):
            whole = whole.distinct()
        piece = keep(whole)
        holes = functions.lit(False)
        for name in whole.columns:
            holes = holes | functions.isnull(name)
        misread = not piece.frame.where(holes).isEmpty()
    except PySparkException as error:
        raise DiagnosticError([unreadable(tables[0], error)]) from None
    if misread:
        raise DiagnosticError([unreadable(tables[0], ValueError("a cell is no value any more"))])
    return piece


# --- out -------------------------------------------------------------------------------------


class StoredRows(Mapping[str, frozenset[Row]]):
    """The rows of every relation, fetched from Spark when they are first looked at. Spark's
    storage is freed when the mapping is gone."""

    def __init__(
        self,
        relations: Mapping[str, Relation],
        pieces: Mapping[str, Pieces],
        given: Mapping[str, frozenset[Row]],
    ) -> None:
        self._relations = relations
        self._pieces = pieces
        self._fetched = dict(given)
        when_gone(self, partial(release_all, pieces))

    def __getitem__(self, name: str) -> frozenset[Row]:
        rows = self._fetched.get(name)
        if rows is None:
            rows = self._fetched[name] = self._fetch(self._relations[name])
        return rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._relations)

    def __len__(self) -> int:
        return len(self._relations)

    def _fetch(self, relation: Relation) -> frozenset[Row]:
        pieces = self._pieces[relation.name]
        if not relation.columns:
            return frozenset([()] if pieces.rows else [])
        if not pieces.rows:
            return frozenset()
        found = pieces.frame.collect()
        if any(column.primitive is Primitive.UNSIGNED for column in relation.columns):
            return frozenset(map(plain_row, found))
        return frozenset(map(tuple, found))


def plain_row(row: Sequence[object]) -> Row:
    """The row with whole numbers as ``int``, in whatever width Spark has them."""
    return tuple(
        int(value) if isinstance(value, Decimal) else value  # type: ignore[misc]
        for value in row
    )


def release_all(pieces: Mapping[str, Pieces]) -> None:
    """Frees the storage of every relation, as far as Spark still runs."""
    from py4j.protocol import Py4JError  # type: ignore[import-untyped]

    for several in pieces.values():
        try:
            several.release()
        except (Py4JError, OSError, AttributeError):  # Spark has ended, and its storage with it
            return
