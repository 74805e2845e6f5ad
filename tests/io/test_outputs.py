"""Results are written as Soufflé writes them, sorted, and all or none."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from checker.diagnostics import DiagnosticError
from checker.io import plan_outputs, render, save
from tests.io.programs import program, several, write

INFINITY = float("inf")


def written(folder: Path, declaration: str, rows: set[tuple], **parameters: str) -> dict[str, str]:
    """What stands in the folder of results after a program of one ``.output`` ran."""
    plan = plan_outputs(program(declaration, "output", **parameters), folder)
    assert plan.diagnostics == ()
    save(render(plan, {declaration.partition("(")[0]: rows}))
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode()
        for path in sorted(folder.rglob("*.[ct][sx][vt]"))
    }


def printed(declaration: str, rows: set[tuple], kind: str = "output", **parameters: str) -> str:
    """What a program of one directive prints with ``-D -``."""
    plan = plan_outputs(program(declaration, kind, **parameters), None)
    assert plan.diagnostics == ()
    results = render(plan, {declaration.partition("(")[0]: rows})
    assert results.files == {}
    return results.stdout.decode()


# --- formats ---------------------------------------------------------------------------------


def test_by_default_the_file_is_named_for_the_relation_and_tabs_separate_values(tmp_path):
    assert written(tmp_path, "r(n: number, s: symbol)", {(2, "b c"), (10, "a")}) == {
        "r.csv": "2\tb c\n10\ta\n"
    }


def test_rows_are_sorted_by_their_values(tmp_path):
    rows = {(10, "b"), (9, "é"), (9, "z"), (-1, ""), (9, "Z")}
    assert written(tmp_path, "r(n: number, s: symbol)", rows) == {
        "r.csv": "-1\t\n9\tZ\n9\tz\n9\té\n10\tb\n"
    }


def test_floats_have_seventeen_digits(tmp_path):
    rows = {(0.1,), (1.0,), (1e300,), (INFINITY,), (-INFINITY,), (123456789.0,)}
    assert written(tmp_path, "r(x: float)", rows)["r.csv"].split() == [
        "-inf",
        "0.10000000000000001",
        "1",
        "123456789",
        "1.0000000000000001e+300",
        "inf",
    ]


def test_a_relation_without_columns_is_written_as_a_pair_of_parentheses(tmp_path):
    assert written(tmp_path, "yes()", {()}) == {"yes.csv": "()\n"}


def test_an_empty_relation_is_an_empty_file(tmp_path):
    assert written(tmp_path, "no()", set()) == {"no.csv": ""}


def test_a_file_name_a_delimiter_and_a_header_may_be_given(tmp_path):
    assert written(
        tmp_path,
        "r(n: number, s: symbol)",
        {(1, "a")},
        filename="deep/er.txt",
        delimiter=" | ",
        headers="true",
    ) == {"deep/er.txt": "n | s\n1 | a\n"}


def test_a_header_may_have_names_of_its_own(tmp_path):
    assert written(
        tmp_path, "r(n: number)", {(1,)}, headers="true", attributeNames="the number"
    ) == {"r.csv": "the number\n1\n"}


def test_symbols_are_quoted_under_rfc4180_and_numbers_are_not(tmp_path):
    assert written(
        tmp_path, "r(n: number, s: symbol)", {(1, 'say "a,b"\nand go')}, rfc4180="true"
    ) == {"r.csv": '1,"say ""a,b""\nand go"\n'}


def test_a_compressed_file_is_the_same_for_the_same_rows(tmp_path):
    written(tmp_path, "r(n: number)", {(1,)}, compress="true")
    first = (tmp_path / "r.csv.gz").read_bytes()
    assert gzip.decompress(first) == b"1\n"
    written(tmp_path, "r(n: number)", {(1,)}, compress="true")
    assert (tmp_path / "r.csv.gz").read_bytes() == first


def test_printed_relations_stand_under_their_name_and_columns():
    assert printed("r(n: number, s: symbol)", {(1, "a")}) == (
        "---------------\nr\nn\ts\n===============\n1\ta\n===============\n"
    )


def test_an_output_to_standard_output_has_a_header_only_when_asked_for(tmp_path):
    plan = plan_outputs(program("r(n: number)", "output", IO="stdout"), tmp_path)
    assert render(plan, {"r": {(1,)}}).stdout == (
        b"---------------\nr\n===============\n1\n===============\n"
    )


def test_printsize_prints_how_many_rows_there_are():
    assert printed("r(n: number)", {(1,), (2,)}, kind="printsize") == "r\t2\n"


def test_printed_results_keep_the_order_of_the_program(tmp_path):
    three = several(
        ("b(n: number)", "printsize", {}),
        ("c(n: number)", "output", {"IO": "stdout"}),
        ("a(n: number)", "printsize", {}),
    )
    out = render(plan_outputs(three, tmp_path), {"a": [], "b": [], "c": []}).stdout.decode()
    assert [line for line in out.splitlines() if line[0] not in "-="] == ["b\t0", "c", "a\t0"]


# --- faults ----------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["a\tb", "a\nb", "ends in a carriage return\r"])
def test_a_value_that_cannot_be_read_back_is_warned_of(tmp_path, value):
    plan = plan_outputs(program("r(s: symbol, n: symbol)", "output"), tmp_path)
    results = render(plan, {"r": {("x", value)}})
    assert [found.code for found in results.diagnostics] == ["CHK612"]
    assert results.files[tmp_path / "r.csv"].decode() == f"x\t{value}\n"


@pytest.mark.parametrize("filename", ["../x", "../out", ".", "/tmp/x", "sub/../../x"])
def test_a_program_writes_no_file_outside_of_the_folder_of_results(tmp_path, filename):
    plan = plan_outputs(program("r(n: number)", "output", filename=filename), tmp_path / "out")
    assert [found.code for found in plan.diagnostics] == ["CHK604"]
    assert plan.files == ()


def test_a_folder_that_is_a_link_out_of_the_folder_of_results_is_refused(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "sub").symlink_to(tmp_path)
    plan = plan_outputs(program("r(n: number)", "output", filename="sub/r"), tmp_path / "out")
    assert [found.code for found in plan.diagnostics] == ["CHK604"]


def test_two_relations_cannot_be_written_to_one_file(tmp_path):
    two = several(
        ("r(n: number)", "output", {"filename": "x.csv"}),
        ("s(n: number)", "output", {"filename": "./x.csv"}),
    )
    assert [found.code for found in plan_outputs(two, tmp_path).diagnostics] == ["CHK613"]


def test_limitsize_is_said_to_change_nothing(tmp_path):
    plan = plan_outputs(program("r(n: number)", "limitsize", n="3"), tmp_path)
    assert [found.code for found in plan.diagnostics] == ["CHK615"]


def test_when_one_file_cannot_be_written_none_is(tmp_path):
    folder = tmp_path / "out"
    write(folder, "a.csv", "old\n")
    (folder / "z.csv").mkdir()
    two = several(("a(n: number)", "output", {}), ("z(n: number)", "output", {}))
    with pytest.raises(DiagnosticError) as refused:
        save(render(plan_outputs(two, folder), {"a": {(1,)}, "z": {(2,)}}))
    (found,) = refused.value.diagnostics
    assert found.code == "CHK614"
    assert found.primary.span.text == ".output z(n: number)"
    assert (folder / "a.csv").read_text() == "old\n"
    assert sorted(path.name for path in folder.iterdir()) == ["a.csv", "z.csv"]


def test_folders_made_for_results_go_when_nothing_can_be_written(tmp_path):
    write(tmp_path, "file", "")
    two = several(
        ("a(n: number)", "output", {"filename": "new/a.csv"}),
        ("z(n: number)", "output", {"filename": "file/z.csv"}),
    )
    with pytest.raises(DiagnosticError):
        save(render(plan_outputs(two, tmp_path), {"a": {(1,)}, "z": {(2,)}}))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_result_keeps_the_permissions_of_the_file_that_it_replaces(tmp_path):
    write(tmp_path, "r.csv", "").chmod(0o640)
    written(tmp_path, "r(n: number)", {(1,)})
    assert (tmp_path / "r.csv").stat().st_mode & 0o777 == 0o640
