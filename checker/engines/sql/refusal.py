"""What is said of arguments for which a database found no value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NoReturn

from checker.analysis.program import Apply, Const, Test, Value
from checker.engines.terms import evaluator, tester


def refuse(subject: Apply | Test, values: Sequence[Value]) -> NoReturn:
    """Raises what the reference says of the functor or match on these values."""
    if isinstance(subject, Apply):
        args = tuple(
            Const(value, arg.type) for value, arg in zip(values, subject.args, strict=True)
        )
        evaluator(replace(subject, args=args), {})(())
    else:
        left, right = (Const(value, subject.operand) for value in values)
        tester(replace(subject, left=left, right=right), {})(())
    raise AssertionError(f"the database has no value where the reference has one: {values}")
