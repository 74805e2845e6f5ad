"""What can go wrong between Checker and a language model. Codes from CHK730."""

from __future__ import annotations

from checker.diagnostics import DiagnosticKind, Level

NOT_REACHED = DiagnosticKind(
    "CHK730",
    "model that cannot be asked",
    Level.ERROR,
    "The endpoint cannot be reached, refuses the key, does not know the model, or kept failing"
    " after several tries. Complete answers are kept: the same command goes on from them.",
)
NO_KEY = DiagnosticKind(
    "CHK731",
    "key that is not set",
    Level.ERROR,
    "The environment variable that was to hold the key is not set. A key is read from the"
    " environment alone: on a command line others could see it.",
)
NOT_INSTALLED = DiagnosticKind(
    "CHK732",
    "client that is not installed",
    Level.ERROR,
    "Endpoints are spoken to through the `openai` client, which Checker does without otherwise.",
)
UNUSABLE = DiagnosticKind(
    "CHK733",
    "answer that cannot be used",
    Level.WARNING,
    "The model's answer for a part of a document was asked for again and is still no JSON of the"
    " schema, cut off, or refused. Nothing of that part is in the facts.",
)
WRONG_SHAPE = DiagnosticKind(
    "CHK734",
    "part of an answer that is not of the schema",
    Level.WARNING,
    "A record of the model's answer lacks a field, has one too many, or a value of another type or"
    " outside of the vocabulary. It is left out; it is never mended.",
)
NOT_IN_PART = DiagnosticKind(
    "CHK735",
    "words that the model did not find",
    Level.WARNING,
    "A name that the model gives a source, or the words of an event or of evidence, do not stand in"
    " the part of the document that it was shown; a name or figure of a claim, or the words of a"
    " pledge, not in the claim's passage; or another claim is named that does not stand.",
)
