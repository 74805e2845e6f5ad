"""Rules are chosen by id, family, pattern or tag."""

from __future__ import annotations

import pytest

from checker.diagnostics import DiagnosticError
from checker.findings import choose
from tests.findings.hand_made import rule

RULES = tuple(
    rule(name, "n: number", "m", tags=tags)[0]
    for name, tags in (
        ("numbers/conflict", ("cross-source",)),
        ("numbers/parts", ()),
        ("editorial/loaded-word", ("wording",)),
        ("disputes/denied", ("cross-source",)),
    )
)


@pytest.mark.parametrize(
    ("select", "ignore", "chosen"),
    [
        ((), (), "numbers/conflict numbers/parts editorial/loaded-word disputes/denied"),
        (("numbers/parts",), (), "numbers/parts"),
        (("numbers",), (), "numbers/conflict numbers/parts"),
        (("numbers/*",), (), "numbers/conflict numbers/parts"),
        (("*/*-word",), (), "editorial/loaded-word"),
        (("*o*d*",), (), "editorial/loaded-word"),
        (("cross-source",), (), "numbers/conflict disputes/denied"),
        (("numbers", "wording"), (), "numbers/conflict numbers/parts editorial/loaded-word"),
        ((), ("numbers",), "editorial/loaded-word disputes/denied"),
        (("cross-source",), ("numbers/*",), "disputes/denied"),
    ],
)
def test_selectors_choose(select: tuple[str, ...], ignore: tuple[str, ...], chosen: str) -> None:
    assert " ".join(one.id for one in choose(RULES, select, ignore)) == chosen


@pytest.mark.parametrize(
    ("selector", "mend"),
    [
        ("numbers/conflct", "did you mean `numbers/conflict`?"),
        ("number", "did you mean `numbers`?"),
        ("cross-sauce", "did you mean `cross-source`?"),
        ("zzz", "the families are `disputes`, `editorial`, `numbers`"),
        ("", "the families are `disputes`, `editorial`, `numbers`"),
        ("numbers/conflict*x", "did you mean `numbers/conflict`?"),
    ],
)
def test_a_selector_that_means_nothing_is_an_error_with_a_mend(selector: str, mend: str) -> None:
    with pytest.raises(DiagnosticError) as caught:
        choose(RULES, select=[selector])
    (found,) = caught.value.diagnostics
    assert found.code == "CHK501"
    assert found.help == mend


def test_all_unknown_selectors_are_told_at_once() -> None:
    with pytest.raises(DiagnosticError) as caught:
        choose(RULES, select=["zzz", "numbers"], ignore=["yyy"])
    assert [one.primary.span.text for one in caught.value.diagnostics] == ["yyy", "zzz"]


def test_leaving_no_rule_is_an_error() -> None:
    with pytest.raises(DiagnosticError, match="CHK502"):
        choose(RULES, select=["numbers"], ignore=["numbers/*"])


def test_stars_may_not_share_letters() -> None:
    with pytest.raises(DiagnosticError):
        choose(RULES, select=["numbers/conflict*conflict"])
