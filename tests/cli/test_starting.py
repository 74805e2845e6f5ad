"""What the command does before and after its work, so that a run is short."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BEFORE = "from checker.cli.metadata import put_off_metadata; put_off_metadata(); "


def python(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_metadata_that_was_put_off_is_what_it_is_otherwise() -> None:
    asked = (
        "import importlib.metadata as metadata; from importlib.metadata import entry_points; "
        "print(metadata.version('pydantic'), metadata.version('typing_Extensions'), "
        "metadata.version('duckdb'), "
        "sorted(entry.name for entry in entry_points(group='console_scripts')), "
        "metadata.PackageNotFoundError.__mro__[1].__name__)"
    )
    assert python(BEFORE + asked) == python(asked)


def test_naming_the_entry_points_imports_nothing_yet() -> None:
    named = "import sys; from importlib.metadata import entry_points; print('email' in sys.modules)"
    assert python(BEFORE + named) == "False"
    assert python(named) == "True"


def test_versions_are_told_by_the_names_of_folders() -> None:
    asked = "import sys, duckdb; print(duckdb.__version__, 'email' in sys.modules)"
    version = python("import importlib.metadata as metadata; print(metadata.version('duckdb'))")
    assert python(BEFORE + asked) == f"{version} False"


def test_a_version_that_no_folder_tells_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "a_b-1.0rc1.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: a-b\nVersion: 1.0-rc1\n")
    asked = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import importlib.metadata as metadata;"
        " print(metadata.version('a.b'), end=' ')\n"
        "try: metadata.version('not-there')\n"
        "except metadata.PackageNotFoundError: print('missing')"
    )
    assert python(BEFORE + asked) == "1.0-rc1 missing"


def test_an_audit_reads_no_metadata_of_packages() -> None:
    program = (
        "import sys; sys.argv = ['checker', 'audit']; from checker.cli import ending, main\n"
        "ending.leave = lambda end: print('email.message' in sys.modules)\n"
        "main()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "False"


def test_what_waits_for_the_end_of_a_run_is_done_and_its_code_kept() -> None:
    program = (
        "import atexit; from checker.cli.ending import leave\n"
        "atexit.register(print, 'the end')\n"
        "leave(SystemExit(7))\n"
        "print('not reached')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (7, "the end\n")


def test_a_run_with_another_thread_waits_for_it() -> None:
    program = (
        "import threading, time; from checker.cli.ending import leave\n"
        "threading.Thread(target=lambda: (time.sleep(0.2), print('done'))).start()\n"
        "leave(SystemExit(7))\n"
        "raise SystemExit(7)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (7, "done\n")
