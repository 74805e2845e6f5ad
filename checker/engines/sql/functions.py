"""Which functions of the database a program calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.analysis.program import (
    Absent,
    Aggregation,
    Apply,
    Bind,
    Generate,
    Literal,
    Match,
    Program,
    Term,
    Test,
)
from checker.engines.sql.names import function_name
from checker.engines.terms import subterms


def functions_of(program: Program) -> frozenset[str]:
    """The names of all functors, ranges, matches and aggregates in the program's rules."""
    return frozenset(
        name for stratum in program.strata for rule in stratum.rules for name in _of_body(rule.body)
    )


def _of_body(body: Sequence[Literal]) -> Iterator[str]:
    for literal in body:
        match literal:
            case Match() | Absent():
                pass
            case Bind(term=term):
                yield from _of_term(term)
            case Test(op=op, left=left, right=right):
                yield from _of_term(left)
                yield from _of_term(right)
                if (name := op.removeprefix("!")) in ("match", "contains"):
                    yield f"ck_{name}"
            case Generate(var=var, start=start, stop=stop, step=step):
                terms = [start, stop, *([step] if step else [])]
                for term in terms:
                    yield from _of_term(term)
                yield function_name(f"range{len(terms)}", var.type)
            case Aggregation(op=op, target=target, operand=operand, body=inner):
                yield from _of_body(inner)
                if target is not None:
                    yield from _of_term(target)
                    yield function_name(op, operand)


def _of_term(term: Term) -> Iterator[str]:
    for part in subterms(term):
        if isinstance(part, Apply):
            yield function_name(part.op, part.operand)


def counted_relations(program: Program) -> frozenset[str]:
    """The relations that stand in aggregates, where it matters how often a row is there."""
    pending = [
        literal
        for stratum in program.strata
        for rule in stratum.rules
        for literal in rule.body
        if isinstance(literal, Aggregation)
    ]
    counted: set[str] = set()
    while pending:
        for literal in pending.pop().body:
            if isinstance(literal, Match):
                counted.add(literal.relation)
            elif isinstance(literal, Aggregation):
                pending.append(literal)
    return frozenset(counted)
