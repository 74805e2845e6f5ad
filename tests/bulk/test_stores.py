"""Addresses of stores: what is one, who may name it, and that no key in one is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker import audit
from checker.bulk.stores import Address, blotted, is_address, masked, place
from checker.diagnostics import Diagnostic, DiagnosticError, render

KEYS = st.text("abcXYZ0189", min_size=6)
SECRETS = st.text("abcXYZ0189+/=-_%.~", min_size=6)


@pytest.mark.parametrize(
    "text",
    [
        "hdfs://namenode:8020/facts",
        "hdfs:///facts/claim.parquet",
        "s3a://bucket/some folder/facts",
        "s3a://bucket",
        "abfss://container@account.dfs.core.windows.net/facts",
        "hdfs://[::1]:8020/facts",
        "file:///srv/facts",
    ],
)
def test_an_address_is_taken_as_it_is_written(text: str) -> None:
    assert place(text) == Address(text)


@pytest.mark.parametrize("text", ["facts", "./a://b", "/tmp/s3a:/x", "C:/x", "C://x", "a:b"])
def test_a_path_stays_a_path(text: str) -> None:
    assert place(text) == Path(text)


@pytest.mark.parametrize(
    "text",
    ["s3a://", "S3A://bucket/x", "s3a:// bucket", "s3a://b/x ", "hdfs://a/\x1b[1m", "s3a://\n"],
)
def test_what_is_written_like_an_address_and_is_none_is_told(text: str) -> None:
    found = place(text)
    assert isinstance(found, Diagnostic)
    assert found.code == "CHK464"
    assert "\x1b" not in found.message


@given(KEYS, SECRETS)
def test_credentials_in_an_address_are_refused_and_not_shown(key: str, secret: str) -> None:
    for text in (
        f"s3a://{key}:{secret}@bucket/facts",
        f"abfss://facts@account/facts?sig={secret}",
        f"ftp://{key}:{secret}@host:21/facts",
    ):
        found = place(text)
        assert isinstance(found, Diagnostic)
        assert secret not in render([found])
        assert secret not in masked(f"cannot read {text}: no such bucket")
        assert isinstance(place(blotted(text)), Diagnostic)


@given(KEYS, SECRETS)
def test_credentials_in_a_text_are_painted_over_and_nothing_moves(key: str, secret: str) -> None:
    text = f'facts = ["s3a://{key}:{secret}@bucket/facts"] # spark://a:7077,b:7077'
    painted = blotted(text)
    assert len(painted) == len(text)
    assert f"{secret}@" not in painted
    assert painted.endswith('@bucket/facts"] # spark://a:7077,b:7077')


def test_an_engine_without_stores_reads_none(tmp_path: Path) -> None:
    with pytest.raises(DiagnosticError) as refused:
        audit(["s3a://bucket/facts", tmp_path], engine="duckdb", root=tmp_path)
    (found,) = refused.value.diagnostics
    assert found.code == "CHK463"
    assert "--engine spark" in found.help


@pytest.mark.parametrize("record", ["text: s3a://bucket/a.txt", "text: file:///etc/passwd"])
def test_a_fact_file_names_no_store(tmp_path: Path, record: str) -> None:
    assert is_address(record.removeprefix("text: "))
    (tmp_path / "facts.yaml").write_text(
        f"checker: 1\ndocuments:\n  - {{id: d, title: T, kind: article, language: en, {record}}}\n"
    )
    with pytest.raises(DiagnosticError) as refused:
        audit(tmp_path, root=tmp_path)
    assert [found.code for found in refused.value.diagnostics] == ["CHK401"]
