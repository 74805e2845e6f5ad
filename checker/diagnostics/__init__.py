"""What is wrong, where, why, and how to mend it: the one shape that every room reports in.

A diagnostic is made where the fault is known and rendered at the edge.
"""

from checker.diagnostics.diagnostic import (
    Diagnostic,
    DiagnosticError,
    DiagnosticKind,
    Label,
    Level,
)
from checker.diagnostics.fix import Edit, Fix
from checker.diagnostics.render import render
from checker.diagnostics.source import Position, Source, Span
from checker.diagnostics.suggestion import closest

__all__ = [
    "Diagnostic",
    "DiagnosticError",
    "DiagnosticKind",
    "Edit",
    "Fix",
    "Label",
    "Level",
    "Position",
    "Source",
    "Span",
    "closest",
    "render",
]
