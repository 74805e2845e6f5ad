"""The diagnostic itself, after rustc's: a code, a message, labelled places, a reason, a mend."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from checker.dataclasses import dataclass
from checker.diagnostics.fix import Fix
from checker.diagnostics.source import Span


class Level(StrEnum):
    """How bad it is. Only an error stops a run."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class DiagnosticKind:
    """What can go wrong, declared once in the room that finds it.

    ``code`` is stable (``CHK101``) and never used again for something else. ``explanation`` is
    a paragraph for people who have not met the diagnostic before.
    """

    code: str
    title: str
    level: Level
    explanation: str

    def at(
        self,
        span: Span,
        message: str,
        *,
        label: str = "",
        related: Iterable[Label] = (),
        note: str = "",
        help: str = "",  # noqa: A002 - rustc's word for the mend
        fixes: Iterable[Fix] = (),
    ) -> Diagnostic:
        """A diagnostic of this kind at a place."""
        primary = Label(span, label)
        return Diagnostic(self, message, primary, tuple(related), note, help, tuple(fixes))


@dataclass(frozen=True, slots=True)
class Label:
    """A place to underline, with a few words on it."""

    span: Span
    text: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault: ``message`` says what, ``note`` why, ``help`` how to mend it.

    ``fixes`` are mends that need no thought, each of which does alone.
    """

    kind: DiagnosticKind
    message: str
    primary: Label
    related: tuple[Label, ...] = ()
    note: str = ""
    help: str = ""
    fixes: tuple[Fix, ...] = ()

    @property
    def code(self) -> str:
        return self.kind.code

    @property
    def level(self) -> Level:
        return self.kind.level

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """The order of a report: by file, then by place."""
        span = self.primary.span
        return (span.source.name, span.start, span.end, self.kind.code, self.message)


class DiagnosticError(Exception):
    """A run that cannot go on. Carries every diagnostic that was found, not the first only."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(diagnostics, key=lambda found: found.sort_key))
        super().__init__("; ".join(f"{found.code}: {found.message}" for found in self.diagnostics))
