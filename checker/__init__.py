"""A Datalog consistency checker over facts extracted from documents.

``audit`` is the whole of it: fact files in, a typed report out::

    from checker import audit

    report = audit("facts")
    for finding in report.findings:
        print(finding.severity, finding.rule, finding.message)

Every name is imported when it is first asked for, so that ``import checker`` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checker.analysis.program import Severity
    from checker.auditing import audit
    from checker.diagnostics import Diagnostic, DiagnosticError
    from checker.engines import Limits
    from checker.facts import Corpus, load_corpus
    from checker.findings import Evidence, Finding, Passage, Report
    from checker.report import (
        render_csv,
        render_json,
        render_junit,
        render_markdown,
        render_sarif,
        render_text,
        write_report,
        write_reports,
    )
    from checker.tracking import Suppress

    __version__: str

__all__ = [
    "Corpus",
    "Diagnostic",
    "DiagnosticError",
    "Evidence",
    "Finding",
    "Limits",
    "Passage",
    "Report",
    "Severity",
    "Suppress",
    "__version__",
    "audit",
    "load_corpus",
    "render_csv",
    "render_json",
    "render_junit",
    "render_markdown",
    "render_sarif",
    "render_text",
    "write_report",
    "write_reports",
]

_HOMES = {
    "Corpus": "checker.facts",
    "Diagnostic": "checker.diagnostics",
    "DiagnosticError": "checker.diagnostics",
    "Evidence": "checker.findings",
    "Finding": "checker.findings",
    "Limits": "checker.engines",
    "Passage": "checker.findings",
    "Report": "checker.findings",
    "Severity": "checker.analysis.program",
    "Suppress": "checker.tracking",
    "audit": "checker.auditing",
    "load_corpus": "checker.facts",
    "render_csv": "checker.report",
    "render_json": "checker.report",
    "render_junit": "checker.report",
    "render_markdown": "checker.report",
    "render_sarif": "checker.report",
    "render_text": "checker.report",
    "write_report": "checker.report",
    "write_reports": "checker.report",
}
"""The module that each public name lives in."""


def __getattr__(name: str) -> object:
    """Import a public name from its home (PEP 562) and keep it."""
    if name == "__version__":
        value: object = _version()
    elif name in _HOMES:
        from importlib import import_module

        value = getattr(import_module(_HOMES[name]), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _version() -> str:
    """The version of the installed distribution; ``0+unknown`` when run from a bare checkout."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("checker")
    except PackageNotFoundError:
        return "0+unknown"
