"""Findings as a table, one row each: for spreadsheets, Arrow and pandas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, TypeAlias

from checker.findings.models import Absent, Evidence, Finding, Report

if TYPE_CHECKING:
    import pandas
    import pyarrow

Row: TypeAlias = Mapping[str, str | int | None]

COLUMNS: Mapping[str, type[str | int]] = {
    "fingerprint": str,
    "rule": str,
    "severity": str,
    "state": str,
    "message": str,
    "document": str,
    "title": str,
    "path": str,
    "line": int,
    "column": int,
    "end_line": int,
    "end_column": int,
    "start": int,
    "end": int,
    "quote": str,
    "source": str,
    "voice": str,
    "others": str,
    "advice": str,
    "tags": str,
    "reason": str,
    "expires": str,
}
"""The columns and the types of their values, of which every one may be missing."""


def rows(report: Report) -> Iterator[Row]:
    """A row for every finding, in the report's order, then one for every absent one.

    ``state`` is ``suppressed``, ``new``, ``unchanged`` or ``absent``; missing without a baseline.
    From ``document`` to ``voice`` a row tells of the evidence under which the finding is listed;
    ``others`` holds the other evidence, one a line.
    """
    for finding in report.findings:
        yield _row(finding)
    for one in report.baseline.absent if report.baseline else ():
        yield _gone(one)


def to_arrow(report: Report) -> pyarrow.Table:
    """As :meth:`checker.findings.Report.to_arrow`."""
    arrow = _library("pyarrow", "arrow")
    types = {str: arrow.string(), int: arrow.int64()}
    schema = arrow.schema([(name, types[kind]) for name, kind in COLUMNS.items()])
    made: pyarrow.Table = arrow.Table.from_pylist(list(map(dict, rows(report))), schema=schema)
    return made


def to_pandas(report: Report) -> pandas.DataFrame:
    """As :meth:`checker.findings.Report.to_pandas`."""
    library = _library("pandas", "pandas")
    types = {str: "string", int: "Int64"}
    frame: pandas.DataFrame = library.DataFrame(list(map(dict, rows(report))), columns=[*COLUMNS])
    return frame.astype({name: types[kind] for name, kind in COLUMNS.items()})


def _row(finding: Finding) -> Row:
    first = next(
        (
            item
            for item in finding.evidence
            if item.document is not None and item.document == finding.document
        ),
        None,
    )
    passage = first.passage if first else None
    suppression = finding.suppression
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule,
        "severity": str(finding.severity),
        "state": "suppressed" if suppression else finding.baseline and str(finding.baseline),
        "message": finding.message,
        "document": finding.document,
        "title": first.title if first else None,
        "path": first.path if first else None,
        "line": passage.line if passage else None,
        "column": passage.column if passage else None,
        "end_line": passage.end_line if passage else None,
        "end_column": passage.end_column if passage else None,
        "start": passage.start if passage else None,
        "end": passage.end if passage else None,
        "quote": passage.exact if passage else None,
        "source": first.source if first else None,
        "voice": first.voice if first else None,
        "others": "\n".join(_told(item) for item in finding.evidence if item is not first),
        "advice": finding.advice,
        "tags": " ".join(finding.tags),
        "reason": suppression.reason if suppression else None,
        "expires": suppression.expires if suppression else None,
    }


def _gone(one: Absent) -> Row:
    row: dict[str, str | int | None] = dict.fromkeys(COLUMNS)
    return {
        **row,
        "fingerprint": one.fingerprint,
        "rule": one.rule,
        "state": "absent",
        "message": one.message,
    }


def _told(item: Evidence) -> str:
    """One line on a piece of evidence: what it is, where it stands, who says it, the words."""
    said = f" {item.source}:" if item.source else ""
    if item.passage is None:
        return f"{item.role}:{said} {_one_line(item.label)}"
    place = f"{item.path}:{item.passage.line}:{item.passage.column}"
    return f"{item.role}: {place}:{said} “{_one_line(item.passage.exact)}”"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _library(name: str, extra: str) -> ModuleType:
    from importlib import import_module

    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise ModuleNotFoundError(
            f"this needs {name}: pip install 'checker[{extra}]'", name=name
        ) from error
