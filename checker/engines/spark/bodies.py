"""Bodies for a database whose nested queries see one level of the queries around them.

Spark correlates a subquery with the query right around it and no other, and not with every
condition. So an aggregate is not asked for each row: it is computed for all rows at once, in
groups by the variables that it takes from outside, and joined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce

from sqlglot import exp

from checker.analysis.program import Aggregation, Const, Generate, Match, Primitive, Value
from checker.engines.order import grounds
from checker.engines.sql.bodies import Body, aggregate, call
from checker.engines.sql.names import fresh_names, function_name
from checker.engines.terms import may_fail

_ZEROS: Mapping[Primitive, Value] = {
    Primitive.NUMBER: 0,
    Primitive.UNSIGNED: 0,
    Primitive.FLOAT: 0.0,
}


class GroupedBody(Body):
    """A :class:`Body` without lateral queries."""

    def _generate(self, literal: Generate) -> None:
        terms = [literal.start, literal.stop, *([literal.step] if literal.step else [])]
        for term in terms:
            self._guard(term)
        function = function_name(f"range{len(terms)}", literal.var.type)
        values = exp.Explode(this=call(function, *map(self.value, terms)))
        table = self._become(self._columns, [exp.alias_(values, "v")])
        self._name(literal.var, exp.column("v", table=table))

    def _aggregate(self, literal: Aggregation) -> None:
        if literal.outer and not _tells_groups(literal):
            self._compute()
        inner = self._inner(literal)
        if literal.target is not None:
            inner._guard(literal.target)
        keys = {variable.name: f"g{index}" for index, variable in enumerate(literal.outer)}
        groups = inner.select(
            *[exp.alias_(inner._column(name), key) for name, key in keys.items()],
            exp.alias_(aggregate(literal, inner), "v"),
        ).group_by(*map(inner._column, keys))
        if keys and literal.op in ("count", "sum"):
            self._name(literal.var, self._joined_or_zero(literal, groups, keys))
            return
        table = self._source(exp.Subquery(this=groups))
        value = exp.column("v", table=table)
        self._conditions += self._same(keys, table)
        self._conditions.append(exp.not_(exp.Is(this=value.copy(), expression=exp.Null())))
        self._name(literal.var, value)

    def _inner(self, literal: Aggregation) -> GroupedBody:
        """The aggregate's body with its answers for every group.

        Where the body's own literals do not tell the groups, or a functor in it must not see
        others, it starts from the groups that there are outside.
        """
        inner = GroupedBody(self._reader, self._parameters)
        inner._names, inner._guards = self._names, self._guards
        if not literal.outer or _tells_groups(literal):
            # Each variable from outside is grounded by a match, so that these go first.
            inner.read_each(sorted(literal.body, key=lambda each: not isinstance(each, Match)))
            return inner
        names = fresh_names("o")
        columns = {variable.name: next(names) for variable in literal.outer}
        outside = self.select(
            *[exp.alias_(self._column(name), column) for name, column in columns.items()]
        ).distinct()
        table = inner._source(exp.Subquery(this=outside))
        inner._columns = {name: exp.column(column, table=table) for name, column in columns.items()}
        inner.read_each(literal.body)
        return inner

    def _joined_or_zero(
        self, literal: Aggregation, groups: exp.Select, keys: Mapping[str, str]
    ) -> exp.Expr:
        """The groups' value, or zero where there is no such group, beside what has been read."""
        self._compute()
        table = next(self._names)
        zero = self._parameters.place(Const(_ZEROS[literal.var.type], literal.var.type))
        value = exp.Coalesce(this=exp.column("v", table=table), expressions=[zero])
        (read,) = self._sources
        same = reduce(lambda a, b: exp.and_(a, b, copy=False), self._same(keys, table))
        groups_there = exp.alias_(exp.Subquery(this=groups), table, table=True)
        names = fresh_names("v")
        columns = {variable: next(names) for variable in self._columns}
        query = (
            exp.select(
                *[exp.alias_(self._columns[name], column) for name, column in columns.items()],
                exp.alias_(value, "v"),
            )
            .from_(read)
            .join(groups_there, on=same, join_type="left")
        )
        return exp.column("v", table=self._replace(query, columns))

    def _same(self, keys: Mapping[str, str], table: str) -> list[exp.Expr]:
        return [
            exp.EQ(this=exp.column(key, table=table), expression=self._column(name))
            for name, key in keys.items()
        ]

    # --- what has been read, as one query ---

    def _become(self, variables: Mapping[str, exp.Expr], further: Sequence[exp.Expr]) -> str:
        """Makes what has been read one query with ``further`` columns; says its table."""
        names = fresh_names("v")
        columns = {variable: next(names) for variable in variables}
        query = self.select(
            *[exp.alias_(variables[variable], column) for variable, column in columns.items()],
            *further,
        )
        return self._replace(query, columns)

    def _replace(self, query: exp.Select, columns: Mapping[str, str]) -> str:
        self._sources, self._conditions = [], []
        table = self._source(exp.Subquery(this=query))
        self._columns = {name: exp.column(column, table=table) for name, column in columns.items()}
        return table


def _tells_groups(literal: Aggregation) -> bool:
    """Whether the body can be read for all groups at once: matches in it ground every variable
    from outside, and no functor in it is without a value for some group that nobody asks for."""
    told: frozenset[str] = frozenset()
    for each in literal.body:
        if isinstance(each, Match):
            told |= grounds(each)
    return all(variable.name in told for variable in literal.outer) and not may_fail(literal)
