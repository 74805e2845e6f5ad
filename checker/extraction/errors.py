"""What can be wrong with extracting facts. Codes from CHK670."""

from __future__ import annotations

from checker.diagnostics import DiagnosticKind, Level

DROPPED = DiagnosticKind(
    "CHK670",
    "proposed fact that was dropped",
    Level.WARNING,
    "What an extractor proposes passes the same checks as a fact file: its spans stand in the"
    " document to the letter, its figures and names inside the span. What does not pass is listed"
    " and left out, with everything that refers to it; it is never mended.",
)
EXISTS = DiagnosticKind(
    "CHK671",
    "facts that are there already",
    Level.ERROR,
    "A fact file of that name is there, with other content: somebody may have corrected it.",
)
NOT_WRITTEN = DiagnosticKind(
    "CHK672",
    "facts that cannot be written",
    Level.ERROR,
    "The folder cannot be written to. Nothing was changed in it.",
)
