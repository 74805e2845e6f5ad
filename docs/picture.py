"""Takes the picture of the HTML report that README shows.

    python docs/picture.py

Needs Chromium. Fonts differ between machines, so what ``tests/browser/test_picture.py`` compares
is not the picture but the page that it was taken of, whose hash stands beside it.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "report.png"
HASH = ROOT / "docs" / "report.png.sha256"


def page() -> bytes:
    """The HTML report of the seed, as `checker audit` writes it in the repository."""
    ran = subprocess.run(
        [sys.executable, "-m", "checker", "audit", "--format", "html"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if ran.returncode not in (0, 1):
        raise SystemExit(ran.stderr.decode("utf-8", "replace"))
    return ran.stdout


def hash_of(html: bytes) -> str:
    return hashlib.sha256(html).hexdigest()


def take(html: bytes) -> None:
    """Writes the picture, with the seed's one error open, and the hash of its page."""
    sys.path.insert(0, str(ROOT))
    from checker.files import write_files
    from tests.browser.chromium import browser, find_chromium

    chromium = find_chromium()
    if chromium is None:
        raise SystemExit("no Chromium on this machine (Debian: apt-get install chromium)")
    with TemporaryDirectory() as folder, browser(chromium) as view:
        path = Path(folder) / "report.html"
        path.write_bytes(html)
        view.resize(1440, 860)
        view.media(prefers_color_scheme="light", prefers_reduced_motion="reduce")
        view.open(path)
        view.run("document.querySelector('.entry.error').click()")
        view.screenshot(PICTURE)
    write_files({HASH: f"{hash_of(html)}\n".encode()})


if __name__ == "__main__":
    take(page())
