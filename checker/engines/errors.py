"""What can stop an evaluation, declared once. Codes CHK3xx."""

from __future__ import annotations

from checker.diagnostics import DiagnosticKind, Level

NO_VALUE = DiagnosticKind(
    "CHK301",
    "functor without a value",
    Level.ERROR,
    "A functor was reached with arguments for which it has no value: a division by zero,"
    ' `to_number("abc")`, a float that is not a number (NaN). The run stops, because leaving the'
    " row out would hide a finding. A literal that keeps such arguments away mends it: literals"
    " that always have an answer are looked at before those that may have none.",
)
BAD_PATTERN = DiagnosticKind(
    "CHK302",
    "pattern that cannot be matched",
    Level.ERROR,
    "`match` takes regular expressions in the ECMAScript syntax of C++'s std::regex, as Soufflé"
    " does. Look-ahead and back-references are left out: without them every match takes time in"
    " proportion to the text, whatever the pattern.",
)
OUT_OF_TIME = DiagnosticKind(
    "CHK303",
    "time limit passed",
    Level.ERROR,
    "The evaluation took longer than it was allowed to. A recursive rule that computes a value"
    " from its own (`n(x + 1) :- n(x)`) never ends; a rule whose literals share no variable"
    " pairs every row with every other.",
)
TOO_MANY_ROWS = DiagnosticKind(
    "CHK304",
    "row limit passed",
    Level.ERROR,
    "The rules derived more rows than they were allowed to. A recursive rule that computes a"
    " value from its own (`n(x + 1) :- n(x)`) derives rows without end; a rule whose literals"
    " share no variable pairs every row with every other.",
)
WRONG_FACT = DiagnosticKind(
    "CHK305",
    "fact that does not fit its relation",
    Level.ERROR,
    "A row that was handed over for a relation has another number of values than the relation"
    " has columns, or a value that is none of its column's type.",
)
TOO_LARGE_TO_FETCH = DiagnosticKind(
    "CHK306",
    "tables too large for the engine",
    Level.ERROR,
    "An engine that keeps its rows in Python takes tables of an everyday size. DuckDB reads them"
    " where they lie.",
)
UNREADABLE_TABLE = DiagnosticKind(
    "CHK307",
    "table that changed",
    Level.ERROR,
    "A table was read and found in order, and could not be read again when its rows were due.",
)
NO_SPARK = DiagnosticKind(
    "CHK308",
    "no Spark to evaluate with",
    Level.ERROR,
    "The engine on Spark needs the package pyspark and a Java runtime, and a master that can be"
    " reached. The other engines need neither.",
)
SPARK_FAILED = DiagnosticKind(
    "CHK309",
    "Spark stopped",
    Level.ERROR,
    "Spark could not compute a rule's rows: an executor was lost with rows that nothing else had,"
    " memory or disk ran out, or a term is nested deeper than Spark's own parser goes.",
)
OUT_OF_MEMORY = DiagnosticKind(
    "CHK310",
    "out of memory",
    Level.ERROR,
    "DuckDB spills rows to disk when memory runs short, but some of its work has to be in memory,"
    " and there is an end to the disk as well. pyDatalog keeps its rows in memory and stops when"
    " the process holds more than it may.",
)
