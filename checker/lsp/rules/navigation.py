"""From a name in a rule file to where it is declared and used, over all files of a project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from checker.diagnostics import Span
from checker.lsp.rules.calls import argument_at
from checker.lsp.rules.names import FileNames, Kind, Occurrence
from checker.lsp.world import World


@dataclass(frozen=True, slots=True)
class Place:
    """A name in a file."""

    path: Path
    span: Span
    declares: bool


def definition(world: World, path: Path, offset: int) -> list[Place]:
    """Where the name at a place is declared; of an include, the file."""
    names = world.names(path)
    found = names.at(offset) if names else None
    if names is None or found is None:
        return []
    if found.kind is Kind.FILE:
        return list(_included(world, path, found))
    if found.kind is Kind.VARIABLE:
        return [_place(path, names, each) for each in _same_variable(names, found)][:1]
    if found.kind is Kind.COLUMN:
        return [_place(path, names, each) for each in _same_column(names, found) if each.declares]
    for program in world.around(path):
        span = program.declaration(found.kind, found.name)
        if span is not None:
            return [Place(program.paths[span.source.name], span, True)]
    return []


def references(world: World, path: Path, offset: int) -> list[Place]:
    """Every place that means what the name at a place means, declarations included."""
    names = world.names(path)
    found = names.at(offset) if names else None
    if names is None or found is None or found.kind is Kind.FILE:
        return []
    if found.kind is Kind.VARIABLE:
        return [_place(path, names, each) for each in _same_variable(names, found)]
    if found.kind is Kind.COLUMN:
        return [_place(path, names, each) for each in _same_column(names, found)]
    declared = definition(world, path, offset)
    if not declared:
        return []
    return list(_uses(world, path, found, declared[0]))


def column_at(world: World, path: Path, offset: int) -> Place | None:
    """The declaration of the column whose argument a place lies in."""
    names = world.names(path)
    argument = argument_at(names, offset) if names else None
    if argument is None or not argument.is_relation:
        return None
    for program in world.around(path):
        declared = program.relations.get(argument.name)
        if declared is not None and argument.number < len(declared.attributes):
            span = declared.attributes[argument.number].span
            return Place(program.paths[span.source.name], span, True)
    return None


def _uses(world: World, asked: Path, found: Occurrence, declared: Place) -> Iterator[Place]:
    """The name wherever it means this declaration, each place once."""
    kind, name = found.kind, found.name
    seen: set[tuple[Path, int]] = set()
    for program in world.programs_with(declared.path, world.project(asked)):
        meant = program.declaration(kind, name)
        if meant is None or program.paths[meant.source.name] != declared.path:
            continue
        for path, names in program.names.items():
            for each in names.occurrences:
                if each.kind is kind and each.name == name and (path, each.start) not in seen:
                    seen.add((path, each.start))
                    yield _place(path, names, each)


def _included(world: World, path: Path, found: Occurrence) -> Iterator[Place]:
    program = world.alone(path)
    for include, target in program.loaded.includes.get(path, ()):
        source = program.sources.get(target)
        if include.span.start <= found.start < include.span.end and source is not None:
            yield Place(target, Span(source, 0, 0), True)


def _same_variable(names: FileNames, found: Occurrence) -> list[Occurrence]:
    return [
        each
        for each in names.occurrences
        if (each.kind, each.name, each.item) == (Kind.VARIABLE, found.name, found.item)
    ]


def _same_column(names: FileNames, found: Occurrence) -> list[Occurrence]:
    return [
        each
        for each in names.occurrences
        if (each.kind, each.name, each.owner) == (Kind.COLUMN, found.name, found.owner)
    ]


def _place(path: Path, names: FileNames, found: Occurrence) -> Place:
    return Place(path, names.span(found), found.declares)
