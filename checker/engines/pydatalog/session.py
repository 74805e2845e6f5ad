"""One evaluation by pyDatalog: the relations' rows, and each rule's steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count

from checker.analysis.program import Const, Match, Program, Row, Rule, Stratum, Var
from checker.engines.limits import CHECK_EVERY, Budget
from checker.engines.pydatalog.relation import StoredRelation, picker
from checker.engines.pydatalog.resolution import Resolution
from checker.engines.pydatalog.steps import StepMaker, Steps


class PyDatalogSession:
    """:class:`checker.engines.strata.Session` with the rows in memory."""

    def __init__(
        self, program: Program, given: Mapping[str, frozenset[Row]], budget: Budget
    ) -> None:
        self._relations = {
            name: StoredRelation(
                tuple(column.primitive for column in relation.columns), given[name]
            )
            for name, relation in program.relations.items()
        }
        self._budget = budget
        self._maker = StepMaker(self._relations, Resolution(budget), budget)
        self._made: dict[tuple[int, int | None], Steps] = {}

    def derive(self, rule: Rule, delta: int | None) -> None:
        if not self._can_fire(rule, delta):
            return
        relation = self._relations[rule.relation]
        steps = self._steps(rule, delta)
        head = _head(rule, steps.names)
        for number, row in enumerate(steps.run([()]), 1):
            if relation.find(head(row)):
                self._budget.derived(rule.relation)
            if number % CHECK_EVERY == 0:
                self._budget.check()

    def complete(self, stratum: Stratum) -> bool:
        return False  # its own recursion does not always end, or takes time without bound

    def end_round(self, relations: tuple[str, ...]) -> int:
        return sum(self._relations[relation].end_round() for relation in relations)

    def size(self, relation: str) -> int:
        return len(self._relations[relation].rows)

    def rows(self) -> dict[str, frozenset[Row]]:
        """Every relation's rows."""
        return {name: frozenset(relation.rows) for name, relation in self._relations.items()}

    def _can_fire(self, rule: Rule, delta: int | None) -> bool:
        """Whether no literal of the body is without any row, which spares making its steps."""
        for index, literal in enumerate(rule.body):
            if isinstance(literal, Match):
                relation = self._relations[literal.relation]
                if not (relation.last if index == delta else relation.rows):
                    return False
        return True

    def _steps(self, rule: Rule, delta: int | None) -> Steps:
        if not rule.body:
            return _NO_STEPS
        steps = self._made.get((rule.id, delta))
        if steps is None:
            wanted = {arg.name for arg in rule.args if isinstance(arg, Var)}
            steps = self._maker.steps(rule.body, wanted, delta=delta)
            if delta is not None:  # asked for in every round; the others once
                self._made[rule.id, delta] = steps
        return steps


_NO_STEPS = Steps((), ())


def _head(rule: Rule, names: tuple[str, ...]) -> Callable[[Row], Row]:
    """The rule's row for a row of bindings."""
    constants = tuple(arg.value for arg in rule.args if isinstance(arg, Const))
    constant = count(len(names))
    places = [
        names.index(arg.name) if isinstance(arg, Var) else next(constant) for arg in rule.args
    ]
    pick = picker(places)
    return (lambda row: pick(row + constants)) if constants else pick
