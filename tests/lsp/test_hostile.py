"""Whatever is typed, the server stays up, answers, and writes nothing."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from lsprotocol import types

from checker.diagnostics import Source
from checker.lsp.facts.cursor import locate
from checker.lsp.rules.names import read_names
from tests.lsp.editing import SECONDS, Editor

OWN = "rules/own.dl"
FACTS = "facts/harbour-tram.yaml"

HOSTILE = {
    "nothing": "",
    "one long line": "p(" + "x, " * 20_000 + "|^|",
    "brackets": "p(" * 4_000 + "|^|",
    "line starts": "a(\n" * 4_000 + "|^|",
    "braces": "{" * 20_000 + "|^|",
    "open braces": "a: {\n" * 4_000 + "|^|",
    "dashes": "- " * 4_000 + "|^|",
    "quotes": '"' * 4_001 + "|^|",
    "an open comment": "/** @message {" + "{" * 4_000 + "|^|",
    "tags": "/**\n" + " * @id a/b\n" * 500 + "|^|*/\n.decl a(x: symbol)\n",
    "half of a pair": 'p("\ud800|^|").',
    "controls": "\x00\x1b[2J\x85\u2028\u202e|^|.decl \x0c a(x: symbol)",
    "itself": '.include "own.dl"|^|\n.include "../../../../../../etc/passwd"\n.include "/dev/zero"',
    "aliases": "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b|^|]\nchecker: 1\n",
    "colons": ": " * 4_000 + "|^|",
    "strata": ".decl a(x: symbol)\na(x) :- !a(x).|^|\n" * 50,
}


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("name", [OWN, FACTS])
async def test_every_question_about_a_hostile_text_is_answered(editor: Editor, name: str) -> None:
    before = state(editor.root)
    for text in HOSTILE.values():
        await ask_everything(editor, name, text)
    calm = (editor.root / name).read_text(encoding="utf-8")
    assert await editor.diagnostics(name, calm) == []
    assert state(editor.root) == before


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("name", [OWN, FACTS])
async def test_every_question_about_a_half_typed_text_is_answered(
    editor: Editor, name: str
) -> None:
    whole = (editor.root / name).read_text(encoding="utf-8")
    for end in range(0, len(whole), max(1, len(whole) // 8)):
        await ask_everything(editor, name, whole[:end] + "|^|")
        await ask_everything(editor, name, whole[:end] + "|^|" + whole[end + 9 :])
    assert await editor.diagnostics(name, whole) == []


@pytest.mark.asyncio(loop_scope="session")
async def test_texts_and_places_that_are_not_there_have_no_answer(editor: Editor) -> None:
    client = editor.client
    far = types.Position(10**6, 10**6)
    for uri in ("untitled:Untitled-1", editor.uri("gone.dl"), "file:///dev/zero.dl", "x.dl"):
        document = types.TextDocumentIdentifier(uri)
        assert await client.text_document_hover_async(types.HoverParams(document, far)) is None
    editor.open(OWN)
    document = types.TextDocumentIdentifier(editor.uri(OWN))
    await client.text_document_completion_async(types.CompletionParams(document, far))
    assert await client.text_document_hover_async(types.HoverParams(document, far)) is None


@pytest.mark.asyncio(loop_scope="session")
async def test_a_broken_configuration_is_taken_for_none(editor: Editor) -> None:
    (editor.root / "broken").mkdir(exist_ok=True)
    (editor.root / "broken/checker.toml").write_text("facts = [", encoding="utf-8")
    text = ".decl a(x: symbol)\na(y).\n"
    found = await editor.diagnostics("broken/a.dl", text)
    assert "CHK211" in {each.code for each in found}
    told = editor.client.diagnostics
    shown = await until(lambda: told.get(f"{editor.uri('broken/checker.toml')} None"))
    assert [each.code for each in shown] == ["CHK551"]


async def until(ask: Callable[[], Sequence[types.Diagnostic] | None]) -> list[types.Diagnostic]:
    for _ in range(int(SECONDS / 0.02)):
        if found := ask():
            return list(found)
        await asyncio.sleep(0.02)
    raise AssertionError("the server said nothing")


async def ask_everything(editor: Editor, name: str, text: str) -> None:
    place = editor.open(name, text)
    client = editor.client
    at = editor.at(name, place)
    document = types.TextDocumentIdentifier(editor.uri(name))
    whole = types.Range(types.Position(0, 0), types.Position(10**6, 0))
    await client.text_document_completion_async(types.CompletionParams(**at))
    await client.text_document_hover_async(types.HoverParams(**at))
    await client.text_document_definition_async(types.DefinitionParams(**at))
    await client.text_document_signature_help_async(types.SignatureHelpParams(**at))
    await client.text_document_references_async(
        types.ReferenceParams(types.ReferenceContext(include_declaration=True), **at)
    )
    await client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    await client.text_document_inlay_hint_async(types.InlayHintParams(document, whole))
    await client.text_document_code_action_async(
        types.CodeActionParams(document, types.Range(place, place), types.CodeActionContext([]))
    )
    await client.text_document_formatting_async(
        types.DocumentFormattingParams(document, types.FormattingOptions(4, True))
    )


def state(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


# --- the readers of broken texts -------------------------------------------------------------


def test_names_and_cursors_are_read_at_every_place_of_a_text() -> None:
    root = Path(__file__).resolve().parent.parent.parent
    rules = (root / "rules/numbers.dl").read_text(encoding="utf-8")[:3000]
    facts = (root / "facts/istanbul-talks/claims.yaml").read_text(encoding="utf-8")[:3000]
    for end in range(0, 3000, 7):
        names = read_names(Source("rules.dl", rules[:end]))
        assert all(0 <= each.start <= each.end <= end for each in names.occurrences)
        cursor = locate(facts, end)
        assert cursor is None or cursor.start <= end


def test_an_audit_does_not_load_the_server() -> None:
    script = (
        "import sys\n"
        "from checker.cli import main\n"
        "sys.argv = ['checker', 'audit', '--fail-on', 'never', '--format', 'json']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "loaded = [m for m in sys.modules if m.split('.')[0] in ('pygls', 'lsprotocol')]\n"
        "loaded += [m for m in sys.modules if m.startswith('checker.lsp')]\n"
        "sys.exit(' '.join(loaded) or 0)\n"
    )
    root = Path(__file__).resolve().parent.parent.parent
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, check=False, text=True
    )
    assert ran.returncode == 0, ran.stderr


def test_nothing_but_its_command_imports_the_server() -> None:
    package = Path(__file__).resolve().parent.parent.parent / "checker"
    importing = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "from checker.lsp" in path.read_text(encoding="utf-8")
    }
    assert {name for name in importing if not name.startswith("lsp/")} == {"cli/lsp.py"}
