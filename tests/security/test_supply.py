"""What Checker is made of is written down: to the hash in the lock, by licence in the bill."""

from __future__ import annotations

import json
import re
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.cli.command import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
BILL = json.loads((ROOT / "sbom.json").read_text(encoding="utf-8"))


def locked() -> dict[str, list[str]]:
    """The versions of each package: several where they differ by platform or Python."""
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", LOCK, re.MULTILINE):
        found.setdefault(canonicalize_name(name), []).append(version)
    return found


def test_the_lock_pins_what_the_project_asks_for():
    asked = [*PROJECT["dependencies"]]
    for extra in PROJECT["optional-dependencies"].values():
        asked += extra
    versions = locked()
    for text in asked:
        wanted = Requirement(text)
        found = versions.get(canonicalize_name(wanted.name), [])
        assert found, f"{text} is not locked: run .ci/lock"
        assert all(wanted.specifier.contains(each) for each in found), f"{text}: run .ci/lock"


def test_everything_that_is_locked_has_hashes():
    for block in re.split(r"\n(?=\S)", LOCK.strip()):
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_the_bill_of_materials_lists_what_is_locked():
    assert BILL["bomFormat"] == "CycloneDX"
    versions = locked()
    listed = {canonicalize_name(part["name"]): part for part in BILL["components"]}
    for text in PROJECT["dependencies"]:
        assert canonicalize_name(Requirement(text).name) in listed, f"{text}: run .ci/lock"
    for name, part in listed.items():
        assert part["version"] in versions[name], f"{name}: run .ci/lock"
        assert part["licenses"], name
