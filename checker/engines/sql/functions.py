"""What a program's rules ask of a database: which functions, which texts, which rows how often."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.analysis.program import (
    Absent,
    Aggregation,
    Apply,
    Bind,
    Const,
    Generate,
    Literal,
    Match,
    Primitive,
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


def written_symbols(program: Program) -> frozenset[str] | None:
    """The symbols that rules may put into rows besides those that they read in others: constants;
    None where a functor makes some."""
    found: set[str] = set()
    for stratum in program.strata:
        for rule in stratum.rules:
            made = (literal.term for literal in rule.body if isinstance(literal, Bind))
            for term in (*rule.args, *made):
                for part in subterms(term):
                    if isinstance(part, Apply) and part.type is Primitive.SYMBOL:
                        return None
                    if isinstance(part, Const) and isinstance(part.value, str):
                        found.add(part.value)
    return frozenset(found)


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
