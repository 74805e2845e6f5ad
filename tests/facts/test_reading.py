"""Files are read with the place of every part, and what cannot be read is a diagnostic."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.diagnostics import DiagnosticError, Source
from checker.facts import load_corpus
from checker.facts.json_reader import read_json
from checker.facts.tree import Places, Value
from checker.facts.yaml_reader import read_yaml
from tests.facts.support import CLAIM, HEAD, corpus, fault, faults, file_faults, place, written

# --- places ----------------------------------------------------------------------------------

TEXT = '{"a": [1, {"b": "x"}], "𝒳": true, "c": -2.5e3}'


@pytest.mark.parametrize("read", [read_yaml, read_json])
def test_every_part_of_a_file_has_its_place(
    read: Callable[[Source], tuple[Value, Places]],
) -> None:
    value, places = read(Source("f", TEXT))
    assert isinstance(value, dict)
    assert list(value) == ["a", "𝒳", "c"]
    assert places.value(("a",)).text == '[1, {"b": "x"}]'
    assert places.value(("a", 0)).text == "1"
    assert places.value(("a", 1, "b")).text == '"x"'
    assert places.key(("a", 1, "b")).text == '"b"'
    assert places.value(("𝒳",)).text == "true"
    assert places.value(("c",)).text == "-2.5e3"
    assert places.value(()).text == TEXT
    assert places.value(("a", 7, "z")).text == '[1, {"b": "x"}]', "the nearest part around it"


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=6)
JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PLAIN, inner, max_size=3),
    max_leaves=12,
)


@given(JSON_VALUES, st.sampled_from([None, 1]), st.booleans())
def test_json_is_read_as_the_standard_library_reads_it_and_found_again(
    value: object, indent: int | None, ascii_only: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    found, places = read_json(Source("f.json", f" {text}\n"))
    assert found == value

    def check(part: object, route: tuple[str | int, ...]) -> None:
        assert json.loads(places.value(route).text) == part
        if isinstance(part, dict):
            for key, inner in part.items():
                assert json.loads(places.key((*route, key)).text) == key
                check(inner, (*route, key))
        elif isinstance(part, list):
            for at, inner in enumerate(part):
                check(inner, (*route, at))

    check(value, ())


@given(st.text(alphabet='{}[]":,0123456789.-+eE \n\\utrfalsn/\x00\ud800é', max_size=30))
def test_any_text_is_json_or_a_diagnostic_as_the_standard_library_says(text: str) -> None:
    try:
        expected: object = json.loads(text, parse_constant=lambda name: 1 / 0)
    except (ValueError, ZeroDivisionError):
        expected = None
        valid = False
    else:
        valid = True
    try:
        value, places = read_json(Source("f.json", text))
    except DiagnosticError as error:
        codes = {found.code for found in error.diagnostics}
        assert not valid or codes == {"CHK404"}, "only a key given twice is stricter"
    else:
        assert valid
        assert value == expected
        assert places.value(()).text == text.strip(" \t\n\r")


@given(st.text(alphabet="ab:- \n{}[],&*!|>'\"#?%@`~\t\\0.é\x00\x85\ud800\ufeff", max_size=40))
def test_any_text_is_yaml_or_a_diagnostic(text: str) -> None:
    try:
        _, places = read_yaml(Source("f.yaml", text))
    except DiagnosticError as error:
        assert {found.code for found in error.diagnostics} <= {"CHK403", "CHK404", "CHK405"}
        for found in error.diagnostics:
            assert 0 <= found.primary.span.start <= found.primary.span.end <= len(text)
    else:
        assert places.value(()).end <= len(text)


# --- traps -----------------------------------------------------------------------------------


def test_symbols_stay_texts_whatever_yaml_would_make_of_them() -> None:
    names = ["no", "yes", "on", "1:30", "2025-07-23", "0x1F", "1_000", ".5", "1e3", "007", "12"]
    listed = "".join(
        f"  - {{id: a{at}, name: {name}, kind: person}}\n" for at, name in enumerate(names)
    )
    given = corpus(f"checker: 1\nagents:\n{listed}")
    assert [row[1] for row in given.relations["agent"]] == [
        names[at] for at in sorted(range(len(names)), key=lambda at: f"a{at}")
    ]


def test_numbers_and_truth_values_are_read_where_they_are_due() -> None:
    given = corpus(
        f"{HEAD}{CLAIM}    superlative: TRUE\n    quantities:\n"
        "      - {id: q, measure: m, amount: 3, groups: 2, parts_complete: true}\n"
    )
    assert given.relations["claim_superlative"] == (("c",),)
    assert given.relations["quantity_groups"] == (("q", 2),)
    assert given.relations["quantity_parts_complete"] == (("q",),)


def test_an_alias_stands_for_what_it_names() -> None:
    given = corpus(
        "checker: 1\nagents:\n"
        "  - {id: a, name: A, kind: person, interests: &topics [war, trade]}\n"
        "  - {id: b, name: B, kind: person, interests: *topics}\n"
    )
    assert given.relations["agent_interest"] == (
        ("a", "trade"),
        ("a", "war"),
        ("b", "trade"),
        ("b", "war"),
    )


# --- what cannot be read ---------------------------------------------------------------------

BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{after}: &{after} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "code", "line_column", "says", "mend"),
    [
        ("checker: 1\nagents: [\n", "CHK403", "3:1", "no valid YAML", ""),
        ("checker: 1\n agents: []\n", "CHK403", "2:8", "not allowed", "quotes"),
        ("checker: 1\nagents:\n\t- x\n", "CHK403", "3:1", "no valid YAML", ""),
        ('checker: 1\ntitle: "abc\n', "CHK403", "3:1", "end of stream", "close the quote"),
        ("checker: 1\nagents: [a, b\nevents: []\n", "CHK403", "3:7", "no valid YAML", ""),
        ("checker: 1\n--- \nchecker: 1\n", "CHK403", "2:1", "second document", "file of its own"),
        ("checker: !!python/name:os.system 1\n", "CHK403", "1:10", "tag", "leave the tag out"),
        ("checker: 1\nagents: !!set {a}\n", "CHK403", "2:9", "tag", "leave the tag out"),
        ("checker: 1\nagents: *nobody\n", "CHK403", "2:9", "no anchor", "`&nobody`"),
        ("checker: 1\nagents: &a [*a]\n", "CHK403", "2:13", "inside of what", "`&a`"),
        ("checker: 1\n? [a]\n: 1\n", "CHK403", "2:3", "as a key", "keys are texts"),
        ("checker: 1\n? *x\n: 1\n", "CHK403", "2:3", "no anchor", "`&x`"),
        ("checker: 1\nchecker: 1\n", "CHK404", "2:1", "`checker` stands twice", "remove one"),
        ("checker: \x07\n", "CHK403", "1:10", "U+0007", "escape"),
        ("checker: \ud800\n", "CHK403", "1:10", "U+D800", "escape"),
        ("checker: " + "[" * 100, "CHK405", "1:73", "64 deep", "eight levels"),
        ("- " * 50_000, "CHK405", "1:129", "64 deep", "eight levels"),
        ("checker: 1\n" + BOMB, "CHK405", "6:44", "100,000 values", "write the records out"),
        ("", "CHK410", "1:1", "an empty file", "checker: 1"),
        ("# nothing\n", "CHK410", "1:1", "an empty file", "checker: 1"),
        ("- checker: 1\n", "CHK410", "1:1", "found a list", "checker: 1"),
        ("checker", "CHK410", "1:1", "found a scalar", "checker: 1"),
    ],
)
def test_what_is_no_fact_file_in_yaml_is_shown_at_its_place(
    text: str, code: str, line_column: str, says: str, mend: str
) -> None:
    found = fault(text)
    assert (found.code, place(found)) == (code, f"facts.yaml:{line_column}")
    assert says in found.message
    assert mend in found.help


def test_nesting_that_the_parser_itself_refuses_is_no_other_fault() -> None:
    assert fault("checker: " + "[" * 100_000).code == "CHK405"


def test_every_key_given_twice_is_reported_with_both_places() -> None:
    twice = faults("checker: 1\nagents:\n  - {id: a, id: b, name: A, name: B}\nchecker: 1\n")
    assert [(place(found), found.related[0].span.position[:]) for found in twice] == [
        ("facts.yaml:3:13", (3, 6)),
        ("facts.yaml:3:29", (3, 20)),
        ("facts.yaml:4:1", (1, 1)),
    ]


@pytest.mark.parametrize(
    ("text", "code", "line_column", "says", "mend"),
    [
        ('{"checker": 1,}', "CHK403", "1:15", "a key in double quotes is due", ""),
        ('{"checker": 1 "agents": []}', "CHK403", "1:15", "`,` or `}` is due", "comma"),
        ('{"checker" 1}', "CHK403", "1:12", "`:` is due", "colon"),
        ("{'checker': 1}", "CHK403", "1:2", "a key in double quotes", "double quotes"),
        ("{\"checker\": '1'}", "CHK403", "1:13", "no JSON value", "double quotes"),
        ('{"checker": NaN}', "CHK403", "1:13", "`NaN`", "leave the field out"),
        ('{"checker": -Infinity}', "CHK403", "1:13", "`-Infinity`", "leave the bound out"),
        ('{"checker": True}', "CHK403", "1:13", "`True`", "write true"),
        ('{"checker": 01}', "CHK403", "1:14", "`,` or `}`", ""),
        ('{"checker": 1} 2', "CHK403", "1:16", "goes on", "one value"),
        ('{"checker": ', "CHK403", "1:13", "the text ends", "close"),
        ('{"checker": "a\nb"}', "CHK403", "1:13", "does not end", "\\n"),
        ('{"checker": "\\x"}', "CHK403", "1:13", "wrong escape", "\\\\"),
        ('{"checker": 1, // no\n"agents": []}', "CHK403", "1:16", "a key in double quotes", ""),
        ('{"checker": # no\n 1}', "CHK403", "1:13", "`#`", "comments"),
        ('{"checker": 1, "checker": 1}', "CHK404", "1:16", "`checker` stands twice", "remove"),
        ('{"checker": ' + "9" * 5000 + "}", "CHK403", "1:13", "400 digits", "common size"),
        ('{"checker": 1.' + "9" * 5000 + "}", "CHK403", "1:13", "400 digits", "common size"),
        ('{"checker": ' + "[" * 100_000, "CHK405", "1:76", "64 deep", "eight levels"),
        ('{"a":' * 70 + "1" + "}" * 70, "CHK405", "1:321", "64 deep", "eight levels"),
        ("", "CHK403", "1:1", "the text ends", ""),
        ("[]", "CHK410", "1:1", "found a list", "checker: 1"),
        ("null", "CHK410", "1:1", "an empty file", "checker: 1"),
    ],
)
def test_what_is_no_fact_file_in_json_is_shown_at_its_place(
    tmp_path: Path, text: str, code: str, line_column: str, says: str, mend: str
) -> None:
    written(tmp_path, "f.json", text.encode())
    (found,) = file_faults(tmp_path / "f.json", root=tmp_path)
    assert (found.code, place(found)) == (code, f"f.json:{line_column}")
    assert says in found.message
    assert mend in found.help


def test_all_bad_lines_of_json_lines_are_reported_each_at_its_place(tmp_path: Path) -> None:
    lines = [
        '{"record": "agent", "id": "a", "name": "A", "kind": "person"}',
        "",
        '{"record": "agent", "id": "b", "name": "B", "kind": "persn"}',
        "{",
        "[]",
        '{"record": "agnet", "id": "c"}',
        '{"id": "d"}',
        '{"record": 3}',
        '{"record": "agent", "id": "e", "id": "f"}',
        '{"record": "event", "id": "g", "name": "G", "part_of": ["h"]}',
    ]
    written(tmp_path, "f.jsonl", "\r\n".join(lines).encode())
    found = file_faults(tmp_path / "f.jsonl", root=tmp_path)
    assert [(fault.code, place(fault)) for fault in found] == [
        ("CHK413", "f.jsonl:3:53"),
        ("CHK403", "f.jsonl:4:2"),
        ("CHK410", "f.jsonl:5:1"),
        ("CHK413", "f.jsonl:6:12"),
        ("CHK412", "f.jsonl:7:1"),
        ("CHK413", "f.jsonl:8:12"),
        ("CHK404", "f.jsonl:9:32"),
    ], "a reference waits until every line can be read"
    assert found[0].help == "did you mean `person`?"
    assert found[3].help == "did you mean `agent`?"


def test_a_reference_in_json_lines_is_shown_in_its_line(tmp_path: Path) -> None:
    written(
        tmp_path,
        "f.jsonl",
        '{"record": "event", "id": "g", "name": "G"}\n'
        '{"record": "event", "id": "i", "name": "I", "part_of": ["g", "h"]}\n',
    )
    (found,) = file_faults(tmp_path / "f.jsonl", root=tmp_path)
    assert (found.code, place(found)) == ("CHK421", "f.jsonl:2:62")


# --- files -----------------------------------------------------------------------------------


def test_what_is_not_utf_8_is_shown_where_it_begins(tmp_path: Path) -> None:
    written(tmp_path, "f.yaml", b"checker: 1\nagents: [\xff]\n")
    (found,) = file_faults(tmp_path / "f.yaml", root=tmp_path)
    assert (found.code, place(found)) == ("CHK402", "f.yaml:2:10")
    assert found.primary.text == "byte 0xff"
    assert "UTF-8" in found.help


@pytest.mark.parametrize("name", ["f.yaml", "f.yml", "f.json"])
def test_a_byte_order_mark_and_line_ends_of_windows_change_nothing(
    tmp_path: Path, name: str
) -> None:
    text = '{"checker": 1,\n"agents": [{"id": "a", "name": "A",\n"kind": "persn"}]}'
    written(tmp_path, name, b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    (found,) = file_faults(tmp_path / name, root=tmp_path)
    assert place(found) == f"{name}:3:9"


def test_missing_files_folders_without_facts_and_other_files_are_all_reported(
    tmp_path: Path,
) -> None:
    (tmp_path / "empty").mkdir()
    written(tmp_path, "empty/sub/f.yaml", "checker: 1")
    written(tmp_path, "notes.txt", "x")
    paths = [tmp_path / name for name in ("nowhere.yaml", "nowhere", "empty", "notes.txt")]
    found = file_faults(*paths, root=tmp_path)
    assert [(fault.code, fault.primary.span.source.name) for fault in found] == [
        ("CHK401", "empty"),
        ("CHK401", "notes.txt"),
        ("CHK401", "nowhere"),
        ("CHK401", "nowhere.yaml"),
    ]
    assert all("*.yaml" in fault.help or "path" in fault.help for fault in found)


def test_a_folder_gives_the_files_directly_in_it_each_once(tmp_path: Path) -> None:
    written(tmp_path, "a.yaml", "checker: 1\nagents: [{id: a, name: A, kind: person}]\n")
    written(
        tmp_path, "b.json", '{"checker": 1, "agents": [{"id": "b", "name": "B", "kind": "person"}]}'
    )
    written(tmp_path, "c.jsonl", '{"record": "agent", "id": "c", "name": "C", "kind": "person"}\n')
    written(tmp_path, "sub/d.yaml", "checker: 1\nagents: [{id: d, name: D, kind: person}]\n")
    written(tmp_path, "README.md", "not facts")
    given = load_corpus([tmp_path, tmp_path / "a.yaml", tmp_path / "sub" / ".."], root=tmp_path)
    assert [row[0] for row in given.relations["agent"]] == ["a", "b", "c"]


def test_what_is_named_like_a_fact_file_and_is_none_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").mkdir()
    (tmp_path / "g.yaml").symlink_to(tmp_path / "g.yaml")
    os.mkfifo(tmp_path / "h.json")
    written(tmp_path, "good.yaml", "checker: 1\n")
    found = file_faults(tmp_path, root=tmp_path)
    assert [(fault.code, fault.primary.span.source.name) for fault in found] == [
        ("CHK401", "f.yaml"),
        ("CHK401", "g.yaml"),
        ("CHK401", "h.json"),
    ]


def test_half_a_surrogate_pair_in_the_name_of_a_section_hides_no_other_fault(
    tmp_path: Path,
) -> None:
    path = tmp_path / "facts.json"
    path.write_text('{"checker": 1, "a\\ud800": [], "claims": 3}')
    found = file_faults(path, root=tmp_path)
    assert sorted(each.code for each in found) == ["CHK410", "CHK414"]
