"""README's picture shows the page as it is."""

from __future__ import annotations

import importlib.util
from types import ModuleType

from tests.browser.pages import ROOT


def picture() -> ModuleType:
    spec = importlib.util.spec_from_file_location("picture", ROOT / "docs" / "picture.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_picture_was_taken_of_the_page_as_it_is():
    taker = picture()
    assert taker.HASH.read_text(encoding="utf-8").strip() == taker.hash_of(taker.page()), (
        "the HTML report has changed: run `python docs/picture.py`"
    )
    assert taker.PICTURE.read_bytes().startswith(b"\x89PNG")
