"""What a report shows of entities that are rows of tables, looked up by their ids."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from checker.bulk.reading import database, typed_rows
from checker.bulk.tables import BulkTable
from checker.facts.entities import ATTRIBUTES, Entity, written_amount

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from checker.bulk.tables import AnyTable, BulkFacts
    from checker.facts import Corpus
    from checker.facts.relations import Row

_Fetch = Callable[["AnyTable", Sequence[str]], "list[Row]"]
"""The rows of a table with one of some keys in their first column."""

_Attributes = Mapping[str, tuple[str, ...]]
"""The values of each entity's attributes, in the order of :data:`ATTRIBUTES`."""


def look_up(
    bulk: BulkFacts, corpus: Corpus, wanted: Mapping[str, Sequence[str]]
) -> Mapping[tuple[str, str], Entity]:
    """The entities of some ids, by kind and id; those that no table and no fact file has are
    missing. None has a place in a document: tables give none."""
    with _fetching(bulk) as fetch:
        rows = _Rows(bulk, corpus, fetch)
        makers: Mapping[str, Callable[[_Rows, Sequence[str]], _Attributes]] = {
            "document": _documents,
            "agent": _agents,
            "event": _events,
            "claim": _claims,
            "quantity": _quantities,
            "wording": _wordings,
            "pledge": _pledges,
            "date": _dates,
            "quotation": _quotations,
            "sentence": _sentences,
        }
        return {
            (kind, name): Entity(kind, name, None, dict(zip(ATTRIBUTES[kind], values, strict=True)))
            for kind, names in wanted.items()
            if names
            for name, values in makers[kind](rows, names).items()
        }


@contextmanager
def _fetching(bulk: BulkFacts) -> Iterator[_Fetch]:
    """What fetches rows of the tables: whoever reads them where they lie."""

    def fetch(table: AnyTable, keys: Sequence[str]) -> list[Row]:
        if isinstance(table, BulkTable):
            return _of_file(connection, table, keys)
        assert bulk.stores is not None
        return bulk.stores.rows(table, keys)

    several = [table for tables in bulk.tables.values() for table in tables]
    with database([table.path for table in several if isinstance(table, BulkTable)]) as connection:
        yield fetch


def _of_file(connection: DuckDBPyConnection, table: BulkTable, keys: Sequence[str]) -> list[Row]:
    names = [exp.column(f"c{index}") for index in range(len(table.columns))]
    query = (
        exp.select(*names)
        .from_(exp.Subquery(this=typed_rows(table), alias="t"))
        .where("c0 IN (SELECT unnest(CAST($keys AS VARCHAR[])))")
    )
    return connection.execute(query.sql(dialect="duckdb"), {"keys": list(keys)}).fetchall()


class _Rows:
    """Rows of relations by what stands in their first column, from tables and fact files."""

    def __init__(self, bulk: BulkFacts, corpus: Corpus, fetch: _Fetch) -> None:
        self._bulk = bulk
        self._corpus = corpus
        self._fetch = fetch

    def of(self, relation: str, keys: Iterable[str]) -> dict[str, Row]:
        """One row for each key that has any: the least."""
        wanted = frozenset(keys)
        found = [row for row in self._corpus.relations.get(relation, ()) if row[0] in wanted]
        for table in self._bulk.tables.get(relation, ()) if wanted else ():
            found += self._fetch(table, sorted(wanted))
        return {str(row[0]): row for row in sorted(found, reverse=True)}


def _documents(rows: _Rows, names: Sequence[str]) -> _Attributes:
    found = rows.of("document", names)
    published = rows.of("document_published", found)
    publishers = _names(rows, (str(row[2]) for row in found.values()))
    return {
        name: (
            str(title),
            publishers.get(str(publisher), str(publisher)),
            _days(published.get(name)),
            str(kind),
            str(language),
        )
        for name, (_, title, publisher, kind, language) in found.items()
    }


def _agents(rows: _Rows, names: Sequence[str]) -> _Attributes:
    sides = rows.of("agent_side", names)
    return {
        name: (str(called), str(kind), _cell(sides.get(name), 1))
        for name, (_, called, kind) in rows.of("agent", names).items()
    }


def _events(rows: _Rows, names: Sequence[str]) -> _Attributes:
    places, times = rows.of("event_place", names), rows.of("event_when", names)
    return {
        name: (str(called), str(kind), _cell(places.get(name), 1), _days(times.get(name)))
        for name, (_, called, kind) in rows.of("event", names).items()
    }


def _claims(rows: _Rows, names: Sequence[str]) -> _Attributes:
    found = rows.of("claim", names)
    texts, topics = rows.of("claim_text", found), rows.of("claim_topic", found)
    said, cues = rows.of("proposition", found), rows.of("attribution", found)
    subjects = {_cell(row, index) for row in said.values() for index in (1, 3)}
    called = _names(rows, {*subjects, *(str(row[2]) for row in found.values())})
    titles = _titles(rows, (str(row[1]) for row in found.values()))
    return {
        name: (
            called.get(str(source), str(source)),
            str(voice),
            _cell(cues.get(name), 3),
            str(kind),
            _cell(texts.get(name), 1),
            _cell(topics.get(name), 1),
            _cell(topics.get(name), 2),
            called.get(_cell(said.get(name), 1), _cell(said.get(name), 1)),
            _cell(said.get(name), 2),
            called.get(_cell(said.get(name), 3), _cell(said.get(name), 3)),
            titles.get(str(document), str(document)),
        )
        for name, (_, document, source, voice, kind) in found.items()
    }


def _quantities(rows: _Rows, names: Sequence[str]) -> _Attributes:
    found = rows.of("quantity", names)
    written = rows.of("quantity_written", found)
    qualifiers = rows.of("quantity_qualifier", found)
    claims = _claims(rows, sorted({str(row[1]) for row in found.values()}))
    made: dict[str, tuple[str, ...]] = {}
    for name, (_, claim, measure, low, high, unit) in found.items():
        least, most, shown = written[name][1:] if name in written else (low, high, unit)
        source, voice, _, _, quote, *_, document = claims.get(str(claim), ("",) * 11)
        meant = _cell(qualifiers.get(name), 1)
        amount = written_amount(
            None if meant == "at-most" else _bound(least),
            None if meant == "at-least" else _bound(most),
            about=meant == "about",
        )
        made[name] = (amount, str(measure), str(shown), source, voice, quote, document)
    return made


def _wordings(rows: _Rows, names: Sequence[str]) -> _Attributes:
    found = rows.of("wording", names)
    sides = rows.of("wording_side", found)
    called = _names(rows, (str(row[5]) for row in found.values()))
    titles = _titles(rows, (str(row[1]) for row in found.values()))
    return {
        name: (
            str(term),
            str(category),
            str(voice),
            called.get(str(source), str(source)),
            titles.get(str(document), str(document)),
            _cell(sides.get(name), 1),
        )
        for name, (_, document, term, category, voice, source) in found.items()
    }


def _pledges(rows: _Rows, names: Sequence[str]) -> _Attributes:
    found = rows.of("pledge", names)
    within, due = rows.of("pledge_within", found), rows.of("pledge_due", found)
    claims = _claims(rows, sorted({str(row[1]) for row in found.values()}))
    called = _names(rows, (str(row[2]) for row in found.values()))
    made: dict[str, tuple[str, ...]] = {}
    for name, (_, claim, agent, goal) in found.items():
        source, _, _, _, quote, *_ = claims.get(str(claim), ("",) * 11)
        days = _cell(within.get(name), 1)
        made[name] = (
            called.get(str(agent), str(agent)),
            str(goal),
            f"{float(days):g} day{'' if float(days) == 1 else 's'}" if days else "",
            _days(due.get(name)),
            quote,
            source,
        )
    return made


def _dates(rows: _Rows, names: Sequence[str]) -> _Attributes:
    found = rows.of("date", names)
    resolved = rows.of("date_resolved", found)
    titles = _titles(rows, (str(row[1]) for row in found.values()))
    return {
        name: (
            str(text),
            str(kind),
            _days(resolved.get(name)),
            titles.get(str(document), str(document)),
        )
        for name, (_, document, text, kind) in found.items()
    }


def _quotations(rows: _Rows, names: Sequence[str]) -> _Attributes:
    found = rows.of("quotation", names)
    claims = _claims(rows, sorted({str(row[1]) for row in found.values()}))
    made: dict[str, tuple[str, ...]] = {}
    for name, (_, claim, _, text) in found.items():
        source, *_, document = claims.get(str(claim), ("",) * 11)
        made[name] = (str(text), source, document)
    return made


def _sentences(rows: _Rows, names: Sequence[str]) -> _Attributes:
    found = rows.of("sentence", names)
    words = rows.of("sentence_words", found)
    titles = _titles(rows, (str(row[1]) for row in found.values()))
    return {
        name: (_cell(words.get(name), 1).strip(), titles.get(str(document), str(document)))
        for name, (_, document, _) in found.items()
    }


# --- parts -----------------------------------------------------------------------------------


def _names(rows: _Rows, ids: Iterable[str]) -> dict[str, str]:
    """What agents and events are called."""
    wanted = frozenset(ids) - {""}
    found = {**rows.of("event", wanted), **rows.of("agent", wanted)}
    return {name: str(row[1]) for name, row in found.items()}


def _titles(rows: _Rows, ids: Iterable[str]) -> dict[str, str]:
    found = rows.of("document", frozenset(ids))
    return {name: str(row[1]) for name, row in found.items()}


def _cell(row: Row | None, index: int) -> str:
    return "" if row is None else str(row[index])


def _bound(value: float | int | str) -> float | None:
    """A bound; None where the largest double, with its sign, says that there is none."""
    number = float(value)
    return None if abs(number) >= sys.float_info.max else number


def _days(row: Row | None) -> str:
    """The first and the last day of a row as ISO dates; one where they are the same."""
    if row is None:
        return ""
    first, last = _day(int(row[-2])), _day(int(row[-1]))
    return first if first == last else f"{first}/{last}"


def _day(day: int) -> str:
    try:
        return (date(1970, 1, 1) + timedelta(days=day)).isoformat()
    except OverflowError:  # an open end, or a year that has no four digits
        return ".."
