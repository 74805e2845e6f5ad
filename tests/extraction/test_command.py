"""``checker extract`` as a user meets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import ROOT, checker, tree
from tests.documents.pdfs import pdf

TEXT = "The mayor, Anna Berg, said that at least 12 boats sank on Monday.\n"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "boats.txt").write_text(TEXT, encoding="utf-8")
    return folder


def test_documents_become_fact_files_that_an_audit_takes(tmp_path: Path, inbox: Path) -> None:
    (inbox / "quay.pdf").write_bytes(pdf([["The quay was closed, police said."]]))
    (inbox / "rain.md").write_text("# Rain\n\nHeavy rain fell, *police* said.\n")
    ran = checker("extract", "inbox", cwd=tmp_path)
    assert ran.returncode == 0
    assert ran.stdout == (
        "facts/boats.yaml: 1 claim, 1 figure, 0 wordings, 1 date, 0 pledges, 1 agent\n"
        "facts/quay.yaml: 1 claim, 0 figures, 0 wordings, 0 dates, 0 pledges, 1 agent\n"
        "facts/rain.yaml: 1 claim, 0 figures, 0 wordings, 0 dates, 0 pledges, 1 agent\n"
    )
    assert ran.stderr == "\nNext: checker audit facts\n"
    assert set(tree(tmp_path / "facts")) == {
        "boats.yaml",
        "quay.yaml",
        "rain.yaml",
        "texts/quay.offsets.json",
        "texts/quay.txt",
        "texts/rain.offsets.json",
        "texts/rain.txt",
    }
    audited = checker("audit", "facts", "--fail-on", "never", cwd=tmp_path)
    assert (audited.returncode, audited.stderr) == (0, "")
    assert "3 documents" in audited.stdout


def test_the_folder_of_facts_that_a_project_names_is_made(tmp_path: Path, inbox: Path) -> None:
    (tmp_path / "checker.toml").write_text('facts = ["facts"]\n')
    assert checker("extract", "../inbox", "-o", "../facts", cwd=inbox).returncode == 0
    assert checker("audit", "--fail-on", "never", cwd=tmp_path).returncode == 0


def test_the_seed_is_extracted_and_audited_as_it_stands(tmp_path: Path) -> None:
    seed = tmp_path / "istanbul-talks.txt"
    seed.write_bytes((ROOT / "seeds" / "istanbul-talks.txt").read_bytes())
    assert checker("extract", "-q", seed, cwd=tmp_path).returncode == 0
    ran = checker("audit", "facts", "--format", "csv", "--fail-on", "never", cwd=tmp_path)
    assert ran.returncode == 0
    for rule in (
        *("editorial/uncited-evaluation", "editorial/uncited-cause", "editorial/side-term"),
        *("editorial/uncited-superlative", "attribution/unnamed-source", "numbers/no-base"),
        *("editorial/word-to-watch", "time/no-anchor", "disputes/contested"),
        *("numbers/each-or-total", "promises/no-plan"),
    ):
        assert rule in ran.stdout


def test_facts_in_another_folder_are_audited_there(tmp_path: Path, inbox: Path) -> None:
    (tmp_path / "here").mkdir()
    away = tmp_path / "away" / "facts"
    ran = checker("extract", inbox / "boats.txt", "-o", away, cwd=tmp_path / "here")
    assert ran.returncode == 0
    assert (away / "texts" / "boats.txt").is_file()
    audited = checker("audit", away, "--fail-on", "never", cwd=tmp_path / "here")
    assert (audited.returncode, audited.stderr) == (0, "")


def test_all_that_is_wrong_is_said_and_nothing_is_written(tmp_path: Path, inbox: Path) -> None:
    (inbox / "latin.txt").write_bytes("Café open".encode("latin-1"))
    (inbox / "broken.pdf").write_bytes(b"%PDF-1.4")
    (inbox / "locked.pdf").write_bytes(pdf([["a"]], encrypted=True))
    ran = checker("extract", "inbox", cwd=tmp_path)
    assert ran.returncode == 2
    assert all(code in ran.stderr for code in ("CHK662", "CHK664", "CHK665"))
    assert "3 errors, nothing was done" in ran.stderr
    assert not (tmp_path / "facts").exists()


def test_facts_that_were_corrected_are_replaced_by_force_alone(tmp_path: Path, inbox: Path) -> None:
    checker("extract", "inbox", cwd=tmp_path)
    facts = tmp_path / "facts" / "boats.yaml"
    written = facts.read_text(encoding="utf-8")
    facts.write_text(written.replace("12", "12 "), encoding="utf-8")
    ran = checker("extract", "inbox", cwd=tmp_path)
    assert ran.returncode == 2
    assert "CHK671" in ran.stderr
    assert "--force" in ran.stderr
    assert checker("extract", "inbox", "--force", cwd=tmp_path).returncode == 0
    assert facts.read_text(encoding="utf-8") == written


def test_an_encoding_is_taken_by_its_name(tmp_path: Path, inbox: Path) -> None:
    (inbox / "boats.txt").write_bytes("Café owners said that it rained.".encode("cp1252"))
    ran = checker("extract", "inbox", "--encoding", "windows-1252", cwd=tmp_path)
    assert ran.returncode == 0
    ran = checker("extract", "inbox", "--encoding", "latin-99", cwd=tmp_path)
    assert ran.returncode == 2
    assert "is no encoding" in ran.stderr


@pytest.mark.parametrize("arguments", [(), ("nowhere.txt",), ("inbox", "inbox/none.txt")])
def test_nothing_to_read_is_a_fault_of_the_call(
    tmp_path: Path, inbox: Path, arguments: tuple[str, ...]
) -> None:
    ran = checker("extract", *arguments, cwd=tmp_path)
    assert ran.returncode == 2
    assert ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "facts").exists()


def test_an_audit_does_not_import_what_extracts() -> None:
    from tests.facts.test_cold_start import imported_by

    modules = imported_by("from checker.cli.app import build\nbuild(['audit'])")
    modules |= imported_by("import checker.auditing")
    assert not any(name.startswith(("checker.extraction", "checker.documents")) for name in modules)


def test_extracting_from_plain_text_imports_no_reader_of_other_formats(tmp_path: Path) -> None:
    from tests.facts.test_cold_start import imported_by

    modules = imported_by(
        "from pathlib import Path\n"
        "from checker.extraction import extract\n"
        "from checker.extraction.patterns import PatternExtractor\n"
        "extract([Path('seeds/istanbul-talks.txt')], PatternExtractor(), Path('facts'),"
        " root=Path())"
    )
    assert not modules & {"trafilatura", "pypdfium2", "lxml", "markdown_it"}
