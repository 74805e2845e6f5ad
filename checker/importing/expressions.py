"""Values and conditions as an analyst writes them, as terms of the rule dialect.

A text stands for itself; ``{name}`` in it for a column's value; behind ``=`` stands an expression
of the dialect in which columns are variables. Nothing of it is ever executed as Python or SQL.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import fields, is_dataclass, replace

from checker.dataclasses import dataclass
from checker.diagnostics import Diagnostic, DiagnosticError, Position, Source, Span, closest
from checker.importing.errors import BAD_MAPPING, NOT_OF_THE_ROW, UNKNOWN_NAME
from checker.language.ast import (
    Aggregate,
    Argument,
    Atom,
    Body,
    Clause,
    Functor,
    Node,
    NumericConstant,
    StringConstant,
    UnnamedVariable,
    Variable,
)
from checker.language.parser import parse

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
"""What a column or a name under ``let`` must be called to stand in a value."""

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


@dataclass(frozen=True)
class Inset(Source):
    """A text that stands in another file: its places are shown there.

    Its first ``before`` code points are not in the file. Where the file spells the text in
    another way (with escapes, over several lines), every place is that of the whole.
    """

    within: Span
    before: int

    def position(self, offset: int) -> Position:
        inner = max(0, offset - self.before)
        span = self.within
        if not self._is_to_the_letter:
            inner = 0 if inner == 0 else span.end - span.start
        return span.source.position(min(span.start + inner, span.end))

    def line(self, number: int) -> str:
        return self.within.source.line(number)

    @property
    def _is_to_the_letter(self) -> bool:
        return self.within.text == self.text[self.before : self.before + len(self.within.text)]


def template(text: str, span: Span, known: Collection[str]) -> Argument:
    """A text with ``{name}`` in it; ``{{`` and ``}}`` are braces.

    A text that is one ``{name}`` and nothing else is that name's value, of its own type. Raises
    :class:`DiagnosticError`.
    """
    pieces: list[Argument] = []
    plain = ""
    at = 0
    for found in _PIECE.finditer(text):
        plain += text[at : found.start()]
        at = found.end()
        if found[0] in ("{{", "}}"):
            plain += found[0][0]
            continue
        name = found[1]
        place = _part(span, text, found.start(), found.end())
        if name is None or not NAME.match(name):
            raise DiagnosticError([_bad_brace(place, found[0])])
        if name not in known:
            raise DiagnosticError([_unknown(place, name, known)])
        if plain:
            pieces.append(StringConstant(span, plain))
            plain = ""
        pieces.append(Variable(place, name))
    plain += text[at:]
    if len(pieces) == 1 and isinstance(pieces[0], Variable) and not plain:
        return pieces[0]
    if plain or not pieces:
        pieces.append(StringConstant(span, plain))
    texts = [
        Functor(piece.span, "to_string", (piece,)) if isinstance(piece, Variable) else piece
        for piece in pieces
    ]
    return texts[0] if len(texts) == 1 else Functor(span, "cat", tuple(texts))


def expression(text: str, span: Span, known: Collection[str]) -> Argument:
    """An expression of the dialect. Raises :class:`DiagnosticError`."""
    clause = _clause("x(", text, ")", span)
    if len(clause.heads) != 1 or len(clause.heads[0].args) != 1 or clause.body is not None:
        raise DiagnosticError([_no_expression(span, "one value")])
    argument = clause.heads[0].args[0]
    _check(argument, known)
    return argument


def condition(text: str, span: Span, known: Collection[str]) -> Body:
    """A condition on a row: literals of the dialect without relations, commas meaning "and",
    semicolons "or". Raises :class:`DiagnosticError`."""
    clause = _clause("x() :- ", text, "", span)
    if len(clause.heads) != 1 or clause.body is None:
        raise DiagnosticError([_no_expression(span, "a condition such as `figure > 0`")])
    _check(clause.body, known)
    return clause.body


def names_in(node: Node) -> frozenset[str]:
    """The variables that a part of the tree reads."""
    return frozenset(part.name for part in _parts(node) if isinstance(part, Variable))


def number(text: str, span: Span) -> Argument:
    """A figure of the mapping as a constant of the dialect, which has no exponents and takes a
    sign for a functor."""
    value = float(text) if re.search(r"[.eE]", text) else int(text)
    written = f"{abs(value):f}" if isinstance(value, float) else str(abs(value))
    constant = NumericConstant(span, written)
    return Functor(span, "-", (constant,)) if value < 0 else constant


# --- parsing ---------------------------------------------------------------------------------


def _clause(before: str, text: str, after: str, span: Span) -> Clause:
    source = Inset(span.source.name, f"{before}{text}{after}.", _inner(span, text), len(before))
    parsed = parse(source)
    if parsed.diagnostics:
        raise DiagnosticError(
            [replace(found, related=(), primary=found.primary) for found in parsed.diagnostics]
        )
    items = parsed.file.items
    if len(items) != 1 or not isinstance(items[0], Clause):
        raise DiagnosticError([_no_expression(span, "one expression")])
    return items[0]


def _inner(span: Span, text: str) -> Span:
    """Where the text stands within the span of its scalar, quotes and ``=`` left out."""
    at = span.text.find(text)
    if at < 0:
        return span
    return Span(span.source, span.start + at, span.start + at + len(text))


def _part(span: Span, text: str, start: int, end: int) -> Span:
    inner = _inner(span, text)
    if inner.text != text:
        return span
    return Span(span.source, inner.start + start, inner.start + end)


def _check(node: Node, known: Collection[str]) -> None:
    """Raises for names that are not known and for what looks beyond the row."""
    faults: list[Diagnostic] = []
    for part in _parts(node):
        if isinstance(part, Variable) and part.name not in known:
            faults.append(_unknown(part.span, part.name, known))
        elif isinstance(part, Atom):
            faults.append(_beyond(part.span, f"the relation `{part.relation}`"))
        elif isinstance(part, Aggregate):
            faults.append(_beyond(part.span, f"the aggregate `{part.op}`"))
        elif isinstance(part, UnnamedVariable):
            faults.append(_beyond(part.span, "`_`"))
        elif isinstance(part, Functor) and part.name == "range":
            faults.append(_beyond(part.span, "`range`"))
    if faults:
        raise DiagnosticError(faults)


def _parts(node: Node) -> Iterator[Node]:
    """The node and all nodes in it, however deep."""
    pending: list[object] = [node]
    while pending:
        part = pending.pop()
        if isinstance(part, tuple):
            pending.extend(part)
        elif isinstance(part, Node):
            yield part
            assert is_dataclass(part)
            pending.extend(getattr(part, each.name) for each in fields(part))


# --- faults ----------------------------------------------------------------------------------


def _unknown(span: Span, name: str, known: Collection[str]) -> Diagnostic:
    near = closest(name, known)
    return UNKNOWN_NAME.at(
        span,
        f"`{name}` is no column of the table and no name under `let` above",
        help=f"did you mean `{near}`?"
        if near
        else f'the names are {", ".join(sorted(known))}; put a text into quotes: "{name}"',
    )


def _beyond(span: Span, what: str) -> Diagnostic:
    return NOT_OF_THE_ROW.at(
        span,
        f"{what} looks beyond the row",
        help="use columns, names under `let`, operators and functors such as `cat` alone",
    )


def _bad_brace(span: Span, found: str) -> Diagnostic:
    return BAD_MAPPING.at(
        span,
        f"`{found}` is no name in braces",
        help="write {name} for a column's value, {{ and }} for braces",
    )


def _no_expression(span: Span, due: str) -> Diagnostic:
    return BAD_MAPPING.at(span, f"{due} is due here", help="see docs/import.md for examples")
