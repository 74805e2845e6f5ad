"""What the rules of a program say of its derived relations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from checker.analysis.program import Program, Rule
from checker.authoring.equivalence.keys import KEYS, SAME
from checker.authoring.equivalence.situation import RULE, Dependencies, Names, Situation, exchanged

_OTHER = RULE - 1

_Determined = dict[str, list[tuple[tuple[int, ...], tuple[int, ...]]]]
_Exchangeable = dict[str, list[tuple[int, int]]]
_Implied = dict[str, list[tuple[str, tuple[int | None, ...]]]]


def dependencies(program: Program) -> Dependencies:
    """Columns that determine others, and columns that may be exchanged, stratum by stratum.

    In a stratum all that could hold is assumed, and dropped where a rule does not keep it when
    the rows that it reads do; what is left holds by induction over the rounds of an evaluation.
    """
    rules: dict[str, tuple[Rule, ...]] = {}
    columns = Dependencies.columns_of(program)
    determined: _Determined = {}
    for name, key in KEYS.items():
        if set(key) < set(columns.get(name, ())):
            by = tuple(columns[name].index(column) for column in key)
            others = tuple(at for at in range(len(columns[name])) if at not in by)
            determined[name] = [(by, others)]
    given = {each.relation for each in program.directives if each.kind == "input"}
    exchangeable: _Exchangeable = {}
    implied: _Implied = {}
    known = Dependencies(determined, exchangeable, implied, _same(columns), rules, columns)
    for stratum in program.strata:
        if given.intersection(stratum.relations):
            continue
        own = {
            name: tuple(rule for rule in stratum.rules if rule.relation == name)
            for name in stratum.relations
        }
        rules.update(own)
        for name in stratum.relations:
            determined[name] = [
                ((at,), tuple(other for other in range(len(columns[name])) if other != at))
                for at in range(len(columns[name]))
                if len(columns[name]) > 1
            ]
            exchangeable[name] = list(_pairs(program, name))
        while _narrowed(own, known, determined, exchangeable):
            pass
        if not stratum.recursive:
            implied.update({name: _implied(each, known) for name, each in own.items()})
    return known


def _same(columns: Mapping[str, Sequence[str]]) -> dict[str, list[tuple[int, int, object]]]:
    same: dict[str, list[tuple[int, int, object]]] = {}
    for together in SAME:
        for name, by, what in together:
            if {by, what} <= set(columns.get(name, ())):
                at = columns[name].index
                same.setdefault(name, []).append((at(by), at(what), together))
    return same


def _pairs(program: Program, name: str) -> Iterator[tuple[int, int]]:
    """Pairs of columns of one type."""
    columns = program.relations[name].columns
    for one, other in combinations(range(len(columns)), 2):
        if columns[one].type_name == columns[other].type_name:
            yield one, other


def _narrowed(
    own: Mapping[str, Sequence[Rule]],
    known: Dependencies,
    determined: _Determined,
    exchangeable: _Exchangeable,
) -> bool:
    """Drop what the rules of a stratum do not keep; whether something was dropped."""
    kept_columns = {
        name: [
            (by, tuple(at for at in what if _determines(rules, known, by[0], at)))
            for by, what in determined[name]
        ]
        for name, rules in own.items()
    }
    kept_pairs = {
        name: [pair for pair in exchangeable[name] if _exchange(rules, known, *pair)]
        for name, rules in own.items()
    }
    changed = False
    for name in own:
        left = [(by, what) for by, what in kept_columns[name] if what]
        changed |= left != determined[name] or kept_pairs[name] != exchangeable[name]
        determined[name], exchangeable[name] = left, kept_pairs[name]
    return changed


def _determines(rules: Sequence[Rule], known: Dependencies, by: int, what: int) -> bool:
    """Whether two rows of these rules that agree in one column agree in the other."""
    for at, one in enumerate(rules):
        for other in rules[at:]:
            situation = Situation(known)
            left, right = Names(RULE), Names(_OTHER)
            situation.assume(one.body, left)
            situation.assume(other.body, right)
            situation.assume_equal(left.term(one.args[by]), right.term(other.args[by]))
            ends = left.term(one.args[what]), right.term(other.args[what])
            if not situation.impossible and situation.find(ends[0]) != situation.find(ends[1]):
                return False
    return True


def _exchange(rules: Sequence[Rule], known: Dependencies, one: int, other: int) -> bool:
    """Whether with each row of these rules there is the one with two columns exchanged."""
    for rule in rules:
        situation = Situation(known)
        names = Names(RULE)
        situation.assume(rule.body, names)
        row = exchanged([names.term(arg) for arg in rule.args], one, other)
        if not any(situation.derives(each, row) for each in rules):
            return False
    return True


def _implied(
    rules: Sequence[Rule], known: Dependencies
) -> list[tuple[str, tuple[int | None, ...]]]:
    """The atoms that hold beside a row whichever of several rules has derived it."""
    if len(rules) < 2:
        return []
    names = Names(RULE)
    situations = []
    for rule in rules:
        situation = Situation(known)
        situation.assume(rule.body, names)
        situations.append((situation, [names.term(arg) for arg in rule.args]))
    (first, row), *others = situations
    found: dict[tuple[str, tuple[int | None, ...]], None] = {}
    for relation, columns in first.beside(row):
        common: list[int | None] = list(columns)
        for other, values in others:
            wanted = [None if at is None else values[at] for at in common]
            agree = other.agreeing(relation, wanted)
            common = [at if same else None for at, same in zip(common, agree, strict=True)]
        if any(at is not None for at in common):
            found[relation, tuple(common)] = None
    return list(found)
