"""The report as a table for spreadsheets: RFC 4180, a finding a row, lines ended by CRLF."""

from __future__ import annotations

import csv
from io import StringIO

from checker.findings.models import Report
from checker.findings.tables import COLUMNS, rows
from checker.report._plain import encodable

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A spreadsheet computes a cell that begins so, or that does once white space is gone; the quote
of a hostile document must stay a text (OWASP, "CSV Injection")."""


def render_csv(report: Report) -> str:
    """A row of column names, then a row for every finding and every absent one of a baseline.

    Texts that a spreadsheet would take for a formula begin with an apostrophe.
    """
    page = StringIO()
    table = csv.writer(page, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for row in rows(report):
        table.writerow([_cell(row[column]) for column in COLUMNS])
    return page.getvalue()


def _cell(value: str | int | None) -> str | int:
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    return encodable(f"'{value}" if value.startswith(_FORMULA) else value)
