"""Every diagnostic of the language, with the texts that cause it and exactly what is shown.

``golden/CHKnnn.txt`` holds cases: a line ``=== sentence``, the text of a rule file, a line
``---``, and what is printed. In the text ``⟨U+00A0⟩`` stands for a character that a reader would
not see, and a last line ``⏎`` for the absence of a line break at the end.
``python -m tests.language.test_golden`` writes the last part anew; read the difference before
committing it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from checker.diagnostics import DiagnosticKind, Source, render
from checker.language import errors, parse

GOLDEN = Path(__file__).parent / "golden"
FOUND_BY_LOADING = {
    errors.INCLUDED_AGAIN,
    errors.FILE_NOT_FOUND,
    errors.FILE_OUTSIDE_ROOT,
    errors.FILE_UNREADABLE,
    errors.FILE_NOT_UTF8,
}
"""Shown in test_loader.py."""


@dataclass(frozen=True)
class Case:
    file: Path
    sentence: str
    text: str
    shown: str

    @property
    def source(self) -> Source:
        text = re.sub(r"⟨U\+([0-9A-F]+)⟩", lambda code: chr(int(code[1], 16)), self.text)
        return Source("example.dl", text.removesuffix("\n⏎\n"))

    def __str__(self) -> str:
        return f"=== {self.sentence}\n{self.text}---\n{self.shown}"


def cases_of(file: Path) -> list[Case]:
    text = file.read_bytes().decode()
    found = []
    for part in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        sentence, _, rest = part.partition("\n")
        source, _, shown = rest.partition("---\n")
        found.append(Case(file, sentence, source, shown.rstrip("\n") + "\n"))
    return found


FILES = sorted(GOLDEN.glob("*.txt"))
CASES = [case for file in FILES for case in cases_of(file)]
KINDS = [value for value in vars(errors).values() if isinstance(value, DiagnosticKind)]


def show(case: Case) -> str:
    return render(parse(case.source).diagnostics)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file.stem}: {case.sentence}")
def test_a_diagnostic_is_shown_as_written(case: Case) -> None:
    assert show(case) == case.shown


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file.stem}: {case.sentence}")
def test_a_case_causes_the_diagnostic_of_its_file(case: Case) -> None:
    assert case.file.stem in {found.code for found in parse(case.source).diagnostics}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_diagnostic_has_a_case(kind: DiagnosticKind) -> None:
    assert kind in FOUND_BY_LOADING or (GOLDEN / f"{kind.code}.txt").exists()


def test_codes_are_unique() -> None:
    assert len({kind.code for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_diagnostic_is_explained(kind: DiagnosticKind) -> None:
    assert re.fullmatch(r"CHK1\d\d", kind.code)
    assert kind.title
    assert kind.explanation.endswith(".")


def main() -> None:
    for file in FILES:
        cases = (Case(file, case.sentence, case.text, show(case)) for case in cases_of(file))
        file.write_bytes("\n".join(map(str, cases)).encode())


if __name__ == "__main__":
    main()
