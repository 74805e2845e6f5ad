"""From options and configuration to what a command works on: options win."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from checker.bulk.stores import Address, Place, place
from checker.cli.usage import UsageError
from checker.config import Project, find_project, find_root, load_project
from checker.diagnostics import Diagnostic, DiagnosticError

if TYPE_CHECKING:
    from checker.analysis.program import Program


def open_project(config: Path | None, facts: Sequence[Place] = ()) -> Project:
    """The project of that configuration; else the one that the current folder lies in, or that
    the facts lie in. Without any, the folder that bounds what facts may name is the current one,
    or that of the facts where they lie elsewhere."""
    if config:
        return load_project(config)
    paths = [each for each in facts if not isinstance(each, Address)]
    folders = [path if path.is_dir() else path.parent for path in paths]
    for start in (Path(), *folders):
        project = find_project(start)
        if project.file:
            return project
    return find_project(_without_project(folders))


def root_for(folder: Path) -> Path:
    """The root of the project that facts in a folder will be in, whether the folder, or what the
    configuration names, is there yet or not."""
    found = find_root(Path()) or find_root(folder)
    return _without_project([folder]) if found is None else found


def _without_project(folders: Sequence[Path]) -> Path:
    """What bounds facts in these folders where there is no configuration."""
    elsewhere = [folder for folder in folders if not _is_below(folder, Path())]
    return elsewhere[0] if elsewhere else Path()


def places(given: Iterable[str] | None) -> tuple[Place, ...]:
    """The paths and addresses that a command line names. Raises :class:`DiagnosticError` with all
    that are no addresses and are written like ones."""
    found = [place(text) for text in given or ()]
    if faults := [each for each in found if isinstance(each, Diagnostic)]:
        raise DiagnosticError(faults)
    return tuple(each for each in found if not isinstance(each, Diagnostic))


def files_of(project: Project, given: Sequence[Path] | None) -> tuple[Path, ...]:
    """The facts that a command works on which reads none from a store; a usage error where there
    are none, or where the configuration names some on a store."""
    if not given and project.stores:
        raise UsageError(
            f"this command does not read from a store, as `facts` in {project.file} has it"
            f" ({project.stores[0]}); name fact files here",
            param_hint="FACTS",
        )
    facts = facts_of(project, given)
    return tuple(each for each in facts if not isinstance(each, Address))


def facts_of(project: Project, given: Sequence[Place] | None) -> tuple[Place, ...]:
    """The facts to audit; a usage error where neither options nor configuration name any."""
    if facts := tuple(given or named_by(project)):
        return facts
    where = f"`facts` in {project.file}" if project.file else "a checker.toml"
    raise UsageError(
        f"nothing to audit: name fact files or folders here, or in {where};"
        " `checker init` lays out a project to start from",
        param_hint="FACTS",
    )


def is_whole(project: Project, given: Sequence[Place] | None) -> bool:
    """Whether an audit of the given facts is one of all that the project names."""
    named = named_by(project)
    return not given or not named or resolved(given) >= resolved(named)


def named_by(project: Project) -> tuple[Place, ...]:
    """The facts that the configuration names."""
    return (*project.facts, *project.stores)


def resolved(several: Iterable[Place]) -> set[Place]:
    """Places as they can be compared."""
    return {each if isinstance(each, Address) else each.resolve() for each in several}


def rules_of(
    project: Project, given: Sequence[Path] | None, no_builtin_rules: bool
) -> tuple[Path, ...]:
    """Rule files and folders, the shipped packs first; a usage error where there are none."""
    from checker.resources import packs_dir

    builtin = project.settings.builtin_rules and not no_builtin_rules
    own = tuple(given or project.rules)
    if rules := ((packs_dir(),) if builtin else ()) + own:
        return rules
    raise UsageError(
        "no rules are left: name some with --rules, or use the shipped ones",
        param_hint="--no-builtin-rules",
    )


def selectors(given: Iterable[str] | None) -> tuple[str, ...]:
    """``["a,b", "c"]`` as a, b and c."""
    return tuple(part.strip() for text in given or () for part in text.split(",") if part.strip())


def analysed(rules: Iterable[Path], root: Path) -> tuple[Program, tuple[Diagnostic, ...]]:
    """The program of rule files and folders of them, and what was found in them.

    Raises :class:`checker.diagnostics.DiagnosticError` where they are no program.
    """
    from checker.analysis import analyse
    from checker.language import load, rule_files
    from checker.resources import packs_dir

    loaded = load(rule_files(rules), include_dirs=(packs_dir(),), root=root)
    analysis = analyse(loaded.files)
    found = (*loaded.diagnostics, *analysis.diagnostics)
    if analysis.program is None:
        raise DiagnosticError(found)
    return analysis.program, found


def test_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Files of rule tests: those named, those beside rule files, and those of folders."""
    for path in paths:
        if path.is_dir():
            yield from sorted(path.glob("*.test.yaml"))
        elif path.suffix == ".dl":
            yield from path.parent.glob(f"{path.stem}.test.yaml")
        else:
            yield path


def shown_name(path: Path, root: Path) -> str:
    """The name under which diagnostics show a rule file."""
    from checker.diagnostics.source import source_name

    return source_name(path.resolve(), (root.resolve(), Path.cwd()), path)


def _is_below(folder: Path, root: Path) -> bool:
    return folder.resolve().is_relative_to(root.resolve())
