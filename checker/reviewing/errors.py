"""What keeps a decision from being saved."""

from __future__ import annotations

from checker.diagnostics import DiagnosticKind, Level

NO_SUCH_CLAIM = DiagnosticKind(
    "CHK681",
    "no such claim",
    Level.ERROR,
    "A decision names a claim of the files under review by its id.",
)
CHANGED_FILE = DiagnosticKind(
    "CHK682",
    "file changed during the review",
    Level.ERROR,
    "A fact file is saved only while it is as it was when it was read, so that nobody's work is"
    " lost.",
)
NO_RECORD = DiagnosticKind(
    "CHK683",
    "correction that is no record",
    Level.ERROR,
    "A corrected claim is a mapping of the fields of a claim, under the id that it had.",
)
LAYOUT = DiagnosticKind(
    "CHK684",
    "layout that is not edited",
    Level.ERROR,
    "A review edits the lines of one claim and leaves every other line as it is. Where a file's"
    " layout does not allow for that (anchors, several claims on one line), it is left alone.",
)
