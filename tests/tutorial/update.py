"""Writes what commands print into the pages of the tutorial: ``python -m tests.tutorial.update``.

Read the difference: it is what users will see otherwise than before.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from checker.files import write_files
from tests.tutorial.walk import WalkError, walk


def main() -> int:
    with TemporaryDirectory() as folder:
        try:
            pages = walk(Path(folder))
        except WalkError as error:
            sys.stderr.write(f"{error}\n")
            return 1
    changed = {page: text for page, text in pages.items() if page.read_text("utf-8") != text}
    write_files({page: text.encode("utf-8") for page, text in changed.items()})
    sys.stdout.writelines(f"wrote {page.name}\n" for page in changed)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
