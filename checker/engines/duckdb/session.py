"""One evaluation by DuckDB: the relations' tables, and each rule's queries."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from math import prod
from typing import Final

import duckdb
from duckdb import DuckDBPyConnection

from checker.analysis.program import (
    Absent,
    Aggregation,
    Generate,
    Match,
    Program,
    Relation,
    Row,
    Rule,
    Stratum,
    Value,
)
from checker.bulk.tables import BulkTable
from checker.engines.base import NO_TABLES
from checker.engines.duckdb.passing import passing_relations
from checker.engines.duckdb.rows import (
    StoredRows,
    count_rows,
    create_table,
    insert_rows,
    insert_tables,
    make_set,
    replace_table,
)
from checker.engines.duckdb.texts import insert_text, plain_delimiters
from checker.engines.functors import NoValueError
from checker.engines.limits import Budget
from checker.engines.sql import counted_relations, refuse
from checker.engines.stated import is_fact, row_of
from checker.engines.statements import Statement, Statements
from checker.engines.terms import may_fail, no_value
from checker.engines.texts import NO_TEXTS, TextFiles

_BRIEF: Final = 100_000
"""Pairs (or triples, ...) of rows that a rule looks at, at most, to be asked with others."""


class DuckDBSession:
    """:class:`checker.engines.strata.Session` with the rows in tables.

    The relation of number N has its rows in ``rN``; where it is recursive, those of the last
    round in ``dN`` and those kept aside in ``nN``. A relation whose rows were read from text may
    have one twice, as long as it does not matter: taking such rows out costs as much as reading
    them. One whose rows only pass is a view.

    ``results`` says how often the rows of each relation are asked for afterwards; where it is None,
    and where there are limits, whose rows all have to be counted, none only pass.
    """

    def __init__(
        self,
        connection: DuckDBPyConnection,
        program: Program,
        given: Mapping[str, frozenset[Row]],
        budget: Budget,
        tables: Mapping[str, Sequence[BulkTable]] = NO_TABLES,
        texts: TextFiles = NO_TEXTS,
        statements: Statements | None = None,
        results: Mapping[str, int] | None = None,
    ) -> None:
        self._connection = connection
        self._statements = statements or Statements()
        self._budget = budget
        self._relations = program.relations
        self._delimiters = plain_delimiters(program, given.values(), tables, texts)
        numbered = tuple(enumerate(program.relations))
        self._known = {name: f"r{number}" for number, name in numbered}
        self._last = {name: f"d{number}" for number, name in numbered}
        self._aside = {name: f"n{number}" for number, name in numbered}
        self._derived = frozenset(name for stratum in program.strata for name in stratum.relations)
        self._recursive = frozenset(
            name for stratum in program.strata if stratum.recursive for name in stratum.relations
        )
        self._given = {
            name: rows
            for name, rows in given.items()
            if name not in self._derived and name not in tables and name not in texts
        }
        self._before = {
            name: given[name]
            for name in self._derived
            if not tables.get(name) and not texts.get(name)
        }
        self._sizes = {name: len(rows) for name, rows in given.items()}
        self._new = dict.fromkeys(program.relations, 0)
        self._last_sizes = dict.fromkeys(program.relations, 0)
        self._waiting: list[Rule] = []
        self._asked_again: dict[tuple[int, int], Statement] = {}
        self._bags: set[str] = set()
        self._views: set[str] = set()
        self._passing: frozenset[str] = frozenset()
        if results is not None and budget.is_unlimited:
            stored = {*tables, *texts, *(name for name, rows in given.items() if rows)}
            self._passing = passing_relations(program, results) - stored
        counted = counted_relations(program)
        for name, relation in program.relations.items():
            self._create(relation)
            self._insert_rows(self._known[name], relation, given[name])
            if name in tables:
                insert_tables(connection, self._known[name], tables[name], self._sizes[name])
                self._sizes[name] = count_rows(connection, self._known[name])
            for file in texts.get(name, ()):
                insert_text(connection, self._statements, self._known[name], relation, file)
                self._bags.add(name)
            if name in self._bags:
                if name in self._derived or name in counted:
                    self._make_set(name)
                self._sizes[name] = count_rows(connection, self._known[name])

    # --- the protocol of a session ---

    def derive(self, rule: Rule, delta: int | None) -> None:
        if not self._can_fire(rule, delta) or self._passes(rule):
            return
        if delta is None:  # asked for once, and then with others of its relation
            self._waiting.append(rule)
            return
        statement = self._asked_again.get((rule.id, delta))
        if statement is None:
            statement = self._asked_again[rule.id, delta] = self._statement([rule], delta)
        self._run(rule, statement)

    def end_round(self, relations: tuple[str, ...]) -> int:
        self._ask_waiting()
        total = 0
        for name in relations:
            new, self._new[name] = self._new[name], 0
            total += new
            self._sizes[name] += new
            if name in self._recursive:
                self._turn_over(name, new)
        return total

    def complete(self, stratum: Stratum) -> bool:
        name = stratum.relations[0]
        if self._all_pass(stratum):
            return True
        known, aside = self._known[name], self._aside[name]
        bounded = self._budget.rows_left is not None
        from_nothing = not self._sizes[name]

        def make() -> Statement | None:
            from checker.engines.duckdb.queries import insertion_of_closure

            return insertion_of_closure(
                stratum, self._known, aside, from_nothing=from_nothing, bounded=bounded
            )

        statement = self._statements.find(("closure", aside, from_nothing, bounded), make)
        if statement is None:
            return False
        self._run(stratum.rules[-1], statement)
        self._sizes[name] = self._new[name]
        self._new[name] = 0
        replace_table(self._connection, known, aside)
        return True

    def size(self, relation: str) -> int:
        return self._sizes[relation]

    def rows(self) -> Mapping[str, frozenset[Row]]:
        """Every relation's rows, fetched when they are looked at."""
        return StoredRows(
            self._connection,
            self._statements,
            self._relations,
            self._known,
            self._given,
            frozenset(self._bags),
            self._delimiters,
        )

    # --- tables ---

    def _make_set(self, name: str) -> None:
        make_set(self._connection, self._statements, self._known[name])
        self._bags.discard(name)

    def _create(self, relation: Relation) -> None:
        name = relation.name
        tables = [self._known[name]]
        if name in self._recursive:
            tables += [self._last[name], self._aside[name]]
        for table in tables:
            create_table(self._connection, self._statements, table, relation)

    def _insert_rows(self, table: str, relation: Relation, rows: Collection[Row]) -> None:
        insert_rows(self._connection, self._statements, table, relation, rows)

    def _turn_over(self, name: str, new: int) -> None:
        """Makes the rows kept aside the last round's, and known."""
        known, last, aside = self._known[name], self._last[name], self._aside[name]
        if self._last_sizes[name]:
            self._connection.execute(f"TRUNCATE {last}")
        if new:
            self._connection.execute(f"INSERT INTO {last} FROM {aside}")
            self._connection.execute(f"INSERT INTO {known} FROM {aside}")
            self._connection.execute(f"TRUNCATE {aside}")
        self._last_sizes[name] = new

    def _can_fire(self, rule: Rule, delta: int | None) -> bool:
        return all(
            (self._last_sizes if index == delta else self._sizes)[literal.relation]
            or literal.relation in self._views
            for index, literal in enumerate(rule.body)
            if isinstance(literal, Match)
        )

    # --- relations whose rows pass ---

    def _passes(self, rule: Rule) -> bool:
        """Makes a view of what a rule derives, if its relation's rows only pass."""

        def make() -> Statement | None:
            from checker.engines.duckdb.queries import view_of_rule

            return view_of_rule(
                rule, lambda literal: self._known[literal.relation], self._bags, self._known[name]
            )

        name = rule.relation
        return name not in self._recursive and self._is_view(name, make)

    def _all_pass(self, stratum: Stratum) -> bool:
        """Makes a view of what a recursive stratum derives, if all its rows only pass."""

        def make() -> Statement | None:
            from checker.engines.duckdb.queries import view_of_closure

            # A view cannot read the table that it takes the place of; the other one is empty too.
            tables = {**self._known, name: self._aside[name]}
            return view_of_closure(stratum, tables, self._known[name])

        name = stratum.relations[0]
        return self._is_view(name, make)

    def _is_view(self, name: str, make: Callable[[], Statement | None]) -> bool:
        if name not in self._passing:
            return False
        bags = tuple(sorted(self._known[bag] for bag in self._bags))
        statement = self._statements.find(("view", self._known[name], bags), make)
        if statement is None:
            return False
        self._connection.execute(f"DROP TABLE {self._known[name]}")
        self._connection.execute(statement.text)
        self._views.add(name)
        return True

    # --- the first round ---

    def _ask_waiting(self) -> None:
        """Asks for the rows of the rules that wait: facts together, and together what is so
        little work that a query costs more to plan than to answer."""
        waiting, self._waiting = self._waiting, []
        by_relation: dict[str, list[Rule]] = {}
        for rule in waiting:
            by_relation.setdefault(rule.relation, []).append(rule)
        for name, rules in by_relation.items():
            facts = [rule for rule in rules if is_fact(rule) and name in self._before]
            self._insert_facts(name, facts)
            others = [rule for rule in rules if rule not in facts]
            brief = [rule for rule in others if self._is_brief(rule)]
            groups = [[rule] for rule in others if rule not in brief]
            if brief:
                groups.append(brief)
            for group in groups:
                self._budget.start(group[-1])
                self._run(group[-1], self._statement(group, None))

    def _insert_facts(self, name: str, facts: Sequence[Rule]) -> None:
        """Puts the rows of facts that are not there yet into the relation."""
        rows: set[Row] = set()
        for fact in facts:
            self._budget.start(fact)
            row = row_of(fact)
            if row not in rows and row not in self._before[name]:
                rows.add(row)
                self._budget.derived(name)
        target = self._aside[name] if name in self._recursive else self._known[name]
        self._insert_rows(target, self._relations[name], rows)
        self._new[name] += len(rows)

    def _is_brief(self, rule: Rule) -> bool:
        """Whether it is certain beforehand that the rule passes no limit."""
        if any(
            isinstance(literal, Generate | Aggregation)
            or (isinstance(literal, Match) and literal.relation in self._views)
            for literal in rule.body
        ):
            return False
        left = self._budget.rows_left
        most = prod(
            self._sizes[literal.relation] for literal in rule.body if isinstance(literal, Match)
        )
        return most <= (_BRIEF if left is None else min(left, _BRIEF)) and not any(
            map(may_fail, rule.body)
        )

    # --- queries ---

    def _statement(self, rules: Sequence[Rule], delta: int | None) -> Statement:
        """One statement for some rules of a relation; where ``delta`` is an index, for one."""
        name = rules[0].relation
        known, target = self._known[name], self._known[name]
        if name in self._recursive:
            target = self._aside[name]
        seen = []
        if delta is not None or self._sizes[name] or (self._new[name] and target == known):
            seen.append(known)
        if target != known and (delta is not None or self._new[name]):
            seen.append(target)
        bounded = self._budget.rows_left is not None
        recurring = None if delta is None else rules[0].body[delta]

        def reader(literal: Match | Absent) -> str:
            tables = self._last if literal is recurring else self._known
            return tables[literal.relation]

        def make() -> Statement:
            from checker.engines.duckdb.queries import insertion_of_rules

            return insertion_of_rules(
                rules,
                reader,
                delta,
                self._bags,
                self._relations[name],
                seen,
                target,
                bounded=bounded,
            )

        asked = tuple(rule.id for rule in rules)
        bags = tuple(sorted(self._known[bag] for bag in self._bags))
        return self._statements.get(("rules", asked, delta, tuple(seen), bags, bounded), make)

    def _run(self, rule: Rule, statement: Statement) -> None:
        left = self._budget.rows_left
        new = _inserted(
            self._connection, rule, statement, {} if left is None else {"most": left + 1}
        )
        if new:
            self._new[rule.relation] += new
            self._budget.derived(rule.relation, new)


def insert_derived(connection: DuckDBPyConnection, rule: Rule, tables: Mapping[str, str]) -> int:
    """Puts the rows that a rule derives into the table of its relation, whatever is in there, and
    says how many they are. ``tables`` has the table of each relation that the rule names.

    Raises :class:`DiagnosticError` at a functor without a value.
    """
    from checker.engines.duckdb.queries import insertion_of_rule

    return _inserted(connection, rule, insertion_of_rule(rule, tables), {})


def _inserted(
    connection: DuckDBPyConnection, rule: Rule, statement: Statement, bounds: Mapping[str, Value]
) -> int:
    """Asks the guards of a rule's statement, then inserts its rows; says how many they are."""
    for guard in statement.guards:
        row = connection.execute(guard.text, guard.values or None).fetchone()
        if row is not None:
            refuse(guard.subject, row)
    values = {**statement.values, **bounds}
    try:
        counted = connection.execute(statement.text, values or None).fetchone()
    except duckdb.InvalidInputException as error:
        if "NaN" not in str(error):
            raise
        missing = NoValueError("a float is not a number (NaN)")
        raise no_value(rule.span, missing) from None
    return int(counted[0]) if counted else 0
