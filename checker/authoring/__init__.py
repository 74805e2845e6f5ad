"""Tests of rules: small facts, the findings expected of them, and the near misses.

A file ``NAME.test.yaml`` beside the pack ``NAME.dl`` holds a list of cases. Each one tests one
rule, strictly: a finding of that rule which the case does not expect fails it.
"""

from checker.authoring.cases import ExpectedFinding, RuleCase
from checker.authoring.holding import CaseResult, FoundFinding
from checker.authoring.reading import load_cases
from checker.authoring.running import pack_of, run_case, run_tests

__all__ = [
    "CaseResult",
    "ExpectedFinding",
    "FoundFinding",
    "RuleCase",
    "load_cases",
    "pack_of",
    "run_case",
    "run_tests",
]
