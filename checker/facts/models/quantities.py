"""The figures of a claim."""

from pydantic import model_validator

from checker.facts.models import vocabulary as v
from checker.facts.models.base import (
    Flag,
    Id,
    Items,
    Model,
    Number,
    Ordinal,
    QuantityRef,
    Text,
    refuse,
)
from checker.facts.models.spans import Passage


class QuantityRecord(Model):
    """One figure of a claim, or a range of figures."""

    id: Id
    """The quantity's id."""
    measure: Text
    """What is counted or measured."""
    amount: Number | None = None
    """The figure; low and high at once."""
    low: Number | None = None
    """The least that it may be."""
    high: Number | None = None
    """The most that it may be."""
    qualifier: v.Qualifier | None = None
    """How the bounds are meant; by default `exact`, `at-least` with `low` alone, `at-most` with
    `high` alone, `range` with two that differ."""
    aggregation: v.Aggregation = "total"
    """What the figure is."""
    unit: Text = "1"
    """UCUM code or ISO 4217 currency; `{person}` is a count."""
    distribution: v.Distribution | None = None
    """Whether it is each party's, all parties' together, or left unsaid."""
    groups: Ordinal | None = None
    """Among how many parties each or in total would make a difference."""
    base: QuantityRef | None = None
    """The quantity that an increment adds to or a share is of."""
    part_of: Items[QuantityRef] = ()
    """The quantities that it is a part of."""
    parts_complete: Flag = False
    """On a whole: the parts that name it are all of it."""
    exact: Passage | None = None
    """Where the figure stands in the claim's span."""

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Low and high as written, None where there is no bound."""
        return (self.low, self.high) if self.amount is None else (self.amount, self.amount)

    @property
    def meant(self) -> v.Qualifier:
        """The qualifier, given or by default."""
        if self.qualifier is not None:
            return self.qualifier
        low, high = self.bounds
        if low is None:
            return "at-most"
        if high is None:
            return "at-least"
        return "exact" if low == high else "range"

    @model_validator(mode="after")
    def _bounds(self) -> "QuantityRecord":
        if self.amount is not None and (self.low is not None or self.high is not None):
            refuse(
                "two_amounts",
                f"quantity `{self.id}` has `amount` beside `low` or `high`",
                field="amount",
                mend="write `amount` alone, or `low` and `high`",
            )
        low, high = self.bounds
        if low is None and high is None:
            refuse(
                "no_amount",
                f"quantity `{self.id}` has no figure",
                field="id",
                mend="add `amount`, or `low` and `high` (one of them where the other end is open)",
            )
        if low is not None and high is not None and low > high:
            refuse(
                "bounds_crossed",
                f"quantity `{self.id}` has a `low` above its `high`",
                field="low",
                mend="exchange the two",
            )
        self._qualifier_fits(low, high)
        return self

    def _qualifier_fits(self, low: float | None, high: float | None) -> None:
        if self.qualifier == "at-least" and self.amount is None and high is not None:
            refuse(
                "qualifier",
                "`at-least` has no upper bound",
                field="high",
                mend="leave `high` out, or write `qualifier: range`",
            )
        if self.qualifier == "at-most" and self.amount is None and low is not None:
            refuse(
                "qualifier",
                "`at-most` has no lower bound",
                field="low",
                mend="leave `low` out, or write `qualifier: range`",
            )
        if self.qualifier in ("at-least", "at-most") and self.amount is not None:
            bound = "low" if self.qualifier == "at-least" else "high"
            refuse(
                "qualifier",
                f"`{self.qualifier}` gives one bound, `amount` gives both",
                field="amount",
                mend=f"write `{bound}` in place of `amount`",
            )
        if self.qualifier in ("exact", "range") and (low is None or high is None):
            refuse(
                "qualifier",
                f"`{self.qualifier}` needs both bounds",
                field="qualifier",
                mend="write `at-least` with `low` alone, `at-most` with `high` alone",
            )
