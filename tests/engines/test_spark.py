"""Spark gives what the reference gives, refuses what it refuses, and stops where it stops.

One session serves all tests: it starts once, and is one that a user might have running.
"""

import gc
import os
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from threading import Event

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py4j.clientserver import ClientServerConnection
from pyspark.sql import SparkSession

from checker.analysis.program import Primitive, Row
from checker.bulk import BulkTable, ColumnType, Format
from checker.conformance import Verdict, find_cases, try_case
from checker.diagnostics import DiagnosticError
from checker.engines import Limits, engine
from checker.engines.spark import starting
from checker.engines.spark.releasing import when_gone
from checker.engines.spark.rows import keep
from tests import oracle
from tests.cli.command import checker
from tests.engines.running import program
from tests.engines.spark import QUICK_JAVA, needs_java
from tests.strategies import Example, programs, values

pytestmark = [needs_java, pytest.mark.usefixtures("running")]

NO_FACTS: Mapping[str, Collection[Row]] = {}


def rows(text: str, facts: Mapping[str, Collection[Row]] = NO_FACTS) -> dict[str, set[Row]]:
    evaluation = engine("spark").evaluate(program(text), facts)
    return {name: set(found) for name, found in evaluation.relations.items()}


def refusals(name: str, text: str, facts: Mapping[str, Collection[Row]]) -> list[tuple[str, str]]:
    with pytest.raises(DiagnosticError) as refused:
        engine(name).evaluate(program(text), facts)
    return [(found.code, found.message) for found in refused.value.diagnostics]


# --- the same answers ------------------------------------------------------------------------


@settings(max_examples=int(os.environ.get("CHECKER_SPARK_EXAMPLES", "4")))
@given(programs())
def test_spark_agrees_with_the_oracle(example: Example):
    expected = oracle.evaluate(program(example.text), example.facts)
    assert rows(example.text, example.facts) == expected


@settings(max_examples=3)
@given(st.data())
def test_values_of_every_type_survive(data):
    declarations = "".join(
        f".decl given_{each}(a: {each})\n.decl found_{each}(a: {each})\n"
        f"found_{each}(a) :- given_{each}(a), given_{each}(a).\n"
        for each in Primitive
    )
    facts = {
        f"given_{each}": data.draw(st.lists(st.tuples(values(each)).filter(is_utf8), max_size=8))
        for each in Primitive
    }
    found = rows(declarations, facts)
    for each in Primitive:
        assert found[f"found_{each}"] == set(facts[f"given_{each}"])


def is_utf8(row: Row) -> bool:
    return not any("\ud800" <= character <= "\udfff" for value in row for character in str(value))


def test_half_a_surrogate_pair_is_refused():
    text = ".decl n(a: symbol)\n.decl r(a: symbol)\nr(a) :- n(a)."
    assert [code for code, _ in refusals("spark", text, {"n": [("\ud800",)]})] == ["CHK305"]


NUMBERS = ["a + b", "a - b", "a * b", "-a", "a / b", "a % b", "a ^ (b band 7)", "a bshl b",
           "a bshr b", "a bshru b", "a band b", "a bor b", "a bxor b", "bnot a", "a land b",
           "a lor b", "a lxor b", "lnot a", "min(a, b)", "max(a, b)",
           "to_number(to_unsigned(a))", "strlen(to_string(a))"]  # fmt: skip
UNSIGNEDS = [term for term in NUMBERS if term != "-a" and "to_" not in term] + [
    "to_unsigned(to_number(a))",
    "to_unsigned(to_string(a))",
]
FLOATS = ["a + b", "a - b", "a * b", "-a", "a / b", "min(a, b)", "max(a, b)"]
EDGES: Mapping[str, tuple[list[str], list[Row]]] = {
    "number": (
        NUMBERS,
        [(a, b) for a in (-(2**63), -7, -1, 0, 1, 7, 2**63 - 1) for b in (-(2**63), -2, 2, 3, 65)],
    ),
    "unsigned": (
        UNSIGNEDS,
        [(a, b) for a in (0, 1, 7, 2**63, 2**64 - 1) for b in (1, 3, 65, 2**63, 2**64 - 1)],
    ),
    "float": (FLOATS, [(a, b) for a in (-0.5, 0.0, 1e308, 5e-324) for b in (-3.0, 0.1, 1e-308)]),
}


@pytest.mark.parametrize("type_", EDGES)
def test_arithmetic_is_what_the_reference_says(type_: str):
    terms, edges = EDGES[type_]
    text = f".decl n(a: {type_}, b: {type_})\n"
    for number, term in enumerate(terms):
        result = "number" if "strlen" in term else type_
        text += f".decl r{number}(a: {type_}, b: {type_}, c: {result})\n"
        text += f"r{number}(a, b, {term}) :- n(a, b).\n"
    expected = engine("pydatalog").evaluate(program(text), {"n": edges}).relations
    found = rows(text, {"n": edges})
    for number, term in enumerate(terms):
        assert (term, found[f"r{number}"]) == (term, set(expected[f"r{number}"]))


def test_a_sum_of_forty_floats_is_one_sum():
    text = ".decl n(a: float)\n.decl r(a: float)\nr(" + " + ".join("a" * 40) + ") :- n(a)."
    assert rows(text, {"n": [(0.5,), (-0.25,)]})["r"] == {(20.0,), (-10.0,)}


AGGREGATES = """
.decl n(k: symbol, a: number, u: unsigned, f: float)
.decl k(k: symbol)
k("a"). k("b"). k("none").
.decl r(k: symbol, c: number, s: number, t: unsigned, f: float)
r(k, c, s, t, f) :- k(k), c = count : { n(k, _, _, _) }, s = sum a : { n(k, a, _, _) },
    t = sum u : { n(k, _, u, _) }, f = sum x : { n(k, _, _, x) }.
.decl m(k: symbol, low: number, high: unsigned, middle: float)
m(k, low, high, middle) :- k(k), low = min a : { n(k, a, _, _) },
    high = max u : { n(k, _, u, _) }, middle = mean f : { n(k, _, _, f) }.
.decl below(a: number, c: number)
below(a, c) :- n(_, a, _, _),
    c = count : { n(i, b, u, f), b < a, !k("zz"), k(j), j != "b" }.
.decl nested(a: number, c: number)
nested(a, c) :- n(_, a, _, _),
    c = count : { n(k, b, u, f), d = count : { n(k, e, v, g), e <= a }, d > 1 }.
.decl safe(k: symbol, s: number)
safe(k, s) :- k(k), k != "b", s = sum 10 / a : { n(k, a, _, _) }.
"""


def test_aggregates_are_grouped_as_the_reference_counts_them():
    facts: Mapping[str, Collection[Row]] = {
        "n": [
            ("a", 2**63 - 1, 2**64 - 1, 0.1),
            ("a", 1, 2**64 - 1, 0.2),
            ("a", 5, 1, 1e100),
            ("b", 0, 7, -0.5),
        ]
    }
    assert rows(AGGREGATES, facts) == oracle.evaluate(program(AGGREGATES), facts)


RECURSION = """
.decl e(a: number, b: number)
.decl left(a: number, b: number)
left(x, y) :- e(x, y).
left(x, z) :- left(x, y), e(y, z).
.decl both(a: number, b: number)
both(x, y) :- e(x, y).
both(x, z) :- both(x, y), both(y, z).
.decl odd(a: number, b: number)
.decl even(a: number, b: number)
odd(x, y) :- e(x, y).
odd(x, z) :- e(x, y), even(y, z).
even(x, z) :- e(x, y), odd(y, z).
.decl unreached(a: number)
unreached(x) :- e(x, _), !left(0, x).
"""


def test_recursion_of_every_shape_is_closed():
    facts: Mapping[str, Collection[Row]] = {"e": [*((i, i + 1) for i in range(5)), (3, 1)]}
    assert rows(RECURSION, facts) == oracle.evaluate(program(RECURSION), facts)


def test_a_relation_of_two_rules_can_be_read_twice():
    text = """
    .decl n(a: symbol, b: symbol)
    .decl r(a: symbol, b: symbol)
    r(a, b) :- n(a, b), contains(a, b).
    r(b, a) :- n(a, b), a != b.
    .decl s(a: symbol, b: symbol)
    s(a, c) :- r(a, b), r(b, c).
    """
    facts: Mapping[str, Collection[Row]] = {"n": [("ab", "b"), ("b", "ab"), ("b", "b")]}
    assert rows(text, facts) == oracle.evaluate(program(text), facts)


# --- refusals --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "result", "term", "row"),
    [
        ("a: number, b: number", "number", "a + (a + 1) / (b * 1)", (1, 0)),
        ("a: number, b: number", "number", "b ^ (a - 2)", (1, 0)),
        ("a: unsigned, b: unsigned", "unsigned", "a % b", (1, 0)),
        ("a: float, b: float", "float", "a / b", (0.0, 0.0)),
        ("a: symbol, b: symbol", "number", "to_number(a)", ("12x", "")),
        ("a: symbol, b: symbol", "symbol", "substr(a, 0, 1)", ("é", "")),
    ],
)
def test_a_functor_without_a_value_is_refused_in_the_same_words(declared, result, term, row):
    text = f".decl n({declared})\n.decl r(c: {result})\nr({term}) :- n(a, b)."
    facts: Mapping[str, Collection[Row]] = {"n": [row]}
    assert refusals("spark", text, facts) == refusals("pydatalog", text, facts)


def test_a_pattern_from_the_facts_that_cannot_be_read_is_refused_in_the_same_words():
    text = '.decl n(p: symbol)\n.decl r(p: symbol)\nr(p) :- n(p), match(p, "a").'
    facts: Mapping[str, Collection[Row]] = {"n": [("(",)]}
    assert refusals("spark", text, facts) == refusals("pydatalog", text, facts)


def test_a_value_that_an_aggregate_has_not_is_refused_in_the_same_words():
    text = (
        ".decl n(s: symbol)\n.decl r(c: number)\n"
        "r(c) :- n(s), c = sum to_number(t) : { n(t), t != s }."
    )
    facts: Mapping[str, Collection[Row]] = {"n": [("12x",), ("1",)]}
    assert refusals("spark", text, facts) == refusals("pydatalog", text, facts)


def test_a_float_that_is_no_number_is_refused():
    text = ".decl n(a: float)\n.decl r(a: float)\nr(a - a) :- n(a)."
    facts: Mapping[str, Collection[Row]] = {"n": [(float("inf"),)]}
    assert [code for code, _ in refusals("spark", text, facts)] == ["CHK301"]


# --- limits ----------------------------------------------------------------------------------


@pytest.mark.parametrize("limits", [Limits(rows=5), Limits(seconds=1.0)])
def test_a_recursion_without_end_is_stopped_at_its_rule(limits: Limits):
    text = ".decl n(x: number)\nn(0).\nn(x + 1) :- n(x).\n"
    with pytest.raises(DiagnosticError) as stopped:
        engine("spark").evaluate(program(text), {}, limits=limits)
    (found,) = stopped.value.diagnostics
    assert found.code == ("CHK303" if limits.rows is None else "CHK304")
    assert found.primary.span.text == "n(x + 1) :- n(x)."


def test_one_endless_query_is_stopped_too():
    text = ".decl n(x: number)\n.decl r(x: number)\nr(sum_) :- " + (
        "sum_ = sum a + b : { n(a), n(b) }."
    )
    # Spark looks whether it is to stop at each row of one side: a short one would keep it busy.
    facts: Mapping[str, Collection[Row]] = {"n": [(i,) for i in range(30_000)]}
    with pytest.raises(DiagnosticError) as stopped:
        engine("spark").evaluate(program(text), facts, limits=Limits(seconds=1.5))
    assert [found.code for found in stopped.value.diagnostics] == ["CHK303"]


# --- the session that runs ---------------------------------------------------------------------


def test_a_running_session_is_left_as_it_was(running: SparkSession):
    context = running.sparkContext
    context.setJobGroup("mine", "my job")
    running.createDataFrame([(1,)], "c0 BIGINT").createOrReplaceTempView("r0")
    before = dict(running.conf.getAll)
    gc.collect()  # what earlier evaluations left to be freed is not counted
    stored = settled(running)

    text = ".decl e(a: number)\ne(0).\ne(x + 1) :- e(x), x < 2."
    evaluation = engine("spark").evaluate(program(text), {})
    assert len(evaluation.relations["e"]) == 3
    del evaluation

    assert settled(running) <= stored
    assert dict(running.conf.getAll) == before
    assert context.getLocalProperty("spark.jobGroup.id") == "mine"
    assert [tuple(row) for row in running.table("r0").collect()] == [(1,)]
    assert not running.catalog.tableExists("r1")
    running.catalog.dropTempView("r0")


def settled(running: SparkSession) -> int:
    """How many pieces are stored, when what was left to be freed is freed."""
    freed = Event()
    when_gone(Freed(), freed.set)
    assert freed.wait(20)
    return int(running.sparkContext._jsc.getPersistentRDDs().size())


class Freed:
    """Gone as soon as it is made."""


def test_rows_that_are_gone_in_the_middle_of_a_call_do_not_take_its_answer(
    running: SparkSession, monkeypatch: pytest.MonkeyPatch
):
    """A collector that runs while Java is asked."""
    text = ".decl e(a: number)\ne(0). e(1).\n.decl r(a: number)\nr(a) :- e(a)."
    send = ClientServerConnection.send_command

    def sent(connection: ClientServerConnection, command: str) -> str:
        class Collecting:
            def sendall(self, data: bytes) -> None:
                socket.sendall(data)
                left.clear()

        socket, connection.socket = connection.socket, Collecting()
        try:
            return str(send(connection, command))
        finally:
            connection.socket = socket

    left = [engine("spark").evaluate(program(text), {})]
    monkeypatch.setattr(ClientServerConnection, "send_command", sent)
    assert running.range(3).count() == 3
    assert left == []
    assert running.range(4).count() == 4


def test_rows_of_two_evaluations_do_not_mix():
    text = ".decl n(a: number)\n.decl r(a: number)\nr(a) :- n(a)."
    first = engine("spark").evaluate(program(text), {"n": [(1,)]})
    second = engine("spark").evaluate(program(text), {"n": [(2,)]})
    assert first.relations["r"] == {(1,)}
    assert second.relations["r"] == {(2,)}


def test_with_a_checkpoint_folder_rows_are_kept_there(running: SparkSession, tmp_path: Path):
    running.sparkContext.setCheckpointDir(str(tmp_path))
    try:
        assert rows(RECURSION, {"e": [(0, 1), (1, 2)]})["left"] == {(0, 1), (1, 2), (0, 2)}
        assert list(tmp_path.rglob("part-*"))
    finally:
        running.sparkContext._jsc.sc().setCheckpointDir(None)


# --- tables ----------------------------------------------------------------------------------


def table(path: Path, format_: Format, rows: int, distinct: bool = True) -> BulkTable:
    columns = ("key", "a `name`", "share")
    types = (ColumnType.SYMBOL, ColumnType.NUMBER, ColumnType.FLOAT)
    return BulkTable("n", path, path.name, format_, columns, types, columns, rows, distinct)


TABLE = ".decl n(k: symbol, a: number, s: float)\n.decl r(k: symbol, a: number, s: float)\n" + (
    "r(k, a, s) :- n(k, a, s), a > -5."
)
ROWS = {('x "y"\nz', 1, 0.0), ("", 2**62, 0.25), ("é,", -3, 1e300)}


def test_tables_are_read_where_they_lie(running: SparkSession, tmp_path: Path):
    csv = tmp_path / "one [1].csv"
    csv.write_text('key,a `name`,share\n"x ""y""\nz",1,-0.0\n,4611686018427387904,0.25\n')
    parquet = tmp_path / "two"
    running.createDataFrame(
        [("é,", -3, 1e300)], "key STRING, `a ``name``` BIGINT, share DOUBLE"
    ).coalesce(1).write.parquet(str(parquet))
    (part,) = parquet.glob("part-*.parquet")
    lines = tmp_path / "n.ndjson"
    lines.write_text('{"a `name`":-3,"share":1e300,"key":"é,"}\n', encoding="utf-8")
    tables = [table(csv, Format.CSV, 2), table(part, Format.PARQUET, 1)]
    again = [*tables, table(part, Format.PARQUET, 1, distinct=False)]
    as_lines = [table(csv, Format.CSV, 2), table(lines, Format.JSON_LINES, 1)]
    for several in (tables, again, as_lines):
        found = engine("spark").evaluate(
            program(TABLE), {"n": [("é,", -3, 1e300)]}, tables={"n": several}
        )
        assert found.relations["n"] == found.relations["r"] == ROWS


def test_a_table_that_changed_is_refused(tmp_path: Path):
    csv = tmp_path / "n.csv"
    csv.write_text("key,a `name`,share\nx,one,0.5\n")
    for path in (csv, tmp_path / "gone.csv"):
        with pytest.raises(DiagnosticError) as refused:
            engine("spark").evaluate(program(TABLE), {}, tables={"n": [table(path, Format.CSV, 1)]})
        assert [found.code for found in refused.value.diagnostics] == ["CHK307"]


# --- what Spark needs ------------------------------------------------------------------------


def test_a_command_reads_from_a_store_and_says_nothing_but_the_report(tmp_path: Path):
    """In a process of its own, with the settings that it was given."""
    store, log = tmp_path / "store", tmp_path / "log"
    for folder in (store, log):
        folder.mkdir()
    duckdb.sql("SELECT 'harbour' AS place, 'city' AS container").write_parquet(
        str(store / "place_in.parquet")
    )
    (tmp_path / "own.dl").write_text(
        '.include "schema.dl"\n/** @id own/place\n * @severity error\n * @message {p} */\n'
        ".decl inside(p: symbol)\ninside(p) :- place_in(p, _).\n.output inside\n"
    )
    told = ["spark.eventLog.enabled=true", "spark.eventLog.compress=false"]
    told += [f"spark.eventLog.dir=file://{log}", f"{starting.JAVA_OPTIONS}={QUICK_JAVA}"]
    told += [f"spark.hadoop.fs.viewfs.mounttable.desk.link./facts=file://{store}"]
    told += ["spark.hadoop.fs.s3a.secret.key=s3cret"]
    settings = [word for setting in told for word in ("--spark-conf", setting)]
    ran = checker(
        *("audit", "viewfs://desk/facts", "--rules", "own.dl", "--no-builtin-rules"),
        *("--engine", "spark", "--threads", "1", *settings),
        cwd=tmp_path,
    )
    assert (ran.stderr, ran.returncode) == ("", 1)
    assert "harbour" in ran.stdout
    assert ran.stdout.endswith("Evaluated by spark\n")
    logged = "".join(path.read_text() for path in log.rglob("*events*") if path.is_file())
    assert '"spark.master":"local[1]"' in logged
    assert QUICK_JAVA in logged
    assert "log4j2.properties" in logged
    assert "s3cret" not in logged + ran.stdout


def test_rows_are_counted_where_spark_has_no_count_of_them(running: SparkSession, monkeypatch):
    from pyspark.sql import Observation

    monkeypatch.setattr(Observation, "get", {})
    assert [keep(running.range(rows)).rows for rows in (0, 3)] == [0, 3]


def test_a_master_that_cannot_be_started_is_refused_in_one_sentence(monkeypatch, tmp_path: Path):
    for name in ("HADOOP_CONF_DIR", "YARN_CONF_DIR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "one.dl").write_text(".decl n(a: number)\nn(1).\n.output n\n")
    ran = checker("run", "one.dl", "--engine", "spark", "--spark-master", "yarn", cwd=tmp_path)
    assert ran.returncode == 2
    assert ran.stderr.startswith("error[CHK308]: Spark did not start: ")
    assert "Traceback" not in ran.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["one.dl"]


def test_without_java_it_is_said_what_to_install(monkeypatch, tmp_path: Path):
    monkeypatch.setattr(starting, "_running", lambda: None)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    (found,) = refused_session()
    assert found.code == "CHK308"
    assert "Java 17" in found.help


def test_without_pyspark_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    (found,) = refused_session()
    assert found.code == "CHK308"
    assert "checker[spark]" in found.help


def refused_session():
    with pytest.raises(DiagnosticError) as refused:
        starting.open_session(None)
    return refused.value.diagnostics


def test_unsigned_constants_beyond_a_bigint_are_unsigned():
    text = ".decl n(a: unsigned)\n.decl r(a: unsigned)\nr(a) :- n(a), a > 18446744073709551614u."
    assert rows(text, {"n": [(2**64 - 1,), (2**64 - 2,), (1,)]})["r"] == {(2**64 - 1,)}


OF_THE_SUITE = (
    "aggregate_outer_variable",
    "arithmetic_division",
    "arithmetic_wrap",
    "bits_shifts",
    "conversion_to_number",
    "disjunction_nested",
    "error_division_by_zero",
    "functor_match",
    "functor_substr_unicode",
    "io_input_types",
    "negation_strata",
    "range",
    "recursion_mutual",
)


@pytest.mark.parametrize("name", OF_THE_SUITE)
def test_spark_answers_the_cases_of_the_suite(name: str) -> None:
    (case,) = find_cases(Path(__file__).parents[1] / "conformance" / "suite" / name)
    outcome = try_case(case, engine("spark"), Limits(seconds=60))
    assert (outcome.verdict, outcome.why) == (Verdict.AGREES, "")
