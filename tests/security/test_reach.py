"""What an audit of hostile files reaches: their text, and nothing behind it.

Python announces what a program does to audit hooks (PEP 578): code that is compiled or run,
processes, connections, files. An audit is run once, so that everything it needs is loaded, then a
hostile one is run under a hook.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import ROOT, checker

PAYLOADS = (
    "__import__('os').system('touch owned')",
    "'); DROP TABLE claim; COPY (SELECT 1) TO 'owned'; --",
    '"; import os; os.system("touch owned") #',
    "{0.__class__.__mro__[1].__subclasses__}",
    "%(owned)s $(touch owned) `touch owned`",
    "http://127.0.0.1:9/owned",
)

HOOK = """
import json, sys
from pathlib import Path
from checker.auditing import audit

facts, rules, engine, warm = Path("facts.yaml"), Path("rules.dl"), sys.argv[1], Path(sys.argv[2])
# Rules of one's own, since what comes of the shipped ones may be kept from an earlier run.
own = warm.parent.parent / "checker" / "_data" / "template" / "rules" / "own.dl"
audit(warm, own, root=warm.parent.parent, engine=engine)
import checker.engines.sql.reference  # for functors that the rules above do without
seen = set()

def hook(event, arguments):
    family = event.partition(".")[0]
    if event in ("exec", "compile") or family in ("subprocess", "socket", "ctypes", "urllib"):
        seen.add(event)
    elif event.startswith("os.") and event not in ("os.listdir", "os.scandir"):
        seen.add(event)
    elif event == "open" and isinstance(arguments[0], str):
        seen.add(f"open {arguments[0]}")

sys.addaudithook(hook)
report = audit(facts, rules, root=Path(), engine=engine)
counted = len(report.findings)
print(json.dumps([counted, sorted(seen)]))
"""


def hostile(folder: Path) -> None:
    """Facts and rules that say, wherever they may say anything, what no one should run."""
    agents = [{"id": f"a{n}", "name": text, "kind": "person"} for n, text in enumerate(PAYLOADS)]
    text = " and ".join(PAYLOADS)
    claims = [
        {
            "id": f"c{number}",
            "document": "d",
            "span": {"exact": payload, "start": text.index(payload)},
            "voice": "indirect",
            "source": f"a{number}",
            "kind": "report",
            "topic": payload,
        }
        for number, payload in enumerate(PAYLOADS)
    ]
    bundle = {
        "checker": 1,
        "documents": [{"id": "d", "title": PAYLOADS[0], "content": text}],
        "agents": agents,
        "claims": claims,
    }
    (folder / "facts.yaml").write_text(json.dumps(bundle))
    tests = " ; ".join(f"topic = {json.dumps(payload)}" for payload in PAYLOADS)
    (folder / "rules.dl").write_text(
        f"""
        .include "schema.dl"
        /**
         * {PAYLOADS[0].replace("*/", "")}
         *
         * @id hostile/said
         * @severity error
         * @message {{c.source}} says {{c.topic}}
         * @advice none
         */
        .decl said(c: ClaimId, words: symbol)
        said(c, cat(topic, {json.dumps(PAYLOADS[1])})) :- claim_topic(c, topic, _), ({tests}).
        .output said
        """
    )


@pytest.mark.parametrize("engine", ["pydatalog", "duckdb"])
def test_hostile_facts_and_rules_run_no_code_and_reach_nothing(tmp_path: Path, engine: str):
    hostile(tmp_path)
    ran = subprocess.run(
        [sys.executable, "-c", HOOK, engine, str(ROOT / "facts" / "istanbul-talks")],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found, seen = json.loads(ran.stdout)
    assert found == len(PAYLOADS)
    opened = {Path(event.partition(" ")[2]).name for event in seen if event.startswith("open ")}
    # The last one is how much memory the process has, which a limit on it is held against.
    assert opened <= {"facts.yaml", "rules.dl", "schema.dl", "statm"}
    assert [event for event in seen if not event.startswith("open ")] == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["facts.yaml", "rules.dl"]


@pytest.mark.parametrize(
    "value",
    [
        "!!python/object/apply:os.system ['touch owned']",
        "!!python/name:os.system",
        "!owned [1]",
    ],
)
def test_a_tag_that_would_make_an_object_is_refused(tmp_path: Path, value: str):
    (tmp_path / "facts.yaml").write_text(f"checker: 1\ndocuments: {value}\n")
    ran = checker("audit", "facts.yaml", cwd=tmp_path)
    assert ran.returncode == 2
    assert "facts.yaml:2:12" in ran.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["facts.yaml"]
