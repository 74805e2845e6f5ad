"""Reports, one file a format: each a function from a report to its text.

A format is imported when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checker.report.json import json_schema, render_json
    from checker.report.text import render_text
    from checker.report.writing import write_report

__all__ = ["json_schema", "render_json", "render_text", "write_report"]

_HOMES = {
    "json_schema": "checker.report.json",
    "render_json": "checker.report.json",
    "render_text": "checker.report.text",
    "write_report": "checker.report.writing",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
