"""Tables on a store: what Spark finds, checks and reads there is what DuckDB does here.

Hadoop's own ``viewfs`` stands for a store: a scheme that no path has, mapped to a folder.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest
from pyspark.sql import SparkSession

from checker import audit
from checker.auditing import Examined
from checker.bulk.corpus import read_bulk
from checker.bulk.stores import Address
from checker.diagnostics import Diagnostic, DiagnosticError, render
from checker.engines.spark import SparkEngine
from checker.proofs import GroundAtom, Prover, lookup_in
from tests.bulk.test_tables import DESK, as_parquet, write
from tests.engines.spark import needs_java

pytestmark = [needs_java, pytest.mark.usefixtures("running")]


def mounted(folder: Path) -> SparkEngine:
    """Spark with the folder as the store ``viewfs://NAME/facts``, NAME being the folder's."""
    link = f"spark.hadoop.fs.viewfs.mounttable.{folder.name}.link./facts"
    return SparkEngine(conf={link: f"file://{folder}"})


def address(folder: Path) -> Address:
    return Address(f"viewfs://{folder.name}/facts")


def by_duckdb(folder: Path) -> tuple[Diagnostic, ...]:
    with pytest.raises(DiagnosticError) as refused:
        read_bulk([folder], root=folder)
    return refused.value.diagnostics


def by_spark(folder: Path, *beside: Path) -> tuple[Diagnostic, ...]:
    places = [address(folder), *beside]
    with pytest.raises(DiagnosticError) as refused:
        read_bulk(places, root=folder, stores=mounted(folder).stores)
    return refused.value.diagnostics


def made(folder: Path, **tables: str) -> Path:
    """A folder of sound tables in Parquet, with some others, each a query to DuckDB."""
    folder.mkdir()
    as_parquet(write(folder, **dict.fromkeys(tables)))
    for name, query in tables.items():
        duckdb.sql(query).write_parquet(str(folder / f"{name}.parquet"))
    return folder


BAD: Mapping[str, str] = {
    "document": "SELECT * FROM (VALUES ('A', 'd1', 'nobody', 'article', 'en'),"
    " ('B', 'd1', '', 'artikel', 'en'), ('C', 'd1', '', 'article', 'en'),"
    " (NULL, NULL, '', 'article', 'en')) t(title, document, publisher, kind, language)",
    "quantity": "SELECT 'q' || range AS quantity, CASE WHEN range % 2 = 0 THEN 'c1' ELSE 'c7' END"
    " AS claim, 'm' AS measure, CASE WHEN range = 5 THEN 'inf'::DOUBLE WHEN range = 3 THEN NULL"
    " WHEN range > 8 THEN 'nan'::DOUBLE ELSE -1e300 END AS low, 2::DECIMAL(9, 2) AS high,"
    " '' AS unit FROM range(2000)",
    "date": "SELECT 'x' AS date, 'd1' AS document, 'on Monday' AS text, 1::UBIGINT AS first_day,"
    " 18446744073709551615::UBIGINT AS last_day",
    "claim_place": "SELECT 5::SMALLINT AS claim, 'x'::BLOB AS place",
    "claim_topic": "SELECT 'c1' AS claim, 'a' AS topic, 'b' AS asspect, 1 AS more",
}


def test_the_same_bad_rows_are_told_in_the_same_words(tmp_path: Path) -> None:
    folder = made(tmp_path / "bad", **BAD)
    (folder / "agnt.parquet").write_bytes(b"PAR1")

    found = by_spark(folder)

    said = render(found).replace("viewfs://bad/facts/", "")
    assert said == render(by_duckdb(folder))
    assert len(found) > 10
    assert "`quantity.low`: 1,993 rows without a finite number; `NULL` in row 4" in said


def test_rows_are_told_by_the_part_that_they_stand_in(tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    parts = folder / "place_in.parquet"
    parts.mkdir(parents=True)
    for name, place in (("part-1", "'x'"), ("part-2", "NULL::VARCHAR"), ("_hidden", "NULL")):
        query = f"SELECT {place} AS place, 'y' AS container"
        duckdb.sql(f"{query} UNION ALL {query}").write_parquet(str(parts / name))

    (fault,) = by_spark(folder)

    assert fault.code == "CHK412"
    assert fault.primary.span.source.name == "viewfs://parts/facts/place_in.parquet/part-2"
    assert "2 rows without a text; `NULL` in row 1" in fault.message

    (parts / "year=2026").mkdir()
    (fault,) = by_spark(folder)
    assert "there is a folder among its parts, `year=2026`" in fault.message


RULES = """
.include "schema.dl"
/**
 * @id own/counted
 * @severity info
 * @message {q.source} counts {q.amount} {q.measure}
 */
.decl counted(q: QuantityId)
counted(q) :- quantity(q, c, _, low, _, _), claim(c, _, s, _, _), agent(s, _, _), low > 100.
.output counted
"""


def test_an_audit_finds_the_same_by_the_same_fingerprints(tmp_path: Path) -> None:
    folder = made(tmp_path / "desk")
    (folder / "claim_text.parquet").unlink()
    desk, rules = tmp_path / "desk.yaml", tmp_path / "own.dl"
    desk.write_text(DESK)
    rules.write_text(RULES)

    seen: list[Examined] = []
    here = audit([folder, desk], rules, root=tmp_path, engine="duckdb", watch=seen.append)
    places = [str(address(folder)), desk]
    there = audit(places, rules, root=tmp_path, engine=mounted(folder), watch=seen.append)

    assert [found.message for found in here.findings] == ["Beta, Inc counts at least 120 boats"]
    assert there.findings == here.findings
    ours, theirs = map(proof, seen)
    assert ours == theirs
    assert [atom.relation for atom in ours] == ["counted", "quantity", "claim", "agent"]


def proof(examined: Examined) -> tuple[GroundAtom, ...]:
    """The rows that the finding rests on."""
    lookup = lookup_in(examined.evaluation.relations)
    prover = Prover(examined.program, lookup, examined.corpus.relations)
    return tuple(next(prover.proofs(GroundAtom("counted", ("q2",)))).steps)


def test_quotations_are_held_to_documents_of_fact_files(tmp_path: Path) -> None:
    quotes = "SELECT * FROM (VALUES ('c1', 'a hundred'), ('c2', 'two hundred')) t(claim, text)"
    folder = made(tmp_path / "quotes", claim_text=quotes)
    (folder / "document.parquet").unlink()
    texts = tmp_path / "documents.yaml"
    texts.write_text(
        "checker: 1\ndocuments:\n"
        + "".join(
            f"  - {{id: {name}, title: T, kind: article, language: en, content: a hundred boats}}\n"
            for name in ("d1", "d2")
        )
    )

    (fault,) = by_spark(folder, texts)

    assert fault.code == "CHK440"
    assert "`two hundred` in row 2" in fault.message


def test_what_is_no_table_of_a_store_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    for name in ("claim.csv", "desk.yaml", "notes.txt"):
        (folder / name).write_text("")
    (folder / "event.parquet").write_bytes(b"no table")
    shutil.copytree(folder, tmp_path / "empty", ignore=shutil.ignore_patterns("*"))
    beside = tmp_path / "claim.csv"
    beside.write_text("claim,document,source,voice,kind\n")

    said = render(by_spark(folder, beside))

    assert "`viewfs://mixed/facts/claim.csv` is not read: of a store, tables in Parquet" in said
    assert "`viewfs://mixed/facts/desk.yaml` is not read: fact files" in said
    assert "`viewfs://mixed/facts/event.parquet` cannot be read: " in said
    assert "lies on this machine, and others on a store" in said
    assert "notes" not in said
    assert "no table lies directly in this folder" in render(by_spark(tmp_path / "empty"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("viewfs://desk/facts/gone", "there is nothing at this address"),
        ("viewfs://nowhere/facts", "Empty Mount table"),
        ("nosuch://store/facts", 'No FileSystem for scheme "nosuch"'),
    ],
)
def test_an_address_that_cannot_be_read_is_told(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "desk").mkdir()
    with pytest.raises(DiagnosticError) as refused:
        read_bulk([Address(text)], root=tmp_path, stores=mounted(tmp_path / "desk").stores)
    (fault,) = refused.value.diagnostics
    assert fault.code == "CHK461"
    assert said in fault.message
    assert "Traceback" not in fault.message


def test_texts_that_are_not_utf8_are_no_table(running: SparkSession, tmp_path: Path) -> None:
    folder = tmp_path / "latin"
    rows = running.range(1).selectExpr("CAST(x'E9' AS STRING) AS place", "'y' AS container")
    rows.write.parquet(str(folder / "place_in.parquet"))

    (fault,) = by_spark(folder)

    assert "some texts in it are not UTF-8" in fault.message
