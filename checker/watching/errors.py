"""What keeps files from being watched."""

from __future__ import annotations

from checker.diagnostics import DiagnosticKind, Level

NO_WATCHER = DiagnosticKind(
    "CHK641",
    "nothing to watch files with",
    Level.ERROR,
    "Changes of files are told by the operating system through the package watchfiles.",
)
