"""From paths to fact files: which files make up a corpus, and what each of them holds."""

# Paths come from users and files: os.path's questions about them answer False where pathlib's
# raise, and os.path.abspath leaves links as they are written.
# ruff: noqa: PTH100, PTH110, PTH112, PTH113

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from pathlib import Path

from checker.dataclasses import dataclass
from checker.diagnostics import Diagnostic, DiagnosticError, Source, Span, closest
from checker.facts import errors
from checker.facts.models.bundle import RECORD_SECTIONS
from checker.facts.tree import Places, Route, Value
from checker.facts.yaml_reader import read_yaml

SUFFIXES = (".yaml", ".yml", ".json", ".jsonl")


@dataclass(frozen=True, slots=True)
class FactFile:
    """A file that was read: a mapping of sections, not yet checked.

    ``folder`` is where the paths of its documents start; ``faults`` are of lines that could not
    be read.
    """

    source: Source
    folder: Path
    sections: dict[str, Value]
    places: Places
    faults: tuple[Diagnostic, ...] = ()


def find_files(paths: Sequence[Path], root: Path) -> tuple[list[Path], list[Diagnostic]]:
    """The fact files of a corpus: files as given, and of a folder those directly in it.

    Ordered by name, each once, whatever the order and spelling of the paths.
    """
    found: dict[str, Path] = {}
    faults: list[Diagnostic] = []
    for path in paths:
        if os.path.isdir(path):
            try:
                inside = [entry for entry in sorted(path.iterdir()) if entry.suffix in SUFFIXES]
            except OSError as error:
                faults.append(_unreadable(shown(path, root), error))
                continue
            if not inside:
                faults.append(_no_facts(path, root, "no fact files in this folder"))
            for entry in inside:
                found.setdefault(os.path.realpath(entry), entry)
        elif path.suffix in SUFFIXES:
            found.setdefault(os.path.realpath(path), path)
        else:
            there = os.path.exists(path)
            faults.append(
                _no_facts(path, root, "not a fact file" if there else "no such file or folder")
            )
    return sorted(found.values(), key=lambda path: shown(path, root)), faults


def _no_facts(path: Path, root: Path, message: str) -> Diagnostic:
    return errors.UNREADABLE.at(
        Span(Source(shown(path, root), ""), 0, 0),
        message,
        help=f"fact files are named {', '.join('*' + suffix for suffix in SUFFIXES)}",
    )


def _unreadable(name: str, error: OSError | ValueError) -> Diagnostic:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return errors.UNREADABLE.at(
        Span(Source(name, ""), 0, 0),
        f"cannot read `{name}`: {reason.lower()}",
        help="check the path and the permissions",
    )


def shown(path: Path, root: Path) -> str:
    """A path as reports show it: from the root where it lies inside of it."""
    absolute = os.path.abspath(path)
    base = os.path.abspath(root)
    if absolute == base or absolute.startswith(base.rstrip(os.sep) + os.sep):
        return Path(os.path.relpath(absolute, base)).as_posix()
    return path.as_posix()


def read_text(path: Path, name: str) -> Source:
    """A file's text: UTF-8, a byte order mark dropped, line ends as LF.

    Raises :class:`DiagnosticError`.
    """
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            raise OSError(errno.EINVAL, "no regular file")  # a pipe would be waited for
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise DiagnosticError([_unreadable(name, error)]) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DiagnosticError([_not_utf8(data, name, error)]) from None
    return Source(name, plain_line_ends(text))


def plain_line_ends(text: str) -> str:
    """The text with LF at the end of each line, as places in fact files are counted."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _not_utf8(data: bytes, name: str, error: UnicodeDecodeError) -> Diagnostic:
    readable = Source(name, data.decode("utf-8-sig", errors="replace"))
    at = len(data[: error.start].decode("utf-8-sig", errors="replace"))
    return errors.ENCODING.at(
        Span(readable, at, min(at + 1, len(readable.text))),
        f"`{name}` is not UTF-8",
        label=f"byte 0x{data[error.start]:02x}",
        help="save the file as UTF-8",
    )


def read_file(path: Path, root: Path) -> FactFile:
    """A fact file by its suffix. Raises :class:`DiagnosticError`."""
    return parse_file(read_text(path, shown(path, root)), path)


def parse_file(source: Source, path: Path) -> FactFile:
    """The text of a fact file, by the suffix of its path. Raises :class:`DiagnosticError`."""
    if path.suffix == ".jsonl":
        return read_lines(source, path.parent)
    if path.suffix == ".json":
        from checker.facts.json_reader import read_json

        return bundle(source, path.parent, *read_json(source))
    return bundle(source, path.parent, *read_yaml(source))


def bundle(source: Source, folder: Path, value: Value, places: Places) -> FactFile:
    """A file that is one mapping. Raises :class:`DiagnosticError` when it is not."""
    if isinstance(value, dict):
        return FactFile(source, folder, value, places)
    found = (
        "an empty file" if value is None else f"a {'list' if isinstance(value, list) else 'scalar'}"
    )
    raise DiagnosticError(
        [
            errors.WRONG_TYPE.at(
                places.value(()),
                f"a mapping of sections is due, found {found}",
                help="begin the file with `checker: 1`, then sections such as `claims:`",
            )
        ]
    )


def read_lines(source: Source, folder: Path) -> FactFile:
    """JSON Lines: one record a line, gathered into the sections of a bundle."""
    from checker.facts.json_reader import read_json

    sections: dict[str, list[Value]] = {}
    places = LinePlaces(source, {})
    faults: list[Diagnostic] = []
    at = 0
    for line in source.text.split("\n"):
        start, at = at, at + len(line) + 1
        if not line.strip():
            continue
        try:
            value, found = read_json(source, start, start + len(line))
            section, record = _record(value, found)
        except DiagnosticError as error:
            faults.extend(error.diagnostics)
            continue
        records = sections.setdefault(section, [])
        places.lines[section, len(records)] = found
        records.append(record)
    return FactFile(source, folder, {"checker": 1, **sections}, places, tuple(faults))


@dataclass(frozen=True, slots=True)
class LinePlaces:
    """Places in a file of JSON Lines: each record of a section has a line of its own."""

    source: Source
    lines: dict[tuple[str | int, str | int], Places]

    def value(self, route: Route) -> Span:
        line = self.lines.get((route[0], route[1])) if len(route) > 1 else None
        return Span(self.source, 0, 0) if line is None else line.value(route[2:])

    def key(self, route: Route) -> Span:
        line = self.lines.get((route[0], route[1])) if len(route) > 1 else None
        return Span(self.source, 0, 0) if line is None else line.key(route[2:])


def _record(value: Value, places: Places) -> tuple[str, Value]:
    """The section that a line belongs to, and its record."""
    kinds = ", ".join(RECORD_SECTIONS)
    if not isinstance(value, dict):
        fault = errors.WRONG_TYPE.at(
            places.value(()),
            "a line holds one record, a mapping in braces",
            help='write {"record": "claim", "id": ...}',
        )
        raise DiagnosticError([fault])
    kind = value.get("record")
    if isinstance(kind, str) and kind in RECORD_SECTIONS:
        return RECORD_SECTIONS[kind], {name: v for name, v in value.items() if name != "record"}
    if "record" not in value:
        fault = errors.MISSING_FIELD.at(
            places.value(()), "the line does not say what `record` it is", help=f"one of {kinds}"
        )
    else:
        near = closest(kind, RECORD_SECTIONS) if isinstance(kind, str) else None
        fault = errors.NOT_IN_VOCABULARY.at(
            places.value(("record",)),
            "no such kind of record",
            help=f"did you mean `{near}`?" if near else f"one of {kinds}",
        )
    raise DiagnosticError([fault])
