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

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.analysis import errors
from checker.analysis.alternatives import (
    Aggregated,
    Alternative,
    FlatLiteral,
    Generation,
    NegatedAtom,
    atom_variables,
    is_inserted,
    own_variables,
    shown,
    variables,
    written,
)
from checker.analysis.resolve import shown_literal
from checker.diagnostics import Diagnostic, Label, closest
from checker.language.ast import (
    Argument,
    Atom,
    Body,
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
        order.grounded.update([v.name for literal in body for v in own_variables(literal)])
        order.literals += body
    needed = atom_variables(head)
    if order.stuck or any(variable.name not in order.grounded for variable in needed):
        if clause.body is not None:  # a fact has been reported already
            _report_ungrounded(clause, needed, body, order, found)
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
        _report_ungrounded(clause, needed, literal.body, order, found)
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


# --- what never gets a value -----------------------------------------------------------------


def _report_ungrounded(
    clause: Clause,
    needed: list[Variable],
    body: Sequence[FlatLiteral],
    order: _Order,
    found: list[Diagnostic],
) -> None:
    """Reports the variables that others wait for, each once.

    ``needed`` are the variables of the head, or of an aggregate's target.
    """
    missing: dict[str, Variable] = {}
    for variable in (*needed, *(each for literal in order.stuck for each in _uses(literal))):
        if variable.name not in order.grounded:
            missing.setdefault(variable.name, variable)
    waits_for = {
        name: literal
        for literal in order.stuck
        for name in _computed_by(literal)
        if name in missing and (_waits_for(literal, name) - {name}) & missing.keys()
    }
    roots = [name for name in missing if name not in waits_for] or list(missing)[:1]
    for name in roots:
        found.append(_ungrounded(name, missing[name], clause, needed, body, order, waits_for))


def _uses(literal: FlatLiteral) -> Iterator[Variable]:
    yield from own_variables(literal)
    if isinstance(literal, Aggregated):
        for each in literal.body:
            yield from (use for use in _uses(each) if use.name in literal.outer)


def _computed_by(literal: FlatLiteral) -> Iterator[str]:
    """The variables that the literal would give a value to if it had the others'."""
    if isinstance(literal, Generation | Aggregated):
        yield literal.variable.name
    elif isinstance(literal, Constraint) and literal.op == "=":
        for side in (literal.left, literal.right):
            if isinstance(side, Variable):
                yield side.name


def _waits_for(literal: FlatLiteral, name: str) -> set[str]:
    """What the literal computes the variable from."""
    if isinstance(literal, Generation):
        return {variable.name for variable in variables(literal.functor)}
    if isinstance(literal, Aggregated):
        return set(literal.outer)
    assert isinstance(literal, Constraint)
    is_left = isinstance(literal.left, Variable) and literal.left.name == name
    return {each.name for each in variables(literal.right if is_left else literal.left)}


def _ungrounded(
    name: str,
    first: Variable,
    clause: Clause,
    needed: list[Variable],
    body: Sequence[FlatLiteral],
    order: _Order,
    waits_for: Mapping[str, FlatLiteral],
) -> Diagnostic:
    inside = next((each for each in body if _belongs_to(written(name), each)), None)
    if isinstance(inside, Aggregated):
        return _escaping(first, inside)
    waiting = [
        f"{shown_literal(literal)} waits for it"
        for other, literal in waits_for.items()
        if other != name and name in _waits_for(literal, other)
    ]
    is_needed = any(variable.name == name for variable in needed)
    uses = [
        Label(use.span, _why_not(literal, use))
        for literal in order.stuck
        for use in [next((use for use in _uses(literal) if use.name == name), None)]
        if use is not None
    ]
    label = "a value is needed here" if is_needed else uses.pop(0).text if uses else ""
    return errors.UNGROUNDED.at(
        first.span,
        f"nothing gives {shown(first)} a value",
        label=label,
        related=uses[:3],
        note="; ".join(waiting[:3]),
        help=_mend(first, clause, order),
    )


def _why_not(literal: FlatLiteral, use: Variable) -> str:
    """Why the literal gives the variable no value."""
    if isinstance(literal, NegatedAtom):
        return "a negated literal asks for a value and gives none"
    if isinstance(literal, Aggregated):
        return f"the `{literal.aggregate.op}` is taken for a value and gives it none"
    if isinstance(literal, Generation):
        return "a range needs the values it is made of"
    if isinstance(literal, Constraint) and literal.op != "=":
        return f"`{literal.op}` compares values and gives none"
    if isinstance(literal, Constraint) and use in (literal.left, literal.right):
        return "the other side of the equation has no value without it"
    return "an expression is computed, not solved for its variables"


def _belongs_to(name: str, literal: FlatLiteral) -> bool:
    """Whether an atom inside of an aggregate has a variable of this name."""
    return isinstance(literal, Aggregated) and any(
        _belongs_to(name, each)
        or (isinstance(each, Atom) and any(written(v.name) == name for v in own_variables(each)))
        for each in literal.body
    )


def _escaping(first: Variable, inside: Aggregated) -> Diagnostic:
    op, name = inside.aggregate.op, written(first.name)
    return errors.ESCAPING_VARIABLE.at(
        first.span,
        f"`{name}` has values inside of `{op}` only",
        label="no value is left here",
        related=[Label(inside.aggregate.span, f"goes over all values of `{name}`")],
        help="use the result in a literal of the body, as in `m = max x : { q(x, _) }, q(m, y)`"
        if op in ("min", "max")
        else f"give `{name}` its values in a literal of the body, outside of the aggregate",
    )


def _mend(first: Variable, clause: Clause, order: _Order) -> str:
    name = written(first.name)
    near = closest(name, [each for each in order.grounded if not is_inserted(each)])
    if near is not None:
        return f"did you mean `{near}`?"
    if clause.body is not None and _stands_in_an_atom(name, clause.body):
        return f"another alternative gives `{name}` a value; each of them has to"
    return f"add a literal that gives it values, such as `relation({name or 'x'})`"


def _stands_in_an_atom(name: str, body: Body) -> bool:
    for alternative in body.alternatives:
        for literal in alternative:
            if isinstance(literal, Body) and _stands_in_an_atom(name, literal):
                return True
            if isinstance(literal, Atom):
                for arg in literal.args:
                    if isinstance(arg, Variable) and arg.name == name:
                        return True
    return False
