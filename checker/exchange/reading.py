"""What readers of other formats share: what they made of their files, and what they left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from checker.diagnostics import Diagnostic, Span
from checker.exchange.errors import NOT_MAPPED
from checker.proposing.draft import Draft


@dataclass(slots=True)
class Outcome:
    """What a reader made of its files: a draft, what stops it, and what it has no place for."""

    draft: Draft = field(default_factory=Draft)
    faults: list[Diagnostic] = field(default_factory=list)
    _leftovers: dict[str, list[Span]] = field(default_factory=dict)

    def leave(self, what: str, at: Span) -> None:
        """Count a part that facts have no place for."""
        self._leftovers.setdefault(what, []).append(at)

    def leftovers(self) -> Iterator[Diagnostic]:
        """A warning for each kind of part that was left, at its first place."""
        for what, spans in self._leftovers.items():
            times = f", {len(spans):,} times" if len(spans) > 1 else ""
            yield NOT_MAPPED.at(
                spans[0],
                f"{what} is not mapped{times}",
                help="docs/exchange.md says what of this format becomes facts",
            )
