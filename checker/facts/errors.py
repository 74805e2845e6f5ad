"""What can be wrong with facts: every kind of diagnostic of this room, declared once."""

from __future__ import annotations

from checker.diagnostics import DiagnosticKind, Level


def _error(code: str, title: str, explanation: str) -> DiagnosticKind:
    return DiagnosticKind(code, title, Level.ERROR, explanation)


# --- files -----------------------------------------------------------------------------------

UNREADABLE = _error(
    "CHK401",
    "file cannot be read",
    "A fact file, a folder of fact files or a document's text is missing, is no regular file, "
    "or may not be read.",
)
ENCODING = _error(
    "CHK402",
    "file is not UTF-8",
    "Fact files and documents are read as UTF-8. The place of the first byte that is not is shown.",
)
SYNTAX = _error(
    "CHK403",
    "file cannot be parsed",
    "The file is no YAML, JSON or JSON Lines. YAML is read without tags, merge keys and several "
    "documents in one file; JSON without NaN and Infinity.",
)
DUPLICATE_KEY = _error(
    "CHK404",
    "key given twice",
    "A mapping has a key twice. One of the two values would be lost.",
)
TOO_LARGE = _error(
    "CHK405",
    "nested or repeated beyond measure",
    "No fact file needs 64 levels, or aliases that unfold to more than 100,000 values.",
)

# --- shape -----------------------------------------------------------------------------------

WRONG_TYPE = _error(
    "CHK410",
    "value of the wrong type",
    'A field takes values of one type, and nothing is converted silently: a text "3" is no '
    "number, and yes is no truth value.",
)
UNKNOWN_FIELD = _error(
    "CHK411", "unknown field", "A record has a field that its section does not know."
)
MISSING_FIELD = _error("CHK412", "missing field", "A record lacks a field that its section needs.")
NOT_IN_VOCABULARY = _error(
    "CHK413",
    "value is not in the vocabulary",
    "The field takes one of a few words; docs/facts.md lists them.",
)
MALFORMED = _error(
    "CHK414",
    "malformed value",
    "A date is no EDTF, a duration has no unit, an id has white space, a number is out of range.",
)
AT_ODDS = _error(
    "CHK415",
    "fields that do not go together",
    "Each field is well formed, but the record as a whole says too little or two things at once.",
)

# --- references ------------------------------------------------------------------------------

DUPLICATE_ID = _error(
    "CHK420",
    "id given twice",
    "Ids are unique for each kind of record in a whole corpus: all files of a folder, or all "
    "files that are named together.",
)
DANGLING = _error(
    "CHK421",
    "reference to nothing",
    "A record names the id of another record that no file of the corpus has.",
)
SELF_REFERENCE = _error(
    "CHK422",
    "reference to itself",
    "A record cannot be a part of itself, come before itself, or be derived from itself.",
)
UNKNOWN_UNIT = _error(
    "CHK423",
    "unknown unit",
    "Units are UCUM codes, ISO 4217 currencies, annotations in braces (a count), products and "
    "quotients of these, or units that the desk declares under `units`.",
)

# --- documents and the two guards ------------------------------------------------------------

OUTSIDE_ROOT = _error(
    "CHK430",
    "path leaves the project",
    "A document's text must lie inside of the project's folder, links followed.",
)
HASH_MISMATCH = _error(
    "CHK431",
    "text is not the one that was hashed",
    "The text's SHA-256 is not the one that the fact file gives: it was changed after the facts "
    "were extracted, so their spans may be off.",
)
SPAN_NOT_FOUND = _error(
    "CHK440",
    "span does not stand in its document",
    "A quoted span must stand in its document to the letter: a claim that quotes what is not "
    "there is an invented one.",
)
SPAN_AMBIGUOUS = _error(
    "CHK441",
    "span stands in several places",
    "The passage occurs several times and nothing says which is meant.",
)
FIGURE_NOT_FOUND = _error(
    "CHK442",
    "figure does not stand in the span",
    "A claim's figures must occur inside of its span, as numerals or in words: three is 3.",
)
NAME_NOT_FOUND = _error(
    "CHK443",
    "agent is not named in the span",
    "An agent that is a claim's subject or object must be named in its span, by name or alias, "
    "or by other words that `mentions` gives.",
)
NOT_IN_SPAN = _error(
    "CHK444",
    "words do not stand in the span",
    "The words of a mention or of a figure must stand in the claim's span to the letter.",
)
