"""Facts as plain values: to draw, to add up, to put in another order, to rename, to load."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Protocol, TypeAlias

from checker.facts import Corpus, load_corpus

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"
Record: TypeAlias = Mapping[str, Json]
"""One record of a fact file, as the file would have it."""

_REFERENCES = frozenset(
    [
        "id",
        "document",
        "source",
        "publisher",
        "member_of",
        "agent",
        "event",
        "events",
        "before",
        "part_of",
        "base",
        "subject",
        "object",
        "on",
        "claim",
        "holder",
        "targets",
        "about",
        "names",
        "plans",
        "reference",
        "first",
        "second",
    ]
)
"""The fields whose values may be ids of records; the others are words and texts."""


class _Printer(Protocol):
    def text(self, text: str, /) -> None: ...


@dataclass(frozen=True, slots=True, repr=False)
class Facts:
    """The sections of a fact file; `desk` is a list of records too. Prints as a fact file."""

    sections: Mapping[str, Sequence[Record]]

    def __add__(self, other: Facts) -> Facts:
        """Both together. What has one id in both is refused when they are loaded."""
        names = {**self.sections, **other.sections}
        return Facts({name: (*self.records(name), *other.records(name)) for name in names})

    def __repr__(self) -> str:
        import yaml

        shown = {name: records for name, records in self.sections.items() if records}
        plain = json.loads(json.dumps(shown))
        text = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=96)
        return f"Facts(\n{text})"

    def _repr_pretty_(self, printer: _Printer, _cycle: bool) -> None:
        """How hypothesis prints a failing example."""
        printer.text(repr(self))

    def records(self, section: str) -> tuple[Record, ...]:
        """The records of a section; none where there is no such section."""
        return tuple(self.sections.get(section, ()))

    def only(self, *sections: str) -> Facts:
        """Nothing but some sections."""
        return Facts({name: self.records(name) for name in sections})

    def without(self, *sections: str) -> Facts:
        """Everything but some sections."""
        return self.only(*(name for name in self.sections if name not in sections))

    def shuffled(self, random: Random) -> Facts:
        """The same records in another order."""
        names = random.sample(sorted(self.sections), len(self.sections))
        return Facts(
            {name: random.sample(self.records(name), len(self.records(name))) for name in names}
        )

    def split(self, count: int) -> tuple[Facts, ...]:
        """The same records in several files."""
        return tuple(
            Facts({name: self.records(name)[start::count] for name in self.sections})
            for start in range(count)
        )

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all records, figures of claims among them."""
        return frozenset(_ids(self.sections))

    def renamed(self, rename: Callable[[str], str]) -> Facts:
        """The same with every id, and every reference to it, renamed; texts stay as they are."""
        names = {name: rename(name) for name in self.ids}
        return Facts(
            {
                section: [_renamed_record(record, names) for record in records]
                for section, records in self.sections.items()
            }
        )

    def corpus(self) -> Corpus:
        """What an audit would know of these facts.

        Raises :class:`checker.diagnostics.DiagnosticError` where they are not sound.
        """
        return load_together([self])


def load_together(files: Sequence[Facts]) -> Corpus:
    """The corpus of several fact files. Raises as :meth:`Facts.corpus`."""
    with TemporaryDirectory() as folder:
        for number, file in enumerate(files):
            text = json.dumps({"checker": 1, **file.sections}, ensure_ascii=False)
            (Path(folder) / f"{number}.json").write_text(text, encoding="utf-8")
        return load_corpus([Path(folder)], root=Path(folder))


def _ids(value: Json) -> Iterator[str]:
    if isinstance(value, Mapping):
        name = value.get("id")
        if isinstance(name, str):
            yield name
        for part in value.values():
            yield from _ids(part)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for part in value:
            yield from _ids(part)


def _renamed_record(record: Record, names: Mapping[str, str]) -> Record:
    """A scope's dimensions are no fields of the format."""
    return {
        field: value if field == "scope" else _renamed(value, field in _REFERENCES, names)
        for field, value in record.items()
    }


def _renamed(value: Json, refers: object, names: Mapping[str, str]) -> Json:
    if isinstance(value, str):
        return names.get(value, value) if refers else value
    if isinstance(value, Mapping):
        return _renamed_record(value, names)
    if isinstance(value, Sequence):
        return [_renamed(part, refers, names) for part in value]
    return value


def stated(*amounts: int, measure: str = "people", desk: Record | None = None) -> Facts:
    """A document in which as many sources give a figure each for one measure.

    ``desk`` is what the desk knows, as a fact file would say it: tolerances, bounds.
    """
    spans = [f"{amount} {measure} came" for amount in amounts]
    sentences = [f"Witness {at} said: {span}." for at, span in enumerate(spans)]
    starts = [sum(len(sentence) + 1 for sentence in sentences[:at]) for at in range(len(spans))]
    return Facts(
        {
            "documents": [{"id": "told", "title": "What was told", "content": " ".join(sentences)}],
            "agents": [
                {"id": f"witness-{at}", "name": f"Witness {at}", "kind": "person"}
                for at in range(len(amounts))
            ],
            "claims": [
                {
                    "id": f"told-{at}",
                    "document": "told",
                    "span": {"exact": span, "start": starts[at] + len(f"Witness {at} said: ")},
                    "voice": "indirect",
                    "source": f"witness-{at}",
                    "cue": "said",
                    "kind": "report",
                    "quantities": [{"id": f"figure-{at}", "measure": measure, "amount": amount}],
                }
                for at, (amount, span) in enumerate(zip(amounts, spans, strict=True))
            ],
            "desk": [] if desk is None else [desk],
        }
    )
