"""From the rows of the finding rules to findings, in the order in which an editor reads."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from checker.analysis.program import FindingRule, Program, Relation, Row, Severity
from checker.dataclasses import dataclass
from checker.findings.evidence import EvidenceBook
from checker.findings.fingerprint import content, fingerprint
from checker.findings.message import fill
from checker.findings.models import Evidence, Finding

if TYPE_CHECKING:
    from checker.facts import Corpus, Document

_WORST_FIRST = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class _Draft:
    """A finding that has no fingerprint yet."""

    rule: FindingRule
    relation: Relation
    row: Row
    message: str
    evidence: tuple[Evidence, ...]
    content: tuple[str, ...]

    @property
    def sameness(self) -> tuple[str, str, frozenset[tuple[str, str]]]:
        """Rows that agree in it tell an editor the same thing."""
        return self.rule.id, self.message, frozenset((item.kind, item.id) for item in self.evidence)

    @property
    def listed(self) -> Evidence | None:
        """The first evidence that stands in a document: the finding is listed there."""
        return next((item for item in self.evidence if item.document is not None), None)


_Place = tuple[int, int, int]
"""Rank of a document and a span in it, comparable."""


def collect(
    program: Program, relations: Mapping[str, Collection[Row]], corpus: Corpus
) -> tuple[Finding, ...]:
    """The findings of a program: one for each row of a finding rule's relation, rows that show
    the same evidence under the same message being one.

    They are ordered by document (path and id), by place in it, then worst first; what stands in
    no document comes last. The order of facts, files and rules leaves no trace.
    """
    ranks = {document.id: rank for rank, document in enumerate(in_order(corpus.documents))}
    drafts = sorted(
        _unique(_drafts(program, relations, EvidenceBook(corpus))),
        key=lambda draft: _reading_order(draft, ranks),
    )
    seen: dict[tuple[str, ...], int] = {}
    findings = []
    for draft in drafts:
        ordinal = seen.get(draft.content, 0)
        seen[draft.content] = ordinal + 1
        findings.append(_finding(draft, fingerprint(draft.content, ordinal)))
    return tuple(findings)


def in_order(documents: Collection[Document]) -> list[Document]:
    """Documents by path and id."""
    return sorted(documents, key=lambda document: (document.source.name, document.id))


def _drafts(
    program: Program, relations: Mapping[str, Collection[Row]], book: EvidenceBook
) -> Iterator[_Draft]:
    for rule in program.findings:
        relation = program.relations[rule.relation]
        # Of the rows that come to one finding, the least is kept.
        for row in sorted(relations.get(rule.relation, ())):
            cells = tuple(zip(relation.columns, row, strict=True))
            evidence = tuple(
                book.evidence(column.name, column.entity, str(value))
                for column, value in cells
                if column.entity is not None
            )
            plain = [value for column, value in cells if column.entity is None]
            yield _Draft(
                rule,
                relation,
                row,
                fill(rule, relation, row, book),
                evidence,
                content(rule.id, evidence, plain),
            )


def _unique(drafts: Iterator[_Draft]) -> Sequence[_Draft]:
    kept: dict[tuple[str, str, frozenset[tuple[str, str]]], _Draft] = {}
    for draft in drafts:
        kept.setdefault(draft.sameness, draft)
    return tuple(kept.values())


def _reading_order(
    draft: _Draft, ranks: Mapping[str, int]
) -> tuple[_Place, int, str, tuple[str, ...], tuple[_Place, ...], str, Row]:
    listed = draft.listed
    return (
        _place(listed, ranks) if listed else (len(ranks), 0, 0),
        _WORST_FIRST[draft.rule.severity],
        draft.rule.id,
        draft.content,
        tuple(_place(item, ranks) for item in draft.evidence if item.document is not None),
        draft.message,
        draft.row,
    )


def _place(item: Evidence, ranks: Mapping[str, int]) -> _Place:
    """A document as a whole comes before every place in it."""
    rank = ranks[item.document or ""]
    return (rank, item.passage.start, item.passage.end) if item.passage else (rank, -1, -1)


def _finding(draft: _Draft, fingerprint: str) -> Finding:
    rule, listed = draft.rule, draft.listed
    return Finding.model_construct(
        fingerprint=fingerprint,
        rule=rule.id,
        severity=rule.severity,
        message=draft.message,
        summary=rule.summary,
        advice=rule.advice,
        tags=rule.tags,
        document=listed.document if listed else None,
        row={
            column.name: value
            for column, value in zip(draft.relation.columns, draft.row, strict=True)
        },
        evidence=draft.evidence,
    )
