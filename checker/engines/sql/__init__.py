"""From analysed rules to SQL: the plan that the engines on databases share.

A relation is a table with the columns ``c0``, ``c1``, ...; a functor is a function of the
database (:func:`function_name`), which each engine defines so that it gives what
:mod:`checker.engines.functors` gives, and NULL where there is no value. A rule is one query,
built as a tree of expressions; values reach the database as parameters, never as text.
"""

from checker.engines.sql.bodies import Guard, call, refuse
from checker.engines.sql.functions import functions_of
from checker.engines.sql.names import (
    COLUMN_TYPES,
    PRESENT,
    column_names,
    column_type,
    function_name,
    list_type,
)
from checker.engines.sql.reference import ReferenceFunction, reference_function, reference_functions
from checker.engines.sql.rules import (
    RuleQuery,
    compile_rule,
    compile_together,
    counted_relations,
    linear_closure,
    without,
)

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
    "reference_function",
    "reference_functions",
    "refuse",
    "without",
]
