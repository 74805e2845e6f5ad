"""Puts a program together from its parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from checker.analysis.declarations import Relations
from checker.analysis.program import (
    Column,
    FindingRule,
    IoDirective,
    Program,
    Relation,
    Rule,
    Stratum,
)
from checker.analysis.restriction import relations_read


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
            _column(attribute.name, attribute.type_name, resolved.primitive, resolved.entity)
        )
    doc = "" if declaration.doc is None else declaration.doc.text
    return Relation(name, tuple(columns), doc, declaration.span)


# Programs are kept in files, where an object that stands in many places is written and read once.
_column = lru_cache(maxsize=1024)(Column)


def _strata(
    components: Iterable[tuple[str, ...]], by_relation: dict[str, list[Rule]]
) -> Iterator[Stratum]:
    for names in components:
        rules = [rule for name in names for rule in by_relation.get(name, ())]
        if rules:
            rules.sort(key=lambda rule: rule.id)
            recursive = any(name in names for rule in rules for name in relations_read(rule.body))
            yield Stratum(names, tuple(rules), recursive)
