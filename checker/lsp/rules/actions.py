"""What an editor can do about a fault in a rule file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from checker.analysis.errors import UNDECLARED_RELATION, UNDECLARED_TYPE
from checker.diagnostics import Diagnostic, Edit, Fix, Span
from checker.lsp.rules.calls import variable_columns
from checker.lsp.rules.includes import include_edit, written_path
from checker.lsp.rules.names import FileNames, Kind, Occurrence
from checker.lsp.world import World
from checker.resources import packs_dir


def fixes(world: World, path: Path, fault: Diagnostic) -> Iterator[Fix]:
    """The mends of a fault: its own, and those that take knowing what other files declare."""
    yield from fault.fixes
    names = world.names(path)
    if names is None:
        return
    place = fault.primary.span
    if fault.kind in (UNDECLARED_RELATION, UNDECLARED_TYPE):
        kind = Kind.RELATION if fault.kind == UNDECLARED_RELATION else Kind.TYPE
        yield from _includes(world, path, names, kind, place.text)
        if kind is Kind.RELATION:
            yield from _declaration(world, path, names, place)


def _includes(world: World, path: Path, names: FileNames, kind: Kind, name: str) -> Iterator[Fix]:
    for file in world.declaring(kind, name, world.project(path)):
        if file != path:
            shown = written_path(file, path.parent, packs_dir())
            yield Fix(f"Include `{shown}`", (include_edit(names, file, path.parent),))


def _declaration(world: World, path: Path, names: FileNames, place: Span) -> Iterator[Fix]:
    """A declaration above the item, with the types that the variables have elsewhere."""
    found = names.at(place.start)
    if found is None or found.kind is not Kind.RELATION or found.declares:
        return
    columns = _columns(world, path, names, found)
    if not columns:
        return
    written = ", ".join(f"{name}: {kind}" for name, kind in columns)
    item = names.items[found.item]
    start = names.tokens.starts[item.first] if item.doc is None else item.doc.span.start
    edit = Edit(Span(names.source, start, start), f".decl {found.name}({written})\n")
    yield Fix(f"Declare `{found.name}({written})`", (edit,))


def _columns(
    world: World, path: Path, names: FileNames, relation: Occurrence
) -> list[tuple[str, str]]:
    """A name and a type for each argument, where all of them are variables."""
    after = names.source.text[relation.end :]
    inside, closed, _ = after.lstrip().removeprefix("(").partition(")")
    written = [each.strip() for each in inside.split(",")]
    if not closed or not all(each.replace("?", "_").isidentifier() for each in written):
        return []
    variables = {
        each.name: each
        for each in names.occurrences
        if each.kind is Kind.VARIABLE and each.item == relation.item
    }
    program = world.alone(path)
    columns: dict[str, str] = {}
    for number, name in enumerate(written):
        kind = "symbol"
        for other, column in variable_columns(names, variables[name]) if name in variables else ():
            declared = program.relations.get(other)
            if declared is not None and column < len(declared.attributes):
                kind = declared.attributes[column].type_name
                break
        shown = name if name not in columns and name != "_" else f"column_{number + 1}"
        columns[shown] = kind
    return list(columns.items())
