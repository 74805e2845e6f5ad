"""What can be wrong with a question about a row, declared once. Codes CHK8xx."""

from __future__ import annotations

from checker.diagnostics import DiagnosticKind, Level

NO_GOAL = DiagnosticKind(
    "CHK801",
    "goal that cannot be read",
    Level.ERROR,
    "A goal is one row of a relation, written as a rule writes it: the relation's name and a"
    ' constant for each column, `claim("c1", _, "medinsky", _, _)`; `_` stands for any value.',
)
UNKNOWN_RELATION = DiagnosticKind(
    "CHK802",
    "goal of a relation that is not declared",
    Level.ERROR,
    "A goal names a relation of the rules that the audit ran.",
)
WRONG_GOAL = DiagnosticKind(
    "CHK803",
    "goal that does not fit its relation",
    Level.ERROR,
    "A goal has as many values as its relation has columns, each of its column's type.",
)
NO_SUCH_ROW = DiagnosticKind(
    "CHK804",
    "goal that does not hold",
    Level.ERROR,
    "Only what holds has a proof. `checker why-not` says what keeps a row from being derived.",
)
UNKNOWN_FINDING = DiagnosticKind(
    "CHK805",
    "no such finding",
    Level.ERROR,
    "A finding is named by its fingerprint, as reports give it, or by the first four or more of"
    " its characters.",
)
TOO_MUCH_TO_PROVE = DiagnosticKind(
    "CHK806",
    "proof that takes too long to find",
    Level.ERROR,
    "The least proof of a row is looked for among all its derivations. Rules that read their own"
    " relation twice over a large graph have so many that the search stops.",
)
