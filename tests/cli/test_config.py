"""A configuration is found upwards, read whole, and wrong in a place that is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.config import KEYS, EngineName, FailOn, Project, Settings, find_project, load_project
from checker.diagnostics import DiagnosticError, render


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def faults(text: str, name: str = "checker.toml") -> list[tuple[str, int, int, str]]:
    """Code, line, column and underlined text of everything that is wrong."""
    Path(name).write_text(text, encoding="utf-8")
    with pytest.raises(DiagnosticError) as refused:
        find_project(Path())
    return [
        (found.code, *found.primary.span.position, found.primary.span.text)
        for found in refused.value.diagnostics
    ]


# --- finding it ------------------------------------------------------------------------------


def test_without_a_configuration_the_folder_itself_is_the_project(folder):
    assert find_project(Path()) == Project(Path(), None, Settings(), (), ())


def test_it_is_found_upwards_and_its_paths_are_relative_to_it(folder, monkeypatch):
    (folder / "facts").mkdir()
    (folder / "checker.toml").write_text('facts = ["facts"]')
    (folder / "deep" / "er").mkdir(parents=True)
    monkeypatch.chdir(folder / "deep" / "er")
    project = find_project(Path())
    assert project.root == Path("../..")
    assert project.facts == (Path("../../facts"),)
    assert project.facts[0].is_dir()


def test_the_nearest_one_counts_and_our_own_file_before_the_shared_one(folder):
    inner = folder / "inner"
    inner.mkdir()
    (folder / "checker.toml").write_text('fail-on = "never"')
    (inner / "pyproject.toml").write_text('[tool.checker]\nfail-on = "info"')
    assert find_project(inner).settings.fail_on is FailOn.INFO
    (inner / "checker.toml").write_text('fail-on = "warning"')
    assert find_project(inner).settings.fail_on is FailOn.WARNING


def test_a_shared_file_without_our_table_is_passed_over_even_if_it_is_broken(folder):
    inner = folder / "inner"
    inner.mkdir()
    (folder / "checker.toml").write_text('fail-on = "never"')
    for content in ("[tool.ruff]\nline-length = 100", "tool = 3", "rubbish = = ="):
        (inner / "pyproject.toml").write_text(content)
        assert find_project(inner).settings.fail_on is FailOn.NEVER


@pytest.mark.parametrize(
    "content",
    [
        '[tool.checker]\nfail-on = "info"',
        '[tool]\nchecker = {fail-on = "info"}',
        'tool.checker.fail-on = "info"',
    ],
)
def test_the_table_of_the_shared_file_may_be_spelt_as_toml_allows(folder, content):
    (folder / "pyproject.toml").write_text(content)
    assert find_project(Path()).settings.fail_on is FailOn.INFO


def test_any_file_may_be_named(folder):
    (folder / "other.toml").write_text('fail-on = "never"')
    assert load_project(Path("other.toml")).settings.fail_on is FailOn.NEVER


# --- what it sets ----------------------------------------------------------------------------


def test_every_key_is_read(folder):
    (folder / "facts").mkdir()
    (folder / "own.dl").write_text("")
    (folder / "checker.toml").write_text(
        'facts = ["facts"]\nrules = ["own.dl"]\nbuiltin-rules = false\n'
        'select = ["numbers"]\nignore = ["a/b", "tag"]\nfail-on = "warning"\n'
        'format = "json"\nengine = "pydatalog"\ntimeout = 2\nmax-rows = 10\n'
        'threads = 2\nmemory-limit = "1.5 GB"\nspark-master = "local[2]"\n'
        'spark-conf = { "spark.executor.memory" = "4g" }\n'
    )
    assert find_project(Path()).settings == Settings(
        facts=("facts",),
        rules=("own.dl",),
        builtin_rules=False,
        select=("numbers",),
        ignore=("a/b", "tag"),
        fail_on=FailOn.WARNING,
        format=find_project(Path()).settings.format,
        engine=EngineName.PYDATALOG,
        threads=2,
        memory_limit="1.5 GB",
        spark_master="local[2]",
        spark_conf=(("spark.executor.memory", "4g"),),
        timeout=2.0,
        max_rows=10,
    )


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_the_example_of_every_key_is_valid(folder, key):
    for name in ("facts", "rules"):
        (folder / name).mkdir()
    (folder / "checker.toml").write_text(f"{key.name} = {key.example}")
    assert find_project(Path()).file == Path("checker.toml")


# --- what is wrong ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        'spark-conf = "spark.executor.memory=4g"',
        'spark-conf = { "spark.executor.cores" = 4 }',
        "[spark-conf]\nspark.executor.cores = '4'",
        '[spark-conf]\n"spark.jars" = "s3cret"',
        '[spark-conf]\n"spark.driver.extraJavaOptions" = "s3cret"',
        '[spark-conf]\n"spark.hadoop.fs.s3a.impl" = "s3cret"',
        '[spark-conf]\n"spark.hadoop.fs.viewfs.mounttable.x.link./" = "file:///s3cret"',
        '[spark-conf]\n"spark.sql.ansi.enabled" = "s3cret"',
        '[spark-conf]\n"spark.master" = "s3cret"',
        '[spark-conf]\n"spark.sql.files.x" = "s3cret\\u0007"',
    ],
)
def test_a_project_sets_of_spark_what_runs_no_code_and_reaches_no_file(folder, line):
    (folder / "checker.toml").write_text(line)
    with pytest.raises(DiagnosticError) as refused:
        find_project(Path())
    (found,) = refused.value.diagnostics
    assert found.code == "CHK553"
    assert "s3cret" not in found.message + found.help
    assert found.primary.span.text


def test_stores_stand_beside_the_files_of_the_project(folder):
    (folder / "facts").mkdir()
    (folder / "checker.toml").write_text(
        f'facts = ["hdfs://archive/facts", "facts", "file://{folder}/facts"]'
    )
    project = find_project(Path())
    assert project.facts == (Path("facts"),)
    assert [str(each) for each in project.stores] == [
        "hdfs://archive/facts",
        f"file://{folder}/facts",
    ]


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc",
        "file:///proc/self/../../etc",
        "har:///etc/x.har",
        "local:///etc",
        "http://there/facts",
    ],
)
def test_a_store_of_a_project_leads_to_no_file_of_this_machine(folder, address):
    line = f'facts = ["{address}"]'
    assert faults(line) == [("CHK554", 1, 10, f'"{address}"')]


def test_a_key_in_an_address_is_not_shown_with_its_line(folder):
    (folder / "checker.toml").write_text('facts = ["s3a://KEY:s3cret@b/x", 3]\nfoo = 1')
    with pytest.raises(DiagnosticError) as refused:
        find_project(Path())
    assert len(refused.value.diagnostics) == 2
    assert "s3cret" not in render(refused.value.diagnostics)


def test_everything_that_is_wrong_is_shown_at_its_place(folder):
    assert faults(
        "# facts = 3\n"
        'facts = [\n  "there", # not\n  3,\n]\n'
        'rulez = "x"\n'
        'fail-on = "sometimes"\n'
        "timeout = -1\n"
        "max-rows = true\n"
        'builtin-rules = "yes"\n'
        'select = "numbers"\n'
    ) == [
        ("CHK553", 4, 3, "3"),
        ("CHK552", 6, 1, "rulez"),
        ("CHK553", 7, 11, '"sometimes"'),
        ("CHK553", 8, 11, "-1"),
        ("CHK553", 9, 12, "true"),
        ("CHK553", 10, 17, '"yes"'),
        ("CHK553", 11, 10, '"numbers"'),
    ]


def test_a_key_of_a_similar_name_is_suggested(folder):
    (folder / "checker.toml").write_text("max_rows = 3\nfail_on = 'info'\nzzz = 1")
    with pytest.raises(DiagnosticError) as refused:
        find_project(Path())
    first, second, third = refused.value.diagnostics
    assert first.help == "did you mean `max-rows`?"
    assert second.help == "did you mean `fail-on`?"
    assert third.help.startswith("the keys are facts, rules,")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("facts = [\n", ("CHK551", 2, 1, "")),
        ("a = 1\nfacts == 2\n", ("CHK551", 2, 8, "=")),
        ("facts = \x00", ("CHK551", 1, 9, "\x00")),
        ("x = " + "[" * 5000, ("CHK551", 1, 1, "")),
    ],
)
def test_a_file_that_is_no_toml_is_shown_where_it_stops_being_it(folder, text, place):
    assert faults(text) == [place]


def test_a_file_that_is_not_utf8_is_refused(folder):
    Path("checker.toml").write_bytes(b"facts = ['\xff']")
    with pytest.raises(DiagnosticError, match="it is not UTF-8"):
        find_project(Path())


@pytest.mark.parametrize("path", ["..", "../elsewhere", "/etc", "link", "a\\u0000b"])
def test_paths_do_not_leave_the_project(folder, path):
    Path("link").symlink_to("/")
    assert faults(f'rules = ["{path}"]') == [("CHK554", 1, 10, f'"{path}"')]


def test_a_path_to_nothing_is_shown(folder):
    assert faults('facts = ["gone"]') == [("CHK555", 1, 10, '"gone"')]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[tool.checker]\n"fail-on" = 3', ("CHK553", 2, 13, "3")),
        ("[tool]\nchecker = {fail-on = 3}", ("CHK553", 2, 11, "{fail-on = 3}")),
        ("[ tool . checker ]\nselect = [[], 'a']", ("CHK553", 2, 11, "[]")),
        ("tool.checker = 3", ("CHK553", 1, 1, "tool.checker")),
        ("[[tool.checker]]\na = 1", ("CHK553", 1, 1, "[[tool.checker]]")),
        ("[tool.checker]\nx = '''\n]]'''\ny = 1", ("CHK552", 2, 1, "x")),
    ],
)
def test_places_are_found_however_the_table_is_spelt(folder, text, place):
    assert faults(text, "pyproject.toml")[0] == place


@given(
    text=st.lists(
        st.sampled_from(
            ["facts", "x", " = ", '"a"', "'b'", "3", "[", "]", "{", "}", ",", "\n", "#", '"""', "."]
        ),
        max_size=12,
    ).map("".join)
)
def test_any_text_is_a_configuration_or_diagnostics_and_never_a_crash(text, tmp_path_factory):
    file = tmp_path_factory.mktemp("any") / "checker.toml"
    file.write_text(text)
    try:
        load_project(file)
    except DiagnosticError as refused:
        for found in refused.diagnostics:
            span = found.primary.span
            assert 0 <= span.start <= span.end <= len(span.source.text)
