"""Every construct of the core gives the answers that its written meaning asks for.

The expected answers were derived by hand from Soufflé's documentation and from
`checker.engines.functors`, which says where Checker departs from it.
"""

from pathlib import Path

import pytest

from checker.conformance import Case, Verdict, find_cases, try_case
from checker.engines import Limits, engine

CASES = find_cases(Path(__file__).parent / "suite")


@pytest.mark.parametrize("name", ["pydatalog", "duckdb"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_gives_its_answers_to_the_last_digit(case: Case, name: str) -> None:
    outcome = try_case(case, engine(name), Limits(seconds=20))
    assert (outcome.verdict, outcome.why) == (Verdict.AGREES, "")


def test_the_suite_has_positive_cases_and_cases_that_must_be_refused() -> None:
    refused = sum(case.refused for case in CASES)
    assert refused >= 50
    assert len(CASES) - refused >= 100
