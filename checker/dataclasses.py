"""``dataclass``, made in a fifth of the time.

Before Python 3.13 the standard library compiles up to six methods for each dataclass. An audit
imports so many of them that this took longer than reading an article's facts. Here only
``__init__`` is compiled, once for all classes of the same shape, and the other methods are shared
functions that go by the fields; what they do is what the standard library's do. Modules that
every audit imports take the decorator from here; type checkers see the standard library's.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, FrozenInstanceError, fields
from dataclasses import dataclass as standard
from functools import cache, partial
from operator import attrgetter
from types import CodeType, FunctionType, MemberDescriptorType
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
        """As :func:`dataclasses.dataclass`."""
        return partial(_complete, frozen=frozen, slots=slots)


def _complete(bare: type[_Class], *, frozen: bool, slots: bool) -> type[_Class]:
    if not bare.__doc__:  # or else the standard library writes the signature out, which takes long
        bare.__doc__ = bare.__name__
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
    methods: dict[str, object] = {
        "__init__": _init(every, made),
        "__eq__": equal,
        "__hash__": hashed if frozen else None,
        "__repr__": represent,
        "__reduce__": reduce,
    }
    if frozen:
        methods |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
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


def _init(every: tuple[Field[object], ...], made: type[object]) -> FunctionType:
    """``__init__``: the one method whose time counts in a run, and thus compiled."""
    known: dict[str, object] = {"_set": object.__setattr__}
    defaults: list[object] = []
    shape: list[tuple[bool, bool]] = []
    for number, field in enumerate(every):
        slot = getattr(made, field.name, None)
        setter = slot.__set__ if isinstance(slot, MemberDescriptorType) else None
        known[f"_{number}"] = setter or field.name
        has_factory = field.default_factory is not MISSING
        if has_factory:
            known[f"_make_{number}"] = field.default_factory
            defaults.append(object.__setattr__)  # nobody gives that as a value
        elif field.default is not MISSING:
            defaults.append(field.default)
        elif defaults:
            raise TypeError(f"non-default argument {field.name!r} follows default argument")
        shape.append((setter is not None, has_factory))
    code = _code_of_init(tuple(shape)).replace(
        co_varnames=("self", *[field.name for field in every])
    )
    return FunctionType(code, known, "__init__", tuple(defaults))


@cache
def _code_of_init(shape: tuple[tuple[bool, bool], ...]) -> CodeType:
    """The code for fields that have a slot or not, and a default factory or not. It calls its
    parameters by their numbers."""
    lines = []
    for number, (has_slot, has_factory) in enumerate(shape):
        value = f"p{number}"
        if has_factory:
            value = f"_make_{number}() if {value} is _set else {value}"
        # A slot's own descriptor sets it in half the time.
        lines.append(
            f" _{number}(self, {value})" if has_slot else f" _set(self, _{number}, {value})"
        )
    parameters = "".join(f", p{number}" for number in range(len(shape)))
    written: dict[str, FunctionType] = {}
    exec(f"def __init__(self{parameters}):\n" + "\n".join(lines or [" pass"]), {}, written)
    return written["__init__"].__code__


def _refuse_to_set(self: object, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")
