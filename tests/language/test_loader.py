"""How rule files and their includes are found and read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from checker.diagnostics import render
from checker.language import LoadedRules, load
from checker.language.ast import Clause


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


def write(root: Path, **texts: str) -> None:
    """Files below a folder; ``__`` in a name stands for a folder's slash."""
    for name, text in texts.items():
        path = root / f"{name.replace('__', '/')}.dl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def names(loaded: LoadedRules) -> list[str]:
    return [file.span.source.name for file in loaded.files]


def codes(loaded: LoadedRules) -> list[str]:
    return [found.code for found in loaded.diagnostics]


def shown(loaded: LoadedRules) -> str:
    return render(loaded.diagnostics)


# --- what is read ---


def test_an_included_file_stands_before_the_one_that_includes_it(root: Path) -> None:
    write(root, main='.include "a.dl"\n.include "b.dl"\n', a='.include "b.dl"\n', b=".once\n")
    loaded = load([root / "main.dl"], root=root)
    assert names(loaded) == ["b.dl", "a.dl", "main.dl"]
    assert loaded.diagnostics == ()


def test_a_file_is_read_once_however_often_it_is_named(root: Path) -> None:
    write(root, a='.include "b.dl"\n.include "./b.dl"\n', b=".once\np(1).\n", c='.include "b.dl"\n')
    loaded = load([root / "a.dl", root / "c.dl", root / "a.dl", root / "b.dl"], root=root)
    assert names(loaded) == ["b.dl", "a.dl", "c.dl"]


def test_includes_may_form_a_circle(root: Path) -> None:
    write(
        root,
        a='.once\n.include "b.dl"\n',
        b='.once\n.include "c.dl"\n',
        c='.once\n.include "a.dl"\n.include "c.dl"\n',
    )
    loaded = load([root / "a.dl"], root=root)
    assert names(loaded) == ["c.dl", "b.dl", "a.dl"]
    assert loaded.diagnostics == ()


def test_an_include_is_looked_up_beside_its_file_first(root: Path) -> None:
    write(root, main__a='.include "b.dl"\n', main__b="here(1).\n", lib__b="there(1).\n")
    loaded = load([root / "main" / "a.dl"], include_dirs=[root / "lib"], root=root)
    assert names(loaded) == ["main/b.dl", "main/a.dl"]


def test_an_include_is_looked_up_in_the_include_directories_in_order(
    root: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    write(root, a='.include "b.dl"\n.include "c.dl"\n')
    write(first, b="b(1).\n")
    write(second, b="b(2).\n", c="c(1).\n")
    loaded = load([root / "a.dl"], include_dirs=[first, second], root=root)
    assert loaded.diagnostics == ()
    assert [file.span.text for file in loaded.files[:2]] == ["b(1).\n", "c(1).\n"]


def test_a_chain_of_includes_may_be_long(root: Path) -> None:
    length = 1_500
    write(root, **{f"f{n}": f'.include "f{n + 1}.dl"\n' for n in range(length)})
    write(root, **{f"f{length}": "p(1).\n"})
    loaded = load([root / "f0.dl"], root=root)
    assert names(loaded)[0] == f"f{length}.dl"
    assert len(loaded.files) == length + 1


def test_a_file_outside_of_the_root_may_be_named_but_not_included(
    root: Path, tmp_path: Path
) -> None:
    write(tmp_path, other="p(1).\n")
    assert codes(load([tmp_path / "other.dl"], root=root)) == []
    write(root, a='.include "../other.dl"\n')
    assert codes(load([root / "a.dl"], root=root)) == ["CHK141"]


def test_windows_line_ends_and_a_byte_order_mark_are_read(root: Path) -> None:
    (root / "a.dl").write_bytes(b"\xef\xbb\xbfp(1).\r\np(2).\r\n")
    loaded = load([root / "a.dl"], root=root)
    assert codes(loaded) == ["CHK132"]
    (file,) = loaded.files
    assert [item.span.position.line for item in file.items] == [1, 2]


def test_a_file_with_faults_is_read_as_far_as_it_goes(root: Path) -> None:
    write(root, a='.include "b.dl"\np(x :- q(x).\n', b="r(1)\n")
    loaded = load([root / "a.dl"], root=root)
    assert codes(loaded) == ["CHK111", "CHK111"]
    assert [len(file.items) for file in loaded.files] == [1, 2]
    assert isinstance(loaded.files[0].items[0], Clause)


# --- names ---


def test_a_file_is_shown_below_the_root(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root, rules__a="p(1).\n")
    monkeypatch.chdir(root / "rules")
    assert names(load([Path("a.dl")], root=root)) == ["rules/a.dl"]


def test_a_file_outside_of_the_root_is_shown_below_the_working_directory(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, here__a="p(1).\n")
    monkeypatch.chdir(tmp_path)
    assert names(load([tmp_path / "here" / "a.dl"], root=root)) == ["here/a.dl"]


def test_a_file_elsewhere_is_shown_as_it_was_named(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, elsewhere__a="p(1).\n")
    monkeypatch.chdir(root)
    given = Path("../elsewhere/a.dl")
    assert names(load([given], root=root)) == ["../elsewhere/a.dl"]


# --- what cannot be read ---


def test_a_missing_include_is_reported_where_it_is_included(root: Path) -> None:
    write(root, a='p(1).\n.include "lib/b.dl"\np(2).\n')
    (root / "packs").mkdir()
    loaded = load([root / "a.dl"], include_dirs=[root / "packs"], root=root)
    assert shown(loaded) == (
        "error[CHK140]: there is no file `lib/b.dl` to include\n"
        " --> a.dl:2:1\n"
        "  |\n"
        '2 | .include "lib/b.dl"\n'
        "  | ^^^^^^^^^^^^^^^^^^^\n"
        "  |\n"
        "  = note: looked for `lib/b.dl`, `packs/lib/b.dl`\n"
    )
    assert names(loaded) == ["a.dl"]


def test_a_missing_file_is_reported_by_its_name(root: Path) -> None:
    loaded = load([root / "a.dl"], root=root)
    assert shown(loaded) == "error[CHK140]: `a.dl` does not exist\n --> a.dl\n"
    assert loaded.files == ()


@pytest.mark.parametrize("path", ["../other.dl", "/etc/passwd", "lib/../../other.dl", "link.dl"])
def test_an_include_does_not_leave_the_root(root: Path, tmp_path: Path, path: str) -> None:
    write(tmp_path, other="secret(1).\n")
    (root / "link.dl").symlink_to(tmp_path / "other.dl")
    write(root, a=f'.include "{path}"\n')
    loaded = load([root / "a.dl"], root=root)
    underline = "^" * len(f'.include "{path}"')
    assert shown(loaded) == (
        f"error[CHK141]: `{path}` lies outside of the project\n"
        " --> a.dl:1:1\n"
        "  |\n"
        f'1 | .include "{path}"\n'
        f"  | {underline}\n"
        "  |\n"
        "  = note: includes stay below the project's root and the include directories\n"
    )
    assert names(loaded) == ["a.dl"]


def test_a_message_does_not_tell_whether_a_file_outside_exists(root: Path, tmp_path: Path) -> None:
    write(root, a='.include "../other.dl"\n')
    absent = shown(load([root / "a.dl"], root=root))
    write(tmp_path, other="p(1).\n")
    assert shown(load([root / "a.dl"], root=root)) == absent


def test_a_link_within_the_root_is_followed(root: Path) -> None:
    write(root, lib__b="p(1).\n", a='.include "link.dl"\n')
    (root / "link.dl").symlink_to(root / "lib" / "b.dl")
    assert names(load([root / "a.dl"], root=root)) == ["lib/b.dl", "a.dl"]


def test_a_path_upwards_within_the_root_is_followed(root: Path) -> None:
    write(root, lib__b='.include "../c.dl"\n', c="p(1).\n")
    assert names(load([root / "lib" / "b.dl"], root=root)) == ["c.dl", "lib/b.dl"]


def test_a_link_in_a_circle_is_reported(root: Path) -> None:
    (root / "link.dl").symlink_to(root / "link.dl")
    write(root, a='.include "link.dl"\n')
    assert codes(load([root / "a.dl"], root=root)) == ["CHK140"]


def test_a_directory_is_no_rule_file(root: Path) -> None:
    (root / "lib").mkdir()
    write(root, a='.include "lib"\n')
    assert "`lib` is a directory" in shown(load([root / "a.dl"], root=root))
    assert shown(load([root / "lib"], root=root)) == (
        "error[CHK142]: `lib` is a directory\n --> lib\n"
    )


def test_a_pipe_is_not_opened(root: Path) -> None:
    os.mkfifo(root / "pipe.dl")
    assert "`pipe.dl` is not a regular file" in shown(load([root / "pipe.dl"], root=root))


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read any file")
def test_a_file_closed_to_us_is_reported(root: Path) -> None:
    write(root, a="p(1).\n")
    (root / "a.dl").chmod(0)
    assert "`a.dl` cannot be read: permission denied" in shown(load([root / "a.dl"], root=root))


def test_a_file_is_read_up_to_a_size(root: Path) -> None:
    with (root / "a.dl").open("wb") as file:
        file.truncate(17 * 1024 * 1024)
    assert "`a.dl` is larger than 16 MiB" in shown(load([root / "a.dl"], root=root))


@pytest.mark.parametrize("path", ["", "x" * 5_000, "a/" * 3_000 + "b.dl"])
def test_a_path_that_names_no_file_is_reported(root: Path, path: str) -> None:
    write(root, a=f'.include "{path}"\n')
    assert codes(load([root / "a.dl"], root=root)) == ["CHK140"]


def test_a_file_that_is_not_utf_8_is_reported_at_its_first_bad_byte(root: Path) -> None:
    (root / "a.dl").write_bytes("p(1).\n// né\n".encode() + b'p("caf\xe9").\n')
    loaded = load([root / "a.dl"], root=root)
    assert shown(loaded) == (
        "error[CHK143]: `a.dl` is not UTF-8\n"
        " --> a.dl:3:7\n"
        "  |\n"
        '3 | p("caf\ufffd").\n'
        "  |       ^ the byte 0xe9 does not belong here\n"
        "  |\n"
        "  = help: save the file as UTF-8\n"
    )
    assert loaded.files == ()


# --- what Soufflé would read twice ---


def test_a_file_with_declarations_that_is_included_twice_should_say_once(root: Path) -> None:
    write(
        root,
        main='.include "a.dl"\n.include "b.dl"\n',
        a='.include "types.dl"\n',
        b='.include "types.dl"\n',
        types=".type Name <: symbol\n",
    )
    loaded = load([root / "main.dl"], root=root)
    assert codes(loaded) == ["CHK133"]
    assert "Soufflé would read `types.dl` again here" in shown(loaded)
    assert "= help: write `.once` at the head of that file" in shown(loaded)


def test_programs_apart_may_include_one_file_each(root: Path) -> None:
    write(
        root,
        a='.include "types.dl"\n',
        b='.include "types.dl"\n',
        types=".type Name <: symbol\n",
    )
    assert codes(load([root / "a.dl", root / "b.dl"], root=root)) == []


def test_a_file_that_includes_itself_should_say_once(root: Path) -> None:
    write(root, a='.include "a.dl"\n.decl p(x: number)\n')
    assert codes(load([root / "a.dl"], root=root)) == ["CHK133"]


def test_a_repetition_is_warned_of_once_for_all_programs(root: Path) -> None:
    write(
        root,
        a='.include "c.dl"\n',
        b='.include "c.dl"\n',
        c='.include "d.dl"\n.include "d.dl"\n',
        d=".decl p(x: number)\n",
    )
    assert codes(load([root / "a.dl", root / "b.dl"], root=root)) == ["CHK133"]
