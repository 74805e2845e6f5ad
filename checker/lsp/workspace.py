"""What an editor has open, and the projects that it lies in.

A text that is open counts in the place of the file on the disk, saved or not. Everything else is
read from the disk when it is asked for.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from pygls import uris

from checker.config import Project, Settings, find_project
from checker.diagnostics import Diagnostic, DiagnosticError
from checker.facts.files import FactFile
from checker.language import rule_files
from checker.lsp.facts.corpus import FactCorpus
from checker.resources import packs_dir

MOST_RULE_FILES = 2_000
"""Rule files that are looked through for names; a project has tens."""

_SKIPPED = frozenset({"node_modules", "__pycache__", "build", "dist", "venv"})


@dataclass(frozen=True, slots=True)
class OpenText:
    """A text in the editor, under the address and the version that the editor gave it."""

    uri: str
    path: Path
    version: int | None
    text: str


@dataclass(slots=True)
class Workspace:
    """Paths are absolute and free of symbolic links, so that each file has one."""

    folders: tuple[Path, ...] = ()
    opened: dict[Path, OpenText] = field(default_factory=dict)
    projects: dict[Path, Project] = field(default_factory=dict)
    faults: dict[Path, tuple[Diagnostic, ...]] = field(default_factory=dict)
    """What is wrong with a folder's configuration."""
    readable: dict[Path, FactFile] = field(default_factory=dict)
    """Each fact file as it could last be read."""
    corpora: dict[tuple[Path, tuple[Path, ...]], FactCorpus] = field(default_factory=dict)
    """Each corpus as it was last read."""
    _rule_files: dict[Path, tuple[Path, ...]] = field(default_factory=dict)

    def open(self, uri: str, version: int | None, text: str) -> OpenText | None:
        """Takes in a text; None where it has no path, such as one that was never saved."""
        path = path_of(uri)
        if path is None:
            return None
        opened = OpenText(uri, path, version, text)
        self.opened[path] = opened
        return opened

    def close(self, uri: str) -> None:
        path = path_of(uri)
        if path is not None:
            self.opened.pop(path, None)

    def overlay(self) -> dict[Path, str]:
        """The open texts by path."""
        return {path: opened.text for path, opened in self.opened.items()}

    def uri(self, path: Path) -> str:
        """The address of a file, as the editor writes it where it has it open."""
        opened = self.opened.get(path)
        return opened.uri if opened else uris.from_fs_path(str(path)) or path.as_uri()

    def forget_disk(self) -> None:
        """Reads configurations and folders anew when they are asked for next."""
        self.projects.clear()
        self.faults.clear()
        self._rule_files.clear()

    def rule_files(self, root: Path) -> tuple[Path, ...]:
        """The rule files below a project's root, and the shipped ones."""
        if root not in self._rule_files:
            below = [*files_below(root, ".dl"), *files_below(real_path(packs_dir()), ".dl")]
            self._rule_files[root] = tuple(dict.fromkeys(map(real_path, below)))
        return self._rule_files[root]

    def project(self, path: Path) -> Project:
        """The project that a file lies in.

        Without a configuration it is the folder that the editor has open, else the file's own. One
        that cannot be read is taken for one that says nothing.
        """
        folder = path.parent
        if folder not in self.projects:
            self.projects[folder] = self._read_project(folder)
        return self.projects[folder]

    def _read_project(self, folder: Path) -> Project:
        try:
            project = find_project(folder)
        except DiagnosticError as error:
            self.faults[folder] = error.diagnostics
            return self._bare(folder)
        if project.file is None:
            return self._bare(folder)
        root = real_path(project.root)
        return Project(
            root,
            real_path(project.file),
            project.settings,
            tuple(real_path(path) for path in project.facts),
            tuple(real_path(path) for path in project.rules),
            stores=project.stores,
        )

    def _bare(self, folder: Path) -> Project:
        around = [each for each in self.folders if folder.is_relative_to(each)]
        root = max(around, key=lambda each: len(each.parts), default=folder)
        return Project(root, None, Settings(), (), ())


def path_of(uri: str) -> Path | None:
    """The file that an address names; None where it names no file."""
    if not uri.startswith("file:"):
        return None
    try:
        written = uris.to_fs_path(uri)
        return real_path(Path(written)) if written else None
    except (ValueError, OSError):
        return None


def real_path(path: Path) -> Path:
    return Path(os.path.realpath(path))


def rule_roots(project: Project) -> tuple[Path, ...]:
    """The rule files that an audit of the project reads, those that they include left out."""
    builtin = (real_path(packs_dir()),) if project.settings.builtin_rules else ()
    return tuple(rule_files((*builtin, *project.rules)))


def files_below(folder: Path, suffix: str) -> list[Path]:
    """The files of a suffix at any depth, but in hidden folders and those of other tools."""
    found: list[Path] = []
    for above, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in _SKIPPED
        )
        found += [Path(above, name) for name in sorted(names) if name.endswith(suffix)]
        if len(found) > MOST_RULE_FILES:
            return found[:MOST_RULE_FILES]
    return found
