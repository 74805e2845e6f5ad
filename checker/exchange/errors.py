"""What can be wrong with other tools' files, read or written. Codes from CHK720."""

from __future__ import annotations

from checker.diagnostics import DiagnosticKind, Level

MALFORMED = DiagnosticKind(
    "CHK720",
    "file that is not of its format",
    Level.ERROR,
    "The file is read as the format that was named, and a part of it has another shape: a field"
    " that the format needs is missing or of another type, or a line has other parts.",
)
OFF_ITS_TEXT = DiagnosticKind(
    "CHK721",
    "annotation that is off its text",
    Level.ERROR,
    "The words of an annotation are not those at its offsets. The annotations were made on another"
    " version of the text; every other offset of the file would be off as well.",
)
NO_TEXT = DiagnosticKind(
    "CHK722",
    "annotations without their text",
    Level.ERROR,
    "The format points into a text that it does not contain, and that text was not found.",
)
NOT_MAPPED = DiagnosticKind(
    "CHK723",
    "part that facts have no place for",
    Level.WARNING,
    "docs/exchange.md says what of each format becomes facts. The rest is left out, and counted"
    " here by its kind; the first place of each kind is shown.",
)
NOTHING_TO_EXPORT = DiagnosticKind(
    "CHK724",
    "no facts to export",
    Level.ERROR,
    "The format has a place for claims (and, with Web Annotation, wordings and dates), and the"
    " facts have none.",
)
NOT_WRITTEN = DiagnosticKind(
    "CHK725",
    "converted facts that cannot be written",
    Level.ERROR,
    "The file cannot be written to: its folder may not be written to, there is a folder of its"
    " name, or facts stand there already.",
)
