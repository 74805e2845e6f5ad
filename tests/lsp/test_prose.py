"""Texts of others in Markdown: nothing in them reaches out."""

from __future__ import annotations

import pytest
from lsprotocol import types

from checker.lsp.prose import plain, prose
from tests.lsp.editing import Editor

PICTURE = "![x](https://example.org/who-reads-this.png)"
HTML = "<img src='https://example.org/who-reads-this.png'>"


def test_in_prose_code_and_emphasis_stay_and_what_reaches_out_does_not() -> None:
    assert prose("*two* of `a[0] <: b`") == "*two* of `a[0] <: b`"
    assert prose(PICTURE) == r"\!\[x\](https://example.org/who-reads-this.png)"
    assert prose(f"`{PICTURE}") == r"`\!\[x\](https://example.org/who-reads-this.png)"
    assert prose(HTML).startswith(r"\<img")


def test_no_sign_of_a_quoted_text_is_markdown() -> None:
    assert plain("# a\n`b` [c](d)") == r"\# a \`b\` \[c\]\(d\)"


@pytest.mark.asyncio(loop_scope="session")
async def test_hovers_load_nothing(editor: Editor) -> None:
    rules = (
        f"/**\n * {PICTURE} {HTML}\n *\n * a  {PICTURE}\n * @tags {PICTURE}\n */\n"
        ".decl p|^|(a: symbol)\n"
    )
    assert live(await editor.hover("rules/own.dl", rules)) == []
    facts = (
        "checker: 1\n"
        f"agents:\n  - {{id: mal, name: '{PICTURE}{HTML.replace(chr(39), '')}', kind: person}}\n"
        "events:\n  - {id: e, name: e, participants: [{agent: m|^|al}]}\n"
    )
    shown = await editor.hover("facts/harbour-tram.yaml", facts)
    assert "who\\-reads" in shown or "who-reads" in shown
    assert live(shown) == []
    items = await editor.items("rules/own.dl", rules.replace("|^|", "") + "p(x) :- |^|\n")
    (own,) = [item for item in items if item.label == "p"]
    assert isinstance(own.documentation, types.MarkupContent)
    assert live(own.documentation.value) == []


def live(text: str) -> list[str]:
    """The beginnings of pictures, links and HTML that are not written as letters."""
    return [
        text[at : at + 20]
        for at, sign in enumerate(text)
        if sign in "[<" and (at == 0 or text[at - 1] != "\\")
    ]
