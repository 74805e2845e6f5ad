"""Extracted claims before a person's eyes: accept, correct or reject, and keep who decided."""

from checker.reviewing.decisions import Decision, Verdict
from checker.reviewing.session import Session

__all__ = ["Decision", "Session", "Verdict"]
