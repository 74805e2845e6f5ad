"""What the formats for people say of the engine that evaluated."""

from __future__ import annotations

from checker.findings.models import Report
from checker.report._plain import counted


def engine_and_reason(report: Report) -> str:
    """The engine's name, and why it was taken, unless it was named."""
    choice = report.engine_choice
    if choice is None:
        return report.engine
    if choice.stores:
        reason = "some facts lie on a store"
    elif choice.tables:
        reason = "some facts stand in tables"
    else:
        side = "fewer than" if choice.rows < choice.threshold else "not fewer than"
        reason = f"{counted(choice.rows, 'row')} of facts, {side} {choice.threshold:,}"
    return f"{report.engine} ({reason})"
