"""A finding's proof, as reports give it away.

These are the types of JSON's own values and not models: a run that shows no proofs then pays
nothing for them, and what :func:`checker.proofs.proof_to_json` writes and what a stored report
gives back are the same.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field
from typing_extensions import TypedDict  # pydantic reads no other one before Python 3.12

from checker.analysis.program import Value

_HEIGHT = Field(description="The longest way from here down to a fact, counted in rules.")
_RELATION = Field(description="The relation's name.")
_ROW = Field(description="The row's values, in the order of the relation's columns.")


class ProofRow(TypedDict):
    """A row of a relation."""

    relation: Annotated[str, _RELATION]
    row: Annotated[list[Value], _ROW]


class RowPremise(TypedDict):
    """A row that has to hold."""

    kind: Literal["row"]
    step: Annotated[int, Field(description="The number of its step, from 0.")]


class AbsentPremise(TypedDict):
    """Rows that were looked for and not found."""

    kind: Literal["absent"]
    relation: Annotated[str, _RELATION]
    row: Annotated[
        list[Value | None], Field(description="Their values by column; null for any value.")
    ]


class ComparisonPremise(TypedDict):
    """A comparison that holds of two values."""

    kind: Literal["comparison"]
    op: Annotated[str, Field(description="The comparison, as rules write it: `<`, `!=`, `match`.")]
    left: Annotated[Value, Field(description="The value on its left.")]
    right: Annotated[Value, Field(description="The value on its right.")]


class ValuePremise(TypedDict):
    """The value that a term or a range gives a variable."""

    kind: Literal["value"]
    variable: Annotated[str, Field(description="The variable.")]
    value: Annotated[Value, Field(description="Its value.")]


class AggregatePremise(TypedDict):
    """What was counted, summed or compared."""

    kind: Literal["aggregate"]
    op: Annotated[str, Field(description="count, sum, min, max or mean.")]
    variable: Annotated[str, Field(description="The variable that it gives a value.")]
    value: Annotated[Value, Field(description="Its value.")]
    total: Annotated[int, Field(description="How many answers it is over.")]
    answers: Annotated[
        list[list[ProofRow]], Field(description="The rows of each answer, of the first twelve.")
    ]


ProofPremise: TypeAlias = (
    RowPremise | AbsentPremise | ComparisonPremise | ValuePremise | AggregatePremise
)


class AppliedRule(TypedDict):
    """A rule as it stands in its file."""

    path: Annotated[str, Field(description="The rule's file.")]
    line: Annotated[int, Field(description="The line on which it begins, from 1.")]
    column: Annotated[int, Field(description="The column, in code points from 1.")]
    text: Annotated[str, Field(description="The rule.")]


class FactStep(TypedDict):
    """A row that was given as a fact."""

    relation: Annotated[str, _RELATION]
    row: Annotated[list[Value], _ROW]
    height: Annotated[int, _HEIGHT]
    by: Literal["fact"]


class FoldedStep(TypedDict):
    """A row of which the proof lies deeper than the report goes; `checker why` shows it."""

    relation: Annotated[str, _RELATION]
    row: Annotated[list[Value], _ROW]
    height: Annotated[int, _HEIGHT]
    by: Literal["folded"]


class RuleStep(TypedDict):
    """A row that follows by a rule."""

    relation: Annotated[str, _RELATION]
    row: Annotated[list[Value], _ROW]
    height: Annotated[int, _HEIGHT]
    by: Literal["rule"]
    rule: Annotated[AppliedRule, Field(description="The rule.")]
    substitution: Annotated[
        dict[str, Value], Field(description="The value of each of the rule's variables.")
    ]
    premises: Annotated[
        list[ProofPremise],
        Field(description="What the rule's literals rest on, in the order of its analysed body."),
    ]


ProofStep: TypeAlias = FactStep | FoldedStep | RuleStep


class ProofRecord(TypedDict):
    """Why a finding holds, down to the facts: the proof of least height.

    A float that JSON cannot write stands as `Infinity` or `-Infinity` in a string.
    """

    height: Annotated[int, _HEIGHT]
    steps: Annotated[
        list[ProofStep],
        Field(description="A step for every row that it needs, each once; the finding's is first."),
    ]
