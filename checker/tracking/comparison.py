"""Two runs next to each other: what came, what went, what changed, and which facts did it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from checker.analysis.program import Row, Value
from checker.findings.fingerprint import normal
from checker.findings.models import Evidence, Finding, Report

DIFFERENCE_VERSION = "1.0"
"""Version of the format, which is raised as that of reports is."""

Relations: TypeAlias = Mapping[str, Collection[Row]]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a run rests on: its facts, and by fingerprint those that a finding's proof names."""

    facts: Relations
    proofs: Mapping[str, Collection[tuple[str, Row]]]


MOST_ROWS = 20
"""Rows that are shown for one finding."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, ser_json_inf_nan="strings", defer_build=True)


class RowChange(_Model):
    """A row of the facts that only one of the two sets has."""

    change: Literal["added", "removed"] = Field(description="added or removed.")
    relation: str = Field(description="The relation, as `schema.dl` declares it.")
    row: tuple[Value, ...] = Field(description="The values of its columns.")


class Change(_Model):
    """A finding that came, went or changed."""

    old: Finding | None = Field(description="As it was; null where it came.")
    new: Finding | None = Field(description="As it is; null where it went.")
    facts: tuple[RowChange, ...] = Field(
        description="The rows that made the difference, at most "
        f"{MOST_ROWS}: those of the finding's proof that the other set lacks, or where it lacks "
        "none, as in a rule that looks for what is not there, those that name the finding's "
        "evidence and that only one set has. None between reports, which hold no facts."
    )
    more_facts: int = Field(description="How many more of them there are.")


class Difference(_Model):
    """What one run found and another one did not."""

    schema_version: str = Field(description="Version of this format, major and minor.")
    old: str = Field(description="The first of the two, as it was named.")
    new: str = Field(description="The second.")
    came: tuple[Change, ...] = Field(description="Findings of the second alone.")
    went: tuple[Change, ...] = Field(description="Findings of the first alone.")
    changed: tuple[Change, ...] = Field(
        description="Findings of one rule on the same first evidence that differ in the rest, or "
        "the same finding under another message or severity."
    )
    unchanged: int = Field(description="How many findings are the same in both.")

    @property
    def is_empty(self) -> bool:
        return not (self.came or self.went or self.changed)


def compare(
    old: Report,
    new: Report,
    *,
    names: tuple[str, str],
    grounds: tuple[Ground, Ground] | None = None,
) -> Difference:
    """What came, went and changed between two reports.

    ``names`` are what the two are called, ``grounds`` what they rest on where that is known.
    """
    by_old = {finding.fingerprint: finding for finding in old.findings}
    by_new = {finding.fingerprint: finding for finding in new.findings}
    both = by_old.keys() & by_new.keys()
    pairs = [(by_old[one.fingerprint], one) for one in new.findings if one.fingerprint in both]
    retold = [pair for pair in pairs if _told(pair[0]) != _told(pair[1])]
    went = [one for one in old.findings if one.fingerprint not in both]
    came = [one for one in new.findings if one.fingerprint not in both]
    for key in (_by_words, _by_ids):
        found, went, came = _paired(went, came, key)
        retold += found
    rows = _RowChanges(*grounds) if grounds else None
    return Difference.model_construct(
        schema_version=DIFFERENCE_VERSION,
        old=names[0],
        new=names[1],
        came=tuple(_change(None, one, rows) for one in came),
        went=tuple(_change(one, None, rows) for one in went),
        changed=tuple(_change(before, after, rows) for before, after in retold),
        unchanged=len(pairs)
        - sum(before.fingerprint == after.fingerprint for before, after in retold),
    )


def _told(finding: Finding) -> tuple[str, str]:
    return finding.message, finding.severity


# --- which finding became which --------------------------------------------------------------


def _paired(
    old: Iterable[Finding], new: Iterable[Finding], key: Callable[[Finding], Hashable]
) -> tuple[list[tuple[Finding, Finding]], list[Finding], list[Finding]]:
    """Pairs of findings with the same key, in order, and what is left of either side. A key of
    None is the same as no other."""
    waiting: dict[Hashable, list[Finding]] = defaultdict(list)
    for one in old:
        waiting[key(one)].append(one)
    pairs, came = [], []
    for one in new:
        candidates = waiting[key(one)] if key(one) is not None else []
        if candidates:
            pairs.append((candidates.pop(0), one))
        else:
            came.append(one)
    paired = {id(before) for before, _ in pairs}
    return pairs, [one for one in old if id(one) not in paired], came


def _first(finding: Finding) -> Evidence | None:
    placed = (item for item in finding.evidence if item.document is not None)
    return next(placed, finding.evidence[0] if finding.evidence else None)


def _by_words(finding: Finding) -> Hashable:
    """The rule, and what the first evidence says."""
    first = _first(finding)
    if first is None:
        return None
    quote = first.passage.exact if first.passage else ""
    return finding.rule, first.kind, normal(first.source), normal(first.label), normal(quote)


def _by_ids(finding: Finding) -> Hashable:
    """The rule, and the ids of all that the finding rests on."""
    if not finding.evidence:
        return None
    return finding.rule, tuple((item.kind, item.id) for item in finding.evidence)


def _change(old: Finding | None, new: Finding | None, rows: _RowChanges | None) -> Change:
    facts = (rows.proven(old, new) or rows.about(old, new)) if rows else []
    return Change.model_construct(
        old=old,
        new=new,
        facts=tuple(facts[:MOST_ROWS]),
        more_facts=max(0, len(facts) - MOST_ROWS),
    )


# --- which facts did it ----------------------------------------------------------------------


class _RowChanges:
    """The rows that only one of two sets of facts has, by the ids in them."""

    def __init__(self, old: Ground, new: Ground) -> None:
        self._old, self._new = old, new
        self._by_row: dict[tuple[str, Row], RowChange] = {}
        self._by_id: dict[Value, list[RowChange]] = defaultdict(list)
        for change in _changes(old.facts, new.facts):
            self._by_row[change.relation, change.row] = change
            for value in dict.fromkeys(change.row):
                if isinstance(value, str) and value:
                    self._by_id[value].append(change)

    def proven(self, old: Finding | None, new: Finding | None) -> list[RowChange]:
        """The changes that a proof rests on: of the old finding what was removed, of the new one
        what was added; each with what stands in its place, a row of the same first value."""
        atoms = (
            *(self._old.proofs.get(old.fingerprint, ()) if old else ()),
            *(self._new.proofs.get(new.fingerprint, ()) if new else ()),
        )
        changes = [self._by_row[atom] for atom in atoms if atom in self._by_row]
        found = {(change.relation, change.row): change for change in changes}
        for change in changes:
            for other in self._by_id.get(change.row[0], ()) if change.row else ():
                if (other.relation, other.row[0]) == (change.relation, change.row[0]):
                    found[other.relation, other.row] = other
        return sorted(found.values(), key=_order)

    def about(self, old: Finding | None, new: Finding | None) -> list[RowChange]:
        """The changes that name any of the evidence; those that name a document as a whole only
        where there is no other evidence, as every claim of a document names it."""
        findings = [finding for finding in (old, new) if finding is not None]
        evidence = [item for finding in findings for item in finding.evidence]
        narrow = [item for item in evidence if item.kind != "document"]
        found: dict[int, RowChange] = {}
        for item in narrow or evidence:
            found |= {id(change): change for change in self._by_id.get(item.id, ())}
        return sorted(found.values(), key=_order)


def _changes(old: Relations, new: Relations) -> Iterator[RowChange]:
    for relation in sorted(old.keys() | new.keys()):
        before, after = frozenset(old.get(relation, ())), frozenset(new.get(relation, ()))
        for change, rows in (("removed", before - after), ("added", after - before)):
            for row in rows:
                yield RowChange.model_construct(change=change, relation=relation, row=row)


def _order(change: RowChange) -> tuple[str, bool, tuple[tuple[str, Value], ...]]:
    """By relation, what was removed first. Values of one type alone compare."""
    cells = tuple((type(value).__name__, value) for value in change.row)
    return change.relation, change.change == "added", cells
