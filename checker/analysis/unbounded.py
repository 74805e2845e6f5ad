"""Warns of recursion that makes new values, and has nothing that ends it.

The graph has a node for each column of a recursive relation, and an edge from a column of a body
to a column of the head where a rule hands a value on, as it is or computed. A circle with a
computed value on it may go on for ever. Rules with anything that can bound the value are left out
of the graph: a comparison, a negation or an aggregate that looks at a value of the recursion, or a
relation from outside of it that has to hold the value. So what is left is either endless, or ends
by the luck of the facts, as a depth does over a tree and not over a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from checker.analysis import errors
from checker.analysis.program import (
    Absent,
    Aggregation,
    Apply,
    Bind,
    Generate,
    Match,
    Program,
    Rule,
    Stratum,
    Term,
    Test,
    Var,
)
from checker.analysis.stratification import strongly_connected_components
from checker.diagnostics import Diagnostic

_GROWING: Final = frozenset({"+", "-", "*", "^", "bshl", "cat"})
"""Functors that make a new value of one again and again."""


class _Column(NamedTuple):
    relation: str
    at: int

    def __str__(self) -> str:
        return f"{self.relation}/{self.at}"


@dataclass(frozen=True, slots=True)
class _Edge:
    """A rule hands a value on from one column to another; ``made`` is how, where it is new."""

    rule: Rule
    start: _Column
    end: _Column
    made: Bind | None


def warn_of_unbounded_recursion(program: Program) -> tuple[Diagnostic, ...]:
    """A warning for each relation whose rules may derive new values without end."""
    return tuple(
        found
        for stratum in program.strata
        if stratum.recursive
        for found in _warnings(stratum, program)
    )


def _warnings(stratum: Stratum, program: Program) -> Iterator[Diagnostic]:
    edges = [edge for rule in stratum.rules for edge in _edges(rule, stratum)]
    graph: dict[str, list[str]] = {}
    for edge in edges:
        graph.setdefault(str(edge.start), []).append(str(edge.end))
        graph.setdefault(str(edge.end), [])
    components = strongly_connected_components(graph)
    circle = {node: at for at, component in enumerate(components) for node in component}
    warned: set[str] = set()
    for edge in edges:
        on_circle = circle[str(edge.start)] == circle[str(edge.end)]
        if edge.made is not None and on_circle and edge.rule.relation not in warned:
            warned.add(edge.rule.relation)
            yield _warning(edge.rule, edge.end, edge.made, stratum, program)


def _edges(rule: Rule, stratum: Stratum) -> Iterator[_Edge]:
    """From where each value of the head comes, unless something bounds the rule."""
    recurring = [each for each in _matches(rule) if each.relation in stratum.relations]
    made = {each.var.name: each for each in rule.body if isinstance(each, Bind)}
    sources = {
        arg.name: _Column(literal.relation, at)
        for literal in recurring
        for at, arg in enumerate(literal.args)
        if isinstance(arg, Var)
    }
    edges = [
        _Edge(rule, sources[name], _Column(rule.relation, at), bind)
        for at, arg in enumerate(rule.args)
        if isinstance(arg, Var)
        for name, bind in _origins(arg.name, made, sources)
    ]
    grown = {name for edge in edges if edge.made for name in _inside(edge.made, made)}
    if not _is_bounded(rule, stratum, grown, {*sources, *_computed(sources, made)}):
        yield from edges


def _origins(
    name: str, made: dict[str, Bind], sources: dict[str, _Column]
) -> Iterator[tuple[str, Bind | None]]:
    """The variables of the recursion that a value comes from, with what makes a new one of it."""
    if name in sources:
        yield name, None
        return
    bind = made.get(name)
    if bind is None:
        return
    if isinstance(bind.term, Var):
        yield from _origins(bind.term.name, made, sources)
    elif _grows(bind.term):
        for inner in sorted(_inside(bind, made) & sources.keys()):
            yield inner, bind


def _grows(term: Term) -> bool:
    return isinstance(term, Apply) and (term.op in _GROWING or any(map(_grows, term.args)))


def _inside(bind: Bind, made: dict[str, Bind]) -> set[str]:
    """The variables that a computed value depends on, and itself."""
    found = {bind.var.name}
    waiting = [*_variables(bind.term)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            if name in made:
                waiting.extend(_variables(made[name].term))
    return found


def _computed(sources: Iterable[str], made: dict[str, Bind]) -> set[str]:
    """The variables that are computed from others."""
    known = set(sources)
    return {name for name, bind in made.items() if _inside(bind, made) & known}


def _is_bounded(rule: Rule, stratum: Stratum, grown: set[str], recurring: set[str]) -> bool:
    for literal in rule.body:
        if isinstance(literal, Match):
            names = {arg.name for arg in literal.args if isinstance(arg, Var)}
            if literal.relation not in stratum.relations and names & grown:
                return True
        elif not isinstance(literal, Bind) and _looked_at(literal) & recurring:
            return True
    return False


def _looked_at(literal: Absent | Test | Aggregation | Generate) -> set[str]:
    match literal:
        case Absent(args=args):
            return {arg.name for arg in args if isinstance(arg, Var)}
        case Test(left=left, right=right):
            return {*_variables(left), *_variables(right)}
        case Aggregation(outer=outer, var=var):
            return {var.name, *(each.name for each in outer)}
        case Generate(var=var, start=start, stop=stop):
            return {var.name, *_variables(start), *_variables(stop)}


def _matches(rule: Rule) -> list[Match]:
    return [literal for literal in rule.body if isinstance(literal, Match)]


def _variables(term: Term) -> Iterator[str]:
    if isinstance(term, Var):
        yield term.name
    elif isinstance(term, Apply):
        for arg in term.args:
            yield from _variables(arg)


def _warning(
    rule: Rule, column: _Column, made: Bind, stratum: Stratum, program: Program
) -> Diagnostic:
    name = program.relations[column.relation].columns[column.at].name
    outside = sorted(
        {each.relation for each in _matches(rule) if each.relation not in stratum.relations}
    )
    luck = " and ".join(f"`{each}`" for each in outside)
    return errors.UNBOUNDED_RECURSION.at(
        made.span,
        f"`{rule.relation}` may derive values of `{name}` without end",
        label="a new value of the one before, in every round",
        note=f"it ends only where {luck} leads in no circle" if outside else "",
        help=f"bound it, as in `{name} < 100`"
        if rule.args[column.at].type != "symbol"
        else f"bound it, as in `strlen({name}) < 100`",
    )
