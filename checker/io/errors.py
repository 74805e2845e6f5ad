"""What can be wrong with the files and parameters of a program's input and output."""

from __future__ import annotations

from checker.diagnostics import DiagnosticKind, Level

UNKNOWN_PARAMETER = DiagnosticKind(
    "CHK601",
    "unknown parameter",
    Level.WARNING,
    "Soufflé ignores a parameter that it does not know, so a misspelt one changes nothing and"
    " nobody notices.",
)
BAD_PARAMETER = DiagnosticKind(
    "CHK602",
    "parameter with an impossible value",
    Level.ERROR,
    "The parameter is known, but nothing can be read or written with this value.",
)
UNSUPPORTED_IO = DiagnosticKind(
    "CHK603",
    "unsupported kind of input or output",
    Level.ERROR,
    "Checker reads and writes delimited text (IO=file, IO=stdin, IO=stdout).",
)
OUTSIDE = DiagnosticKind(
    "CHK604",
    "file outside of its folder",
    Level.ERROR,
    "A program names files relative to the folder of facts (-F) or of results (-D) and reaches"
    " no other: a program from somebody else must not read or overwrite what it was not given.",
)
UNREADABLE = DiagnosticKind(
    "CHK605",
    "fact file that cannot be read",
    Level.ERROR,
    "The program asks for facts from a file that is not there or cannot be opened.",
)
MISSING = DiagnosticKind(
    "CHK606",
    "missing fact file",
    Level.ERROR,
    "The program asks for facts from a file that is not there. With --no-warn the relation"
    " starts out empty, as in Soufflé.",
)
NOT_UTF8 = DiagnosticKind(
    "CHK607",
    "text that is not UTF-8",
    Level.ERROR,
    "Fact files are UTF-8.",
)
BAD_VALUE = DiagnosticKind(
    "CHK608",
    "value of another type",
    Level.ERROR,
    "Each value of a fact file is read as the type that its column is declared with.",
)
MISSING_VALUES = DiagnosticKind(
    "CHK609",
    "row with too few values",
    Level.ERROR,
    "A line of a fact file gives one value for each column of the relation.",
)
EXTRA_VALUES = DiagnosticKind(
    "CHK610",
    "row with more values than columns",
    Level.WARNING,
    "Soufflé drops the values after the last column. More often than not the delimiter occurs"
    " inside a value, or a column is missing from the declaration.",
)
BAD_QUOTES = DiagnosticKind(
    "CHK611",
    "quotes or brackets that do not pair",
    Level.ERROR,
    "With rfc4180=true a value in double quotes ends with a double quote, and a delimiter or the"
    " end of the line follows. With a comma as the delimiter, a comma between [ and ] belongs to"
    " the value, as in Soufflé.",
)
AMBIGUOUS_OUTPUT = DiagnosticKind(
    "CHK612",
    "value that cannot be read back",
    Level.WARNING,
    "A symbol that holds the delimiter or a line break falls apart when the file is read.",
)
SAME_FILE = DiagnosticKind(
    "CHK613",
    "two relations in one place",
    Level.ERROR,
    "Two directives write the same file, or read standard input, and one would lose its rows.",
)
UNWRITABLE = DiagnosticKind(
    "CHK614",
    "result that cannot be written",
    Level.ERROR,
    "A result file could not be written. None of the results of this run was.",
)
UNBOUNDED = DiagnosticKind(
    "CHK615",
    "limit that is not applied",
    Level.WARNING,
    ".limitsize stops Soufflé's evaluation early, at rows that depend on its order of work."
    " Checker derives every row; `--max-rows` stops a run that derives too many.",
)
BYTE_ORDER_MARK = DiagnosticKind(
    "CHK616",
    "byte order mark",
    Level.WARNING,
    "Some spreadsheets put an invisible mark before the first value of a file, which then equals"
    " no other value.",
)
