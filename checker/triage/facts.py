"""The facts that a desk can retract or correct, and the rows that stand or fall with each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from checker.analysis.program import Program, Row

_BY_MENTION = ("claim", "quantity", "wording", "pledge", "date", "event")
"""Kinds of facts without which a row that names one of them cannot stand."""

_PARTS = {"quantity": "quantity", "pledge": "pledge", "quotation": "quotation"}
"""Kinds that are parts of a claim, and the relation whose first two columns say of which."""

_TEXTS = ("document",)
"""Relations of documents that say that there is such a text, which nobody doubts."""


class Fact(NamedTuple):
    """A claim, a quantity, a wording, a pledge, a date, an event or a document of the corpus."""

    kind: str
    id: str


class Holders:
    """Tells to which facts a row belongs: without any of them the row would not be there.

    A row belongs to every claim, quantity, wording, pledge, date and event that it names, and a
    part of a claim to the claim. To a document belongs what is recorded of the document itself
    (its day, what it comes from), not that it is there, and not what stands in it: that belongs to
    the claims. What the text says to the letter belongs to nobody; it cannot be retracted.
    """

    def __init__(self, program: Program, relations: Mapping[str, Collection[Row]]) -> None:
        self._wholes = {
            Fact(kind, str(row[0])): Fact("claim", str(row[1]))
            for kind, relation in _PARTS.items()
            for row in relations.get(relation, ())
        }
        self._columns = {
            name: [
                (index, column.entity)
                for index, column in enumerate(relation.columns)
                if column.entity in _BY_MENTION
                or column.entity in _PARTS
                or (column.entity == "document" and index == 0 and name not in _TEXTS)
            ]
            for name, relation in program.relations.items()
        }

    def of(self, relation: str, row: Row) -> Iterator[Fact]:
        """The facts to which a row given belongs."""
        for index, kind in self._columns[relation]:
            fact = Fact(str(kind), str(row[index]))
            if kind != "quotation":
                yield fact
            whole = self.whole(fact)
            if whole is not None:
                yield whole

    def whole(self, fact: Fact) -> Fact | None:
        """The claim of which a fact is a part."""
        return self._wholes.get(fact)
