"""What can stop a triage, declared once. Codes CHK82x."""

from __future__ import annotations

from checker.diagnostics import DiagnosticKind, Level

NO_SOLVER = DiagnosticKind(
    "CHK821",
    "no solver to find the smallest set with",
    Level.ERROR,
    "The smallest set of facts that resolves all findings is found by the answer set solver"
    " clingo, which is an extra: a package of two megabytes that only `checker triage` needs.",
)
