"""How proofs look at the rows of an evaluation, wherever an engine keeps them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol, TypeAlias

from checker.analysis.program import Row, Value

Fixed: TypeAlias = tuple[tuple[int, Value], ...]
"""Columns, by their indexes in rising order, and the values that they must have."""


class Lookup(Protocol):
    """Finds rows by the values of some columns."""

    def rows(self, relation: str, fixed: Fixed) -> Iterable[Row]:
        """The relation's rows with these values, in rising order, as few at a time as one asks
        for. Texts are ordered by their code points."""
        ...

    def expect(self, relation: str, wanted: Collection[Fixed]) -> None:
        """Says which rows will be asked for, so that they may be fetched together. ``wanted`` are
        values of the same columns."""
        ...


class MemoryLookup:
    """A lookup in collections of rows, with an index for each set of columns asked for."""

    def __init__(self, relations: Mapping[str, Collection[Row]]) -> None:
        self._relations = relations
        self._sets: dict[str, frozenset[Row]] = {}
        self._indexes: dict[tuple[str, tuple[int, ...]], dict[Row, list[Row]]] = {}
        self._sorted: set[tuple[str, Fixed]] = set()

    def rows(self, relation: str, fixed: Fixed) -> Iterable[Row]:
        columns = tuple(column for column, _ in fixed)
        rows = self._rows(relation)
        if columns and len(columns) == len(next(iter(rows), ())):
            row = tuple(value for _, value in fixed)
            return (row,) if row in rows else ()
        index = self._indexes.get((relation, columns))
        if index is None:
            index = self._indexes[relation, columns] = self._index(relation, columns)
        found = index.get(tuple(value for _, value in fixed), [])
        if len(found) > 1 and (relation, fixed) not in self._sorted:
            found.sort()
            self._sorted.add((relation, fixed))
        return found

    def expect(self, relation: str, wanted: Collection[Fixed]) -> None:
        """Nothing is fetched from anywhere."""

    def _rows(self, relation: str) -> frozenset[Row]:
        rows = self._sets.get(relation)
        if rows is None:
            rows = self._sets[relation] = frozenset(self._relations.get(relation, ()))
        return rows

    def _index(self, relation: str, columns: tuple[int, ...]) -> dict[Row, list[Row]]:
        index: dict[Row, list[Row]] = {}
        for row in self._rows(relation):
            index.setdefault(tuple([row[column] for column in columns]), []).append(row)
        return index
