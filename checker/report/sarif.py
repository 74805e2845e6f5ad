"""The report in SARIF 2.1.0 (OASIS), which code scanning services and editors show.

Section numbers below are those of the standard's edition with errata 01. What GitHub's code
scanning asks for beyond the standard is met as well: every result has a physical location.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from checker.analysis.program import Rule, Severity
from checker.findings.models import (
    Absent,
    DocumentSummary,
    Evidence,
    Finding,
    Notice,
    Passage,
    Report,
    RuleSummary,
    Suppression,
)
from checker.report.json import Json, written

if TYPE_CHECKING:
    from checker.proofs import GroundAtom, Proof
    from checker.report.sources import Sources

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_BASE = "%SRCROOT%"
"""The folder that relative URIs start from, by the name that consumers know."""

_PRINT = "checker/v1"
"""The fingerprint's name; another number says that fingerprints are made in another way."""

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

_Object = dict[str, Json]


def render_sarif(report: Report, sources: Sources | None = None) -> str:
    """The report as one SARIF log of one run, ended by a newline; the same bytes for the same
    report. With its ``sources``, results have proofs as code flows."""
    return written({"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report, sources)]})


def _run(report: Report, sources: Sources | None) -> _Object:
    rules = {rule.id: index for index, rule in enumerate(report.rules)}
    pages = _Pages(report.documents)
    absent = report.baseline.absent if report.baseline else ()
    flows = _flows(report, sources, pages) if sources else {}
    return {
        "tool": {"driver": _driver(report)},
        "invocations": [_invocation(report)],
        "originalUriBaseIds": {_BASE: {"description": {"text": "The folder of the project."}}},
        "artifacts": [
            {"location": pages.location(document.path), "roles": ["analysisTarget"]}
            for document in report.documents
        ],
        "columnKind": "unicodeCodePoints",
        "defaultEncoding": "utf-8",
        "results": [
            *(
                {**_result(finding, rules, pages), **flows.get(finding.fingerprint, {})}
                for finding in report.findings
            ),
            *(_absent(one, rules) for one in absent),
        ],
    }


# --- the tool --------------------------------------------------------------------------------


def _driver(report: Report) -> _Object:
    from checker import __version__

    return {
        "name": "Checker",
        "version": __version__,
        "rules": [_rule(rule) for rule in report.rules],
        "properties": {"engine": report.engine},
    }


def _rule(rule: RuleSummary) -> _Object:
    whole = f"{rule.summary} {rule.description}".strip()
    advice = f"\n\n{rule.advice}" if rule.advice else ""
    return {
        "id": rule.id,
        "shortDescription": {"text": _message(rule.summary or rule.id)},
        "fullDescription": {"text": _message(whole or rule.id)},
        "help": {"text": _message(f"{whole or rule.id}{advice}")},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
        "properties": {"tags": list(rule.tags)},
    }


def _invocation(report: Report) -> _Object:
    """Warnings about the files are the tool's, not results (3.20.21)."""
    return {
        "executionSuccessful": True,
        "toolConfigurationNotifications": [_notification(notice) for notice in report.notices],
    }


def _notification(notice: Notice) -> _Object:
    more = "".join(f"\n{text}" for text in (notice.note, notice.help) if text)
    return {
        "descriptor": {"id": notice.code},
        "level": "warning" if notice.level == "warning" else "note",
        "message": {"text": _message(notice.message + more)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _artifact(notice.path),
                    "region": {"startLine": notice.line, "startColumn": notice.column},
                }
            }
        ],
    }


# --- results ---------------------------------------------------------------------------------


def _result(finding: Finding, rules: Mapping[str, int], pages: _Pages) -> _Object:
    first, others = _sides(finding)
    result: _Object = {
        **_named(finding.rule, rules),
        "level": _LEVEL[finding.severity],
        "message": {"text": _message(finding.message)},
        "locations": list(pages.where(finding, first)),
        "partialFingerprints": {_PRINT: finding.fingerprint},
        "properties": {"tags": list(finding.tags)},
    }
    if others:
        result["relatedLocations"] = [
            {"id": number, **pages.place(item), "message": {"text": _message(_caption(item))}}
            for number, item in enumerate(others, 1)
        ]
    if finding.baseline:
        result["baselineState"] = str(finding.baseline)
    if finding.suppression:
        result["suppressions"] = [_suppression(finding.suppression)]
    return result


def _absent(one: Absent, rules: Mapping[str, int]) -> _Object:
    """A finding that is gone has no place any more."""
    return {
        **_named(one.rule, rules),
        "level": "none",
        "message": {"text": _message(one.message)},
        "partialFingerprints": {_PRINT: one.fingerprint},
        "baselineState": "absent",
    }


def _named(rule: str, rules: Mapping[str, int]) -> _Object:
    """The rule; one that did not run has no index."""
    return {"ruleId": rule, "ruleIndex": rules[rule]} if rule in rules else {"ruleId": rule}


def _suppression(suppression: Suppression) -> _Object:
    made: _Object = {
        "kind": "external",
        "status": "accepted",
        "justification": suppression.reason,
        "location": {
            "physicalLocation": {
                "artifactLocation": _artifact(suppression.path),
                "region": {"startLine": suppression.line},
            }
        },
    }
    if suppression.expires:
        made["properties"] = {"expires": suppression.expires}
    return made


def _sides(finding: Finding) -> tuple[Evidence | None, Sequence[Evidence]]:
    """The evidence under which the finding is listed, and what else stands in a document."""
    placed = [item for item in finding.evidence if item.path is not None]
    first = next((item for item in placed if item.document == finding.document), None)
    return first, [item for item in placed if item is not first]


def _caption(item: Evidence) -> str:
    said = " ".join(filter(None, (item.source, item.cue)))
    head = item.role.replace("_", " ") if len(item.role) > 1 else item.kind
    return f"{head}, {said}: {item.label}" if said else f"{head}: {item.label}"


# --- proofs ----------------------------------------------------------------------------------


def _flows(report: Report, sources: Sources, pages: _Pages) -> Mapping[str, _Object]:
    """A code flow for each finding that is proven, by fingerprint."""
    return {
        fingerprint: {"codeFlows": [{"threadFlows": [{"locations": list(steps)}]}]}
        for fingerprint, proof in sources.proofs(report).items()
        if (steps := tuple(_steps(proof, sources, pages)))
    }


def _steps(proof: Proof, sources: Sources, pages: _Pages) -> Iterator[Json]:
    """From the facts that stand in documents, by one rule after another, to the finding."""
    from checker.proofs import Application
    from checker.proofs import written as written_atom

    height = proof.height
    # Premises before what they lead to; a proof's own order is the reader's, from the goal down.
    atoms = sorted(proof.steps, key=lambda atom: proof.steps[atom].height)
    for atom in atoms:
        step = proof.steps[atom]
        if isinstance(step, Application):
            place = _rule_place(step.rule)
        else:
            item = _first_placed(atom, sources)
            if item is None:
                continue
            place = pages.place(item)
        yield {
            "location": {**place, "message": {"text": _message(written_atom(atom))}},
            "nestingLevel": height - step.height,
        }


def _rule_place(rule: Rule) -> _Object:
    position = rule.span.position
    return {
        "physicalLocation": {
            "artifactLocation": _artifact(rule.span.source.name),
            "region": {
                "startLine": position.line,
                "startColumn": position.column,
                "snippet": {"text": rule.span.text},
            },
        }
    }


def _first_placed(atom: GroundAtom, sources: Sources) -> Evidence | None:
    """The first entity of a row that has a place."""
    columns = sources.program.relations[atom.relation].columns
    items = (
        sources.book.evidence(column.name, column.entity, str(value))
        for column, value in zip(columns, atom.row, strict=True)
        if column.entity is not None
    )
    return next((item for item in items if item.passage is not None), None)


# --- places ----------------------------------------------------------------------------------


class _Pages:
    """The documents of a report as artifacts."""

    def __init__(self, documents: Sequence[DocumentSummary]) -> None:
        self._documents = {document.id: document for document in documents}
        self._indices: dict[str, int] = {}
        for index, document in enumerate(documents):
            self._indices.setdefault(document.path, index)

    def location(self, path: str) -> _Object:
        index = self._indices.get(path)
        return _artifact(path) if index is None else {**_artifact(path), "index": index}

    def where(self, finding: Finding, first: Evidence | None) -> Iterator[_Object]:
        """The one location of a finding; that of a finding about agents or events alone is the
        first document as a whole, with their names, as GitHub refuses a log in which one result
        has no file. Nothing where there is no document at all."""
        if first is not None:
            yield self.place(first)
        elif self._documents:
            document = next(iter(self._documents.values()))
            yield {
                "physicalLocation": {"artifactLocation": self.location(document.path)},
                "logicalLocations": list(_entities(finding.evidence)),
                "message": {"text": "This stands in no single document."},
            }

    def place(self, item: Evidence) -> _Object:
        physical: _Object = {"artifactLocation": self.location(item.path or "")}
        if item.passage:
            physical["region"] = self._region(item.passage, item.document)
        return {"physicalLocation": physical}

    def _region(self, passage: Passage, document: str | None) -> _Object:
        """Offsets count from the start of the file here (3.30.9), which is before the text's."""
        region: _Object = {
            "startLine": passage.line,
            "startColumn": passage.column,
            "endLine": passage.end_line,
            "endColumn": passage.end_column,
        }
        page = self._documents.get(document or "")
        if page is not None and page.offset is not None:
            region["charOffset"] = page.offset + passage.start
            region["charLength"] = passage.end - passage.start
        return {**region, "snippet": {"text": passage.exact}}


def _entities(evidence: Iterable[Evidence]) -> Iterator[_Object]:
    for item in evidence:
        yield {"name": item.label or item.id, "fullyQualifiedName": f"{item.kind}/{item.id}"}


def _artifact(path: str) -> _Object:
    """A file by its URI (RFC 3986), relative to the project's folder where its path is."""
    uri = quote(path, safe="/", errors="surrogatepass")
    if path.startswith("/"):
        return {"uri": f"file://{uri}"}
    return {"uri": uri, "uriBaseId": _BASE}


# --- messages --------------------------------------------------------------------------------


def _message(text: str) -> str:
    """A text as a message string, in which braces hold places for arguments (3.11.5) and
    ``[...](...)`` is a link (3.11.6): what documents say is neither."""
    text = text.replace("{", "{{").replace("}", "}}")
    return re.sub(r"[\[\]\\]", r"\\\g<0>", text) if "](" in text else text
