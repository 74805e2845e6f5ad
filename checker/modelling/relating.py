"""What claims of an answer are to each other, once it is known which of them stand.

A model names another claim by its quote. A relation to a claim that was left out is left out
itself, and the claim that it is of stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from checker.diagnostics import Diagnostic, Span
from checker.facts.tree import Value
from checker.modelling.errors import NOT_IN_PART
from checker.proposing import Draft

Kind: TypeAlias = Literal["links", "stances"]
_MEND = "another claim is named by its quote, and has to stand in the text itself"


@dataclass(frozen=True, slots=True)
class Relation:
    """``value`` is the link or stance of one claim to another; both by their ids."""

    kind: Kind
    value: str
    of: str
    on: str
    at: Span


@dataclass(frozen=True, slots=True)
class Promise:
    """A pledge that the claim with the id ``claim`` makes; plans and outcomes by claims' ids."""

    claim: str
    fields: dict[str, Value]
    plans: tuple[tuple[str, Span], ...]
    outcomes: tuple[tuple[str, str, Span], ...]
    at: Span


@dataclass(slots=True)
class Quoted:
    """The claims of one answer by their quotes."""

    _ids: dict[str, list[str]] = field(default_factory=dict)

    def add(self, quote: str, identity: str) -> None:
        self._ids.setdefault(quote, []).append(identity)

    def claim(self, quote: str, at: Span, faults: list[Diagnostic]) -> str | None:
        """The id of the one claim with this quote; None, and a fault, where there is not one."""
        found = self._ids.get(quote, [])
        if len(found) == 1:
            return found[0]
        what = "no claim" if not found else f"{len(found)} claims"
        faults.append(
            NOT_IN_PART.at(
                at, f"left out: the answer has {what} with the quote `{quote[:60]}`", help=_MEND
            )
        )
        return None


def relate(
    draft: Draft,
    document: str,
    standing: frozenset[str],
    relations: Sequence[Relation],
    promises: Sequence[Promise],
) -> Iterator[Diagnostic]:
    """Add to a draft what is between claims that stand; a fault for what is of one that does."""
    for relation in relations:
        if relation.of not in standing or relation.of == relation.on:
            continue
        if relation.on not in standing:
            yield _lost(relation.at)
            continue
        value: Value = (
            {"link": relation.value, "claim": relation.on}
            if relation.kind == "links"
            else {"on": relation.on, "stance": relation.value}
        )
        draft.extend("claims", relation.of, relation.kind, [value])
    for promise in promises:
        if promise.claim not in standing:
            yield _lost(promise.at)
            continue
        yield from _promise(draft, document, standing, promise)


def _promise(
    draft: Draft, document: str, standing: frozenset[str], promise: Promise
) -> Iterator[Diagnostic]:
    plans: list[Value] = [name for name, _ in promise.plans if name in standing]
    outcomes: list[Value] = [
        {"claim": name, "result": result}
        for name, result, _ in promise.outcomes
        if name in standing
    ]
    places = [(name, at) for name, at in promise.plans]
    places += ((name, at) for name, _, at in promise.outcomes)
    yield from (_lost(at) for name, at in places if name not in standing)
    record: dict[str, Value] = {
        "id": draft.numbered_id("pledges", f"{document}:pledge"),
        "claim": promise.claim,
        **promise.fields,
        "plans": plans or None,
        "outcomes": outcomes or None,
    }
    draft.add("pledges", record, promise.at)


def _lost(at: Span) -> Diagnostic:
    return NOT_IN_PART.at(at, "left out: the claim that it names is left out", help=_MEND)
