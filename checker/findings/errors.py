"""What can be wrong between the files and the findings, declared once."""

from __future__ import annotations

from checker.diagnostics import DiagnosticKind, Level

UNKNOWN_SELECTOR = DiagnosticKind(
    "CHK501",
    "unknown selector",
    Level.ERROR,
    "A selector is the id of a rule (`numbers/conflict`), a family (`numbers`), a pattern over ids"
    " (`numbers/*`) or a tag. One that means no rule is most likely misspelt; an audit that passed"
    " over it would look clean because nothing was checked.",
)

NOTHING_SELECTED = DiagnosticKind(
    "CHK502",
    "no rule is left to run",
    Level.ERROR,
    "What is selected and what is ignored leave no rule. A report without findings would then say"
    " nothing about the documents.",
)

NO_FINDING_RULES = DiagnosticKind(
    "CHK503",
    "the rule files hold no finding rule",
    Level.ERROR,
    "A relation becomes a finding rule by the metadata in the documentation comment above its"
    " declaration: `@id`, `@severity`, `@message`. An audit needs one at least.",
)

MISFIT = DiagnosticKind(
    "CHK504",
    "a declaration does not fit the facts",
    Level.ERROR,
    "A relation that the fact files give must be declared as `schema.dl` declares it: as many"
    " columns, of the same primitive types. Otherwise its rows would be read as something else.",
)

INPUT_NOT_READ = DiagnosticKind(
    "CHK505",
    "an audit reads no `.input`",
    Level.WARNING,
    "An audit takes its facts from fact files, whose spans it can show. `.input` names a table of"
    " rows, which `checker run` reads.",
)
