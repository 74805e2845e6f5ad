"""A page on each kind of diagnostic: what it means, an example, and its mend.

Kinds are declared in the rooms that find them; examples stand in one data file, and a test runs
each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TypeAlias

from checker.authoring.errors import UNKNOWN_CODE
from checker.diagnostics import Diagnostic, DiagnosticKind, Level, Source, Span
from checker.diagnostics.suggestion import closest

_FACES = ("errors", "config")
"""The modules of a room that declare kinds of diagnostics."""


@dataclass(frozen=True, slots=True)
class Example:
    """Files with a fault, the command that finds it, and the files that are mended. ``then`` is
    the command after the mend, ``without`` are files that the mend takes away."""

    files: Mapping[str, str]
    run: str
    mend: Mapping[str, str]
    then: str
    without: Sequence[str]
    encoding: str

    @property
    def mended(self) -> Mapping[str, str]:
        """All files without the fault."""
        files = {**self.files, **self.mend}
        return {name: text for name, text in files.items() if name not in self.without}


@cache
def kinds() -> Mapping[str, DiagnosticKind]:
    """Every kind of diagnostic by its code, in the order of the codes."""
    found = {
        kind.code: kind
        for name in _modules()
        for kind in vars(import_module(name)).values()
        if isinstance(kind, DiagnosticKind)
    }
    return {code: found[code] for code in sorted(found)}


def _modules() -> Iterator[str]:
    import checker

    for room in iter_modules(checker.__path__, "checker."):
        if room.ispkg:
            path = import_module(room.name).__path__
            yield from (
                each.name
                for each in iter_modules(path, f"{room.name}.")
                if each.name.endswith(".errors")
            )
        elif room.name.removeprefix("checker.") in _FACES:
            yield room.name


@cache
def examples() -> Mapping[str, Example]:
    """The example of each diagnostic that has one, by code."""
    import yaml

    from checker.resources import examples_file

    entries = yaml.safe_load(examples_file().read_text(encoding="utf-8"))
    return {code: _example(entry) for code, entry in entries.items()}


_Entry: TypeAlias = "Mapping[str, str | Mapping[str, str] | Sequence[str]]"


def _example(entry: _Entry) -> Example:
    files, mend = entry.get("files"), entry["mend"]
    if not isinstance(files, Mapping):
        files = {"rules.dl": str(entry["rules"])}
    if not isinstance(mend, Mapping):
        mend = {"rules.dl": str(mend)}
    run = str(entry.get("run", "rules check rules.dl"))
    return Example(
        files,
        f"checker {run}",
        mend,
        f"checker {entry.get('then', run)}",
        tuple(entry.get("without", ())),
        str(entry.get("encoding", "utf-8")),
    )


def explanation(kind: DiagnosticKind) -> str:
    """The page of a diagnostic, in Markdown."""
    return "\n".join(_page(kind, "#"))


def reference() -> str:
    """All pages, as one."""
    lines = ["# Diagnostics", "", "Written by `docs/update.py` from the code that finds them.", ""]
    for kind in kinds().values():
        lines += _page(kind, "##")
    return "\n".join(lines)


def _page(kind: DiagnosticKind, mark: str) -> Iterator[str]:
    yield f"{mark} {kind.code}: {kind.title}"
    yield ""
    article = "An" if kind.level is Level.ERROR else "A"
    yield f"{article} {kind.level}. {kind.explanation}"
    yield ""
    example = examples().get(kind.code)
    if example is None:
        return
    yield f"For example, with `{example.run}`:"
    yield ""
    for name, text in example.files.items():
        yield from _file(name, text)
    if example.encoding != "utf-8":
        yield f"The mend: save the file as UTF-8; here it is {example.encoding}."
        yield ""
        return
    yield "The mend:"
    yield ""
    if example.then != example.run:
        yield f"`{example.then}`"
        yield ""
    for name in example.without:
        yield f"`{name}` under another name:" if example.mend else f"no `{name}`"
        yield ""
    for name, text in example.mend.items():
        yield from _file(name, text)


def _file(name: str, text: str) -> Iterator[str]:
    language = {"dl": "prolog", "yaml": "yaml", "toml": "toml"}.get(name.rpartition(".")[2], "text")
    yield f"`{name}`"
    yield ""
    yield f"```{language}"
    yield text.rstrip("\n")
    yield "```"
    yield ""


def unknown(code: str) -> Diagnostic:
    """What to say of a code that no diagnostic has."""
    near = closest(code, kinds())
    return UNKNOWN_CODE.at(
        Span(Source("<code>", code), 0, len(code)),
        f"there is no diagnostic `{code}`",
        help=f"did you mean `{near}`?" if near else "`checker rules explain` lists them all",
    )
