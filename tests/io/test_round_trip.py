"""What is written is read back, value for value, unless a warning said that it cannot be."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from checker.diagnostics import Level
from checker.io import plan_outputs, read_inputs, render, save
from tests.io.programs import program

# Few characters, most of which mean something to some format.
symbols = st.text(st.sampled_from("ab ,;\t\n\r\"'\\[]é☃\u2028"), max_size=6)
values = {
    "number": st.integers(-(2**63), 2**63 - 1),
    "unsigned": st.integers(0, 2**64 - 1),
    "float": st.floats(allow_nan=False).map(lambda value: value + 0.0),
    "symbol": symbols,
}


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, frozenset[tuple]]:
    """A declaration, and rows of its types."""
    types = draw(st.lists(st.sampled_from(sorted(values)), max_size=4))
    columns = ", ".join(f"c{at}: {name}" for at, name in enumerate(types))
    rows = st.frozensets(st.tuples(*(values[name] for name in types)), max_size=5)
    return f"r({columns})", draw(rows)


@given(
    table=tables(),
    delimiter=st.sampled_from(["\t", ",", ";", "::", " ", "a"]),
    rfc4180=st.booleans(),
    headers=st.booleans(),
    compress=st.booleans(),
)
def test_rows_survive_a_file(table, delimiter, rfc4180, headers, compress):
    declaration, rows = table
    shared = {
        "filename": "r.csv",
        "delimiter": delimiter,
        "rfc4180": str(rfc4180).lower(),
        "headers": str(headers).lower(),
    }
    with tempfile.TemporaryDirectory() as folder:
        output = program(declaration, "output", **shared, compress=str(compress).lower())
        results = render(plan_outputs(output, Path(folder)), {"r": rows})
        save(results)
        read = read_inputs(program(declaration, "input", **shared), Path(folder), BytesIO())
    if results.diagnostics:
        assert {found.code for found in results.diagnostics} == {"CHK612"}
    else:
        assert not [found for found in read.diagnostics if found.level is Level.ERROR]
        assert read.relations["r"] == rows


@given(table=tables(), content=st.binary(max_size=60), rfc4180=st.booleans())
def test_any_bytes_are_rows_or_diagnostics_and_never_a_crash(table, content, rfc4180):
    declaration, _ = table
    for delimiter in ("\t", ","):
        parameters = {"delimiter": delimiter, "rfc4180": str(rfc4180).lower(), "IO": "stdin"}
        read = read_inputs(program(declaration, "input", **parameters), Path(), BytesIO(content))
        arity = declaration.count(":")
        assert all(len(row) == arity for row in read.relations["r"])
        for found in read.diagnostics:
            assert 0 <= found.primary.span.start <= found.primary.span.end
            assert found.primary.span.end <= len(found.primary.span.source.text)
