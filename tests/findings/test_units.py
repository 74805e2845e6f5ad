"""A message gives figures with their units."""

from __future__ import annotations

import pytest

from checker.findings.units import with_unit
from tests.findings.hand_made import Entity, corpus, report_of, rule


@pytest.mark.parametrize(
    ("amount", "unit", "shown"),
    [
        ("62", "[ft_i]", "62 ft"),
        ("62", "m", "62 m"),
        ("at least 20", "%", "at least 20%"),
        ("4,000", "EUR", "4,000 EUR"),
        ("4,000", "EUR/{person}", "4,000 EUR per person"),
        ("7", "1/{household}", "7 per household"),
        ("339", "{person}", "339"),
        ("339", "1", "339"),
        ("339", "", "339"),
        ("5", "[ft_us]", "5 [ft_us]"),
    ],
)
def test_an_amount_has_its_unit_where_it_is_no_bare_count(amount, unit, shown) -> None:
    assert with_unit(amount, unit) == shown


def message(text: str, unit: str = "[ft_i]") -> str:
    values = {"amount": "62", "measure": "length", "unit": unit}
    facts = corpus(Entity("quantity", "q", None, values))
    made = rule("x/y", "q: QuantityId", text)
    return report_of(facts, made, x_y=[("q",)]).findings[0].message


def test_a_message_carries_the_unit_of_an_amount() -> None:
    assert message("{q.measure}: {q.amount}") == "length: 62 ft"
    assert message("{q}") == "62 ft"
    assert message("{q}", "{person}") == "62"


def test_a_message_that_names_the_unit_has_it_once() -> None:
    assert message("{q.amount} in {q.unit}") == "62 in ft"
    assert message("{q.amount} in {q.unit}", "{person}") == "62 in {person}"


def test_a_quantity_that_the_corpus_lacks_is_called_by_its_id() -> None:
    made = rule("x/y", "q: QuantityId", "{q.amount} and {q.unit}")
    assert report_of(corpus(), made, x_y=[("gone",)]).findings[0].message == "gone and gone"
