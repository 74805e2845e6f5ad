"""Brings literals into an order in which each variable has a value when it is looked at.

Atoms stay in the author's order. Comparisons, negated atoms and aggregates come as soon as their
variables have values. A literal whose evaluation may fail (a division, ``to_number``) comes no
sooner than its author wrote it, after every other that can go before it.

Before::

    p(x, z) :- !q(y), z = x / y, y > 0, r(x), s(x, y).

after::

    p(x, z) :- r(x), s(x, y), !q(y), y > 0, z = x / y.

A variable that never gets a value is reported. Source of what gives values: Soufflé's Ground.cpp.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checker.analysis.alternatives import (
    Aggregated,
    Alternative,
    FlatLiteral,
    Generation,
    atom_variables,
    own_variables,
    variables,
)
from checker.analysis.ungrounded import Scope, explain_ungrounded
from checker.diagnostics import Diagnostic
from checker.language.ast import (
    Argument,
    Atom,
    Clause,
    Constraint,
    Functor,
    NumericConstant,
    StringConstant,
    TypeCast,
    Variable,
)
from checker.language.functors import signature


def order_literals(
    alternatives: Iterable[Alternative], found: list[Diagnostic]
) -> list[Alternative]:
    """The alternatives with their bodies in order. An ungrounded one is reported and left as is."""
    return [_in_order(alternative, found) for alternative in alternatives]


def _in_order(alternative: Alternative, found: list[Diagnostic]) -> Alternative:
    clause, head, body = alternative.clause, alternative.head, alternative.body
    order = _Order(set())
    for literal in body:
        if type(literal) is not Atom:
            order.arrange(body, clause, found)
            break
    else:
        order.grounded |= {v.name for literal in body for v in own_variables(literal)}
        order.literals += body
    needed = atom_variables(head)
    if order.stuck or any(variable.name not in order.grounded for variable in needed):
        if clause.body is not None:  # a fact has been reported already
            found += explain_ungrounded(Scope(clause, needed, body, order.grounded, order.stuck))
        return alternative
    return Alternative(clause, head, tuple(order.literals))


# --- the order -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A literal that is no atom, and the variables on its two sides.

    It may come when all of them have values. Where a side is a variable alone that the other
    side gives its value to, the other side is enough. ``place`` is how many atoms come first.
    """

    literal: FlatLiteral
    left: frozenset[str]
    right: frozenset[str]
    solves_left: bool
    solves_right: bool
    place: int

    def may_come(self, grounded: set[str]) -> bool:
        if self.left <= grounded:
            return self.solves_right or self.right <= grounded
        return self.solves_left and self.right <= grounded


class _Order:
    """Literals being put in order: ``grounded`` have values after ``literals``; ``stuck`` never
    got all of theirs."""

    def __init__(self, grounded: set[str]) -> None:
        self.grounded = grounded
        self.literals: list[FlatLiteral] = []
        self.stuck: list[FlatLiteral] = []
        self._prompt: list[_Waiting] = []
        self._placed: list[_Waiting] = []

    def arrange(self, body: Sequence[FlatLiteral], clause: Clause, found: list[Diagnostic]) -> None:
        atoms: list[Atom] = []
        for literal in body:
            if isinstance(literal, Atom):
                atoms.append(literal)
                continue
            if isinstance(literal, Aggregated):
                literal = _arranged_inside(literal, clause, found)
            if isinstance(literal, Generation) or _may_fail(literal):
                late = _gives_to_the_head_alone(literal, body)
                place = sum(type(each) is Atom for each in body) if late else len(atoms)
                self._placed.append(_waiting(literal, place))
            elif isinstance(literal, Aggregated):
                self._placed.append(_waiting(literal, 0))  # after what may spare it
            else:
                self._prompt.append(_waiting(literal, 0))
        self._take(0)
        for number, atom in enumerate(atoms, 1):
            self.literals.append(atom)
            self.grounded.update([variable.name for variable in atom_variables(atom)])
            if self._prompt or self._placed:
                self._take(number)
        self.stuck = [waiting.literal for waiting in (*self._prompt, *self._placed)]

    def _take(self, atoms: int) -> None:
        """Takes all that may come after so many atoms."""
        while True:
            while self._take_prompt():
                pass
            for at, waiting in enumerate(self._placed):
                if waiting.place <= atoms and waiting.may_come(self.grounded):
                    self._append(waiting)
                    del self._placed[at]
                    break
            else:
                return

    def _take_prompt(self) -> bool:
        left = []
        for waiting in self._prompt:
            if waiting.may_come(self.grounded):
                self._append(waiting)
            else:
                left.append(waiting)
        progress = len(left) < len(self._prompt)
        self._prompt = left
        return progress

    def _append(self, waiting: _Waiting) -> None:
        self.literals.append(waiting.literal)
        self.grounded |= waiting.left
        self.grounded |= waiting.right


def _waiting(literal: FlatLiteral, place: int) -> _Waiting:
    if isinstance(literal, Constraint):
        left, right = literal.left, literal.right
        equation = literal.op == "="
        return _Waiting(
            literal,
            _names(left),
            _names(right),
            equation and isinstance(left, Variable),
            equation and isinstance(right, Variable),
            place,
        )
    if isinstance(literal, Generation):
        return _Waiting(
            literal, _names(literal.variable), _names(literal.functor), True, False, place
        )
    if isinstance(literal, Aggregated):
        own = _names(literal.variable)
        return _Waiting(literal, own, frozenset(literal.outer), True, False, place)
    names = frozenset([variable.name for variable in own_variables(literal)])
    return _Waiting(literal, names, frozenset(), False, False, place)


def _names(argument: Argument) -> frozenset[str]:
    return frozenset([variable.name for variable in variables(argument)])


def _arranged_inside(literal: Aggregated, clause: Clause, found: list[Diagnostic]) -> Aggregated:
    """The aggregate with its body in order, given values for the variables around it."""
    order = _Order(set(literal.outer))
    order.arrange(literal.body, clause, found)
    needed = [] if literal.target is None else variables(literal.target)
    if order.stuck or any(variable.name not in order.grounded for variable in needed):
        found += explain_ungrounded(
            Scope(clause, needed, literal.body, order.grounded, order.stuck)
        )
    return Aggregated(
        literal.variable,
        literal.aggregate,
        literal.target,
        (*order.literals, *order.stuck),
        literal.outer,
        literal.span,
    )


def _may_fail(literal: FlatLiteral) -> bool:
    """Whether its evaluation may have no answer but an error."""
    if isinstance(literal, Constraint):
        if literal.op in ("match", "!match") and not isinstance(literal.left, StringConstant):
            return True  # the pattern may be none
        return _is_partial(literal.left) or _is_partial(literal.right)
    if isinstance(literal, Generation):
        return _is_partial(literal.functor)
    if isinstance(literal, Aggregated):
        target = literal.target
        return any(map(_may_fail, literal.body)) or (target is not None and _is_partial(target))
    return False


def _is_partial(argument: Argument) -> bool:
    if isinstance(argument, TypeCast):
        return _is_partial(argument.argument)
    if not isinstance(argument, Functor):
        return False
    found = signature(argument.name, len(argument.args))
    if found is None or not found.partial:
        return any(map(_is_partial, argument.args))
    if argument.name == "substr" or not _is_positive_constant(argument.args[-1]):
        return True
    return any(map(_is_partial, argument.args))


def _is_positive_constant(argument: Argument) -> bool:
    """Whether it is a constant that every functor is defined for: to divide by, as an exponent."""
    if not isinstance(argument, NumericConstant):
        return False
    digits = argument.text.removesuffix("u").removeprefix("0x").removeprefix("0b")
    return not digits.startswith("-") and digits.strip("0.") != ""


def _gives_to_the_head_alone(literal: FlatLiteral, body: Sequence[FlatLiteral]) -> bool:
    """Whether it only computes a variable that no other literal looks at.

    Its evaluation then must not fail for rows that a later literal would have sorted out.
    """
    if not isinstance(literal, Constraint) or not isinstance(literal.left, Variable):
        return False
    name = literal.left.name
    looked_at = [
        variable.name for each in body if each is not literal for variable in own_variables(each)
    ]
    looked_at += [name for each in body if isinstance(each, Aggregated) for name in each.outer]
    return name not in looked_at
