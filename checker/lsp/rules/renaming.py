"""Another name for a relation, a type, a column, a variable or a finding rule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from checker.diagnostics import Edit, Span
from checker.facts import relation_names
from checker.language.lexer import KEYWORDS
from checker.lsp.rules.cases import mentions, test_files
from checker.lsp.rules.names import FileNames, Kind, Occurrence
from checker.lsp.rules.navigation import definition, references
from checker.lsp.world import World

_NAME = re.compile(r"[?A-Za-z_][?A-Za-z0-9_]*")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*")


class RefusedError(Exception):
    """Why a name stays as it is, for people."""


@dataclass(frozen=True, slots=True)
class Renaming:
    """Edits by file."""

    edits: dict[Path, list[Edit]]


def renamable(world: World, path: Path, offset: int) -> Span:
    """The name at a place. Raises :class:`RefusedError` where it cannot have another one."""
    names, found = _found(world, path, offset)
    if found.kind is Kind.FILE:
        raise RefusedError("a file is renamed on the disk")
    if found.kind is Kind.RELATION and found.name in relation_names():
        raise RefusedError(f"`{found.name}` is a relation of the schema: facts are loaded into it")
    if found.kind in (Kind.RELATION, Kind.TYPE, Kind.RULE):
        declared = definition(world, path, offset)
        if not declared:
            raise RefusedError(f"`{found.name}` is not declared in the files of this project")
        root = world.project(path).root
        if not declared[0].path.is_relative_to(root):
            raise RefusedError(f"`{found.name}` is declared outside of the project")
    return names.span(found)


def rename(world: World, path: Path, offset: int, name: str) -> Renaming:
    """The edits that give the name at a place another one, everywhere that it stands.

    Raises :class:`RefusedError` where the new one is no name or has a meaning already.
    """
    span = renamable(world, path, offset)
    names, found = _found(world, path, offset)
    if name == span.text:
        return Renaming({})
    _check_form(found.kind, name)
    _check_free(world, path, names, found, name)
    edits: dict[Path, list[Edit]] = {}
    root = world.project(path).root
    for used in references(world, path, offset):
        if not used.path.is_relative_to(root):
            raise RefusedError(f"`{found.name}` is used outside of the project, in {used.path}")
        edits.setdefault(used.path, []).append(Edit(used.span, name))
    if found.kind in (Kind.RELATION, Kind.RULE):
        for file in test_files(world.rule_files(world.project(path))):
            text = world.text(file) if file.is_relative_to(root) else None
            shown = world.shown(file, world.project(path))
            for mentioned, place in mentions(shown, text or "", found.kind):
                if mentioned != found.name:
                    continue
                written = f'"{name}"' if place.text.startswith(('"', "'")) else name
                edits.setdefault(file, []).append(Edit(place, written))
    return Renaming(edits)


def _found(world: World, path: Path, offset: int) -> tuple[FileNames, Occurrence]:
    names = world.names(path)
    found = names.at(offset) if names else None
    if names is None or found is None:
        raise RefusedError("there is no name here")
    return names, found


def _check_form(kind: Kind, name: str) -> None:
    if kind is Kind.RULE:
        if not _ID.fullmatch(name):
            raise RefusedError("an id is `family/name`, in lower-case letters, digits and hyphens")
        return
    if name in KEYWORDS:
        raise RefusedError(f"`{name}` is a word of the language")
    if not _NAME.fullmatch(name):
        raise RefusedError("a name is of ASCII letters, digits, `_` and `?`, and no digit first")


def _check_free(world: World, path: Path, names: FileNames, found: Occurrence, name: str) -> None:
    """Refuses a name that would then mean two things."""
    if found.kind is Kind.VARIABLE:
        taken = any(
            (each.kind, each.name, each.item) == (Kind.VARIABLE, name, found.item)
            for each in names.occurrences
        )
    elif found.kind is Kind.COLUMN:
        taken = any(
            (each.kind, each.name, each.owner) == (Kind.COLUMN, name, found.owner) and each.declares
            for each in names.occurrences
        )
    else:
        declared = definition(world, path, found.start)
        around = {Kind.RULE: (Kind.RULE,)}.get(found.kind, (Kind.RELATION, Kind.TYPE))
        taken = any(
            program.declaration(kind, name) is not None
            for place in declared
            for program in world.programs_with(place.path, world.project(path))
            for kind in around
        )
    if taken:
        raise RefusedError(f"`{name}` has a meaning already")
