"""The pages that the tests look at."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from checker import audit
from checker.analysis.program import Severity
from checker.auditing import Examined
from checker.facts import load_corpus
from checker.findings import Finding, Report, Suppression
from checker.findings.proof import ProofRecord
from checker.report import Sources, render_html
from checker.report.html.page import page as written
from checker.report.sources import MOST_PROOFS
from tests.findings.hand_made import (
    Corpus,
    Document,
    Entity,
    agent,
    claim,
    corpus,
    document,
    report_of,
    rule,
)

ROOT = Path(__file__).parents[2]

HOSTILE = (
    "</script><script>window.ran = 1</script>"
    "<img src=x onerror='window.ran = 2'>"
    "\"'><svg onload=window.ran=3>"
    "<!-- {{data}} {{script}} ]]> &lt;b&gt; &amp; javascript:window.ran=4"
)
OVERRIDE = "\u202efdp.exe\u202c and \u2067left open"
LONG_WORD = "w" * 100_000

PROOF = {
    "height": 2,
    "steps": [
        {
            "relation": "disputes_contested",
            "row": ["c1", "c2"],
            "height": 2,
            "by": "rule",
            "rule": {
                "path": "rules/<b>.dl",
                "line": 3,
                "column": 1,
                "text": "contested(a, b) :- claim(a), !denied(b), 1 < 2.",
            },
            "substitution": {"a": "c1", "b": "c2"},
            "premises": [
                {"kind": "row", "step": 1},
                {"kind": "absent", "relation": "denied", "row": ["c2", None]},
                {"kind": "comparison", "op": "<", "left": 1, "right": "Infinity"},
                {"kind": "value", "variable": "n", "value": HOSTILE},
                {
                    "kind": "aggregate",
                    "op": "count",
                    "variable": "n",
                    "value": 1,
                    "total": 1,
                    "answers": [[{"relation": "claim", "row": ["c1"]}]],
                },
            ],
        },
        {
            "relation": "claim",
            "row": ["hostile", "page", "speaker", "direct", "report"],
            "height": 0,
            "by": "fact",
        },
    ],
}
"""As `checker.proofs.proof_to_json` writes one."""


@cache
def real(folder: str) -> tuple[Report, str]:
    """The report and the page of facts in this repository."""
    seen: list[Examined] = []
    report = audit(ROOT / "facts" / folder, root=ROOT, watch=seen.append)
    (examined,) = seen
    sources = Sources(examined.program, examined.corpus, examined.evaluation.relations)
    return report, render_html(report, sources)


@cache
def hostile() -> tuple[Report, str]:
    """A corpus in which every text attacks the page, or the eyes of whoever reads it."""
    text = f"{HOSTILE}\n\n{OVERRIDE}\n\nשלום {LONG_WORD} end\n\nnul \x00 escape \x1b half \ud800.\n"
    page = replace(document("page", text, path=f"seeds/{HOSTILE}.txt"), title=f"T {HOSTILE}")
    said = [
        claim("hostile", page, HOSTILE, source=HOSTILE, voice="direct", cue=HOSTILE),
        claim("override", page, OVERRIDE, source="مصدر", voice="indirect", cue="said"),
        claim("long", page, LONG_WORD, source="Somebody", voice="direct"),
        claim("half", page, "\ud800."),
    ]
    facts = with_relations(
        corpus(page, *said, agent("speaker", HOSTILE)),
        claim=[
            ("hostile", "page", "speaker", "direct", "report"),
            ("override", "page", HOSTILE, "indirect", "report"),
            ("long", "page", "speaker", "direct", "report"),
        ],
        agent=[("speaker", HOSTILE, "person")],
        agent_side=[("speaker", HOSTILE)],
        document=[("page", page.title, "speaker", HOSTILE, "en")],
        stance=[("hostile", "speaker", "denies", "override")],
    )
    report = report_of(
        facts,
        rule(
            "disputes/contested",
            "a: ClaimId, b: ClaimId",
            "{a.source} says {a}; {b.source}: {b}",
            severity=Severity.ERROR,
            advice=HOSTILE,
        ),
        rule("editorial/half", "a: ClaimId", "{a}"),
        disputes_contested=[("hostile", "override"), ("long", "hostile")],
        editorial_half=[("half",)],
    )
    proofs = {report.findings[0].fingerprint: PROOF}
    return report, written(report, facts, proofs)


@cache
def large(findings: int = 10_000, text: int = 1_000_000) -> tuple[Report, str]:
    """Many findings on a long text."""
    each = text // findings
    sentences = [
        f"Sentence {number} says that {number % 97} came.".ljust(each - 1)
        for number in range(findings)
    ]
    breaks = ["\n" if number % 8 == 7 else " " for number in range(findings)]
    page = document("page", "".join(map("".join, zip(sentences, breaks, strict=True))))
    said = [
        Entity(
            "claim",
            f"c{number}",
            anchor(page, number * each, number * each + len(sentence.rstrip())),
            {
                "quote": sentence.rstrip(),
                "source": f"Speaker {number % 40}",
                "voice": "direct" if number % 3 else "indirect",
                "cue": "said",
            },
        )
        for number, sentence in enumerate(sentences)
    ]
    facts = with_relations(
        corpus(page, *said),
        claim=[
            (
                f"c{number}",
                "page",
                f"s{number % 40}",
                "direct" if number % 3 else "indirect",
                "report",
            )
            for number in range(findings)
        ],
        agent=[(f"s{number}", f"Speaker {number}", "person") for number in range(40)],
    )
    rules = [
        rule(
            f"numbers/rule-{number}",
            "a: ClaimId, b: ClaimId",
            "{a.source}: {a}; {b.source}: {b}",
            severity=tuple(Severity)[number % 3],
        )
        for number in range(10)
    ]
    rows = {
        f"numbers_rule-{rank}": [
            (f"c{number}", f"c{(number + 1) % findings}") for number in range(rank, findings, 10)
        ]
        for rank in range(10)
    }
    report = report_of(facts, *rules, **rows)
    proofs = {one.fingerprint: _conflict(one) for one in report.findings[:MOST_PROOFS]}
    return report, written(report, facts, proofs)


def _conflict(finding: Finding) -> ProofRecord:
    """A proof of the size that a conflict of two figures has."""
    a, b = map(str, finding.row.values())
    claims = [fact for fact in ("claim", "quantity", "claim_scope") for _ in (a, b)]
    return {
        "height": 1,
        "steps": [
            {
                "relation": finding.rule,
                "row": [a, b],
                "height": 1,
                "by": "rule",
                "rule": {
                    "path": "rules/x.dl",
                    "line": 1,
                    "column": 1,
                    "text": "x(a, b) :- y. " * 9,
                },
                "substitution": {"a": a, "b": b},
                "premises": [{"kind": "row", "step": number} for number in range(1, 7)],
            },
            *(
                {
                    "relation": name,
                    "row": [(a, b)[number % 2], "page", "s1", "direct", "report"],
                    "height": 0,
                    "by": "fact",
                }
                for number, name in enumerate(claims)
            ),
        ],
    }


@cache
def tracked() -> tuple[Report, str]:
    """Findings of which one is suppressed."""
    report, _ = real("istanbul-talks")
    why = Suppression(reason="<i>Known</i>", expires="2026-01-31", path="checker.toml", line=3)
    first, *others = report.findings
    changed = report.model_copy(
        update={"findings": (first.model_copy(update={"suppression": why}), *others)}
    )
    facts = load_corpus([ROOT / "facts" / "istanbul-talks"], root=ROOT)
    return changed, written(changed, facts, {})


def with_relations(facts: Corpus, **relations: list[tuple[str | int | float, ...]]) -> Corpus:
    return replace(facts, relations={name: tuple(rows) for name, rows in relations.items()})


def anchor(of: Document, start: int, end: int):
    from tests.findings.hand_made import Anchor

    return Anchor(of.id, start, end)
