"""How many rows of a project's facts match: for each relation, each rule and each literal."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from checker.analysis import restrict
from checker.analysis.constants import constant_value
from checker.analysis.program import Column, Primitive, Program, Relation, Row, Rule, Stratum
from checker.bulk.tables import BulkTable
from checker.diagnostics import DiagnosticError
from checker.engines import Limits
from checker.engines import engine as engine_named
from checker.findings.fitting import misfits
from checker.language.ast import (
    Atom,
    Body,
    Clause,
    Literal,
    Negation,
    NumericConstant,
    RelationDeclaration,
    RuleFile,
    StringConstant,
    Variable,
)

_LIMITS = Limits(seconds=20.0, rows=2_000_000)
"""An evaluation that passes these is given up: the counts are a help, and no audit."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of rows. Trees are compared without their places, so that a count stays with its
    rule while other lines of the file change."""

    relations: Mapping[str, int]
    heads: Mapping[tuple[Clause, int], int]
    literals: Mapping[Atom, int]


NO_COUNTS = Counts({}, {}, {})


class StaleError(Exception):
    """Nobody waits for the counts any more."""


def count(
    file: RuleFile,
    program: Program,
    facts: Mapping[str, Collection[Row]],
    tables: Mapping[str, Sequence[BulkTable]],
    is_stale: Callable[[], bool],
) -> Counts:
    """Counts for a file of a program.

    Raises :class:`StaleError` between two strata where ``is_stale`` says so. Counts nothing where
    the rules cannot be evaluated over the facts.
    """

    def check(*_: object) -> None:
        if is_stale():
            raise StaleError

    named = {name for name in _named(file) if name in program.relations}
    part = restrict(program, named)
    if any(misfits(part)):
        return NO_COUNTS
    given = {name: rows for name, rows in facts.items() if name in part.relations}
    whole = {name: each for name, each in tables.items() if name in part.relations}
    engine = engine_named("auto")
    try:
        found = engine.evaluate(part, given, tables=whole, limits=_LIMITS, progress=check).relations
        probes = _Probes(file, part)
        apart = engine.evaluate(
            probes.program, dict(found), limits=_LIMITS, progress=check
        ).relations
    except DiagnosticError:
        return NO_COUNTS
    return Counts(
        {name: len(found[name]) for name in named},
        {key: len(apart[name]) for key, name in probes.names.items()},
        dict(_literals(file, part, found)),
    )


def _named(file: RuleFile) -> Iterator[str]:
    for item in file.items:
        if isinstance(item, RelationDeclaration):
            yield item.name
        elif isinstance(item, Clause):
            yield from (head.relation for head in item.heads)
            yield from (atom.relation for atom in atoms(item.body))


def atoms(body: Body | None) -> Iterator[Atom]:
    """The atoms of a body, negated ones and those of inner bodies included, in their order."""
    for literals in () if body is None else body.alternatives:
        for literal in literals:
            yield from _atoms_of(literal)


def _atoms_of(literal: Literal) -> Iterator[Atom]:
    if isinstance(literal, Atom):
        yield literal
    elif isinstance(literal, Negation):
        yield from _atoms_of(literal.literal)
    elif isinstance(literal, Body):
        yield from atoms(literal)


class _Probes:
    """A relation of its own for each head of a file's rules, over relations that are complete."""

    def __init__(self, file: RuleFile, part: Program) -> None:
        rules: dict[tuple[int, int, str], list[Rule]] = {}
        for stratum in part.strata:
            for rule in stratum.rules:
                if rule.span.source == file.span.source:
                    place = (rule.span.start, rule.span.end, rule.relation)
                    rules.setdefault(place, []).append(rule)
        self.names: dict[tuple[Clause, int], str] = {}
        relations: dict[str, Relation] = dict(part.relations)
        strata: list[Stratum] = []
        for clause in (item for item in file.items if isinstance(item, Clause)):
            for number, head in enumerate(clause.heads if clause.body is not None else ()):
                own = rules.get((clause.span.start, clause.span.end, head.relation))
                if own is None or (clause, number) in self.names:
                    continue
                name = f"{head.relation} {len(self.names)}"  # no name of a program has a blank
                self.names[clause, number] = name
                relations[name] = replace(part.relations[head.relation], name=name)
                probes = tuple(replace(rule, relation=name) for rule in own)
                strata.append(Stratum((name,), probes, recursive=False))
        self.program = Program(relations, tuple(strata), (), ())


def _literals(
    file: RuleFile, part: Program, rows: Mapping[str, Collection[Row]]
) -> Iterator[tuple[Atom, int]]:
    """The rows that agree with each literal's constants and with its repeated variables."""
    for item in file.items:
        for atom in atoms(item.body) if isinstance(item, Clause) else ():
            relation = part.relations.get(atom.relation)
            if relation is not None and len(relation.columns) == len(atom.args):
                yield atom, _matching(atom, relation.columns, rows[atom.relation])


def _matching(atom: Atom, columns: Sequence[Column], rows: Collection[Row]) -> int:
    wanted: dict[int, object] = {}
    same: list[tuple[int, int]] = []
    first: dict[str, int] = {}
    for number, argument in enumerate(atom.args):
        if isinstance(argument, StringConstant):
            wanted[number] = argument.value
        elif isinstance(argument, NumericConstant):
            wanted[number] = _number(argument.text, columns[number].primitive)
        elif isinstance(argument, Variable):
            if argument.name in first:
                same.append((first[argument.name], number))
            first.setdefault(argument.name, number)
    if not wanted and not same:
        return len(rows)
    return sum(
        all(row[number] == value for number, value in wanted.items())
        and all(row[one] == row[other] for one, other in same)
        for row in rows
    )


def _number(text: str, primitive: Primitive) -> object:
    return constant_value(text, primitive)
