"""Checks a proof against program and rows, knowing nothing of how it was found.

A fact has to be a row given. A rule is read from left to right, at each literal as the premise
says, over all rows; then its head has to be the row, what was read the substitution, and the height
one more than that of the highest premise, which rules circles out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from checker.analysis.program import Program
from checker.diagnostics import DiagnosticError
from checker.engines.functors import NoValueError
from checker.proofs.model import (
    SHOWN_ANSWERS,
    Aggregate,
    Application,
    GroundAtom,
    Premise,
    Proof,
    Step,
)
from checker.proofs.reading import Binding, Rows, readings, value_of


def faults(proof: Proof, program: Program, rows: Rows, given: Rows) -> Iterator[str]:
    """What is wrong with a proof, step by step; nothing, where it proves its goal.

    ``rows`` are those of every relation, ``given`` the facts that the evaluation started from.
    """
    rules = {rule.id: rule for stratum in program.strata for rule in stratum.rules}
    if proof.goal not in proof.steps:
        yield f"there is no step for the goal {proof.goal}"
    for atom, step in proof.steps.items():
        if not isinstance(step, Application):
            if atom.row not in given.get(atom.relation, ()):
                yield f"{atom} was not given"
        elif rules.get(step.rule.id) != step.rule:
            yield f"{atom} rests on a rule that is none of the program's"
        elif not _follows(atom, step, proof.steps, rows):
            yield f"{atom} does not follow by {step}"


def _follows(
    atom: GroundAtom, step: Application, steps: Mapping[GroundAtom, Step], rows: Rows
) -> bool:
    rule, binding = step.rule, _read(step, rows)
    below = [steps.get(each) for each in step.premises if isinstance(each, GroundAtom)]
    return (
        binding is not None
        and binding == dict(step.substitution)
        and atom == (rule.relation, tuple(value_of(arg, binding) for arg in rule.args))
        and None not in below
        and step.height == 1 + max((each.height for each in below if each), default=0)
    )


def _read(step: Application, rows: Rows) -> Binding | None:
    """The binding to which the premises lead through the rule's body, if they do."""
    binding: Binding = {}
    if len(step.premises) != len(step.rule.body):
        return None
    try:
        for literal, premise in zip(step.rule.body, step.premises, strict=True):
            read = readings(literal, binding, rows)
            binding = next(extended for extended, reason in read if _is(premise, reason))
    except (StopIteration, DiagnosticError, NoValueError):
        return None  # there is no such reading, or a functor or an aggregate has no value
    return binding


def _is(premise: Premise, reason: Premise) -> bool:
    """Whether the premise is the reason that was read; of an aggregate it shows some answers."""
    if not isinstance(premise, Aggregate) or not isinstance(reason, Aggregate):
        return premise == reason
    shown = Counter(premise.answers)
    some = shown <= Counter(reason.answers) and shown.total() == min(reason.total, SHOWN_ANSWERS)
    return some and replace(premise, answers=reason.answers) == reason
