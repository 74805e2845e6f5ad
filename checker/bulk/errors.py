"""What can be wrong with bulk tables beside what can be wrong with facts in general."""

from __future__ import annotations

from checker.diagnostics import DiagnosticKind, Level

UNKNOWN_TABLE = DiagnosticKind(
    "CHK460",
    "table of no relation",
    Level.ERROR,
    "A table beside fact files is named after the relation whose rows it holds: `quantity.csv`,"
    " `claim.parquet`. One with another name would be passed over, and its facts missed.",
)
BROKEN_TABLE = DiagnosticKind(
    "CHK461",
    "table cannot be read",
    Level.ERROR,
    "The file is no table in CSV, Parquet or JSON Lines: it cannot be opened, has no header,"
    " mixes line ends, or is cut off.",
)
BROKEN_ROW = DiagnosticKind(
    "CHK462",
    "row cannot be read",
    Level.ERROR,
    "A row of a CSV file has more or fewer cells than the header, a quote that is not closed, or"
    " bytes that are not UTF-8; or a line of JSON Lines is no object.",
)
NOT_ON_STORE = DiagnosticKind(
    "CHK463",
    "not read from a store",
    Level.ERROR,
    "Of a store that several machines share (`hdfs://`, `s3a://` and others), Spark reads tables in"
    " Parquet that are named after their relations. Other engines and other kinds of files need"
    " them on this machine, or mounted.",
)
NO_ADDRESS = DiagnosticKind(
    "CHK464",
    "address of no store",
    Level.ERROR,
    "An address of tables is a scheme, a store and a folder or table: `s3a://archive/facts`. It has"
    " no key or password in it: addresses get into plans, logs and reports.",
)
