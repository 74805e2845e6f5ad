"""In which order the literals of a body are looked at.

An analysed body can be read from left to right. Another order finds the same rows sooner: what
is small first, then what shares variables with it, and each test as early as it can be made.
Literals with a functor that may have no value wait until no other literal can go before them,
so that ``x != 0`` keeps zero away from ``10 / x`` on whichever side of it the rule has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple

from checker.analysis.program import (
    Absent,
    Aggregation,
    Argument,
    Bind,
    Generate,
    Literal,
    Match,
    Test,
    Var,
)
from checker.engines.terms import may_fail, variables

Cost = Callable[[int, frozenset[str]], float]
"""About how many rows each row of bindings meets in the ``Match`` at this index of the body,
where these variables are grounded."""


class _Rank(IntEnum):
    """What goes first among the literals whose variables are grounded."""

    FREE = 0  # drops rows, or adds one value to each
    MATCH = 1
    DEAR = 2  # a range, an aggregate
    FALLIBLE = 3
    FALLIBLE_TEST = 4


class _Needs:
    """What one literal waits for, and what it grounds."""

    __slots__ = ("index", "inputs", "outputs", "rank")

    def __init__(
        self, index: int, rank: _Rank, inputs: frozenset[str], outputs: frozenset[str]
    ) -> None:
        self.index, self.rank, self.inputs, self.outputs = index, rank, inputs, outputs


class Flow(NamedTuple):
    """The variables that have a value after a literal, and those that must have one before."""

    grounds: frozenset[str]
    reads: frozenset[str]


def flow(literal: Literal) -> Flow:
    """What :func:`grounds` and :func:`reads` say of the literal."""
    return Flow(grounds(literal), reads(literal))


def ordered(
    body: Sequence[Literal],
    grounded: Iterable[str],
    cost: Cost,
    first: int | None = None,
    flows: Sequence[Flow] | None = None,
) -> tuple[int, ...]:
    """The indexes of the body's literals in the order of evaluation.

    ``grounded`` are the variables with a value beforehand. The ``Match`` at index ``first`` goes
    before every other. ``flows`` are those of the literals, for who has them already.
    """
    if len(body) == 1:
        return (0,)
    if flows is None:
        flows = [flow(literal) for literal in body]
    known = frozenset(grounded)
    pending = _needs(body, flows, known)
    shared = _shared(body, flows)
    order: list[int] = []

    def key(needs: _Needs) -> tuple[int, int, float, int]:
        if needs.index == first:
            return (_Rank.FREE, -1, 0.0, needs.index)
        if needs.rank is not _Rank.MATCH:
            return (needs.rank, 0, 0.0, needs.index)
        return (_Rank.MATCH, distance(needs), cost(needs.index, known), needs.index)

    def distance(needs: _Needs) -> int:
        """What shares no variable with another literal makes a product, which waits."""
        if not needs.outputs or needs.outputs & known:
            return 0
        return 1 if needs.outputs & shared else 2

    while pending:
        # The leftmost of the pending literals is always ready, since the body can be read from
        # left to right.
        ready = [needs for needs in pending if needs.inputs <= known]
        chosen = min(ready, key=key) if len(ready) > 1 else ready[0]
        pending.remove(chosen)
        order.append(chosen.index)
        known |= chosen.outputs
    return tuple(order)


def _shared(body: Sequence[Literal], flows: Sequence[Flow]) -> set[str]:
    """The variables that stand in more than one ``Match``."""
    once: set[str] = set()
    shared: set[str] = set()
    for literal, (outputs, _) in zip(body, flows, strict=True):
        if isinstance(literal, Match):
            shared |= once & outputs
            once |= outputs
    return shared


def _needs(
    body: Sequence[Literal], flows: Sequence[Flow], grounded: frozenset[str]
) -> list[_Needs]:
    """What each literal waits for.

    A variable that a literal computes has its value from there, and a ``Match`` with it waits:
    looking its value up is cheaper than going through all.
    """
    seen = set(grounded)
    computed: set[str] = set()
    needs = []
    for index, (literal, (outputs, inputs)) in enumerate(zip(body, flows, strict=True)):
        if isinstance(literal, Match):
            inputs = outputs & computed
        elif outputs <= seen:  # an aggregate that is compared with a value grounded before
            inputs |= outputs
        else:
            computed |= outputs
        seen |= outputs
        needs.append(_Needs(index, _rank(literal), inputs, outputs))
    return needs


def grounds(literal: Literal) -> frozenset[str]:
    """The variables that have a value after the literal, whether they had one before or not."""
    match literal:
        case Match(args=args):
            return _named(args)
        case Bind(var=var) | Generate(var=var) | Aggregation(var=var):
            return frozenset({var.name})
        case Absent() | Test():
            return frozenset()


def reads(literal: Literal) -> frozenset[str]:
    """The variables that must have a value before the literal."""
    match literal:
        case Match():
            return frozenset()
        case Absent(args=args):
            return _named(args)
        case Bind(term=term):
            return variables(term)
        case Test(left=left, right=right):
            return variables(left, right)
        case Generate(start=start, stop=stop, step=step):
            return variables(start, stop, step)
        case Aggregation(outer=outer):
            return _named(outer)


def _named(arguments: Sequence[Argument]) -> frozenset[str]:
    return frozenset([argument.name for argument in arguments if isinstance(argument, Var)])


def _rank(literal: Literal) -> _Rank:
    if isinstance(literal, Match):
        return _Rank.MATCH
    if may_fail(literal):
        return _Rank.FALLIBLE_TEST if isinstance(literal, Test) else _Rank.FALLIBLE
    return _Rank.DEAR if isinstance(literal, Generate | Aggregation) else _Rank.FREE
