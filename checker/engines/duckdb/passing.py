"""Which relations need no table, since their rows are asked for once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from checker.analysis.program import (
    Absent,
    Apply,
    Bind,
    Match,
    Program,
    Rule,
    Stratum,
    Term,
    Test,
)
from checker.analysis.restriction import relations_read
from checker.engines.terms import subterms


def passing_relations(program: Program, results: Mapping[str, int]) -> frozenset[str]:
    """The relations whose rows may pass from the query that finds them to the one place that asks
    for them, and be kept nowhere.

    ``results`` says how often each relation's rows are asked for after the evaluation. A rule
    that asks for them reads nothing else: a database that knows how many rows there are joins them
    better, which is worth more than what keeping them costs. For the same reason a recursive
    relation does not pass to its results: to sort the rows of a closure took half as long again
    from the recursive query as from a table.
    """
    asked = Counter(results)
    read_alone = set()
    for stratum in program.strata:
        for rule in stratum.rules:
            others = [name for name in relations_read(rule.body) if name not in stratum.relations]
            asked.update(others)
            matches = [literal for literal in rule.body if isinstance(literal, Match)]
            if not stratum.recursive and len(others) == len(matches) == 1:
                read_alone.add(others[0])
    return frozenset(
        name
        for stratum in program.strata
        if _is_one_query(stratum)
        for name in stratum.relations
        if asked[name] == 1 and (name in read_alone or (name in results and not stratum.recursive))
    )


def _is_one_query(stratum: Stratum) -> bool:
    """Whether a query finds all rows of the stratum, if it is linear, and cannot fail."""
    if len(stratum.relations) > 1 or not (stratum.recursive or len(stratum.rules) == 1):
        return False
    return all(map(_is_plain, stratum.rules))


def _is_plain(rule: Rule) -> bool:
    terms: list[Term] = list(rule.args)
    for literal in rule.body:
        match literal:
            case Match() | Absent():
                pass
            case Bind(term=term):
                terms.append(term)
            case Test(left=left, right=right):
                terms += [left, right]
            case _:
                return False
    return bool(rule.body) and not any(
        isinstance(part, Apply) for term in terms for part in subterms(term)
    )
