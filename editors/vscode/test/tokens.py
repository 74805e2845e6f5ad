"""The tokens of rule files as Checker's own lexer and names cut them, as JSON.

    python tokens.py FOLDER

For each ``*.dl`` file below the folder: its path, and for each token its line, the code units of
UTF-16 where it begins and ends (JavaScript's count), its kind, and what its name names.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from checker.diagnostics import Source
from checker.lsp.columns import Columns
from checker.lsp.rules.names import read_names


def tokens(path: Path) -> Iterator[tuple[int, int, int, str, str]]:
    source = Source(path.as_posix(), path.read_text(encoding="utf-8"))
    names = read_names(source)
    columns = Columns(source, "utf-16")
    meaning = {each.start: each.kind.value for each in names.occurrences}
    cut = names.tokens
    found = [
        *zip(cut.kinds[:-1], cut.starts[:-1], cut.ends[:-1], strict=True),
        *(("comment", each.span.start, each.span.end) for each in cut.comments),
        *(
            ("placeholder", each.start, each.end)
            for each in names.occurrences
            if each.kind.value == "column" and not each.declares
        ),
        *(("id", each.start, each.end) for each in names.occurrences if each.kind.value == "rule"),
    ]
    for kind, start, end in sorted(found, key=lambda each: each[1]):
        first, last = columns.position(start), columns.position(end)
        if kind == "comment":  # it may go on over lines: where it begins is enough
            last = columns.position(start + 2)
        yield first.line, first.character, last.character, kind, meaning.get(start, "")


def main() -> None:
    files = sorted(Path(sys.argv[1]).rglob("*.dl"))
    json.dump([{"path": str(path), "tokens": list(tokens(path))} for path in files], sys.stdout)


main()
