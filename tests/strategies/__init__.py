"""Hypothesis strategies of the project.

`programs` draws a program text of the dialect together with facts for it; `positive_programs`
one without negation and aggregates. Both are small, and print as a rule file.
"""

from checker.testing.rule_programs import Example, positive_programs, programs
from tests.strategies.values import floats, numbers, symbols, unsigneds, values

__all__ = [
    "Example",
    "floats",
    "numbers",
    "positive_programs",
    "programs",
    "symbols",
    "unsigneds",
    "values",
]
