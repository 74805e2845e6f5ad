"""Rule files from disk, with everything that they include."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.diagnostics import Diagnostic, DiagnosticKind, Source, Span
from checker.diagnostics.source import source_name
from checker.language import errors
from checker.language.ast import Include, Once, RelationDeclaration, RuleFile, TypeDeclaration
from checker.language.parser import ParseResult
from checker.language.parser import parse as parse_source

MAX_BYTES = 16 * 1024 * 1024
"""No rule file is larger; a path that leads to something else may be endless."""


@dataclass(frozen=True, slots=True)
class LoadedRules:
    """``files`` in an order in which each stands behind those that it includes, and the
    diagnostics of them all. ``paths`` gives the file that stands behind the name of a source, and
    ``includes`` what each file includes."""

    files: tuple[RuleFile, ...]
    diagnostics: tuple[Diagnostic, ...]
    paths: Mapping[str, Path]
    includes: Mapping[Path, Sequence[tuple[Include, Path]]]


NO_OVERLAY: Mapping[Path, str] = {}


def load(
    paths: Iterable[Path],
    *,
    include_dirs: Sequence[Path] = (),
    root: Path,
    overlay: Mapping[Path, str] = NO_OVERLAY,
    parse: Callable[[Source], ParseResult] = parse_source,
) -> LoadedRules:
    """Reads rule files and what they include, each file once.

    An ``.include`` is looked up beside the file that it stands in, then in each of
    ``include_dirs``. It may reach files below ``root`` and ``include_dirs`` alone, after symbolic
    links are followed; ``paths`` themselves may lie anywhere. Includes may form a circle.

    ``overlay`` gives texts that stand in the place of what is on the disk, by path free of
    symbolic links: what an editor has not saved yet. ``parse`` may remember what it read before.

    Never raises for what is in the files or on the disk: faults are diagnostics, at the include
    where there is one.
    """
    loader = _Loader(root, include_dirs, overlay, parse)
    resolved = [loader.read_all(path) for path in paths]
    for path in resolved:
        loader.warn_of_repetitions(path)
    return LoadedRules(
        tuple(loader.files),
        tuple(sorted(loader.diagnostics, key=lambda found: found.sort_key)),
        loader.paths,
        loader.includes,
    )


@dataclass(frozen=True, slots=True)
class _Visit:
    """A file whose includes are being read."""

    path: Path
    file: RuleFile
    includes: Iterator[Include]


class _Loader:
    def __init__(
        self,
        root: Path,
        include_dirs: Sequence[Path],
        overlay: Mapping[Path, str],
        parse: Callable[[Source], ParseResult],
    ) -> None:
        self.overlay = overlay
        self.parse = parse
        self.root = _resolved(root)
        self.include_dirs = [_resolved(folder) for folder in include_dirs]
        self.cwd = _resolved(Path())
        self.files: list[RuleFile] = []
        self.diagnostics: list[Diagnostic] = []
        self.read: dict[Path, RuleFile | None] = {}
        self.includes: dict[Path, list[tuple[Include, Path]]] = {}
        """What each file includes, as often as it does."""
        self.paths: dict[str, Path] = {}
        self.warned: set[Span] = set()

    # --- the walk ---

    def read_all(self, given: Path) -> Path:
        """Reads a file given by name and all that it includes; those come first in ``files``."""
        path = _resolved(given)
        name = self.shown(path, given)
        first = self.visit(path, name, Span(Source(name, ""), 0, 0))
        pending = [first] if first else []
        while pending:
            visit = pending[-1]
            include = next(visit.includes, None)
            if include is None:
                self.files.append(visit.file)
                pending.pop()
                continue
            target = self.find(include, visit.path)
            if target is None:
                continue
            self.includes[visit.path].append((include, target))
            inner = self.visit(target, self.shown(target, target), include.span)
            if inner:
                pending.append(inner)
        return path

    def visit(self, path: Path, name: str, asked: Span) -> _Visit | None:
        """Reads a file for the include at ``asked``; None where it was read before or cannot
        be."""
        if path in self.read:
            return None
        self.read[path] = None
        self.paths[name] = path
        source = self.source(path, name, asked)
        if source is None:
            return None
        result = self.parse(source)
        self.diagnostics += result.diagnostics
        self.read[path] = result.file
        self.includes[path] = []
        includes = [item for item in result.file.items if isinstance(item, Include)]
        return _Visit(path, result.file, iter(includes))

    def find(self, include: Include, includer: Path) -> Path | None:
        """The file that an include means, among those that it may reach.

        Files that it may not reach are not even looked for: a message must not tell whether
        they exist.
        """
        if not include.path or "\0" in include.path:
            self.report(errors.FILE_NOT_FOUND, include.span, "the include names no file")
            return None
        folders = (includer.parent, *self.include_dirs)
        places = [_resolved(folder / include.path) for folder in folders]
        places = [place for place in places if self.is_reachable(place)]
        for place in places:
            if place in self.overlay or _exists(place):
                return place
        if places:
            self.report(
                errors.FILE_NOT_FOUND,
                include.span,
                f"there is no file {errors.quote(include.path)} to include",
                note="looked for "
                + ", ".join(
                    errors.quote(self.shown(place, place)) for place in dict.fromkeys(places)
                ),
            )
        else:
            self.report(
                errors.FILE_OUTSIDE_ROOT,
                include.span,
                f"{errors.quote(include.path)} lies outside of the project",
                note="includes stay below the project's root and the include directories",
            )
        return None

    def is_reachable(self, path: Path) -> bool:
        return any(path.is_relative_to(folder) for folder in (self.root, *self.include_dirs))

    # --- one file ---

    def source(self, path: Path, name: str, asked: Span) -> Source | None:
        """The text of a file; None where there is none, which is reported at ``asked``."""
        if (text := self.overlay.get(path)) is not None:
            return Source(name, text)
        try:
            data = _contents(path)
        except _UnreadableError as error:
            self.report(error.kind, asked, f"`{name}` {error.why}")
            return None
        try:
            return Source(name, data.decode())
        except UnicodeDecodeError as error:
            self.not_utf8(name, data, error.start)
            return None

    def not_utf8(self, name: str, data: bytes, start: int) -> None:
        """Reports the first byte that is not UTF-8, in the line as far as it can be read."""
        source = Source(name, data.decode(errors="replace"))
        at = len(data[:start].decode())
        self.diagnostics.append(
            errors.FILE_NOT_UTF8.at(
                Span(source, at, at + 1),
                f"`{name}` is not UTF-8",
                label=f"the byte 0x{data[start]:02x} does not belong here",
                help="save the file as UTF-8",
            )
        )

    # --- what Soufflé would read twice ---

    def warn_of_repetitions(self, start: Path) -> None:
        """Warns of files that Soufflé, started on ``start``, would read more than once."""
        met = {start}
        pending = [start]
        while pending:
            for include, target in self.includes.get(pending.pop(), ()):
                if target not in met:
                    met.add(target)
                    pending.append(target)
                elif include.span not in self.warned and self.declares_each_time(target):
                    self.warned.add(include.span)
                    self.report(
                        errors.INCLUDED_AGAIN,
                        include.span,
                        f"Soufflé would read `{self.shown(target, target)}` again here",
                        help="write `.once` at the head of that file",
                    )

    def declares_each_time(self, path: Path) -> bool:
        file = self.read.get(path)
        if file is None or any(isinstance(item, Once) for item in file.items):
            return False
        return any(isinstance(item, RelationDeclaration | TypeDeclaration) for item in file.items)

    # --- plumbing ---

    def report(
        self,
        kind: DiagnosticKind,
        span: Span,
        message: str,
        *,
        note: str = "",
        help: str = "",  # noqa: A002 - the diagnostic's own word
    ) -> None:
        self.diagnostics.append(kind.at(span, message, note=note, help=help))

    def shown(self, path: Path, given: Path) -> str:
        """A file's name for people: below the root or the working directory if it lies there."""
        return source_name(path, (self.root, self.cwd), given)


class _UnreadableError(Exception):
    def __init__(self, kind: DiagnosticKind, why: str) -> None:
        self.kind = kind
        self.why = why
        super().__init__(why)


def rule_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Rule files, and those directly in folders in the order of their names."""
    for path in paths:
        if path.is_dir():
            yield from sorted(path.glob("*.dl"))
        else:
            yield path


def _contents(path: Path) -> bytes:
    """The bytes of a regular file. Pipes and devices are not opened: they may block."""
    try:
        if path.is_dir():
            raise _UnreadableError(errors.FILE_UNREADABLE, "is a directory")
        if path.exists() and not path.is_file():
            raise _UnreadableError(errors.FILE_UNREADABLE, "is not a regular file")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise _UnreadableError(errors.FILE_NOT_FOUND, "does not exist") from error
    except OSError as error:
        why = (error.strerror or "the system refuses").lower()
        raise _UnreadableError(errors.FILE_UNREADABLE, f"cannot be read: {why}") from error
    if len(data) > MAX_BYTES:
        raise _UnreadableError(errors.FILE_UNREADABLE, f"is larger than {MAX_BYTES // 1024**2} MiB")
    return data


def _resolved(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False  # the name is too long, or a folder on the way is closed to us
