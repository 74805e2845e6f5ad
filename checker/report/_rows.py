"""Rows of relations as an editor reads them: names for ids, and quotes where they come first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from checker.analysis.program import (
    Absent,
    Column,
    Literal,
    Match,
    Program,
    Relation,
    Rule,
    Value,
    Wildcard,
)
from checker.diagnostics.cells import visible
from checker.diagnostics.cells import width as cells_of
from checker.findings import Evidence, EvidenceBook
from checker.proofs import written_value
from checker.report._layout import Line, Piece, headed, wrap

_CALLED_BY_NAME = frozenset({"agent", "event"})
_NO_BOUND = 1.7976931348623157e308
"""What a quantity's relations hold where a bound is missing (docs/facts.md)."""

_LONGEST_QUOTE = 240


class RowWriter:
    """Writes rows; what has been explained or quoted once is not said again."""

    def __init__(self, program: Program, book: EvidenceBook, width: int) -> None:
        self._relations = program.relations
        self._book = book
        self._width = width
        self._quoted: set[tuple[str, str]] = set()
        self._explained: set[str] = set()

    def head(
        self,
        relation: str,
        cells: Sequence[Value | None],
        shown: Sequence[bool],
        before: Sequence[Piece],
        mark: Piece,
    ) -> list[Line]:
        """``relation(column: value, ...)`` behind what stands before it, with a mark at its end;
        of the columns those that are ``shown``."""
        parts = [
            f"{column.name}: {self._value(column, value)}"
            for column, value, wanted in zip(
                self._relations[relation].columns, cells, shown, strict=True
            )
            if wanted
        ]
        if not all(shown):
            parts.append("…")
        head = (*before, (f"{visible(relation)}(", "bold"))
        lines = headed(head, f"{', '.join(parts)})", "", self._width)
        if mark[0] and lines[-1].cells + 2 + cells_of(mark[0]) <= self._width:
            lines[-1] = Line((*lines[-1].pieces, ("  ", ""), mark))
        elif mark[0]:
            lines.append(Line(((" " * Line(tuple(head)).cells, ""), mark)))
        return lines

    def explanation(self, relation: str, before: Sequence[Piece]) -> Iterator[Line]:
        """What the relation holds, the first time that it is met."""
        if relation not in self._explained:
            self._explained.add(relation)
            if said := said_of(self._relations[relation]):
                yield from self.text(said, before, "italic")

    def quotes(
        self,
        relation: str,
        cells: Sequence[Value | None],
        shown: Sequence[bool],
        before: Sequence[Piece],
    ) -> Iterator[Line]:
        """The passages of the entities in the row that have not been quoted yet."""
        columns = self._relations[relation].columns
        for column, value, wanted in zip(columns, cells, shown, strict=True):
            if wanted and value is not None and column.entity is not None:
                key = column.entity, str(value)
                if key not in self._quoted:
                    self._quoted.add(key)
                    yield from self._quote(self._book.evidence(column.name, *key), before)

    def text(self, text: str, before: Sequence[Piece], style: str) -> Iterator[Line]:
        """A text, each of whose lines stands behind ``before``."""
        room = self._width - Line(tuple(before)).cells
        for line in wrap(text, max(24, room)):
            yield Line((*before, (line, style)))

    def _quote(self, item: Evidence, before: Sequence[Piece]) -> Iterator[Line]:
        if item.passage is None:
            return
        exact = " ".join(item.passage.exact.split())
        if len(exact) > _LONGEST_QUOTE:
            exact = f"{exact[:_LONGEST_QUOTE]}…"
        place = f"{item.path}:{item.passage.line}:{item.passage.column}"
        who = ", ".join(part for part in (spoken_by(item), place) if part)
        yield from self.text(f"{item.id}: “{exact}” ({who})", before, "green")

    def _value(self, column: Column, value: Value | None) -> str:
        if value is None:
            return "_"
        if column.entity in _CALLED_BY_NAME:
            return self._book.attribute(str(column.entity), str(value), None)
        return str(value) if column.entity is not None else plain_value(value)


def plain_value(value: Value) -> str:
    """A value that names no entity."""
    if isinstance(value, float):
        if abs(value) == _NO_BOUND:
            return "no bound"
        return repr(value).removesuffix(".0")
    return written_value(value)


def compared(op: str, left: str, right: str) -> str:
    """A comparison of two values."""
    name = op.removeprefix("!")
    if name in ("match", "contains"):
        return visible(f"{'not ' * (op != name)}{name}({left}, {right})")
    return visible(f"{left} {op} {right}")


def computed(literal: Literal | None, variable: str, value: Value) -> str:
    """A variable's value; a term's where the variable is none that a rule names."""
    name = variable
    if literal is not None and not variable.isidentifier():
        name = " ".join(literal.span.text.split())
    return visible(f"{name} = {plain_value(value)}")


def spoken_by(item: Evidence) -> str:
    """Who says it, and in which voice."""
    match item.voice:
        case "narrator":
            return "in the narrator's voice"
        case "direct":
            return f"{item.source}, in direct speech"
        case "indirect":
            return f"{item.source}, indirectly"
        case _:
            return item.source


def shown_columns(literal: Literal | None, arity: int) -> list[bool]:
    """The columns that a literal looks at; all where there is none."""
    if not isinstance(literal, Match | Absent):
        return [True] * arity
    return [not isinstance(arg, Wildcard) for arg in literal.args]


def said_of(relation: Relation) -> str:
    """The first sentence of what stands above a relation's declaration."""
    doc = relation.doc or _comment_above(relation)
    paragraph = " ".join(doc.strip().split("\n\n")[0].split())
    first, stop, _ = paragraph.partition(". ")
    return first + stop.strip()


def _comment_above(relation: Relation) -> str:
    """The ``//`` lines directly above the declaration."""
    source, line = relation.span.source, relation.span.position.line
    above = (source.line(number).strip() for number in range(line - 1, 0, -1))
    comment = [*takewhile(lambda text: text.startswith("//"), above)]
    return " ".join(text.lstrip("/ ") for text in reversed(comment))


def place_of(rule: Rule) -> str:
    return f"{rule.span.source.name}:{rule.span.position.line}"
