"""What the desk itself knows and declares; nothing of it is learned from texts."""

from typing import Annotated

from pydantic import Field, model_validator

from checker.facts.models import vocabulary as v
from checker.facts.models.base import AgentRef, Items, Model, Number, Text, When, refuse


class BoundedMeasure(Model):
    """A measure that cannot lie outside of two bounds."""

    measure: Text
    """The measure."""
    low: Number
    """The least that it can be."""
    high: Number
    """The most that it can be."""

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

    subset: Text
    """The measure of the part."""
    whole: Text
    """The measure of the whole."""


class Tolerance(Model):
    """How far apart two figures of a measure may lie."""

    measure: Text
    """The measure."""
    percent: Annotated[Number, Field(ge=0)]
    """In percent of the larger one."""


class ExclusiveObjects(Model):
    """Two objects of a predicate that cannot both be true of one subject."""

    predicate: Text
    """The predicate."""
    first: Text
    """One object."""
    second: Text
    """The other."""

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

    unit: Text
    """The unit."""
    base: Text
    """The unit that it is converted to."""
    factor: Annotated[Number, Field(gt=0)]
    """How many of `base` it is."""


class PlaceIn(Model):
    """A place inside of another."""

    place: Text
    """The place."""
    container: Text = Field(alias="in")
    """The place around it."""


class Reliability(Model):
    """How far the desk relies on a source."""

    agent: AgentRef
    """The source."""
    level: v.Level
    """How far."""


class SideTerm(Model):
    """One side's term for something, and a neutral one."""

    term: Text
    """The term."""
    side: Text
    """The side whose term it is."""
    neutral: Text
    """What to call it instead."""


class WatchTerm(Model):
    """A term to look out for in narrators' voices."""

    term: Text
    """The term."""
    category: v.WordingCategory
    """What kind of expression it is."""


class DeskRecord(Model):
    """The desk's own knowledge; several of a corpus are taken together."""

    audit_day: When | None = None
    """The day of the audit, one day."""
    functional_measures: Items[Text] = ()
    """Measures with one true value in a scope."""
    cumulative_measures: Items[Text] = ()
    """Measures that never fall."""
    bounded_measures: Items[BoundedMeasure] = ()
    """Measures with bounds."""
    subsets: Items[Subset] = ()
    """Measures that count a part of another's."""
    tolerances: Items[Tolerance] = ()
    """How far figures may lie apart."""
    functional_predicates: Items[Text] = ()
    """Predicates with one true object for a subject."""
    exclusive_objects: Items[ExclusiveObjects] = ()
    """Objects that exclude each other."""
    units: Items[UnitFactor] = ()
    """Units that only the desk converts."""
    places: Items[PlaceIn] = ()
    """Which place lies in which."""
    reliability: Items[Reliability] = ()
    """How far sources are relied on."""
    side_terms: Items[SideTerm] = ()
    """One side's terms."""
    watch_terms: Items[WatchTerm] = ()
    """Terms to look out for."""
