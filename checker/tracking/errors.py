"""What can be wrong with the files that findings are held against, declared once."""

from __future__ import annotations

from checker.diagnostics import DiagnosticKind, Level

UNREADABLE = DiagnosticKind(
    "CHK521",
    "a file to compare with cannot be read",
    Level.ERROR,
    "An audit against a baseline that is not there would call every finding new.",
)

NOT_A_BASELINE = DiagnosticKind(
    "CHK522",
    "this is no baseline",
    Level.ERROR,
    "A baseline is a JSON file that `checker baseline` writes: `checker_baseline`, the version of"
    " the format, and `findings`, each with its `fingerprint`, `rule` and `message`.",
)

OTHER_VERSION = DiagnosticKind(
    "CHK523",
    "a baseline of another version",
    Level.ERROR,
    "Fingerprints of another version name other findings; every finding would look new.",
)

NOT_A_REPORT = DiagnosticKind(
    "CHK524",
    "this is no report",
    Level.ERROR,
    "`checker diff` compares fact files with each other, and reports that `checker audit --format"
    " json` wrote.",
)
