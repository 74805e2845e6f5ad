"""Questions to an audit: why something was found, and why something else was not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from checker.analysis import restrict
from checker.analysis.program import Program
from checker.auditing import AnyPath, AnyPlace, Examined, examine
from checker.diagnostics import DiagnosticError, Source, Span, closest
from checker.engines import Limits
from checker.engines.base import NO_LIMITS
from checker.findings import EvidenceBook, Finding, collect
from checker.proofs import (
    GroundAtom,
    Lookup,
    Pattern,
    Proof,
    Prover,
    WhyNot,
    is_goal,
    lookup_in,
    read_goal,
    why_not,
)
from checker.proofs.errors import NO_SUCH_ROW, UNKNOWN_FINDING

if TYPE_CHECKING:
    from checker.engines import Engine, Progress

SHORTEST_PREFIX = 4
"""Characters of a fingerprint that name a finding, if no other begins with them."""

_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """An audit that questions are put to; its arguments are those of
    :func:`checker.auditing.audit`."""

    facts: AnyPlace | Iterable[AnyPlace]
    rules: AnyPath | Iterable[AnyPath] | None = None
    root: Path = Path()
    engine: str | Engine = "auto"
    limits: Limits = NO_LIMITS
    progress: Progress | None = None

    def examined(self, part: Callable[[Program], Program]) -> Examined:
        """What a part of the program derives."""
        return examine(
            self.facts,
            self.rules,
            part,
            root=self.root,
            engine=self.engine,
            limits=self.limits,
            progress=self.progress,
        )

    def about(self, goal: str) -> tuple[Examined, Pattern]:
        """The goal, and what its relation depends on."""
        examined = self.examined(
            lambda program: restrict(program, [read_goal(goal, program).relation])
        )
        return examined, read_goal(goal, examined.program)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Proofs of one row, which may be a finding's; ``book`` knows the entities in them."""

    program: Program
    finding: Finding | None
    proofs: tuple[Proof, ...]
    book: EvidenceBook


@dataclass(frozen=True, slots=True)
class AbsenceExplained:
    """Why a row does not hold; ``lookup`` finds the rows that do."""

    program: Program
    answer: WhyNot
    lookup: Lookup
    book: EvidenceBook


def explain(asked: Asked, what: str, count: int = 1) -> Explanation:
    """The ``count`` lowest proofs of a finding, named by the beginning of its fingerprint, or of
    the first row that agrees with a goal (``relation("a", 1, _)``).

    Raises :class:`DiagnosticError` where there is no such finding or row, and as
    :func:`checker.auditing.audit` does.
    """
    if is_goal(what):
        examined, goal = asked.about(what)
        finding, atom = None, _row_for(examined, goal, what)
    else:
        examined = asked.examined(
            lambda program: restrict(program, [rule.relation for rule in program.findings])
        )
        finding = _finding(examined, what)
        atom = _row_of(examined.program, finding)
    lookup = lookup_in(examined.evaluation.relations)
    prover = Prover(examined.program, lookup, examined.corpus.relations)
    proofs = tuple(islice(prover.proofs(atom), count))
    shown = {each for proof in proofs for each in proof.steps}
    return Explanation(examined.program, finding, proofs, _book(examined, shown))


def explain_absence(asked: Asked, goal: str) -> AbsenceExplained:
    """Why no row agrees with a goal; says which do, if some do. Raises as :func:`explain`."""
    examined, pattern = asked.about(goal)
    lookup = lookup_in(examined.evaluation.relations)
    answer = why_not(examined.program, lookup, pattern)
    return AbsenceExplained(examined.program, answer, lookup, _book(examined, ()))


def _book(examined: Examined, shown: Iterable[GroundAtom]) -> EvidenceBook:
    """The corpus' entities, with those of tables that the rows name."""
    corpus = examined.corpus
    if examined.bulk.tables:
        from checker.bulk.corpus import with_entities

        ids: dict[str, set[str]] = {}
        for atom in shown:
            columns = examined.program.relations[atom.relation].columns
            for column, value in zip(columns, atom.row, strict=True):
                if column.entity is not None:
                    ids.setdefault(column.entity, set()).add(str(value))
        corpus = with_entities(corpus, examined.bulk, ids)
    return EvidenceBook(corpus)


def _row_for(examined: Examined, goal: Pattern, text: str) -> GroundAtom:
    fixed = tuple((index, cell) for index, cell in enumerate(goal.cells) if cell is not None)
    rows = lookup_in(examined.evaluation.relations).rows(goal.relation, fixed)
    for row in rows:
        return GroundAtom(goal.relation, row)
    raise DiagnosticError(
        [
            NO_SUCH_ROW.at(
                _span("<goal>", text),
                f"no row of `{goal.relation}` agrees with the goal",
                label="does not hold",
                help=f"ask what is missing: checker why-not '{text}'",
            )
        ]
    )


# --- findings by their fingerprints ------------------------------------------------------------


def _finding(examined: Examined, prefix: str) -> Finding:
    findings = collect(examined.program, examined.evaluation.relations, examined.corpus)
    found = [each for each in findings if each.fingerprint.startswith(prefix.lower())]
    if len(prefix) < SHORTEST_PREFIX:
        raise _unknown(
            prefix, f"`{prefix}` is too short for a fingerprint", "too short", help=_FORM
        )
    if len(found) > 1:
        mend = f"name one of these:\n{_listed(found)}"
        raise _unknown(prefix, f"{len(found)} findings begin with `{prefix}`", "several", mend)
    if not found:
        near = closest(prefix, [each.fingerprint for each in findings])
        meant = [each for each in findings if each.fingerprint == near]
        mend = f"did you mean this one?\n{_listed(meant)}" if meant else _FORM
        raise _unknown(prefix, f"no finding begins with `{prefix}`", "is none of them", mend)
    return found[0]


_FORM = (
    "reports give each finding's fingerprint; a row can be named as well:"
    " checker why 'relation(\"a\", _)'"
)


def _unknown(text: str, message: str, label: str, help: str) -> DiagnosticError:  # noqa: A002
    return DiagnosticError(
        [UNKNOWN_FINDING.at(_span("<finding>", text), message, label=label, help=help)]
    )


def _listed(findings: Sequence[Finding]) -> str:
    lines = [f"{each.fingerprint}  {each.rule}: {each.message}" for each in findings]
    more = [f"and {len(lines) - _MOST_NAMED} more"] if len(lines) > _MOST_NAMED else []
    return "\n".join((*lines[:_MOST_NAMED], *more))


def _row_of(program: Program, finding: Finding) -> GroundAtom:
    relation = next(rule.relation for rule in program.findings if rule.id == finding.rule)
    return GroundAtom(relation, tuple(finding.row.values()))


def _span(name: str, text: str) -> Span:
    return Span(Source(name, text), 0, len(text))
