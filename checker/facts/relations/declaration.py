"""How a relation is declared: name, meaning, columns and the rows' origin in one place.

A relation is a function from the checked facts to rows; the decorator above it names its
columns, each with its type and meaning. The declarations of Datalog, the documentation and the
rows all come from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeAlias, get_args

from checker.dataclasses import dataclass
from checker.facts.facts import Facts

Value: TypeAlias = int | float | str
Row: TypeAlias = tuple[Value, ...]
Rows: TypeAlias = Iterable[Row]


class Type(StrEnum):
    """The types of columns: subtypes of symbol that name an entity, and Soufflé's primitives."""

    DOCUMENT = "DocumentId"
    AGENT = "AgentId"
    EVENT = "EventId"
    CLAIM = "ClaimId"
    QUANTITY = "QuantityId"
    WORDING = "WordingId"
    PLEDGE = "PledgeId"
    DATE = "DateId"
    QUOTATION = "QuotationId"
    SENTENCE = "SentenceId"
    SYMBOL = "symbol"
    NUMBER = "number"
    FLOAT = "float"


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``words`` are the values that a symbol of a closed vocabulary takes."""

    name: str
    type: Type
    meaning: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation and the function that gives its rows, in any order, repeats allowed."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    rows: Callable[[Facts], Rows]


@dataclass(frozen=True, slots=True)
class Section:
    """Relations that belong together, under a heading, in the order of their declaration."""

    title: str
    relations: list[Relation]

    def relation(
        self, meaning: str, /, **columns: tuple[Type, str] | tuple[Type, str, object]
    ) -> Callable[[Callable[[Facts], Rows]], Callable[[Facts], Rows]]:
        """Declare the function below as a relation of its own name.

        A column is its type, its meaning and, for a closed vocabulary, the ``Literal`` of it.
        """
        declared = tuple(
            Column(name, spec[0], spec[1], get_args(spec[2]) if len(spec) == 3 else ())
            for name, spec in columns.items()
        )

        def declare(rows: Callable[[Facts], Rows]) -> Callable[[Facts], Rows]:
            self.relations.append(Relation(rows.__name__, meaning, declared, rows))
            return rows

        return declare


def section(title: str) -> Section:
    """A section without relations yet."""
    return Section(title, [])
