"""Every example of docs/testing.md is a test that passes on the pack shown there."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import settings

from checker import testing
from tests.cli.command import ROOT

PAGE = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
(PACK,) = re.findall(r"^```prolog\n(.*?)^```$", PAGE, re.M | re.S)
CODE = "\n".join(re.findall(r"^```python\n(.*?)^```$", PAGE, re.M | re.S))
NAMES = re.findall(r"^def (test_\w+)\(", CODE, re.M)


@pytest.fixture(scope="module")
def examples():
    """The page's tests by name; properties look at few facts, for the page is what is tested."""
    names: dict[str, Callable[[], None]] = {}
    before = settings.get_current_profile_name()
    settings.register_profile("few", settings(), max_examples=5)
    settings.load_profile("few")
    with pytest.MonkeyPatch.context() as patch:
        for name in (name for name in dir(testing) if name.startswith("check_")):
            patch.setattr(testing, name, partial(getattr(testing, name), examples=5))
        exec(compile(CODE, "docs/testing.md", "exec"), names)
    settings.load_profile(before)
    return names


@pytest.mark.parametrize("name", NAMES)
def test_an_example_passes(name, examples, tmp_path, monkeypatch):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "crowds.dl").write_text(PACK, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    examples[name]()
