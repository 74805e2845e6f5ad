"""What the desk itself knows and declares; nothing of it is learned from texts."""

from typing import Annotated

from pydantic import Field, model_validator

from checker.facts.models import vocabulary as v
from checker.facts.models.base import AgentRef, Items, Model, Number, Text, When, refuse


class BoundedMeasure(Model):
    """A measure that cannot lie outside of two bounds."""

    measure: Text = Field(description="The measure.")
    low: Number = Field(description="The least that it can be.")
    high: Number = Field(description="The most that it can be.")

    @model_validator(mode="after")
    def _in_order(self) -> "BoundedMeasure":
        if self.low > self.high:
            refuse(
                "bounds_crossed",
                f"measure `{self.measure}` has a `low` above its `high`",
                field="low",
                mend="exchange the two",
            )
        return self


class Subset(Model):
    """Two measures of which one counts a part of the other."""

    subset: Text = Field(description="The measure of the part.")
    whole: Text = Field(description="The measure of the whole.")


class Tolerance(Model):
    """How far apart two figures of a measure may lie."""

    measure: Text = Field(description="The measure.")
    percent: Annotated[Number, Field(ge=0)] = Field(description="In percent of the larger one.")


class ExclusiveObjects(Model):
    """Two objects of a predicate that cannot both be true of one subject."""

    predicate: Text = Field(description="The predicate.")
    first: Text = Field(description="One object.")
    second: Text = Field(description="The other.")

    @model_validator(mode="after")
    def _different(self) -> "ExclusiveObjects":
        if self.first == self.second:
            refuse(
                "excludes_itself",
                f"`{self.first}` is said to exclude itself",
                field="second",
                mend="name the object that it excludes",
            )
        return self


class UnitFactor(Model):
    """What one unit is in another."""

    unit: Text = Field(description="The unit.")
    base: Text = Field(description="The unit that it is converted to.")
    factor: Annotated[Number, Field(gt=0)] = Field(description="How many of `base` it is.")


class PlaceIn(Model):
    """A place inside of another."""

    place: Text = Field(description="The place.")
    container: Text = Field(alias="in", description="The place around it.")


class Reliability(Model):
    """How far the desk relies on a source."""

    agent: AgentRef = Field(description="The source.")
    level: v.Level = Field(description="How far.")


class SideTerm(Model):
    """One side's term for something, and a neutral one."""

    term: Text = Field(description="The term.")
    side: Text = Field(description="The side whose term it is.")
    neutral: Text = Field(description="What to call it instead.")


class WatchTerm(Model):
    """A term to look out for in narrators' voices."""

    term: Text = Field(description="The term.")
    category: v.WordingCategory = Field(description="What kind of expression it is.")


class DeskRecord(Model):
    """The desk's own knowledge; several of a corpus are taken together."""

    audit_day: When | None = Field(default=None, description="The day of the audit, one day.")
    functional_measures: Items[Text] = Field(
        default=(), description="Measures with one true value in a scope."
    )
    cumulative_measures: Items[Text] = Field(default=(), description="Measures that never fall.")
    bounded_measures: Items[BoundedMeasure] = Field(default=(), description="Measures with bounds.")
    subsets: Items[Subset] = Field(
        default=(), description="Measures that count a part of another's."
    )
    tolerances: Items[Tolerance] = Field(default=(), description="How far figures may lie apart.")
    functional_predicates: Items[Text] = Field(
        default=(), description="Predicates with one true object for a subject."
    )
    exclusive_objects: Items[ExclusiveObjects] = Field(
        default=(), description="Objects that exclude each other."
    )
    units: Items[UnitFactor] = Field(default=(), description="Units that only the desk converts.")
    places: Items[PlaceIn] = Field(default=(), description="Which place lies in which.")
    reliability: Items[Reliability] = Field(
        default=(), description="How far sources are relied on."
    )
    side_terms: Items[SideTerm] = Field(default=(), description="One side's terms.")
    watch_terms: Items[WatchTerm] = Field(default=(), description="Terms to look out for.")
