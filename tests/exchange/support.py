"""Files of other tools, converted in a folder of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker.diagnostics import Diagnostic, DiagnosticError
from checker.exchange import Converted, SourceFormat, bundle_text, convert
from checker.facts.corpus import Inspection, inspect
from checker.facts.files import read_file


def converted(
    folder: Path, name: str, content: str, source: SourceFormat, **texts: Path
) -> Converted:
    path = folder / name
    path.write_text(content, encoding="utf-8", newline="")
    return convert([path], source, folder, root=folder, texts=texts)


def faults(folder: Path, name: str, content: str, source: SourceFormat) -> list[Diagnostic]:
    with pytest.raises(DiagnosticError) as caught:
        converted(folder, name, content, source)
    assert all(fault.help for fault in caught.value.diagnostics)
    return list(caught.value.diagnostics)


def place(fault: Diagnostic) -> str:
    position = fault.primary.span.position
    return f"{fault.primary.span.source.name}:{position.line}:{position.column}"


def loaded(folder: Path, done: Converted) -> Inspection:
    """The facts, written and read again."""
    path = folder / "facts.yaml"
    path.write_text(bundle_text(done.sections), encoding="utf-8")
    facts = inspect([read_file(path, folder)], (), folder)
    assert not facts.faults
    return facts


def lines(*values: object) -> str:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)
