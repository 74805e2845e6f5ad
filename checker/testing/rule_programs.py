"""Strategies for rule programs: texts of the dialect, with facts for them.

A program has given relations (`e0` ...) over a few fixed lists of types, and derived ones
(`r0` ...) in layers. Rules of a layer read its own relations as they like, so that recursion
takes any shape: left, right, mutual, non-linear. They negate and aggregate relations of earlier
layers alone. What could make new values without end is kept in bounds by `%`, `band` or `min`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeAlias, TypeVar

from hypothesis import strategies as st

from checker.analysis.program import Row, Value

Draw: TypeAlias = st.DrawFn
Type: TypeAlias = str
T = TypeVar("T")

TYPES: dict[Type, list[str]] = {
    "number": ["0", "1", "2", "-1"],
    "Count": ["0", "1", "3"],
    "unsigned": ["0u", "1u", "7u"],
    "float": ["0.0", "1.0", "-0.5"],
    "symbol": ['"a"', '"b"', '"ab"', '""'],
    "Key": ['"a"', '"k"'],
}
"""The declared types, each with constants that stand in rules."""

BASE = {"Key": "symbol", "Count": "number"}
_FACTS: dict[Type, list[Value]] = {
    "number": [0, 1, 2, 1, 2, 2**63 - 1],
    "Count": [0, 1, 2],
    "unsigned": [0, 1, 1, 2**64 - 1],
    "float": [0.0, 1.0, 1.0, -0.5, 0.1],
    "symbol": ["a", "b", "ab", 'é\n"\\'],
    "Key": ["a", "b", "k"],
}
_GIVEN: list[tuple[Type, ...]] = [
    ("number", "number"),
    ("Key", "Key"),
    ("Key", "number"),
    ("symbol",),
    ("float", "Key"),
    ("unsigned", "number", "symbol"),
    ("Count", "Key"),
]
_TOTAL: dict[Type, list[str]] = {
    "number": ["{} + 1", "{} * {}", "-{}", "{} band 3", "{} bxor {}", "max({}, {})", "{} / 2"],
    "unsigned": ["{} + 1u", "{} bshr 1u", "min({}, {})"],
    "float": ["{} * 0.5", "min({}, {}, 1.0)", "-{}"],
    "symbol": ["cat({}, {})", 'cat("x", {}, {})', "to_string(strlen({}))", "min({}, {})"],
}
"""Functors that always have a value; they may make new values without end."""

_BOUNDED: dict[Type, list[str]] = {
    "number": ["({} + 1) % 5", "{} band 3", "({} + {}) % 4", "min({}, 4)", "({} * {}) % 7"],
    "unsigned": ["({} + 1u) % 4u", "{} band 1u"],
    "float": ["min({}, 0.5)", "max({}, 0.0)"],
    "symbol": ["to_string(strlen({}) band 1)", "max({}, {})"],
}
"""Functors whose values over bounded values are bounded."""


@dataclass(frozen=True)
class Clause:
    """Heads, and alternatives of literals."""

    heads: tuple[str, ...]
    alternatives: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        body = " ; ".join(", ".join(literals) for literals in self.alternatives)
        return f"{', '.join(self.heads)} :- {body}."


@dataclass(frozen=True)
class Example:
    """A program and facts for it. Hypothesis prints it when a property fails."""

    types: tuple[str, ...]
    declarations: tuple[str, ...]
    clauses: tuple[Clause, ...]
    facts: dict[str, list[Row]]

    @property
    def text(self) -> str:
        return "\n".join([*self.types, *self.declarations, *map(str, self.clauses), ""])

    def __repr__(self) -> str:
        return f"Example(\n{self.text}facts: {self.facts})"

    def shuffled(self, random: Random) -> "Example":
        """The same program with everything in another order that has none."""

        def any_order(items: Sequence[T]) -> tuple[T, ...]:
            return tuple(random.sample(items, len(items)))

        return Example(
            any_order(self.types),
            any_order(self.declarations),
            any_order(
                [
                    Clause(
                        any_order(clause.heads),
                        any_order(list(map(any_order, clause.alternatives))),
                    )
                    for clause in self.clauses
                ]
            ),
            {name: list(any_order(rows)) for name, rows in self.facts.items()},
        )


@dataclass(frozen=True)
class _Relation:
    name: str
    types: tuple[Type, ...]
    layer: int


@dataclass
class _Scope:
    """What a rule may read, and the variables that its literals ground so far, by type."""

    readable: list[_Relation]
    earlier: list[_Relation]
    bounded: bool
    grounded: dict[str, Type]
    features: frozenset[str]
    prefix: str = ""


@st.composite
def programs(
    draw: Draw, features: frozenset[str] = frozenset({"negation", "aggregates"})
) -> Example:
    """A stratified program and facts."""
    given = [
        _Relation(f"e{number}", types, -1)
        for number, types in enumerate(
            draw(st.lists(st.sampled_from(_GIVEN), min_size=1, max_size=3))
        )
    ]
    derived = _derived(draw)
    clauses = []
    for relation in derived:
        for _ in range(draw(st.integers(1, 2))):
            clauses.append(_clause(draw, relation, given, derived, features))
    facts = {relation.name: _facts(draw, relation.types) for relation in given}
    if draw(st.booleans()):  # rows may be given for a derived relation too
        facts[derived[0].name] = _facts(draw, derived[0].types)
    return Example(
        tuple(f".type {name} <: {base}" for name, base in BASE.items()),
        tuple(map(_declaration, [*given, *derived])),
        tuple(clauses),
        facts,
    )


def positive_programs() -> st.SearchStrategy[Example]:
    """A program without negation and aggregates: more facts never give fewer rows."""
    return programs(features=frozenset())


def _derived(draw: Draw) -> list[_Relation]:
    columns = st.sampled_from(["number", "symbol", "Key", "Key", "float", "unsigned", "Count"])
    layers = draw(st.lists(st.integers(1, 2), min_size=1, max_size=3))
    return [
        _Relation(f"r{layer}{letter}", tuple(draw(st.lists(columns, max_size=2))), layer)
        for layer, size in enumerate(layers)
        for letter in "ab"[:size]
    ]


def _declaration(relation: _Relation) -> str:
    columns = ", ".join(f"c{number}: {name}" for number, name in enumerate(relation.types))
    return f".decl {relation.name}({columns})"


def _facts(draw: Draw, types: tuple[Type, ...]) -> list[Row]:
    row: st.SearchStrategy[Row] = st.tuples(*(st.sampled_from(_FACTS[name]) for name in types))
    return draw(st.lists(row, min_size=1, max_size=6))


# --- clauses ---------------------------------------------------------------------------------


def _clause(
    draw: Draw,
    relation: _Relation,
    given: list[_Relation],
    derived: list[_Relation],
    features: frozenset[str],
) -> Clause:
    readable = [*given, *(other for other in derived if other.layer <= relation.layer)]
    earlier = [*given, *(other for other in derived if other.layer < relation.layer)]
    recursive = draw(st.booleans())
    if not recursive:
        readable = earlier
    alternatives = []
    scopes = []
    for _ in range(draw(st.sampled_from([1, 1, 1, 2]))):
        scope = _Scope(readable, earlier, recursive, {}, features)
        alternatives.append(tuple(draw(st.permutations(_body(draw, scope)))))
        scopes.append(scope)
    shared = {
        name: type_
        for name, type_ in scopes[0].grounded.items()
        if all(scope.grounded.get(name) == type_ for scope in scopes)
    }
    heads = [_head(draw, relation, shared, recursive)]
    sisters = [other for other in derived if other.layer == relation.layer and other != relation]
    if sisters and draw(st.integers(0, 4)) == 0:
        heads.append(_head(draw, sisters[0], shared, recursive))
    return Clause(tuple(heads), tuple(alternatives))


def _head(draw: Draw, relation: _Relation, grounded: dict[str, Type], bounded: bool) -> str:
    args = [_value(draw, name, grounded, bounded) for name in relation.types]
    return f"{relation.name}({', '.join(args)})"


def _body(draw: Draw, scope: _Scope) -> list[str]:
    literals = [_atom(draw, scope) for _ in range(draw(st.integers(1, 3)))]
    kinds = ["test", "bind"]
    if "negation" in scope.features:
        kinds += ["negation"]
    if "aggregates" in scope.features:
        kinds += ["aggregate"]
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=2)):
        literals.append(_LITERALS[kind](draw, scope))
    return literals


_NAMED = ["variable"] * 9 + ["constant"]
_PLAIN = [*_NAMED, "wildcard"]


def _atom(draw: Draw, scope: _Scope, kinds: list[str] = _PLAIN) -> str:
    relation = draw(st.sampled_from(scope.readable))
    args = []
    for name in relation.types:
        kind = draw(st.sampled_from(kinds))
        if kind == "variable":
            variable = f"{scope.prefix}{name[0]}{draw(st.integers(0, 2))}"
            scope.grounded.setdefault(variable, name)
            args.append(variable)
        else:
            args.append("_" if kind == "wildcard" else draw(st.sampled_from(TYPES[name])))
    return f"{relation.name}({', '.join(args)})"


def _negation(draw: Draw, scope: _Scope) -> str:
    relation = draw(st.sampled_from(scope.earlier))
    args = [
        draw(st.sampled_from([*_variables(scope.grounded, name), "_", *TYPES[name][:1]]))
        for name in relation.types
    ]
    return f"!{relation.name}({', '.join(args)})"


def _test(draw: Draw, scope: _Scope) -> str:
    name = draw(st.sampled_from(["number", "number", "symbol", "float", "unsigned"]))
    op = draw(st.sampled_from(["<", "<=", ">", ">=", "!=", "="]))
    left, right = (_value(draw, name, scope.grounded, bounded=False) for _ in range(2))
    if name == "symbol" and draw(st.booleans()):
        return draw(st.sampled_from([f"contains({left}, {right})", f'match("a.*", {right})']))
    return f"{left} {op} {right}"


def _bind(draw: Draw, scope: _Scope) -> str:
    name = draw(st.sampled_from(["number", "symbol", "float", "unsigned"]))
    variable = f"{scope.prefix}{name[0]}9"
    if variable in scope.grounded:
        return "true"
    if name == "number" and draw(st.integers(0, 3)) == 0:
        right = draw(st.sampled_from(["range(0, 3)", "range(3, 0)", "range(0, 6, 2)"]))
    else:
        right = _value(draw, name, scope.grounded, scope.bounded)
    scope.grounded[variable] = name
    return f"{variable} = {right}"


def _aggregate(draw: Draw, scope: _Scope, depth: int = 0) -> str:
    inner = _Scope(scope.earlier, scope.earlier, False, {}, scope.features, f"{scope.prefix}i")
    nested = depth == 0 and draw(st.integers(0, 4)) == 0
    # `_` over several literals is refused: it does not say what is counted.
    kinds = [_NAMED, _NAMED] if nested or draw(st.booleans()) else [_PLAIN]
    literals = [_atom(draw, inner, kind) for kind in kinds]
    if len(scope.grounded) > 0 and draw(st.booleans()):  # let the body see the outside
        outside = draw(st.sampled_from(sorted(scope.grounded)))
        type_ = BASE.get(scope.grounded[outside], scope.grounded[outside])
        literals.append(f"{outside} != {_value(draw, type_, inner.grounded, bounded=False)}")
    if nested:
        literals.append(_aggregate(draw, inner, depth + 1))
    body = ", ".join(literals)
    op, name = draw(st.sampled_from([("count", "number"), *_AGGREGATES]))
    targets = _variables(inner.grounded, name)
    if op == "count" or not targets:
        op, name, target = "count", "number", ""
    else:
        target = draw(st.sampled_from(targets))
    # The result is a variable of its own, or one that may have a value already: then a test.
    variable = f"{scope.prefix}{name[0]}{draw(st.sampled_from([8, 8, 8, 1]))}"
    scope.grounded.setdefault(variable, name)
    return f"{variable} = {op} {target} : {{ {body} }}"


_AGGREGATES = [
    *((op, name) for op in ("sum", "min", "max") for name in ("number", "unsigned", "float")),
    ("mean", "float"),
]
_LITERALS = {"negation": _negation, "test": _test, "bind": _bind, "aggregate": _aggregate}


# --- values ----------------------------------------------------------------------------------


def _variables(grounded: dict[str, Type], name: Type) -> list[str]:
    """The variables that may stand where a type is wanted."""
    return [
        variable
        for variable, type_ in sorted(grounded.items())
        if type_ == name or BASE.get(type_) == name
    ]


def _value(draw: Draw, name: Type, grounded: dict[str, Type], bounded: bool) -> str:
    """A variable, a constant, or a functor on such."""
    simple = st.sampled_from([*_variables(grounded, name) * 3, *TYPES[name]])
    functors = (_BOUNDED if bounded else _TOTAL).get(name, [])
    if functors and draw(st.integers(0, 3)) == 0:
        shape = draw(st.sampled_from(functors))
        return shape.format(*(draw(simple) for _ in range(shape.count("{}"))))
    return draw(simple)
