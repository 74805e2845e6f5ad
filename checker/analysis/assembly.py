"""Puts a program together from its parts, and takes a part of one out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from checker.analysis.declarations import Relations
from checker.analysis.program import (
    Absent,
    Aggregation,
    Column,
    FindingRule,
    IoDirective,
    Literal,
    Match,
    Program,
    Relation,
    Rule,
    Stratum,
)


def assemble(
    relations: Relations,
    components: Iterable[tuple[str, ...]],
    rules: Iterable[Rule],
    directives: tuple[IoDirective, ...],
    findings: tuple[FindingRule, ...],
) -> Program:
    """The program. ``components`` are in the order of evaluation."""
    by_relation: dict[str, list[Rule]] = {}
    for rule in rules:
        by_relation.setdefault(rule.relation, []).append(rule)
    return Program(
        {name: _relation(relations, name) for name in relations},
        tuple(_strata(components, by_relation)),
        directives,
        findings,
    )


def _relation(relations: Relations, name: str) -> Relation:
    declaration = relations[name].declaration
    columns = []
    for attribute, resolved in zip(declaration.attributes, relations[name].columns, strict=True):
        assert resolved is not None
        columns.append(
            Column(attribute.name, attribute.type_name, resolved.primitive, resolved.entity)
        )
    doc = "" if declaration.doc is None else declaration.doc.text
    return Relation(name, tuple(columns), doc, declaration.span)


def _strata(
    components: Iterable[tuple[str, ...]], by_relation: dict[str, list[Rule]]
) -> Iterator[Stratum]:
    for names in components:
        rules = [rule for name in names for rule in by_relation.get(name, ())]
        if rules:
            rules.sort(key=lambda rule: rule.id)
            recursive = any(name in names for rule in rules for name in relations_read(rule.body))
            yield Stratum(names, tuple(rules), recursive)


def relations_read(body: Sequence[Literal]) -> Iterator[str]:
    """The relations that a body looks at, also in its aggregates."""
    for literal in body:
        if isinstance(literal, Match | Absent):
            yield literal.relation
        elif isinstance(literal, Aggregation):
            yield from relations_read(literal.body)


def restrict(program: Program, relations: Iterable[str]) -> Program:
    """The part of a program that the rows of these relations depend on.

    Everything keeps its place and its number. Raises KeyError for a relation that the program
    does not have.
    """
    rules: dict[str, list[Rule]] = {name: [] for name in program.relations}
    for stratum in program.strata:
        for rule in stratum.rules:
            rules[rule.relation].append(rule)
    kept: set[str] = set()
    waiting = list(relations)
    while waiting:
        name = waiting.pop()
        if name not in kept:
            kept.add(name)
            waiting.extend(read for rule in rules[name] for read in relations_read(rule.body))
    return Program(
        {name: each for name, each in program.relations.items() if name in kept},
        tuple(stratum for stratum in program.strata if kept.issuperset(stratum.relations)),
        tuple(each for each in program.directives if each.relation in kept),
        tuple(each for each in program.findings if each.relation in kept),
    )
