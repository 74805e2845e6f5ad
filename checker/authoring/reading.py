"""From a test file to its cases: every fault with its place, all at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from checker.authoring.cases import (
    Bundle,
    ExpectedFinding,
    ExpectedRow,
    Given,
    GivenRow,
    RuleCase,
)
from checker.authoring.equivalents import Equivalent
from checker.authoring.errors import DUPLICATE_NAME, MALFORMED
from checker.diagnostics import Diagnostic, DiagnosticError, Label, Source, Span
from checker.diagnostics.suggestion import closest
from checker.facts.plain import Plain
from checker.facts.tree import Route, TreePlaces, Value
from checker.facts.yaml_reader import read_yaml

CASE_KEYS = ("name", "rule", "facts", "relations", "expect", "silent", "derives")
_EQUIVALENT_KEYS = ("equivalent", "edit", "reason")
EXPECT_KEYS = ("rule", "entities", "message")


def load_cases(path: Path) -> tuple[RuleCase, ...]:
    """The cases of a test file, in its order. Raises as :func:`load_tests`."""
    return load_tests(path).cases


@dataclass(frozen=True, slots=True)
class RuleTests:
    """What a test file holds: its cases, and edits of its pack that none of them can notice."""

    cases: tuple[RuleCase, ...]
    equivalents: tuple[Equivalent, ...]


def load_tests(path: Path) -> RuleTests:
    """The cases of a test file and the edits that it declares as equivalent, in its order.

    Raises :class:`DiagnosticError` with everything that is wrong with the file. Whether its
    rules, relations and values fit a program, :func:`checker.authoring.run_case` says.
    """
    try:
        source = Source(path.as_posix(), path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        empty = Source(path.as_posix(), "")
        raise DiagnosticError(
            [MALFORMED.at(Span(empty, 0, 0), f"the file cannot be read: {_reason(error)}")]
        ) from None
    return read_tests(source)


def read_tests(source: Source) -> RuleTests:
    """As :func:`load_tests`, of a text."""
    value, places = read_yaml(source)
    reader = _Reader(places)
    cases = tuple(reader.cases(value))
    if reader.faults:
        raise DiagnosticError(reader.faults)
    return RuleTests(cases, tuple(reader.equivalents))


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return (error.strerror or "unknown reason") if isinstance(error, OSError) else "it is not UTF-8"


@dataclass(slots=True)
class _Reader:
    """Walks the value of a file; what does not fit becomes a fault and is passed over."""

    places: TreePlaces
    faults: list[Diagnostic] = field(default_factory=list)
    equivalents: list[Equivalent] = field(default_factory=list)

    def cases(self, value: Value) -> Iterator[RuleCase]:
        if not isinstance(value, list):
            self._fault((), "a file of rule tests is a list of cases", "begin each with `- name:`")
            return
        named: dict[tuple[str, str], Span] = {}
        for at, item in enumerate(value):
            if isinstance(item, dict) and "equivalent" in item:
                self._equivalent(item, (at,))
                continue
            if (case := self._case(item, (at,))) is None:
                continue
            first = named.setdefault((case.rule, case.name), case.span)
            if first is not case.span:
                self.faults.append(
                    DUPLICATE_NAME.at(
                        case.span,
                        f"a second case of `{case.rule}` is called `{case.name}`",
                        related=[Label(first, "the first one")],
                        help="call it by what sets it apart",
                    )
                )
            yield case

    def _case(self, item: Value, route: Route) -> RuleCase | None:
        record = self._record(item, route, CASE_KEYS, "a case")
        if record is None:
            return None
        before = len(self.faults)
        name = self._text(record, "name", route)
        rule = self._text(record, "rule", route)
        bundle = self._bundle(record, route)
        rows = tuple(self._relations(record.get("relations"), (*route, "relations")))
        expected = tuple(self._expected(record.get("expect"), (*route, "expect"), rule))
        silent = self._silent(record.get("silent"), (*route, "silent"), expected)
        derived: dict[str, Span] = {}
        derives = tuple(self._derives(record.get("derives"), (*route, "derives"), derived))
        for keys in (("facts", "relations"), ("expect", "silent", "derives")):
            if all(record.get(key) is None for key in keys):
                *others, last = (f"`{key}`" for key in keys)
                either = f"neither {', '.join(others)} nor {last}"
                self._fault(route, f"the case has {either}", "add one")
        if len(self.faults) > before:
            return None
        watched = {rule: self.places.value((*route, "rule"))}
        for finding in expected:
            watched.setdefault(finding.rule, finding.span)
        place = self.places.value((*route, "name"))
        return RuleCase(
            name, rule, bundle, rows, expected, watched | silent, place, derives, derived
        )

    def _equivalent(self, item: Value, route: Route) -> None:
        record = self._record(item, route, _EQUIVALENT_KEYS, "an equivalent edit")
        if record is not None:
            relation, edit, reason = (self._text(record, key, route) for key in _EQUIVALENT_KEYS)
            place = self.places.value((*route, "equivalent"))
            self.equivalents.append(Equivalent(relation, edit, reason, place))

    def _bundle(self, record: Mapping[str, Value], route: Route) -> Bundle | None:
        facts = record.get("facts")
        if facts is None:
            return None
        if not isinstance(facts, dict):
            self._fault((*route, "facts"), "`facts` takes a bundle, as in a fact file", "")
            return None
        span = self.places.value((*route, "facts"))
        version = "" if "checker" in facts else "checker: 1"
        return Bundle(_in_place(span, version), span.source.name)

    def _relations(self, value: Value, route: Route) -> Iterator[GivenRow]:
        """Rows of a mapping from relation to rows, or of several of them taken together."""
        if value is None:
            return
        if isinstance(value, list):
            for at, part in enumerate(value):
                yield from self._relations_of(part, (*route, at))
        else:
            yield from self._relations_of(value, route)

    def _relations_of(self, value: Value, route: Route) -> Iterator[GivenRow]:
        if not isinstance(value, dict):
            self._fault(route, "`relations` takes a mapping from relations to rows", "")
            return
        for name, rows in value.items():
            here = (*route, name)
            if not isinstance(rows, list):
                self._fault(here, f"`{name}` takes a list of rows", f"write `{name}: [[...]]`")
                continue
            for at, row in enumerate(rows):
                cells = self._cells(row, (*here, at))
                if cells is not None:
                    place = self.places.value((*here, at))
                    yield GivenRow(name, cells, place, self.places.key(here))

    def _cells(self, row: Value, route: Route) -> tuple[Given, ...] | dict[str, Given] | None:
        if isinstance(row, dict):
            return self._given(row, route)
        items = row if isinstance(row, list) else [row]
        cells = []
        for at, item in enumerate(items):
            if (cell := self._scalar(item, (*route, at))) is None:
                return None
            cells.append(cell)
        return tuple(cells)

    def _given(self, mapping: Mapping[str, Value], route: Route) -> dict[str, Given] | None:
        cells = {}
        for column, value in mapping.items():
            if (cell := self._scalar(value, (*route, column))) is None:
                return None
            cells[column] = cell
        return cells

    def _scalar(self, value: Value, route: Route) -> Given | None:
        if isinstance(value, dict | list):
            self._fault(route, "a column takes one value", "write a text or a number")
            return None
        return Given(value, self.places.value(route))

    def _expected(self, value: Value, route: Route, rule: str) -> Iterator[ExpectedFinding]:
        if value is None:
            return
        if not isinstance(value, list):
            self._fault(route, "`expect` takes a list of findings", "write `- entities: {...}`")
            return
        for at, item in enumerate(value):
            here = (*route, at)
            record = self._record(item, here, EXPECT_KEYS, "an expected finding")
            if record is None:
                continue
            entities = record.get("entities")
            if not isinstance(entities, dict):
                self._fault(
                    here, "an expected finding has `entities`", "add `entities: {column: id}`"
                )
                continue
            columns = self._given(entities, (*here, "entities"))
            message = self._text(record, "message", here) if "message" in record else None
            of = self._text(record, "rule", here) if "rule" in record else rule
            if columns is not None:
                yield ExpectedFinding(of, columns, message, self.places.value(here))

    def _derives(
        self, value: Value, route: Route, derived: dict[str, Span]
    ) -> Iterator[ExpectedRow]:
        """The rows that relations must have, and no others; ``derived`` takes the relations."""
        if value is None:
            return
        if not isinstance(value, dict):
            self._fault(route, "`derives` takes a mapping from relations to rows", "")
            return
        for name, rows in value.items():
            here = (*route, name)
            if not isinstance(rows, list):
                self._fault(here, f"`{name}` takes a list of rows", f"write `{name}: [{{...}}]`")
                continue
            derived[name] = self.places.key(here)
            for at, row in enumerate(rows):
                place = (*here, at)
                if not isinstance(row, dict):
                    self._fault(place, "a derived row is given by its columns", "write `{...}`")
                elif (columns := self._given(row, place)) is not None:
                    yield ExpectedRow(name, columns, self.places.value(place))

    def _silent(
        self, value: Value, route: Route, expected: Collection[ExpectedFinding]
    ) -> dict[str, Span]:
        """Rules that may find nothing but what is expected, each with its place."""
        if value is None:
            return {}
        if isinstance(value, Plain) and value.resolved() is True:
            if expected:
                self._fault(route, "`silent: true` stands beside `expect`", "leave one of them out")
            return {}
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return {str(item): self.places.value((*route, at)) for at, item in enumerate(value)}
        self._fault(route, "`silent` takes `true` or a list of rules", "write `silent: true`")
        return {}

    def _record(
        self, item: Value, route: Route, keys: tuple[str, ...], what: str
    ) -> Mapping[str, Value] | None:
        if not isinstance(item, dict):
            self._fault(route, f"{what} is a mapping", f"known are {', '.join(keys)}")
            return None
        for key in item:
            if key not in keys:
                near = closest(key, keys)
                self._fault(
                    (*route, key),
                    f"{what} has no `{key}`",
                    f"did you mean `{near}`?" if near else f"known are {', '.join(keys)}",
                    place=self.places.key,
                )
        return item

    def _text(self, record: Mapping[str, Value], key: str, route: Route) -> str:
        value = record.get(key)
        if isinstance(value, str) and value.strip():
            return str(value)
        where = (*route, key) if key in record else route
        self._fault(where, f"`{key}` takes a text" if key in record else f"`{key}` is missing", "")
        return ""

    def _fault(
        self,
        route: Route,
        message: str,
        mend: str,
        *,
        place: Callable[[Route], Span] | None = None,
    ) -> None:
        self.faults.append(MALFORMED.at((place or self.places.value)(route), message, help=mend))


def _in_place(span: Span, above: str) -> str:
    """The text of a mapping, moved to where it stands in its file by white space before it.

    ``above`` is a line of the mapping that the file leaves out. A mapping in block style has
    room for it on the line of its key; one in braces is left as it is.
    """
    line, column = span.position
    indent = " " * (column - 1)
    lines = [""] * (line - 1)
    if above and lines and not span.text.startswith("{"):
        lines[-1] = indent + above
    return "\n".join([*lines, indent + span.text, ""])
