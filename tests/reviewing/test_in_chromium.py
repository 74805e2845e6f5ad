"""The page of a review in a browser: every decision by mouse and by key, and what it leaves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.axe import axe
from tests.browser.chromium import Page, browser, find_chromium
from tests.reviewing.serving import served
from tests.reviewing.test_session import FACTS

CHROMIUM = find_chromium()
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine (Debian: apt-get install chromium)"
)
HOSTILE = "<script>document.title = 'owned'</script> 🛑 <b>\u202egnp.exe</b>"


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    assert CHROMIUM is not None
    with browser(CHROMIUM) as page:
        page.resize(1280, 800)
        yield page


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.yaml"
    path.write_text(FACTS)
    return path


def claim(page: Page, name: str) -> None:
    page.until(f"document.getElementById('claim').textContent === {json.dumps(name)}")


def test_claims_are_accepted_corrected_and_rejected(page: Page, facts: Path, tmp_path: Path):
    with served(facts) as server:
        page.visit(server.url)
        claim(page, "c-hurt")
        assert page.texts("mark.current") == ["40 people were hurt"]
        assert page.texts("#progress") == ["0 of 3 claims decided"]
        page.click("#accept")
        claim(page, "c-denial")

        page.click("#correct")
        page.run(
            "(() => { const mark = document.querySelector('mark.current');"
            " const range = document.createRange();"
            " range.setStart(mark.firstChild, 4); range.setEnd(mark.firstChild, 17);"
            " getSelection().removeAllRanges(); getSelection().addRange(range); })()"
        )
        page.click("#take")
        page.screenshot(tmp_path / "correct.png")
        page.click("#save")
        claim(page, "c-failure")
        assert page.texts("#progress") == ["2 of 3 claims decided"]

        page.press("r")
        page.until("document.querySelectorAll('mark').length === 2")
        assert page.texts("#progress") == ["2 of 2 claims decided"]
        assert page.complaints == []
    text = facts.read_text()
    assert 'span: "clinic denied"' in text
    assert "decision: corrected" in text
    assert "claim: c-failure" in text[text.index("rejected:") :]


def test_what_is_wrong_is_said_and_keys_in_a_field_are_letters(page: Page, facts: Path):
    with served(facts) as server:
        page.visit(server.url)
        claim(page, "c-hurt")
        page.press("c")
        page.run("document.getElementById('record').value = 'id: c-hurt\\nspan: '")
        page.run("document.getElementById('record').focus()")
        page.press("r")
        page.click("#save")
        page.until("!document.getElementById('faults').hidden")
        assert "facts.yaml" in page.texts("#faults")[0]
        assert facts.read_text() == FACTS


def test_keys_move_between_claims_and_decided_ones_can_be_left_out(page: Page, facts: Path):
    with served(facts) as server:
        page.visit(server.url)
        claim(page, "c-hurt")
        page.press("a")
        claim(page, "c-denial")
        page.press("k")
        claim(page, "c-hurt")
        page.press("j")
        page.click("#open-only")
        page.press("k")
        claim(page, "c-denial")


def test_a_hostile_document_is_shown_as_the_text_that_it_is(page: Page, facts: Path):
    facts.write_text(
        FACTS.replace("Critics called", f"{HOSTILE} Critics called").replace(
            "name: The mayor", 'name: "<img src=x onerror=alert(1)> The mayor"'
        )
    )
    with served(facts) as server:
        page.visit(server.url)
        claim(page, "c-hurt")
        assert HOSTILE in page.run("document.querySelector('.text').textContent")
        assert page.run("document.title") == "Review of extracted claims"
        assert page.run("document.images.length") == 0
        page.press("j")
        page.press("j")
        claim(page, "c-failure")
        assert page.texts("mark.current") == ["called it a failure"]  # after an astral character
        assert page.complaints == []


def test_without_the_token_the_page_says_what_to_open(page: Page, facts: Path):
    with served(facts) as server:
        page.visit(server.url.partition("#")[0])
        page.until("!document.getElementById('faults').hidden")
        assert "checker review" in page.texts("#faults")[0]


@pytest.mark.skipif(axe() is None, reason="no axe-core (pip install axe-core-python)")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, facts: Path, scheme: str):
    page.media(prefers_color_scheme=scheme)
    # The policy forbids what axe does to look at a page.
    page.call("Page.setBypassCSP", enabled=True)
    try:
        with served(facts) as server:
            page.visit(server.url)
            claim(page, "c-hurt")
            page.press("c")
            page.run(f"{axe()}; 0")
            found = page.run("axe.run().then(({violations}) => violations.map(v => v.help))")
            assert found == []
    finally:
        page.call("Page.setBypassCSP", enabled=False)
