"""The guards held against a draft: what they refuse is left out, record by record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from checker.diagnostics import Diagnostic, DiagnosticError, Label, Level, Source, Span
from checker.facts.corpus import inspect
from checker.facts.files import FactFile
from checker.facts.tree import Route, Value
from checker.proposing.draft import Draft


@dataclass(frozen=True, slots=True)
class Held:
    """What stood the guards, and what did not: a warning for each record that was left out.

    ``sections`` are a bundle that loads.
    """

    sections: dict[str, Value]
    left_out: tuple[Diagnostic, ...]

    def count(self, section: str) -> int:
        records = self.sections.get(section)
        return len(records) if isinstance(records, list) else 0


def hold(draft: Draft, folder: Path, root: Path, beside: Iterable[FactFile] = ()) -> Held:
    """Leave out whatever an audit would refuse, and what refers to it; nothing is mended.

    ``folder`` is where the paths of the draft's documents start, ``beside`` are fact files that
    the draft refers to. Raises :class:`DiagnosticError` where a document's text cannot be read,
    or what stands beside is faulty itself.
    """
    files = list(beside)
    left_out: list[Diagnostic] = []
    while True:
        routes = _Routes(draft)
        file = FactFile(_MARKS, folder, {"checker": 1, **_values(draft)}, routes)
        faults = inspect([*files, file], (), root).faults
        if not faults:
            break
        elsewhere = [fault for fault in faults if fault.primary.span.source is not _MARKS]
        refused = {routes.record(fault) for fault in faults if fault not in elsewhere}
        lost = [fault for fault in faults if routes.is_of_a_document(fault)]
        if elsewhere or lost:
            raise DiagnosticError(routes.placed(fault) for fault in (*elsewhere, *lost))
        left_out += (_as_warning(routes.placed(fault)) for fault in faults)
        draft = draft.without(frozenset(refused))
    return Held({"checker": 1, **_values(_without_idle_agents(draft))}, tuple(left_out))


def _values(draft: Draft) -> dict[str, Value]:
    return {section: list(records) for section, records in draft.sections.items() if records}


def _as_warning(fault: Diagnostic) -> Diagnostic:
    kind = replace(fault.kind, level=Level.WARNING)
    return replace(fault, kind=kind, message=f"left out: {fault.message}")


# --- from faults to records --------------------------------------------------------------------

_MARKS = Source("<proposed>", "")
"""Not a text: a span of it starts at the number of a route."""


class _Routes:
    """Places that stand for routes, so that a fault leads to the record that it is of."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._routes: list[Route] = []

    def value(self, route: Route) -> Span:
        self._routes.append(route)
        number = len(self._routes) - 1
        return Span(_MARKS, number, number)

    def key(self, route: Route) -> Span:
        return self.value(route)

    def record(self, fault: Diagnostic) -> tuple[str, int]:
        section, number = self._route(fault.primary.span)[:2]
        return str(section), int(number)

    def is_of_a_document(self, fault: Diagnostic) -> bool:
        """A document that is lost takes everything with it: no matter of one record."""
        span = fault.primary.span
        return span.source is _MARKS and self._route(span)[0] == "documents"

    def placed(self, fault: Diagnostic) -> Diagnostic:
        """The fault at the place that the record was made from."""
        return replace(
            fault,
            primary=self._label(fault.primary),
            related=tuple(map(self._label, fault.related)),
            fixes=(),
        )

    def _label(self, label: Label) -> Label:
        if label.span.source is not _MARKS:
            return label
        return replace(label, span=self._draft.place(self._route(label.span)))

    def _route(self, span: Span) -> Route:
        return self._routes[span.start]


# --- what nobody refers to any more --------------------------------------------------------------


def _without_idle_agents(draft: Draft) -> Draft:
    """An agent that no record refers to was made for one that is left out."""
    while True:
        mentioned: set[str] = set()
        for section, records in draft.sections.items():
            for record in records:
                _collect(record, mentioned, own=section == "agents")
        agents = draft.sections.get("agents", [])
        idle = frozenset(
            ("agents", number)
            for number, agent in enumerate(agents)
            if isinstance(agent, dict) and agent.get("id") not in mentioned
        )
        if not idle:
            return draft
        draft = draft.without(idle)


def _collect(value: Value, found: set[str], *, own: bool = False) -> None:
    """Every text in a record, but for the ``id`` of an agent's own."""
    if isinstance(value, str):
        found.add(value)
    elif isinstance(value, list):
        for part in value:
            _collect(part, found)
    elif isinstance(value, dict):
        for name, part in value.items():
            if not (own and name in ("id", "name", "aliases")):
                _collect(part, found)
