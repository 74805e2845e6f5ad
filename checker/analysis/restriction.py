"""Takes the part of a program that some relations need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from checker.analysis.program import Absent, Aggregation, Literal, Match, Program, Rule


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


def relations_read(body: Sequence[Literal]) -> Iterator[str]:
    """The relations that a body looks at, also in its aggregates."""
    for literal in body:
        if isinstance(literal, Match | Absent):
            yield literal.relation
        elif isinstance(literal, Aggregation):
            yield from relations_read(literal.body)
