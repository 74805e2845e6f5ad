"""Waits for files to change: of a project's facts, rules, documents and configuration."""

from checker.watching.changes import changes

__all__ = ["changes"]
