"""What is compared starts from what two figures have in common."""

from __future__ import annotations

import pytest

from checker.analysis import analyse, restrict
from checker.engines import engine
from checker.language import load
from checker.resources import packs_dir

EVENTS = 300


def program():
    root = packs_dir()
    analysis = analyse(load([root / "numbers.dl"], include_dirs=[root], root=root).files)
    assert analysis.program is not None
    return restrict(analysis.program, ["conflicting_amounts", "compared"])


def archive(scope):
    """Two figures of one measure for each of many events, periods, places ..."""
    facts = {"claim": set(), "quantity": set(), "quantity_aggregation": set()}
    for number in range(2 * EVENTS):
        claim, figure = f"c{number}", f"q{number}"
        source = f"s{number % 2}"
        facts["claim"].add((claim, f"d{number}", source, "indirect", "report"))
        facts["quantity"].add((figure, claim, "killed", float(number), float(number), "1"))
        for name, row in scope(claim, f"x{number // 2}"):
            facts.setdefault(name, set()).add(row)
    return facts


@pytest.mark.parametrize(
    "scope",
    [
        lambda claim, value: [("claim_event", (claim, value))],
        lambda claim, value: [("claim_scope", (claim, "period", value))],
        lambda claim, value: [("claim_place", (claim, value)), ("place_in", (value, f"{value}!"))],
        lambda claim, value: [
            ("claim_scope", (claim, "definition", "confirmed")),
            ("claim_event", (claim, value)),
        ],
    ],
    ids=["event", "period", "place", "event and definition"],
)
def test_figures_of_one_measure_are_not_paired_across_scopes(scope):
    found = engine("pydatalog").evaluate(program(), archive(scope)).relations

    assert len(found["conflicting_amounts"]) == EVENTS
    assert len(found["compared"]) == EVENTS
