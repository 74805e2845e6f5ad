"""A rule as one query, and a linear recursive stratum as one recursive query."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from checker.analysis.program import (
    Absent,
    Aggregation,
    Bind,
    Const,
    Literal,
    Match,
    Relation,
    Rule,
    Stratum,
    Value,
    Var,
)
from checker.engines.order import grounds, reads
from checker.engines.sql.bodies import Body, Guard, Parameters, Reader
from checker.engines.sql.names import PRESENT, column_names
from checker.engines.terms import may_fail


@dataclass(frozen=True, slots=True)
class RuleQuery:
    """``select`` finds the rows that a rule derives, each once, in columns named as its
    relation's; ``guards`` are asked first. All share ``parameters``."""

    select: exp.Query
    guards: tuple[Guard, ...]
    parameters: Mapping[str, Value]


def compile_rule(
    rule: Rule,
    reader: Reader,
    delta: int | None = None,
    kind: type[Body] = Body,
    bags: Collection[str] = (),
) -> RuleQuery:
    """The rule as a query. ``reader`` says which table a literal reads; ``delta`` is the index
    of the literal that reads the last round's rows; ``kind`` is how the database has bodies. The
    tables of the relations in ``bags`` may have a row twice; none of these stands in an
    aggregate."""
    parameters = Parameters()
    body, select = _select(rule, kind(reader, parameters), delta)
    return RuleQuery(
        select if _is_duplicate_free(rule, bags) else select.distinct(copy=False),
        body.guards,
        parameters.values,
    )


def compile_together(
    rules: Sequence[Rule], reader: Reader, delta: int | None, bags: Collection[str]
) -> RuleQuery:
    """Rules of one relation as one query; several of them have no functor without a value. See
    :func:`compile_rule`."""
    if len(rules) == 1:
        return compile_rule(rules[0], reader, delta, bags=bags)
    parameters = Parameters()
    whole = _union([_select(rule, Body(reader, parameters), delta)[1] for rule in rules])
    return RuleQuery(whole, (), parameters.values)


def linear_closure(
    stratum: Stratum, tables: Mapping[str, str], *, from_nothing: bool
) -> RuleQuery | None:
    """The whole stratum as one recursive query, or None where it is not linear.

    Linear is a stratum of one relation whose rules read it once at most. The rows that the
    relation has before, unless there are none (``from_nothing``), are read as well, and are among
    the answers. A rule with a functor that may have no value must be asked for round by round,
    behind its guards.
    """
    if len(stratum.relations) != 1:
        return None
    relation = stratum.relations[0]
    starts: list[Rule] = []
    steps: list[tuple[Rule, int]] = []
    for rule in stratum.rules:
        recurring = [
            index
            for index, literal in enumerate(rule.body)
            if isinstance(literal, Match) and literal.relation == relation
        ]
        if len(recurring) > 1 or any(may_fail(literal) for literal in rule.body):
            return None
        if recurring:
            steps.append((rule, recurring[0]))
        else:
            starts.append(rule)
    parameters = Parameters()
    names = column_names(len(stratum.rules[0].args))

    def reader(literal: Match | Absent) -> str:
        return "closure" if literal.relation == relation else tables[literal.relation]

    known = exp.select(*[exp.column(name) for name in names]).from_(tables[relation])
    first = [_select(rule, Body(reader, parameters), None)[1] for rule in starts]
    if not from_nothing or not first:
        first.insert(0, known)
    start = _union(first, distinct=False)  # the recursion takes out what is there twice
    step = _union(
        [_select(rule, Body(reader, parameters), index)[1] for rule, index in steps], distinct=False
    )
    recursive = exp.union(exp.Subquery(this=start), exp.Subquery(this=step), copy=False)
    select = (
        exp.select(*[exp.column(name) for name in names])
        .from_("closure")
        .with_(f"closure({', '.join(names)})", as_=recursive, recursive=True)
    )
    return RuleQuery(select, (), parameters.values)


def without(select: exp.Query, relation: Relation, tables: Sequence[str]) -> exp.Query:
    """The query's rows that stand in none of the tables."""
    if not tables:
        return select
    names = column_names(len(relation.columns))
    found = exp.select(*[exp.column(name, table="h") for name in names]).from_(
        exp.Subquery(this=select).as_("h")
    )
    for table in tables:
        same = [
            exp.EQ(this=exp.column(name, table=table), expression=exp.column(name, table="h"))
            for name in names
        ]
        present = exp.select(exp.Literal.number(1)).from_(table).where(*same, copy=False)
        found.where(exp.not_(exp.Exists(this=present), copy=False), copy=False)
    return found


def _select(rule: Rule, body: Body, delta: int | None) -> tuple[Body, exp.Select]:
    wanted = frozenset(arg.name for arg in rule.args if isinstance(arg, Var))
    body.read(rule.body, wanted, delta)
    columns: list[exp.Expr] = [
        exp.alias_(body.value(arg), name)
        for arg, name in zip(rule.args, column_names(len(rule.args)), strict=False)
    ]
    return body, body.select(*(columns or [exp.alias_(exp.true(), PRESENT)]))


def _union(queries: Sequence[exp.Select], *, distinct: bool = True) -> exp.Query:
    whole: exp.Query = queries[0]
    for query in queries[1:]:
        whole = exp.union(whole, query, distinct=distinct, copy=False)
    return whole


def _is_duplicate_free(rule: Rule, bags: Collection[str]) -> bool:
    """Whether different answers of the body give different rows: the head tells every row that
    the body's literals read, and each of these is there once."""
    if any(isinstance(literal, Match) and literal.relation in bags for literal in rule.body):
        return False
    told = {arg.name for arg in rule.args if isinstance(arg, Var)}
    while True:
        more = {
            literal.var.name
            for literal in rule.body
            if isinstance(literal, Bind | Aggregation) and reads(literal) <= told
        } - told
        if not more:
            break
        told |= more
    return all(_is_told(literal, told) for literal in rule.body)


def _is_told(literal: Literal, told: set[str]) -> bool:
    if isinstance(literal, Match):
        return all(
            isinstance(arg, Const) or (isinstance(arg, Var) and arg.name in told)
            for arg in literal.args
        )
    return grounds(literal) <= told
