"""``dataclass(frozen=True)``, made in a quarter of the time.

Before Python 3.13 the standard library compiles six methods for each frozen dataclass. An audit
imports so many of them that this took longer than reading an article's facts. Here only
``__init__`` is compiled, and the other methods are shared functions that go by the fields; what
they do is what the standard library's do. Modules that every audit imports take the decorator
from here; type checkers see the standard library's.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, FrozenInstanceError, fields
from dataclasses import dataclass as standard
from functools import partial
from operator import attrgetter
from types import MemberDescriptorType
from typing import TYPE_CHECKING, NoReturn, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass as dataclass

    from _typeshed import DataclassInstance

_Class = TypeVar("_Class")


if not TYPE_CHECKING:

    def dataclass(
        *, frozen: bool = False, slots: bool = False
    ) -> Callable[[type[_Class]], type[_Class]]:
        """As :func:`dataclasses.dataclass`, which makes those that are not frozen."""
        return partial(_complete, slots=slots) if frozen else standard(slots=slots)


def _complete(bare: type[_Class], *, slots: bool) -> type[_Class]:
    made = standard(init=False, repr=False, eq=False, slots=slots)(bare)
    every = fields(cast("type[DataclassInstance]", made))
    compared = _values([field.name for field in every if field.compare])
    shown = [field.name for field in every if field.repr]

    def equal(self: object, other: object) -> object:
        if other.__class__ is self.__class__:
            return compared(self) == compared(other)
        return NotImplemented

    def hashed(self: object) -> int:
        return hash(compared(self))

    def represent(self: object) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{self.__class__.__qualname__}({values})"

    def reduce(self: object) -> tuple[type, tuple[object, ...]]:
        return self.__class__, everything(self)

    everything = _values([field.name for field in every])
    methods = {
        "__init__": _init(every, made),
        "__eq__": equal,
        "__hash__": hashed,
        "__repr__": represent,
        "__reduce__": reduce,
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
    }
    written = {name for name, value in vars(bare).items() if value is not None}
    for name, method in methods.items():
        if name not in written:
            setattr(made, name, method)
    return made


def _values(names: list[str]) -> Callable[[object], tuple[object, ...]]:
    """The values of these attributes."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple([getattr(value, name) for name in names])


def _init(every: tuple[Field[object], ...], made: type[object]) -> Callable[..., None]:
    """``__init__``: the one method whose time counts in a run, and thus compiled."""
    known: dict[str, object] = {"_set": object.__setattr__}
    parameters, lines = ["self"], []
    for field in every:
        name, value = field.name, field.name
        slot = getattr(made, name, None)
        if field.default is not MISSING:
            known[f"_default_{name}"] = field.default
            parameters.append(f"{name}=_default_{name}")
        elif field.default_factory is not MISSING:
            known[f"_default_{name}"] = field.default_factory
            parameters.append(f"{name}=_set")
            value = f"_default_{name}() if {name} is _set else {name}"
        else:
            parameters.append(name)
        if isinstance(slot, MemberDescriptorType):  # sets in half the time
            known[f"_set_{name}"] = slot.__set__
            lines.append(f" _set_{name}(self, {value})")
        else:
            lines.append(f" _set(self, {name!r}, {value})")
    written: dict[str, Callable[..., None]] = {}
    text = f"def __init__({', '.join(parameters)}):\n" + "\n".join(lines or [" pass"])
    exec(text, known, written)
    return written["__init__"]


def _refuse_to_set(self: object, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")
