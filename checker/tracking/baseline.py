"""The baseline: a file of the findings that a desk has accepted.

It is kept under version control and merged by people, so a finding is a line, in an order that
does not depend on the run, and its rule and message stand beside the fingerprint for who reads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.diagnostics import Diagnostic, DiagnosticError, Source, Span
from checker.facts.json_reader import JsonPlaces, read_json
from checker.facts.tree import Route, Value
from checker.findings.models import Absent, Report
from checker.tracking.errors import NOT_A_BASELINE, OTHER_VERSION, UNREADABLE

VERSION = 1
"""Another way to make fingerprints, or another meaning of a field, raises it."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The findings of a baseline, by rule and fingerprint, and the file that lists them."""

    path: str
    findings: tuple[Absent, ...]


def accepted_text(report: Report) -> str:
    """The baseline that accepts every finding of a report that is not suppressed."""
    lines = sorted(
        (finding.rule, finding.fingerprint, finding.message)
        for finding in report.findings
        if finding.suppression is None
    )
    listed = [
        _line({"fingerprint": fingerprint, "rule": rule, "message": message})
        for rule, fingerprint, message in lines
    ]
    body = "[\n" + ",\n".join(listed) + "\n  ]" if listed else "[]"
    return f'{{\n  "checker_baseline": {VERSION},\n  "findings": {body}\n}}\n'


def _line(finding: dict[str, str]) -> str:
    written = json.dumps(finding, ensure_ascii=False)
    try:
        written.encode()
    except UnicodeEncodeError:  # a lone surrogate
        written = json.dumps(finding)
    return f"    {written}"


def load_accepted(path: Path) -> Accepted:
    """The baseline in a file.

    Raises :class:`DiagnosticError` with everything that is wrong with it.
    """
    source = read_source(path)
    value, places = read_json(source)
    reader = _Reader(places)
    findings = tuple(reader.findings(value))
    if reader.faults:
        raise DiagnosticError(reader.faults)
    return Accepted(
        source.name, tuple(sorted(findings, key=lambda one: (one.rule, one.fingerprint)))
    )


def read_source(path: Path) -> Source:
    """The text of a file; its line ends as they are."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return Source(path.as_posix(), file.read())
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror or str(error)) if isinstance(error, OSError) else "it is not UTF-8"
        raise DiagnosticError(
            [
                UNREADABLE.at(
                    Span(Source(path.as_posix(), ""), 0, 0),
                    f"{path.as_posix()} cannot be read: {reason}",
                )
            ]
        ) from error


class _Reader:
    """Reads a baseline's value, and remembers what was wrong."""

    def __init__(self, places: JsonPlaces) -> None:
        self.faults: list[Diagnostic] = []
        self._places = places

    def findings(self, value: Value) -> Iterator[Absent]:
        if not isinstance(value, dict) or "checker_baseline" not in value:
            self._refuse((), "this is no baseline: it has no `checker_baseline`")
            return
        version = value["checker_baseline"]
        if type(version) is not int:
            self._refuse(("checker_baseline",), "`checker_baseline` is a whole number")
        elif version != VERSION:
            self.faults.append(
                OTHER_VERSION.at(
                    self._places.value(("checker_baseline",)),
                    f"this baseline is of version {version}, not {VERSION}",
                    help="write it anew with `checker baseline`",
                )
            )
            return
        listed = value.get("findings")
        if not isinstance(listed, list):
            self._refuse(("findings",), "`findings` is a list")
            return
        for number, one in enumerate(listed):
            yield from self._finding(one, ("findings", number))

    def _finding(self, value: Value, route: Route) -> Iterator[Absent]:
        if not isinstance(value, dict):
            self._refuse(route, "a finding is an object")
            return
        texts = {name: value.get(name) for name in ("fingerprint", "rule", "message")}
        wrong = [name for name, text in texts.items() if not isinstance(text, str)]
        for name in wrong:
            self._refuse((*route, name), f"a finding has a text `{name}`")
        fingerprint = texts["fingerprint"]
        if isinstance(fingerprint, str) and not re.fullmatch("[0-9a-f]{16}", fingerprint):
            self._refuse((*route, "fingerprint"), "a fingerprint is 16 hexadecimal digits")
        elif not wrong:
            yield Absent.model_construct(
                fingerprint=str(fingerprint), rule=str(texts["rule"]), message=str(texts["message"])
            )

    def _refuse(self, route: Sequence[str | int], message: str) -> None:
        self.faults.append(
            NOT_A_BASELINE.at(
                self._places.value(tuple(route)),
                message,
                help="`checker baseline` writes such a file",
            )
        )
