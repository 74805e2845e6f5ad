"""``checker lsp`` on the command line."""

from __future__ import annotations

import subprocess
import sys


def run(code: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", code], input=given, capture_output=True, check=False, timeout=60
    )


COMMAND = "import sys\nsys.argv = ['checker', 'lsp']\nfrom checker.cli import main\n"


def test_without_its_libraries_it_says_what_to_install() -> None:
    ran = run(f"import sys\nsys.modules['pygls'] = None\n{COMMAND}main()")
    assert ran.returncode == 2
    assert b"pip install 'checker[lsp]'" in ran.stderr
    assert b"Traceback" not in ran.stderr


def test_it_ends_when_its_editor_is_gone() -> None:
    assert run(f"{COMMAND}main()").returncode == 0


def test_what_is_printed_by_the_way_does_not_get_into_the_protocol() -> None:
    spoiled = (
        "import checker.lsp.protocol as server\n"
        "make = server.create_server\n"
        "server.create_server = lambda: print('by the way') or make()\n"
    )
    ran = run(f"{COMMAND}{spoiled}main()")
    assert ran.stdout == b""
    assert b"by the way" in ran.stderr
