"""Runs cases, and says what came out otherwise than expected."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.analysis import analyse, restrict
from checker.analysis.program import FindingRule, Program, Relation, Row, Value
from checker.authoring.cases import ExpectedFinding, ExpectedRow, RuleCase
from checker.authoring.errors import NO_PACK, UNKNOWN_RULE
from checker.authoring.reading import load_cases
from checker.authoring.rows import RowBuilder
from checker.diagnostics import Diagnostic, DiagnosticError, Level, Source, Span
from checker.diagnostics.suggestion import closest
from checker.engines import Engine
from checker.facts import Corpus, corpus_from_bundle
from checker.language import load
from checker.language.ast import RuleFile

_SUFFIX = ".test.yaml"


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


def run_tests(
    path: Path, *, engine: Engine, root: Path, include_dirs: Sequence[Path] = ()
) -> tuple[CaseResult, ...]:
    """The results of every case of a test file, run on the pack beside it.

    The pack may include files below ``root`` and ``include_dirs``. Raises
    :class:`DiagnosticError` with all that is wrong with the file, the pack, or the cases' rows.
    """
    cases = load_cases(path)
    program = analysed_pack(path, root=root, include_dirs=include_dirs)
    results: list[CaseResult] = []
    faults: list[Diagnostic] = []
    for case in cases:
        try:
            results.append(run_case(case, program, engine, root=root))
        except DiagnosticError as error:
            faults.extend(error.diagnostics)
    if faults:
        raise DiagnosticError(faults)
    return tuple(results)


def analysed_pack(path: Path, *, root: Path, include_dirs: Sequence[Path] = ()) -> Program:
    """The program of the pack beside a test file. Raises as :func:`run_tests`."""
    return read_pack(path, root=root, include_dirs=include_dirs)[1]


def read_pack(
    path: Path, *, root: Path, include_dirs: Sequence[Path] = ()
) -> tuple[tuple[RuleFile, ...], Program]:
    """The files of the pack beside a test file, the pack's own last, and their program."""
    pack = pack_of(path)
    loaded = load([pack], include_dirs=[pack.parent, *include_dirs], root=root)
    analysis = analyse(loaded.files)
    diagnostics = [*loaded.diagnostics, *analysis.diagnostics]
    if analysis.program is None or any(found.level is Level.ERROR for found in diagnostics):
        raise DiagnosticError(diagnostics)
    return loaded.files, analysis.program


def pack_of(path: Path) -> Path:
    """The pack whose rules a test file tests. Raises :class:`DiagnosticError` without one."""
    pack = path.with_name(path.name.removesuffix(_SUFFIX) + ".dl")
    if path.name.endswith(_SUFFIX) and pack.is_file():
        return pack
    name = path.as_posix()
    raise DiagnosticError(
        [
            NO_PACK.at(
                Span(Source(name, ""), 0, 0),
                f"there is no {pack.name} beside {path.name}",
                help=f"tests of PACK.dl stand beside it in PACK{_SUFFIX}",
            )
        ]
    )


def run_case(
    case: RuleCase, program: Program, engine: Engine, *, root: Path = Path()
) -> CaseResult:
    """Evaluate what the rules of a case depend on, over its facts.

    Raises :class:`DiagnosticError` where the case does not fit the program, its bundle is
    faulty, or the evaluation fails.
    """
    prepared = _prepare(case, program, root)
    _, relations = _evaluated(prepared, program, engine)
    found: list[FoundFinding | FoundRow] = [*_found(prepared, program, relations)]
    found += _derived(prepared, program, relations)
    pairs = _pair(prepared.expected, found)
    wanted: list[ExpectedFinding | ExpectedRow] = [*case.expected, *case.derives]
    return CaseResult(
        case,
        tuple(expected for at, expected in enumerate(wanted) if at not in pairs),
        tuple(finding for at, finding in enumerate(found) if at not in pairs.values()),
        tuple(found),
    )


def evaluate_case(
    case: RuleCase, program: Program, engine: Engine, *, root: Path = Path()
) -> tuple[Program, Mapping[str, Collection[Row]]]:
    """The part of a program that the rules of a case depend on, and all its rows over the case's
    facts. Raises as :func:`run_case`."""
    return _evaluated(_prepare(case, program, root), program, engine)


def facts_of(case: RuleCase, program: Program, *, root: Path = Path()) -> dict[str, frozenset[Row]]:
    """The rows that a case gives, by relation. Raises as :func:`run_case`."""
    facts = _prepare(case, program, root).facts
    return {name: frozenset(rows) for name, rows in facts.items()}


# --- holding a case against a program --------------------------------------------------------


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
class _Prepared:
    """A case whose names are resolved: the watched rules, the facts, the expectations."""

    rules: Mapping[str, FindingRule]
    derived: Sequence[str]
    facts: Mapping[str, set[Row]]
    expected: Sequence[_Expectation | _ExpectedRow]
    corpus: Corpus


def _prepare(case: RuleCase, program: Program, root: Path) -> _Prepared:
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
    return _Prepared(rules, tuple(relations), facts, expected, corpus)


def _evaluated(
    prepared: _Prepared, program: Program, engine: Engine
) -> tuple[Program, Mapping[str, Collection[Row]]]:
    watched = [rule.relation for rule in prepared.rules.values()]
    part = restrict(program, [*watched, *prepared.derived])
    facts = {name: rows for name, rows in prepared.facts.items() if name in part.relations}
    return part, engine.evaluate(part, facts).relations


def _unknown_rule(name: str, span: Span, known: Iterable[str]) -> Diagnostic:
    near = closest(name, known)
    return UNKNOWN_RULE.at(
        span,
        f"the pack has no rule `{name}`",
        help=f"did you mean `{near}`?" if near else f"it has {', '.join(sorted(known))}",
    )


# --- expected against found ------------------------------------------------------------------


def _found(
    prepared: _Prepared, program: Program, relations: Mapping[str, Iterable[Row]]
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
    prepared: _Prepared, program: Program, relations: Mapping[str, Iterable[Row]]
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
