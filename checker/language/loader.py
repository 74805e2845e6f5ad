"""Rule files from disk, with everything that they include."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.diagnostics import Diagnostic, DiagnosticKind, Source, Span
from checker.language import errors
from checker.language.ast import Include, RuleFile
from checker.language.parser import parse


@dataclass(frozen=True, slots=True)
class LoadedRules:
    """``files`` in an order in which each stands behind those that it includes, and the
    diagnostics of them all."""

    files: tuple[RuleFile, ...]
    diagnostics: tuple[Diagnostic, ...]


def load(paths: Iterable[Path], *, include_dirs: Sequence[Path] = (), root: Path) -> LoadedRules:
    """Reads rule files and what they include, each file once.

    An ``.include`` is looked up beside the file that it stands in, then in each of
    ``include_dirs``. It may reach files below ``root`` and ``include_dirs`` alone, after symbolic
    links are followed; ``paths`` themselves may lie anywhere. Includes may form a circle.

    Never raises for what is in the files or on the disk: faults are diagnostics, at the include
    where there is one.
    """
    loader = _Loader(root, include_dirs)
    for path in paths:
        loader.read_all(path)
    loader.warn_of_repetitions()
    return LoadedRules(
        tuple(loader.files),
        tuple(sorted(loader.diagnostics, key=lambda found: found.sort_key)),
    )


@dataclass(slots=True)
class _Visit:
    """A file whose includes are being read."""

    path: Path
    file: RuleFile
    includes: Iterator[Include]


class _Loader:
    def __init__(self, root: Path, include_dirs: Sequence[Path]) -> None:
        self.root = _resolve(root)
        self.include_dirs = [_resolve(folder) for folder in include_dirs]
        self.cwd = _resolve(Path())
        self.files: list[RuleFile] = []
        self.diagnostics: list[Diagnostic] = []
        self.read: dict[Path, RuleFile | None] = {}

    def read_all(self, path: Path) -> None:
        """A file given by name and all that it includes; those come first in ``files``."""
        resolved = _resolve(path)
        nowhere = Source(self.shown(resolved, path), "")
        first = self.visit(resolved, Span(nowhere, 0, 0))
        pending = [first] if first else []
        while pending:
            visit = pending[-1]
            include = next(visit.includes, None)
            if include is None:
                self.files.append(visit.file)
                pending.pop()
                continue
            target = self.find(include, visit.path)
            inner = self.visit(target, include.span) if target else None
            if inner:
                pending.append(inner)

    def visit(self, path: Path, asked: Span) -> _Visit | None:
        """Reads a file; None where it was read before or cannot be."""
        if path in self.read:
            return None
        self.read[path] = None
        source = self.source(path, asked)
        if source is None:
            return None
        result = parse(source)
        self.diagnostics += result.diagnostics
        self.read[path] = result.file
        includes = [item for item in result.file.items if isinstance(item, Include)]
        return _Visit(path, result.file, iter(includes))

    def source(self, path: Path, asked: Span) -> Source | None:
        name = self.shown(path, path)
        try:
            if not path.exists():
                self.fault(errors.FILE_NOT_FOUND, asked, f"there is no file `{name}`")
                return None
            if not path.is_file():
                kind = "a directory" if path.is_dir() else "not a regular file"
                self.fault(errors.FILE_UNREADABLE, asked, f"`{name}` is {kind}")
                return None
            data = path.read_bytes()
        except OSError as error:
            why = (error.strerror or "the system refuses").lower()
            self.fault(errors.FILE_UNREADABLE, asked, f"`{name}` cannot be read: {why}")
            return None
        try:
            return Source(name, data.decode())
        except UnicodeDecodeError as error:
            source = Source(name, data.decode(errors="replace"))
            at = len(data[: error.start].decode())
            self.diagnostics.append(
                errors.FILE_NOT_UTF8.at(
                    Span(source, at, at + 1),
                    f"`{name}` is not UTF-8",
                    label=f"the byte 0x{data[error.start]:02x} begins no character",
                    help="save the file as UTF-8",
                )
            )
            return None

    def find(self, include: Include, includer: Path) -> Path | None:
        """The file that an include means, within what it may reach."""
        if not include.path or "\0" in include.path:
            self.fault(errors.FILE_NOT_FOUND, include.span, "the include names no file")
            return None
        allowed = []
        for folder in (includer.parent, *self.include_dirs):
            candidate = _resolve(folder / include.path)
            if not self.reachable(candidate):
                continue
            allowed.append(candidate)
            if _exists(candidate):
                return candidate
        if not allowed:
            self.fault(
                errors.FILE_OUTSIDE_ROOT,
                include.span,
                f"`{include.path}` lies outside of the project",
                note=f"includes stay below `{self.shown(self.root, self.root)}` and the include "
                "directories",
            )
            return None
        places = ", ".join(f"`{self.shown(candidate, candidate)}`" for candidate in allowed)
        self.fault(
            errors.FILE_NOT_FOUND,
            include.span,
            f"there is no file `{include.path}` to include",
            note=f"looked for {places}",
        )
        return None

    def reachable(self, path: Path) -> bool:
        return any(path.is_relative_to(folder) for folder in (self.root, *self.include_dirs))

    def warn_of_repetitions(self) -> None: ...

    def fault(
        self, kind: DiagnosticKind, span: Span, message: str, *, note: str = ""
    ) -> None:
        self.diagnostics.append(kind.at(span, message, note=note))

    def shown(self, path: Path, given: Path) -> str:
        """A file's name for people: below the root or the working directory, where it is."""
        for base in (self.root, self.cwd):
            if path.is_relative_to(base):
                return path.relative_to(base).as_posix()
        return given.as_posix()


def _resolve(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False
