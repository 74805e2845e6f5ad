"""Reports, one file a format: each a function from a report to its text.

A format is imported when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from checker.dataclasses import dataclass

if TYPE_CHECKING:
    from checker.findings.models import Report
    from checker.report.csv import render_csv
    from checker.report.html import render_html
    from checker.report.json import json_schema, render_json
    from checker.report.junit import render_junit
    from checker.report.markdown import render_markdown
    from checker.report.sarif import render_sarif
    from checker.report.sources import Sources
    from checker.report.text import render_text
    from checker.report.writing import write_report, write_reports

__all__ = [
    "FORMATS",
    "Format",
    "Sources",
    "json_schema",
    "render_csv",
    "render_html",
    "render_json",
    "render_junit",
    "render_markdown",
    "render_sarif",
    "render_text",
    "write_report",
    "write_reports",
]


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a report down: ``function`` of the module ``home`` does it, from the report
    and from what that was made from, which it ``shows_sources`` of unasked."""

    home: str
    function: str
    purpose: str
    shows_sources: bool = True

    def render(self, report: Report, sources: Sources | None = None) -> str:
        """The report in this format; the module is imported now. Without ``sources`` it shows no
        proofs, and less of the documents."""
        function: Callable[[Report, Sources | None], str] = getattr(
            import_module(self.home), self.function
        )
        return function(report, sources)


FORMATS: Mapping[str, Format] = {
    "text": Format(
        "checker.report.text", "render_text", "to read in a terminal", shows_sources=False
    ),
    "json": Format("checker.report.json", "render_json", "everything, for programs"),
    "sarif": Format("checker.report.sarif", "render_sarif", "for code scanning and editors"),
    "junit": Format("checker.report.junit", "render_junit", "for servers that show tests"),
    "markdown": Format("checker.report.markdown", "render_markdown", "to paste into an issue"),
    "html": Format("checker.report.html", "render_html", "for an editor, in a browser"),
    "csv": Format("checker.report.csv", "render_csv", "for spreadsheets"),
}
"""The formats by the names that ``--format`` takes. A new one is a line here and a file."""

_HOMES = {
    **{each.function: each.home for each in FORMATS.values()},
    "Sources": "checker.report.sources",
    "json_schema": "checker.report.json",
    "write_report": "checker.report.writing",
    "write_reports": "checker.report.writing",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
