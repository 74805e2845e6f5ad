"""Offsets in code points, and places in code units: the same place in every encoding."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from pytest_lsp import LanguageClient

from checker.diagnostics import Source
from checker.lsp.columns import Columns
from tests.lsp.editing import CONFIG, Editor, capabilities

ENCODINGS = ("utf-8", "utf-16", "utf-32")
UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
TEXTS = st.text(st.sampled_from("a\n\r\té߿ࠀ￿😀𐎀\f\u2028"), max_size=40)


@given(TEXTS, st.sampled_from(ENCODINGS))
def test_a_place_is_the_line_and_the_code_units_before_it(text: str, encoding: str) -> None:
    source = Source("text", text)
    columns = Columns(source, encoding)
    codec, size = UNITS[encoding]
    for offset in range(len(text) + 1):
        found = columns.position(offset)
        start = source.line_starts[found.line]
        assert start <= offset
        assert found.character == len(text[start:offset].encode(codec)) // size


@given(TEXTS, st.sampled_from(ENCODINGS))
def test_from_an_offset_to_its_place_and_back(text: str, encoding: str) -> None:
    columns = Columns(Source("text", text), encoding)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] != "\r\n":  # between the two there is no place
            assert columns.offset(columns.position(offset)) == offset


@given(TEXTS, st.sampled_from(ENCODINGS), st.integers(0, 99), st.integers(0, 2**31 - 1))
def test_a_place_that_is_not_in_the_text_is_taken_for_one_that_is(
    text: str, encoding: str, line: int, character: int
) -> None:
    columns = Columns(Source("text", text), encoding)
    assert 0 <= columns.offset(types.Position(line, character)) <= len(text)


# --- a client that counts otherwise ----------------------------------------------------------

RULES = """\
.decl part(x: symbol)
part("𐎀😀é") :- parts("😀").
"""
"""``parts`` is not declared: it stands behind two letters of two units of UTF-16 each."""


@pytest_lsp.fixture(config=CONFIG, scope="session")
async def bytes_client(lsp_client: LanguageClient, newsroom: Path) -> AsyncIterator[None]:
    able = capabilities()
    able.general = types.GeneralClientCapabilities(
        position_encodings=[types.PositionEncodingKind.Utf8, types.PositionEncodingKind.Utf16]
    )
    folder = types.WorkspaceFolder(newsroom.as_uri(), "newsroom")
    told = await lsp_client.initialize_session(
        types.InitializeParams(able, workspace_folders=[folder])
    )
    assert told.capabilities.position_encoding == types.PositionEncodingKind.Utf8
    yield
    await lsp_client.shutdown_session()


@pytest.mark.asyncio(loop_scope="session")
async def test_the_encoding_that_a_client_prefers_is_spoken(
    bytes_client: LanguageClient, newsroom: Path
) -> None:
    editor = Editor(bytes_client, newsroom)
    (found,) = [each for each in await editor.diagnostics("a.dl", RULES) if each.code == "CHK207"]
    line = RULES.split("\n")[1]
    assert found.range.start.character == len(line[: line.index("parts(")].encode())


@pytest.mark.asyncio(loop_scope="session")
async def test_places_behind_astral_letters_are_counted_in_utf16_otherwise(
    editor: Editor,
) -> None:
    (found,) = [each for each in await editor.diagnostics("a.dl", RULES) if each.code == "CHK207"]
    line = RULES.split("\n")[1]
    before = line[: line.index("parts(")]
    assert found.range.start.character == len(before) + 2
    assert found.range.end.character == len(before) + 7
    marked = RULES.replace(":- parts(", ":- |^|parts(")
    made = await editor.actions("a.dl", marked)
    assert made["Change to `part`"] == RULES.replace("parts(", "part(")
