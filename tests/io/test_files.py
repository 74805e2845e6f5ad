"""Files are written whole, all of them or none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from checker.files import write_files


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_folders_that_are_not_there_are_made(tmp_path: Path) -> None:
    write_files({tmp_path / "a" / "b" / "c": b"1", tmp_path / "a" / "d": b"2"})
    assert (tmp_path / "a" / "b" / "c").read_bytes() == b"1"
    assert names(tmp_path) == ["a", "a/b", "a/b/c", "a/d"]


def test_a_complete_file_is_moved(tmp_path: Path) -> None:
    complete, old = tmp_path / "complete", tmp_path / "old"
    complete.write_bytes(b"new")
    old.write_bytes(b"old")
    old.chmod(0o640)
    write_files({old: complete})
    assert old.read_bytes() == b"new"
    assert old.stat().st_mode & 0o777 == 0o640
    assert names(tmp_path) == ["old"]


def test_the_longest_name_that_a_file_may_have_can_be_written(tmp_path: Path) -> None:
    name = "n" * os.pathconf(tmp_path, "PC_NAME_MAX")
    write_files({tmp_path / name: b"1"})
    assert names(tmp_path) == [name]


@pytest.mark.parametrize("bad", ["folder", "old/below", "n" * 300])
def test_where_one_cannot_be_written_none_is_and_the_error_names_it(
    tmp_path: Path, bad: str
) -> None:
    (tmp_path / "old").write_bytes(b"old")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError) as caught:
        write_files({tmp_path / "old": b"new", tmp_path / "x" / "y": b"new", tmp_path / bad: b""})
    assert caught.value.filename == str(tmp_path / bad)
    assert caught.value.strerror
    assert (tmp_path / "old").read_bytes() == b"old"
    assert names(tmp_path) == ["folder", "old"]


def test_what_is_no_file_is_written_to_last(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with pytest.raises(OSError):
            write_files({pipe: b"new", tmp_path / ("n" * 300): b""})
        assert os.read(reader, 10) == b""
        write_files({pipe: b"new", tmp_path / "file": b""})
        assert os.read(reader, 10) == b"new"
        assert pipe.is_fifo()
    finally:
        os.close(reader)
