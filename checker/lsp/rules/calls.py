"""Where in a literal a place lies: which relation's, and which of its columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.language.lexer import NAME
from checker.lsp.rules.names import CLAUSE, FileNames, Item, Kind, Occurrence


@dataclass(frozen=True, slots=True)
class Argument:
    """The place of an argument: of which relation or functor, and which one, from 0.

    ``name`` is what stands before the bracket; ``start`` is where it stands.
    """

    name: str
    start: int
    number: int
    is_relation: bool


def argument_at(names: FileNames, offset: int) -> Argument | None:
    """The innermost argument of a clause that a place lies in."""
    number = names.item_at(offset)
    if number is None or names.items[number].kind != CLAUSE:
        return None
    open_: list[Argument | None] = []
    for at, argument in _brackets(names, names.items[number]):
        if names.tokens.starts[at] >= offset:
            break
        kind = names.tokens.kinds[at]
        if kind in ("(", "{", "["):
            open_.append(argument)
        elif kind in (")", "}", "]"):
            if open_:
                open_.pop()
        elif open_ and (last := open_[-1]) is not None:
            open_[-1] = Argument(last.name, last.start, last.number + 1, last.is_relation)
    return open_[-1] if open_ else None


def variable_columns(names: FileNames, variable: Occurrence) -> Iterator[tuple[str, int]]:
    """The relations and columns that a variable stands in, in its item."""
    found: dict[tuple[str, int], None] = {}
    for each in names.occurrences:
        if (each.kind, each.name, each.item) == (Kind.VARIABLE, variable.name, variable.item):
            column = argument_at(names, each.start)
            if column is not None and column.is_relation and _stands_alone(names, each):
                found[column.name, column.number] = None
    yield from found


def _stands_alone(names: FileNames, variable: Occurrence) -> bool:
    text = names.source.text
    before, after = text[: variable.start].rstrip()[-1:], text[variable.end :].lstrip()[:1]
    return before in ("(", ",") and after in (",", ")")


def _brackets(names: FileNames, item: Item) -> Iterator[tuple[int, Argument | None]]:
    """The brackets and commas of an item; a bracket with the argument that it begins."""
    kinds, tokens = names.tokens.kinds, names.tokens
    for at in range(item.first, item.last):
        kind = kinds[at]
        if kind == "(" and at > item.first and kinds[at - 1].isidentifier():
            start = tokens.starts[at - 1]
            name = tokens.source.text[start : tokens.ends[at - 1]]
            yield at, Argument(name, start, 0, kinds[at - 1] == NAME)
        elif kind in ("(", "{", "[", ")", "}", "]", ","):
            yield at, None
