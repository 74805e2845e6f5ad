"""From analysed rules to SQL: the plan that the engines on databases share.

A relation is a table with the columns ``c0``, ``c1``, ...; a functor is a function of the
database (:func:`function_name`), which each engine defines so that it gives what
:mod:`checker.engines.functors` gives, and NULL where there is no value. A rule is one query,
built as a tree of expressions; values reach the database as parameters, never as text.

Names are imported when they are first asked for: to import the builder of expressions takes
longer than many a run, and a run whose statements are kept has no use for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checker.engines.sql.bodies import Guard, call
    from checker.engines.sql.functions import counted_relations, functions_of, written_symbols
    from checker.engines.sql.names import (
        COLUMN_TYPES,
        PRESENT,
        column_names,
        function_name,
        primitives_of,
    )
    from checker.engines.sql.reference import (
        ReferenceFunction,
        reference_function,
        reference_functions,
    )
    from checker.engines.sql.refusal import refuse
    from checker.engines.sql.rules import (
        RuleQuery,
        compile_rule,
        compile_together,
        linear_closure,
        without,
    )
    from checker.engines.sql.types import column_type, list_type

__all__ = [
    "COLUMN_TYPES",
    "PRESENT",
    "Guard",
    "ReferenceFunction",
    "RuleQuery",
    "call",
    "column_names",
    "column_type",
    "compile_rule",
    "compile_together",
    "counted_relations",
    "function_name",
    "functions_of",
    "linear_closure",
    "list_type",
    "primitives_of",
    "reference_function",
    "reference_functions",
    "refuse",
    "without",
    "written_symbols",
]

_HOMES = {
    "COLUMN_TYPES": "names",
    "PRESENT": "names",
    "Guard": "bodies",
    "ReferenceFunction": "reference",
    "RuleQuery": "rules",
    "call": "bodies",
    "column_names": "names",
    "column_type": "types",
    "compile_rule": "rules",
    "compile_together": "rules",
    "counted_relations": "functions",
    "function_name": "names",
    "functions_of": "functions",
    "linear_closure": "rules",
    "list_type": "types",
    "primitives_of": "names",
    "reference_function": "reference",
    "reference_functions": "reference",
    "refuse": "refusal",
    "without": "rules",
    "written_symbols": "functions",
}
"""The module that each name lives in."""


def __getattr__(name: str) -> object:
    """Import a name from its home (PEP 562) and keep it."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(f"{__name__}.{home}"), name)
    return value
