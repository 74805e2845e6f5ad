"""Suites of programs with the answers that they must have, in the layout of Soufflé's own tests.

:mod:`.cases` finds the cases, :mod:`.trial` runs one on an engine and judges it, :mod:`.answers`
compares rows.
"""

from checker.conformance.cases import Case, find_cases
from checker.conformance.trial import FAILURES, Outcome, Verdict, try_case

__all__ = ["FAILURES", "Case", "Outcome", "Verdict", "find_cases", "try_case"]
