"""The quick dataclasses do what the standard library's do."""

from __future__ import annotations

import dataclasses
import pickle
from dataclasses import field

import pytest

from checker.dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quick:
    """A pair, and what does not tell two of them apart."""

    first: int
    set: str = "a"
    notes: list[int] = field(default_factory=list, compare=False, repr=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    """The same by the standard library."""

    first: int
    set: str = "a"
    notes: list[int] = field(default_factory=list, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Single:
    """One field, and a text of its own."""

    value: float

    def __repr__(self) -> str:
        return f"<{self.value}>"


@dataclass(frozen=True, slots=True)
class Extended(Quick):
    """What inherits has the fields of both."""

    last: int = 0


def test_arguments_are_given_by_place_or_name_and_the_rest_by_default() -> None:
    assert (Quick(1, "b").set, Quick(first=1).set, Quick(1, notes=[2]).notes) == ("b", "a", [2])
    assert Quick(1).notes is not Quick(1).notes


@pytest.mark.parametrize("wrong", ["Made()", "Made(1, 'a', [], 2)", "Made(1, other=2)"])
def test_wrong_arguments_are_refused_in_the_same_words(wrong: str) -> None:
    said = []
    for made in (Quick, Standard):
        with pytest.raises(TypeError) as caught:
            eval(wrong, {"Made": made})
        said.append(str(caught.value).rpartition(".")[2])
    assert said[0] == said[1]


def test_values_are_equal_by_the_fields_that_count_and_only_within_a_class() -> None:
    assert Quick(1, notes=[1]) == Quick(1, notes=[2])
    assert hash(Quick(1, notes=[1])) == hash(Quick(1, notes=[2])) == hash(Standard(1))
    others: list[object] = [Quick(2), Standard(1), Extended(1)]
    assert Quick(1) not in others
    nothing = float("nan")
    assert Single(nothing) == Single(nothing)


def test_nothing_is_set_or_deleted_afterwards() -> None:
    value = Quick(1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'first'"):
        setattr(value, "first", 2)  # noqa: B010 - type checkers refuse the plain statement
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'first'"):
        delattr(value, "first")
    assert not hasattr(value, "__dict__")


def test_they_are_shown_copied_matched_and_pickled() -> None:
    assert repr(Quick(1)) == repr(Standard(1)).replace("Standard", "Quick")
    assert repr(Single(1.0)) == "<1.0>"
    assert dataclasses.replace(Extended(1), last=3) == Extended(1, last=3)
    assert pickle.loads(pickle.dumps(Extended(1, "b", [2], 3))) == Extended(1, "b", [], 3)
    match Extended(1, "b"):
        case Extended(first, set=text):
            assert (first, text) == (1, "b")


@dataclass(slots=True)
class Mutable:
    first: int
    rest: list[int] = field(default_factory=list)


def test_what_is_not_frozen_is_set_and_has_no_hash() -> None:
    value = Mutable(1)
    value.first = 2
    value.rest.append(3)
    assert (value, repr(value)) == (Mutable(2, [3]), "Mutable(first=2, rest=[3])")
    assert Mutable.__hash__ is None
    assert not hasattr(value, "__dict__")
    assert pickle.loads(pickle.dumps(value)) == value


def test_a_field_without_a_default_after_one_with_a_default_is_refused() -> None:
    with pytest.raises(TypeError, match="non-default argument 'last' follows default argument"):

        @dataclass(frozen=True)
        class Late(Quick):
            last: int  # type: ignore[misc]
