"""Edits of rules that no case can notice, as a test file declares them."""

from __future__ import annotations

from dataclasses import dataclass, field

from checker.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Equivalent:
    """An edit of a rule for ``relation``, named as ``checker rules mutate`` names it, that changes
    no answer, and the reason why."""

    relation: str
    edit: str
    reason: str
    span: Span = field(compare=False, repr=False)
