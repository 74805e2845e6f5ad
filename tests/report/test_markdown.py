"""Markdown: a comment on GitHub that shows what documents say, and obeys none of it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from checker.auditing import Examined, audit
from checker.report import Sources, render_markdown
from checker.report.markdown import escaped
from checker.tracking import Accepted, Suppress, track
from tests.findings.hand_made import a_report, claim, corpus, document, program, report_of, rule
from tests.golden.audits import DOSSIER, ROOT, SEED
from tests.report.hostile import TEXTS, report_with
from tests.tracking.support import gone

READER = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")


def html(text: str) -> str:
    """The Markdown as a reader of GitHub's kind shows it."""
    return str(READER.render(text))


def test_a_table_shows_every_finding() -> None:
    page = html(render_markdown(a_report()))
    assert page.count("<tr>") == 1 + len(a_report().findings)
    assert (
        "<tr>\n<td><strong>error</strong></td>\n<td><code>numbers/conflict</code></td>\n"
        "<td><code>page.txt:4:11</code></td>\n<td>Kyiv says 3 died; Moscow says Пять</td>" in page
    )


def test_the_evidence_is_folded_below() -> None:
    page = html(render_markdown(a_report()))
    assert page.count("<details>") == page.count("</details>") == len(a_report().findings)
    assert "<blockquote>\n<p>3 died</p>\n</blockquote>" in page
    assert "<em>Advice:</em> Ask." in page


def test_marks_against_a_baseline_and_absent_findings_are_shown() -> None:
    tracked = track(
        a_report(),
        suppressions=[Suppress("why", "checker.toml", 1, 1, rule="editorial")],
        baseline=Accepted("b", (gone("0" * 16, "x/lost", "it is gone"),)),
        today=date(2026, 1, 1),
    )
    text = render_markdown(tracked)
    assert "| **error**, new | `numbers/conflict` |" in text
    assert "| ~~warning~~ suppressed | `editorial/loaded` |" in text
    assert "- `x/lost` it is gone" in text


def test_it_fits_into_a_comment_and_says_what_did_not() -> None:
    report = DOSSIER.report()
    assert len(render_markdown(report)) < 65_536
    assert "did not fit" in render_markdown(report)
    assert "did not fit" not in render_markdown(report, room=1_000_000)
    short = render_markdown(report, room=3_000)
    assert len(short) < 3_300
    assert "more findings did not fit here, nor did the evidence" in short


def test_proofs_are_folded_into_the_evidence_the_worst_first_as_many_as_fit() -> None:
    seen: list[Examined] = []
    report = audit(SEED.facts, root=ROOT, watch=seen.append)
    (examined,) = seen
    sources = Sources(examined.program, examined.corpus, examined.evaluation.relations)
    text = render_markdown(report, sources, room=1_000_000)
    assert text.count("<summary>Proof</summary>") == len(report.findings)
    page = html(text)
    assert page.count('<pre><code class="language-text">') == len(report.findings)
    assert page.count("<details>") == page.count("</details>") == 2 * len(report.findings)
    assert "Proof" not in render_markdown(report, sources, room=8_000)
    bare = len(render_markdown(report, room=1_000_000))
    some = render_markdown(report, sources, room=bare + 8_000)
    assert 0 < some.count("<summary>Proof</summary>") < len(report.findings)
    assert len(some) <= bare + 8_000
    worst, *_ = (part for part in some.split("<details>\n<summary>error ")[1:])
    assert "<summary>Proof</summary>" in worst


@given(TEXTS, TEXTS, TEXTS)
def test_a_proof_that_quotes_anything_stays_code(quote, other, name) -> None:
    made = rule("x/y", "c: ClaimId, n: symbol", "m")
    page = document("page", f"x {quote} y {other} z")
    facts = corpus(page, claim("c", page, quote, source=other, voice="direct", cue=name))
    rows = {"x_y": [("c", name)]}
    text = render_markdown(report_of(facts, made, **rows), Sources(program(made), facts, rows))
    text.encode("utf-8")
    shown = html(text)
    assert shown.count("<pre>") == shown.count("</pre>") == 1
    assert shown.count("<details>") == shown.count("</details>") == 2
    assert "<script>" not in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a *b* _c_ ~~d~~ `e` [f](g) # $x$", "a *b* _c_ ~~d~~ `e` [f](g) # $x$"),
        ("<b>&amp;</b>", "&lt;b&gt;&amp;amp;&lt;/b&gt;"),
        ("1. one", "1. one"),
        ("- one", "- one"),
        ("=", "="),
        ("# one", "# one"),
        ("two\n\nlines", "two lines"),
        ("@somebody and #12", "@\u200bsomebody and #\u200b12"),
        ("a\u202eb", "a&lt;U+202E&gt;b"),
    ],
)
def test_marks_in_a_text_are_letters(text, shown) -> None:
    assert html(escaped(text)) == f"<p>{shown}</p>\n"


@given(TEXTS, TEXTS, TEXTS)
def test_whatever_a_document_holds_the_page_keeps_its_shape(quote, other, name) -> None:
    report = report_with(quote, other, name)
    text = render_markdown(report)
    text.encode("utf-8")
    page = html(text)
    assert page.count("<tr>") == 1 + len(report.findings)
    assert page.count("<td>") == 4 * len(report.findings)
    assert page.count("<details>") == page.count("</details>") == len(report.findings)
    allowed = "h2 h3 table thead tbody tr th td strong em code s details summary ul li p blockquote"
    assert set(re.findall(r"</?([a-zA-Z][\w-]*)", page)) <= set(allowed.split())
