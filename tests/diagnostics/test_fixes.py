"""Mends that a machine makes: each of them takes its fault away."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from checker.analysis import analyse
from checker.authoring.explain import examples
from checker.diagnostics import Diagnostic, DiagnosticError, Fix, Source
from checker.facts import corpus_from_bundle
from checker.language import parse
from tests.facts.support import CLAIM, HEAD

NEAR = """
.type ClaimId <: symbol
/**
 * Two.
 *
 * @id       own/two
 * @severity eror
 * @message  {clam}
 */
.decl two(claim: ClaimIt)
two(claim) :- claims(claim).
.decl claim(claim: ClaimId)
"""

EXAMPLES = {"near names": NEAR} | {
    code: example.files["rules.dl"]
    for code, example in examples().items()
    if set(example.files) == {"rules.dl"}
}

FACTS = {
    "an unknown field": HEAD + CLAIM.replace("voice:", "voize:"),
    "a word beside the vocabulary": HEAD + CLAIM.replace("report", "reprt"),
    "a word in quotes": HEAD + CLAIM.replace("report", '"reprt"'),
    "an id that nothing has": HEAD + CLAIM.replace("document: d", "document: D"),
    "no version": (HEAD + CLAIM).removeprefix("checker: 1\n"),
    "a passage that the document has otherwise": HEAD + CLAIM.replace("Three men", "Three man"),
}


@pytest.mark.parametrize("code", EXAMPLES)
def test_each_fix_of_rules_takes_its_fault_away(code: str) -> None:
    text = EXAMPLES[code]
    before = rule_faults(text)
    for fault in before:
        for fix in fault.fixes:
            after = rule_faults(applied(fix, text))
            assert same(after)[fault.code] < same(before)[fault.code], fix


def test_the_plain_faults_of_rules_have_fixes() -> None:
    fixed = {fault.code for text in EXAMPLES.values() for fault in rule_faults(text) if fault.fixes}
    plain = "CHK102 CHK104 CHK111 CHK112 CHK115 CHK201 CHK207 CHK255 CHK257 CHK290"
    assert fixed >= set(plain.split()), fixed


@pytest.mark.parametrize("text", FACTS.values(), ids=FACTS)
def test_each_fix_of_facts_takes_its_fault_away(text: str) -> None:
    before = fact_faults(text)
    assert any(fault.fixes for fault in before)
    for fault in before:
        for fix in fault.fixes:
            assert same(fact_faults(applied(fix, text)))[fault.code] < same(before)[fault.code]


def rule_faults(text: str) -> tuple[Diagnostic, ...]:
    parsed = parse(Source("rules.dl", text))
    return (*parsed.diagnostics, *analyse([parsed.file]).diagnostics)


def fact_faults(text: str) -> tuple[Diagnostic, ...]:
    try:
        corpus_from_bundle(text, "facts.yaml", root=Path(__file__).parent)
    except DiagnosticError as error:
        return error.diagnostics
    return ()


def same(faults: tuple[Diagnostic, ...]) -> Counter[str]:
    return Counter(fault.code for fault in faults)


def applied(fix: Fix, text: str) -> str:
    for edit in sorted(fix.edits, key=lambda edit: -edit.span.start):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text
