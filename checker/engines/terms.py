"""Terms and comparisons made into functions of a row of bindings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from checker.analysis.program import (
    Aggregation,
    Apply,
    Bind,
    Const,
    Generate,
    Literal,
    Program,
    Row,
    Term,
    Test,
    Value,
    Var,
)
from checker.diagnostics import Diagnostic, DiagnosticError, Span
from checker.engines.errors import BAD_PATTERN, NO_VALUE
from checker.engines.functors import COMPARISONS, FUNCTORS, NoValueError, is_partial, shown
from checker.engines.patterns import PatternError, compile_pattern

Columns: TypeAlias = Mapping[str, int]
"""Where each variable stands in a row of bindings, which has these columns and no others."""


def evaluator(term: Term, columns: Columns) -> Callable[[Row], Value]:
    """The term's value as a function of a row. The function raises :class:`DiagnosticError` at
    the functor that has no value."""
    match term:
        case Var(name=name):
            column = columns[name]
            return lambda row: row[column]
        case Const(value=value):
            return lambda row: value
        case Apply():
            return _compiled(_flat([term], columns), columns)


def tester(test: Test, columns: Columns) -> Callable[[Row], bool]:
    """Whether the comparison holds, as a function of a row. Raises as :func:`evaluator`'s."""
    compare = COMPARISONS[test.op]
    left, right = test.left, test.right
    if not _is_match(test):  # no other comparison of two values can fail
        if isinstance(left, Var) and isinstance(right, Var):
            first, second = columns[left.name], columns[right.name]
            return lambda row: compare(row[first], row[second])
        if isinstance(left, Var) and isinstance(right, Const):
            first, value = columns[left.name], right.value
            return lambda row: compare(row[first], value)
    flat = _flat([left, right], columns)
    flat.operations.append((compare, flat.results, test.span))
    holds = _compiled(flat, columns)
    return lambda row: bool(holds(row))


def no_value(span: Span, missing: NoValueError) -> DiagnosticError:
    """The diagnostic at a functor or aggregate that has no value."""
    return DiagnosticError([NO_VALUE.at(span, missing.why, help=missing.mend)])


# --- what a planner asks of a term -----------------------------------------------------------


def subterms(term: Term) -> Iterator[Term]:
    """The term and all terms in it, however deep."""
    pending = [term]
    while pending:
        part = pending.pop()
        yield part
        if isinstance(part, Apply):
            pending.extend(part.args)


def variables(*terms: Term | None) -> frozenset[str]:
    """The names of the variables in the terms."""
    return frozenset(
        part.name
        for term in terms
        if term is not None
        for part in subterms(term)
        if isinstance(part, Var)
    )


def may_fail(literal: Literal) -> bool:
    """Whether the literal has a functor that has no value for some everyday arguments."""
    match literal:
        case Bind(term=term):
            terms = [term]
        case Test(left=left, right=right):
            if _is_match(literal) and not isinstance(left, Const):
                return True
            terms = [left, right]
        case Generate(start=start, stop=stop, step=step):
            terms = [start, stop] if step is None else [start, stop, step]
        case Aggregation(target=target, body=body):
            if any(map(may_fail, body)):
                return True
            terms = [] if target is None else [target]
        case _:
            return False
    return any(
        isinstance(part, Apply) and _is_partial(part) for term in terms for part in subterms(term)
    )


def _is_partial(apply: Apply) -> bool:
    if apply.op in ("/", "%"):
        divisor = apply.args[1]
        return not isinstance(divisor, Const) or divisor.value == 0
    return is_partial(apply.op, apply.operand)


# --- patterns --------------------------------------------------------------------------------


def check_patterns(program: Program) -> None:
    """Raises :class:`DiagnosticError` with every constant pattern that cannot be read, whether
    a row ever reaches it or not."""
    bad = [
        _bad_pattern(test.span, pattern, error)
        for stratum in program.strata
        for rule in stratum.rules
        for test, pattern in _constant_patterns(rule.body)
        if (error := _fault(pattern)) is not None
    ]
    if bad:
        raise DiagnosticError(bad)


def _constant_patterns(body: Sequence[Literal]) -> Iterator[tuple[Test, str]]:
    for literal in body:
        if isinstance(literal, Aggregation):
            yield from _constant_patterns(literal.body)
        elif isinstance(literal, Test) and _is_match(literal) and isinstance(literal.left, Const):
            yield literal, str(literal.left.value)


def _is_match(test: Test) -> bool:
    return test.op in ("match", "!match")


def _fault(pattern: str) -> PatternError | None:
    try:
        compile_pattern(pattern)
    except PatternError as error:
        return error
    return None


def _bad_pattern(span: Span, pattern: str, error: PatternError) -> Diagnostic:
    return BAD_PATTERN.at(span, f"{shown(pattern)} is no pattern: {error}", help=error.mend)


# --- flat terms ------------------------------------------------------------------------------

_Operation: TypeAlias = tuple[Callable[..., Value], tuple[int, ...], Span]
"""A function, the slots of its arguments, and where it stands in the rule."""


class _Flat:
    """Terms as operations on numbered slots: first the row's columns, then constants, then the
    result of each operation.

    A term that is nested a thousand deep is a list a thousand long, and no call is nested.
    """

    def __init__(self, constants: list[Value]) -> None:
        self.constants = constants
        self.operations: list[_Operation] = []
        self.results: tuple[int, ...] = ()


def _flat(terms: Sequence[Term], columns: Columns) -> _Flat:
    ordered = [part for term in terms for part in _arguments_first(term)]
    flat = _Flat([part.value for part in ordered if isinstance(part, Const)])
    next_constant = len(columns)
    first_result = len(columns) + len(flat.constants)
    slots: list[int] = []
    for part in ordered:
        match part:
            case Var(name=name):
                slots.append(columns[name])
            case Const():
                slots.append(next_constant)
                next_constant += 1
            case Apply(op=op, args=args, operand=operand, span=span):
                arguments = tuple(slots[len(slots) - len(args) :])
                del slots[len(slots) - len(args) :]
                slots.append(first_result + len(flat.operations))
                flat.operations.append((FUNCTORS[op, operand], arguments, span))
    flat.results = tuple(slots)
    return flat


def _arguments_first(term: Term) -> list[Term]:
    """The parts of a term, each after its arguments, these from left to right."""
    return list(subterms(term))[::-1]


def _compiled(flat: _Flat, columns: Columns) -> Callable[[Row], Value]:
    """The result of the last operation, as a function of a row."""
    constants, operations = flat.constants, flat.operations

    def value(row: Row) -> Value:
        slots = [*row, *constants]
        for function, arguments, span in operations:
            try:
                slots.append(function(*[slots[slot] for slot in arguments]))
            except NoValueError as missing:
                raise no_value(span, missing) from None
            except PatternError as error:
                pattern = str(slots[arguments[0]])
                raise DiagnosticError([_bad_pattern(span, pattern, error)]) from None
        return slots[-1]

    return value
