"""What can go wrong when documents are aligned. Codes from CHK740."""

from __future__ import annotations

from checker.diagnostics import DiagnosticKind, Level

NOT_INSTALLED = DiagnosticKind(
    "CHK740",
    "comparison of texts that is not installed",
    Level.ERROR,
    "Texts are compared by `rapidfuzz`, and by meaning with the model that comes in `wordllama`;"
    " Checker does without them otherwise.",
)
BAD_PROPOSALS = DiagnosticKind(
    "CHK741",
    "proposals that cannot be read",
    Level.ERROR,
    "The file was written by `checker align`, and a person changes `accept: false` to `true` in"
    " it, or the name to keep. A part of it has another shape.",
)
NO_SUCH_MEASURE = DiagnosticKind(
    "CHK742",
    "accepted proposal that fits nothing",
    Level.ERROR,
    "No figure of the facts has the measure that an accepted proposal renames: the facts are others"
    " than those that were aligned, or it was applied before.",
)
NOT_WRITTEN = DiagnosticKind(
    "CHK743",
    "aligned facts that cannot be written",
    Level.ERROR,
    "A file cannot be written to. Nothing was changed in any.",
)
BAD_MODEL = DiagnosticKind(
    "CHK744",
    "model of meaning that cannot be read",
    Level.ERROR,
    "The installed package of the model lacks a file of it, or the file is not what it was. Another"
    " one is not fetched.",
)
