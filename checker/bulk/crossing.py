"""What tables must have in common with each other, with fact files, and with documents."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING

from sqlglot import exp

from checker.bulk.checks import defines, references
from checker.bulk.database import Cell, Loaded, Queries
from checker.bulk.places import counted_rows
from checker.bulk.shown import SHOWN, ShownRow, column_name, first_rows, further
from checker.bulk.tables import AnyTable
from checker.diagnostics import Diagnostic
from checker.facts import errors

if TYPE_CHECKING:
    from checker.facts import Corpus
    from checker.facts.relations import Relation, Row


class Tables:
    """The tables of a database, and the ids of entities in them and in fact files together."""

    def __init__(
        self,
        database: Queries,
        loaded: Sequence[Loaded[AnyTable]],
        relations: Mapping[str, Sequence[Row]],
    ) -> None:
        self.database = database
        self.loaded = loaded
        self._relations = relations
        self._made: set[str] = set()

    def of(self, relation: str) -> list[Loaded[AnyTable]]:
        """The tables with rows of a relation."""
        return [one for one in self.loaded if one.relation.name == relation]

    def ids(self, kind: str) -> str:
        """A view of every id of a kind: ``part`` is the table's number, -1 for fact files."""
        name = f"ids_{kind}"
        if name not in self._made:
            self._made.add(name)
            given = [str(row[0]) for row in self._relations.get(kind, ())]
            self.database.give(f"{name}_given", {"id": given})
            parts: list[exp.Query] = [
                exp.select("-1 AS part", "NULL AS row", "id").from_(f"{name}_given")
            ]
            parts += [
                exp.select(
                    f"{self.loaded.index(one)} AS part",
                    "rowid AS row",
                    exp.alias_(exp.cast(exp.column("c0"), "VARCHAR"), "id"),
                ).from_(one.sql_name)
                for one in self.of(kind)
            ]
            self.database.define(name, reduce(_both, parts))
        return name

    def count(self, query: exp.Expr) -> int:
        """The number that a query gives."""
        ((count,),) = self.database.ask(query)
        assert isinstance(count, int)
        return count

    def row(self, part: int, rowid: Cell) -> ShownRow:
        """The row of a table, by the table's number."""
        one = self.loaded[part]
        this = exp.EQ(this=exp.column("rowid"), expression=exp.convert(rowid))
        return first_rows(self.database, one, this)[0]


def _both(one: exp.Query, other: exp.Query) -> exp.Query:
    return exp.union(one, other, distinct=False, copy=False)


def duplicates(tables: Tables, relation: Relation) -> Iterator[Diagnostic]:
    """The ids that a kind of entities has twice, in whatever files; NULL is a fault of its own."""
    if not defines(relation):
        return
    ids = tables.ids(relation.name)
    count = tables.count(
        exp.select("COUNT(*) - COUNT(DISTINCT id)").from_(ids).where("id IS NOT NULL")
    )
    if not count:
        return
    twice = exp.select("id").from_(ids).group_by("id").having("COUNT(*) > 1")
    numbered = (
        exp.select(
            "part",
            "row",
            "id",
            f"FIRST_VALUE(part) {_OF_ONE_ID} AS earlier_part",
            f"FIRST_VALUE(row) {_OF_ONE_ID} AS earlier_row",
            f"ROW_NUMBER() {_OF_ONE_ID} AS nth",
        )
        .from_(ids)
        .where(exp.column("id").isin(query=twice))
    )
    again = tables.database.ask(
        exp.select("part", "row", "earlier_part", "earlier_row")
        .from_(numbered.subquery("numbered"))
        .where("nth > 1 AND part >= 0")
        .order_by("part", "row")
        .limit(SHOWN)
    )
    found = [
        (tables.row(_number(part), row), _number(at), at_row) for part, row, at, at_row in again
    ]
    if not found:
        return
    (first, earlier, earlier_row), *more = found
    has_it = "a fact file"
    if earlier >= 0:
        place = tables.loaded[earlier].place(earlier_row)
        has_it = f"row {place.row:,} of {place.name}"
    yield errors.DUPLICATE_ID.at(
        first.cell(0),
        f"{column_name(first.table, 0)}: {counted_rows(count)} with an id that another row has;"
        f" `{first.short(0)}` in {first.place}",
        label=f"{has_it} has it first",
        related=further([row for row, *_ in more], 0),
        help=f"keep one row for each {relation.name}, or give ids of their own to what differs",
    )


_OF_ONE_ID = "OVER (PARTITION BY id ORDER BY part, row)"


def _number(value: Cell) -> int:
    assert isinstance(value, int)
    return value


def dangling(
    tables: Tables, one: Loaded[AnyTable], unread: Collection[str]
) -> Iterator[Diagnostic]:
    """The references of a table's rows to entities that nothing has."""
    for index, kind in references(one.relation):
        if kind in unread:  # a table that could not be read may have what is referred to
            continue
        value = exp.cast(exp.column(f"c{index}", table=one.sql_name), "VARCHAR")
        known = (
            exp.select("id")
            .from_(tables.ids(kind))
            .where(exp.EQ(this=exp.column("id", table=tables.ids(kind)), expression=value))
        )
        # An empty cell says that there is none, or is a fault of its own.
        named = exp.NEQ(this=value.copy(), expression=exp.Literal.string(""))
        condition = exp.and_(named, exp.not_(exp.Exists(this=known)))
        count = tables.count(exp.select("COUNT(*)").from_(one.sql_name).where(condition))
        if not count:
            continue
        first, *more = first_rows(tables.database, one, condition)
        yield errors.DANGLING.at(
            first.cell(index),
            f"{column_name(one, index)}: {counted_rows(count)} with the id of no {kind};"
            f" `{first.short(index)}` in {first.place}",
            label=f"no {kind} has this id",
            related=further(more, index),
            help=f"add a row to the table `{kind}`, say it in a fact file, or name another one",
        )


_QUOTES = (
    ("claim_text", 1, "claim", 1),
    ("date", 2, "date", 1),
)
"""Relation and column of a quotation, relation and column that give its document; both relations
have the entity in their first column."""


def misquotes(tables: Tables, corpus: Corpus) -> Iterator[Diagnostic]:
    """The quotations that do not stand in their documents, where the documents' texts are given."""
    quoting = [one for relation, *_ in _QUOTES for one in tables.of(relation)]
    if not corpus.documents or not quoting:
        return
    tables.database.give(
        "texts",
        {
            "id": [document.id for document in corpus.documents],
            "text": [document.text for document in corpus.documents],
        },
    )
    for relation, column, placing, place in _QUOTES:
        for one in tables.of(relation):
            for other in tables.of(placing):
                yield from _misquotes(tables, (one, column), (other, place))


def _misquotes(
    tables: Tables, quoting: tuple[Loaded[AnyTable], int], placing: tuple[Loaded[AnyTable], int]
) -> Iterator[Diagnostic]:
    (one, column), (other, place) = quoting, placing
    entity = exp.cast(exp.column("c0", table=one.sql_name), "VARCHAR")
    quote = exp.cast(exp.column(f"c{column}", table=one.sql_name), "VARCHAR")
    owner = exp.alias_(exp.to_table(other.sql_name), "owner", table=True)
    condition = exp.Exists(
        this=exp.select(exp.Literal.number(1))
        .from_(owner)
        .join("texts", on=f"texts.id = owner.c{place}")
        .where(exp.EQ(this=exp.column("c0", table="owner"), expression=entity))
        .where(exp.not_(exp.Contains(this=exp.column("text", table="texts"), expression=quote)))
    )
    count = tables.count(exp.select("COUNT(*)").from_(one.sql_name).where(condition))
    if not count:
        return
    first, *more = first_rows(tables.database, one, condition)
    yield errors.SPAN_NOT_FOUND.at(
        first.cell(column),
        f"{column_name(one, column)}: {counted_rows(count)} with words that do not stand in the"
        f" document; `{first.short(column)}` in {first.place}",
        label="must stand there to the letter",
        related=further(more, column),
        help="copy the passage from the document, with its punctuation",
    )
