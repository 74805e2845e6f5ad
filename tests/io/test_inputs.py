"""Fact files are read as Soufflé reads them, and every fault is shown where it stands."""

from __future__ import annotations

import gzip
from io import BytesIO
from pathlib import Path

import pytest

from checker.diagnostics import Diagnostic, Level
from checker.io import read_inputs
from checker.io.inputs import MOST_ERRORS
from tests.io.programs import program, several, write


def rows(folder: Path, declaration: str, stdin: bytes = b"", **parameters: str) -> set[object]:
    read = read_inputs(program(declaration, "input", **parameters), folder, BytesIO(stdin))
    assert read.diagnostics == ()
    (relation,) = read.relations.values()
    return set(relation)


def faults(
    folder: Path, declaration: str, stdin: bytes = b"", **parameters: str
) -> tuple[Diagnostic, ...]:
    return read_inputs(
        program(declaration, "input", **parameters), folder, BytesIO(stdin)
    ).diagnostics


def places(found: tuple[Diagnostic, ...]) -> list[tuple[str, int, int, str]]:
    """Code, line, column and underlined text."""
    return [(each.code, *each.primary.span.position, each.primary.span.text) for each in found]


# --- what is read ----------------------------------------------------------------------------


def test_by_default_the_file_is_named_for_the_relation_and_tabs_separate_values(tmp_path):
    write(tmp_path, "edge.facts", "1\tone\n2\ttwo words\n")
    assert rows(tmp_path, "edge(a: number, b: symbol)") == {(1, "one"), (2, "two words")}


def test_the_last_line_needs_no_line_break_and_windows_line_breaks_are_line_breaks(tmp_path):
    write(tmp_path, "r.facts", "a\r\nb\r\nc")
    assert rows(tmp_path, "r(x: symbol)") == {("a",), ("b",), ("c",)}


def test_an_empty_line_is_an_empty_symbol_and_an_empty_file_holds_no_row(tmp_path):
    write(tmp_path, "r.facts", "\n")
    assert rows(tmp_path, "r(x: symbol)") == {("",)}
    write(tmp_path, "r.facts", "")
    assert rows(tmp_path, "r(x: symbol)") == set()


def test_symbols_are_taken_to_the_letter(tmp_path):
    write(tmp_path, "r.facts", ' "x" \\n\t’é☃\u2028\x85\x0b\n')
    assert rows(tmp_path, "r(x: symbol, y: symbol)") == {(' "x" \\n', "’é☃\u2028\x85\x0b")}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("-12", -12),
        ("+7", 7),
        (" 7", 7),
        ("007", 7),
        ("9223372036854775807", 2**63 - 1),
        ("-9223372036854775808", -(2**63)),
    ],
)
def test_a_number_is_what_stoll_reads(tmp_path, text, value):
    write(tmp_path, "r.facts", text)
    assert rows(tmp_path, "r(x: number)") == {(value,)}


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0), ("0x1F", 31), ("0b101", 5), ("18446744073709551615", 2**64 - 1)],
)
def test_an_unsigned_may_be_written_to_base_two_or_sixteen(tmp_path, text, value):
    write(tmp_path, "r.facts", text)
    assert rows(tmp_path, "r(x: unsigned)") == {(value,)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1.0),
        ("-.5", -0.5),
        ("2.", 2.0),
        ("1e3", 1000.0),
        ("0x1.8p1", 3.0),
        ("inf", float("inf")),
        ("-INFINITY", float("-inf")),
        ("0.1", 0.1),
    ],
)
def test_a_float_is_what_stod_reads(tmp_path, text, value):
    write(tmp_path, "r.facts", text)
    (row,) = rows(tmp_path, "r(x: float)")
    assert row == (value,)
    assert isinstance(row[0], float)


def test_there_is_one_zero(tmp_path):
    write(tmp_path, "r.facts", "-0.0\n0.0\n-0\n")
    ((zero,),) = rows(tmp_path, "r(x: float)")
    assert str(zero) == "0.0"


def test_a_relation_without_columns_holds_its_row_when_the_file_has_a_line(tmp_path):
    write(tmp_path, "yes.facts", "()\n")
    write(tmp_path, "no.facts", "")
    assert rows(tmp_path, "yes()") == {()}
    assert rows(tmp_path, "no()") == set()


def test_a_file_name_and_a_delimiter_may_be_given(tmp_path):
    write(tmp_path, "sub/data.txt", "1::2\n")
    assert rows(tmp_path, "r(x: number, y: number)", filename="sub/data.txt", delimiter="::") == {
        (1, 2)
    }


def test_a_header_is_none_of_the_rows(tmp_path):
    write(tmp_path, "r.facts", "x\ty\n1\t2\n")
    assert rows(tmp_path, "r(x: number, y: number)", headers="true") == {(1, 2)}


def test_columns_pick_values_in_the_relations_order(tmp_path):
    write(tmp_path, "r.facts", "a\tb\tc\t9\n")
    assert rows(tmp_path, "r(n: number, s: symbol)", columns="3:1") == {(9, "b")}


def test_standard_input_is_read(tmp_path):
    assert rows(tmp_path, "r(x: number)", b"1\n2\n", IO="stdin") == {(1,), (2,)}


def test_a_file_compressed_with_gzip_is_read(tmp_path):
    write(tmp_path, "r.facts", gzip.compress(b"1\n2\n"))
    assert rows(tmp_path, "r(x: number)") == {(1,), (2,)}


def test_quoted_values_hold_delimiters_quotes_and_line_breaks(tmp_path):
    write(tmp_path, "r.facts", '"a,b","say ""so""\nand go"\nplain,"1"\n')
    assert rows(tmp_path, "r(x: symbol, y: symbol)", rfc4180="true") == {
        ("a,b", 'say "so"\nand go'),
        ("plain", "1"),
    }


def test_a_comma_between_brackets_belongs_to_the_value(tmp_path):
    write(tmp_path, "r.facts", "[1,[2,3]],x\n[],y\n")
    assert rows(tmp_path, "r(x: symbol, y: symbol)", delimiter=",") == {
        ("[1,[2,3]]", "x"),
        ("[]", "y"),
    }


def test_several_inputs_of_a_relation_add_up(tmp_path):
    write(tmp_path, "a.facts", "1\n")
    write(tmp_path, "b.facts", "2\n")
    two = several(
        ("r(x: number)", "input", {"filename": "a.facts"}),
        ("r(x: number)", "input", {"filename": "b.facts"}),
    )
    assert read_inputs(two, tmp_path, BytesIO()).relations == {"r": {(1,), (2,)}}


# --- what is wrong ---------------------------------------------------------------------------


def test_every_bad_value_is_shown_at_its_place(tmp_path):
    write(tmp_path, "r.facts", "1\tx\n12a\t0.5\nb\tc\n")
    assert places(faults(tmp_path, "r(n: number, f: float)")) == [
        ("CHK608", 1, 3, "x"),
        ("CHK608", 2, 1, "12a"),
        ("CHK608", 3, 1, "b"),
        ("CHK608", 3, 3, "c"),
    ]


@pytest.mark.parametrize(
    ("primitive", "text"),
    [
        ("number", ""),
        ("number", "1.5"),
        ("number", "0x10"),
        ("number", "1_000"),
        ("number", "1,000"),
        ("number", "7 "),
        ("number", "٣"),
        ("number", "9223372036854775808"),
        ("number", "9" * 5000),
        ("unsigned", "-1"),
        ("unsigned", " -1"),
        ("unsigned", "18446744073709551616"),
        ("unsigned", "0x"),
        ("float", "nan"),
        ("float", "1e400"),
        ("float", "0x1p9999"),
        ("float", "1,5"),
        ("float", ""),
    ],
)
def test_what_is_no_value_of_the_type_is_refused_with_a_mend(tmp_path, primitive, text):
    write(tmp_path, "r.facts", text + "\n")
    (fault,) = faults(tmp_path, f"r(x: {primitive})")
    assert fault.code == "CHK608"
    assert fault.note.startswith("expected a ")
    assert fault.help


def test_a_mend_names_the_value_meant_or_the_type_that_fits(tmp_path):
    write(tmp_path, "r.facts", "1,200\n7 \n1.5\nmany\n")
    assert [fault.help for fault in faults(tmp_path, "r(x: number)")] == [
        "write 1200, with nothing between the digits",
        "write 7, with no blanks around it",
        "mend the value, or declare the column as float",
        "mend the value, or declare the column as symbol",
    ]


def test_a_row_with_too_few_values_is_shown_whole(tmp_path):
    write(tmp_path, "r.facts", "1\t2\n3\n")
    (fault,) = faults(tmp_path, "r(x: number, y: number)")
    assert places((fault,)) == [("CHK609", 2, 1, "3")]
    assert fault.message == "1 value, expected 2"
    assert fault.help == "separate values by a tab"


def test_values_after_the_last_column_are_dropped_with_one_warning(tmp_path):
    write(tmp_path, "r.facts", "1\tx\ty\n2\tz\n")
    read = read_inputs(program("r(n: number)", "input"), tmp_path, BytesIO())
    assert read.relations == {"r": {(1,), (2,)}}
    assert places(read.diagnostics) == [("CHK610", 1, 3, "x\ty")]
    assert read.diagnostics[0].level is Level.WARNING


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ('"a,b\n', ("CHK611", 1, 1, '"a,b')),
        ('x,"a"b\n', ("CHK611", 1, 6, "b")),
    ],
)
def test_quotes_pair(tmp_path, content, place):
    write(tmp_path, "r.facts", content)
    assert places(faults(tmp_path, "r(x: symbol, y: symbol)", rfc4180="true")) == [place]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("[a,b\n", ("CHK611", 1, 1, "[a,b")),
        ("a],b\n", ("CHK611", 1, 2, "]")),
        ("[a,b]c,d\n", ("CHK611", 1, 6, "c")),
    ],
)
def test_brackets_around_a_comma_pair(tmp_path, content, place):
    write(tmp_path, "r.facts", content)
    assert places(faults(tmp_path, "r(x: symbol, y: symbol)", delimiter=",")) == [place]


def test_the_place_of_a_value_counts_the_quotes_before_it(tmp_path):
    write(tmp_path, "r.facts", '"a ""b""",many\n')
    assert places(faults(tmp_path, "r(x: symbol, y: number)", rfc4180="true")) == [
        ("CHK608", 1, 11, "many")
    ]


def test_reading_stops_after_enough_errors_and_says_so(tmp_path):
    write(tmp_path, "r.facts", "x\n" * 1000)
    found = faults(tmp_path, "r(x: number)")
    assert len(found) == MOST_ERRORS
    assert found[-1].note.endswith("reading of this file stopped after 20 errors")


def test_text_that_is_not_utf8_is_shown_by_its_line(tmp_path):
    write(tmp_path, "r.facts", b"fine\nna\xefve\n")
    (fault,) = faults(tmp_path, "r(x: symbol)")
    assert fault.code == "CHK607"
    assert fault.primary.span.position == (2, 3)


def test_a_missing_file_is_named_at_the_directive(tmp_path):
    (fault,) = faults(tmp_path, "r(x: symbol)")
    assert fault.code == "CHK606"
    assert fault.primary.span.source.name == "test.dl"
    assert str(tmp_path / "r.facts") in fault.message


def test_a_folder_or_a_broken_archive_in_place_of_the_file_is_refused(tmp_path):
    (tmp_path / "r.facts").mkdir()
    assert [fault.code for fault in faults(tmp_path, "r(x: symbol)")] == ["CHK605"]
    write(tmp_path, "s.facts", b"\x1f\x8b" + b"rubbish" * 9)
    assert [fault.code for fault in faults(tmp_path, "s(x: symbol)")] == ["CHK605"]
    write(tmp_path, "t.facts", gzip.compress(b"1\n")[:-3])
    assert [fault.code for fault in faults(tmp_path, "t(x: symbol)")] == ["CHK605"]


@pytest.mark.parametrize("filename", ["../secret", "sub/../../secret", "/etc/passwd", "a\x00b"])
def test_a_program_reads_no_file_outside_of_the_folder_of_facts(tmp_path, filename):
    facts = tmp_path / "facts"
    facts.mkdir()
    write(tmp_path, "secret", "1\n")
    assert [fault.code for fault in faults(facts, "r(x: symbol)", filename=filename)] == ["CHK604"]


def test_a_link_that_leads_out_of_the_folder_of_facts_is_refused(tmp_path):
    facts = tmp_path / "facts"
    facts.mkdir()
    (facts / "r.facts").symlink_to(write(tmp_path, "secret", "1\n"))
    assert [fault.code for fault in faults(facts, "r(x: symbol)")] == ["CHK604"]


def test_an_absolute_name_inside_of_the_folder_of_facts_is_read(tmp_path):
    path = write(tmp_path, "r.txt", "1\n")
    assert rows(tmp_path, "r(x: number)", filename=str(path)) == {(1,)}


def test_two_relations_cannot_both_read_standard_input(tmp_path):
    two = several(
        ("r(x: number)", "input", {"IO": "stdin"}), ("s(x: number)", "input", {"IO": "stdin"})
    )
    assert [fault.code for fault in read_inputs(two, tmp_path, BytesIO(b"1\n")).diagnostics] == [
        "CHK613"
    ]


def test_a_byte_order_mark_is_warned_of_and_goes_with_a_header(tmp_path):
    write(tmp_path, "r.facts", "\ufeffa\n")
    assert [fault.code for fault in faults(tmp_path, "r(x: symbol)")] == ["CHK616"]
    assert rows(tmp_path, "r(x: symbol)", headers="true") == set()


@pytest.mark.parametrize(
    ("parameters", "code", "help"),
    [
        ({"filname": "x"}, "CHK601", "did you mean `filename`?"),
        ({"IO": "sqlite"}, "CHK603", "expected IO=file or IO=stdin"),
        ({"headers": "yes"}, "CHK602", "write headers=true, or leave it out"),
        ({"delimiter": ""}, "CHK602", 'as in delimiter="\t"'),
        ({"delimiter": "\n"}, "CHK602", "each line is a row; choose another delimiter"),
        (
            {"columns": "0:0"},
            "CHK602",
            'count values from 0, one for each column, as in columns="0:1"',
        ),
        (
            {"columns": "0"},
            "CHK602",
            'count values from 0, one for each column, as in columns="0:1"',
        ),
        (
            {"columns": "a:b"},
            "CHK602",
            'count values from 0, one for each column, as in columns="0:1"',
        ),
        (
            {"rfc4180": "true", "delimiter": '"'},
            "CHK602",
            "double quotes enclose values there; choose another delimiter",
        ),
        ({"IO": "stdin", "headers": "true"}, "CHK601", "leave `headers` out"),
    ],
)
def test_parameters_are_checked(tmp_path, parameters, code, help):  # noqa: A002
    write(tmp_path, "r.facts", "")
    (fault,) = faults(tmp_path, "r(x: symbol, y: symbol)", **parameters)
    assert (fault.code, fault.help) == (code, help)
