"""A report whose every text tries to get out of the format that it stands in."""

from __future__ import annotations

from hypothesis import strategies as st

from checker.findings import Report
from tests.findings.hand_made import agent, claim, corpus, document, report_of, rule

TEXTS = st.one_of(
    st.sampled_from(
        [
            "=1+1",
            "@SUM(A1)",
            "</failure><x>",
            "]]>",
            "<script>alert(1)</script>",
            "| a | b |",
            "```\n# heading\n```",
            "[link](javascript:alert(1))",
            "{0} [a](1) \\[",
            "@somebody #1 GH-1",
            '"quoted", \r\n next',
            "\u202eright to left",
            "\ud800",
            "\x00\x1b[31m\x0b",
            "\ufffe",
        ]
    ),
    st.text(st.characters(exclude_characters="\r"), min_size=1, max_size=40),
)
"""Texts as documents may hold them, lone surrogates and control characters among them."""


def report_with(quote: str, other: str, name: str) -> Report:
    """A report in which these are the quotes of two claims and the name of a speaker."""
    page = document("page", f"x {quote} y {other} z", path=f"{name.replace('/', '')}.txt")
    facts = corpus(
        page,
        claim("a", page, quote, source=name, voice="direct", cue=other),
        claim("b", page, other, source=other, voice="indirect"),
        agent("kyiv", name),
    )
    return report_of(
        facts,
        rule("numbers/conflict", "a: ClaimId, b: ClaimId, n: symbol", "{a} against {b}: {n}"),
        rule("identity/twice", "who: AgentId", "{who} has two ids", advice=""),
        numbers_conflict=[("a", "b", name)],
        identity_twice=[("kyiv",)],
    )
