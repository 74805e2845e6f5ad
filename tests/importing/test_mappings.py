"""What a mapping may say, and how it is told what is wrong."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from checker.diagnostics import DiagnosticError, render
from checker.importing import OutputFormat, import_table, read_mapping

TABLE = "name,year,Total Cost,note\nAnn,2020,10,a\nBob,2021,,b\n"


def run(
    folder: Path,
    mapping: str,
    table: str = TABLE,
    name: str = "table.csv",
    format_: OutputFormat = OutputFormat.CSV,
) -> Path:
    (folder / name).write_text(table)
    (folder / "mapping.yaml").write_text(
        mapping if mapping.startswith("import:") else f"import: 1\n{mapping}"
    )
    facts = folder / "facts"
    import_table(
        read_mapping(folder / "mapping.yaml", root=folder),
        folder / name,
        facts,
        format=format_,
        root=folder,
    )
    return facts


def rows(facts: Path, relation: str) -> list[list[str]]:
    with (facts / f"{relation}.csv").open(newline="") as file:
        return list(csv.reader(file))[1:]


def faults(folder: Path, mapping: str, **kind: str) -> str:
    with pytest.raises(DiagnosticError) as error:
        run(folder, mapping, **kind)  # type: ignore[arg-type]
    assert not (folder / "facts").exists()
    assert not list(folder.glob(".import-*"))
    return render(error.value.diagnostics)


# --- what it may say -------------------------------------------------------------------------


def test_templates_constants_expressions_and_row_numbers_make_values(tmp_path: Path) -> None:
    facts = run(
        tmp_path,
        """
columns: {year: number}
relations:
  claim_scope:
    claim: "c{row}-{{x}}"
    dimension: period
    value: = cat(substr(name, 0, 1), "/", to_string(year + 1))
""",
    )

    assert rows(facts, "claim_scope") == [
        ["c1-{x}", "period", "A/2021"],
        ["c2-{x}", "period", "B/2022"],
    ]


def test_a_column_has_a_name_of_its_own_and_a_value_where_it_is_empty(tmp_path: Path) -> None:
    facts = run(
        tmp_path,
        """
columns:
  cost: {name: Total Cost, type: float, empty: 0}
relations:
  pledge_within: {pledge: "{name}", days: "{cost}"}
""",
    )

    assert rows(facts, "pledge_within") == [["Ann", "10.0"], ["Bob", "0.0"]]


def test_rows_with_an_empty_cell_are_left_out_where_the_mapping_says_so(tmp_path: Path) -> None:
    facts = run(
        tmp_path,
        """
columns:
  cost: {name: Total Cost, type: float, empty: skip}
relations:
  pledge_within: {pledge: "{name}", days: "{cost}"}
""",
    )

    assert rows(facts, "pledge_within") == [["Ann", "10.0"]]


def test_conditions_filter_rows_for_all_relations_or_one(tmp_path: Path) -> None:
    facts = run(
        tmp_path,
        """
columns: {year: number}
where: year >= 2020, !contains("x", name)
relations:
  claim_place:
    - {where: "year = 2020 ; name = \\"Zoe\\"", claim: "{name}", place: first}
    - {where: [year > 2020], claim: "{name}", place: "later"}
""",
    )

    assert rows(facts, "claim_place") == [["Ann", "first"], ["Bob", "later"]]


def test_columns_become_rows(tmp_path: Path) -> None:
    facts = run(
        tmp_path,
        """
unpivot: {columns: [2019, 2020], name: year, value: figure, type: float}
relations:
  quantity:
    {quantity: "{town}-{year}", claim: "c{row}", measure: "{year}", low: "{figure}",
     high: = figure * 2.0, unit: "1"}
""",
        table="town,2019,2020\nA,1,2\nB,,4\n",
    )

    assert rows(facts, "quantity") == [
        ["A-2019", "c1", "2019", "1.0", "2.0", "1"],
        ["A-2020", "c1", "2020", "2.0", "4.0", "1"],
        ["B-2020", "c2", "2020", "4.0", "8.0", "1"],
    ]


def test_maps_choose_values_and_otherwise_catches_the_rest(tmp_path: Path) -> None:
    facts = run(
        tmp_path,
        """
columns: {year: number}
relations:
  claim_place:
    claim: "{name}"
    place: {map: {2020: Oslo}, of: "{year}", otherwise: "not {name}'s"}
""",
    )

    assert rows(facts, "claim_place") == [["Ann", "Oslo"], ["Bob", "not Bob's"]]


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("t.json", '[{"name": "Ann", "year": 2020}, {"year": 2021, "name": "Bob", "more": {}}]'),
        ("t.jsonl", '{"name": "Ann", "year": 2020}\n{"year": 2021, "name": "Bob"}\n'),
        ("t.tsv", "name\tyear\nAnn\t2020\nBob\t2021\n"),
    ],
)
def test_tables_of_other_formats_are_read(tmp_path: Path, name: str, table: str) -> None:
    facts = run(
        tmp_path,
        """
columns: {name: symbol, year: number}
relations:
  claim_place: {claim: "{name}", place: = to_string(year - 1)}
""",
        table=table,
        name=name,
    )

    assert rows(facts, "claim_place") == [["Ann", "2019"], ["Bob", "2020"]]


def test_a_table_without_a_header_has_the_columns_of_the_mapping(tmp_path: Path) -> None:
    facts = run(
        tmp_path,
        """
source: {header: false, delimiter: ";"}
columns: {first: symbol, second: symbol}
relations:
  claim_place: {claim: "{first}", place: "{second}"}
""",
        table="a;b\nc;d\n",
    )

    assert rows(facts, "claim_place") == [["a", "b"], ["c", "d"]]


def test_json_lines_are_written_as_audits_read_them(tmp_path: Path) -> None:
    facts = run(
        tmp_path,
        'relations: {claim_place: {claim: "{name}", place: x}}',
        format_=OutputFormat.JSONL,
    )

    lines = (facts / "claim_place.ndjson").read_text().splitlines()
    assert [json.loads(line) for line in lines] == [
        {"claim": "Ann", "place": "x"},
        {"claim": "Bob", "place": "x"},
    ]


# --- what is wrong ---------------------------------------------------------------------------


def test_every_fault_of_the_shape_is_shown_at_its_line(tmp_path: Path) -> None:
    text = faults(
        tmp_path,
        """import: 2
sauce: {}
columns: {year: integer, "a b": number}
relations:
  clam_place: {claim: x, place: y}
  claim_place: {claim: x, plaice: y}
""",
    )

    assert "mapping.yaml:1:" in text and "begin the file with `import: 1`" in text
    assert "mapping.yaml:2:1" in text and "did you mean `source`?" in text
    assert "`integer` is no type" in text
    assert "`a b` is not a name" in text
    assert "did you mean `claim_place`?" in text
    assert "lacks a value for its column `place`" in text


def test_every_fault_of_values_is_shown_where_it_stands(tmp_path: Path) -> None:
    text = faults(
        tmp_path,
        """
relations:
  quantity_qualifier:
    quantity: "{nmae}"
    qualifier: exactly
  claim_place:
    claim: '= cat(name, to_string(sum x : { p(x) }))'
    place: "{name"
  claim_time:
    claim: = cat(name
    first_day: "{year}"
    last_day: soon
""",
    )

    assert "did you mean `name`?" in text and "mapping.yaml:5:16" in text
    assert "`exactly` is no value of `qualifier`" in text
    assert "the aggregate `sum` looks beyond the row" in text
    assert "the relation `p` looks beyond the row" in text
    assert "is no name in braces" in text
    assert "mapping.yaml:11:" in text
    assert "declare it: `columns: {year: number}`" in text
    assert "`soon` is no whole number" in text


def test_types_are_checked_before_a_row_is_read(tmp_path: Path) -> None:
    text = faults(
        tmp_path,
        """
columns: {year: number}
relations:
  claim_place: {claim: "{name}", place: = year}
""",
    )

    assert "mapping.yaml:5:43" in text


def test_an_expression_cannot_leave_its_place(tmp_path: Path) -> None:
    text = faults(
        tmp_path,
        """
relations:
  claim_place: {claim: '= name). secret(x', place: x}
""",
    )

    assert "one expression is due" in text


def test_cells_of_another_type_are_counted_and_the_first_shown(tmp_path: Path) -> None:
    table = "name,year\n" + "".join(f"n{i},{'x' if i % 2 else i}\n" for i in range(1000))

    text = faults(
        tmp_path,
        'columns: {year: number}\nrelations: {claim_time: {claim: "{name}",'
        ' first_day: "{year}", last_day: "{year}"}}',
        table=table,
    )

    assert "500 rows without a whole number of 64 bits; `x` in row 2" in text
    assert "table.csv:3" in text
    assert text.count("of the table") == 3


def test_values_that_a_map_lacks_are_named(tmp_path: Path) -> None:
    text = faults(
        tmp_path,
        """
relations:
  claim_place: {claim: "{name}", place: {map: {Ann: x}, of: "{name}"}}
""",
    )

    assert "no entry for `Bob`" in text and "mapping.yaml:4:41" in text


def test_words_that_are_no_facts_are_refused(tmp_path: Path) -> None:
    text = faults(
        tmp_path,
        """
relations:
  quantity_qualifier: {quantity: "{name}", qualifier: "{note}"}
""",
    )

    assert "`quantity_qualifier.qualifier`: 2 rows without one of exact" in text
    assert "mapping.yaml:4:" in text


def test_one_id_for_two_things_is_refused(tmp_path: Path) -> None:
    text = faults(
        tmp_path,
        'relations: {agent: {agent: same, name: "{name}", kind: person}}',
    )

    assert "1 id with more than one row; `same` is one" in text
    assert "name Ann" in text and "name Bob" in text


def test_a_functor_without_a_value_is_shown_in_the_mapping(tmp_path: Path) -> None:
    text = faults(
        tmp_path,
        'relations: {claim_place: {claim: "{name}", place: = to_string(to_number(note))}}',
    )

    assert "mapping.yaml:2:" in text
    assert '"a"' in text


def test_facts_of_an_earlier_import_in_another_format_are_in_the_way(tmp_path: Path) -> None:
    mapping = 'relations: {claim_place: {claim: "{name}", place: x}}'
    run(tmp_path, mapping)

    with pytest.raises(DiagnosticError, match="earlier import"):
        run(tmp_path, mapping, format_=OutputFormat.PARQUET)


def test_a_header_without_the_columns_of_the_mapping_is_told(tmp_path: Path) -> None:
    text = faults(
        tmp_path,
        "columns: {cost: {name: Total Csot, type: float}}\n"
        'relations: {claim_place: {claim: "{name}", place: x}}',
    )

    assert "did you mean `Total Cost`?" in text


@pytest.mark.parametrize("name", ["../secret.csv", "/etc/passwd", '"a\\0b"'])
def test_a_mapping_reads_no_table_that_it_was_not_given(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "inner"
    folder.mkdir()
    (tmp_path / "secret.csv").write_text("name\nx\n")

    text = faults(
        folder, f"source: {{file: {name}}}\nrelations: {{claim_place: {{claim: c, place: x}}}}"
    )

    assert "leads out of the mapping's folder" in text
    assert "mapping.yaml:2:16" in text


def test_quotes_in_names_and_cells_are_only_text(tmp_path: Path) -> None:
    facts = run(
        tmp_path,
        """
columns: {odd: {name: "a'); DROP TABLE x --"}}
relations:
  claim_place: {claim: "c{row}", place: "{odd}"}
""",
        table="\"a'); DROP TABLE x --\"\n'); DROP TABLE y --\n",
    )

    assert rows(facts, "claim_place") == [["c1", "'); DROP TABLE y --"]]


def test_a_bad_cell_behind_broken_cells_is_told_at_its_row_and_line(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        """
columns: {year: number}
relations:
  quantity: {quantity: "q{row}", claim: c, measure: m, low: "{year}", high: "{year}", unit: 1}
""",
        table='name,year\n"A\nnn",2020\n\nBob,soon\n',
    )
    assert "`soon` in row 2" in told
    assert "table.csv:5:1" in told
