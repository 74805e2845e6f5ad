"""Values of each primitive type: the everyday ones, and those at the edges."""

from hypothesis import strategies as st

from checker.analysis.program import Primitive, Value

numbers = st.integers(-(2**63), 2**63 - 1) | st.sampled_from([0, 1, -1, -(2**63), 2**63 - 1])
unsigneds = st.integers(0, 2**64 - 1) | st.sampled_from([0, 1, 2**63, 2**64 - 1])
floats = st.floats(allow_nan=False).map(lambda value: value + 0.0)
symbols = st.text(st.characters(exclude_categories=[]), max_size=8) | st.sampled_from(
    ["", "1", "1.0", "True", '"', "\\", "\n", "\0", "it's", "é", "e\u0301", "\ud800", "\U0001f600"]
)

_STRATEGIES = {
    Primitive.NUMBER: numbers,
    Primitive.UNSIGNED: unsigneds,
    Primitive.FLOAT: floats,
    Primitive.SYMBOL: symbols,
}


def values(primitive: Primitive) -> st.SearchStrategy[Value]:
    """Any value of the type, as a row may hold it."""
    return _STRATEGIES[primitive]
