"""What can be wrong with a mapping and with the table that it maps. Codes from CHK650."""

from __future__ import annotations

from checker.diagnostics import DiagnosticKind, Level


def _error(code: str, title: str, explanation: str) -> DiagnosticKind:
    return DiagnosticKind(code, title, Level.ERROR, explanation)


BAD_MAPPING = _error(
    "CHK650",
    "mapping that cannot be used",
    "A part of the mapping is missing, is of the wrong shape, or is not known.",
)
UNKNOWN_NAME = _error(
    "CHK651",
    "unknown name",
    "A value names columns of the table, names under `let` that stand above it, and `row`, the"
    " number of the table's row. Another name would have no value.",
)
BAD_VALUE = _error(
    "CHK652",
    "value that does not fit its column",
    "A relation's column takes values of one type, and some take words of a vocabulary alone.",
)
NOT_OF_THE_ROW = _error(
    "CHK653",
    "expression that looks beyond its row",
    "Values and conditions are made of the row at hand: relations, aggregates and ranges have no"
    " place in them.",
)
BAD_TABLE = _error(
    "CHK654",
    "table that cannot be imported",
    "The table is missing, is of another format, or has other columns than the mapping names.",
)
BAD_CELL = _error(
    "CHK655",
    "cell of another type",
    "The mapping says of which type a column is, and a cell of the table holds something else.",
)
NOT_IN_MAP = _error(
    "CHK656",
    "value that the map does not have",
    "A map of values says what becomes of each value; `otherwise` says what becomes of the rest.",
)
BAD_ROWS = _error(
    "CHK657",
    "rows that are no facts",
    "What the mapping makes of some rows is no value of the relation, or gives two different"
    " things one id.",
)
NOT_WRITTEN = _error(
    "CHK658",
    "facts that cannot be written",
    "The folder cannot be written to, or holds tables of an earlier import in another format,"
    " whose facts would stand beside the new ones.",
)
