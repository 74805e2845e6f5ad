"""Trees changed all over: renamed variables, in rule files and in rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from checker.analysis.program import Var
from checker.diagnostics import Span
from checker.language.ast import Variable

Tree = TypeVar("Tree")


def with_names(tree: Tree, change: Callable[[str], str]) -> Tree:
    """The tree with another name for each variable. Places stay as they are."""
    if isinstance(tree, Variable | Var):
        return replace(tree, name=change(tree.name))
    if isinstance(tree, tuple):
        return tuple(with_names(each, change) for each in tree)  # type: ignore[return-value]
    if not is_dataclass(tree) or isinstance(tree, Span | type):
        return tree
    changed = {
        field.name: with_names(getattr(tree, field.name), change)
        for field in fields(tree)
        if field.name != "span"
    }
    return replace(tree, **changed)
