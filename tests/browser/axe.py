"""axe-core, which looks at a page as assistive technology does.

It comes with the ``test`` extra, or from the file that ``AXE`` names.
"""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path


def axe() -> str | None:
    """The text of axe.min.js, where there is one."""
    if os.environ.get("AXE"):
        return Path(os.environ["AXE"]).read_text(encoding="utf-8")
    for package in ("axe-playwright-python", "axe-core-python"):
        try:
            found = [one for one in files(package) or () if one.name == "axe.min.js"]
        except PackageNotFoundError:
            continue
        if found:
            return found[0].read_text(encoding="utf-8")
    return None
