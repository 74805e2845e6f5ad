"""From sections to models, those of faulty records left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from checker.dataclasses import dataclass
from checker.diagnostics import Diagnostic
from checker.facts.files import FactFile
from checker.facts.models import Bundle
from checker.facts.tree import Route, Value


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A fact file whose records are models.

    ``numbers`` gives for each section the places of its records in the file, which differ from
    those in the bundle where faulty records were left out. ``faulty_ids`` are the ids of these,
    so that a reference to one is no second fault.
    """

    file: FactFile
    bundle: Bundle
    numbers: Mapping[str, tuple[int, ...]]
    faulty_ids: frozenset[str]

    def route(self, section: str, index: int) -> Route:
        """Where a record of the bundle stands in the file."""
        numbers = self.numbers.get(section)
        return (section, index if numbers is None else numbers[index])


def check_file(file: FactFile) -> tuple[CheckedFile, list[Diagnostic]]:
    """The models of a file, those of faulty records left out, and the faults."""
    try:
        return CheckedFile(file, Bundle.model_validate(file.sections), {}, frozenset()), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    from checker.facts.faults import fault_of

    # A record goes on without its fields too many, so that what else is wrong with it is said in
    # the same run.
    unknown = [detail["loc"] for detail in details if _is_a_field_too_many(detail)]
    pruned = _pruned(file.sections, unknown)
    remaining = _faults(pruned)
    known = {detail["loc"] for detail in details}
    details += [detail for detail in remaining if detail["loc"] not in known]
    sections, numbers, ids = _without(pruned, [detail["loc"] for detail in remaining])
    return (
        CheckedFile(file, Bundle.model_validate(sections), numbers, ids),
        [fault_of(file, detail) for detail in details],
    )


def _faults(sections: Mapping[str, Value]) -> list[ErrorDetails]:
    try:
        Bundle.model_validate(sections)
    except ValidationError as error:
        return error.errors(include_url=False)
    return []


def _is_a_field_too_many(detail: ErrorDetails) -> bool:
    """Not so where its name is none: ``{exact: 1,200}`` has a field ``200`` and a value cut off."""
    return detail["type"] == "extra_forbidden" and str(detail["loc"][-1]).isidentifier()


def _pruned(sections: Mapping[str, Value], unknown: Iterable[Route]) -> dict[str, Value]:
    """A copy of the sections without these fields, and without those that have no name."""
    copied = deepcopy({name: value for name, value in sections.items() if _is_unicode(name)})
    for *way, name in unknown:
        place: Value = copied
        for step in way:
            if isinstance(place, list) and isinstance(step, int):
                place = place[step]
            if isinstance(place, dict) and isinstance(step, str):
                place = place[step]
        if isinstance(place, dict):
            place.pop(str(name), None)
    return copied


def _without(
    sections: Mapping[str, Value], faulty: Iterable[Route]
) -> tuple[dict[str, Value], dict[str, tuple[int, ...]], frozenset[str]]:
    """The sections without their faulty records, where the rest stood, and the lost ids."""
    bad_records: dict[str, set[int]] = {}
    bad_sections = set()
    for route in faulty:
        if len(route) > 1 and isinstance(route[1], int):
            bad_records.setdefault(str(route[0]), set()).add(route[1])
        elif route:
            bad_sections.add(str(route[0]))
    kept: dict[str, Value] = {
        name: value for name, value in sections.items() if name not in bad_sections
    }
    kept["checker"] = 1
    numbers: dict[str, tuple[int, ...]] = {}
    ids: set[str] = set()
    for name, bad in bad_records.items():
        if name not in kept:
            continue
        records = kept[name]
        if not isinstance(records, list):
            records = [records]
        numbers[name] = tuple(at for at in range(len(records)) if at not in bad)
        kept[name] = [records[at] for at in numbers[name]]
        for at in bad:
            _collect_ids(records[at], ids)
    for section in bad_sections:
        _collect_ids(sections.get(section), ids)
    return kept, numbers, frozenset(ids)


def _is_unicode(name: str) -> bool:
    """Not so with half of a surrogate pair, which JSON can write and no route can name."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _collect_ids(value: Value, ids: set[str]) -> None:
    """Every ``id`` in a record that could not be read; its depth is bounded by the readers."""
    if isinstance(value, dict):
        own = value.get("id")
        if isinstance(own, str):
            ids.add(str(own))
        for part in value.values():
            _collect_ids(part, ids)
    elif isinstance(value, list):
        for part in value:
            _collect_ids(part, ids)
