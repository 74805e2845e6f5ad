"""What is said where a package of an extra is not installed."""

from __future__ import annotations

from checker.diagnostics.diagnostic import DiagnosticError, DiagnosticKind
from checker.diagnostics.source import Source, Span


def not_installed(kind: DiagnosticKind, name: str, message: str, extra: str) -> DiagnosticError:
    """The error at ``name``, whatever asks for the package, with the extra to install."""
    return DiagnosticError(
        [kind.at(Span(Source(name, ""), 0, 0), message, help=f"pip install 'checker[{extra}]'")]
    )
