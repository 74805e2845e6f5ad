"""The rows of a relation, and views of them in the shape that a literal looks at them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from operator import itemgetter
from typing import TypeAlias

from checker.analysis.program import Argument, Const, Primitive, Row, Value, Var
from checker.dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Equals:
    """A column that holds this value."""

    value: Value


Shape: TypeAlias = tuple[int | Equals | None, ...]
"""What a literal wants of each column: the value of its variable of this number (equal numbers,
equal values), a constant, or nothing."""


def shape_of(
    arguments: Sequence[Argument], ignored: Collection[str]
) -> tuple[Shape, tuple[str, ...]]:
    """The shape of a literal, and the names of its variables by their numbers.

    Variables whose name is ``ignored`` are not looked at.
    """
    names: list[str] = []
    shape: list[int | Equals | None] = []
    for argument in arguments:
        match argument:
            case Const(value=value):
                shape.append(Equals(value))
            case Var(name=name) if name not in ignored:
                if name not in names:
                    names.append(name)
                shape.append(names.index(name))
            case _:
                shape.append(None)
    return tuple(shape), tuple(names)


class View:
    """The rows that fit a shape: one value for each of its variables, each combination once."""

    def __init__(self, shape: Shape) -> None:
        self._fitting = _fitting(shape)
        self.rows: set[Row] = set()
        self._indexes: dict[tuple[int, ...], dict[Row, list[Row]]] = {}
        self._distinct: dict[int, tuple[int, int]] = {}

    def replace(self, rows: Iterable[Row]) -> None:
        """Holds these rows of the relation and no others."""
        self.rows = set(self._fitting(rows))
        self._indexes.clear()

    def extend(self, rows: Iterable[Row]) -> None:
        """Holds these rows of the relation as well."""
        new = set(self._fitting(rows)) - self.rows
        self.rows |= new
        for columns, index in self._indexes.items():
            _fill(index, columns, new)

    def select(self, columns: tuple[int, ...], key: Row) -> Collection[Row]:
        """The rows with these values in these columns."""
        if not columns:
            return self.rows
        index = self._indexes.get(columns)
        if index is None:
            index = self._indexes[columns] = {}
            _fill(index, columns, self.rows)
        return index.get(key, ())

    def distinct(self, column: int) -> int:
        """About how many values the column has: counted anew when the rows have doubled."""
        size, count = self._distinct.get(column, (0, 1))
        if len(self.rows) > 2 * size:
            size, count = len(self.rows), len({row[column] for row in self.rows})
            self._distinct[column] = size, count
        return count


def _fitting(shape: Shape) -> Callable[[Iterable[Row]], Iterable[Row]]:
    """The rows that fit a shape, cut to it."""
    if shape == tuple(range(len(shape))):
        return _as_they_are
    first: dict[int, int] = {}
    wanted: list[tuple[int, Value]] = []
    equal: list[tuple[int, int]] = []
    for column, part in enumerate(shape):
        if isinstance(part, Equals):
            wanted.append((column, part.value))
        elif part is not None and first.setdefault(part, column) != column:
            equal.append((first[part], column))
    cut = picker([first[number] for number in range(len(first))])

    def fitting(rows: Iterable[Row]) -> Iterable[Row]:
        for column, value in wanted:
            rows = [row for row in rows if row[column] == value]
        for one, other in equal:
            rows = [row for row in rows if row[one] == row[other]]
        return map(cut, rows)

    return fitting


def _as_they_are(rows: Iterable[Row]) -> Iterable[Row]:
    return rows


def picker(columns: Sequence[int]) -> Callable[[Row], Row]:
    """From a row its values in these columns."""
    match columns:
        case []:
            return lambda row: ()
        case [column]:
            return lambda row: (row[column],)
        case _:
            return itemgetter(*columns)


def _fill(index: dict[Row, list[Row]], columns: tuple[int, ...], rows: Iterable[Row]) -> None:
    key = picker(columns)
    for row in rows:
        index.setdefault(key(row), []).append(row)


class StoredRelation:
    """A relation's rows during an evaluation: all that are known (``rows``), of these what the
    round before found (``last``), and aside of them what this round has found so far."""

    def __init__(self, types: tuple[Primitive, ...], rows: Iterable[Row]) -> None:
        self.types = types
        self.rows = set(rows)
        self.last: set[Row] = set()
        self._found: set[Row] = set()
        self._views: dict[Shape, View] = {}
        self._delta_views: dict[Shape, View] = {}

    def find(self, row: Row) -> bool:
        """Keeps a row for the end of the round; says whether it is new."""
        if row in self.rows or row in self._found:
            return False
        self._found.add(row)
        return True

    def end_round(self) -> int:
        """Makes the rows of this round known; says how many they are."""
        self.last, self._found = self._found, set()
        self.rows |= self.last
        for view in self._views.values():
            view.extend(self.last)
        for view in self._delta_views.values():
            view.replace(self.last)
        return len(self.last)

    def view(self, shape: Shape) -> View:
        """All known rows in a shape; the view grows with the relation."""
        return _view(self._views, shape, self.rows)

    def delta(self, shape: Shape) -> View:
        """The last round's rows in a shape; the view changes with each round."""
        return _view(self._delta_views, shape, self.last)


def _view(views: dict[Shape, View], shape: Shape, rows: set[Row]) -> View:
    known = views.get(shape)
    if known is None:
        known = views[shape] = View(shape)
        known.replace(rows)
    return known
