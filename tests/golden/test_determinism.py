"""The same documents, facts and rules give the same bytes, in whatever order they are read."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from checker import audit, render_json, render_text
from checker.resources import packs_dir
from tests.golden.audits import AUDITS, ROOT, GoldenAudit

every_audit = pytest.mark.parametrize("golden", AUDITS, ids=lambda golden: golden.name)


@every_audit
def test_shuffled_facts_files_and_rules_leave_no_trace(golden: GoldenAudit, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    facts = shuffled(golden.facts, tmp_path / "facts" / "elsewhere")
    rules = sorted(packs_dir().glob("*.dl"), reverse=True)
    random.Random(2).shuffle(rules)
    report = audit(facts, rules, root=tmp_path)
    # Only the packs' paths depend on where the project is; they are the same files.
    ours = golden.report().model_copy(update={"rules": report.rules})
    assert [rule.id for rule in golden.report().rules] == [rule.id for rule in report.rules]
    assert render_json(report) == render_json(ours)
    assert render_text(report, width=140) == render_text(ours, width=140)


def shuffled(folder: Path, target: Path) -> list[Path]:
    """The records of a folder's fact files in files of other names and in another order."""
    draw = random.Random(1)
    target.mkdir(parents=True)
    files = sorted(folder.glob("*.yaml"))
    paths = [target / f"{number}.yaml" for number in range(len(files))]
    for path, file in zip(draw.sample(paths, k=len(paths)), files, strict=True):
        _, *sections = re.split(r"^(?=\w+:)", file.read_text("utf-8"), flags=re.MULTILINE)
        version, *others = map(partial(shuffled_records, draw), sections)
        path.write_text(version + "".join(draw.sample(others, k=len(others))), "utf-8")
    return draw.sample(paths, k=len(paths))


def shuffled_records(draw: random.Random, section: str) -> str:
    """A section of a fact file, the items of its list in another order."""
    head, *records = re.split(r"^(?=  - )", section, flags=re.MULTILINE)
    return head + "".join(draw.sample([f"{one.rstrip()}\n" for one in records], k=len(records)))


def test_the_seed_of_hashes_leaves_no_trace() -> None:
    code = (
        "from checker import audit, render_json; import sys;"
        "sys.stdout.reconfigure(encoding='utf-8');"
        "print(render_json(audit('facts/istanbul-talks')), end='')"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(texts) == 1
