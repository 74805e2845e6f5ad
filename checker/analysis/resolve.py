"""Do the names of the clauses mean something, and is each argument where it may stand?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.analysis import errors
from checker.analysis.alternatives import (
    Aggregated,
    Alternative,
    FlatLiteral,
    Generation,
    NegatedAtom,
    atom_variables,
    is_inserted,
    shown_literal,
    variables,
)
from checker.analysis.declarations import Declared, Relations, undeclared_relation
from checker.diagnostics import Diagnostic, Label
from checker.language.ast import (
    Argument,
    Atom,
    Constraint,
    Functor,
    TypeCast,
    UnnamedVariable,
)


def check_literals(
    alternatives: Iterable[Alternative], relations: Relations, found: list[Diagnostic]
) -> None:
    """Relations, arities, facts, unnamed variables, and the form of aggregates."""
    for alternative in alternatives:
        head = alternative.head
        _check_atom(head, relations, found)
        if alternative.clause.body is None:
            _check_fact(alternative, found)
        elif any(type(arg) is UnnamedVariable for arg in head.args):
            found.extend(_unnamed_in_head(head, relations))
        _check_body(alternative.body, relations, found)


def _check_body(
    body: tuple[FlatLiteral, ...], relations: Relations, found: list[Diagnostic]
) -> None:
    for literal in body:
        if isinstance(literal, Atom):
            _check_atom(literal, relations, found)
        elif isinstance(literal, NegatedAtom):
            _check_atom(literal.atom, relations, found)
        elif isinstance(literal, Constraint):
            _check_no_unnamed(literal.left, literal, found)
            _check_no_unnamed(literal.right, literal, found)
        elif isinstance(literal, Generation):
            _check_no_unnamed(literal.functor, literal, found)
        elif isinstance(literal, Aggregated):
            _check_aggregate(literal, relations, found)


def _check_atom(atom: Atom, relations: Relations, found: list[Diagnostic]) -> None:
    declared = relations.get(atom.relation)
    if declared is None:
        found.append(undeclared_relation(atom.relation, atom.name_span, relations))
    elif len(declared.columns) != len(atom.args):
        found.append(_wrong_arity(atom, declared))


def _wrong_arity(atom: Atom, declared: Declared) -> Diagnostic:
    expected, given = len(declared.columns), len(atom.args)
    names = ", ".join(each.name for each in declared.declaration.attributes)
    return errors.ARITY.at(
        atom.span,
        f"`{atom.relation}` has {_counted(expected, 'column')}, "
        f"{_counted(given, 'argument')} given",
        label=f"expected `{atom.relation}({names})`",
        related=[Label(declared.declaration.name_span, "declared here")],
        help="write `_` for a column whose value does not matter"
        if given < expected
        else f"leave out {_counted(given - expected, 'argument')}, or declare more columns",
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


# --- facts and unnamed variables -------------------------------------------------------------


def _check_fact(fact: Alternative, found: list[Diagnostic]) -> None:
    for argument in (*fact.head.args, *_computed(fact.body)):
        for variable in variables(argument):
            if not is_inserted(variable.name):
                found.append(
                    errors.OPEN_FACT.at(
                        variable.span,
                        f"`{variable.name}` is a variable in a fact",
                        label="a constant is expected here",
                        help=f'if it is a text, write it in quotes: "{variable.name}"; if it '
                        "stands for many values, give the clause a body",
                    )
                )
        if isinstance(argument, UnnamedVariable):
            found.append(
                errors.OPEN_FACT.at(
                    argument.span,
                    "`_` in a fact",
                    label="a constant is expected here",
                    help='write the value; a text with nothing in it is ""',
                )
            )
    for literal in fact.body:
        if isinstance(literal, Aggregated):
            found.append(
                errors.OPEN_FACT.at(
                    literal.span,
                    "an aggregate in a fact",
                    label="a constant is expected here",
                    help=f"write a rule: `{fact.head.relation}(n) :- n = count : {{ ... }}.`",
                )
            )


def _computed(body: tuple[FlatLiteral, ...]) -> Iterator[Argument]:
    for literal in body:
        if isinstance(literal, Constraint):
            yield literal.right
        elif isinstance(literal, Generation):
            yield literal.functor


def _unnamed_in_head(head: Atom, relations: Relations) -> Iterator[Diagnostic]:
    declared = relations.get(head.relation)
    for at, arg in enumerate(head.args):
        if isinstance(arg, UnnamedVariable):
            column = (
                f"{declared.described(at)} needs a value"
                if declared is not None and at < len(declared.columns)
                else "a value is expected here"
            )
            yield errors.UNNAMED_VARIABLE.at(
                arg.span,
                "`_` in the head of a rule",
                label=column,
                help="name the variable and let a literal of the body give it values",
            )


def _check_no_unnamed(
    argument: Argument, literal: Constraint | Generation, found: list[Diagnostic]
) -> None:
    if isinstance(argument, UnnamedVariable):
        found.append(
            errors.UNNAMED_VARIABLE.at(
                argument.span,
                f"`_` in {shown_literal(literal)}",
                label="has no value here",
                help="name the variable and let a literal of the body give it values",
            )
        )
    elif isinstance(argument, Functor):
        for arg in argument.args:
            _check_no_unnamed(arg, literal, found)
    elif isinstance(argument, TypeCast):
        _check_no_unnamed(argument.argument, literal, found)


# --- aggregates ------------------------------------------------------------------------------


def _check_aggregate(literal: Aggregated, relations: Relations, found: list[Diagnostic]) -> None:
    op, target = literal.aggregate.op, literal.aggregate.target
    if (op == "count") != (target is None):
        found.append(
            errors.AGGREGATE_TARGET.at(
                literal.aggregate.span if target is None else target.span,
                f"`{op}` without a value to go over" if target is None else "`count` with a value",
                label=f"write `{op} value : {{ ... }}`"
                if target is None
                else "`count` counts answers",
                help="" if target is None else "write `count : { ... }`",
            )
        )
    if literal.target is not None:
        _check_no_unnamed_target(literal.target, found)
    _check_body(literal.body, relations, found)
    if op in ("count", "sum", "mean") and _goes_over_a_join(literal.body):
        _report_wildcards(literal, found)


def _check_no_unnamed_target(target: Argument, found: list[Diagnostic]) -> None:
    if isinstance(target, UnnamedVariable):
        found.append(
            errors.UNNAMED_VARIABLE.at(
                target.span,
                "`_` as the value of an aggregate",
                label="has no value",
                help="name the variable here and in the body",
            )
        )
    elif isinstance(target, Functor):
        for arg in target.args:
            _check_no_unnamed_target(arg, found)
    elif isinstance(target, TypeCast):
        _check_no_unnamed_target(target.argument, found)


def _goes_over_a_join(body: tuple[FlatLiteral, ...]) -> bool:
    """Whether Soufflé makes a relation of the body first, with a column for each variable.

    Source: ``needsMaterializedRelation`` in its MaterializeAggregationQueries.cpp.
    """
    atoms = [literal for literal in body if isinstance(literal, Atom)]
    if len(atoms) > 1 or any(isinstance(each, Aggregated | Generation) for each in body):
        return True
    names = [variable.name for atom in atoms for variable in atom_variables(atom)]
    return len(set(names)) < len(names)


def _report_wildcards(literal: Aggregated, found: list[Diagnostic]) -> None:
    unnamed = [
        arg
        for each in literal.body
        if isinstance(each, Atom)
        for arg in each.args
        if isinstance(arg, UnnamedVariable)
    ]
    if unnamed:
        op = literal.aggregate.op
        found.append(
            errors.AGGREGATE_WILDCARD.at(
                unnamed[0].span,
                f"`_` in a `{op}` over several literals",
                label="does each of its values count?",
                related=[Label(each.span, "and of this one?") for each in unnamed[1:]],
                note="Soufflé's answer depends on how it evaluates the body",
                help=f"name it (`_other`) to let `{op}` go over each of its values, or derive the "
                "body in a relation of its own without this column and aggregate over that",
            )
        )
