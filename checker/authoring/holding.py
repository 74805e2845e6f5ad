"""Holds a case against a program: its names, its facts, and what it expects."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.analysis.program import FindingRule, Program, Relation, Row, Value
from checker.authoring.cases import ExpectedFinding, ExpectedRow, RuleCase
from checker.authoring.errors import UNKNOWN_RULE
from checker.authoring.rows import RowBuilder
from checker.diagnostics import Diagnostic, DiagnosticError, Span
from checker.diagnostics.suggestion import closest
from checker.facts import Corpus, corpus_from_bundle
from checker.proofs import Pattern


@dataclass(frozen=True, slots=True)
class FoundFinding:
    """A row of a finding rule, with its message."""

    rule: str
    columns: Mapping[str, Value]
    message: str

    def __str__(self) -> str:
        return f"{self.rule}  {_columns(self.columns)}  {self.message!r}"


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row of a relation whose rows a case states."""

    relation: str
    columns: Mapping[str, Value]

    def __str__(self) -> str:
        return f"{self.relation}  {_columns(self.columns)}"


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came of a case: findings and rows that were expected and are missing, and the
    reverse."""

    case: RuleCase
    missing: tuple[ExpectedFinding | ExpectedRow, ...]
    unexpected: tuple[FoundFinding | FoundRow, ...]
    found: tuple[FoundFinding | FoundRow, ...]

    @property
    def passed(self) -> bool:
        return not self.missing and not self.unexpected

    def difference(self) -> str:
        """Expected against found, one finding a line; empty where the case passed."""
        if self.passed:
            return ""
        place = self.case.span.position
        lines = [
            f"{self.case.rule}: {self.case.name}",
            f"  --> {self.case.span.source.name}:{place.line}:{place.column}",
        ]
        lines += [f"  - expected  {_expected(finding)}" for finding in self.missing]
        lines += [f"  + found     {finding}" for finding in self.unexpected]
        as_expected = [finding for finding in self.found if finding not in self.unexpected]
        lines += [f"    found     {finding}" for finding in as_expected]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Expectation:
    rule: str
    columns: Mapping[str, Value]
    message: str | None

    def meets(self, found: FoundFinding | FoundRow) -> bool:
        return (
            isinstance(found, FoundFinding)
            and self.rule == found.rule
            and _agree(self.columns, found.columns)
            and self.message in (None, found.message)
        )


@dataclass(frozen=True, slots=True)
class _ExpectedRow:
    relation: str
    columns: Mapping[str, Value]

    def meets(self, found: FoundFinding | FoundRow) -> bool:
        return (
            isinstance(found, FoundRow)
            and self.relation == found.relation
            and _agree(self.columns, found.columns)
        )


def _agree(wanted: Mapping[str, Value], columns: Mapping[str, Value]) -> bool:
    return all(columns[name] == value for name, value in wanted.items())


@dataclass(frozen=True, slots=True)
class PreparedCase:
    """A case whose names are resolved: the watched rules, the facts, the expectations."""

    case: RuleCase
    rules: Mapping[str, FindingRule]
    derived: Sequence[str]
    facts: Mapping[str, set[Row]]
    expected: Sequence[_Expectation | _ExpectedRow]
    corpus: Corpus

    @property
    def relations(self) -> list[str]:
        """The relations whose rows decide."""
        return [*(rule.relation for rule in self.rules.values()), *self.derived]

    def result(self, program: Program, relations: Mapping[str, Collection[Row]]) -> CaseResult:
        """What comes of the case where these are the rows of its relations."""
        found: list[FoundFinding | FoundRow] = [*_found(self, program, relations)]
        found += _derived(self, program, relations)
        pairs = _pair(self.expected, found)
        return CaseResult(
            self.case,
            tuple(expected for at, expected in enumerate(self._wanted) if at not in pairs),
            tuple(finding for at, finding in enumerate(found) if at not in pairs.values()),
            tuple(found),
        )

    def missing(self, result: CaseResult, program: Program) -> Iterator[Pattern]:
        """The rows that a result of this case misses."""
        for wanted, expected in zip(self._wanted, self.expected, strict=True):
            if any(wanted is each for each in result.missing):
                name = (
                    expected.relation
                    if isinstance(expected, _ExpectedRow)
                    else self.rules[expected.rule].relation
                )
                columns = program.relations[name].columns
                yield Pattern(name, tuple(expected.columns.get(each.name) for each in columns))

    @property
    def _wanted(self) -> list[ExpectedFinding | ExpectedRow]:
        """What is expected, as the case has it."""
        return [*self.case.expected, *self.case.derives]


def prepare(case: RuleCase, program: Program, root: Path) -> PreparedCase:
    """Raises :class:`DiagnosticError` where the case does not fit the program, or its bundle is
    faulty."""
    builder = RowBuilder(program)
    by_id = {rule.id: rule for rule in program.findings}
    rules = {}
    for name, span in case.watched.items():
        if name in by_id:
            rules[name] = by_id[name]
        else:
            builder.faults.append(_unknown_rule(name, span, by_id))
    corpus = Corpus((), {}, {})
    if case.bundle is not None:
        try:
            corpus = corpus_from_bundle(case.bundle.text, case.bundle.name, root=root)
        except DiagnosticError as error:
            builder.faults.extend(error.diagnostics)
    facts = {name: set(rows) for name, rows in corpus.relations.items()}
    for given in case.rows:
        row = builder.row(given)
        if row is not None:
            facts.setdefault(given.relation, set()).add(row)
    relations = {
        name: relation
        for name, span in case.derived.items()
        if (relation := builder.relation(name, span)) is not None
    }
    expected: list[_Expectation | _ExpectedRow] = [
        _Expectation(
            finding.rule,
            builder.columns(program.relations[rules[finding.rule].relation], finding.columns),
            finding.message,
        )
        for finding in case.expected
        if finding.rule in rules
    ]
    expected += [
        _ExpectedRow(row.relation, builder.columns(relations[row.relation], row.columns))
        for row in case.derives
        if row.relation in relations
    ]
    if builder.faults:
        raise DiagnosticError(builder.faults)
    return PreparedCase(case, rules, tuple(relations), facts, expected, corpus)


def _unknown_rule(name: str, span: Span, known: Iterable[str]) -> Diagnostic:
    near = closest(name, known)
    return UNKNOWN_RULE.at(
        span,
        f"the pack has no rule `{name}`",
        help=f"did you mean `{near}`?" if near else f"it has {', '.join(sorted(known))}",
    )


# --- expected against found ------------------------------------------------------------------


def _found(
    prepared: PreparedCase, program: Program, relations: Mapping[str, Iterable[Row]]
) -> Iterator[FoundFinding]:
    """Every finding of the watched rules, in a settled order."""
    from checker.findings.evidence import EvidenceBook
    from checker.findings.message import fill

    book = EvidenceBook(prepared.corpus)
    for name in sorted(prepared.rules):
        rule = prepared.rules[name]
        relation = program.relations[rule.relation]
        for row in sorted(relations.get(rule.relation, ())):
            yield FoundFinding(name, _by_column(relation, row), fill(rule, relation, row, book))


def _derived(
    prepared: PreparedCase, program: Program, relations: Mapping[str, Iterable[Row]]
) -> Iterator[FoundRow]:
    for name in prepared.derived:
        for row in sorted(relations.get(name, ())):
            yield FoundRow(name, _by_column(program.relations[name], row))


def _by_column(relation: Relation, row: Row) -> dict[str, Value]:
    return {column.name: value for column, value in zip(relation.columns, row, strict=True)}


def _pair(
    expected: Sequence[_Expectation | _ExpectedRow], found: Sequence[FoundFinding | FoundRow]
) -> dict[int, int]:
    """Which expectation is met by which finding, each at most once, as many as can be.

    An expectation that leaves columns open may have to give way to one that does not: each next
    one looks for the shortest chain of such moves (augmenting paths of bipartite matching).
    """
    met_by: dict[int, int] = {}
    for start in range(len(expected)):
        wanted_by: dict[int, int] = {}
        waiting = deque([start])
        while waiting:
            at = waiting.popleft()
            meeting = [
                candidate
                for candidate, finding in enumerate(found)
                if candidate not in wanted_by and expected[at].meets(finding)
            ]
            wanted_by.update(dict.fromkeys(meeting, at))
            free = next((candidate for candidate in meeting if candidate not in met_by), None)
            if free is not None:
                _move(free, start, wanted_by, met_by)
                break
            waiting.extend(met_by[candidate] for candidate in meeting)
    return {at: candidate for candidate, at in met_by.items()}


def _move(free: int, start: int, wanted_by: Mapping[int, int], met_by: dict[int, int]) -> None:
    """Give each finding on the chain back from a free one to the expectation that wants it."""
    held = {at: candidate for candidate, at in met_by.items()}
    candidate: int | None = free
    while candidate is not None:
        at = wanted_by[candidate]
        met_by[candidate] = at
        candidate = held[at] if at != start else None


def _expected(finding: ExpectedFinding | ExpectedRow) -> str:
    columns = _columns({name: cell.value for name, cell in finding.columns.items()})
    if isinstance(finding, ExpectedRow):
        return f"{finding.relation}  {columns}"
    message = "" if finding.message is None else f"  {finding.message!r}"
    return f"{finding.rule}  {columns}{message}"


def _columns(columns: Mapping[str, object]) -> str:
    return " ".join(f"{name}={value}" for name, value in columns.items())
