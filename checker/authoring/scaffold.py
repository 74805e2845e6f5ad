"""A first version of a rule and of its tests, to be made better by hand.

It comes from relations that are joined by the columns of one type, or from two claims that should
be a finding: then the body asks for what the rows of both have in common.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.analysis.program import Severity
from checker.facts import Corpus
from checker.facts.relations import SECTIONS
from checker.facts.relations.declaration import Column, Relation, Row, Type

_ASIDE = frozenset(
    {
        *("claim_text", "claim_words", "claim_extraction", "claim_sentence", "claim_as_of"),
        *("factuality", "attribution", "evidence", "claim_quotation"),
    }
)
"""What nearly every claim has, or has alone, and says nothing of why two belong together."""

_MOST_LITERALS = 6


@dataclass(frozen=True, slots=True)
class Scaffold:
    """The text of a rule file and of its tests."""

    rules: str
    tests: str


@dataclass(frozen=True, slots=True)
class _Draft:
    """A rule's parts: columns of the finding, literals, rows that it fires on, rows that it does
    not, and the finding's values."""

    columns: Mapping[str, Type]
    body: Sequence[str]
    fires: Mapping[str, Sequence[Mapping[str, object]]]
    misses: Mapping[str, Sequence[Mapping[str, object]]]
    values: Mapping[str, str]


class NoCommonGroundError(Exception):
    """Nothing joins what a rule was to be made from; the message says what is missing."""


def relations() -> Mapping[str, Relation]:
    """The relations that a rule may be made from, by name."""
    return {relation.name: relation for section in SECTIONS for relation in section.relations}


# --- from relations --------------------------------------------------------------------------


def from_relations(id_: str, severity: Severity, names: Sequence[str]) -> Scaffold:
    """A rule over one relation, or over two that are joined by their first columns of one type.

    Raises :class:`NoCommonGroundError` for relations that no type joins, and KeyError for one
    that there is not.
    """
    first, *others = [relations()[name] for name in names]
    if not others:
        return _scaffold(id_, severity, _single(first))
    return _scaffold(id_, severity, _joined(first, others[0]))


def _single(relation: Relation) -> _Draft:
    key = relation.columns[0]
    literal = _literal(relation, {key.name: key.name})
    value = _example(key)
    return _Draft(
        {key.name: key.type},
        [literal],
        {relation.name: [{key.name: value}]},
        {relation.name: []},
        {key.name: value},
    )


def _joined(first: Relation, second: Relation) -> _Draft:
    pair = next(
        (
            (one, other)
            for one in first.columns
            for other in second.columns
            if one.type == other.type and one.type not in (Type.NUMBER, Type.FLOAT)
        ),
        None,
    )
    if pair is None:
        raise NoCommonGroundError(f"no column of {first.name} has a type of {second.name}'s")
    one, other = pair
    shared, value = one.name, _example(one)
    key, further = first.columns[0], second.columns[0]
    names = {one.name: shared, key.name: key.name}
    theirs = {other.name: shared}
    columns = {key.name: key.type}
    values = {key.name: value if key == one else f"a-{key.name}"}
    if further != other and further.name not in columns:
        theirs[further.name] = further.name
        columns[further.name] = further.type
        values[further.name] = f"a-{further.name}"
    row = {one.name: value, key.name: values[key.name]}
    their_row = {other.name: value}
    if further != other and further.name in theirs:
        their_row[further.name] = values[further.name]
    apart = {**their_row, other.name: f"another-{other.name}"}
    if first.name == second.name:
        fires: dict[str, list[dict[str, object]]] = {first.name: [{**row}, {**their_row}]}
        misses: dict[str, list[dict[str, object]]] = {first.name: [{**row}, {**apart}]}
    else:
        fires = {first.name: [{**row}], second.name: [{**their_row}]}
        misses = {first.name: [{**row}], second.name: [{**apart}]}
    body = [_literal(first, names), _literal(second, theirs)]
    return _Draft(columns, body, fires, misses, values)


def _example(column: Column) -> str:
    return f"a-{column.name}"


def _literal(relation: Relation, names: Mapping[str, str]) -> str:
    return f"{relation.name}({', '.join(names.get(each.name, '_') for each in relation.columns)})"


# --- from two claims -------------------------------------------------------------------------


def from_claims(id_: str, severity: Severity, corpus: Corpus, one: str, other: str) -> Scaffold:
    """A rule that two claims of a corpus fulfil, from the columns in which their rows agree, the
    words of vocabularies in which they differ, and the rows that name both.

    Raises :class:`NoCommonGroundError` where they have nothing in common, or are not there.
    """
    known = {row[0] for row in corpus.relations.get("claim", ())}
    if missing := [claim for claim in (one, other) if claim not in known]:
        raise NoCommonGroundError(f"the facts have no claim {' and no claim '.join(missing)}")
    drafts = [draft for draft in _common(corpus, one, other) if draft.shares]
    if not drafts:
        raise NoCommonGroundError(f"{one} and {other} agree in no column that joins them")
    drafts.sort(key=lambda draft: -draft.shares)
    chosen = drafts[:_MOST_LITERALS]
    body = [literal for draft in chosen for literal in draft.literals]
    if not any(draft.tells_apart for draft in chosen):
        if one > other:
            return from_claims(id_, severity, corpus, other, one)
        body.append("a < b")
    fires: dict[str, list[Mapping[str, object]]] = {}
    for draft in chosen:
        fires.setdefault(draft.relation.name, []).extend(draft.rows)
    misses = {name: list(rows) for name, rows in fires.items()}
    spoiled = chosen[0]
    misses[spoiled.relation.name] = [*fires[spoiled.relation.name][:-1], spoiled.spoiled]
    return _scaffold(
        id_,
        severity,
        _Draft({"a": Type.CLAIM, "b": Type.CLAIM}, body, fires, misses, {"a": one, "b": other}),
    )


@dataclass(frozen=True, slots=True)
class _Common:
    """What rows of one relation have in common for two claims. ``spoiled`` is the last row with
    another value where it agrees; ``tells_apart`` whether the literals name the two in order."""

    relation: Relation
    literals: Sequence[str]
    rows: Sequence[Mapping[str, object]]
    spoiled: Mapping[str, object]
    shares: int
    tells_apart: bool


def _common(corpus: Corpus, one: str, other: str) -> Iterator[_Common]:
    for relation in relations().values():
        places = [at for at, column in enumerate(relation.columns) if column.type is Type.CLAIM]
        rows = sorted(corpus.relations.get(relation.name, ()))
        if relation.name in _ASIDE or not places:
            continue
        if len(places) > 1:
            yield from _between(relation, rows, one, other)
            continue
        at = places[0]
        ours = [row for row in rows if row[at] == one]
        theirs = [row for row in rows if row[at] == other]
        pairs = [_agreement(relation, at, a, b) for a in ours for b in theirs]
        if pairs:
            yield max(pairs, key=lambda pair: pair.shares)


def _between(relation: Relation, rows: Iterable[Row], one: str, other: str) -> Iterator[_Common]:
    """A row that names both claims."""
    for row in rows:
        if one in row and other in row:
            terms = [
                "a" if value == one else "b" if value == other else _constant(column, value)
                for column, value in zip(relation.columns, row, strict=True)
            ]
            cells = _cells(relation, row)
            last = next(
                column.name
                for column, value in reversed(list(zip(relation.columns, row, strict=True)))
                if value in (one, other)
            )
            literal = f"{relation.name}({', '.join(terms)})"
            yield _Common(relation, [literal], [cells], {**cells, last: "another"}, 9, True)
            return


def _constant(column: Column, value: object) -> str:
    return json.dumps(value) if column.words else "_"


def _agreement(relation: Relation, at: int, ours: Row, theirs: Row) -> _Common:
    first: list[str] = []
    second: list[str] = []
    shares = 0
    tells_apart = False
    spoil = ""
    for place, column in enumerate(relation.columns):
        one, other = ours[place], theirs[place]
        if place == at:
            first.append("a")
            second.append("b")
        elif column.words:
            first.append(json.dumps(one))
            second.append(json.dumps(other))
            shares += one != other
            tells_apart |= one != other
        elif one == other and one != "" and column.type is not Type.FLOAT:
            name = column.name if column.name not in ("a", "b") else f"{column.name}_"
            name = f"{relation.name}_{name}" if name in ("kind", "role") else name
            first.append(name)
            second.append(name)
            shares += 2
            spoil = spoil or column.name
        else:
            first.append("_")
            second.append("_")
    literals = [f"{relation.name}({', '.join(terms)})" for terms in (first, second)]
    cells = _cells(relation, theirs)
    claim = relation.columns[at].name
    wrong = 0 if spoil and isinstance(cells[spoil], int) else "another"
    spoiled = {**cells, spoil or claim: wrong}
    rows = [_cells(relation, ours), cells]
    return _Common(relation, literals, rows, spoiled, shares, tells_apart)


def _cells(relation: Relation, row: Row) -> dict[str, object]:
    return {
        column.name: value
        for column, value in zip(relation.columns, row, strict=True)
        if not isinstance(value, float) or abs(value) < 1e300  # no bound is left out
    }


# --- text ------------------------------------------------------------------------------------


def _scaffold(id_: str, severity: Severity, draft: _Draft) -> Scaffold:
    from checker.diagnostics import Source
    from checker.language.formatter import format_rules

    name = id_.rpartition("/")[2].replace("-", "_")
    columns = ", ".join(f"{column}: {type_}" for column, type_ in draft.columns.items())
    rules = (
        f'.include "schema.dl"\n\n'
        "/**\n"
        " * Say in one sentence what is found.\n"
        " *\n"
        " * Looks at what the body asks for. Leaves alone everything else: say what.\n"
        " *\n"
        f" * @id       {id_}\n"
        f" * @severity {severity}\n"
        f" * @message  {_message(draft.columns)}\n"
        " * @advice   Say what to do about it.\n"
        f" * @tags     {id_.partition('/')[0]}\n"
        " */\n"
        f".decl {name}({columns})\n"
        f"{name}({', '.join(draft.columns)}) :-\n    " + ",\n    ".join(draft.body) + ".\n"
        f".output {name}\n"
    )
    values = ", ".join(f"{column}: {json.dumps(value)}" for column, value in draft.values.items())
    tests = (
        f"- name: what it finds\n  rule: {id_}\n  relations:\n{_rows(draft.fires)}"
        f"  expect:\n    - entities: {{{values}}}\n\n"
        f"- name: a near miss\n  rule: {id_}\n  relations:\n{_rows(draft.misses)}  silent: true\n"
    )
    return Scaffold(format_rules(Source("rule", rules)), tests)


def _message(columns: Mapping[str, Type]) -> str:
    parts = [
        f'{{{name}.source}}: "{{{name}.quote}}"' if type_ is Type.CLAIM else f"{{{name}}}"
        for name, type_ in columns.items()
    ]
    return " - ".join(parts)


def _rows(rows: Mapping[str, Sequence[Mapping[str, object]]]) -> str:
    lines = []
    for name, of_name in rows.items():
        if not of_name:
            lines.append(f"    {name}: []\n")
            continue
        lines.append(f"    {name}:\n")
        for row in of_name:
            cells = ", ".join(f"{column}: {json.dumps(value)}" for column, value in row.items())
            lines.append(f"      - {{{cells}}}\n")
    return "".join(lines)
