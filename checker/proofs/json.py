"""Proofs as JSON: a list of steps that name each other by number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import TypeAlias

from typing_extensions import TypedDict

from checker.analysis.program import Row, Value
from checker.findings.proof import ProofPremise, ProofRecord, ProofRow, ProofStep
from checker.proofs.absent import (
    Blocked,
    InTheWay,
    Missing,
    NearRow,
    OtherHead,
    OtherValue,
    Undefined,
    Unmet,
    WhyNot,
)
from checker.proofs.model import (
    Absence,
    Aggregate,
    Application,
    Comparison,
    Computation,
    GroundAtom,
    Pattern,
    Premise,
    Proof,
    Step,
)


class _PatternRecord(TypedDict):
    relation: str
    row: list[Value | None]


Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, object] | None"


def proof_to_json(proof: Proof, *, depth: int | None = None) -> ProofRecord:
    """The proof as JSON's values.

    ``steps`` holds a row, its relation, and how it comes about; the first step is the goal's, and
    a premise that is a row names its step by ``step``. Rows farther than ``depth`` rules from the
    goal are folded: their step has a ``height`` and says ``folded`` instead of how they come
    about. Infinite floats are written ``"Infinity"`` and ``"-Infinity"``, as in reports.
    """
    shown = _distances(proof, depth)
    numbers = {atom: number for number, atom in enumerate(shown)}
    return {
        "height": proof.height,
        "steps": [
            _step(atom, proof.steps[atom], numbers, folded=distance == depth)
            for atom, distance in shown.items()
        ],
    }


def why_not_to_json(answer: WhyNot) -> dict[str, Json]:
    """The answer to a why-not as JSON's values."""
    return {
        "goal": _pattern(answer.goal),
        "holds": [_atom(atom) for atom in answer.holds],
        "given": answer.is_given,
        "near": _near(answer.near),
        "rules": [_blocked(blocked) for blocked in answer.blocked],
    }


def _distances(proof: Proof, depth: int | None) -> dict[GroundAtom, int]:
    """The rows no farther from the goal than ``depth``, in the order of their distance."""
    shown = {proof.goal: 0}
    waiting = [proof.goal]
    for atom in waiting:
        step, distance = proof.steps[atom], shown[atom]
        if isinstance(step, Application) and distance != depth:
            for premise in step.premises:
                if isinstance(premise, GroundAtom) and premise not in shown:
                    shown[premise] = distance + 1
                    waiting.append(premise)
    return shown


def _step(
    atom: GroundAtom, step: Step, numbers: Mapping[GroundAtom, int], *, folded: bool
) -> ProofStep:
    row = _atom(atom)
    if not isinstance(step, Application):
        return {**row, "height": step.height, "by": "fact"}
    if folded:
        return {**row, "height": step.height, "by": "folded"}
    place = step.rule.span.position
    return {
        **row,
        "height": step.height,
        "by": "rule",
        "rule": {
            "path": step.rule.span.source.name,
            "line": place.line,
            "column": place.column,
            "text": step.rule.span.text,
        },
        "substitution": {name: _value(value) for name, value in step.substitution},
        "premises": [
            {"kind": "row", "step": numbers[premise]}
            if isinstance(premise, GroundAtom)
            else _condition(premise)
            for premise in step.premises
        ],
    }


def _condition(premise: Absence | Comparison | Computation | Aggregate) -> ProofPremise:
    match premise:
        case Absence(pattern=pattern):
            return {"kind": "absent", **_pattern(pattern)}
        case Comparison(op=op, left=left, right=right):
            return {"kind": "comparison", "op": op, "left": _value(left), "right": _value(right)}
        case Computation(variable=variable, value=value):
            return {"kind": "value", "variable": variable, "value": _value(value)}
        case Aggregate():
            return {
                "kind": "aggregate",
                "op": premise.op,
                "variable": premise.variable,
                "value": _value(premise.value),
                "total": premise.total,
                "answers": [[_atom(atom) for atom in answer] for answer in premise.answers],
            }


def _satisfied(premise: Premise) -> Mapping[str, object]:
    """A premise of a rule that does not apply, so that no step proves it."""
    if isinstance(premise, GroundAtom):
        return {"kind": "row", **_atom(premise)}
    return _condition(premise)


def _blocked(blocked: Blocked) -> Json:
    span, literal = blocked.rule.span, blocked.literal
    return {
        "path": span.source.name,
        "line": span.position.line,
        "text": span.text,
        "satisfied": [_satisfied(premise) for _, premise in blocked.satisfied],
        "literals": len(blocked.rule.body),
        "fails": None if literal is None else literal.span.text,
        "binding": {name: _value(value) for name, value in blocked.binding},
        "because": _obstacle(blocked),
        "others": blocked.others,
        "complete": blocked.complete,
    }


def _obstacle(blocked: Blocked) -> Mapping[str, object]:
    match blocked.obstacle:
        case OtherHead(column=column):
            return {"kind": "head", "column": column}
        case Missing(pattern=pattern, near=near):
            return {"kind": "missing", **_pattern(pattern), "near": _near(near)}
        case InTheWay(atom=atom):
            return {"kind": "in-the-way", **_atom(atom)}
        case Unmet(op=op, left=left, right=right):
            return {"kind": "comparison", "op": op, "left": _value(left), "right": _value(right)}
        case OtherValue(variable=variable, found=found, wanted=wanted):
            return {
                "kind": "value",
                "variable": variable,
                "found": None if found is None else _value(found),
                "wanted": None if wanted is None else _value(wanted),
            }
        case Undefined(why=why):
            return {"kind": "undefined", "why": why}


def _near(rows: tuple[NearRow, ...]) -> Json:
    return [{"row": _row(near.row), "columns": list(near.columns)} for near in rows]


def _atom(atom: GroundAtom) -> ProofRow:
    return {"relation": atom.relation, "row": _row(atom.row)}


def _pattern(pattern: Pattern) -> _PatternRecord:
    cells = [None if cell is None else _value(cell) for cell in pattern.cells]
    return {"relation": pattern.relation, "row": cells}


def _row(row: Row) -> list[Value]:
    return [_value(value) for value in row]


def _value(value: Value) -> Value:
    """Infinite floats as the texts that stand for them in JSON."""
    if value in (inf, -inf):
        return "Infinity" if value == inf else "-Infinity"
    return value
