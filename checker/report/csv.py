"""The report as a table for spreadsheets: RFC 4180, a finding a row, lines ended by CRLF."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO

from checker.findings.models import Report
from checker.findings.tables import COLUMNS, rows
from checker.report._plain import encodable
from checker.report.sources import Sources

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A spreadsheet computes a cell that begins so, or that does once white space is gone; the quote
of a hostile document must stay a text (OWASP, "CSV Injection")."""


def render_csv(report: Report, sources: Sources | None = None) -> str:
    """A row of column names, then a row for every finding and every absent one of a baseline.

    The last column, ``proof``, holds a finding's proof as a tree of lines, where the ``sources``
    are given.
    Texts that a spreadsheet would take for a formula begin with an apostrophe.
    """
    page = StringIO()
    table = csv.writer(page, lineterminator="\r\n")
    table.writerow((*COLUMNS, "proof"))
    proofs = _proofs(report, sources) if sources else {}
    for row in rows(report):
        proof = proofs.get(str(row["fingerprint"]), "")
        table.writerow([*(_cell(row[column]) for column in COLUMNS), _cell(proof)])
    return page.getvalue()


def _proofs(report: Report, sources: Sources) -> Mapping[str, str]:
    from checker.report.proof import render_proofs

    return render_proofs(report, sources)


def _cell(value: str | int | None) -> str | int:
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    return encodable(f"'{value}" if value.startswith(_FORMULA) else value)
