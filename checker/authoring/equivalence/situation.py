"""What holds beside a conjunction of literals: a chase over terms that are known to be equal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TypeAlias

from checker.analysis.program import (
    Absent,
    Aggregation,
    Apply,
    Argument,
    Bind,
    Const,
    Generate,
    Literal,
    Match,
    Program,
    Rule,
    Term,
    Test,
    Var,
    Wildcard,
)

Node: TypeAlias = tuple[object, ...]
"""A variable, a constant, or a functor on nodes."""

Pattern: TypeAlias = "Node | None"
"""A node, or any value."""

_UNFOLDED = 3
"""Through how many rules the body of a row's only rule is followed."""

RULE = -1
"""The use of names in the rule that is looked at."""

_STEPS = 4_000
"""How many atoms are tried for the literals of a rule before it counts as one that does not
hold."""

_OPPOSITE = {
    "=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">",
    "match": "!match", "!match": "match", "contains": "!contains", "!contains": "contains",
}  # fmt: skip
_NEVER_OF_EQUALS = ("!=", "<", ">", "!contains")
_ALWAYS_OF_EQUALS = ("=", "<=", ">=", "contains")
_COMPARED: Mapping[str, Callable[[object, object], bool]] = {
    "=": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
}


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What is known of the relations of a program.

    ``determined`` has, by relation, the columns that determine others; ``exchangeable`` the
    columns whose values may be exchanged in a row; ``implied`` the rows that there are beside a
    row, with its columns by their numbers; ``same`` the columns that determine others, each pair
    with what it has in common with those of other relations; ``rules`` the rules of derived
    relations.
    """

    determined: Mapping[str, Sequence[tuple[tuple[int, ...], tuple[int, ...]]]]
    exchangeable: Mapping[str, Sequence[tuple[int, int]]]
    implied: Mapping[str, Sequence[tuple[str, tuple[int | None, ...]]]]
    same: Mapping[str, Sequence[tuple[int, int, object]]]
    rules: Mapping[str, Sequence[Rule]]
    columns: Mapping[str, Sequence[str]]

    @staticmethod
    def columns_of(program: Program) -> dict[str, tuple[str, ...]]:
        return {
            name: tuple(column.name for column in relation.columns)
            for name, relation in program.relations.items()
        }


@dataclass(slots=True)
class Situation:
    """Literals that hold at once, closed under what follows. ``impossible`` if they cannot.

    ``reasons`` gathers, in words, the dependencies that something followed from.
    """

    known: Dependencies
    impossible: bool = False
    reasons: dict[str, None] = field(default_factory=dict)
    _parents: dict[Node, Node] = field(default_factory=dict)
    _atoms: dict[tuple[str, tuple[Node, ...]], int] = field(default_factory=dict)
    _absent: list[tuple[str, tuple[Pattern, ...]]] = field(default_factory=list)
    _tests: list[tuple[str, Node, Node]] = field(default_factory=list)
    _opaque: list[tuple[Node, object]] = field(default_factory=list)
    _fresh: Iterator[int] = field(default_factory=count)

    def copy(self) -> Situation:
        return Situation(
            self.known, self.impossible, dict(self.reasons), dict(self._parents),
            dict(self._atoms), list(self._absent), list(self._tests), list(self._opaque),
            self._fresh,
        )  # fmt: skip

    # --- adding ------------------------------------------------------------------------------

    def fresh(self) -> Node:
        return ("fresh", next(self._fresh))

    def assume(self, body: Iterable[Literal], names: Names) -> None:
        """Add the literals of a body, and what follows."""
        self._add(body, names, 0)
        self._close()

    def assume_atom(self, relation: str, args: Sequence[Pattern]) -> None:
        self._atoms.setdefault((relation, tuple(arg or self.fresh() for arg in args)), 0)
        self._close()

    def assume_equal(self, one: Node, other: Node) -> None:
        self._unite(one, other)
        self._close()

    def _add(self, body: Iterable[Literal], names: Names, depth: int) -> None:
        for literal in body:
            match literal:
                case Match(relation, args):
                    row = tuple(names.argument(arg) or self.fresh() for arg in args)
                    self._atoms.setdefault((relation, row), depth)
                case Absent(relation, args):
                    self._absent.append((relation, tuple(map(names.argument, args))))
                case Bind(var, term) | Test("=", var, term):
                    self._unite(names.term(var), names.term(term))
                case Test(op, left, right):
                    self._tests.append((op, names.term(left), names.term(right)))
                case Aggregation(var) | Generate(var):
                    self._opaque.append((names.term(var), names.opaque(literal)))

    # --- what is equal -----------------------------------------------------------------------

    def find(self, node: Node) -> Node:
        """What stands for all nodes that are known to be equal to this one."""
        while (parent := self._parents.get(node)) is not None:
            node = parent
        if node[0] == "functor":
            op, *args = node[1:]
            found = ("functor", op, *(self.find(arg) for arg in args))  # type: ignore[arg-type]
            return found if found not in self._parents else self.find(found)
        return node

    def _unite(self, one: Node, other: Node) -> bool:
        one, other = self.find(one), self.find(other)
        if one == other:
            return False
        if one[0] == "constant" and other[0] == "constant":
            self.impossible = True
            return False
        if one[0] == "constant" or (one[0] == "functor" and other[0] != "constant"):
            one, other = other, one
        self._parents[one] = other
        return True

    # --- what follows ------------------------------------------------------------------------

    def _close(self) -> None:
        changed = True
        while changed and not self.impossible:
            self._atoms = {
                (name, tuple(map(self.find, row))): depth
                for (name, row), depth in self._atoms.items()
            }
            changed = self._exchange() | self._determine() | self._equate() | self._unfold()
        self.impossible = self.impossible or self._contradicts_itself()

    def _exchange(self) -> bool:
        new: dict[tuple[str, tuple[Node, ...]], int] = {}
        for (name, row), depth in self._atoms.items():
            for one, other in self.known.exchangeable.get(name, ()):
                turned = exchanged(row, one, other)
                if (name, turned) not in self._atoms:
                    new[name, turned] = depth
                    self.reasons[self._exchange_reason(name, one, other)] = None
        self._atoms.update(new)
        return bool(new)

    def _determine(self) -> bool:
        changed = False
        first: dict[object, tuple[Node, ...]] = {}
        for name, row in self._atoms:
            for by, what in self.known.determined.get(name, ()):
                other = first.setdefault((name, by, tuple(self.find(row[at]) for at in by)), row)
                for at in what:
                    ends = self.find(row[at]), self.find(other[at])
                    if not self._unite(*ends):
                        continue
                    changed = True
                    if any(end[:2] == ("variable", RULE) for end in ends):
                        columns = self.known.columns[name]
                        keys = " and ".join(f"`{columns[key]}`" for key in by)
                        self.reasons[f"{keys} determines `{columns[at]}` in `{name}`"] = None
        return changed

    def _equate(self) -> bool:
        changed = False
        first: dict[object, Node] = {}
        for name, row in self._atoms:
            for by, what, common in self.known.same.get(name, ()):
                other = first.setdefault((common, self.find(row[by])), row[what])
                if self._unite(row[what], other):
                    changed = True
                    column = self.known.columns[name][what]
                    self.reasons[f"`{column}` in `{name}` is the same elsewhere"] = None
        return changed

    def _unfold(self) -> bool:
        """Add the body of the only rule that can have derived a row, or what all rules imply."""
        changed = False
        for (name, row), depth in list(self._atoms.items()):
            if depth >= _UNFOLDED or name not in self.known.rules:
                continue
            self._atoms[name, row] = _UNFOLDED
            rules = self.known.rules[name]
            if len(rules) == 1:
                names = Names(next(self._fresh))
                for arg, node in zip(rules[0].args, row, strict=True):
                    self._unite(names.term(arg), node)
                self._add(rules[0].body, names, depth + 1)
            for other, columns in self.known.implied.get(name, ()):
                beside = tuple(self.fresh() if at is None else row[at] for at in columns)
                self._atoms.setdefault((other, beside), depth + 1)
            changed = True
        return changed

    def beside(self, row: Sequence[Node]) -> Iterator[tuple[str, tuple[int | None, ...]]]:
        """The atoms that have a value of the row, each of its values by its place there."""
        places = {self.find(node): at for at, node in reversed(list(enumerate(row)))}
        for name, nodes in self._atoms:
            columns = tuple(places.get(self.find(node)) for node in nodes)
            if any(at is not None for at in columns):
                yield name, columns

    def agreeing(self, relation: str, pattern: Sequence[Pattern]) -> Sequence[bool]:
        """Which columns of a pattern the atom has that agrees with it most; none of them where
        there is no atom."""
        found = [
            [
                want is not None and self.find(want) == self.find(node)
                for want, node in zip(pattern, row, strict=True)
            ]
            for name, row in self._atoms
            if name == relation
        ]
        return max(found, key=sum, default=[False] * len(pattern))

    def _has(self, relation: str, pattern: Sequence[Pattern]) -> bool:
        return any(name == relation and self._agree(pattern, row) for name, row in self._atoms)

    def _contradicts_itself(self) -> bool:
        return any(self._never(*test) for test in self._tests) or any(
            self._has(name, row) or self._derivable(name, row) for name, row in self._absent
        )

    def _never(self, op: str, left: Node, right: Node) -> bool:
        left, right = self.find(left), self.find(right)
        if left == right:
            return op in _NEVER_OF_EQUALS
        if op in _COMPARED and left[0] == right[0] == "constant":
            return not _COMPARED[op](left[1], right[1])
        return self._stated(_OPPOSITE[op], left, right)

    def _stated(self, op: str, left: Node, right: Node) -> bool:
        """Whether a comparison, or a stricter one, is among the literals."""
        stricter = {"<=": ("<", "<="), ">=": (">", ">="), "!=": ("!=", "<", ">")}.get(op, (op,))
        for stated, one, other in self._tests:
            one, other = self.find(one), self.find(other)
            if (one, other) == (left, right) and stated in stricter:
                return True
            if (other, one) == (left, right) and _turned(stated) in stricter:
                return True
        return False

    def _agree(self, pattern: Sequence[Pattern], row: Sequence[Node]) -> bool:
        return all(
            want is None or self.find(want) == self.find(node)
            for want, node in zip(pattern, row, strict=True)
        )

    def _derivable(self, relation: str, pattern: Sequence[Pattern]) -> bool:
        """Whether a rule without negation derives a row of this pattern."""
        return any(
            self.derives(rule, pattern)
            for rule in self.known.rules.get(relation, ())
            if all(isinstance(literal, Match) for literal in rule.body)
        )

    # --- asking ------------------------------------------------------------------------------

    def derives(self, rule: Rule, pattern: Sequence[Pattern]) -> bool:
        """Whether a rule's body holds here for a row of this pattern."""
        if self.impossible:
            return True
        names = Names(next(self._fresh))
        bound: dict[Node, Node] = {}
        for arg, want in zip(rule.args, pattern, strict=True):
            if want is not None and not self._bind(bound, names.term(arg), want):
                return False
        matches = [each for each in rule.body if isinstance(each, Match)]
        others = [each for each in rule.body if not isinstance(each, Match)]
        steps = iter(range(_STEPS))
        return any(
            all(self._holds(literal, names, found) for literal in others)
            for found in self._bindings(matches, names, bound, steps)
        )

    def _bindings(
        self,
        matches: Sequence[Match],
        names: Names,
        bound: dict[Node, Node],
        steps: Iterator[int],
    ) -> Iterator[dict[Node, Node]]:
        """The ways in which atoms can be found for literals, those left out being derivable."""
        if not matches:
            yield bound
            return
        wanted = [names.argument(arg) for arg in matches[0].args]
        for name, row in list(self._atoms):
            if name != matches[0].relation:
                continue
            if next(steps, None) is None:
                return
            found = dict(bound)
            if all(
                want is None or self._bind(found, want, node)
                for want, node in zip(wanted, row, strict=True)
            ):
                yield from self._bindings(matches[1:], names, found, steps)
        placed = tuple(None if want is None else _placed(want, bound) for want in wanted)
        if all(want is None or want in bound or want[0] != "variable" for want in wanted) and (
            self._derivable(matches[0].relation, placed)
        ):
            yield from self._bindings(matches[1:], names, bound, steps)

    def _bind(self, bound: dict[Node, Node], want: Node, node: Node) -> bool:
        node = self.find(node)
        if want[0] == "variable" and want not in bound:
            bound[want] = node
            return True
        return self.find(_placed(want, bound)) == node

    def _holds(self, literal: Literal, names: Names, bound: dict[Node, Node]) -> bool:
        def place(want: Pattern) -> Pattern:
            return None if want is None else _placed(want, bound)

        match literal:
            case Absent(relation, args):
                return self._lacks(relation, tuple(place(names.argument(arg)) for arg in args))
            case Bind(var, term):
                return self._bind(bound, names.term(var), _placed(names.term(term), bound))
            case Test(op, left, right):
                one = self.find(_placed(names.term(left), bound))
                other = self.find(_placed(names.term(right), bound))
                if one == other:
                    return op in _ALWAYS_OF_EQUALS
                if op in _COMPARED and one[0] == other[0] == "constant":
                    return _COMPARED[op](one[1], other[1])
                return self._stated(op, one, other)
            case Aggregation(var) | Generate(var):
                wanted = self._resolved(_placed_deep(names.opaque(literal), bound))
                return any(
                    self._resolved(each) == wanted and self._bind(bound, names.term(var), node)
                    for node, each in self._opaque
                )
            case Match():
                return False

    def _resolved(self, opaque: object) -> object:
        if isinstance(opaque, tuple):
            if opaque and opaque[0] in ("variable", "constant", "functor", "fresh"):
                return self.find(opaque)
            return tuple(self._resolved(part) for part in opaque)
        if isinstance(opaque, frozenset):
            return frozenset(self._resolved(part) for part in opaque)
        return opaque

    def _lacks(self, relation: str, pattern: tuple[Pattern, ...]) -> bool:
        """Whether no row of this pattern can be here."""
        for name, row in self._absent:
            if name == relation and all(
                has is None or (want is not None and self.find(has) == self.find(want))
                for has, want in zip(row, pattern, strict=True)
            ):
                return True
        with_row = self.copy()
        with_row.assume_atom(relation, pattern)
        if with_row.impossible:
            self.reasons |= with_row.reasons
            return True
        rules = self.known.rules.get(relation, ())
        return bool(rules) and all(self._refuted(with_row, rule, pattern) for rule in rules)

    def _refuted(self, situation: Situation, rule: Rule, pattern: Sequence[Pattern]) -> bool:
        """Whether a rule cannot have derived a row of this pattern."""
        derived = situation.copy()
        names = Names(next(self._fresh))
        for arg, want in zip(rule.args, pattern, strict=True):
            if want is not None:
                derived._unite(names.term(arg), want)
        derived.assume_atom(rule.relation, [names.term(arg) for arg in rule.args])
        derived.assume(rule.body, names)
        self.reasons |= derived.reasons if derived.impossible else {}
        return derived.impossible

    def _exchange_reason(self, name: str, one: int, other: int) -> str:
        columns = self.known.columns[name]
        return f"`{name}` holds both ways between `{columns[one]}` and `{columns[other]}`"


@dataclass(frozen=True, slots=True)
class Names:
    """The nodes of one use of a rule; each use has variables of its own."""

    use: int

    def term(self, term: Term) -> Node:
        match term:
            case Var(name):
                return ("variable", self.use, name)
            case Const(value, type):
                return ("constant", value, type)
            case Apply(op, args):
                return ("functor", op, *(self.term(arg) for arg in args))

    def argument(self, argument: Argument) -> Pattern:
        return None if isinstance(argument, Wildcard) else self.term(argument)

    def opaque(self, literal: Aggregation | Generate) -> object:
        """A literal that is looked at as a whole, but for the variable that it gives a value:
        without its place, and without the names of variables that it alone uses."""
        if isinstance(literal, Generate):
            step = None if literal.step is None else self.term(literal.step)
            return ("range", self.term(literal.start), self.term(literal.stop), step)
        inside = [each for part in literal.body for each in _variables(part)]
        inside += [] if literal.target is None else _terms_variables(literal.target)
        outer = {each.name for each in literal.outer}
        once = {name for name in inside if inside.count(name) == 1} - outer
        local = _Local(self.use, frozenset(outer), frozenset(once))
        target = None if literal.target is None else local.term(literal.target)
        return (literal.op, target, frozenset(local.part(part) for part in literal.body))


@dataclass(frozen=True, slots=True)
class _Local(Names):
    """The nodes inside of an aggregate: a variable of ``once`` is like any other one of them."""

    outer: frozenset[str]
    once: frozenset[str]

    def term(self, term: Term) -> Node:
        if isinstance(term, Var) and term.name not in self.outer:
            return ("any",) if term.name in self.once else ("local", term.name)
        return Names.term(self, term)

    def part(self, literal: Literal) -> object:
        match literal:
            case Match(relation, args) | Absent(relation, args):
                nodes = tuple(self.argument(arg) or ("any",) for arg in args)
                return (type(literal).__name__, relation, nodes)
            case Bind(var, term):
                return ("=", self.term(var), self.term(term))
            case Test(op, left, right):
                return (op, self.term(left), self.term(right))
            case _:
                return (self.term(literal.var), self.opaque(literal))


def exchanged(row: Sequence[Node], one: int, other: int) -> tuple[Node, ...]:
    """The row with two of its values exchanged."""
    turned = list(row)
    turned[one], turned[other] = turned[other], turned[one]
    return tuple(turned)


def _turned(op: str) -> str:
    return {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(op, op if op in ("=", "!=") else "")


def _placed(node: Node, bound: Mapping[Node, Node]) -> Node:
    """A node with what its variables are bound to in their place."""
    if node[0] == "functor":
        op, *args = node[1:]
        return ("functor", op, *(_placed(arg, bound) for arg in args))  # type: ignore[arg-type]
    return bound.get(node, node)


def _placed_deep(opaque: object, bound: Mapping[Node, Node]) -> object:
    if isinstance(opaque, tuple):
        if opaque and opaque[0] in ("variable", "constant", "functor", "fresh"):
            return _placed(opaque, bound)
        return tuple(_placed_deep(part, bound) for part in opaque)
    if isinstance(opaque, frozenset):
        return frozenset(_placed_deep(part, bound) for part in opaque)
    return opaque


def _variables(literal: Literal) -> Iterator[str]:
    match literal:
        case Match(args=args) | Absent(args=args):
            for arg in args:
                if isinstance(arg, Var):
                    yield arg.name
        case Bind(var, term):
            yield from _terms_variables(var, term)
        case Test(left=left, right=right):
            yield from _terms_variables(left, right)
        case Generate(var, start, stop, step):
            yield from _terms_variables(var, start, stop, *(() if step is None else (step,)))
        case Aggregation(var, _, target, body):
            yield from _terms_variables(var, *(() if target is None else (target,)))
            for part in body:
                yield from _variables(part)


def _terms_variables(*terms: Term) -> Iterator[str]:
    for term in terms:
        if isinstance(term, Var):
            yield term.name
        elif isinstance(term, Apply):
            yield from _terms_variables(*term.args)
