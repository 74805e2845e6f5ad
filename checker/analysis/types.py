"""The types of a program and how they relate, after Soufflé's ``TypeSystem``.

A type stands by its name for the set of its values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from checker.analysis.program import Primitive

TypeNames: TypeAlias = tuple[str, ...]
"""Types of which a value has at least one; none where no value is possible. More than one only
where two unions meet."""

PRIMITIVES: Final[Mapping[str, Primitive]] = {str(each): each for each in Primitive}


@dataclass(frozen=True, slots=True)
class Type:
    """A type with its aliases and unions resolved.

    ``supertypes`` holds the type itself and all above it. ``members`` are the types of a union
    that are no unions; other types have none. ``entity`` is the kind of entity that values
    identify, with the attributes that a message may ask of it. ``names`` is the type by name.
    """

    name: str
    primitive: Primitive
    supertypes: frozenset[str]
    members: tuple[str, ...]
    entity: str | None
    attributes: tuple[str, ...]
    names: TypeNames


class Types:
    """All types of a program by name; an alias gives the type that it stands for.

    A type that is declared but could not be made sense of is there as None.
    """

    def __init__(self) -> None:
        self._types: dict[str, Type | None] = {}
        self._by_own_name: dict[str, Type] = {}
        self._meets: dict[tuple[TypeNames, TypeNames], TypeNames] = {}
        for name, primitive in PRIMITIVES.items():
            self.add(name, Type(name, primitive, frozenset((name,)), (), None, (), (name,)))

    def add(self, name: str, resolved: Type | None) -> None:
        self._types[name] = resolved
        if resolved is not None:
            self._by_own_name[resolved.name] = resolved

    def __contains__(self, name: str) -> bool:
        return name in self._types

    def __iter__(self) -> Iterator[str]:
        return iter(self._types)

    def get(self, name: str) -> Type | None:
        return self._types.get(name)

    def is_subtype(self, name: str, other: str) -> bool:
        """Whether every value of the one type is a value of the other."""
        if name == other:
            return True
        one, two = self._by_own_name[name], self._by_own_name[other]
        if one.members:
            return all(self.is_subtype(member, other) for member in one.members)
        return other in one.supertypes or any(member in one.supertypes for member in two.members)

    def meet(self, one: TypeNames, other: TypeNames) -> TypeNames:
        """The widest types whose values belong to both."""
        if one == other:
            return one
        known = self._meets.get((one, other))
        if known is None:
            met = {name for a in one for b in other for name in self._meet_of_two(a, b)}
            known = self._meets[one, other] = tuple(sorted(met))
        return known

    def _meet_of_two(self, one: str, other: str) -> TypeNames:
        if self.is_subtype(one, other):
            return (one,)
        if self.is_subtype(other, one):
            return (other,)
        if not self._by_own_name[other].members:
            return ()
        members = self._by_own_name[one].members
        return tuple(member for member in members if self.is_subtype(member, other))
