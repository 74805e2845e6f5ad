"""A project as `checker init` lays it out, and one server for all tests."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import LanguageClient

from checker.resources import template_dir
from tests.lsp.editing import CONFIG, Editor, capabilities


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("editor").resolve() / "newsroom"
    shutil.copytree(template_dir(), root)
    return root


@pytest_lsp.fixture(config=CONFIG, scope="session")
async def client(lsp_client: LanguageClient, newsroom: Path) -> AsyncIterator[None]:
    await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities(),
            workspace_folders=[types.WorkspaceFolder(newsroom.as_uri(), "newsroom")],
        )
    )
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def editor(client: LanguageClient, newsroom: Path) -> Iterator[Editor]:
    editor = Editor(client, newsroom)
    yield editor
    editor.close()
