"""What can be wrong with a file of rule tests, declared once."""

from __future__ import annotations

from checker.diagnostics import DiagnosticKind, Level

MALFORMED = DiagnosticKind(
    "CHK701",
    "malformed rule test",
    Level.ERROR,
    "A file of rule tests is a list of cases. A case is a mapping with `name`, `rule`, `facts` or "
    "`relations` (or both), and `expect` or `silent` (or both).",
)
UNKNOWN_RULE = DiagnosticKind(
    "CHK702",
    "rule test of a rule that there is not",
    Level.ERROR,
    "`rule`, and the ids under `silent` and in `expect`, name finding rules of the pack beside the "
    "test file by their `@id`.",
)
UNKNOWN_NAME = DiagnosticKind(
    "CHK703",
    "unknown relation or column in a rule test",
    Level.ERROR,
    "Rows are given for the relations that the pack and what it includes declare, by the columns "
    "that they declare.",
)
MISFIT = DiagnosticKind(
    "CHK704",
    "row or value that does not fit",
    Level.ERROR,
    "A row as a list has as many values as its relation has columns; a row as a mapping may leave "
    "columns out. Values have the columns' types; a number that counts days may be written as a "
    "date.",
)
DUPLICATE_NAME = DiagnosticKind(
    "CHK705",
    "two rule tests of one name",
    Level.ERROR,
    "A case is called by its rule and its name when it fails, so no two cases of a rule in a file "
    "share one.",
)
NO_PACK = DiagnosticKind(
    "CHK706",
    "rule tests without a pack",
    Level.ERROR,
    "`NAME.test.yaml` tests the rules of `NAME.dl` in the same folder.",
)
